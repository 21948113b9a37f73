//! Pooled coefficients with their analytic errors, under every distance and weights.

use super::{Ledger, read, reference};
use raterscope::analysis::agreement::{
    AnalyticError, Distance, Evaluated, Pool, Pooled, WeightTable, Weights, coefficient, linearised_error,
};
use raterscope::tally::PatternTable;
use raterscope::vocabulary::{LabelSet, Reason, Scale};
use serde_json::{Map, Value};
use std::path::Path;

/// Kinds whose every value is met here.
const KINDS: [&str; 6] =
    ["krippendorff_alpha", "gwet_ac", "brennan_prediger", "percent_agreement", "scott_pi", "fleiss_kappa"];

/// One table under one distance.
struct Table {
    table: PatternTable,
    labels: LabelSet,
    distance: Distance,
    weighted: bool,
    of_two: bool,
}

/// Everything that an oracle can ask of a coefficient.
struct Found {
    kind: Pooled,
    value: Result<Evaluated, Reason>,
    error: Result<AnalyticError, Reason>,
    annotations: f64,
}

impl Table {
    fn of(oracle: &Value, folder: &Path) -> Self {
        let (table, labels) = read(&folder.join(oracle["data"].as_str().expect("one CSV")));
        let params = &oracle["params"];
        let weights = params["weights"].as_str().unwrap_or("identity");
        let scale =
            params["level"].as_str().and_then(|level| Scale::ALL.into_iter().find(|s| s.name() == level));
        let distance = match scale {
            Some(scale) => Distance::of_scale(scale, &labels),
            None => distance(weights, &labels),
        };
        let weighted = scale.is_none() && weights != "identity";
        let of_two = params["se"].is_string();
        Self { table, labels, distance, weighted, of_two }
    }

    fn pool(&self) -> Pool<'_> {
        Pool::new(&self.table, &self.labels)
    }

    fn found(&self, plain: Pooled) -> Found {
        let kind = if self.weighted { weighted(plain) } else { plain };
        Found {
            kind,
            value: coefficient(kind, &self.pool(), self.distance.clone()),
            error: linearised_error(kind, &self.pool(), self.distance.clone())
                .map(|error| if self.of_two { error.of_table() } else { error }),
            annotations: self.table.pairable_annotations() as f64,
        }
    }
}

fn distance(weights: &str, labels: &LabelSet) -> Distance {
    let weights = Weights::ALL.into_iter().find(|known| known.name() == weights).expect("known weights");
    let table = WeightTable::new(weights, Scale::Interval, labels).expect("numbers, or identity");
    table.distance(labels.len())
}

fn weighted(kind: Pooled) -> Pooled {
    match kind {
        Pooled::KrippendorffAlpha => Pooled::WeightedAlpha,
        Pooled::PercentAgreement => Pooled::WeightedAgreement,
        Pooled::FleissKappa => Pooled::WeightedFleissKappa,
        Pooled::ScottPi => Pooled::WeightedScottPi,
        Pooled::GwetAc1 => Pooled::GwetAc2,
        Pooled::BrennanPrediger => Pooled::WeightedBrennanPrediger,
        other => other,
    }
}

fn kind_of(metric: &str) -> Pooled {
    match metric {
        "krippendorff_alpha" => Pooled::KrippendorffAlpha,
        "gwet_ac" | "gwet_ac1" | "gwet_ac2" => Pooled::GwetAc1,
        "brennan_prediger" => Pooled::BrennanPrediger,
        "percent_agreement" => Pooled::PercentAgreement,
        "scott_pi" => Pooled::ScottPi,
        "fleiss_kappa" => Pooled::FleissKappa,
        other => panic!("{other} is no pooled coefficient"),
    }
}

impl Found {
    fn of(&self, key: &str) -> Option<Result<f64, String>> {
        let text = |reason: &Reason| format!("{reason:?}");
        let value = match &self.value {
            Ok(value) => value,
            Err(reason) => return Some(Err(text(reason))),
        };
        let error = || self.error.as_ref().map_err(text);
        let interval = || {
            error().and_then(|e| e.interval(self.kind, value.value, 0.95).ok_or_else(|| "no interval".into()))
        };
        Some(match key {
            "value" | "alpha" | "kappa" => Ok(value.value),
            "observed_disagreement" => Ok(value.observed),
            "expected_disagreement" => Ok(value.expected),
            "pa" => Ok(1.0 - value.observed * self.printed()),
            "pe" => Ok(1.0 - value.expected * self.printed()),
            "se" => error().map(|e| e.se),
            "p" => error().and_then(|e| e.p_value(value.value).ok_or_else(|| "no error".into())),
            "ci_low" => interval().map(|(low, _)| low),
            "ci_high" => interval().map(|(_, high)| high),
            _ => return None,
        })
    }

    /// irrCAC writes alpha as (pa − pe) / (1 − pe) with the small-sample term moved into pa: pa = 1 − D_o (n − 1) / n.
    fn printed(&self) -> f64 {
        match self.kind {
            Pooled::KrippendorffAlpha | Pooled::WeightedAlpha => (self.annotations - 1.0) / self.annotations,
            _ => 1.0,
        }
    }
}

fn judge(ledger: &mut Ledger, oracle: &Value, kind: &str, expected: &Map<String, Value>, found: &Found) {
    for (key, wanted) in expected {
        if key == "pe" && kind == "scott_pi" {
            ledger.skip("pe of Scott's pi, printed as 0 by that program");
        } else if let (Some(wanted), Some(found)) = (wanted.as_f64(), found.of(key)) {
            ledger.judge(kind, oracle, key, found, wanted);
        } else if key != "randolph_kappa" {
            ledger.misses.push(format!("{} {key}: not understood", oracle["id"]));
        }
    }
}

fn entries<'o>(oracles: &'o [Value], kind: &'o str) -> impl Iterator<Item = &'o Value> {
    oracles.iter().filter(move |oracle| oracle["metric"] == kind)
}

fn named(oracle: &Value) -> &Map<String, Value> {
    oracle["expected"].as_object().expect("named values")
}

fn all_met(ledger: &Ledger, least: u32) {
    ledger.tell();
    assert!(ledger.misses.is_empty(), "missed:\n{}", ledger.misses.join("\n"));
    assert!(ledger.checked() >= least, "only {} values", ledger.checked());
}

#[test]
fn pooled_coefficients_and_their_errors_meet_every_oracle() {
    let Some((folder, oracles)) = reference() else { return };
    let mut ledger = Ledger::default();
    for metric in KINDS {
        for oracle in entries(&oracles, metric) {
            let table = Table::of(oracle, &folder);
            judge(&mut ledger, oracle, metric, named(oracle), &table.found(kind_of(metric)));
            if let Some(wanted) = oracle["expected"]["randolph_kappa"].as_f64() {
                let found = table.found(Pooled::RandolphKappa).of("value").expect("a value");
                ledger.judge("randolph_kappa", oracle, "randolph_kappa", found, wanted);
            }
        }
    }
    all_met(&ledger, 800);
}

/// Printed by R's irrCAC in its own documentation: values, errors, intervals and p.
#[test]
fn what_the_program_of_gwets_handbook_prints_is_met() {
    let Some((folder, oracles)) = reference() else { return };
    let mut ledger = Ledger::default();
    for metric in ["irrCAC_README_table", "irrCAC_README_dist", "irrCAC_README_identity"] {
        for oracle in entries(&oracles, metric) {
            let table = Table::of(oracle, &folder);
            for (name, values) in named(oracle) {
                if ["cohen_kappa", "conger_kappa"].contains(&name.as_str()) {
                    ledger.skip(
                        "Cohen's and Conger's kappa need annotators by name: met from the command line",
                    );
                    continue;
                }
                let values = values.as_object().expect("named values");
                judge(&mut ledger, oracle, metric, values, &table.found(kind_of(name)));
            }
        }
    }
    all_met(&ledger, 30);
}

#[test]
fn weights_by_value_and_declared_labels_meet_every_oracle() {
    let Some((folder, oracles)) = reference() else { return };
    let mut ledger = Ledger::default();
    for oracle in entries(&oracles, "weighted_agreement_values") {
        let table = Table::of(oracle, &folder);
        for (name, wanted) in named(oracle) {
            if name == "conger_kappa" {
                ledger.skip("Conger's kappa needs annotators by name: met from the command line");
                continue;
            }
            let found = table.found(kind_of(name)).of("value").expect("a value");
            ledger.judge(
                "weighted_agreement_values",
                oracle,
                name,
                found,
                wanted.as_f64().expect("a number"),
            );
        }
    }
    for oracle in entries(&oracles, "declared_categories") {
        let observed = Table::of(oracle, &folder);
        let mut labels = observed.labels.clone();
        labels.names.push("6".into());
        labels.values.as_mut().expect("numbers").push(6.0);
        labels.declared = true;
        let declared =
            Table { labels, table: observed.table.clone(), distance: Distance::Nominal, ..observed };
        for (name, wanted) in named(oracle) {
            let (set, metric) = name.split_once('_').expect("observed_ or declared_");
            let table = if set == "observed" { &observed } else { &declared };
            let found = table.found(kind_of(metric)).of("value").expect("a value");
            ledger.judge("declared_categories", oracle, name, found, wanted.as_f64().expect("a number"));
        }
    }
    all_met(&ledger, 16);
}

/// Where peers crash, or return 1, or NaN: a reason; where the formula has a value, that value. These entries tell what
/// peers do and assert nothing; what is recommended there is asserted here.
#[test]
fn degenerate_tables_have_a_reason_or_the_formulas_value() {
    let Some((folder, oracles)) = reference() else { return };
    let none = Err(Reason::NothingPairable);
    let mut seen = 0;
    for oracle in entries(&oracles, "degenerate_peer_behaviour") {
        seen += 1;
        let table = Table::of(oracle, &folder);
        let value = |kind| table.found(kind).value.map(|found| found.value);
        let chance =
            [Pooled::KrippendorffAlpha, Pooled::FleissKappa, Pooled::GwetAc1, Pooled::BrennanPrediger];
        let found = chance.map(value);
        let agreement = value(Pooled::PercentAgreement);
        let id = oracle["id"].as_str().expect("an id");
        println!("{id}: {found:?}, agreement {agreement:?}; peers: {}", oracle["expected"]);
        match id.trim_start_matches("degenerate/") {
            "no_pairable" | "single_rater" => {
                assert_eq!(
                    (found, agreement),
                    ([none.clone(), none.clone(), none.clone(), none.clone()], none.clone())
                );
            }
            "one_item_agree" | "single_category" => {
                assert_eq!(
                    found[..2],
                    [Err(Reason::NoExpectedDisagreement), Err(Reason::NoExpectedDisagreement)]
                );
                assert_eq!(found[2..], [Err(Reason::OneLabelInSet), Err(Reason::OneLabelInSet)]);
                assert_eq!(agreement, Ok(1.0));
            }
            "perfect_2cat" => assert_eq!((found, agreement), ([Ok(1.0), Ok(1.0), Ok(1.0), Ok(1.0)], Ok(1.0))),
            "total_disagreement" => {
                assert_eq!((found, agreement), ([Ok(-0.75), Ok(-1.0), Ok(-1.0), Ok(-1.0)], Ok(0.0)));
            }
            other => panic!("{other} is not judged yet"),
        }
    }
    assert_eq!(seen, 6);
}
