//! Numbers that other people published or other people's programs gave, met from the CSV through the library. The
//! tables are not ours to hand on: RATERSCOPE_REFERENCE names the folder that holds `oracles/expected.json`.

mod annotator_aware;
mod beside_people;
mod cohesion;
mod confidence;
mod consensus;
mod continuous;
mod coverage;
mod fatigue;
mod kinds;
mod label_rates;
mod pace;
mod pooled;
mod series;
mod sets;
mod shares;

use raterscope::analysis::agreement::{Distance, Pool, Pooled, coefficient};
use raterscope::analysis::inference::{Scheme, Stream, quantile, resample};
use raterscope::tally::PatternTable;
use raterscope::vocabulary::{Label, LabelSet, Scale, Seed};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[test]
fn the_item_bootstrap_meets_its_oracles() {
    let Some((folder, oracles)) = reference() else { return };
    let mut ledger = Ledger::default();
    for oracle in oracles.iter().filter(|oracle| oracle["metric"] == "bootstrap_alpha_items") {
        check_bootstrap(oracle, &folder, &mut ledger);
    }
    ledger.tell();
    assert!(ledger.checked() > 20 && ledger.misses.is_empty(), "missed:\n{}", ledger.misses.join("\n"));
}

/// The folder of the oracles and what they expect; says aloud when nothing can be checked.
pub fn reference() -> Option<(PathBuf, Vec<Value>)> {
    let Ok(reference) = std::env::var("RATERSCOPE_REFERENCE") else {
        println!("LEFT OUT: RATERSCOPE_REFERENCE is not set, so no oracle was checked");
        return None;
    };
    let folder = Path::new(&reference).join("oracles");
    let text = std::fs::read_to_string(folder.join("expected.json")).expect("expected.json is readable");
    Some((folder, serde_json::from_str(&text).expect("expected.json is JSON")))
}

fn check_bootstrap(oracle: &Value, folder: &Path, ledger: &mut Ledger) {
    let (table, labels) = read(&folder.join(oracle["data"].as_str().expect("one CSV")));
    let level = oracle["params"]["level"].as_str().expect("a level");
    let alpha = |items: &[u64]| {
        let drawn = PatternTable { items: items.to_vec(), ..table.clone() };
        let scale = Scale::ALL.into_iter().find(|scale| scale.name() == level).expect("a scale");
        let distance = Distance::of_scale(scale, &labels);
        coefficient(Pooled::KrippendorffAlpha, &Pool::new(&drawn, &labels), distance).ok().map(|e| e.value)
    };
    let stream = Stream { seed: Seed::default(), question: "oracle", slice: level, purpose: "items" };
    let scheme = Scheme::Bootstrap { replicates: 20_000 };
    let resampled = resample(&table.items, scheme, stream, 1, &|items, out| out[0] = alpha(items));
    let mut sorted: Vec<f64> = resampled.column(0).into_iter().flatten().collect();
    sorted.sort_by(f64::total_cmp);
    let below =
        |line: f64| Some(sorted.iter().filter(|&&alpha| alpha < line).count() as f64 / sorted.len() as f64);
    for (key, wanted) in oracle["expected"].as_object().expect("named values") {
        let found = match key.as_str() {
            "alpha" => resampled.point(0),
            "q025" => quantile(&sorted, 0.025),
            "q05" => quantile(&sorted, 0.05),
            "median" => quantile(&sorted, 0.5),
            "q95" => quantile(&sorted, 0.95),
            "q975" => quantile(&sorted, 0.975),
            "boot_se" => resampled.se(0),
            "p_alpha_below_0.667" => below(0.667),
            "p_alpha_below_0.8" => below(0.8),
            "undefined_share" => Some(1.0 - sorted.len() as f64 / 20_000.0),
            _ => continue,
        };
        let wanted = wanted.as_f64().expect("a number");
        ledger.judge("bootstrap_alpha_items", oracle, key, found.ok_or("undefined".into()), wanted);
    }
}

/// What was met, missed and passed over.
#[derive(Default)]
pub struct Ledger {
    kinds: BTreeMap<String, (u32, u32)>,
    skipped: BTreeMap<String, u32>,
    pub misses: Vec<String>,
}

impl Ledger {
    pub fn checked(&self) -> u32 {
        self.kinds.values().map(|&(_, of)| of).sum()
    }

    pub fn skip(&mut self, why: &str) {
        *self.skipped.entry(why.to_owned()).or_default() += 1;
    }

    pub fn judge(&mut self, kind: &str, oracle: &Value, key: &str, found: Result<f64, String>, wanted: f64) {
        let tolerance = oracle["tolerance"].as_f64().or_else(|| oracle["tolerance"][key].as_f64());
        let entry = self.kinds.entry(kind.to_owned()).or_default();
        entry.1 += 1;
        match (found, tolerance) {
            (Ok(found), Some(tolerance)) if (found - wanted).abs() <= tolerance => entry.0 += 1,
            (found, tolerance) => {
                self.misses.push(format!("{} {key}: {found:?}, not {wanted} ± {tolerance:?}", oracle["id"]));
            }
        }
    }

    pub fn tell(&self) {
        for (kind, (met, of)) in &self.kinds {
            println!("{kind}: {met} / {of} values met");
        }
        for (why, n) in &self.skipped {
            println!("passed over: {n} × {why}");
        }
    }
}

/// Long CSV `item,annotator,label` to a pattern table; labels sorted by value where all are numbers.
fn read(path: &Path) -> (PatternTable, LabelSet) {
    read_as(path, str::to_owned)
}

/// The same with labels under other names.
fn read_as(path: &Path, name: fn(&str) -> String) -> (PatternTable, LabelSet) {
    let mut items: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut reader = csv::Reader::from_path(path).expect("a readable CSV");
    for record in reader.records() {
        let record = record.expect("a CSV record");
        items.entry(record[0].to_owned()).or_default().push(name(&record[2]));
    }
    let mut names: Vec<String> = items.values().flatten().cloned().collect();
    names.sort();
    names.dedup();
    let mut values: Option<Vec<f64>> = names.iter().map(|name| name.parse().ok()).collect();
    if let Some(values) = &mut values {
        names.sort_by(|a, b| a.parse::<f64>().unwrap_or(0.0).total_cmp(&b.parse().unwrap_or(0.0)));
        values.sort_by(f64::total_cmp);
    }
    let mut patterns: BTreeMap<Vec<(Label, u32)>, u64> = BTreeMap::new();
    for labels in items.values() {
        let mut counts: BTreeMap<Label, u32> = BTreeMap::new();
        for label in labels {
            let k = names.iter().position(|name| name == label).expect("a known label");
            *counts.entry(Label(k as u32)).or_default() += 1;
        }
        *patterns.entry(counts.into_iter().collect()).or_default() += 1;
    }
    let mut table = PatternTable { offsets: vec![0], ..PatternTable::default() };
    for (counts, items) in patterns {
        table.entries.extend(counts);
        table.offsets.push(table.entries.len() as u32);
        table.items.push(items);
    }
    (table, LabelSet { names, values, declared: false, used: Vec::new() })
}
