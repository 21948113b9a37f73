use super::{AnnotatorPace, EarlyAndLate, Pace, PaceOptions, SecondsOnItem};
use crate::analysis::inference::{
    Adjustment, Hits, InferenceOptions, fisher_exact_p, pooled_z, quantile, rank_correlation,
};
use crate::tally::{ItemIndex, OrderIndex, QuestionTallies};
use crate::vocabulary::{ConfidenceInterval, Estimate, Label, Outcome, Reason, SampleSize};
use rayon::prelude::*;

/// Annotations with gold that early and late work need each.
const ENOUGH_IN_A_HALF: u64 = 5;

/// Every annotator's seconds on an item (median, quartile, deviation, correlation with the order of the work) and, where
/// there is gold, correctness of the first half of their work beside that of the last. One person's items count once each,
/// so shares have the plain intervals of `pace`; the exact tests of all annotators are one family.
///
/// Not estimable without an order, and for logs too long to be kept row by row.
pub fn measure(
    tallies: &QuestionTallies,
    pace: &PaceOptions,
    adjustment: Adjustment,
    options: &InferenceOptions,
) -> Outcome<Pace> {
    let order = match &tallies.order {
        Outcome::Estimated(order) => order,
        Outcome::NotEstimable(reason) => return Outcome::NotEstimable(reason.clone()),
    };
    let Some(index) = &tallies.index else { return Outcome::NotEstimable(Reason::NeedsRows) };
    let gold = tallies.gold.as_deref().filter(|_| tallies.question.not_of_labels().is_none());
    let work = by_annotator(index, order, gold, tallies.annotators.len());
    let timed = order.time_on_item_ms.is_some();
    let mut annotators: Vec<AnnotatorPace> = work
        .into_par_iter()
        .enumerate()
        .filter(|(_, own)| !own.is_empty())
        .map(|(who, mut own)| {
            own.sort_unstable();
            AnnotatorPace {
                annotator: tallies.annotators.name(who as u32).to_owned(),
                annotations: own.len() as u64,
                seconds: if timed { seconds(&own) } else { Outcome::NotEstimable(no_times()) },
                correctness: match gold {
                    Some(_) => early_and_late(&own, pace, options.level),
                    None => Outcome::NotEstimable(no_gold()),
                },
            }
        })
        .collect();
    adjust(&mut annotators, adjustment);
    Outcome::Estimated(Pace { annotators })
}

fn no_times() -> Reason {
    let columns = "time_on_item_secs, or submitted_at".into();
    Reason::NotInLog { what: "how long an annotation took".into(), columns }
}

fn no_gold() -> Reason {
    Reason::NotInLog { what: "gold labels".into(), columns: "gold".into() }
}

/// One annotation in the order of its annotator's work.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Done {
    session: u32,
    position: u32,
    /// Which row, so that places held twice have an order.
    row: u32,
    time_ms: Option<u32>,
    right: Option<bool>,
}

fn by_annotator(
    index: &ItemIndex,
    order: &OrderIndex,
    gold: Option<&[Label]>,
    annotators: usize,
) -> Vec<Vec<Done>> {
    let mut work: Vec<Vec<Done>> = vec![Vec::new(); annotators];
    for item in 0..index.items() {
        let truth = gold.map_or(Label::NONE, |gold| gold[item]);
        for row in index.rows(item).filter(|&row| order.position[row] > 0) {
            let time = order.time_on_item_ms.as_ref().map(|times| times[row]);
            work[index.annotator[row] as usize].push(Done {
                session: order.session[row],
                position: order.position[row],
                row: row as u32,
                time_ms: time.filter(|&ms| ms > 0 && ms <= order.idle_cap_ms),
                right: truth.is_some().then(|| index.label[row] == truth),
            });
        }
    }
    work
}

fn seconds(own: &[Done]) -> Outcome<SecondsOnItem> {
    let places =
        own.iter().enumerate().filter_map(|(place, done)| Some((place as f64, f64::from(done.time_ms?))));
    let pairs: Vec<(f64, f64)> = places.map(|(place, ms)| (place, ms / 1000.0)).collect();
    let mut sorted: Vec<f64> = pairs.iter().map(|pair| pair.1).collect();
    sorted.sort_by(f64::total_cmp);
    let (Some(median), Some(first_quartile)) = (quantile(&sorted, 0.5), quantile(&sorted, 0.25)) else {
        let what = "annotations with a known time".into();
        return Outcome::NotEstimable(Reason::TooFew { what, found: 0, needed: 1 });
    };
    let mut away: Vec<f64> = sorted.iter().map(|secs| (secs - median).abs()).collect();
    away.sort_by(f64::total_cmp);
    let correlation = rank_correlation(&pairs);
    Outcome::Estimated(SecondsOnItem {
        annotations: pairs.len() as u64,
        median,
        first_quartile,
        deviation: quantile(&away, 0.5).unwrap_or(0.0),
        order_correlation: correlation.map(|found| found.rho),
        order_p: correlation.map(|found| found.p),
    })
}

fn early_and_late(own: &[Done], pace: &PaceOptions, level: f64) -> Outcome<EarlyAndLate> {
    let right: Vec<bool> = own.iter().filter_map(|done| done.right).collect();
    let half = right.len() / 2;
    if (half as u64) < ENOUGH_IN_A_HALF {
        let what = "annotations of items with gold".into();
        let (found, needed) = (right.len() as u64, 2 * ENOUGH_IN_A_HALF);
        return Outcome::NotEstimable(Reason::TooFew { what, found, needed });
    }
    let hits =
        |part: &[bool]| -> Hits { (part.iter().filter(|right| **right).count() as u64, part.len() as u64) };
    let (all, early, late) = (hits(&right), hits(&right[..half]), hits(&right[right.len() - half..]));
    let share = |hits: Hits| hits.0 as f64 / hits.1 as f64;
    let of = |value: f64, n: u64, ends: Option<ConfidenceInterval>, method: &str| Estimate {
        value,
        interval: ends.map_or(Outcome::NotEstimable(Reason::NoErrorToEstimate), Outcome::Estimated),
        se: None,
        sample: SampleSize { items: n, annotations: n, annotators: 1 },
        method: method.into(),
        warnings: Vec::new(),
    };
    let estimate = |hits: Hits, method: &str| {
        of(share(hits), hits.1, pace.share_interval.of(hits.0, hits.1, level), method)
    };
    let ends = pace.difference_interval.of(late, early, level);
    let (z, p_pooled) = pooled_z(late, early).unwrap_or((0.0, 1.0));
    let p_exact = fisher_exact_p(late, early);
    Outcome::Estimated(EarlyAndLate {
        all: estimate(all, "share correct against gold"),
        early: estimate(early, "share correct against gold, first half of the work"),
        late: estimate(late, "share correct against gold, last half of the work"),
        change: of(share(late) - share(early), 2 * late.1, ends, "share correct, last half minus first half"),
        z,
        p_pooled,
        p_exact,
        p_adjusted: p_exact,
    })
}

fn adjust(annotators: &mut [AnnotatorPace], adjustment: Adjustment) {
    let tested = || annotators.iter().filter_map(|one| one.correctness.estimated());
    let adjusted = adjustment.adjusted(&tested().map(|one| one.p_exact).collect::<Vec<_>>());
    let found = annotators.iter_mut().filter_map(|one| match &mut one.correctness {
        Outcome::Estimated(found) => Some(found),
        Outcome::NotEstimable(_) => None,
    });
    found.zip(adjusted).for_each(|(one, p)| one.p_adjusted = p);
}
