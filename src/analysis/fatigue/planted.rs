//! Logs with a known truth: what was planted is found, and nothing where nothing was.

use super::{Fatigue, FatigueOptions, FatigueVerdict, SlopePair, measure};
use crate::analysis::inference::InferenceOptions;
use crate::tally::{
    AnnotatorPatterns, BlockSums, Names, PatternTable, QuestionTallies, SequenceTally, SessionLength,
    SessionSums, Summaries,
};
use crate::vocabulary::{LabelSet, Outcome, Question, Reason, Scale};
use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use std::sync::Arc;

/// What is true of a simulated log.
#[derive(Clone, Copy)]
struct Truth {
    annotators: u32,
    /// Change of the chance of being right per 100 positions.
    slope: f64,
    /// Whether sessions that go badly end early.
    bad_sessions_end_early: bool,
    /// Whether one annotator does many times the work of another.
    uneven: bool,
}

struct Dice(Xoshiro256PlusPlus);

impl Dice {
    fn share(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }
}

fn sequence(truth: Truth, seed: u64) -> SequenceTally {
    let mut dice = Dice(Xoshiro256PlusPlus::seed_from_u64(seed));
    let mut tally = SequenceTally { method: "simulated".into(), ..SequenceTally::default() };
    for annotator in 0..truth.annotators {
        let skill = 0.75 + 0.1 * (dice.share() - 0.5);
        let sessions = if truth.uneven { 1 + (20.0 * dice.share().powi(3)) as u32 } else { 8 };
        let mut blocks: Vec<BlockSums> = Vec::new();
        for session in 0..sessions {
            let day = 0.3 * (dice.share() - 0.5);
            let length = match truth.bad_sessions_end_early {
                true => (60.0 + 350.0 * day) as u32,
                false => 20 + (80.0 * dice.share()) as u32,
            };
            let mut sums = SessionSums { annotator, session, ..SessionSums::default() };
            for position in 1..=length {
                let right = dice.share() < skill + day + truth.slope * f64::from(position) / 100.0;
                let y = if right { 1_000_000 } else { 0 };
                sums.add(position, y);
                let block = (position - 1) / SequenceTally::BLOCK;
                if blocks.len() <= block as usize {
                    blocks.push(BlockSums { annotator, block, ..BlockSums::default() });
                }
                blocks[block as usize].add(y);
            }
            tally.sessions.push(SessionLength { annotator, session, annotations: u64::from(length) });
            tally.correctness.sessions.push(sums);
        }
        tally.correctness.blocks.append(&mut blocks);
    }
    tally
}

fn tallies(sequence: Outcome<SequenceTally>) -> QuestionTallies {
    let labels =
        LabelSet { names: vec!["a".into(), "b".into()], values: None, declared: false, used: Vec::new() };
    let summaries = Summaries {
        patterns: PatternTable::default(),
        annotator_patterns: AnnotatorPatterns::default(),
        annotator_labels: Vec::new(),
        sequence,
        work: Outcome::NotEstimable(Reason::NeedsRows),
        attributes: Vec::new(),
        calendar: Outcome::NotEstimable(Reason::NeedsRows),
        slices: Vec::new(),
        slices_left_out: Vec::new(),
        models: Vec::new(),
        repeats: Vec::new(),
        interventions: None,
        no_repeats: None,
        skips: Vec::new(),
        item_skips: Vec::new(),
        clusters: Names::default(),
    };
    QuestionTallies {
        question: Question { name: "label".into(), labels, scale: Scale::Nominal },
        items: Arc::new(Names::default()),
        annotators: Arc::new(Names::default()),
        summaries,
        index: None,
        own_clusters: None,
        order: Outcome::NotEstimable(Reason::NeedsRows),
        crossings: Vec::new(),
        suggestions: None,
        gold: None,
        second_gold: None,
        answers: Vec::new(),
        slice_columns: Vec::new(),
        item_attributes: Arc::default(),
        model_attributes: Arc::default(),
        probabilities: Vec::new(),
    }
}

fn measured(sequence: SequenceTally) -> Fatigue {
    let outcome = measure(
        &tallies(Outcome::Estimated(sequence)),
        &FatigueOptions::default(),
        &InferenceOptions::default(),
    );
    outcome.estimated().expect("there is an order").clone()
}

fn values(pair: &SlopePair) -> [f64; 2] {
    [&pair.primary, &pair.annotator_effects_only]
        .map(|slope| slope.estimated().expect("a slope").estimate.value)
}

#[test]
fn sessions_that_end_early_when_they_go_badly_do_not_hide_fatigue() {
    let truth = Truth { annotators: 20, slope: -0.05, bad_sessions_end_early: true, uneven: false };
    let mut mean = [0.0; 2];
    for seed in 0..200 {
        let found = values(&measured(sequence(truth, seed)).outcome);
        mean = [mean[0] + found[0] / 200.0, mean[1] + found[1] / 200.0];
    }
    assert!((mean[0] + 0.05).abs() < 0.01, "with sessions {}", mean[0]);
    assert!(mean[1] > -0.01, "annotator effects alone should miss it: {}", mean[1]);
}

#[test]
fn no_fatigue_is_seldom_reported_though_loads_are_uneven() {
    let truth = Truth { annotators: 40, slope: 0.0, bad_sessions_end_early: true, uneven: true };
    let (mut reported, mut judged) = (0, 0);
    for seed in 0..200 {
        match measured(sequence(truth, 1000 + seed)).verdict {
            FatigueVerdict::Falls | FatigueVerdict::ItemsOrOrder | FatigueVerdict::Rises => reported += 1,
            FatigueVerdict::NoEvidence => judged += 1,
            FatigueVerdict::NoVerdict => {}
        }
    }
    assert!(reported + judged >= 150, "only {} of 200 logs were judged", reported + judged);
    assert!(reported <= 16, "{reported} of 200 reported");
}

#[test]
fn a_strong_slope_is_reported_and_few_annotators_get_no_verdict() {
    let truth = Truth { annotators: 20, slope: -0.3, bad_sessions_end_early: false, uneven: false };
    let fatigue = measured(sequence(truth, 1));
    assert_eq!(fatigue.verdict, FatigueVerdict::Falls);
    assert_eq!(fatigue.outcome_name, "correct against gold");
    assert!((15..=20).contains(&fatigue.outcome_curve.panel_annotators));
    let panel = &fatigue.outcome_curve.panel.points;
    assert!(panel.len() >= 3 && panel.iter().all(|point| point.band.is_some()));
    assert!(fatigue.log_time.reason().is_some());
    let none = measured(sequence(Truth { slope: 0.0, ..truth }, 1));
    assert_eq!(none.verdict, FatigueVerdict::NoEvidence);
    assert!(none.notes.iter().any(|note| note.contains("would have been seen in four logs of five")));
    let few = measured(sequence(Truth { annotators: 5, ..truth }, 1));
    assert_eq!(few.verdict, FatigueVerdict::NoVerdict);
    assert!(few.outcome.primary.estimated().is_some());
}

#[test]
fn what_is_missing_is_said() {
    let reason = Reason::NotInLog { what: "the order".into(), columns: "submitted_at".into() };
    let without = measure(
        &tallies(Outcome::NotEstimable(reason.clone())),
        &FatigueOptions::default(),
        &InferenceOptions::default(),
    );
    assert_eq!(without.reason(), Some(&reason));
    let empty = measure(
        &tallies(Outcome::Estimated(SequenceTally::default())),
        &FatigueOptions::default(),
        &InferenceOptions::default(),
    );
    assert!(matches!(empty.reason(), Some(Reason::TooFew { found: 0, .. })));
    let lone = SessionLength { annotator: 0, session: 0, annotations: 9 };
    let unpaired = measured(SequenceTally { sessions: vec![lone], ..SequenceTally::default() });
    assert_eq!(unpaired.outcome.primary.reason(), Some(&Reason::NothingPairable));
    assert_eq!(unpaired.verdict, FatigueVerdict::NoVerdict);
    let constant =
        sequence(Truth { annotators: 9, slope: 9.0, bad_sessions_end_early: false, uneven: false }, 0);
    let mut constant = constant;
    constant.correctness.sessions.iter_mut().for_each(|s| (s.y, s.xy, s.yy) = (0, 0, 0));
    assert!(matches!(measured(constant).outcome.primary.reason(), Some(Reason::NoVariation { .. })));
}
