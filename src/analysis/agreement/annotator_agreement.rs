use super::halves::Halves;
use super::influence::Influence;
use super::person_test::{ENOUGH_ITEMS, person_p_values};
use super::pooled::Coefficients;
use super::{AnnotatorAgreement, PersonVerdict};
use crate::analysis::inference::{Bounds, benjamini_hochberg, item_mean};
use crate::tally::{OwnLabel, QuestionTallies};
use crate::vocabulary::{Estimate, Outcome, Reason};
use rayon::prelude::*;

/// Smallest difference in agreement that matters in practice.
const MARGIN: f64 = 0.05;
/// False discovery rate among the people flagged.
const FALSE_DISCOVERY: f64 = 0.05;

/// Every annotator beside what the others of the same items achieved among themselves (METHODS §1: nobody is flagged
/// lightly). Own agreement with the item's n − 1 others, minus the agreement among these others: both are known for
/// items with three or more annotations, from the annotator's (pattern, own label) counts alone; an annotator has an
/// item once, so items are the clusters. An equally skilled annotator has 0 on average, however hard the queue was.
///
/// Flagged only with 30 such items or more, q ≤ 0.05 (Benjamini–Hochberg over all annotators with 30 items), a
/// difference of 0.05 or more and the same sign in both halves of the items; the error is the person's own or everybody's,
/// whichever is larger (`person_test`). Agreement is equality of labels, on every
/// scale. In alphabetical order. Not estimable where nothing is pairable.
pub(super) fn annotators(
    tallies: &QuestionTallies,
    coefficients: &Coefficients<'_>,
    influence: &Influence<'_>,
    level: f64,
) -> Outcome<Vec<AnnotatorAgreement>> {
    if coefficients.at(&coefficients.pool.table.items).margins.items < 1.0 {
        return Outcome::NotEstimable(Reason::NothingPairable);
    }
    if let Some(reason) = &tallies.summaries.annotator_patterns.left_out {
        return Outcome::NotEstimable(reason.clone());
    }
    let cells = &tallies.summaries.annotator_patterns.cells;
    let mut rows: Vec<(u32, AnnotatorAgreement)> = cells
        .chunk_by(|a, b| a.annotator == b.annotator)
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|own| (own[0].annotator, one(tallies, coefficients, influence, own, level)))
        .collect();
    judge(tallies, coefficients, &mut rows);
    Outcome::Estimated(rows.into_iter().map(|(_, row)| row).collect())
}

fn one(
    tallies: &QuestionTallies,
    coefficients: &Coefficients<'_>,
    influence: &Influence<'_>,
    own: &[OwnLabel],
    level: f64,
) -> AnnotatorAgreement {
    let pool = &coefficients.pool;
    let annotator = own[0].annotator;
    let (mut shared, mut agreed, mut annotations) = (0u64, 0.0, 0u64);
    let mut differences = Vec::with_capacity(own.len());
    for cell in own {
        annotations += cell.items;
        let p = cell.pattern as usize;
        if pool.sizes[p] >= 2.0 {
            shared += cell.items;
            agreed += cell.items as f64 * with_others(coefficients, p, cell.label.index());
        }
        if let Some(difference) = difference(coefficients, p, cell.label.index()) {
            differences.push((difference, cell.items));
        }
    }
    let (alpha_without, alpha_change) = influence.without_annotator(own);
    let skips = &tallies.summaries.skips;
    let skipped = skips.binary_search_by_key(&annotator, |&(who, _)| who).map_or(0, |i| skips[i].1);
    AnnotatorAgreement {
        annotator: tallies.annotators.name(annotator).to_owned(),
        annotations,
        shared_items: shared,
        skips: skipped,
        adjusted: adjusted(&differences, level),
        raw: (shared > 0).then(|| agreed / shared as f64),
        alpha_without,
        alpha_change,
        q_value: None,
        verdict: PersonVerdict::TooFew,
    }
}

/// The difference over all items, its interval within −1 to 1.
fn adjusted(differences: &[(f64, u64)], level: f64) -> Outcome<Estimate> {
    let items: u64 = differences.iter().map(|&(_, items)| items).sum();
    if items == 0 {
        let what = "items with two or more others".to_owned();
        return Outcome::NotEstimable(Reason::TooFew { what, found: 0, needed: 1 });
    }
    item_mean(differences, Bounds::Unbounded, level).map(|mut estimate| {
        estimate.method = "own agreement with the others minus theirs among themselves, same items".into();
        // Two shares differ by 1 at most; of two or three items a t interval does not know that.
        if let Outcome::Estimated(interval) = &mut estimate.interval {
            interval.lower = interval.lower.max(-1.0);
            interval.upper = interval.upper.min(1.0);
        }
        estimate
    })
}

/// Share of the item's others who gave the same label.
fn with_others(coefficients: &Coefficients<'_>, p: usize, own: usize) -> f64 {
    let same = coefficients.pool.counts(p).find(|&(k, _)| k == own).map_or(1.0, |(_, r)| r);
    (same - 1.0) / (coefficients.pool.sizes[p] - 1.0)
}

/// That share minus the share of agreeing pairs among the others; needs two others.
pub(super) fn difference(coefficients: &Coefficients<'_>, p: usize, own: usize) -> Option<f64> {
    let n = coefficients.pool.sizes[p];
    if n < 3.0 {
        return None;
    }
    let pairs: f64 = coefficients
        .pool
        .counts(p)
        .map(|(k, r)| if k == own { r - 1.0 } else { r })
        .map(|r| r * (r - 1.0))
        .sum();
    Some(with_others(coefficients, p, own) - pairs / ((n - 1.0) * (n - 2.0)))
}

/// Fills q values and verdicts.
fn judge(tallies: &QuestionTallies, coefficients: &Coefficients<'_>, rows: &mut [(u32, AnnotatorAgreement)]) {
    let tested = person_p_values(rows.iter().map(|(_, row)| row.adjusted.estimated()));
    let q = benjamini_hochberg(&tested.iter().map(|&(_, p)| p).collect::<Vec<_>>());
    for (&(i, _), &q) in tested.iter().zip(&q) {
        rows[i].1.q_value = Some(q);
    }
    for (_, row) in rows.iter_mut() {
        let enough = row.adjusted.estimated().is_some_and(|e| e.sample.items >= ENOUGH_ITEMS);
        row.verdict = if enough { PersonVerdict::NoEvidence } else { PersonVerdict::TooFew };
    }
    let suspects: Vec<(usize, f64)> = tested
        .iter()
        .zip(&q)
        .filter_map(|(&(i, _), &q)| {
            let value = rows[i].1.adjusted.estimated()?.value;
            (q <= FALSE_DISCOVERY && value.abs() >= MARGIN).then_some((i, value))
        })
        .collect();
    let ids: Vec<u32> = suspects.iter().map(|&(i, _)| rows[i].0).collect();
    let Some(halves) = tallies.index.as_ref().map(|index| Halves::of(index, coefficients, &ids)) else {
        return;
    };
    for (s, &(i, value)) in suspects.iter().enumerate() {
        if halves.same_sign(s, value) {
            rows[i].1.verdict =
                if value < 0.0 { PersonVerdict::AgreesLess } else { PersonVerdict::AgreesMore };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_interval_of_a_difference_of_shares_leaves_its_range() {
        let outcome = adjusted(&[(-1.0, 1), (0.5, 1)], 0.95);
        let ends =
            outcome.estimated().and_then(|e| e.interval.estimated()).expect("two items have an interval");
        assert_eq!((ends.lower, ends.upper), (-1.0, 1.0));
        let many = adjusted(&[(-0.1, 40), (0.1, 60)], 0.95);
        let ends = many.estimated().and_then(|e| e.interval.estimated()).expect("an interval");
        assert!(ends.lower > -0.1 && ends.upper < 0.1);
    }
}
