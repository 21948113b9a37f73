//! What is said of people: only what stands, and nothing of equals.

use super::few;
use super::log::{Draw, Given, counted, simulated};
use super::queues::{Queues, WORSE};
use raterscope::analysis::agreement::{
    Agreement, AgreementOptions, AnnotatorAgreement, LabelTilt, PersonVerdict, measure,
};
use raterscope::log::{RosterAttribute, SliceColumn};
use raterscope::tally::QuestionTallies;
use raterscope::vocabulary::{Attribute, Group, Label, Reason, Scale};

fn people(tallies: &QuestionTallies) -> Vec<AnnotatorAgreement> {
    let found: Agreement = measure(tallies, &AgreementOptions::default(), &few());
    found.annotators.estimated().expect("pairable").clone()
}

fn named(people: &[AnnotatorAgreement]) -> Vec<usize> {
    let judged = |one: &AnnotatorAgreement| {
        matches!(one.verdict, PersonVerdict::AgreesLess | PersonVerdict::AgreesMore)
    };
    people.iter().enumerate().filter(|(_, one)| judged(one)).map(|(who, _)| who).collect()
}

/// The whole run of 1 000 logs stands in `benches/coverage.rs`; here its first forty, of which five may name somebody
/// (a rule that names in 5 % of logs does so with probability 0.99).
#[test]
fn equals_with_unequal_queues_are_seldom_named() {
    for days in [0.0, 0.1] {
        let logs = (0..40).filter(|&number| {
            let log = Queues { days, worse: None }.log(&mut Draw(900 + number));
            !named(&people(&log)).is_empty()
        });
        let logs = logs.count();
        assert!(logs <= 5, "{logs} of 40 with days of {days}");
    }
}

#[test]
fn somebody_much_worse_than_the_team_is_named() {
    let found = (0..10).filter(|&number| {
        let log = Queues { days: 0.0, worse: Some(0.35) }.log(&mut Draw(700 + number));
        named(&people(&log)).contains(&(WORSE as usize))
    });
    let found = found.count();
    assert!(found >= 9, "{found} of 10");
}

/// Ten people; the last four see every second item otherwise than the first six.
fn two_views() -> Vec<Given> {
    let mut given = simulated(600, 4, 0.6, 11, &[0.9; 10]);
    for g in given.iter_mut().filter(|g| g.1 >= 6 && g.0 % 2 == 0) {
        g.2 = (g.2 + 1) % 4;
    }
    given
}

fn rostered(given: &[Given], groups: Option<u32>) -> QuestionTallies {
    let attribute = groups.map(|first| RosterAttribute {
        attribute: Attribute("school".into()),
        depth: 1,
        groups: vec![Group("a".into()), Group("b".into())],
        of_annotator: (0..10).map(|who| u32::from(who >= first)).collect(),
    });
    let missing = Reason::NotInLog { what: "order".into(), columns: "submitted_at".into() };
    let roster = attribute.into_iter().collect();
    counted(given, 4, Scale::Nominal, &[], Vec::new(), Err(missing), roster)
}

#[test]
fn what_a_whole_group_does_is_nobodys_own_difference() {
    let given = two_views();
    let alone = named(&people(&rostered(&given, None)));
    assert_eq!(alone.iter().filter(|&&who| who >= 6).count(), 4, "{alone:?}");
    let explained = named(&people(&rostered(&given, Some(6))));
    assert!(explained.iter().all(|&who| who < 6), "{explained:?}");
    let elsewhere = named(&people(&rostered(&given, Some(5))));
    assert!(elsewhere.len() <= alone.len(), "a group never makes anybody named");
}

#[test]
fn what_a_slice_does_to_everybody_is_nobodys_own_difference() {
    // Under guideline "new" everybody reads a label otherwise; four people work almost only under it.
    let mut given = simulated(800, 4, 0.6, 12, &[0.92; 10]);
    let new = |g: &Given| (g.1 >= 6) != (g.0 * 31 + g.1 * 17).is_multiple_of(10);
    for g in given.iter_mut().filter(|g| new(g)) {
        if g.0 % 2 == 0 {
            g.2 = (g.2 + 1) % 4;
        }
    }
    let missing = || Reason::NotInLog { what: "order".into(), columns: "submitted_at".into() };
    let column = SliceColumn {
        name: "guideline_version".into(),
        values: vec!["new".into(), "old".into()],
        code: given.iter().map(|g| u32::from(!new(g))).collect(),
    };
    let bare = counted(&given, 4, Scale::Nominal, &[], Vec::new(), Err(missing()), Vec::new());
    let sliced = counted(&given, 4, Scale::Nominal, &[], vec![column], Err(missing()), Vec::new());
    assert!(named(&people(&bare)).iter().any(|&who| who >= 6));
    assert!(named(&people(&sliced)).iter().all(|&who| who < 6), "{:?}", named(&people(&sliced)));
}

#[test]
fn one_of_a_group_is_still_named_among_the_own_group() {
    let mut skills = [0.9; 10];
    skills[8] = 0.4;
    let given = simulated(600, 4, 0.6, 13, &skills);
    // The others of the items on which somebody is wrong agree more than their others do, and truly so.
    let found = people(&rostered(&given, Some(6)));
    let less: Vec<usize> =
        (0..found.len()).filter(|&who| found[who].verdict == PersonVerdict::AgreesLess).collect();
    assert_eq!(less, [8]);
}

#[test]
fn a_lean_towards_a_label_is_told_and_only_that() {
    let mut given = simulated(500, 4, 0.6, 14, &[0.85; 8]);
    for g in given.iter_mut().filter(|g| g.1 == 2 && g.0 % 3 == 0) {
        g.2 = 1;
    }
    let found = people(&rostered(&given, None));
    for (who, one) in found.iter().enumerate() {
        let labels: Vec<&str> = one.tilts.iter().map(|tilt| tilt.label.as_str()).collect();
        if who == 2 {
            assert_eq!(labels.first(), Some(&"2"), "{labels:?}");
            let lean = one.tilts[0].difference.estimated().expect("spread");
            // On a third of items the label is forced, on a quarter of which it was due anyway.
            assert!((lean.value - 0.25).abs() < 0.06, "{lean:?}");
        } else {
            // Beside somebody who leans, everybody else gives the label a little less often.
            let towards = |tilt: &LabelTilt| tilt.difference.estimated().is_some_and(|d| d.value > 0.0);
            assert!(!one.tilts.iter().any(towards), "{who}: {labels:?}");
        }
    }
}

#[test]
fn accuracy_is_the_share_of_gold_and_few_items_are_drawn_to_everybodys() {
    let given = simulated(300, 4, 0.5, 15, &[0.95, 0.9, 0.7, 0.9]);
    let mut tallies = rostered(&given, None);
    // Gold for every tenth item: what the first annotator said, or else label 0.
    let first = |item: u32| given.iter().find(|g| g.0 == item && g.1 == 0).map_or(0, |g| g.2);
    let items = tallies.index.as_ref().expect("rows").items() as u32;
    let gold = |item: u32| if item.is_multiple_of(10) { Label(first(item)) } else { Label::NONE };
    tallies.gold = Some((0..items).map(gold).collect());
    for (who, one) in (0u32..).zip(people(&tallies)) {
        let own: Vec<&Given> = given.iter().filter(|g| g.1 == who && g.0 % 10 == 0).collect();
        let right = own.iter().filter(|g| Label(g.2) == gold(g.0)).count() as f64 / own.len() as f64;
        let found = one.accuracy.estimated().expect("gold");
        assert!((found.value - right).abs() < 1e-12 && found.sample.items == own.len() as u64);
        let shrunk = one.accuracy_shrunk.expect("gold");
        assert!((0.0..=1.0).contains(&shrunk) && (who > 0 || shrunk < 1.0));
    }
    tallies.gold = None;
    assert!(people(&tallies).iter().all(|one| one.accuracy.reason().is_some()));
}
