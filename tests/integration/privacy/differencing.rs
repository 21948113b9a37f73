//! Logs drawn at random, audited by the program, and everything that is written of them attacked.

use super::artifacts::{lines_telling, rows_telling, told_in_json};
use super::equations::Known;
use super::grids::assert_no_cell_follows;
use super::panel::{ANSWERED, Groups, Panel, panel};
use crate::program::{files, json, place, put, raterscope};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

pub const MIN_GROUP: usize = 5;

fn audited(folder: &Path, log: &str, roster: &str, flags: &[&str]) {
    put(folder, "log.csv", log);
    put(folder, "annotators.csv", roster);
    put(folder, "raterscope.toml", "[attributes]\nintersections = 2\n");
    let mut args = vec!["audit", "log.csv", "--roster", "annotators.csv", "--slice", "batch", "--quiet"];
    args.extend(["--replicates", "100", "-o", "out"]);
    args.extend(flags);
    let ran = raterscope(folder, &args);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
}

/// Small groups that some artifact tells numbers of, directly.
fn assert_small_groups_untold(out: &Path, all: &Groups, seed: u64) {
    let told = told_in_json(&json(&out.join("audit.json")));
    let texts: Vec<(String, String)> = files(out)
        .into_iter()
        .filter(|name| {
            name.ends_with(".csv") && !["suppression.csv", "annotators.csv"].contains(&name.as_str())
        })
        .map(|name| (fs::read_to_string(out.join(&name)).expect("text"), name))
        .map(|(text, name)| (name, text))
        .collect();
    let page = fs::read_to_string(out.join("report.html")).expect("a page");
    for (attribute, groups) in all {
        for (group, _) in groups.iter().filter(|(_, people)| people.len() < MIN_GROUP) {
            assert!(
                !told.contains(&(attribute.clone(), group.clone())),
                "{seed}: {attribute}={group} in audit.json"
            );
            // The same word names a group of every attribute.
            if group.contains("unknown") {
                continue;
            }
            for (name, text) in &texts {
                let lines = lines_telling(text, group);
                assert!(lines.is_empty(), "{seed}: {attribute}={group} in {name}: {lines:?}");
            }
            let rows = rows_telling(&page, group);
            assert!(rows.is_empty(), "{seed}: {attribute}={group} on the page: {rows:?}");
        }
    }
}

/// Small groups, and people who are alike in all that is shown, must not follow from sums of what is shown.
fn assert_nothing_follows(out: &Path, all: &Groups, people: usize, seed: u64) -> usize {
    nothing_follows(&told_in_json(&json(&out.join("audit.json"))), all, people, seed)
}

/// The same of numbers on the model, which are those of the people who annotated what it answered.
fn nothing_follows_beside_the_model(audit: &Value, panel: &Panel, seed: u64) -> usize {
    let met = panel.work.iter().filter(|work| work.item == ANSWERED).map(|work| work.person);
    let met: BTreeSet<usize> = met.collect();
    let number = |who: &usize| met.iter().position(|own| own == who);
    let mut all = panel.all_groups();
    for own in all.values_mut().flat_map(BTreeMap::values_mut) {
        *own = own.iter().filter_map(number).collect();
    }
    let model = &audit["questions"][0]["human_model"]["estimated"]["models"][0];
    nothing_follows(&told_in_json(&model["groups"]), &all, met.len(), seed)
}

fn nothing_follows(told: &BTreeSet<(String, String)>, all: &Groups, people: usize, seed: u64) -> usize {
    let shown: Vec<&BTreeSet<usize>> =
        told.iter().filter_map(|(attribute, group)| all.get(attribute)?.get(group)).collect();
    let known = Known::of(people, shown.iter().copied());
    for (attribute, groups) in all {
        for (group, own) in groups.iter().filter(|(_, own)| (1..MIN_GROUP).contains(&own.len())) {
            assert!(!known.tells(own), "{seed}: {attribute}={group} follows from what is shown");
        }
    }
    let mut alike: BTreeMap<Vec<bool>, BTreeSet<usize>> = BTreeMap::new();
    for person in 0..people {
        alike.entry(shown.iter().map(|set| set.contains(&person)).collect()).or_default().insert(person);
    }
    for own in alike.values().filter(|own| own.len() < MIN_GROUP) {
        assert!(!known.tells(own), "{seed}: {own:?} follow from what is shown");
    }
    shown.len()
}

#[test]
fn no_small_group_can_be_had_from_a_report() {
    let (mut shown, mut cells, mut beside) = (0, 0, 0);
    for seed in 1..=14 {
        let panel = panel(seed);
        let place = place();
        audited(place.path(), &panel.log, &panel.roster, &[]);
        let out = place.path().join("out");
        let all = panel.all_groups();
        assert_small_groups_untold(&out, &all, seed);
        shown += assert_nothing_follows(&out, &all, panel.people, seed);
        let audit = json(&out.join("audit.json"));
        cells += assert_no_cell_follows(&audit, &panel, seed);
        beside += nothing_follows_beside_the_model(&audit, &panel, seed);
    }
    assert!(beside > 40, "only {beside} groups were told beside the model: the test attacks nothing");
    assert!(cells > 0, "only {cells} cells of grids were told: the test attacks nothing");
    assert!(shown > 60, "only {shown} groups were shown at all: the test attacks nothing");
}

/// What the report tells that the gate writes of the log it judges.
fn gated(folder: &Path) -> BTreeSet<(String, String)> {
    let args = ["gate", "log.csv", "--roster", "annotators.csv", "--slice", "batch", "--replicates", "100"];
    let rest = ["--baseline", "last/audit.json", "--report", "gated", "--quiet"];
    let ran = raterscope(folder, &[&args[..], &rest[..]].concat());
    assert!([0, 1, 4].contains(&ran.status) && ran.stderr.is_empty(), "{ran:?}");
    told_in_json(&json(&folder.join("gated/audit.json")))
}

/// Annotators by (attribute, slicing column or period, part, group) as grids tell them of groups by name.
fn named_cells(audit: &Value) -> BTreeMap<[String; 4], u64> {
    let attributes = audit["questions"][0]["coverage"]["estimated"]["attributes"].as_array().expect("a list");
    let mut out = BTreeMap::new();
    let text = |value: &Value| value.as_str().expect("a text").to_string();
    for attribute in attributes {
        let timed = std::iter::once(&attribute["over_time"]["estimated"]).filter(|grid| !grid.is_null());
        for grid in attribute["by_slice"].as_array().expect("grids").iter().chain(timed) {
            for part in grid["parts"].as_array().expect("parts") {
                let annotators = part["annotators"].as_array().expect("numbers");
                for (group, n) in grid["groups"].as_array().expect("groups").iter().zip(annotators) {
                    let cell = [&attribute["attribute"], &grid["by"], &part["part"], group].map(text);
                    out.insert(cell, n.as_u64().expect("a number"));
                }
            }
        }
    }
    out
}

/// Last week's log, and this week's with one or two people more: no shown group may have grown by them alone.
#[test]
fn beside_the_baseline_nobody_who_joined_can_be_told() {
    let mut both = 0;
    for seed in 21..=24 {
        let panel = panel(seed);
        let place = place();
        let before = |text: &str| -> String {
            let newcomer =
                |line: &str| (0..1 + seed % 2).any(|person| line.contains(&format!("p{person:02}x")));
            text.lines().filter(|line| !newcomer(line)).map(|line| format!("{line}\n")).collect()
        };
        audited(place.path(), &before(&panel.log), &before(&panel.roster), &[]);
        fs::rename(place.path().join("out"), place.path().join("last")).expect("moved");
        audited(place.path(), &panel.log, &panel.roster, &["--baseline", "last/audit.json"]);
        let [last, now] =
            ["last", "out"].map(|name| told_in_json(&json(&place.path().join(name).join("audit.json"))));
        let joined: BTreeSet<usize> = (0..(1 + seed % 2) as usize).collect();
        for (attribute, group) in now.intersection(&last) {
            let Some(own) = panel.all_groups().get(attribute).and_then(|groups| groups.get(group)).cloned()
            else {
                continue;
            };
            assert!(own.is_disjoint(&joined), "{seed}: {attribute}={group} tells who joined");
        }
        let all = panel.all_groups();
        let cells =
            ["last", "out"].map(|name| named_cells(&json(&place.path().join(name).join("audit.json"))));
        for (cell, now) in &cells[1] {
            let differ = cells[0].get(cell).map_or(0, |last| last.abs_diff(*now));
            assert!(!(1..MIN_GROUP as u64).contains(&differ), "{seed}: {cell:?} differs by {differ}");
            both += usize::from(cells[0].contains_key(cell));
        }
        assert_nothing_follows(&place.path().join("out"), &all, panel.people, seed);
        assert!(gated(place.path()) == now, "{seed}: the gate's own report tells as much as the audit's");
        let audit = json(&place.path().join("out/audit.json"));
        let inputs = audit["intake"]["inputs"].as_array().expect("inputs");
        assert!(inputs.iter().any(|input| input["kind"] == "baseline"), "{inputs:?}");
    }
    assert!(both > 0, "no cell is told in both: the test attacks nothing");
}

/// Last week somebody had not yet worked in the second batch: all groups are as large as now, but not in that batch.
#[test]
fn beside_the_baseline_nobody_who_came_to_a_batch_can_be_told() {
    let mut both = 0;
    for seed in [1, 4, 7, 9] {
        let panel = panel(seed);
        let place = place();
        let late = |line: &&str| !(line.contains(",p05x,") && line.contains(",b1,"));
        let before: String = panel.log.lines().filter(late).map(|line| format!("{line}\n")).collect();
        audited(place.path(), &before, &panel.roster, &[]);
        fs::rename(place.path().join("out"), place.path().join("last")).expect("moved");
        audited(place.path(), &panel.log, &panel.roster, &["--baseline", "last/audit.json"]);
        let [last, now] =
            ["last", "out"].map(|name| named_cells(&json(&place.path().join(name).join("audit.json"))));
        for (cell, now) in now.iter().filter(|(cell, _)| last.contains_key(*cell)) {
            let differ = last[cell].abs_diff(*now);
            assert!(!(1..MIN_GROUP as u64).contains(&differ), "{seed}: {cell:?} differs by {differ}");
            both += 1;
        }
    }
    assert!(both > 0, "no cell is told in both: the test attacks nothing");
}
