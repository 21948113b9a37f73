//! Drift along the calendar: on logs whose truth is known, and from the command line.

mod weeks;

use crate::program::{Row, estimates, place, put, raterscope};
use weeks::{NULLS, Weeks, told};

/// A short version of `cargo bench --bench coverage -- drift`: of 40 logs 2 may be told at 5 %, 8 hardly ever (P = .001).
#[test]
fn weeks_alike_are_seldom_told_and_a_planted_change_is_found() {
    for of in NULLS {
        let reported = (0..40).filter(|&number| told(Weeks { weeks: 16, ..of }, number).0).count();
        assert!(reported <= 7, "{of:?}: {reported} of 40");
    }
    let planted = Weeks { loss: 0.25, ..NULLS[0] };
    let found = (0..10).filter(|&number| told(planted, number).1).count();
    assert!(found >= 8, "{found} of 10");
}

/// Twenty weeks from 2026-01-05, two annotators, one model: from the thirteenth week on people leave the model.
fn csv() -> String {
    let mut log = String::from("item_id,annotator_id,label,submitted_at,model_m\n");
    for week in 0..20u32 {
        for item in 0..15u32 {
            for who in 0..2u32 {
                let wobble = (week * item + item * 3 + who * 7 + week) % 10;
                let other = wobble == 0 || (week >= 12 && wobble < 5);
                let label = if (item % 2 == 0) != other { "spam" } else { "ham" };
                let (month, day) = [(1, 5), (2, 2), (3, 2), (3, 30), (4, 27)][(week / 4) as usize];
                let day = day + 7 * (week % 4);
                let longest = [31, 28, 31, 30, 31][month as usize - 1];
                let (month, day) = if day > longest { (month + 1, day - longest) } else { (month, day) };
                let model = if item % 2 == 0 { "spam" } else { "ham" };
                log.push_str(&format!(
                    "w{week}i{item},a{who},{label},2026-{month:02}-{day:02}T10:00:{item:02}Z,{model}\n"
                ));
            }
        }
    }
    log
}

fn rows_of(args: &[&str]) -> (Vec<Row>, String) {
    let place = place();
    put(place.path(), "log.csv", csv());
    let all: Vec<&str> = ["audit", "log.csv", "-o", "out"].into_iter().chain(args.iter().copied()).collect();
    let ran = raterscope(place.path(), &all);
    assert_eq!(ran.status, 0, "{ran:?}");
    let page = std::fs::read_to_string(place.path().join("out/report.html")).expect("a page");
    (estimates(&place.path().join("out/estimates.csv")), page)
}

#[test]
fn a_change_is_told_from_the_log_to_the_page() {
    let (rows, page) = rows_of(&[]);
    let of = |metric: &str, slice: &str| {
        rows.iter()
            .find(|row| row.metric == metric && row.slice == slice)
            .unwrap_or_else(|| panic!("no {metric} of {slice}"))
    };
    let first = of("human_model_agreement_in_period", "period=2026-W08;model=m");
    assert!(first.value.is_some_and(|value| (0.85..=0.95).contains(&value)), "{first:?}");
    assert!(first.lower.is_some() && first.method.contains("clustered"));
    let change = of("drift_change", "series=human_model_agreement_in_period;model=m");
    assert!(change.value.is_some_and(|value| (value + 0.4).abs() < 0.1), "{change:?}");
    assert!(change.method.contains("from 2026-W14 on"), "{change:?}");
    let q = of("drift_q", "series=human_model_agreement_in_period;model=m");
    assert!(q.value.is_some_and(|q| q < 0.01));
    assert!(page.contains("Along the calendar") && page.contains("2026-W14"));
}

#[test]
fn the_period_can_be_stated_and_few_periods_have_no_test() {
    let (rows, page) = rows_of(&["--drift-period", "month"]);
    assert!(rows.iter().any(|row| row.slice == "period=2026-03;model=m"));
    let change = rows.iter().find(|row| row.metric == "drift_change").expect("a row");
    assert_eq!((change.status.as_str(), change.reason.as_str()), ("not_estimable", "too_few"));
    assert!(page.contains("ten are needed"));
}

#[test]
fn without_times_the_calendar_says_what_it_lacks() {
    let place = place();
    put(place.path(), "log.csv", "item,annotator,label\n1,a,x\n1,b,y\n2,a,x\n2,b,x\n");
    let ran = raterscope(place.path(), &["audit", "log.csv", "-o", "out"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let rows = estimates(&place.path().join("out/estimates.csv"));
    let change = rows.iter().find(|row| row.metric == "drift_change").expect("a row");
    assert_eq!(change.reason, "not_in_log");
}
