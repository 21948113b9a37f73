use super::{annotations, log_of, plain};
use crate::log::{InterventionColumns, Options, UnlabelledReview};
use crate::vocabulary::{Action, Label};

const TEXT: &str = "item,worker,label,suggested_label,action,suggestion_shown,suggestion_score,submitted_at\n\
    1,a,x,x,Approved,yes,0.95,2026-01-05T10:00:00Z\n1,b,,y,accept,yes,0.2,2026-01-12T10:00:00Z\n\
    2,a,y,x,,no,,2026-01-05T11:00:00Z\n2,b,,x,rejected,yes,0.5,2026-01-13T10:00:00Z\n3,b,x,,parked,,,\n";

#[test]
fn suggestions_and_actions_stand_beside_the_annotations() {
    let log = log_of(TEXT, &plain()).expect("log");
    assert_eq!(annotations(&log, 0), ["1 a x", "1 b y", "2 a y", "3 b x"]);
    let told = log.questions[0].interventions.as_ref().expect("columns");
    let (none, week) = (Label::NONE, 2_923);
    let actions = [Some(Action::Approve), Some(Action::Approve), None, Some(Action::Other)];
    assert_eq!(told.action.as_deref(), Some(&actions[..]));
    assert_eq!(told.suggestion.as_deref(), Some(&[Label(0), Label(1), Label(0), none][..]));
    assert_eq!(told.shown.as_deref(), Some(&[Some(true), Some(true), Some(false), None][..]));
    let unknown = InterventionColumns::NO_BAND;
    assert_eq!(told.band.as_deref(), Some(&[9, 1, unknown, unknown][..]));
    assert_eq!(told.week.as_deref(), Some(&[week, week + 1, week, InterventionColumns::NO_WEEK][..]));
    let refused = UnlabelledReview {
        annotator: 1,
        suggestion: Label(0),
        action: Action::Reject,
        band: 4,
        week: week + 1,
        rows: 1,
    };
    assert_eq!(told.unlabelled, [refused]);
    assert_eq!((log.account.rows_read, log.account.rows_used), (5, 5));
    let noted = |words: &str| log.account.notes.iter().any(|note| note.contains(words));
    assert!(noted("`parked` ×1") && noted("counts as label: 1"), "{:?}", log.account.notes);
}

#[test]
fn a_suggestion_that_nobody_gave_joins_the_set_and_does_not_move_q() {
    let log = log_of("item,worker,label,suggestion\n1,a,x,z\n1,b,y,z\n", &plain()).expect("log");
    let labels = &log.questions[0].question.labels;
    assert_eq!((labels.names.join(" "), labels.q()), ("x y z".into(), 2));
    let declared = Options { labels: vec!["x".into(), "y".into()], ..plain() };
    let log = log_of("item,worker,label,suggestion\n1,a,x,z\n1,b,y,y\n", &declared).expect("log");
    let told = log.questions[0].interventions.as_ref().expect("columns");
    assert_eq!(told.suggestion.as_deref(), Some(&[Label::NONE, Label(1)][..]));
    assert_eq!(log.account.field_defects, [("suggestions that are no label of the question".to_string(), 1)]);
}

#[test]
fn two_rows_that_differ_in_their_suggestion_alone_count_as_one_in_any_order() {
    let rows = ["1,a,x,y,approve", "1,a,x,x,approve", "1,b,x,x,edit"];
    let told = |rows: &[&str]| {
        let text = format!("item,worker,label,suggestion,action\n{}\n", rows.join("\n"));
        log_of(&text, &plain()).expect("log").questions[0].interventions.clone()
    };
    let [first, second, third] = rows;
    assert_eq!(told(&rows), told(&[second, first, third]));
    assert_eq!(told(&rows), told(&[third, second, first]));
}

#[test]
fn a_log_without_such_columns_keeps_nothing() {
    let clicks = log_of("item,worker,label,action\n1,a,x,click\n1,b,,scroll\n", &plain()).expect("log");
    assert_eq!((&clicks.questions[0].interventions, clicks.account.rows_used), (&None, 1));
    let log = log_of("item,worker,label\n1,a,x\n1,b,y\n", &plain()).expect("log");
    assert_eq!(log.questions[0].interventions, None);
}
