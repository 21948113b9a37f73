use super::*;
use crate::analysis::test_log::TestLog;
use crate::tally::{CalendarTally, PatternTable, PeriodLabels, SliceTally};
use crate::vocabulary::Label;
use proptest::prelude::*;

/// People in groups 0–2 who annotated one item each in some of four parts.
fn tallies(people: &[(u8, [bool; 4])]) -> QuestionTallies {
    const NAMES: [&str; 3] = ["a", "b", "c"];
    let rows = people.iter().enumerate().flat_map(|(who, (_, parts))| {
        (0u32..).zip(parts).filter(|(_, met)| **met).map(move |(part, _)| (part, who as u32, 0))
    });
    let log = TestLog {
        rows: rows.collect(),
        labels: 1,
        items: 4,
        annotators: people.len() as u32,
        roster: vec![("team", people.iter().map(|own| NAMES[usize::from(own.0)]).collect())],
        ..TestLog::default()
    };
    let mut out = log.tallies();
    let of_part = |part: usize| (0u32..).zip(people).filter(move |(_, own)| own.1[part]).map(|(who, _)| who);
    out.summaries.slices = (0..4)
        .map(|part| SliceTally {
            name: "batch".into(),
            value: format!("b{part}"),
            patterns: PatternTable::default(),
            annotators: of_part(part).count() as u64,
            annotator_ids: of_part(part).collect(),
            annotator_annotations: of_part(part).map(|_| 1).collect(),
        })
        .collect();
    let labels = (0..4).flat_map(|part| {
        of_part(part).map(move |annotator| PeriodLabels {
            period: part as u32,
            annotator,
            label: Label(0),
            annotations: 1,
        })
    });
    out.summaries.calendar = Outcome::Estimated(CalendarTally {
        period: Period::Week,
        periods: (0..4).map(|week| (week * 7, format!("2024-W0{}", week + 1))).collect(),
        labels: labels.collect(),
        models: Vec::new(),
    });
    out
}

fn both(tallies: &QuestionTallies, hidden: &dyn Fn(&str) -> bool) -> Vec<CoverageGrid> {
    let tally = &tallies.summaries.attributes[0];
    let mut out = by_slice((tallies, tally), hidden, &|_, _| false, 5);
    out.extend(over_time((tallies, tally), hidden, 5).and_then(|found| found.estimated().cloned()));
    out
}

#[test]
fn where_every_group_is_large_every_part_is_told() {
    let people: Vec<(u8, [bool; 4])> = (0..20).map(|who| (who % 2, [true; 4])).collect();
    let found = both(&tallies(&people), &|_| false);
    assert_eq!(found.len(), 2);
    for grid in found {
        assert_eq!(
            (grid.groups.join(""), grid.others, grid.parts.len(), grid.together),
            ("ab".into(), false, 4, 0)
        );
        assert!(grid.parts.iter().all(|part| part.annotators == [10, 10] && part.annotations == [10, 10]));
    }
}

#[test]
fn weeks_with_few_of_a_group_are_told_together() {
    // b works with three people in the second week, a group of ten otherwise.
    let mut people: Vec<(u8, [bool; 4])> = (0..20).map(|who| (who % 2, [true; 4])).collect();
    people.iter_mut().filter(|own| own.0 == 1).skip(3).for_each(|own| own.1[1] = false);
    let tallies = tallies(&people);
    let tally = &tallies.summaries.attributes[0];
    let found = over_time((&tallies, tally), &|_| false, 5).expect("dates");
    let names: Vec<&str> =
        found.estimated().expect("stretches").parts.iter().map(|part| part.part.as_str()).collect();
    assert_eq!(names, ["2024-W01", "2024-W02 – 2024-W03", "2024-W04"]);
    let sliced = by_slice((&tallies, tally), &|_| false, &|_, _| false, 5);
    let names: Vec<&str> = sliced[0].parts.iter().map(|part| part.part.as_str()).collect();
    assert_eq!((names, sliced[0].together), (vec!["b0", "b2", ""], 2), "one more slice hides the small one");
}

proptest! {
    /// No cell holds one to four annotators, nor does what is left of a group, or of everybody, without the cells told.
    #[test]
    fn no_cell_is_small(
        people in prop::collection::vec((0u8..3, any::<[bool; 4]>()), 1..60),
        hide in any::<bool>(),
    ) {
        let tallies = tallies(&people);
        let hidden = |group: &str| hide && group == "c";
        for grid in both(&tallies, &hidden) {
            for part in &grid.parts {
                prop_assert!(part.annotators.iter().all(|&n| n == 0 || n >= 5), "{grid:?}");
            }
            let told: u64 = grid.parts.iter().flat_map(|part| &part.annotations).sum();
            let all = people.iter().flat_map(|own| own.1).filter(|met| *met).count() as u64;
            prop_assert_eq!(told, all, "nothing is left over to be subtracted");
            prop_assert!(!grid.groups.iter().any(|group| hidden(group)));
        }
    }
}
