//! Coefficients that know who said what, from settings to `estimates.csv` and the page, on published tables.

use crate::program::{Row, estimates, json, place, put, raterscope};

const KRIPPENDORFF: &str = include_str!("../../fixtures/krippendorff2011_p4.csv");
const FLEISS: &str = include_str!("../../fixtures/fleiss1971_p381.csv");

fn near(row: &Row, value: f64, se: Option<f64>, digits: f64) {
    assert!((row.value.expect("a value") - value).abs() < digits, "{row:?}");
    if let Some(se) = se {
        assert!((row.se.expect("an error") - se).abs() < digits, "{row:?}");
    }
}

fn row<'r>(rows: &'r [Row], section: &str, metric: &str, slice: &str) -> &'r Row {
    let of = |row: &&Row| row.section == section && row.metric == metric && row.slice == slice;
    rows.iter().find(of).unwrap_or_else(|| panic!("no {metric} of “{slice}” in {section}"))
}

/// Conger's kappa .76282, error .14917 and the interval [.435, 1] (Gwet, README of irrCAC), whose copy of the table has the
/// twelfth unit's only label from the third observer, not the second; both sections of the file.
#[test]
fn congers_kappa_is_one_setting_away() {
    let place = place();
    let as_gwet_has_it = KRIPPENDORFF.replace("12,,3,,", "12,,,3,");
    assert_ne!(as_gwet_has_it, KRIPPENDORFF);
    put(place.path(), "log.csv", as_gwet_has_it);
    put(place.path(), "raterscope.toml", "[agreement]\ncoefficients = [\"conger_kappa\", \"light_kappa\"]\n");
    let ran = raterscope(place.path(), &["audit", "log.csv", "--wide", "-o", "out"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let rows = estimates(&place.path().join("out/estimates.csv"));
    for section in ["agreement", "agreement_analytic"] {
        let conger = row(&rows, section, "conger_kappa", "");
        near(conger, 0.76282, Some(0.14917), 6e-6);
        assert!((conger.lower.expect("bounds") - 0.435).abs() < 6e-4 && conger.upper == Some(1.0));
    }
    // Nobody shares twenty of twelve units.
    let light = row(&rows, "agreement", "light_kappa", "");
    assert_eq!((light.value, light.reason.as_str()), (None, "too_few"));
    let page = std::fs::read_to_string(place.path().join("out/report.html")).expect("a page");
    assert!(page.contains("Conger") && page.contains("Light"));
}

/// Light's kappa .459 (help page of kappam.light in R's irr).
#[test]
fn lights_kappa_and_the_facts_of_each_pair() {
    let place = place();
    put(place.path(), "log.csv", FLEISS);
    let settings = "[agreement]\ncoefficients = [\"light_kappa\", \"cohen_kappa_gwet\"]\n";
    put(place.path(), "raterscope.toml", settings);
    let ran = raterscope(place.path(), &["audit", "log.csv", "-o", "out"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let rows = estimates(&place.path().join("out/estimates.csv"));
    near(row(&rows, "agreement", "light_kappa", ""), 0.459, None, 5e-4);
    let pair = "annotator=psychiatrist-1;annotator=psychiatrist-2";
    let of = |metric: &str| row(&rows, "agreement", metric, pair);
    let (normal, gwet) = (of("cohen_kappa"), of("cohen_kappa_gwet"));
    assert_eq!((normal.value, normal.se), (gwet.value, gwet.se));
    assert!(gwet.lower < normal.lower, "Student's t is wider");
    let kappa = (of("percent_agreement").value, of("chance_agreement").value);
    let (Some(observed), Some(expected)) = kappa else { panic!("thirty items") };
    near(normal, (observed - expected) / (1.0 - expected), None, 1e-12);
    for metric in ["bias_index", "prevalence_index", "max_kappa", "pabak", "marginal_homogeneity_q"] {
        assert!((-1.0..=1.0).contains(&of(metric).value.expect("known")), "{metric}");
    }
    assert!(of("marginal_homogeneity_q").value >= of("marginal_homogeneity_p").value);
    let audit = json(&place.path().join("out/audit.json"));
    let matrix = &audit["questions"][0]["agreement"]["annotator_matrix"]["estimated"];
    assert_eq!(matrix["pairs"].as_array().map(Vec::len), Some(15));
    assert!(matrix["homogeneity_tests"].as_u64().expect("a family") <= 15);
}

/// On an ordered scale the matrix is of weighted kappas, plain ones beside them; identity weights bring them back.
#[test]
fn an_ordered_scale_has_weighted_kappas() {
    let mut log = String::from("item_id,annotator_id,label\n");
    for item in 0..60 {
        for (who, step) in [("a", 0), ("b", usize::from(item % 4 == 0))] {
            log.push_str(&format!("i{item},{who},{}\n", (item % 4 + step).min(4)));
        }
    }
    let place = place();
    put(place.path(), "log.csv", log);
    let pair = "annotator=a;annotator=b";
    let shown = |flags: &[&str]| {
        let ran = raterscope(place.path(), &[&["audit", "log.csv", "-o", "out"], flags].concat());
        assert_eq!(ran.status, 0, "{ran:?}");
        let audit = json(&place.path().join("out/audit.json"));
        let matrix = audit["questions"][0]["agreement"]["annotator_matrix"]["estimated"].clone();
        (estimates(&place.path().join("out/estimates.csv")), matrix)
    };
    let (rows, matrix) = shown(&["--scale", "ordinal"]);
    let weighted = row(&rows, "agreement", "cohen_kappa_weighted", pair).value;
    assert_eq!(matrix["weights"], "quadratic");
    assert_eq!(matrix["kappa"]["cells"][1].as_f64(), weighted);
    assert!(weighted > row(&rows, "agreement", "cohen_kappa", pair).value, "near misses count in part");
    put(place.path(), "raterscope.toml", "[agreement]\nweights = \"identity\"\n");
    let (rows, matrix) = shown(&["--scale", "ordinal"]);
    assert!(matrix["weights"].is_null());
    assert_eq!(matrix["kappa"]["cells"][1].as_f64(), row(&rows, "agreement", "cohen_kappa", pair).value);
}
