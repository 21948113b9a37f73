//! Fatigue as the program tells it. Public logs mostly show learning: whoever finds fatigue there is wrong. The logs are not
//! ours to hand on: RATERSCOPE_REFERENCE names the folder that holds `logs/`.

use crate::program::{Row, estimates, json, place, put, raterscope};
use std::path::Path;

/// (log, flags, metrics that must lie above 0 by their intervals, metrics that must lie below).
type Known = (&'static str, &'static [&'static str], &'static [&'static str], &'static [&'static str]);

const LOGS: &[Known] = &[
    (
        "cue_conflict_humans_models",
        &["--order", "order", "--time", "duration_ms"],
        &["outcome_slope", "outcome_slope_item_effects", "right_log_odds_slope", "warm_up_change"],
        &["log_time_slope"],
    ),
    (
        "crowdtruth_reldir",
        &["--time", "duration_s"],
        &["later_sessions_change"],
        &["log_time_slope", "warm_up_log_time_change", "later_sessions_log_time_change"],
    ),
    (
        "cifar10s_soft",
        &["--order", "order", "--time", "duration_ms"],
        &[],
        &["log_time_slope", "warm_up_log_time_change"],
    ),
];

#[test]
fn real_logs_without_fatigue_show_learning_and_no_cap() {
    let Ok(reference) = std::env::var("RATERSCOPE_REFERENCE") else {
        println!("LEFT OUT: RATERSCOPE_REFERENCE is not set, so no real log was looked at for fatigue");
        return;
    };
    for (log, flags, above, below) in LOGS {
        let place = place();
        let path = Path::new(&reference).join("logs").join(log).with_extension("csv");
        let mut args = vec!["audit", path.to_str().expect("a text"), "-o", "out"];
        args.extend(*flags);
        assert_eq!(raterscope(place.path(), &args).status, 0, "{log}");
        let out = place.path().join("out");
        let fatigue = &json(&out.join("audit.json"))["questions"][0]["fatigue"]["estimated"];
        assert!(fatigue["verdict"] != "falls" && fatigue["verdict"] != "items_or_order", "{log}");
        let page = std::fs::read_to_string(out.join("report.html")).expect("a page");
        assert!(page.contains("No cap on sessions is advised."), "{log}");
        let rows = estimates(&out.join("estimates.csv"));
        assert!(rows.iter().all(|row| row.metric != "session_cap"), "{log}");
        let whole = |metric: &str| -> &Row {
            let row = rows.iter().find(|row| row.metric == metric && row.slice.is_empty());
            row.unwrap_or_else(|| panic!("{log}: no {metric}"))
        };
        for metric in *above {
            assert!(whole(metric).lower.is_some_and(|lower| lower > 0.0), "{log}: {:?}", whole(metric));
        }
        for metric in *below {
            assert!(whole(metric).upper.is_some_and(|upper| upper < 0.0), "{log}: {:?}", whole(metric));
        }
    }
}

#[test]
fn a_planted_fall_gets_a_cap_and_says_who() {
    let place = place();
    let plant = "simulate -o log.csv --items 8000 --per-item 5 --annotators 16 --session-length 300 --fatigue -0.1 --gold 1";
    let args: Vec<&str> = plant.split(' ').collect();
    assert_eq!(raterscope(place.path(), &args).status, 0);
    let ran = raterscope(place.path(), &["audit", "log.csv", "-o", "out"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let out = place.path().join("out");
    let fatigue = &json(&out.join("audit.json"))["questions"][0]["fatigue"]["estimated"];
    assert_eq!(fatigue["verdict"], "falls", "{fatigue}");
    let page = std::fs::read_to_string(out.join("report.html")).expect("a page");
    assert!(page.contains("Cap sessions at"), "{}", fatigue["order"]["cap"]);
}

#[test]
fn local_hours_load_and_runs_of_a_task_are_told_where_the_log_tells_them() {
    let place = place();
    let mut log = "item_id,annotator_id,label,submitted_at,task_type,objects_per_item\n".to_owned();
    for who in 0..10 {
        for step in 0..60 {
            // Each item is done by everybody, at one of three hours of their own morning.
            let (hour, minute, kind) = (8 + step / 20, 2 * (step % 20), ["box", "text"][step / 7 % 2]);
            let label = if (step * 7 + who * 3) % 5 == 0 { "a" } else { "b" };
            let (item, objects) = (step * 11 % 60, 1 + step * 11 % 60 % 4);
            log.push_str(&format!(
                "i{item},p{who},{label},2026-01-05T{hour:02}:{minute:02}:00+02:00,{kind},{objects}\n"
            ));
        }
    }
    put(place.path(), "log.csv", log);
    assert_eq!(raterscope(place.path(), &["audit", "log.csv", "-o", "out"]).status, 0);
    let rows = estimates(&place.path().join("out/estimates.csv"));
    let hours: Vec<&str> =
        rows.iter().filter(|r| r.metric == "outcome_by_hour").map(|r| r.slice.as_str()).collect();
    assert_eq!(hours, ["hour=8", "hour=9", "hour=10"]);
    for metric in ["load_change", "load_log_time_change", "rotation_change", "median_time_secs"] {
        assert!(rows.iter().any(|row| row.metric == metric), "{metric}");
    }
}
