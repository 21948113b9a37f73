use super::*;
use crate::analysis::coverage::{calendar_columns, slicing_columns};
use crate::analysis::test_log::TestLog;
use crate::tally::{CalendarTally, PatternTable, PeriodLabels, QuestionTallies, SliceTally};
use crate::vocabulary::{Label, Outcome, Period};
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

fn grid(tallies: &QuestionTallies, log: &LogColumns, hidden: &dyn Fn(&str) -> bool) -> Option<CoverageGrid> {
    let choices = grid_choices(log, &tallies.summaries.attributes[0], hidden, 5);
    for choice in &choices {
        assert_members(choice, log);
    }
    choices.into_iter().next().map(|choice| choice.grid)
}

/// Those whom cells are said to speak of are as many as cells tell.
fn assert_members(choice: &GridChoice, log: &LogColumns) {
    let told = choice.grid.parts.iter().flat_map(|part| part.annotators.iter().zip(&part.annotations));
    let told: Vec<(u64, u64)> = told.map(|(&who, &n)| (who, n)).filter(|own| own.0 > 0).collect();
    let people = choice.people(log);
    let counted = people.iter().map(|cell| {
        let who: std::collections::BTreeSet<u32> = cell.iter().map(|own| own.1).collect();
        (who.len() as u64, cell.iter().map(|own| log.columns[own.0].people[&own.1]).sum())
    });
    assert_eq!(counted.collect::<Vec<(u64, u64)>>(), told);
}

fn both(tallies: &QuestionTallies, hidden: &dyn Fn(&str) -> bool) -> Vec<CoverageGrid> {
    let mut logs = slicing_columns(tallies, &|_, _| false);
    logs.extend(calendar_columns(tallies));
    logs.iter().filter_map(|log| grid(tallies, log, hidden)).collect()
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
    let found = both(&tallies(&people), &|_| false);
    let names =
        |grid: &CoverageGrid| -> Vec<String> { grid.parts.iter().map(|part| part.part.clone()).collect() };
    assert_eq!(names(&found[1]), ["2024-W01", "2024-W02 – 2024-W03", "2024-W04"]);
    let sliced = (names(&found[0]).join(","), found[0].together);
    assert_eq!(sliced, ("b0,b2,".into(), 2), "one more slice hides the small one");
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
