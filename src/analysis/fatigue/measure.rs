use super::slope_pair::{self, EFFECTIVE_CLUSTERS_NEEDED};
use super::{Fatigue, FatigueOptions, FatigueVerdict, ItemEffects, Slope};
use super::{notes, order_measure, session_cap, session_curve};
use crate::analysis::inference::InferenceOptions;
use crate::tally::{QuestionTallies, SequenceTally, SlopeSums};
use crate::vocabulary::{Outcome, Reason};

/// Whether the work changes along the session (METHODS §5): slopes within annotator and session, and curves by block.
///
/// Not estimable without an order of the annotations, or where none has a place in it. The outcome is "correct against
/// gold" where at least half as many annotations have gold as have a second opinion; else agreement with the others.
pub fn measure(
    tallies: &QuestionTallies,
    asked: &FatigueOptions,
    options: &InferenceOptions,
) -> Outcome<Fatigue> {
    let sequence = match &tallies.summaries.sequence {
        Outcome::Estimated(sequence) => sequence,
        Outcome::NotEstimable(reason) => return Outcome::NotEstimable(reason.clone()),
    };
    let placed: u64 = sequence.sessions.iter().map(|session| session.annotations).sum();
    if placed == 0 {
        let what = "annotations with a place in a session".into();
        return Outcome::NotEstimable(Reason::TooFew { what, found: 0, needed: 2 });
    }
    let (sums, outcome_name) = outcome(sequence);
    let mut pair = slope_pair::measure(sums, outcome_name, options.level);
    if sums.sessions.is_empty() {
        pair.primary = Outcome::NotEstimable(Reason::NothingPairable);
        pair.annotator_effects_only = Outcome::NotEstimable(Reason::NothingPairable);
    }
    let share = |millionths: f64| (millionths / 1e6).clamp(0.0, 1.0);
    let seconds = |millionths: f64| (millionths / 1e6).exp() / 1000.0;
    let times = &sequence.log_time;
    let timed =
        if times.sessions.is_empty() { Outcome::NotEstimable(no_times()) } else { Outcome::Estimated(times) };
    let outcome_curve = session_curve::measure(&sums.blocks, options.level, share);
    let against_gold = outcome_name == AGAINST_GOLD;
    let mut order = order_measure::measure(tallies, (sums, times), against_gold, asked, options.level);
    let verdict = verdict(&pair.primary, &order.item_effects);
    let longest = sequence.sessions.iter().map(|session| session.annotations).max().unwrap_or(0);
    order.cap = session_cap::measure(&sums.blocks, verdict, (asked.cap_margin, longest), options.level);
    let mut notes = notes::notes(sequence, sums);
    notes.extend(notes::of_items(&order.item_effects, verdict));
    notes.extend(notes::of_curve(&outcome_curve));
    if verdict == FatigueVerdict::NoEvidence {
        notes.extend(pair.primary.estimated().map(|slope| notes::smallest_seen(slope, options.level)));
        notes.extend(pair.primary.estimated().and_then(notes::of_verdict));
    }
    Outcome::Estimated(Fatigue {
        outcome_name: outcome_name.into(),
        method: sequence.method.clone(),
        sessions: sequence.sessions.len() as u64,
        annotators: sequence.sessions.chunk_by(|a, b| a.annotator == b.annotator).count() as u64,
        median_session: median_session(sequence),
        longest_session: longest,
        annotations: sums.annotations(),
        left_out: sums.left_out,
        log_time: timed.clone().map(|times| slope_pair::measure(times, "time on the item", options.level)),
        outcome_curve,
        time_curve: timed.map(|times| session_curve::measure(&times.blocks, options.level, seconds)),
        verdict,
        order,
        outcome: pair,
        notes,
    })
}

const AGAINST_GOLD: &str = "correct against gold";
const WITH_OTHERS: &str = "agreement with the item's other annotators";

/// The outcome that is judged, and its name.
fn outcome(sequence: &SequenceTally) -> (&SlopeSums, &'static str) {
    let (gold, others) = (&sequence.correctness, &sequence.agreement);
    if gold.annotations() > 0 && 2 * gold.annotations() >= others.annotations() {
        (gold, AGAINST_GOLD)
    } else {
        (others, WITH_OTHERS)
    }
}

fn no_times() -> Reason {
    Reason::NotInLog {
        what: "how long an annotation took".into(),
        columns: "time_on_item_secs, or submitted_at".into(),
    }
}

fn median_session(sequence: &SequenceTally) -> f64 {
    let mut lengths: Vec<u64> = sequence.sessions.iter().map(|session| session.annotations).collect();
    lengths.sort_unstable();
    let (low, high) = ((lengths.len() - 1) / 2, lengths.len() / 2);
    (lengths[low] + lengths[high]) as f64 / 2.0
}

/// The interval of the primary slope decides, the one that allows for shared items too (it is never narrower), and only
/// where enough annotators carry it. A fall stands only if it is there with the items held fixed too, where that can be
/// known.
fn verdict(primary: &Outcome<Slope>, item_effects: &Outcome<ItemEffects>) -> FatigueVerdict {
    let Some(slope) = primary.estimated() else { return FatigueVerdict::NoVerdict };
    let interval = &slope.allowing_for_shared_items;
    if slope.effective_clusters < EFFECTIVE_CLUSTERS_NEEDED {
        FatigueVerdict::NoVerdict
    } else if interval.upper < 0.0 {
        match item_effects.estimated().map(|found| found.slope.direction()) {
            None | Some(-1) => FatigueVerdict::Falls,
            Some(_) => FatigueVerdict::ItemsOrOrder,
        }
    } else if interval.lower > 0.0 {
        FatigueVerdict::Rises
    } else {
        FatigueVerdict::NoEvidence
    }
}
