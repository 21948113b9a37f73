use super::gold_accuracy::GoldAccuracy;
use super::halves::Halves;
use super::influence::Influence;
use super::label_tilt::label_tilts;
use super::person_test::{ENOUGH_ITEMS, Tested, tested};
use super::pooled::Coefficients;
use super::session_effect::{OverItems, session_effect};
use super::strata::{Suspect, survive};
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
/// difference of 0.05 or more after it was drawn towards everybody's (empirical Bayes), the same sign in both halves of
/// the items, and if the difference stands among those who worked in the same slices and among the own group (`strata`);
/// the error is the person's own or everybody's, whichever is larger (`person_test`), times what sessions add
/// (`session_effect`). Agreement is equality of labels, on every scale. In alphabetical order. Not estimable where
/// nothing is pairable.
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
    let gold = GoldAccuracy::of(tallies);
    let mut people: Vec<Person> = cells
        .chunk_by(|a, b| a.annotator == b.annotator)
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|own| Person::of(tallies, coefficients, influence, own, level))
        .collect();
    let effect = sessions(tallies, &people);
    for person in &mut people {
        widen(&mut person.row.adjusted, effect);
        (person.row.accuracy, person.row.accuracy_shrunk) = gold.of_annotator(person.annotator, level);
    }
    for (annotator, tilts) in label_tilts(&coefficients.pool, cells, &tallies.question.labels, effect, level)
    {
        if let Ok(place) = people.binary_search_by_key(&annotator, |person| person.annotator) {
            people[place].row.tilts = tilts;
        }
    }
    judge(tallies, coefficients, &mut people);
    Outcome::Estimated(people.into_iter().map(|person| person.row).collect())
}

struct Person {
    annotator: u32,
    over_items: OverItems,
    row: AnnotatorAgreement,
}

impl Person {
    fn of(
        tallies: &QuestionTallies,
        coefficients: &Coefficients<'_>,
        influence: &Influence<'_>,
        own: &[OwnLabel],
        level: f64,
    ) -> Self {
        let pool = &coefficients.pool;
        let annotator = own[0].annotator;
        let (mut shared, mut agreed, mut annotations) = (0u64, 0.0, 0u64);
        let mut over_items = OverItems::default();
        let mut differences = Vec::with_capacity(own.len());
        for cell in own {
            annotations += cell.items;
            let (p, items) = (cell.pattern as usize, cell.items as f64);
            if pool.sizes[p] >= 2.0 {
                shared += cell.items;
                agreed += items * with_others(coefficients, p, cell.label.index());
            }
            if let Some(difference) = difference(coefficients, p, cell.label.index()) {
                differences.push((difference, cell.items));
                over_items.n += items;
                over_items.sum += items * difference;
                over_items.squares += items * difference * difference;
            }
        }
        let (alpha_without, alpha_change) = influence.without_annotator(own);
        let skips = &tallies.summaries.skips;
        let skipped = skips.binary_search_by_key(&annotator, |&(who, _)| who).map_or(0, |i| skips[i].1);
        let row = AnnotatorAgreement {
            annotator: tallies.annotators.name(annotator).to_owned(),
            annotations,
            shared_items: shared,
            skips: skipped,
            adjusted: adjusted(&differences, level),
            shrunk: None,
            raw: (shared > 0).then(|| agreed / shared as f64),
            accuracy: Outcome::NotEstimable(Reason::NeedsRows),
            accuracy_shrunk: None,
            tilts: Vec::new(),
            alpha_without,
            alpha_change,
            q_value: None,
            verdict: PersonVerdict::TooFew,
        };
        Self { annotator, over_items, row }
    }
}

/// What sessions add to the variance over items; 1 where no sessions are known.
fn sessions(tallies: &QuestionTallies, people: &[Person]) -> f64 {
    let over_items = |annotator: u32| {
        let place = people.binary_search_by_key(&annotator, |person| person.annotator).ok()?;
        Some(people[place].over_items)
    };
    let sequence = tallies.summaries.sequence.estimated();
    sequence.map_or(1.0, |sequence| session_effect(&sequence.differences, &over_items))
}

/// Error and interval over items, made as wide as sessions ask for.
fn widen(adjusted: &mut Outcome<Estimate>, effect: f64) {
    let Outcome::Estimated(estimate) = adjusted else { return };
    if effect <= 1.0 {
        return;
    }
    let wider = effect.sqrt();
    estimate.se = estimate.se.map(|se| wider * se);
    if let Outcome::Estimated(interval) = &mut estimate.interval {
        interval.lower = (estimate.value - wider * (estimate.value - interval.lower)).max(-1.0);
        interval.upper = (estimate.value + wider * (interval.upper - estimate.value)).min(1.0);
        interval.method.push_str(&format!(", {wider:.2} times as wide for sessions"));
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

/// Fills shrunk differences, q values and verdicts.
fn judge(tallies: &QuestionTallies, coefficients: &Coefficients<'_>, people: &mut [Person]) {
    let found: Vec<Tested> = tested(people.iter().map(|person| person.row.adjusted.estimated()));
    let q = benjamini_hochberg(&found.iter().map(|one| one.p).collect::<Vec<_>>());
    for (one, &q) in found.iter().zip(&q) {
        people[one.place].row.q_value = Some(q);
        people[one.place].row.shrunk = Some(one.shrunk);
    }
    for person in people.iter_mut() {
        let enough = person.row.adjusted.estimated().is_some_and(|e| e.sample.items >= ENOUGH_ITEMS);
        person.row.verdict = if enough { PersonVerdict::NoEvidence } else { PersonVerdict::TooFew };
    }
    let suspicious = |one: &Tested, q: f64, value: f64| {
        q <= FALSE_DISCOVERY && one.shrunk.abs() >= MARGIN && (one.shrunk > 0.0) == (value > 0.0)
    };
    let (places, suspects): (Vec<usize>, Vec<Suspect>) = found
        .iter()
        .zip(&q)
        .filter_map(|(one, &q)| {
            let person = &people[one.place];
            let value = person.row.adjusted.estimated()?.value;
            suspicious(one, q, value).then_some((one.place, Suspect { annotator: person.annotator, value }))
        })
        .unzip();
    let ids: Vec<u32> = suspects.iter().map(|suspect| suspect.annotator).collect();
    let Some(halves) = tallies.index.as_ref().map(|index| Halves::of(index, coefficients, &ids)) else {
        return;
    };
    let sums: Vec<(u32, f64, f64)> =
        people.iter().map(|person| (person.annotator, person.over_items.n, person.over_items.sum)).collect();
    let stands = survive(tallies, &suspects, &sums, MARGIN);
    for (s, (&place, suspect)) in places.iter().zip(&suspects).enumerate() {
        if stands[s] && halves.same_sign(s, suspect.value) {
            people[place].row.verdict = match suspect.value < 0.0 {
                true => PersonVerdict::AgreesLess,
                false => PersonVerdict::AgreesMore,
            };
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
