//! A log small enough to be counted by hand, and logs with nothing in them.

use super::{OwnLabel, QuestionTallies, count};
use crate::log::{
    Account, AnnotationLog, ModelAnswers, Names, PeriodColumn, QuestionRows, SequenceColumns, SliceColumn,
};
use crate::vocabulary::{Label, LabelSet, Outcome, Period, Question, Reason, Scale};

const A: Label = Label(0);
const B: Label = Label(1);

/// Items 0 to 3 and people 0 to 2: item 0 is A A B, item 1 is A A, item 2 is B alone, item 3 has nothing.
fn log() -> AnnotationLog {
    let labels =
        LabelSet { names: vec!["a".into(), "b".into()], values: None, declared: false, used: Vec::new() };
    let sequence = SequenceColumns {
        session: vec![0, 0, 0, 0, 1, 0],
        position: vec![1, 1, 26, 2, 1, 0],
        time_on_item_ms: Some(vec![1000, 0, u32::MAX, u32::MAX, 1000, 1000]),
        idle_cap_ms: 600_000,
        hour_of_week: None,
        method: "typed in".into(),
    };
    let question = QuestionRows {
        question: Question { name: "label".into(), labels, scale: Scale::Nominal },
        item: vec![0, 0, 0, 1, 1, 2],
        annotator: vec![0, 1, 2, 0, 1, 2],
        label: vec![A, A, B, A, A, B],
        sequence: Ok(sequence),
        periods: Ok(PeriodColumn {
            period: Period::Week,
            periods: vec![(4, "1970-W02".into()), (11, "1970-W03".into())],
            code: vec![0, 0, 1, 1, u16::MAX, 1],
        }),
        slices: slices(),
        gold: Some(vec![A, B, Label::NONE, B]),
        second_gold: None,
        models: vec![ModelAnswers {
            name: "model".into(),
            label: vec![A, Label::NONE, B, B],
            confidence: Some(vec![0.9, f32::NAN, 1.5, 0.25]),
            probabilities: Vec::new(),
        }],
        repeats: Vec::new(),
        interventions: None,
        no_repeats: Some(Reason::NothingPairable),
        skips: vec![0, 3, 0],
        item_skips: vec![(1, 2), (3, 1)],
    };
    AnnotationLog {
        clusters: None,
        items: Names::from_sorted(["i0", "i1", "i2", "i3"]),
        annotators: Names::from_sorted(["p0", "p1", "p2"]),
        questions: vec![question],
        roster: Vec::new(),
        item_attributes: Vec::new(),
        model_attributes: Vec::new(),
        account: Account::default(),
    }
}

fn slices() -> Vec<SliceColumn> {
    let batch = SliceColumn {
        name: "batch".into(),
        values: vec!["x".into(), "y".into()],
        code: vec![0, 1, 1, 0, u32::MAX, 1],
    };
    let values = (0..201).map(|value| format!("{value:03}")).collect();
    vec![batch, SliceColumn { name: "worker".into(), values, code: (0..6).collect() }]
}

fn tallied(log: AnnotationLog) -> QuestionTallies {
    count(log).0.questions.pop().expect("one question")
}

#[test]
fn patterns_are_those_counted_by_hand() {
    let tallies = tallied(log());
    let (table, index) = (&tallies.summaries.patterns, tallies.index.as_ref().expect("rows"));
    let patterns: Vec<_> = table.iter().map(|p| (p.counts.to_vec(), p.items)).collect();
    assert_eq!(patterns, [(vec![(A, 2)], 1), (vec![(A, 2), (B, 1)], 1), (vec![(B, 1)], 1)]);
    assert_eq!(index.pattern, [1, 0, 2, u32::MAX]);
    assert_eq!((table.rated_items(), table.pairable_items(), table.disagreeing_items()), (3, 2, 1));
    assert_eq!((table.label_totals(2), table.pairable_label_totals(2)), (vec![4, 2], vec![4, 1]));
    let cell = |annotator, pattern, label| OwnLabel { annotator, pattern, label, items: 1 };
    let cells = &tallies.summaries.annotator_patterns;
    assert_eq!(cells.of_annotator(2), [cell(2, 1, B), cell(2, 2, B)]);
    assert_eq!(cells.cells.len(), 6);
    assert_eq!(tallies.summaries.skips, [(1, 3)]);
    assert_eq!(tallies.summaries.item_skips, [(1, 2), (3, 1)]);
}

#[test]
fn slices_and_models_are_those_counted_by_hand() {
    let summaries = tallied(log()).summaries;
    let slices: Vec<_> =
        summaries.slices.iter().map(|s| (s.value.as_str(), s.patterns.rated_items(), s.annotators)).collect();
    assert_eq!(slices, [("x", 2, 1), ("y", 2, 2)]);
    assert!(
        matches!(&summaries.slices_left_out[..], [(name, Reason::TooMany { found: 201, .. })] if name == "worker")
    );
    let model = &summaries.models[0];
    assert_eq!(model.joint, [(1, A, 1), (2, B, 1)]);
    assert_eq!(model.against_gold, [(A, A, 1), (B, B, 1)]);
    let calendar = summaries.calendar.estimated().expect("periods");
    let given: Vec<_> =
        calendar.labels.iter().map(|l| (l.period, l.annotator, l.label, l.annotations)).collect();
    assert_eq!(given, [(0, 0, A, 1), (0, 1, A, 1), (1, 0, A, 1), (1, 2, B, 2)]);
    // Item 0 in both weeks, with confidence .9; item 2 in the second, its confidence is no share.
    assert_eq!(calendar.models[0].answers, [(0, A, 1), (1, A, 1), (1, B, 1)]);
    let met: Vec<_> = calendar.models[0]
        .people
        .iter()
        .map(|m| (m.period, m.annotator, m.annotations, m.same, m.confident, m.confident_same, m.confidence))
        .collect();
    assert_eq!(met, [(0, 0, 1, 1, 1, 1, 900_000), (0, 1, 1, 1, 1, 1, 900_000), (1, 2, 2, 1, 1, 0, 900_000)]);
    assert_eq!((model.unanswered, model.unrated, model.bad_confidence), (1, 1, 1));
    let cells: Vec<_> =
        model.confidence.iter().map(|c| (c.confidence, c.pattern, c.label, c.items)).collect();
    assert_eq!(cells, [(900_000, 1, A, 1)]);
}

#[test]
fn order_and_time_are_those_counted_by_hand() {
    let summaries = tallied(log()).summaries;
    let sequence = summaries.sequence.estimated().expect("there is an order");
    let lengths: Vec<_> = sequence.sessions.iter().map(|s| (s.annotator, s.session, s.annotations)).collect();
    assert_eq!(lengths, [(0, 0, 2), (1, 0, 1), (1, 1, 1), (2, 0, 1)]);
    let shares: Vec<_> = sequence.agreement.sessions.iter().map(|s| (s.n, s.x, s.y, s.xy)).collect();
    assert_eq!(
        shares,
        [(2, 3, 1_500_000, 2_500_000), (1, 1, 500_000, 500_000), (1, 1, 1_000_000, 1_000_000), (1, 26, 0, 0)]
    );
    let blocks: Vec<_> = sequence.agreement.blocks.iter().map(|b| (b.annotator, b.block, b.n)).collect();
    assert_eq!(blocks, [(0, 0, 2), (1, 0, 2), (2, 1, 1)]);
    assert_eq!((sequence.agreement.items, sequence.agreement.left_out), (2, 1));
    assert_eq!((sequence.correctness.items, sequence.correctness.annotations()), (2, 5));
    assert_eq!(sequence.correctness.sessions.iter().map(|s| s.y).sum::<i128>(), 2_000_000);
    let times: Vec<_> = sequence.log_time.sessions.iter().map(|s| (s.annotator, s.session, s.y)).collect();
    assert_eq!(times, [(0, 0, 6_907_755), (1, 1, 6_907_755)]);
    assert_eq!((sequence.log_time.left_out, sequence.log_time.items), (4, 2));
}

#[test]
fn nothing_counts_as_nothing() {
    let mut empty = log();
    let question = &mut empty.questions[0];
    (question.item, question.annotator, question.label) = (Vec::new(), Vec::new(), Vec::new());
    question.slices.clear();
    question.models.clear();
    question.gold = None;
    question.sequence = Err(Reason::NeedsRows);
    let summaries = tallied(empty.clone()).summaries;
    assert!(summaries.patterns.is_empty() && summaries.annotator_labels.is_empty());
    assert_eq!(summaries.sequence, Outcome::NotEstimable(Reason::NeedsRows));
    (empty.items, empty.annotators) = (Names::default(), Names::default());
    empty.questions[0].skips.clear();
    empty.questions[0].item_skips.clear();
    assert_eq!(tallied(empty.clone()).index.map(|index| index.items()), Some(0));
    empty.questions.clear();
    assert!(count(empty).0.questions.is_empty());
}
