//! Intraclass correlations, Kendall's W, Lin's concordance and Bland–Altman limits: every entry of these kinds.

use super::{Ledger, reference};
use crate::program;
use raterscope::analysis::agreement::{Icc, bland_altman, icc, kendall_w, lin_concordance};
use raterscope::analysis::inference::InferenceOptions;
use raterscope::log::{Inputs, Options, QuestionOptions};
use raterscope::tally::QuestionTallies;
use raterscope::vocabulary::{ConfidenceInterval, Estimate, Outcome, Scale};
use raterscope::{log, source, tally};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// The kinds that are claimed here.
const KINDS: [&str; 4] = ["icc", "kendall_w", "lin_ccc", "bland_altman"];
const LEVEL: f64 = 0.95;

type Found = BTreeMap<&'static str, f64>;

#[test]
fn numbers_and_ranks_meet_every_oracle() {
    let Some((folder, oracles)) = reference() else { return };
    let mut ledger = Ledger::default();
    for oracle in &oracles {
        let kind = oracle["metric"].as_str().unwrap_or_default();
        if !KINDS.contains(&kind) {
            continue;
        }
        let question = tallied(&folder.join(oracle["data"].as_str().expect("one CSV")));
        let found = match kind {
            "icc" => intraclass(oracle, &question),
            "kendall_w" => concordance(&question),
            "lin_ccc" => lin(&question),
            _ => limits(oracle, &question),
        };
        for (key, wanted) in oracle["expected"].as_object().expect("named values") {
            let found = found.get(key.as_str()).copied().ok_or_else(|| format!("no {key} here"));
            ledger.judge(kind, oracle, key, found, wanted.as_f64().expect("a number"));
        }
    }
    ledger.tell();
    assert!(ledger.checked() > 100, "{} values", ledger.checked());
    assert!(ledger.misses.is_empty(), "missed:\n{}", ledger.misses.join("\n"));
}

/// The same values through the command line: the table audited, the coefficient asked for, estimates.csv read.
#[test]
fn numbers_and_ranks_meet_every_oracle_through_the_command_line() {
    let Some((folder, oracles)) = reference() else { return };
    let mut ledger = Ledger::default();
    let mut audited: BTreeMap<String, Rows> = BTreeMap::new();
    for oracle in oracles.iter().filter(|o| o["metric"].as_str().is_some_and(|kind| KINDS.contains(&kind))) {
        let table = oracle["data"].as_str().expect("one CSV");
        let rows = audited.entry(table.to_owned()).or_insert_with(|| estimates(&folder.join(table)));
        let kind = oracle["metric"].as_str().expect("a kind");
        for (key, wanted) in oracle["expected"].as_object().expect("named values") {
            let model = oracle["params"]["model"].as_str().unwrap_or(key);
            let Some((section, metric, slice, column)) = told(kind, key, model) else { continue };
            if oracle["params"]["multiplier"] == 2 {
                // The program prints the limits of 1.96 alone.
                continue;
            }
            let found = rows.get(&(section, metric, slice)).and_then(|row| row[column].parse().ok());
            ledger.judge(
                kind,
                oracle,
                key,
                found.ok_or("no such row".into()),
                wanted.as_f64().expect("a number"),
            );
        }
    }
    ledger.tell();
    assert!(ledger.checked() > 100, "{} values", ledger.checked());
    assert!(ledger.misses.is_empty(), "missed:\n{}", ledger.misses.join("\n"));
}

/// (section, metric, slice) → value, lower, upper, se.
type Rows = BTreeMap<(String, String, String), [String; 4]>;

/// Where estimates.csv tells a value of an oracle; the last number is the place in a row of [`Rows`].
fn told(kind: &str, key: &str, model: &str) -> Option<(String, String, String, usize)> {
    let icc = names().find(|(name, _)| *name == model).map_or("", |(_, kind)| kind.metric());
    let test = |metric: &str, of: &str| ("agreement_test", metric.to_owned(), format!("coefficient={of}"), 0);
    let whole = |section, metric: &str, column| (section, metric.to_owned(), String::new(), column);
    let (section, metric, slice, column) = match (kind, key) {
        ("icc", "F") => test("f_statistic", icc),
        ("icc", "df1") => test("degrees_of_freedom", icc),
        ("icc", "df2") => test("degrees_of_freedom_within", icc),
        ("icc", "p") => test("p_value", icc),
        ("icc", "ci_low") => whole("agreement", icc, 1),
        ("icc", "ci_high") => whole("agreement", icc, 2),
        ("icc", _) => whole("agreement", icc, 0),
        ("kendall_w", "w") => whole("agreement", "kendall_w", 0),
        ("kendall_w", "w_uncorrected") => whole("agreement", "kendall_w_uncorrected", 0),
        ("kendall_w", "chi2") => test("chi_squared", "kendall_w"),
        ("kendall_w", "df") => test("degrees_of_freedom", "kendall_w"),
        ("kendall_w", "p") => test("p_value", "kendall_w"),
        ("lin_ccc", "ccc") => whole("two_annotators", "lin_concordance", 0),
        ("lin_ccc", "ci_low") => whole("two_annotators", "lin_concordance", 1),
        ("lin_ccc", "ci_high") => whole("two_annotators", "lin_concordance", 2),
        ("lin_ccc", "c_b") => whole("two_annotators", "lin_bias_correction", 0),
        ("lin_ccc", "scale_shift") => whole("two_annotators", "lin_scale_shift", 0),
        ("lin_ccc", "location_shift") => whole("two_annotators", "lin_location_shift", 0),
        ("bland_altman", "bias") => whole("two_annotators", "bland_altman_bias", 0),
        ("bland_altman", "bias_ci_low") => whole("two_annotators", "bland_altman_bias", 1),
        ("bland_altman", "bias_ci_high") => whole("two_annotators", "bland_altman_bias", 2),
        ("bland_altman", "sd") => whole("two_annotators", "bland_altman_sd", 0),
        ("bland_altman", "loa_low") => whole("two_annotators", "bland_altman_lower", 0),
        ("bland_altman", "loa_high") => whole("two_annotators", "bland_altman_upper", 0),
        ("bland_altman", "loa_se") => whole("two_annotators", "bland_altman_lower", 3),
        _ => return None,
    };
    Some((section.to_owned(), metric, slice, column))
}

/// Audits a table with every coefficient of numbers and ranks asked for.
fn estimates(table: &Path) -> Rows {
    let place = program::place();
    let ids: Vec<String> = Icc::ALL
        .iter()
        .map(|kind| kind.metric())
        .chain(["kendall_w", "kendall_w_uncorrected"])
        .map(|metric| format!("\"{metric}\""))
        .collect();
    let settings =
        format!("[labels]\nscale = \"interval\"\n[agreement]\ncoefficients = [{}]\n", ids.join(", "));
    program::put(place.path(), "raterscope.toml", settings);
    let ran = program::raterscope(
        place.path(),
        &["audit", table.to_str().expect("a path in Unicode"), "-o", "report", "--quiet"],
    );
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let mut reader =
        csv::Reader::from_path(place.path().join("report/estimates.csv")).expect("estimates.csv");
    let header = reader.headers().expect("a header").clone();
    let at = |name: &str| header.iter().position(|column| column == name).expect("a known column");
    let (section, metric, slice) = (at("section"), at("metric"), at("slice"));
    let numbers = [at("value"), at("lower"), at("upper"), at("se")];
    let row = |record: csv::StringRecord| {
        let key = (record[section].to_owned(), record[metric].to_owned(), record[slice].to_owned());
        (key, numbers.map(|column| record[column].to_owned()))
    };
    reader.records().map(|record| row(record.expect("a record"))).collect()
}

/// A question with hundreds of different numbers is continuous: alpha and the ICC, no table of labels anywhere.
#[test]
fn continuous_labels_are_measured_by_distance_alone() {
    let place = program::place();
    let mut log = String::from("item_id,annotator_id,label,batch,gender\n");
    for item in 0..300u32 {
        for who in 0..6u32 {
            let noise = f64::from(item * 7919 % 613 * (who + 3) % 101) / 50.0;
            let label = f64::from(item % 97) + noise;
            log.push_str(&format!("i{item},a{who},{label},b{},{}\n", item % 2, ["x", "y"][who as usize % 2]));
        }
    }
    program::put(place.path(), "log.csv", log);
    program::put(
        place.path(),
        "raterscope.toml",
        "[labels]\nscale = \"interval\"\n[privacy]\nmin_group = 3\n",
    );
    let ran = program::raterscope(place.path(), &["audit", "log.csv", "-o", "report"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(
        ran.stdout.contains("ICC(A,1)") && ran.stdout.contains("an item needs")
            || ran.stdout.contains("is enough")
    );
    let read = |name: &str| std::fs::read_to_string(place.path().join("report").join(name)).expect("a file");
    let audit: Value = serde_json::from_str(&read("audit.json")).expect("JSON");
    let question = &audit["questions"][0];
    assert_eq!(question["question"]["labels"]["names"], Value::Array(Vec::new()));
    let numbers = &question["agreement"]["numbers"];
    assert!(numbers["distinct"].as_u64().is_some_and(|distinct| distinct > 200), "{numbers}");
    assert!(numbers["bins"].as_array().is_some_and(|bins| (5..=20).contains(&bins.len())));
    let estimates = read("estimates.csv");
    for wanted in [
        "agreement,krippendorff_alpha,,",
        "agreement,krippendorff_alpha,batch=b0,",
        "icc_a_1",
        "coverage,krippendorff_alpha,gender=x,",
        "aggregate,annotators_needed,reliability=0.8,",
    ] {
        assert!(estimates.contains(wanted), "{wanted}\n{estimates}");
    }
    assert!(!estimates.contains("specific_agreement") && !estimates.contains("label_share"));
    let page = read("report.html");
    assert!(
        page.contains("different numbers") && page.contains("Widest apart first"),
        "the page speaks of numbers"
    );
}

/// The table as the program reads it: an interval question.
fn tallied(path: &Path) -> QuestionTallies {
    let source = source::open(path, &source::Options::default()).expect("a readable CSV");
    let inputs = Inputs { logs: vec![source], roster: None, items: None, predictions: Vec::new() };
    let asked = QuestionOptions { scale: Some(Scale::Interval), ..QuestionOptions::default() };
    let options = Options { questions: [(String::from("label"), asked)].into(), ..Options::default() };
    let log = log::normalize(inputs, &options, None).expect("a usable log");
    tally::count(log).0.questions.remove(0)
}

fn intraclass(oracle: &Value, question: &QuestionTallies) -> Found {
    let one = |kind: Icc| icc(kind, question, LEVEL).estimated().expect("a complete table").clone();
    let Some(model) = oracle["params"]["model"].as_str() else {
        // The paper's table 4: all six values.
        return names().map(|(name, kind)| (name, one(kind).estimate.value)).collect();
    };
    let (_, kind) = names().find(|(name, _)| *name == model).expect("a name of psych's");
    let found = one(kind);
    let interval = interval(&found.estimate);
    BTreeMap::from([
        ("icc", found.estimate.value),
        ("F", found.f.expect("something varies")),
        ("df1", found.df[0]),
        ("df2", found.df[1]),
        ("p", found.p.expect("something varies")),
        ("ci_low", interval.lower),
        ("ci_high", interval.upper),
    ])
}

/// psych's names beside ours.
fn names() -> impl Iterator<Item = (&'static str, Icc)> {
    ["ICC(1,1)", "ICC(2,1)", "ICC(3,1)", "ICC(1,k)", "ICC(2,k)", "ICC(3,k)"].into_iter().zip(Icc::ALL)
}

fn concordance(question: &QuestionTallies) -> Found {
    let found = kendall_w(question, &InferenceOptions::default());
    let found = found.estimated().expect("a complete table");
    BTreeMap::from([
        ("w", found.w.value),
        ("w_uncorrected", found.uncorrected.value),
        ("chi2", found.chi_squared),
        ("df", found.df),
        ("p", found.p.expect("a proper distribution")),
    ])
}

fn lin(question: &QuestionTallies) -> Found {
    let found = lin_concordance(question, LEVEL);
    let found = found.estimated().expect("two annotators");
    let interval = interval(&found.concordance);
    BTreeMap::from([
        ("ccc", found.concordance.value),
        ("ci_low", interval.lower),
        ("ci_high", interval.upper),
        ("c_b", found.bias_correction),
        ("scale_shift", found.scale_shift),
        ("location_shift", found.location_shift),
    ])
}

fn limits(oracle: &Value, question: &QuestionTallies) -> Found {
    let found = bland_altman(question, LEVEL);
    let found = found.estimated().expect("two annotators");
    let factor = oracle["params"]["multiplier"].as_f64().expect("a factor");
    let (mut low, mut high) = found.limits(factor);
    if factor == 2.0 {
        // The 1986 paper goes on from its printed −2.1 and 38.8 to −2.1 ± 77.6; unrounded, the limits are −79.65 and
        // 75.41, and 75.5 lies beyond the entry's own tolerance of them.
        let printed = |value: f64| (value * 10.0).round() / 10.0;
        let (bias, reach) = (printed(found.bias.value), factor * printed(found.sd));
        assert!((bias - reach - low).abs() < 0.1 && (bias + reach - high).abs() < 0.1);
        (low, high) = (bias - reach, bias + reach);
    }
    let interval = interval(&found.bias);
    BTreeMap::from([
        ("bias", found.bias.value),
        ("sd", found.sd),
        ("loa_low", low),
        ("loa_high", high),
        ("bias_ci_low", interval.lower),
        ("bias_ci_high", interval.upper),
        ("loa_se", found.lower.se.expect("the differences vary")),
    ])
}

fn interval(estimate: &Estimate) -> ConfidenceInterval {
    match &estimate.interval {
        Outcome::Estimated(interval) => interval.clone(),
        Outcome::NotEstimable(reason) => panic!("{reason:?}"),
    }
}
