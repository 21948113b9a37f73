//! Inputs that other programs stumble over, one test a row of the list, named after it.

use crate::program::{Row, estimates, place, put, raterscope};

/// The audit of a log, as rows of its `estimates.csv`.
fn audited(log: &str, flags: &[&str]) -> Vec<Row> {
    let place = place();
    put(place.path(), "log.csv", log);
    let ran = raterscope(place.path(), &[&["audit", "log.csv", "-o", "out"], flags].concat());
    assert_eq!(ran.status, 0, "{ran:?}");
    estimates(&place.path().join("out/estimates.csv"))
}

/// The one row of a metric for the whole log.
fn whole<'r>(rows: &'r [Row], metric: &str) -> &'r Row {
    rows.iter().find(|row| row.metric == metric && row.slice.is_empty()).expect("a row of the metric")
}

/// Two annotators, one set each per item.
fn sets(pairs: &[(&str, &str)]) -> String {
    let mut log = String::from("item,annotator,labels\n");
    for (item, (first, second)) in pairs.iter().enumerate() {
        log.push_str(&format!("i{item},a1,{first}\ni{item},a2,{second}\n"));
    }
    log
}

#[test]
fn empty_against_empty_in_set_valued_labels_is_distance_0() {
    let flags = ["--scale", "set", "--set-separator", "|"];
    let agreed = audited(&sets(&[("{}", "{}"), ("a|b", "b|a"), ("c", "c")]), &flags);
    assert_eq!(whole(&agreed, "krippendorff_alpha").value, Some(1.0));
    // Against anything else the empty set is as far as can be, as disjoint sets are.
    let apart = audited(&sets(&[("{}", "a"), ("b", "b"), ("{}", "{}")]), &flags);
    let disjoint = audited(&sets(&[("x", "a"), ("b", "b"), ("x", "x")]), &flags);
    let alpha = |rows: &[Row]| whole(rows, "krippendorff_alpha").value.expect("two labels or more");
    assert!((alpha(&apart) - alpha(&disjoint)).abs() < 1e-12);
    let nothing = audited(&sets(&[("{}", "{}"), ("{}", "{}")]), &flags);
    assert_eq!(whole(&nothing, "krippendorff_alpha").status, "not_estimable");
    assert_eq!(whole(&nothing, "percent_agreement").value, Some(1.0));
}
