//! Groups by slice and along the calendar, attacked across attributes: every cell told is an equation over who worked where.

use super::artifacts::told_in_json;
use super::differencing::MIN_GROUP;
use super::equations::Known;
use super::panel::{Panel, Work};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Who worked in which column of a grid: the unknowns.
type Cells = Vec<(usize, String)>;

/// No sum of cells told by slice or along the calendar gives a few people away; how many cells are told.
pub fn assert_no_cell_follows(audit: &Value, panel: &Panel, seed: u64) -> usize {
    let attributes = audit["questions"][0]["coverage"]["estimated"]["attributes"].as_array().expect("a list");
    let grids = |by: &str| -> Vec<(String, Value)> {
        let own = |attribute: &Value| -> Vec<(String, Value)> {
            let name = attribute["attribute"].as_str().expect("a name").to_string();
            let timed = std::iter::once(&attribute["over_time"]["estimated"]);
            let all = attribute["by_slice"].as_array().expect("grids").iter().chain(timed);
            all.filter(|grid| grid["by"] == by).map(|grid| (name.clone(), grid.clone())).collect()
        };
        attributes.iter().flat_map(own).collect()
    };
    let batch = |work: &Work| format!("b{}", work.batch);
    // The first of February 2026 is a Sunday.
    let week = |work: &Work| format!("2026-W{:02}", 5 + (work.day + 5) / 7);
    let told = told_in_json(audit);
    attacked(&grids("batch"), &batch, &told, panel, seed)
        + attacked(&grids("week"), &week, &told, panel, seed)
}

fn attacked(
    grids: &[(String, Value)],
    column: &dyn Fn(&Work) -> String,
    told: &BTreeSet<(String, String)>,
    panel: &Panel,
    seed: u64,
) -> usize {
    let cells: BTreeSet<(usize, String)> =
        panel.work.iter().map(|work| (work.person, column(work))).collect();
    let cells: Cells = cells.into_iter().collect();
    let those = |keep: &dyn Fn(&(usize, String)) -> bool| -> BTreeSet<usize> {
        (0..cells.len()).filter(|&cell| keep(&cells[cell])).collect()
    };
    let all = panel.all_groups();
    let columns: BTreeSet<&str> = cells.iter().map(|cell| cell.1.as_str()).collect();
    let mut known: Vec<BTreeSet<usize>> =
        columns.iter().map(|column| those(&|cell| cell.1 == *column)).collect();
    let shown = told.iter().filter_map(|(attribute, group)| all.get(attribute)?.get(group));
    known.extend(shown.map(|people| those(&|cell| people.contains(&cell.0))));
    let mut sums = Vec::new();
    for (attribute, grid) in grids {
        sums.extend(told_cells(&all[attribute], grid, &columns).into_iter().map(|(people, within, n)| {
            let sum = those(&|cell| people.contains(&cell.0) && within.contains(cell.1.as_str()));
            let who: BTreeSet<usize> = sum.iter().map(|&cell| cells[cell].0).collect();
            assert_eq!(who.len() as u64, n, "{seed}: {attribute} {grid}");
            sum
        }));
    }
    sums.retain(|sum| !sum.is_empty());
    assert_differences(&sums, &known, &cells, seed);
    assert_not_solved(&sums, &known, &cells, seed);
    sums.len()
}

/// By cell of a grid: who may be in it, the columns it covers, and how many annotators it tells.
fn told_cells<'a>(
    groups: &BTreeMap<String, BTreeSet<usize>>,
    grid: &Value,
    columns: &BTreeSet<&'a str>,
) -> Vec<(BTreeSet<usize>, BTreeSet<&'a str>, u64)> {
    let texts = |list: &Value, field: Option<&str>| -> Vec<String> {
        let text = |one: &Value| field.map_or(one, |field| &one[field]).as_str().expect("a text").to_string();
        list.as_array().expect("a list").iter().map(text).collect()
    };
    let names = texts(&grid["groups"], None);
    let mut people: Vec<BTreeSet<usize>> = names.iter().map(|name| groups[name].clone()).collect();
    let rest = groups.iter().filter(|(name, _)| !names.contains(name)).flat_map(|(_, own)| own.clone());
    people.push(rest.collect());
    let parts = texts(&grid["parts"], Some("part"));
    let mut out = Vec::new();
    for (part, own) in parts.iter().zip(grid["parts"].as_array().expect("parts")) {
        let ends: Vec<&str> = part.split(" – ").collect();
        let inside = |column: &&str| match part.is_empty() {
            true => !parts.iter().any(|part| part == column),
            false => ends[0] <= *column && *column <= ends[ends.len() - 1],
        };
        let within: BTreeSet<&str> = columns.iter().copied().filter(inside).collect();
        for (people, n) in people.iter().zip(own["annotators"].as_array().expect("numbers")) {
            out.push((people.clone(), within.clone(), n.as_u64().expect("a number")));
        }
    }
    out
}

/// What a cell and another, or a total, differ by is nobody or enough people.
fn assert_differences(sums: &[BTreeSet<usize>], known: &[BTreeSet<usize>], cells: &Cells, seed: u64) {
    for (place, one) in sums.iter().enumerate() {
        for other in sums[place + 1..].iter().chain(known) {
            let differ: BTreeSet<usize> =
                one.symmetric_difference(other).map(|&cell| cells[cell].0).collect();
            assert!(differ.is_empty() || differ.len() >= MIN_GROUP, "{seed}: {differ:?} by subtraction");
        }
    }
}

/// Nobody's work in a column, nobody's work at all, and nothing of few people who are alike in all that is told follows from
/// all of it.
fn assert_not_solved(sums: &[BTreeSet<usize>], known: &[BTreeSet<usize>], cells: &Cells, seed: u64) {
    let all: Vec<&BTreeSet<usize>> = sums.iter().chain(known).collect();
    let solved = Known::of(cells.len(), all.iter().copied());
    let mut targets: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (cell, (person, _)) in cells.iter().enumerate() {
        let alike: Vec<bool> = all.iter().map(|sum| sum.contains(&cell)).collect();
        targets.entry(format!("{alike:?}")).or_default().insert(cell);
        targets.entry(format!("person {person}")).or_default().insert(cell);
    }
    for (what, target) in targets {
        let people: BTreeSet<usize> = target.iter().map(|&cell| cells[cell].0).collect();
        let told = people.len() < MIN_GROUP && solved.tells(&target);
        assert!(!told, "{seed}: {people:?} follow: {what}");
    }
}
