use crate::analysis::inference::{shrunk, t_two_sided_p};
use crate::vocabulary::Estimate;

/// Items with two or more others that a person must share before anything is said of them.
pub(super) const ENOUGH_ITEMS: u64 = 30;

/// One person's item-adjusted difference as it is judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Tested {
    /// Position among all people.
    pub place: usize,
    /// The difference, drawn towards that of all people tested.
    pub shrunk: f64,
    /// p of "an equally skilled annotator".
    pub p: f64,
}

/// Everybody with 30 items or more, by differences whose errors know of items and sessions.
///
/// A person who happened to disagree rarely in a short queue also shows little spread, so their own error is smallest
/// exactly where their difference is largest: with it, one log in five of equally skilled people with unequal queues
/// names someone as agreeing more. Under the hypothesis tested everybody's differences have the same spread, so the
/// error is the person's own or the one from the spread of all tested people, whichever is larger (the same logs: one
/// in sixty). Nobody becomes easier to flag by it.
pub(super) fn tested<'a>(adjusted: impl Iterator<Item = Option<&'a Estimate>>) -> Vec<Tested> {
    let people: Vec<(usize, f64, f64, f64)> = adjusted
        .enumerate()
        .filter_map(|(i, estimate)| {
            let estimate = estimate.filter(|e| e.sample.items >= ENOUGH_ITEMS)?;
            Some((i, estimate.value, estimate.se?, estimate.sample.items as f64))
        })
        .collect();
    let items: f64 = people.iter().map(|&(_, _, _, n)| n).sum();
    let variance = people.iter().map(|&(_, _, se, n)| n * (n * se * se)).sum::<f64>() / items.max(1.0);
    let error = |se: f64, n: f64| se.max((variance / n).sqrt());
    let values: Vec<(f64, f64)> = people.iter().map(|&(_, value, se, n)| (value, error(se, n))).collect();
    people
        .iter()
        .zip(shrunk(&values))
        .map(|(&(place, value, se, n), shrunk)| Tested {
            place,
            shrunk,
            p: t_two_sided_p(value / error(se, n), n - 1.0),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::tested;
    use crate::analysis::inference::{Bounds, item_mean};
    use crate::vocabulary::{Estimate, Outcome};

    fn person(differences: &[(f64, u64)]) -> Estimate {
        match item_mean(differences, Bounds::Unbounded, 0.95) {
            Outcome::Estimated(estimate) => estimate,
            Outcome::NotEstimable(reason) => unreachable!("{reason:?}"),
        }
    }

    #[test]
    fn a_small_spread_in_a_short_queue_does_not_make_a_difference_certain() {
        let usual = person(&[(0.3, 200), (-0.3, 200)]);
        let short = person(&[(0.1, 33), (0.2, 3)]);
        let own_error = short.value / short.se.expect("has spread");
        assert!(own_error > 20.0, "{own_error}");
        let found = tested([Some(&usual), Some(&short)].into_iter());
        assert_eq!(found[1].place, 1);
        assert!(found[1].p > 0.02, "{found:?}");
    }

    #[test]
    fn a_large_spread_stays_the_persons_own_and_short_queues_are_left_out() {
        let usual = person(&[(0.1, 500), (-0.1, 500)]);
        let wild = person(&[(0.9, 20), (-0.7, 20)]);
        let few = person(&[(0.9, 15), (-0.7, 14)]);
        let found = tested([Some(&usual), None, Some(&wild), Some(&few)].into_iter());
        assert_eq!(found.iter().map(|t| t.place).collect::<Vec<_>>(), [0, 2]);
        let alone = tested([Some(&wild)].into_iter());
        assert!((found[1].p - alone[0].p).abs() < 1e-12, "{found:?} {alone:?}");
        assert!(found[1].shrunk.abs() < wild.value.abs(), "the less certain is drawn to the others");
    }
}
