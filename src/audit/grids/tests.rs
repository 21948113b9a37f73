use super::*;
use crate::analysis::test_log::TestLog;
use crate::audit::withheld::Withheld;
use crate::tally::{CalendarTally, PatternTable, PeriodLabels, SliceTally};
use crate::vocabulary::{Label, Period};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// One person: group of two attributes, and the parts of the log worked in.
type Person = (u8, u8, [bool; 4]);

/// One annotation in each of their parts, which are slices and weeks at once.
fn tallies(people: &[Person]) -> QuestionTallies {
    let rows = people.iter().enumerate().flat_map(|(who, person)| {
        (0u32..).zip(person.2).filter(|part| part.1).map(move |(part, _)| (part, who as u32, 0))
    });
    let names =
        |prefix: char| ["0", "1", "2", "3"].map(|n| -> &'static str { format!("{prefix}{n}").leak() });
    let (a, b) = (names('a'), names('b'));
    let log = TestLog {
        rows: rows.collect(),
        labels: 1,
        items: 4,
        annotators: people.len() as u32,
        roster: vec![
            ("A", people.iter().map(|own| a[usize::from(own.0)]).collect()),
            ("B", people.iter().map(|own| b[usize::from(own.1)]).collect()),
        ],
        ..TestLog::default()
    };
    let mut out = log.tallies();
    let of_part = |part: usize| (0u32..).zip(people).filter(move |(_, own)| own.2[part]).map(|(who, _)| who);
    let slice = |part: usize| SliceTally {
        name: "batch".into(),
        value: format!("s{part}"),
        patterns: PatternTable::default(),
        annotators: of_part(part).count() as u64,
        annotator_ids: of_part(part).collect(),
        annotator_annotations: of_part(part).map(|_| 1).collect(),
    };
    out.summaries.slices = (0..4).map(slice).collect();
    let labels = |part: usize| {
        let own =
            move |annotator| PeriodLabels { period: part as u32, annotator, label: Label(0), annotations: 1 };
        of_part(part).map(own)
    };
    out.summaries.calendar = Outcome::Estimated(CalendarTally {
        period: Period::Week,
        periods: (0..4).map(|week| (week * 7, format!("W{week}"))).collect(),
        labels: (0..4).flat_map(labels).collect(),
        models: Vec::new(),
    });
    out
}

/// What may be shown of groups, as the audit itself judges them.
fn shown(tallies: &QuestionTallies) -> ShownGroups<'_> {
    let attributes = &tallies.summaries.attributes;
    let people = |tally: &AttributeTally| -> Vec<Vec<u32>> {
        let of =
            |group: &crate::tally::GroupTally| group.annotators.iter().map(|one| one.annotator).collect();
        tally.groups.iter().map(of).collect()
    };
    let groups: Vec<Vec<Vec<u32>>> = attributes.iter().map(people).collect();
    let depth = vec![1; groups.len()];
    let judged = crate::audit::linked::judge_beside(&groups, &depth, 5, vec![BTreeSet::new(); groups.len()]);
    ShownGroups::of(attributes, judged, 5)
}

fn logs(tallies: &QuestionTallies) -> Vec<LogColumns> {
    slicing_columns(tallies, &|_, _| false).into_iter().chain(calendar_columns(tallies)).collect()
}

/// In slice 0 work the six people of a1 and, of them, the five of b1; elsewhere all groups are large.
fn six_and_five(inside: usize) -> Vec<Person> {
    let person = |who: usize| {
        let a = u8::from(who < 20);
        let b = u8::from((6 - inside..20).contains(&who) || (26..40).contains(&who));
        let first = who < 6 || (20..26).contains(&who) || who >= 40;
        (a, b, [first, true, true, true])
    };
    (0..60).map(person).collect()
}

#[test]
fn six_people_less_five_of_them_are_not_told() {
    for (inside, told) in [(5, false), (6, true)] {
        // Whoever of b1 is in slice 0 is in a1.
        let mut people = six_and_five(inside);
        people.iter_mut().filter(|own| own.0 == 0 && own.1 == 1).for_each(|own| own.2[0] = false);
        let tallies = tallies(&people);
        let shown = shown(&tallies);
        assert!(
            shown.judged.values().all(|withheld: &Withheld| withheld.count() == 0),
            "all groups are large"
        );
        for log in logs(&tallies) {
            let found = together(&log, &tallies, &shown, None);
            let Found::Told(first) = &found["A"] else { panic!("the first attribute is told: {found:?}") };
            assert!(first.parts.iter().any(|part| part.part == ["s0", "W0"][usize::from(log.in_order)]));
            let alone = first.parts[0].annotators[1];
            assert_eq!(alone, 6);
            let of_first = |grid: &CoverageGrid| grid.parts[0].part.clone() == first.parts[0].part;
            let same = matches!(&found["B"], Found::Told(grid) if of_first(grid));
            assert_eq!(same, told, "{inside} of b1 in slice 0: {found:?}");
        }
    }
}

#[test]
fn what_is_withheld_is_noted() {
    let mut people = six_and_five(5);
    people.iter_mut().filter(|own| own.0 == 0 && own.1 == 1).for_each(|own| own.2[0] = false);
    let tallies = tallies(&people);
    let shown = shown(&tallies);
    let attribute = |name: &str| AttributeCoverage {
        attribute: name.into(),
        depth: 1,
        groups: Vec::new(),
        effective_groups: Outcome::NotEstimable(Reason::Insufficient),
        diversity: None,
        suppressed_groups: 0,
        against_target: None,
        by_slice: Vec::new(),
        over_time: None,
    };
    let mut found = [attribute("A"), attribute("B")];
    let slices = SlicePeople::of(&[], std::iter::empty());
    let notes = tell(&mut found, &tallies, (&shown, &slices), None);
    let places: Vec<(&str, &str)> =
        notes.iter().map(|note| (note.what.as_str(), note.place.as_str())).collect();
    assert_eq!(places, [("B", "coverage by batch"), ("B", "coverage by week")]);
    assert_eq!((found[0].by_slice.len(), found[1].by_slice.len()), (1, 0));
    assert!(found[0].over_time.as_ref().is_some_and(|grid| grid.estimated().is_some()));
    let withheld = found[1].over_time.as_ref().and_then(Outcome::reason);
    assert_eq!(withheld, Some(&Reason::WithheldForOthers));
}

/// By brute force: told cells, and the totals that are known anyway, added and subtracted three at a time.
fn assert_nobody_told(log: &LogColumns, tallies: &QuestionTallies, shown: &ShownGroups<'_>) -> usize {
    let cells = Cells::of(log);
    let attributes: Vec<&AttributeTally> =
        tallies.summaries.attributes.iter().filter(|own| !shown.nameless(&own.attribute.0)).collect();
    let vector = |sum: &[u32]| -> Vec<i32> {
        (0..cells.cells.len() as u32).map(|cell| i32::from(sum.contains(&cell))).collect()
    };
    let totals: Vec<Vec<i32>> = cells.known(log, &attributes, shown).iter().map(|sum| vector(sum)).collect();
    let found = together(log, tallies, shown, None);
    let mut told: Vec<Vec<i32>> = Vec::new();
    for tally in &attributes {
        let hidden = |group: &str| shown.reason(&tally.attribute.0, group).is_some();
        let Some(Found::Told(grid)) = found.get(tally.attribute.0.as_str()) else { continue };
        let choices = grid_choices(log, tally, &hidden, 5);
        let choice = choices.iter().find(|choice| choice.grid == *grid).expect("one of the choices");
        told.extend(choice.people(log).iter().map(|sum| vector(&cells.numbers(sum))));
    }
    let all: Vec<&Vec<i32>> = told.iter().chain(&totals).collect();
    let few = |sum: &[i32]| {
        let people: BTreeSet<u32> =
            sum.iter().zip(&cells.cells).filter(|(n, _)| **n != 0).map(|(_, cell)| cell.1).collect();
        (1..5).contains(&people.len())
    };
    let add = |one: &[i32], sign: i32, other: &[i32]| -> Vec<i32> {
        one.iter().zip(other).map(|(one, other)| one + sign * other).collect()
    };
    for (x, first) in told.iter().enumerate() {
        assert!(!few(first), "{found:?}");
        for (y, second) in all.iter().enumerate().skip(x + 1) {
            for sign in [1, -1] {
                let two = add(first, sign, second);
                assert!(!few(&two), "{first:?} and {second:?}: {found:?}");
                for third in &all[y + 1..] {
                    assert!(!few(&add(&two, 1, third)) && !few(&add(&two, -1, third)), "{found:?}");
                }
            }
        }
    }
    told.len()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// Where enough people work in every column, no sum or difference of three speaks of few.
    #[test]
    fn no_sum_of_three_speaks_of_few(
        people in prop::collection::vec((0u8..3, 0u8..4, any::<[bool; 4]>(), any::<bool>()), 12..60),
        nested in any::<bool>(),
    ) {
        let person = |own: &(u8, u8, [bool; 4], bool)| -> Person {
            let second = if nested { own.0.min(1) * 2 + own.1 % 2 } else { own.1 };
            let parts = if own.3 { [true; 4] } else { own.2 };
            (own.0, second, parts)
        };
        let people: Vec<Person> = people.iter().map(person).collect();
        prop_assume!((0..4).all(|part| people.iter().filter(|own| own.2[part]).count() >= 5));
        let tallies = tallies(&people);
        let shown = shown(&tallies);
        for log in logs(&tallies) {
            assert_nobody_told(&log, &tallies, &shown);
        }
    }
}
