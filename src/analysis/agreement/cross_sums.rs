use super::alpha_sums::reach;
use super::distance::{Distance, Metric};
use crate::vocabulary::Reason;

/// The sums that xRR is made of, and what becomes of it when a little of them moves: xRR = 1 − (O / N) (U V) / E with
/// O = Σ_i (r_i + s_i) × mean distance across, N = U + V the annotations of items that both sides labelled, and
/// E = Σ_kl u_k v_l d_kl.
pub(super) struct CrossSums<'d> {
    metric: Metric<'d>,
    first: Vec<f64>,
    second: Vec<f64>,
    observed: f64,
    expected: f64,
    /// Σ_l v_l d_kl by label, and Σ_l u_l d_kl.
    reach: [Vec<f64>; 2],
}

/// Annotations that come or go: the change of O, and of either side's labels (labels may repeat).
#[derive(Debug, Clone, Default)]
pub(super) struct CrossMove {
    /// Change of O.
    pub observed: f64,
    /// Changes of the first side's labels.
    pub first: Vec<(usize, f64)>,
    /// Changes of the second side's labels.
    pub second: Vec<(usize, f64)>,
}

impl CrossMove {
    /// Forgets everything and keeps the room.
    pub fn clear(&mut self) {
        self.observed = 0.0;
        self.first.clear();
        self.second.clear();
    }

    /// Whether nothing moves.
    pub fn is_nothing(&self) -> bool {
        self.first.is_empty() && self.second.is_empty()
    }

    /// Adds up what is said of one label.
    pub fn fold(&mut self) {
        for counts in [&mut self.first, &mut self.second] {
            counts.sort_by_key(|c| c.0);
            counts.dedup_by(|next, kept| {
                let same = next.0 == kept.0;
                kept.1 += if same { next.1 } else { 0.0 };
                same
            });
        }
    }
}

impl<'d> CrossSums<'d> {
    /// From both sides' labels on shared items; `observed` gives O under a metric.
    pub fn new(
        distance: &'d Distance,
        first: Vec<f64>,
        second: Vec<f64>,
        observed: impl FnOnce(&Metric<'d>) -> f64,
    ) -> Result<Self, Reason> {
        if let Some(reason) = distance.refusal() {
            return Err(reason.clone());
        }
        if first.iter().sum::<f64>() == 0.0 {
            return Err(Reason::TooFew { what: "items that both labelled".into(), found: 0, needed: 1 });
        }
        let both: Vec<f64> = first.iter().zip(&second).map(|(x, y)| x + y).collect();
        let metric = distance.metric(&both);
        let reached = [reach(&metric, &second), reach(&metric, &first)];
        let expected: f64 = first.iter().zip(&reached[0]).map(|(n, far)| n * far).sum();
        if expected <= 0.0 {
            return Err(Reason::NoExpectedDisagreement);
        }
        let observed = observed(&metric);
        Ok(Self { metric, first, second, observed, expected, reach: reached })
    }

    /// The distances at these sums.
    pub fn metric(&self) -> &Metric<'d> {
        &self.metric
    }

    /// xRR.
    pub fn value(&self) -> f64 {
        let (first, second): (f64, f64) = (self.first.iter().sum(), self.second.iter().sum());
        1.0 - self.observed / (first + second) * first * second / self.expected
    }

    /// xRR after a move, exactly where distances do not follow the margins; where they do, `slope` adds what the
    /// distances themselves change, to first order. `None` where nothing is left to expect.
    pub fn moved(&self, change: &CrossMove, slope: &[f64]) -> Option<f64> {
        let sum = |counts: &[(usize, f64)]| counts.iter().map(|&(_, n)| n).sum::<f64>();
        let first = self.first.iter().sum::<f64>() + sum(&change.first);
        let second = self.second.iter().sum::<f64>() + sum(&change.second);
        let reached =
            |counts: &[(usize, f64)], far: &[f64]| counts.iter().map(|&(k, n)| n * far[k]).sum::<f64>();
        let mut both = 0.0;
        for &(k, n) in &change.first {
            for &(l, m) in &change.second {
                both += n * m * self.metric.between(k, l);
            }
        }
        let expected = self.expected
            + reached(&change.first, &self.reach[0])
            + reached(&change.second, &self.reach[1])
            + both;
        if first < 0.5 || second < 0.5 || expected <= 1e-9 * self.expected {
            return None;
        }
        let value = 1.0 - (self.observed + change.observed) / (first + second) * first * second / expected;
        let bent: f64 = match slope.is_empty() {
            true => 0.0,
            false => change.first.iter().chain(&change.second).map(|&(k, n)| n * slope[k]).sum(),
        };
        Some(value + bent)
    }

    /// How xRR changes with each label's count through the distances alone, by central differences; empty where they do
    /// not follow the margins. `observed` gives O under a metric.
    pub fn slope(&self, distance: &'d Distance, observed: impl Fn(&Metric<'d>) -> f64) -> Vec<f64> {
        if !distance.follows_margins() {
            return Vec::new();
        }
        let (first, second): (f64, f64) = (self.first.iter().sum(), self.second.iter().sum());
        let both: Vec<f64> = self.first.iter().zip(&self.second).map(|(x, y)| x + y).collect();
        let at = |k: usize, step: f64| {
            let mut counts = both.clone();
            counts[k] += step;
            let metric = distance.metric(&counts);
            let expected: f64 =
                self.first.iter().zip(reach(&metric, &self.second)).map(|(n, far)| n * far).sum();
            1.0 - observed(&metric) / (first + second) * first * second / expected
        };
        (0..both.len()).map(|k| if both[k] >= 1.0 { at(k, 0.5) - at(k, -0.5) } else { 0.0 }).collect()
    }
}
