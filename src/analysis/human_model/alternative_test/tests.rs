use super::*;
use crate::analysis::test_log::TestLog;

fn tested_log(log: &TestLog, options: AlternativeTestOptions) -> Outcome<AlternativeTest> {
    alternative_tests(&log.tallies(), &AgreementOptions::default(), options, 0.95).remove(0)
}

/// Forty items; annotator a of four is wrong on a of ten.
fn log(answers: impl Fn(u32) -> Option<u32>) -> TestLog {
    let wrong = |item: u32, annotator: u32| (item * 7 + annotator * 11) % 10 < annotator;
    let rows = (0..40).flat_map(|i| (0..4).map(move |a| (i, a, if wrong(i, a) { 1 } else { 0 })));
    TestLog {
        rows: rows.collect(),
        labels: 2,
        items: 40,
        annotators: 4,
        models: vec![("m", (0..40).map(answers).collect())],
        ..TestLog::default()
    }
}

#[test]
fn a_model_that_is_right_where_people_err_stands_in_for_all() {
    let found = tested_log(&log(|_| Some(0)), AlternativeTestOptions { epsilon: 0.3, signed_rank: false });
    let found = found.estimated().expect("four annotators with forty items");
    assert_eq!((found.tested, found.wins, found.winning_rate, found.passes), (4, 4, 1.0, true));
    assert!(found.annotators.iter().all(|one| one.wins && one.items == 40 && one.test == "t"));
    assert!(found.advantage.value > 0.85, "{}", found.advantage.value);
}

#[test]
fn a_model_that_is_always_wrong_stands_in_for_nobody() {
    let found = tested_log(&log(|_| Some(1)), AlternativeTestOptions { epsilon: 0.2, signed_rank: false });
    let found = found.estimated().expect("four annotators");
    assert_eq!((found.wins, found.passes), (0, false));
    let interval = found.advantage.interval.estimated().expect("people differ");
    assert!(interval.lower < found.advantage.value && found.advantage.value < interval.upper);
}

#[test]
fn two_annotators_are_too_few() {
    let mut two = log(|_| Some(0));
    two.rows.retain(|row| row.1 < 2);
    let found = tested_log(&two, AlternativeTestOptions::default());
    assert!(matches!(found.reason(), Some(Reason::TooFew { found: 2, needed: 3, .. })), "{found:?}");
}

#[test]
fn short_overlaps_are_named_left_out_or_ranked() {
    let mut short = log(|_| Some(0));
    short.rows.retain(|row| row.1 < 3 || row.0 < 12);
    let left_out = tested_log(&short, AlternativeTestOptions::default());
    let left_out = left_out.estimated().expect("three annotators");
    assert_eq!((left_out.tested, left_out.left_out, left_out.annotators.len()), (3, 1, 4));
    let last = &left_out.annotators[3];
    assert!(last.p.reason().is_some() && !last.wins && last.items == 12);
    let ranked = tested_log(&short, AlternativeTestOptions { signed_rank: true, ..Default::default() });
    let ranked = ranked.estimated().expect("four annotators");
    assert_eq!((ranked.tested, ranked.annotators[3].test.as_str()), (4, "signed rank"));
}

#[test]
fn items_without_an_answer_or_with_one_annotator_say_nothing() {
    let mut sparse = log(|item| (item < 35).then_some(0));
    sparse.rows.retain(|row| row.0 > 1 || row.1 == 0);
    let found = tested_log(&sparse, AlternativeTestOptions::default());
    assert!(found.estimated().expect("three annotators").annotators.iter().all(|one| one.items == 33));
}

/// scipy 1.12: ttest_1samp([1] * 5 + [-1] * 8 + [0] * 27, .1, alternative='less').pvalue.
#[test]
fn the_t_test_is_that_of_scipy() {
    let p = t_p(Duels { model: 8, human: 5, tied: 27 }, 0.1);
    assert!((p - 0.030206989571719).abs() < 1e-9, "{p}");
    assert_eq!(t_p(Duels { model: 0, human: 0, tied: 40 }, 0.1), 0.0);
}
