//! Small editions of `cargo bench --bench fatigue`: what was planted is found, what was not is not.

mod shifts;

use raterscope::analysis::fatigue::{Fatigue, FatigueOptions, FatigueVerdict, measure};
use raterscope::analysis::inference::InferenceOptions;
use shifts::Shifts;

const LOGS: u64 = 40;

fn measured(shifts: Shifts, seed: u64) -> Fatigue {
    let found = measure(&shifts.log(seed), &FatigueOptions::default(), &InferenceOptions::default());
    found.estimated().expect("there is an order").clone()
}

fn count(shifts: Shifts, seed: u64, is: impl Fn(&Fatigue) -> bool) -> usize {
    (0..LOGS).filter(|number| is(&measured(shifts, seed + 7919 * number))).count()
}

#[test]
fn items_that_are_harder_later_are_no_fatigue() {
    for gold in [true, false] {
        let design = Shifts { gold, harder_later: true, ..Shifts::PLAIN };
        let falls = count(design, 11, |fatigue| fatigue.verdict == FatigueVerdict::Falls);
        let posing = count(design, 11, |fatigue| fatigue.verdict == FatigueVerdict::ItemsOrOrder);
        assert!(falls <= 6, "fatigue is reported in {falls} of {LOGS}");
        assert!(posing >= 20, "the trap is there: {posing}");
    }
}

#[test]
fn with_items_held_fixed_the_planted_slope_is_found_undiminished() {
    for (gold, per_item) in [(true, 3), (true, 5)] {
        let design = Shifts { gold, per_item, slope: -0.1, harder_later: true, ..Shifts::PLAIN };
        let slopes: Vec<f64> = (0..LOGS)
            .filter_map(|number| {
                let fatigue = measured(design, 23 + 7919 * number);
                Some(fatigue.order.item_effects.estimated()?.slope.estimate.value)
            })
            .collect();
        let mean = slopes.iter().sum::<f64>() / slopes.len() as f64;
        assert!((mean + 0.1).abs() < 0.02, "{mean} with {per_item} annotators of an item");
    }
}

#[test]
fn a_carry_over_is_seen_and_a_sorted_queue_is_none() {
    let seen = |fatigue: &Fatigue| {
        fatigue
            .order
            .sequence
            .estimated()
            .is_some_and(|found| found.change.p_value < 0.05 && !found.sorted_queues)
    };
    for gold in [true, false] {
        let sorted = count(Shifts { gold, autocorrelated: true, ..Shifts::PLAIN }, 37, seen);
        assert!(sorted <= 6, "{sorted} of {LOGS} sorted queues");
    }
    let carried = count(Shifts { carry_over: 0.1, ..Shifts::PLAIN }, 41, seen);
    assert!(carried >= 30, "{carried} of {LOGS} carry-overs");
}
