//! `ols_fixed_effects` of the reference tables: statsmodels 0.15 and R agree on it.

use raterscope::analysis::fatigue::{
    ClusterSums, Fatigue, FatigueOptions, FatigueVerdict, WithinSlope, measure,
};
use raterscope::analysis::inference::InferenceOptions;
use raterscope::{log, source, tally};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

struct Observation {
    annotator: String,
    position: f64,
    hard: f64,
    log_time: f64,
}

fn reference() -> Option<PathBuf> {
    let folder = std::env::var_os("RATERSCOPE_REFERENCE");
    if folder.is_none() {
        // Straight to standard error, which the test harness does not swallow.
        let _ =
            writeln!(std::io::stderr(), "LEFT OUT: RATERSCOPE_REFERENCE is not set, so no slope was checked");
    }
    folder.map(PathBuf::from)
}

fn observations(path: &Path) -> Vec<Observation> {
    let mut reader = csv::Reader::from_path(path).expect("the table of the oracle opens");
    let names: Vec<String> = reader.headers().expect("a header").iter().map(String::from).collect();
    let column = |name: &str| names.iter().position(|n| n == name).expect("the oracle's column");
    let [annotator, position, hard, duration] = ["annotator", "position", "hard", "duration_s"].map(column);
    let rows = reader.records().map(|row| row.expect("a row"));
    rows.map(|row| {
        let number = |at: usize| row[at].parse::<f64>().expect("a number");
        Observation {
            annotator: row[annotator].into(),
            position: number(position) / 10.0,
            hard: number(hard),
            log_time: number(duration).ln(),
        }
    })
    .collect()
}

/// Centres by annotator.
fn centred(log: &[Observation], of: fn(&Observation) -> f64) -> Vec<f64> {
    let mut sums: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for row in log {
        let sum = sums.entry(&row.annotator).or_default();
        *sum = (sum.0 + of(row), sum.1 + 1.0);
    }
    let mean = |row: &Observation| sums[row.annotator.as_str()].0 / sums[row.annotator.as_str()].1;
    log.iter().map(|row| of(row) - mean(row)).collect()
}

fn inner(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// What `other` leaves unexplained of `values` (Frisch–Waugh–Lovell takes care of the covariate `hard`).
fn residual(values: &[f64], other: &[f64]) -> Vec<f64> {
    let slope = inner(values, other) / inner(other, other);
    values.iter().zip(other).map(|(v, o)| v - slope * o).collect()
}

fn clusters(log: &[Observation]) -> Vec<ClusterSums> {
    let hard = centred(log, |row| row.hard);
    let x = residual(&centred(log, |row| row.position), &hard);
    let y = residual(&centred(log, |row| row.log_time), &hard);
    let mut sums: BTreeMap<&str, ClusterSums> = BTreeMap::new();
    for (row, (x, y)) in log.iter().zip(x.iter().zip(&y)) {
        let empty = ClusterSums { annotator: 0, n: 0, cells: 1, xx: 0.0, xy: 0.0, yy: 0.0 };
        let own = sums.entry(&row.annotator).or_insert(empty);
        own.n += 1;
        own.xx += x * x;
        own.xy += x * y;
        own.yy += y * y;
    }
    sums.into_values().collect()
}

#[test]
fn reference_slope_with_fixed_effects_and_its_cr1_error() {
    let Some(oracles) = reference().map(|folder| folder.join("oracles")) else { return };
    let text = std::fs::read_to_string(oracles.join("expected.json")).expect("the oracles are there");
    let entries: Vec<serde_json::Value> = serde_json::from_str(&text).expect("JSON");
    let mut met = 0;
    for entry in entries.iter().filter(|entry| entry["metric"] == "ols_fixed_effects") {
        let log = observations(&oracles.join(entry["data"].as_str().expect("a path")));
        let fit = WithinSlope::fit(clusters(&log), "ln time", "annotators").expect("positions vary");
        let error = fit.cr1(fit.parameters() + 1);
        let margin = error.margin(0.95);
        let got = [
            ("beta_pos10", fit.value),
            ("se_pos10_cluster_cr1", error.se),
            ("t", fit.value / error.se),
            ("p", error.p_value(fit.value)),
            ("ci_low", fit.value - margin),
            ("ci_high", fit.value + margin),
        ];
        for (name, got) in got {
            let expected = entry["expected"][name].as_f64().expect("a number");
            let tolerance = entry["tolerance"].as_f64().expect("one tolerance");
            assert!((got - expected).abs() <= tolerance, "{name}: {got} for {expected}");
            met += 1;
        }
    }
    assert!(met >= 6, "the oracle has no ols_fixed_effects");
}

fn fatigue_of(log: &Path, options: &log::Options) -> Fatigue {
    let logs = vec![source::open(log, &source::Options::default()).expect("the log opens")];
    let inputs = log::Inputs { logs, roster: None, items: None, predictions: Vec::new() };
    let log = log::normalize(inputs, options, None).expect("the log is read");
    let tallies = tally::count(log).0;
    let fatigue = measure(&tallies.questions[0], &FatigueOptions::default(), &InferenceOptions::default());
    fatigue.estimated().expect("the log tells the order").clone()
}

/// People get faster and better along these logs (Geirhos et al. 2019; CrowdTruth): whoever finds fatigue is wrong.
#[test]
fn reference_logs_without_fatigue_show_none() {
    let Some(folder) = reference().map(|folder| folder.join("logs")) else { return };
    let by_order = log::Options { order: Some("order".into()), ..log::Options::default() };
    let cue_conflict = fatigue_of(&folder.join("cue_conflict_humans_models.csv"), &by_order);
    assert_eq!((cue_conflict.annotators, cue_conflict.annotations), (10, 12_800));
    assert_ne!(cue_conflict.verdict, FatigueVerdict::Falls);
    let slope = cue_conflict.outcome.primary.estimated().expect("a slope");
    assert!(slope.estimate.value > 0.0, "accuracy rises from .737 to .813: {}", slope.estimate.value);
    let directions = fatigue_of(&folder.join("crowdtruth_reldir.csv"), &log::Options::default());
    assert_ne!(directions.verdict, FatigueVerdict::Falls);
    let times = directions.log_time.estimated().and_then(|pair| pair.primary.estimated()).expect("times");
    assert!(times.estimate.value < 0.0, "people get faster: {}", times.estimate.value);
}
