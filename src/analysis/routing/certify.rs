use super::risk_coverage::Tie;
use crate::analysis::inference::at_most_p;

/// Places that a sequence tests at most, a hundredth of the items apart.
const STEPS: u64 = 100;
/// Sequences at most.
const STARTS: u32 = 4;
/// Each begins with this many times the items of the one before.
const APART: u64 = 3;

/// A threshold whose error is certified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Certified {
    /// Confidence in millionths.
    pub confidence: u32,
    /// Items of this confidence and above.
    pub items: u64,
    /// Of these, wrong ones.
    pub errors: u64,
}

/// The lowest threshold of which it is certain, up to a risk of `alpha`, that the error from it upwards is at most
/// `target`; `None` where none is.
///
/// Fixed-sequence testing (Angelopoulos, Bates, Candès, Jordan & Lei 2021, Learn then Test, §2.3, multi-start): places on
/// the curve are tested from the most confident down, each by the exact binomial p of "the error is above the target",
/// until one is not rejected; as the order and the places depend on confidences alone, every one needs no more than the
/// sequence's whole share of `alpha`. Sequences begin where an error-free start would just do, and at 3, 9 and 27 times
/// as many items (a single error at the very beginning would else stop everything); they share `alpha` equally.
pub fn certify(ties: &[Tie], target: f64, alpha: f64) -> Option<Certified> {
    let all = ties.last()?.items;
    let starts = starts(all, target, alpha);
    let share = alpha / f64::from(starts.len().max(1) as u32);
    let reached = starts.iter().filter_map(|&start| sequence(ties, start, all, target, share));
    reached.max_by_key(|found| found.items)
}

/// Items without one error that certify `target` at `alpha`: ⌈ln alpha / ln(1 − target)⌉.
pub fn fewest_items(target: f64, alpha: f64) -> u64 {
    let needed = (alpha.ln() / (1.0 - target).ln()).ceil();
    if needed.is_finite() { needed.max(1.0) as u64 } else { u64::MAX }
}

/// Where sequences begin: a matter of the number of items, the target and alpha alone.
fn starts(all: u64, target: f64, alpha: f64) -> Vec<u64> {
    let of = |sequences: u32| {
        let first = fewest_items(target, alpha / f64::from(sequences));
        let starts = (0..sequences).map(|number| first.saturating_mul(APART.pow(number)));
        starts.filter(|&start| start <= all).collect::<Vec<u64>>()
    };
    // As many as find room, for each costs the others a part of alpha.
    (1..=STARTS)
        .rev()
        .map(|sequences| (sequences, of(sequences)))
        .find_map(|(sequences, starts)| (starts.len() == sequences as usize).then_some(starts))
        .unwrap_or_default()
}

/// The last place that one sequence certifies.
fn sequence(ties: &[Tie], start: u64, all: u64, target: f64, alpha: f64) -> Option<Certified> {
    let mut reached = None;
    let mut next = start;
    for tie in ties {
        if tie.items < next {
            continue;
        }
        if at_most_p(tie.errors, tie.items, target) > alpha {
            break;
        }
        reached = Some(Certified { confidence: tie.confidence, items: tie.items, errors: tie.errors });
        next = tie.items + (all / STEPS).max(1);
        // The end of the curve is always a place.
        next = next.min(all.max(tie.items + 1));
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ties(errors: &[u64]) -> Vec<Tie> {
        let mut wrong = 0;
        let tie = |(k, &e): (usize, &u64)| {
            wrong += e;
            Tie { confidence: 1_000_000 - k as u32, items: k as u64 + 1, errors: wrong }
        };
        errors.iter().enumerate().map(tie).collect()
    }

    #[test]
    fn fifty_nine_right_answers_certify_five_per_cent() {
        assert_eq!(fewest_items(0.05, 0.05), 59);
        assert_eq!(certify(&ties(&[0; 58]), 0.05, 0.05), None);
        let found = certify(&ties(&[0; 59]), 0.05, 0.05).expect("just enough");
        assert_eq!((found.items, found.errors), (59, 0));
    }

    #[test]
    fn an_error_at_the_very_top_does_not_stop_everything() {
        let mut errors = vec![0; 2000];
        errors[0] = 1;
        errors[3] = 1;
        let found = certify(&ties(&errors), 0.05, 0.05).expect("few errors");
        assert_eq!(found.items, 2000);
    }

    #[test]
    fn all_wrong_nothing_and_no_target_certify_nothing() {
        assert_eq!(certify(&ties(&[1; 500]), 0.05, 0.05), None);
        assert_eq!(certify(&[], 0.05, 0.05), None);
        assert_eq!(certify(&ties(&[0; 500]), 0.0, 0.05), None);
    }

    proptest! {
        #[test]
        fn what_is_certified_passes_its_own_test(
            wrong in prop::collection::vec(prop::bool::weighted(0.03), 1..900), target in 0.01f64..0.3
        ) {
            let errors: Vec<u64> = wrong.iter().map(|&wrong| u64::from(wrong)).collect();
            let ties = ties(&errors);
            if let Some(found) = certify(&ties, target, 0.05) {
                prop_assert!(at_most_p(found.errors, found.items, target) <= 0.05);
                prop_assert!(found.items >= fewest_items(target, 0.05));
            }
        }
    }
}
