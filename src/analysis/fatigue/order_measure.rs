use super::followed::Followed;
use super::{FatigueOptions, OrderContrast, OrderEffects, SequenceEffect, Slope};
use super::{by_clock, contrasts, idle_caps, item_effects, people, right_or_wrong, sequence_effect};
use crate::analysis::inference::benjamini_hochberg;
use crate::tally::{QuestionTallies, SlopeSums};
use crate::vocabulary::{Outcome, Reason};

/// False discovery rate among the contrasts that are reported.
const FALSE_DISCOVERY: f64 = 0.05;

/// All that stands beside the primary slope, but the cap, which waits for the verdict.
pub(super) fn measure(
    tallies: &QuestionTallies,
    (outcome, times): (&SlopeSums, &SlopeSums),
    against_gold: bool,
    options: &FatigueOptions,
    level: f64,
) -> OrderEffects {
    let mut contrasts = contrasts::of_sums(outcome, times, level);
    let mut effects = match Followed::of(tallies, against_gold) {
        Err(reason) => OrderEffects::missing(&reason),
        Ok(followed) => {
            contrasts.extend(contrasts::of_rows(&followed, options, level));
            followed_effects(&followed, options, level)
        }
    };
    effects.contrasts = contrasts;
    report(&mut effects);
    effects
}

fn followed_effects(followed: &Followed<'_>, options: &FatigueOptions, level: f64) -> OrderEffects {
    let sequence = sequence_effect::measure(followed, level);
    let sorted_queues = !followed.against_gold && sequence_effect::sorted_queues(followed, level);
    let sequence = sequence.map(|change| SequenceEffect {
        q_value: change.p_value,
        sorted_queues,
        reported: false,
        change,
    });
    let [by_hour, by_weekday] = by_clock::measure(followed, level);
    OrderEffects {
        item_effects: item_effects::measure(followed, level),
        logit: right_or_wrong::measure(followed, level),
        cap: Outcome::NotEstimable(Reason::NeedsRows),
        contrasts: Vec::new(),
        by_hour,
        by_weekday,
        sequence: outcome(sequence),
        runs: outcome(sequence_effect::runs(followed, level)),
        people: Outcome::Estimated(people::measure(followed, &options.task_type, level)),
        idle_caps: idle_caps::measure(followed, level),
    }
}

fn outcome<T>(found: Result<T, Reason>) -> Outcome<T> {
    match found {
        Ok(value) => Outcome::Estimated(value),
        Err(reason) => Outcome::NotEstimable(reason),
    }
}

/// One family of tests: every contrast and the sequence effect.
fn report(effects: &mut OrderEffects) {
    let change = |contrast: &OrderContrast| contrast.change.estimated().cloned();
    let mut tested: Vec<Slope> = effects.contrasts.iter().filter_map(change).collect();
    tested.extend(effects.sequence.estimated().map(|found| found.change.clone()));
    let p: Vec<f64> = tested.iter().map(|slope| slope.p_value).collect();
    let mut q = benjamini_hochberg(&p).into_iter();
    for contrast in &mut effects.contrasts {
        if let Outcome::Estimated(slope) = &contrast.change {
            contrast.q_value = q.next();
            let is_small = contrast.q_value.is_some_and(|q| q <= FALSE_DISCOVERY);
            contrast.reported = is_small && slope.direction() != 0;
        }
    }
    if let (Outcome::Estimated(found), Some(q)) = (&mut effects.sequence, q.next()) {
        found.q_value = q;
        found.reported = q <= FALSE_DISCOVERY && found.change.direction() != 0 && !found.sorted_queues;
    }
}
