//! Renderings of a trend made by hand.

use super::{trend_artifacts, trend_terminal};
use crate::audit::Panel;
use crate::compare::trend::{
    TREND_SCHEMA_VERSION, Trend, TrendAudit, TrendChange, TrendGap, TrendLine, TrendPart, TrendPoint,
};
use crate::render::{Options, TerminalOptions};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};

fn audit(place: i32, title: &str) -> TrendAudit {
    TrendAudit {
        file: format!("w{place}.json"),
        title: title.into(),
        period: Some(("2026-01-05".into(), "2026-01-11".into())),
        day: Some(format!("2026-{:02}-{:02}", 1 + place / 28 % 12, 1 + place % 28)),
        at: 20_000 + place,
        items: 200,
        annotators: Some(12),
        rows_read: 600,
        changed: if place == 3 { vec!["`inference.seed`: `1` → `2`".into()] } else { Vec::new() },
        remarks: Vec::new(),
    }
}

fn change() -> TrendChange {
    let ends = ConfidenceInterval { lower: -0.3, upper: -0.1, level: 0.95, method: "by hand".into() };
    TrendChange {
        from: 3,
        difference: Estimate {
            value: -0.2,
            interval: Outcome::Estimated(ends),
            se: Some(0.05),
            sample: SampleSize::default(),
            method: "by hand".into(),
            warnings: Vec::new(),
        },
        p: 0.001,
        q_value: 0.002,
        reported: true,
        dispersion: Some(1.2),
        correlation: 0.0,
        further: Vec::new(),
    }
}

fn line(metric: &str, slice: &str, audits: u32, told: bool) -> TrendLine {
    let point = |audit: u32| TrendPoint {
        audit,
        value: 0.6 + 0.01 * f64::from(audit % 7),
        ends: Some((0.5, 0.7)),
        n: Some(200),
        expected: Some((0.45, 0.75)),
        outside: audit == 2,
    };
    let few = Reason::TooFew { what: "audits".into(), found: 5, needed: 10 };
    TrendLine {
        question: "tone".into(),
        part: TrendPart::Asked,
        section: "agreement".into(),
        metric: metric.into(),
        slice: slice.into(),
        points: (0..audits).filter(|audit| *audit != 1).map(point).collect(),
        gaps: vec![TrendGap { audit: 1, reason: "insufficient".into() }],
        change: if told { Outcome::Estimated(change()) } else { Outcome::NotEstimable(few.clone()) },
        slope: Outcome::NotEstimable(few),
    }
}

fn trend(audits: u32, lines: Vec<TrendLine>, title: &str) -> Trend {
    Trend {
        trend_schema_version: TREND_SCHEMA_VERSION,
        raterscope: "0.1.0".into(),
        title: title.into(),
        seed: 1,
        level: 0.95,
        dated: true,
        panel: Panel::Random,
        audits: (0..audits as i32).map(|place| audit(place, title)).collect(),
        tests: lines.len() as u64,
        slope_tests: 0,
        expected_points: 40,
        outside_rate: 0.0027,
        lines,
        notes: vec!["A note on `names`.".into()],
    }
}

fn text(found: &Trend, name: &str) -> String {
    let artifacts = trend_artifacts(found, &Options { png: false, ..Options::default() }).expect("rendered");
    let own = artifacts.into_iter().find(|own| own.name == name).expect("there");
    String::from_utf8(own.bytes).expect("text")
}

#[test]
fn a_change_is_told_on_page_summary_and_terminal_alike() {
    let found = trend(6, vec![line("krippendorff_alpha", "", 6, true)], "Audits over time");
    let said = "\u{2212}.20 [\u{2212}.30, \u{2212}.10] from 2026-01-04 on";
    for artifact in ["trend.html", "trend.md"] {
        assert!(text(&found, artifact).replace("\\[", "[").replace("\\]", "]").contains(said), "{artifact}");
    }
    let terminal = trend_terminal(&found, &TerminalOptions::default());
    assert!(terminal.contains("1 of 1 numbers changes: Krippendorff’s alpha"), "{terminal}");
    assert!(
        terminal.contains("1 of 40 is outside")
            && terminal.contains("2026-01-03: .620, expected .450 to .750")
    );
    let csv = text(&found, "trend.csv");
    assert_eq!(csv.lines().count(), 7);
    assert!(csv.lines().nth(2).is_some_and(|row| row.ends_with(",insufficient")), "{csv}");
}

#[test]
fn hostile_names_do_nothing() {
    let slice = "label=<script>alert(1)</script>";
    let found = trend(6, vec![line("label_alpha", slice, 6, true)], "=cmd <img src=x onerror=y>");
    let page = text(&found, "trend.html");
    assert!(!page.contains("<script>alert") && !page.contains("<img src=x"));
    assert!(!text(&found, "trend.md").contains("<img"));
    assert!(text(&found, "trend.csv").contains("'=cmd"));
    assert!(!trend_terminal(&found, &TerminalOptions::default()).contains('\u{1b}'));
}

#[test]
fn five_hundred_audits_of_many_numbers_stay_small() {
    let lines =
        (0..80).map(|place| line("label_alpha", &format!("label=l{place}"), 500, place % 9 == 0)).collect();
    let page = text(&trend(500, lines, "Audits over time"), "trend.html");
    assert!(page.len() < 2_000_000, "{}", page.len());
    assert!(page.contains("500 audits"));
}
