use super::{annotations, log_and_rest, log_of, plain};
use crate::log::{LogError, Options, RepeatPolicy};
use crate::vocabulary::{Label, Reason};

#[test]
fn exact_duplicates_count_once() {
    let (log, rest) = log_and_rest("item,worker,label\n1,a,x\n1,a,x\n1,b,x", &plain());
    assert_eq!(annotations(&log, 0), ["1 a x", "1 b x"]);
    assert_eq!(rest, ["2: exact duplicate: item_id=1,annotator_id=a,label=x"]);
}

#[test]
fn different_labels_without_a_time_or_at_one_time_are_a_conflict() {
    let (log, rest) = log_and_rest("item,worker,label\n1,a,x\n1,a,y\n1,a,x\n1,b,x", &plain());
    assert_eq!(annotations(&log, 0), ["1 b x"]);
    assert_eq!(rest.len(), 3);
    assert!(rest.iter().all(|row| row.contains("conflicting labels at one time")), "{rest:?}");
    let timed = "item,worker,label,submitted_at\n1,a,x,2026-01-01\n1,a,y,2026-01-01\n1,a,z,2026-01-02\n2,a,x,2026-01-03";
    let (log, _) = log_and_rest(timed, &plain());
    assert_eq!(annotations(&log, 0), ["1 a z", "2 a x"]);
}

#[test]
fn the_last_by_time_counts_or_the_first_or_none() {
    let text = "item,worker,label,submitted_at\n1,a,late,2026-01-01T11:00\n1,a,early,2026-01-01T10:59";
    let (log, rest) = log_and_rest(text, &plain());
    assert_eq!(annotations(&log, 0), ["1 a late"]);
    assert_eq!(log.account.revisions, 1);
    assert!(rest[0].starts_with("2: replaced by another annotation"), "{rest:?}");
    assert!(log.questions[0].repeats.is_empty() && log.questions[0].no_repeats.is_some());
    let first = Options { repeats: RepeatPolicy::First, ..plain() };
    assert_eq!(annotations(&log_of(text, &first).expect("log"), 0), ["1 a early"]);
    let none = Options { repeats: RepeatPolicy::Error, ..plain() };
    assert!(matches!(log_of(text, &none), Err(LogError::Repeated { pairs: 1, .. })));
}

#[test]
fn an_annotation_without_a_time_beside_another_is_a_conflict() {
    let text = "item,worker,label,submitted_at\n1,a,x,\n1,a,y,2026-01-01\n2,a,x,\n2,a,x,2026-01-01";
    let (log, rest) = log_and_rest(text, &plain());
    assert_eq!(annotations(&log, 0), ["2 a x"]);
    assert_eq!(log.questions[0].sequence.as_ref().map(|s| s.position.clone()), Ok(vec![1]));
    assert_eq!(rest.len(), 3);
}

#[test]
fn another_session_a_day_later_is_a_repeat() {
    let text = "item,worker,label,submitted_at\n1,a,x,2026-01-01T10:00\n1,a,y,2026-01-02T10:00\n2,a,x,2026-01-01T10:01\n\
                2,a,z,2026-01-02T09:00";
    let (log, rest) = log_and_rest(text, &plain());
    let rows = &log.questions[0];
    assert_eq!(annotations(&log, 0), ["1 a y", "2 a z"]);
    assert_eq!(rows.repeats.len(), 1);
    let repeat = rows.repeats[0];
    assert_eq!((repeat.first, repeat.second, repeat.lag_secs), (Label(0), Label(1), Some(86_400)));
    assert_eq!((rest.len(), log.account.revisions), (1, 1), "23 hours later is a revision");
}

#[test]
fn declared_repeats_need_no_clock() {
    let text = "item,worker,label,order,is_repeat\n1,a,x,1,False\n2,a,x,2,False\n1,a,y,3,True";
    let (log, rest) = log_and_rest(text, &plain());
    assert!(rest.is_empty(), "{rest:?}");
    assert_eq!(annotations(&log, 0), ["1 a y", "2 a x"]);
    assert_eq!(log.questions[0].repeats.len(), 1);
    assert_eq!(log.questions[0].repeats[0].lag_secs, None);
    let bare = "item,worker,label,is_repeat\n1,a,y,1\n1,a,x,0";
    let (log, rest) = log_and_rest(bare, &plain());
    assert!(rest.is_empty(), "{rest:?}");
    assert_eq!(
        (log.questions[0].repeats[0].first, annotations(&log, 0)),
        (Label(0), vec!["1 a y".to_string()])
    );
}

#[test]
fn without_a_clock_nobody_can_tell_a_repeat() {
    let log = log_of("item,worker,label\n1,a,x\n1,b,x", &plain()).expect("log");
    assert!(matches!(log.questions[0].no_repeats, Some(Reason::NotInLog { .. })));
    let clocked =
        log_of("item,worker,label,submitted_at\n1,a,x,2026-01-01\n1,b,x,2026-01-01", &plain()).expect("log");
    assert!(matches!(clocked.questions[0].no_repeats, Some(Reason::TooFew { .. })));
}

#[test]
fn where_none_is_allowed_contradictions_without_a_time_count_and_copies_do_not() {
    let none = Options { repeats: RepeatPolicy::Error, ..plain() };
    let contradicting = "item_id,annotator_id,label\n1,a,x\n1,a,y\n1,b,x\n2,a,x\n2,b,x\n";
    assert!(matches!(log_of(contradicting, &none), Err(LogError::Repeated { pairs: 1, .. })));
    let copied = "item_id,annotator_id,label\n1,a,x\n1,a,x\n1,b,x\n2,a,x\n2,b,x\n";
    assert!(log_of(copied, &none).is_ok());
}
