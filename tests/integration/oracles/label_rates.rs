//! Label rates of two sides, how groups and labels go together, and how far distributions lie apart.

use super::{Ledger, reference};
use raterscope::analysis::inference::{
    Association, BreslowDaySums, Divergence, MantelHaenszel, TwoSides, cohens_h, normal_quantile,
};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

#[test]
fn label_rates_by_group_meet_their_oracles() {
    let Some((folder, oracles)) = reference() else { return };
    let mut ledger = Ledger::default();
    for oracle in &oracles {
        match oracle["metric"].as_str().expect("a kind") {
            "association_group_label" => association(oracle, &folder, &mut ledger),
            "mantel_haenszel" => mantel_haenszel(oracle, &folder, &mut ledger),
            "cohens_h" => effect_sizes(oracle, &folder, &mut ledger),
            "distribution_divergence" => divergences(oracle, &folder, &mut ledger),
            _ => {}
        }
    }
    ledger.tell();
    assert!(ledger.checked() > 60 && ledger.misses.is_empty(), "missed:\n{}", ledger.misses.join("\n"));
}

fn records(oracle: &Value, folder: &Path) -> Vec<csv::StringRecord> {
    let path = folder.join(oracle["data"].as_str().expect("one CSV"));
    let mut reader = csv::Reader::from_path(path).expect("a readable CSV");
    reader.records().map(|row| row.expect("a row")).collect()
}

fn judge_all(oracle: &Value, kind: &str, found: &dyn Fn(&str) -> Option<f64>, ledger: &mut Ledger) {
    for (key, wanted) in oracle["expected"].as_object().expect("named values") {
        let own = found(key).ok_or_else(|| "none".to_owned());
        ledger.judge(kind, oracle, key, own, wanted.as_f64().expect("a number"));
    }
}

fn association(oracle: &Value, folder: &Path, ledger: &mut Ledger) {
    let mut counts: BTreeMap<String, BTreeMap<String, f64>> = BTreeMap::new();
    let rows = records(oracle, folder);
    for row in &rows {
        *counts.entry(row[2].to_owned()).or_default().entry(row[4].to_owned()).or_default() += 1.0;
    }
    let labels: std::collections::BTreeSet<&str> = rows.iter().map(|row| &row[4]).collect();
    let line = |own: &BTreeMap<String, f64>| {
        labels.iter().map(|label| own.get(*label).copied().unwrap_or(0.0)).collect::<Vec<f64>>()
    };
    let found = Association::of(&counts.values().map(line).collect::<Vec<_>>()).expect("a table");
    let value = |key: &str| match key {
        "chi2" => Some(found.chi2),
        "df" => Some(found.df),
        "p" => Some(found.p),
        "g2" => Some(found.g2),
        "cramers_v" => Some(found.cramers_v),
        "cramers_v_bias_corrected" => Some(found.cramers_v_corrected),
        "tschuprow_t" => Some(found.tschuprow_t),
        _ => None,
    };
    judge_all(oracle, "association_group_label", &value, ledger);
}

fn mantel_haenszel(oracle: &Value, folder: &Path, ledger: &mut Ledger) {
    let mut strata: BTreeMap<String, TwoSides> = BTreeMap::new();
    for row in records(oracle, folder) {
        let n: f64 = row[3].parse().expect("a count");
        let sides =
            strata.entry(row[0].to_owned()).or_insert(TwoSides { first: (0.0, 0.0), second: (0.0, 0.0) });
        let side = if &row[1] == "e1" { &mut sides.first } else { &mut sides.second };
        side.0 += if &row[2] == "y1" { n } else { 0.0 };
        side.1 += n;
    }
    let mut sums = MantelHaenszel::default();
    strata.values().for_each(|&sides| sums.add(sides));
    let odds_ratio = sums.odds_ratio().expect("both kinds of hits");
    let mut alike = BreslowDaySums::around(odds_ratio);
    strata.values().for_each(|&sides| alike.add(sides));
    let alike = alike.test().expect("strata");
    let reach = normal_quantile(0.975) * sums.log_odds_se().expect("an error");
    let value = |key: &str| match key {
        "or_mh" => Some(odds_ratio),
        "log_or" => Some(odds_ratio.ln()),
        "log_or_se" => sums.log_odds_se(),
        "ci_low" => Some((odds_ratio.ln() - reach).exp()),
        "ci_high" => Some((odds_ratio.ln() + reach).exp()),
        "cmh_chi2" => sums.chi2(false).map(|found| found.0),
        "cmh_p" => sums.chi2(false).map(|found| found.1),
        "cmh_chi2_cc" => sums.chi2(true).map(|found| found.0),
        "cmh_p_cc" => sums.chi2(true).map(|found| found.1),
        "breslow_day" => Some(alike.chi2),
        "breslow_day_p" => Some(alike.p),
        "breslow_day_tarone" => Some(alike.tarone),
        "risk_ratio_mh" => sums.ratio(),
        _ => None,
    };
    judge_all(oracle, "mantel_haenszel", &value, ledger);
}

fn effect_sizes(oracle: &Value, folder: &Path, ledger: &mut Ledger) {
    let share = |text: &str| text.parse::<f64>().expect("a share");
    let rows = records(oracle, folder);
    let value = |key: &str| {
        let row = rows.iter().find(|row| &row[0] == key)?;
        Some(cohens_h(share(&row[1]), share(&row[2])))
    };
    judge_all(oracle, "cohens_h", &value, ledger);
}

fn divergences(oracle: &Value, folder: &Path, ledger: &mut Ledger) {
    let mut counts: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for row in records(oracle, folder) {
        counts.entry(row[0].to_owned()).or_default().push(row[2].parse().expect("a count"));
    }
    for (pair, wanted) in oracle["expected"].as_object().expect("pairs") {
        let (first, second) = pair.split_once('|').expect("two groups");
        let found = Divergence::of(&counts[first], &counts[second]).expect("weights");
        for (key, wanted) in wanted.as_object().expect("named values") {
            let own = match key.as_str() {
                "js_divergence_bits" => Some(found.jensen_shannon_bits),
                "js_distance_bits" => Some(found.jensen_shannon_distance()),
                "js_divergence_nats" => Some(found.jensen_shannon_bits * std::f64::consts::LN_2),
                "kl_bits_p_q" => found.kullback_leibler_bits,
                "total_variation" => Some(found.total_variation),
                "hellinger" => Some(found.hellinger),
                _ => None,
            };
            let wanted = wanted.as_f64().expect("a number");
            ledger.judge(
                "distribution_divergence",
                oracle,
                key,
                own.ok_or_else(|| "none".to_owned()),
                wanted,
            );
        }
    }
}
