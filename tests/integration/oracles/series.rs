//! Trends and change points of series, and adjusted p values.

use super::{Ledger, reference};
use raterscope::analysis::inference::{
    Adjustment, Breaks, change_points, cusum, mann_kendall, pettitt, sen_slope, serial_variance,
};
use serde_json::Value;
use std::path::Path;

#[test]
fn trends_and_change_points_meet_their_oracles() {
    let Some((folder, oracles)) = reference() else { return };
    let mut ledger = Ledger::default();
    for oracle in &oracles {
        match oracle["metric"].as_str().expect("a kind") {
            "mann_kendall" => of_trend(oracle, &series(oracle, &folder), &mut ledger),
            "mann_kendall_modified" => of_correlated(oracle, &series(oracle, &folder), &mut ledger),
            "sen_slope_ci" => of_slope(oracle, &series(oracle, &folder), &mut ledger),
            "change_point" => of_breaks(oracle, &series(oracle, &folder), &mut ledger),
            "cusum" => of_cusum(oracle, &series(oracle, &folder), &mut ledger),
            "p_adjust" => of_adjustment(oracle, &folder, &mut ledger),
            _ => {}
        }
    }
    ledger.tell();
    assert!(ledger.checked() > 100 && ledger.misses.is_empty(), "missed:\n{}", ledger.misses.join("\n"));
}

/// The second column of an oracle's CSV.
fn series(oracle: &Value, folder: &Path) -> Vec<f64> {
    column(oracle, folder, 1)
}

fn column(oracle: &Value, folder: &Path, at: usize) -> Vec<f64> {
    let path = folder.join(oracle["data"].as_str().expect("one CSV"));
    let mut reader = csv::Reader::from_path(path).expect("a readable CSV");
    reader.records().map(|row| row.expect("a row")[at].parse().expect("a number")).collect()
}

fn of_trend(oracle: &Value, series: &[f64], ledger: &mut Ledger) {
    let found = mann_kendall(series).expect("points");
    let slope = sen_slope(&in_order(series), 0.95, 1.0).expect("points").slope;
    let trend = if found.p > 0.05 {
        "no trend"
    } else if found.z < 0.0 {
        "decreasing"
    } else {
        "increasing"
    };
    for (key, wanted) in oracle["expected"].as_object().expect("named values") {
        let own = match key.as_str() {
            "S" => found.score,
            "var_S" => found.variance,
            "z" => found.z,
            "p" => found.p,
            "tau_a" => found.tau_a,
            "tau_b" => found.tau_b.expect("not all equal"),
            "sen_slope" => slope,
            "trend" => {
                assert_eq!(trend, wanted.as_str().expect("a word"));
                continue;
            }
            other => panic!("unknown value {other}"),
        };
        ledger.judge("mann_kendall", oracle, key, Ok(own), wanted.as_f64().expect("a number"));
    }
}

/// Hamed and Rao's correction, by pymannkendall's convention: Sen's slope taken out, ranks, all significant lags. Yue and
/// Wang's is not offered: over all lags autocorrelations add up to −½ whatever the series is like, so that its p of the
/// tied series is 0.
fn of_correlated(oracle: &Value, series: &[f64], ledger: &mut Ledger) {
    let found = mann_kendall(series).expect("points");
    let factor = serial_variance(series).expect("it varies");
    for (key, wanted) in oracle["expected"].as_object().expect("named values") {
        let own = match key.as_str() {
            "hamed_rao_var" => found.variance * factor,
            "hamed_rao_p" => found.with_variance(factor).1,
            "yue_wang_p" => {
                ledger.skip("Yue and Wang's variance over all lags is not offered");
                continue;
            }
            other => panic!("unknown value {other}"),
        };
        ledger.judge("mann_kendall_modified", oracle, key, Ok(own), wanted.as_f64().expect("a number"));
    }
}

fn of_slope(oracle: &Value, series: &[f64], ledger: &mut Ledger) {
    let level = oracle["params"]["conf_level"].as_f64().expect("a level");
    let found = sen_slope(&in_order(series), level, 1.0).expect("points");
    for (key, wanted) in oracle["expected"].as_object().expect("named values") {
        let own = match key.as_str() {
            "slope" => found.slope,
            "ci_low" => found.interval.0,
            "ci_high" => found.interval.1,
            other => panic!("unknown value {other}"),
        };
        ledger.judge("sen_slope_ci", oracle, key, Ok(own), wanted.as_f64().expect("a number"));
    }
}

fn in_order(series: &[f64]) -> Vec<(f64, f64)> {
    (1u32..).map(f64::from).zip(series.iter().copied()).collect()
}

/// The keys name the search: a penalty, or so many breaks. The first step of binary segmentation is the best single break.
fn of_breaks(oracle: &Value, series: &[f64], ledger: &mut Ledger) {
    let shortest = oracle["params"]["min_size"].as_u64().expect("a size") as usize;
    for (key, wanted) in oracle["expected"].as_object().expect("named values") {
        let breaks = match key.strip_prefix("pelt_l2_pen") {
            Some(penalty) => Breaks::Penalty(penalty.parse().expect("a penalty")),
            None if key.starts_with("dynp_l2_2") => Breaks::Exactly(2),
            None => Breaks::Exactly(1),
        };
        let mut found = change_points(series, breaks, shortest);
        found.push(series.len());
        let wanted = wanted.as_array().expect("breaks");
        assert_eq!(found.len(), wanted.len(), "{key}: {found:?}");
        for (own, wanted) in found.iter().zip(wanted) {
            ledger.judge("change_point", oracle, key, Ok(*own as f64), wanted.as_f64().expect("a number"));
        }
    }
}

fn of_cusum(oracle: &Value, series: &[f64], ledger: &mut Ledger) {
    let (sums, ranks) = (cusum(series, 1.0).expect("it varies"), pettitt(series).expect("points"));
    for (key, wanted) in oracle["expected"].as_object().expect("named values") {
        let own = match key.as_str() {
            "statistic" => sums.statistic,
            "p" => sums.p,
            "argmax_index_1based" => sums.index as f64,
            "pettitt_K" => ranks.statistic,
            "pettitt_index" => ranks.index as f64,
            "pettitt_p" => ranks.p,
            other => panic!("unknown value {other}"),
        };
        ledger.judge("cusum", oracle, key, Ok(own), wanted.as_f64().expect("a number"));
    }
}

fn of_adjustment(oracle: &Value, folder: &Path, ledger: &mut Ledger) {
    let p = column(oracle, folder, 1);
    for (key, wanted) in oracle["expected"].as_object().expect("named values") {
        let kind = match key.as_str() {
            "BH" | "bh_rejections_q05" => Adjustment::BenjaminiHochberg,
            "BY" => Adjustment::BenjaminiYekutieli,
            name => Adjustment::ALL.into_iter().find(|kind| kind.name() == name).expect("a known adjustment"),
        };
        let adjusted = kind.adjusted(&p);
        if let Some(rejections) = wanted.as_u64() {
            let own = adjusted.iter().filter(|&&q| q <= 0.05).count();
            ledger.judge("p_adjust", oracle, key, Ok(own as f64), rejections as f64);
            continue;
        }
        for (own, wanted) in adjusted.iter().zip(wanted.as_array().expect("as many as tests")) {
            ledger.judge("p_adjust", oracle, key, Ok(*own), wanted.as_f64().expect("a number"));
        }
    }
}
