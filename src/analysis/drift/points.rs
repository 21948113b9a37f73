use super::DriftPoint;
use crate::analysis::inference::{clustered_share, t_quantile, wilson};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};

/// One period of a series before it is tested: its estimate, and the variance that its own counts explain.
pub(super) struct Point {
    pub period: u32,
    pub estimate: Estimate,
    pub variance: f64,
}

impl Point {
    /// As the audit keeps it.
    pub fn told(&self) -> DriftPoint {
        let sample = self.estimate.sample;
        DriftPoint {
            period: self.period,
            value: self.estimate.value,
            ends: self.estimate.interval.estimated().map(|interval| (interval.lower, interval.upper)),
            n: sample.annotations.max(sample.items),
            annotators: sample.annotators,
        }
    }
}

/// Annotations of one annotator in one period: how many, and the sum of their values in millionths.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub period: u32,
    pub annotations: u64,
    pub sum: i64,
}

/// Annotations under which a period says nothing.
const FEWEST: u64 = 5;

/// Shares by period, from (period, annotations, hits) of each annotator in order of period: clustered by annotator.
pub(super) fn shares(parts: impl Iterator<Item = (u32, u64, u64)>, level: f64) -> Vec<Point> {
    let parts: Vec<(u32, u64, u64)> = parts.collect();
    let hits: u64 = parts.iter().map(|part| part.2).sum();
    let all: u64 = parts.iter().map(|part| part.1).sum();
    // Of the whole, so that a period of 0 or 1 is not taken for certain.
    let share = (hits as f64 + 0.5) / (all as f64 + 1.0);
    let by_period = parts.chunk_by(|a, b| a.0 == b.0);
    by_period
        .filter_map(|own| {
            let n: u64 = own.iter().map(|part| part.1).sum();
            let clusters: Vec<(u64, u64)> = own.iter().map(|&(_, n, hits)| (n, hits)).collect();
            let estimate = clustered_share(&clusters, level).estimated().cloned().filter(|_| n >= FEWEST)?;
            Some(Point { period: own[0].0, estimate, variance: share * (1.0 - share) / n as f64 })
        })
        .collect()
}

/// Shares by period where each item counts once: (period, items, hits), sorted.
pub(super) fn item_shares(parts: impl Iterator<Item = (u32, u64, u64)>, level: f64) -> Vec<Point> {
    let parts: Vec<(u32, u64, u64)> = parts.filter(|part| part.1 >= FEWEST).collect();
    let (all, hits) = parts.iter().fold((0, 0), |(all, hits), part| (all + part.1, hits + part.2));
    let share = (hits as f64 + 0.5) / (all as f64 + 1.0);
    let point = |(period, items, hits): (u32, u64, u64)| {
        let interval = wilson(hits, items, level)?;
        let estimate = Estimate {
            value: hits as f64 / items as f64,
            interval: Outcome::Estimated(interval),
            se: None,
            sample: SampleSize { items, ..SampleSize::default() },
            method: "share of items".into(),
            warnings: Vec::new(),
        };
        Some(Point { period, estimate, variance: share * (1.0 - share) / items as f64 })
    };
    parts.into_iter().filter_map(point).collect()
}

/// Means by period of values in −1 to 1: an error clustered by annotator with t(annotators − 1).
pub(super) fn means(parts: &[Part], level: f64) -> Vec<Point> {
    let millionth = |sum: i64| sum as f64 / 1e6;
    let point = |own: &[Part]| {
        let n: u64 = own.iter().map(|part| part.annotations).sum();
        let mean = millionth(own.iter().map(|part| part.sum).sum()) / n as f64;
        let residual = |part: &Part| (millionth(part.sum) - mean * part.annotations as f64).powi(2);
        let clusters = own.len() as f64;
        let variance =
            own.iter().map(residual).sum::<f64>() / (n as f64).powi(2) * clusters / (clusters - 1.0).max(1.0);
        let se = variance.sqrt();
        let interval = if own.len() > 1 && se > 0.0 {
            let half = t_quantile(0.5 + level / 2.0, clusters - 1.0) * se;
            let method = format!("clustered by annotator, t({})", own.len() - 1);
            let (lower, upper) = ((mean - half).max(-1.0), (mean + half).min(1.0));
            Outcome::Estimated(ConfidenceInterval { lower, upper, level, method })
        } else {
            Outcome::NotEstimable(Reason::NoErrorToEstimate)
        };
        let sample = SampleSize { items: 0, annotations: n, annotators: own.len() as u64 };
        let se = interval.estimated().map(|_| se);
        let method = "mean confidence minus share of annotations with the model's label".into();
        let estimate = Estimate { value: mean, interval, se, sample, method, warnings: Vec::new() };
        (n >= FEWEST).then_some(Point { period: own[0].period, estimate, variance: 0.25 / n as f64 })
    };
    parts.chunk_by(|a, b| a.period == b.period).filter_map(point).collect()
}
