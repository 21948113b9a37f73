use super::*;
use crate::analysis::test_log::TestLog;
use crate::audit::Plan;
use crate::audit::test_audit::audit_of;
use proptest::prelude::*;

/// Cells by item and group: annotators where shown.
fn told(log: &TestLog, min_group: u64) -> Vec<(String, String, Option<u64>)> {
    let tallies = Tallies { questions: vec![log.tallies()] };
    let audit = audit_of(log, &Plan { min_group, ..Plan::default() });
    let mut out = Vec::new();
    let told = GroupItems::of(&tallies, &audit).tell(|cell| {
        out.push((cell.item.to_owned(), cell.group.to_owned(), cell.shares.map(|shares| shares.0)));
        Ok::<(), ()>(())
    });
    assert_eq!(told, Ok(()));
    out
}

/// Everybody sees every item, but for the given (item, annotator)s.
fn log(groups: &[&'static str], items: u32, missing: &[(u32, u32)]) -> TestLog {
    let people = groups.len() as u32;
    let all = (0..items).flat_map(|item| (0..people).map(move |who| (item, who)));
    TestLog {
        rows: all.filter(|cell| !missing.contains(cell)).map(|(i, who)| (i, who, (i + who) % 2)).collect(),
        labels: 2,
        items,
        annotators: people,
        roster: vec![("team", groups.to_vec())],
        ..TestLog::default()
    }
}

#[test]
fn shares_of_groups_are_told_item_by_item() {
    let log = log(&["a", "a", "a", "b", "b", "b", "b"], 2, &[]);
    let tallies = Tallies { questions: vec![log.tallies()] };
    let audit = audit_of(&log, &Plan { min_group: 3, ..Plan::default() });
    let mut shares = Vec::new();
    let told = GroupItems::of(&tallies, &audit).tell(|cell| {
        shares.extend(cell.shares.map(|(n, own)| (n, own[1].1)));
        Ok::<(), ()>(())
    });
    assert_eq!(told, Ok(()));
    assert_eq!(shares, [(3, 1.0 / 3.0), (4, 0.5), (3, 2.0 / 3.0), (4, 0.5)]);
}

/// Two of a are missing on item 1: the item's totals would tell the third, and so would the group's.
#[test]
fn a_small_cell_takes_another_of_its_item_and_of_its_group_with_it() {
    let log = log(&["a", "a", "a", "b", "b", "b", "b", "c", "c", "c"], 4, &[(1, 0), (1, 1)]);
    let told = told(&log, 3);
    let hidden: Vec<(&str, &str)> =
        told.iter().filter(|cell| cell.2.is_none()).map(|cell| (cell.0.as_str(), cell.1.as_str())).collect();
    assert!(hidden.contains(&("i0001", "a")) && hidden.len() >= 4, "{hidden:?}");
    assert!(hidden.len() < told.len(), "something is shown still: {hidden:?}");
}

/// Rank of linear equations by elimination.
fn rank(mut rows: Vec<Vec<f64>>) -> usize {
    let mut rank = 0;
    for column in 0..rows.first().map_or(0, Vec::len) {
        let Some(pivot) = (rank..rows.len()).find(|&row| rows[row][column].abs() > 1e-9) else { continue };
        rows.swap(rank, pivot);
        let lead = rows[rank].clone();
        for row in rows.iter_mut().skip(rank + 1) {
            let times = row[column] / lead[column];
            row.iter_mut().zip(&lead).for_each(|(own, lead)| *own -= times * lead);
        }
        rank += 1;
    }
    rank
}

proptest! {
    /// Whoever knows every item's and every group's totals solves for the cells that are withheld: no cell of few people
    /// follows, unless all other cells of its item and of its group are withheld already.
    #[test]
    fn sums_do_not_tell_small_cells(
        missing in prop::collection::btree_set((0u32..5, 0u32..13), 0..30), min_group in 2u64..4
    ) {
        let groups = ["a", "a", "a", "a", "b", "b", "b", "b", "b", "c", "c", "c", "c"];
        let log = log(&groups, 5, &missing.iter().copied().collect::<Vec<_>>());
        let told = told(&log, min_group);
        let n = |item: &str, group: &str| {
            let of = |row: &&(u32, u32, u32)| format!("i{:04}", row.0) == item && groups[row.1 as usize] == group;
            log.rows.iter().filter(of).count() as u64
        };
        let hidden: Vec<(&str, &str)> = told
            .iter()
            .filter(|cell| cell.2.is_none() && n(&cell.0, &cell.1) > 0)
            .map(|cell| (cell.0.as_str(), cell.1.as_str()))
            .collect();
        prop_assert!(told.iter().all(|cell| cell.2.is_none_or(|shown| shown >= min_group)));
        let equation = |keep: &dyn Fn(&(&str, &str)) -> bool| -> Vec<f64> {
            hidden.iter().map(|cell| f64::from(u8::from(keep(cell)))).collect()
        };
        let items: BTreeSet<&str> = hidden.iter().map(|cell| cell.0).collect();
        let names: BTreeSet<&str> = hidden.iter().map(|cell| cell.1).collect();
        let mut known: Vec<Vec<f64>> = items.iter().map(|item| equation(&|cell| cell.0 == *item)).collect();
        known.extend(names.iter().map(|name| equation(&|cell| cell.1 == *name)));
        let before = rank(known.clone());
        for &(item, group) in &hidden {
            let mut more = known.clone();
            more.push(equation(&|cell| *cell == (item, group)));
            let follows = rank(more) == before;
            let left = told.iter().any(|cell| cell.2.is_some() && (cell.0 == item || cell.1 == group));
            prop_assert!(!follows || n(item, group) >= min_group || !left, "{item} {group} of {hidden:?}");
        }
    }
}
