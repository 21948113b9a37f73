use super::cohen::cohen_kappa;
use super::pool::Pool;
use super::{LagBand, SelfConsistency};
use crate::analysis::inference::{
    Bounds, InferenceOptions, Scheme, Stream, clustered_share, item_mean, quantile, resample, t_quantile,
};
use crate::tally::{QuestionTallies, Repeat};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};
use std::collections::BTreeMap;

/// Hours at which bands of lag begin: within the day, within the week, within the month, later.
const BANDS: [f64; 4] = [0.0, 24.0, 168.0, 720.0];

/// How far annotators agree with themselves, where they annotated an item twice: the share of repeats with the same
/// label, clustered by annotator, and Cohen's kappa of first against second with a jackknife over annotators. Beside
/// it what *different* annotators achieve on the very items that were repeated, and a note where those are more
/// disputed than the others.
///
/// Not estimable where nobody truly repeated an item.
pub fn self_consistency(tallies: &QuestionTallies, options: &InferenceOptions) -> Outcome<SelfConsistency> {
    let repeats = &tallies.summaries.repeats;
    if repeats.is_empty() {
        let none = Reason::TooFew { what: "repeated annotations".into(), found: 0, needed: 1 };
        return Outcome::NotEstimable(tallies.summaries.no_repeats.clone().unwrap_or(none));
    }
    let by_annotator: Vec<&[Repeat]> = repeats.chunk_by(|a, b| a.annotator == b.annotator).collect();
    let mut items: Vec<u32> = repeats.iter().map(|repeat| repeat.item).collect();
    items.sort_unstable();
    items.dedup();
    let agreement = same_label(&by_annotator, items.len() as u64, options.level);
    let mut hours: Vec<f64> =
        repeats.iter().filter_map(|repeat| repeat.lag_secs).map(|secs| secs as f64 / 3600.0).collect();
    hours.sort_by(f64::total_cmp);
    let between = Between::of(tallies, &items);
    Outcome::Estimated(SelfConsistency {
        repeats: repeats.len() as u64,
        agreement,
        kappa: kappa(tallies, &by_annotator, items.len() as u64, "repeats", options),
        by_lag: by_lag(tallies, repeats, options),
        median_lag_hours: quantile(&hours, 0.5),
        between_annotators: between.estimate(options.level),
        note: between.note(options.level),
    })
}

fn same_label(by_annotator: &[&[Repeat]], items: u64, level: f64) -> Outcome<Estimate> {
    let hits = |own: &[Repeat]| own.iter().filter(|r| r.first == r.second).count() as u64;
    let clusters: Vec<(u64, u64)> = by_annotator.iter().map(|own| (own.len() as u64, hits(own))).collect();
    clustered_share(&clusters, level).map(|mut share| {
        share.sample.items = items;
        share.method = "share of repeats with the same label".into();
        share
    })
}

/// By the time between the two annotations; bands without a repeat are left out.
fn by_lag(tallies: &QuestionTallies, repeats: &[Repeat], options: &InferenceOptions) -> Vec<LagBand> {
    let band = |(place, &from_hours): (usize, &f64)| {
        let to_hours = BANDS.get(place + 1).copied();
        let within = |repeat: &&Repeat| {
            let hours = repeat.lag_secs.map(|secs| secs as f64 / 3600.0);
            hours.is_some_and(|hours| hours >= from_hours && to_hours.is_none_or(|to| hours < to))
        };
        let own: Vec<Repeat> = repeats.iter().filter(within).copied().collect();
        let by_annotator: Vec<&[Repeat]> = own.chunk_by(|a, b| a.annotator == b.annotator).collect();
        let mut items: Vec<u32> = own.iter().map(|repeat| repeat.item).collect();
        items.sort_unstable();
        items.dedup();
        let items = items.len() as u64;
        (!own.is_empty()).then(|| LagBand {
            from_hours,
            to_hours,
            repeats: own.len() as u64,
            agreement: same_label(&by_annotator, items, options.level),
            kappa: kappa(tallies, &by_annotator, items, &format!("repeats after {from_hours} h"), options),
        })
    };
    BANDS.iter().enumerate().filter_map(band).collect()
}

/// Kappa of all repeats, left out annotator by annotator: one annotator's repeats are no independent evidence.
fn kappa(
    tallies: &QuestionTallies,
    by_annotator: &[&[Repeat]],
    items: u64,
    slice: &str,
    options: &InferenceOptions,
) -> Outcome<Estimate> {
    let mut all: BTreeMap<(usize, usize), u64> = BTreeMap::new();
    let cell = |repeat: &Repeat| (repeat.first.index(), repeat.second.index());
    by_annotator.iter().flat_map(|own| own.iter()).for_each(|r| *all.entry(cell(r)).or_default() += 1);
    // Few are left out at a time: theirs are taken from the table of all.
    let evaluate = |weights: &[u64]| {
        let mut table = all.clone();
        let out = by_annotator.iter().zip(weights).filter(|&(_, &weight)| weight == 0);
        for repeat in out.flat_map(|(own, _)| own.iter()) {
            table.entry(cell(repeat)).and_modify(|n| *n -= 1);
        }
        let cells: Vec<(usize, usize, u64)> =
            table.into_iter().filter(|&(_, n)| n > 0).map(|((k, l), n)| (k, l, n)).collect();
        let items = cells.iter().map(|cell| cell.2).sum();
        let sample = SampleSize { items, ..SampleSize::default() };
        cohen_kappa(&cells, sample, options.level)
    };
    let weights = vec![1; by_annotator.len()];
    let stream =
        Stream { seed: options.seed, question: &tallies.question.name, slice, purpose: "annotators" };
    let resampled = resample(&weights, Scheme::Jackknife, stream, 1, &|weights, out| {
        out[0] = evaluate(weights).estimated().map(|kappa| kappa.value);
    });
    evaluate(&weights).map(|mut kappa| {
        let annotations = 2 * kappa.sample.items;
        kappa.sample = SampleSize { items, annotations, annotators: by_annotator.len() as u64 };
        kappa.interval = match by_annotator.len() as u64 {
            found @ 0..2 => {
                Outcome::NotEstimable(Reason::TooFew { what: "annotators".into(), found, needed: 2 })
            }
            _ => resampled.interval(0, Bounds::BelowOne, options.level),
        };
        kappa.se = kappa.interval.estimated().and_then(|_: &ConfidenceInterval| resampled.se(0));
        kappa.method = "Cohen 1960, first against second annotation".into();
        kappa
    })
}

/// Percent agreement by item, on the repeated items and on the rest: (agreement, items).
struct Between {
    repeated: Vec<(f64, u64)>,
    others: Vec<(f64, u64)>,
    known: bool,
}

impl Between {
    fn of(tallies: &QuestionTallies, items: &[u32]) -> Self {
        let table = &tallies.summaries.patterns;
        let Some(index) = &tallies.index else {
            return Self { repeated: Vec::new(), others: Vec::new(), known: false };
        };
        let mut repeated = vec![0u64; table.len()];
        for &item in items {
            if let Some(n) = repeated.get_mut(index.pattern[item as usize] as usize) {
                *n += 1;
            }
        }
        let pool = Pool::new(table, &tallies.question.labels);
        let mut out = Self { repeated: Vec::new(), others: Vec::new(), known: true };
        for (p, pattern) in table.iter().enumerate().filter(|(_, pattern)| pattern.is_pairable()) {
            let n = pool.sizes[p];
            let agreeing: f64 = pool.counts(p).map(|(_, r)| r * (r - 1.0)).sum();
            out.repeated.push((agreeing / (n * (n - 1.0)), repeated[p]));
            out.others.push((agreeing / (n * (n - 1.0)), pattern.items - repeated[p].min(pattern.items)));
        }
        out
    }

    fn estimate(&self, level: f64) -> Outcome<Estimate> {
        if !self.known {
            return Outcome::NotEstimable(Reason::NeedsRows);
        }
        if self.repeated.iter().all(|&(_, items)| items == 0) {
            return Outcome::NotEstimable(Reason::NothingPairable);
        }
        item_mean(&self.repeated, Bounds::Share, level).map(|mut estimate| {
            estimate.method = "percent agreement of different annotators on the repeated items".into();
            estimate
        })
    }

    /// Says so where the repeated items are more disputed than the rest, beyond sampling error.
    fn note(&self, level: f64) -> Option<String> {
        let mean = |cells: &[(f64, u64)]| item_mean(cells, Bounds::Unbounded, level).estimated().cloned();
        let (repeated, others) = (mean(&self.repeated)?, mean(&self.others)?);
        let se = repeated.se.unwrap_or(0.0).hypot(others.se.unwrap_or(0.0));
        let df = repeated.sample.items.min(others.sample.items).saturating_sub(1).max(1);
        let difference = repeated.value - others.value;
        (difference < 0.0 && -difference > t_quantile(0.5 + level / 2.0, df as f64) * se).then(|| {
            "The repeated items are more disputed among different annotators than the others, so annotators may \
             agree with themselves more on the rest."
                .to_owned()
        })
    }
}
