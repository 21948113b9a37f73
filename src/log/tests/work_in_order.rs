use super::{log_of, plain};
use crate::log::{Options, SequenceColumns};
use crate::vocabulary::Reason;

fn work(text: &str, options: &Options) -> SequenceColumns {
    log_of(text, options).expect("log").questions[0].sequence.clone().expect("a sequence")
}

#[test]
fn a_gap_ends_a_session_and_tells_the_time_on_item() {
    let text = "item,worker,label,submitted_at\n1,a,x,2026-01-01T10:00:00\n2,a,x,2026-01-01T10:00:30\n\
                3,a,x,2026-01-01T10:15:30\n4,a,x,2026-01-01T10:45:31";
    let work = work(text, &plain());
    assert_eq!(work.session, [0, 0, 0, 1]);
    assert_eq!(work.position, [1, 2, 3, 1]);
    let unknown = u32::MAX;
    assert_eq!(
        work.time_on_item_ms,
        Some(vec![unknown, 30_000, 900_000, unknown]),
        "15 min is above the idle cap, but kept for a look at the double of it"
    );
    assert_eq!(work.idle_cap_ms, 600_000);
    assert!(work.method.contains("30 min") && work.method.contains("10 min"), "{}", work.method);
}

#[test]
fn ties_in_time_go_by_question_then_item() {
    let text = "item,worker,question,label,submitted_at\n2,a,tone,x,2026-01-01\n1,a,topic,x,2026-01-01\n1,a,tone,x,2026-01-01";
    let log = log_of(text, &plain()).expect("log");
    let positions = |q: usize| log.questions[q].sequence.as_ref().map(|s| s.position.clone());
    assert_eq!(positions(0), Ok(vec![1, 2]));
    assert_eq!(positions(1), Ok(vec![3]));
}

#[test]
fn sessions_by_column_are_numbered_by_time() {
    let text = "item,worker,label,session_id,submitted_at\n1,a,x,late,2026-01-02\n2,a,x,early,2026-01-01\n\
                3,a,x,late,2026-01-03\n1,b,x,late,2026-01-01";
    let work = work(text, &plain());
    assert_eq!(work.session, [1, 0, 0, 1]);
    assert_eq!(work.position, [1, 1, 1, 2]);
}

#[test]
fn an_order_alone_makes_one_session() {
    let text = "item,worker,label,order,duration_ms\n1,a,x,30,1500.4\n2,a,x,7,-2\n3,a,x,8,abc";
    let log = log_of(text, &plain()).expect("log");
    let work = log.questions[0].sequence.clone().expect("a sequence");
    assert_eq!((work.session, work.position), (vec![0, 0, 0], vec![3, 1, 2]));
    assert_eq!(work.time_on_item_ms, Some(vec![1500, u32::MAX, u32::MAX]));
    let defects = [("duration_ms is below 0".to_string(), 1), ("duration_ms is no number".to_string(), 1)];
    assert_eq!(log.account.field_defects, defects);
}

#[test]
fn units_are_read_from_names_and_started_to_submitted_will_do() {
    let secs = work("item,worker,label,order,lead_time\n1,a,x,1,2.5", &plain());
    assert_eq!(secs.time_on_item_ms, Some(vec![2500]));
    let text = "item,worker,label,started_at,submitted_at\n1,a,x,2026-01-01T10:00:00,2026-01-01T10:00:21\n\
                2,a,x,2026-01-01T10:01:00,2026-01-01T10:00:50";
    let log = log_of(text, &plain()).expect("log");
    let work = log.questions[0].sequence.clone().expect("a sequence");
    assert_eq!(work.time_on_item_ms, Some(vec![21_000, u32::MAX]));
    assert_eq!(log.account.field_defects, [("submitted before it was started".to_string(), 1)]);
}

#[test]
fn a_date_that_is_none_leaves_the_row_used() {
    let text = "item,worker,label,submitted_at\n1,a,x,tomorrow\n2,a,x,2026-01-01T10:00:00Z\n3,a,x,";
    let log = log_of(text, &plain()).expect("log");
    assert_eq!(log.account.rows_used, 3);
    assert_eq!(log.account.field_defects, [("submitted_at is no time".to_string(), 1)]);
    assert_eq!(log.questions[0].sequence.as_ref().map(|s| s.position.clone()), Ok(vec![0, 1, 0]));
    assert_eq!(log.account.period, Some((1_767_261_600_000_000, 1_767_261_600_000_000)));
}

#[test]
fn nothing_tells_an_order() {
    let log = log_of("item,worker,label,duration_s\n1,a,x,3", &plain()).expect("log");
    assert!(
        matches!(&log.questions[0].sequence, Err(Reason::NotInLog { columns, .. }) if columns.contains("submitted_at"))
    );
}
