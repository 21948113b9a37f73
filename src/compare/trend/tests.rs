//! Trends of audits made by hand.

use super::*;
use crate::analysis::inference::Panel;
use crate::audit::test_audit::two_people;
use crate::vocabulary::{LabelSet, Outcome, Question, Reason, Scale};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn question(labels: &[&str], declared: bool) -> Question {
    let names = labels.iter().map(|name| (*name).to_owned()).collect();
    let labels = LabelSet { names, values: None, declared, used: Vec::new() };
    Question { name: "tone".into(), labels, scale: Scale::Nominal }
}

fn key(part: TrendPart, section: &str, metric: &str, slice: &str) -> LineKey {
    let own = |text: &str| text.to_owned();
    LineKey { question: "tone".into(), part, section: own(section), metric: own(metric), slice: own(slice) }
}

fn alpha() -> LineKey {
    key(TrendPart::Agreement, "agreement", "krippendorff_alpha", "")
}

/// The audit of one week of 2026 with this alpha, 200 items behind it.
pub(crate) fn week(number: i32, alpha_value: f64) -> Snapshot {
    let day = |days: i32| {
        let date = jiff::civil::date(2026, 1, 5).checked_add(jiff::Span::new().days(days)).expect("a day");
        date.to_string()
    };
    let reading = Reading {
        value: Some(alpha_value),
        ends: Some((alpha_value - 0.06, alpha_value + 0.06)),
        se: Some(0.03),
        n: Some(200),
        ..Reading::default()
    };
    Snapshot {
        file: format!("w{number:02}/audit.json"),
        title: "Weekly audit".into(),
        period: Some((day(7 * number), day(7 * number + 6))),
        as_of: None,
        items: 200,
        annotators: 12,
        rows_read: 600,
        settings: BTreeMap::from([("inference.seed".into(), "1".into())]),
        digests: vec![format!("digest {number}")],
        questions: vec![question(&["a", "b"], true)],
        readings: BTreeMap::from([(alpha(), reading)]),
        of_people: Default::default(),
        min_group: 5,
    }
}

fn wobble(number: i32) -> f64 {
    0.02 * f64::from((number * 7) % 5 - 2)
}

fn weeks(count: i32, level: impl Fn(i32) -> f64) -> Vec<Snapshot> {
    (0..count).map(|number| week(number, level(number) + wobble(number))).collect()
}

fn followed(snapshots: Vec<Snapshot>) -> Trend {
    follow(snapshots, &TrendOptions::default()).expect("audits alike")
}

#[test]
fn a_drop_is_told_where_it_is_and_an_odd_week_lies_outside() {
    let found = followed(weeks(16, |number| if number < 9 { 0.7 } else { 0.5 }));
    let line = &found.lines[0];
    let change = line.change.estimated().expect("sixteen audits");
    assert!(change.reported && change.from == 9, "{change:?}");
    assert!((change.difference.value + 0.2).abs() < 0.03 && change.further.is_empty());
    // Each side by itself: no point is odd on its own level.
    assert!(line.points.iter().all(|point| !point.outside && point.expected.is_some()));
    let mut odd = weeks(16, |_| 0.7);
    odd[6] = week(6, 0.4);
    let found = followed(odd);
    let outside: Vec<u32> =
        found.lines[0].points.iter().filter(|own| own.outside).map(|own| own.audit).collect();
    assert_eq!(outside, [6]);
    assert!(!found.lines[0].change.estimated().expect("sixteen").reported);
}

#[test]
fn a_steady_fall_has_a_slope_per_thirty_days() {
    let found = followed(weeks(20, |number| 0.8 - 0.01 * f64::from(number)));
    let slope = found.lines[0].slope.estimated().expect("twenty audits");
    assert!(slope.reported && (slope.slope.value + 0.3 / 7.0).abs() < 0.01, "{slope:?}");
}

#[test]
fn few_audits_are_told_as_such() {
    let found = followed(weeks(5, |_| 0.6));
    assert!(matches!(found.lines[0].change.reason(), Some(Reason::TooFew { needed: 10, found: 5, .. })));
    assert_eq!((found.tests, found.slope_tests, found.expected_points), (0, 0, 0));
    assert_eq!(follow(Vec::new(), &TrendOptions::default()), Err(TrendError::TooFewAudits { found: 0 }));
    let one = follow(weeks(1, |_| 0.6), &TrendOptions::default()).expect_err("one");
    assert!(one.is_usage() && one.to_string() == "one audit alone has no trend");
}

#[test]
fn nothing_that_varies_has_no_test() {
    let same: Vec<Snapshot> = (0..12).map(|number| week(number, 0.6)).collect();
    let line = &followed(same).lines[0];
    assert!(matches!(line.change, Outcome::NotEstimable(Reason::NoVariation { .. })));
    assert!(matches!(line.slope, Outcome::NotEstimable(Reason::NoVariation { .. })));
}

#[test]
fn apples_and_pears_are_refused_by_file_or_left_out_with_a_note() {
    let mut mixed = weeks(6, |_| 0.6);
    mixed[2].questions[0].scale = Scale::Ordinal;
    mixed[4].questions = vec![question(&["a", "c"], true)];
    let error = follow(mixed.clone(), &TrendOptions::default()).expect_err("another scale");
    assert!(!error.is_usage());
    assert_eq!(
        error.to_string(),
        "w02/audit.json: question \"tone\" is ordinal, but nominal in the latest audit (w05/audit.json)"
    );
    let options = TrendOptions { skip_unlike: true, ..TrendOptions::default() };
    let found = follow(mixed, &options).expect("the others");
    assert_eq!(found.audits.len(), 4);
    assert!(found.notes.iter().any(|note| note.contains("w04/audit.json") && note.contains("only here: c")));
}

#[test]
fn labels_that_nobody_declared_may_be_unused_for_a_week() {
    let mut found = weeks(3, |_| 0.6);
    found[1].questions = vec![question(&["a"], false)];
    for own in [0, 2] {
        found[own].questions = vec![question(&["a", "b"], false)];
    }
    assert!(follow(found, &TrendOptions::default()).is_ok());
}

#[test]
fn audits_without_a_day_stand_by_title_and_one_among_dated_ones_is_refused() {
    let mut found = weeks(3, |_| 0.6);
    found[1].period = None;
    let error = follow(found.clone(), &TrendOptions::default()).expect_err("one has no day");
    assert!(error.to_string().starts_with("w01/audit.json: tells no period"), "{error}");
    found[1].as_of = Some("2026-01-18".into());
    assert_eq!(followed(found.clone()).audits[1].day.as_deref(), Some("2026-01-18"));
    for (own, title) in found.iter_mut().zip(["c", "a", "b"]) {
        (own.period, own.as_of, own.title) = (None, None, title.into());
    }
    let trend = followed(found);
    let titles: Vec<&str> = trend.audits.iter().map(|own| own.title.as_str()).collect();
    assert!(titles == ["a", "b", "c"] && !trend.dated && trend.audits[2].at == 2);
}

#[test]
fn what_was_made_otherwise_is_told_of_the_audit_that_differs() {
    let mut found = weeks(4, |_| 0.6);
    found[2].settings.insert("inference.seed".into(), "2".into());
    found[3].settings.insert("inference.seed".into(), "2".into());
    found[1].digests = found[0].digests.clone();
    found.remove(2);
    let trend = followed(found);
    assert!(trend.audits[0].changed.is_empty() && trend.audits[1].changed.is_empty());
    assert_eq!(trend.audits[2].changed, ["`inference.seed`: `1` → `2`"]);
    assert!(trend.audits[1].remarks[0].contains("count twice"));
    assert_eq!(trend.audits[2].remarks, Vec::<String>::new(), "a week's gap is no longer than a week");
}

fn with_group(mut own: Snapshot, people: u64) -> Snapshot {
    let share = Reading {
        value: Some(people as f64 / 40.0),
        group: true,
        group_annotators: Some(people),
        ..Reading::default()
    };
    own.readings.insert(key(TrendPart::Coverage, "coverage", "annotator_share", "gender=F"), share);
    own
}

#[test]
fn a_group_is_a_gap_where_it_is_not_shown_and_where_two_audits_would_give_somebody_away() {
    let mut found: Vec<Snapshot> = weeks(4, |_| 0.6);
    for (own, people) in found.iter_mut().zip([10, 9, 9, 20]) {
        *own = with_group(own.clone(), people);
    }
    let group = |found: Vec<Snapshot>| {
        let trend = followed(found);
        assert!(trend.audits.iter().all(|own| own.annotators.is_none()));
        let line = trend.lines.iter().find(|line| line.part == TrendPart::Coverage).expect("followed");
        assert!(line.points.iter().all(|point| point.n.is_none()));
        let shown: Vec<u32> = line.points.iter().map(|point| point.audit).collect();
        (shown, line.gaps.clone())
    };
    // Weeks of their own: one person fewer tells nothing of anybody's answers.
    assert_eq!(group(found.clone()).0, [0, 1, 2, 3]);
    // The same log again with one person fewer: what they did would be the difference.
    found[1].digests = found[0].digests.clone();
    let (shown, gaps) = group(found.clone());
    assert_eq!((shown, gaps[0].reason.as_str()), (vec![0, 2, 3], "withheld_for_others"));
    let hidden = key(TrendPart::Coverage, "coverage", "annotator_share", "gender=F");
    let reading = Reading { reason: "insufficient".into(), ..Reading::default() };
    found[2].readings.insert(hidden, reading);
    assert_eq!(group(found).1[1], TrendGap { audit: 2, reason: "insufficient".into() });
}

#[test]
fn metrics_that_are_not_there_or_name_people_are_refused() {
    let ask = |metric: &str| TrendOptions { metrics: vec![metric.into()], ..TrendOptions::default() };
    let mut found = weeks(3, |_| 0.6);
    assert!(follow(found.clone(), &ask("krippendorff_alpha")).is_ok());
    let error = follow(found.clone(), &ask("scott_pi")).expect_err("not there");
    assert!(error.is_usage() && error.to_string().contains("scott_pi"));
    found[0].of_people.insert("label_tilt".into());
    assert!(matches!(follow(found, &ask("label_tilt")), Err(TrendError::OfPeople { .. })));
}

#[test]
fn an_audit_brings_its_headline_and_what_was_asked_for_but_nobody_by_name() {
    let audit = two_people(240);
    let own = Snapshot::of("a.json", &audit, &["agreement_with_consensus".into()], Panel::Random);
    assert_eq!(own.readings.keys().filter(|key| key.part == TrendPart::Asked).count(), 1, "of the whole log");
    assert!(
        own.readings.contains_key(&LineKey { question: audit.questions[0].question.name.clone(), ..alpha() })
    );
    assert!(own.readings.keys().all(|key| !key.slice.contains("annotator=")));
    assert!(own.readings.keys().any(|key| key.metric == "pairable_share"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// The order in which audits are named changes nothing.
    #[test]
    fn the_order_of_files_does_not_matter(order in Just((0..12).collect::<Vec<usize>>()).prop_shuffle()) {
        let plain = weeks(12, |number| if number < 6 { 0.7 } else { 0.6 });
        let shuffled = order.iter().map(|&place| plain[place].clone()).collect();
        prop_assert_eq!(followed(plain), followed(shuffled));
    }
}
