//! Coefficients that must know who said what: Cohen's kappa of two, Conger's of many, and whether two use the labels alike.

use super::{Ledger, reference};
use raterscope::analysis::agreement::{
    Conger, Contingency, DistanceTable, Kappa, KappaQuantiles, MarginalHomogeneity, PairMargins, Pool,
    Pooled, WeightTable, Weights, coefficient,
};
use raterscope::tally::{AnnotatorLabels, ItemIndex, PatternTable};
use raterscope::vocabulary::{Label, LabelSet, Outcome, SampleSize, Scale};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

const LEVEL: f64 = 0.95;

/// A long table as analyses see it.
struct Long {
    labels: LabelSet,
    index: ItemIndex,
    patterns: PatternTable,
    annotators: Vec<AnnotatorLabels>,
}

impl Long {
    fn read(path: &Path) -> Self {
        let mut reader = csv::Reader::from_path(path).expect("a readable CSV");
        let rows: Vec<[String; 3]> = reader
            .records()
            .map(|record| record.expect("a CSV record"))
            .map(|record| [0, 1, 2].map(|column| record[column].to_owned()))
            .collect();
        let column = |at: usize| {
            let mut names: Vec<&str> = rows.iter().map(|row| row[at].as_str()).collect();
            names.sort_unstable();
            names.dedup();
            names
        };
        let (items, people, mut names) = (column(0), column(1), column(2));
        let values: Option<Vec<f64>> = names.iter().map(|name| name.parse().ok()).collect();
        let value = |name: &str| name.parse::<f64>().unwrap_or(0.0);
        if values.is_some() {
            names.sort_by(|a, b| value(a).total_cmp(&value(b)));
        }
        let place = |names: &[&str], name: &str| names.iter().position(|own| *own == name).expect("known");
        let mut given: BTreeMap<(usize, usize), Label> = BTreeMap::new();
        for [item, who, label] in &rows {
            let label = Label(place(&names, label) as u32);
            given.insert((place(&items, item), place(&people, who)), label);
        }
        let labels = LabelSet {
            values: values.map(|_| names.iter().map(|name| value(name)).collect()),
            used: vec![true; names.len()],
            names: names.into_iter().map(str::to_owned).collect(),
            declared: false,
        };
        Self::of(labels, &given, items.len())
    }

    fn of(labels: LabelSet, given: &BTreeMap<(usize, usize), Label>, items: usize) -> Self {
        let mut index = ItemIndex { offsets: vec![0], ..ItemIndex::default() };
        let mut counts: BTreeMap<u32, BTreeMap<Label, u64>> = BTreeMap::new();
        for item in 0..items {
            for (&(_, who), &label) in given.range((item, 0)..(item + 1, 0)) {
                index.annotator.push(who as u32);
                index.label.push(label);
                *counts.entry(who as u32).or_default().entry(label).or_default() += 1;
            }
            index.offsets.push(index.label.len() as u32);
        }
        let patterns = PatternTable::of_items((0..items).map(|item| index.labels(item)));
        let row = |item: usize| {
            let mut counts: BTreeMap<Label, u32> = BTreeMap::new();
            index.labels(item).iter().for_each(|&label| *counts.entry(label).or_default() += 1);
            let counts: Vec<(Label, u32)> = counts.into_iter().collect();
            patterns.iter().position(|pattern| pattern.counts == counts).expect("it was counted") as u32
        };
        index.pattern = (0..items).map(row).collect();
        let own = |(annotator, counts): (u32, BTreeMap<Label, u64>)| AnnotatorLabels {
            annotator,
            counts: counts.into_iter().collect(),
        };
        Self { labels, patterns, annotators: counts.into_iter().map(own).collect(), index }
    }

    /// The two annotators' table.
    fn contingency(&self) -> Contingency {
        let cell = |item: usize| match self.index.labels(item) {
            [first, second] => Some((first.index(), second.index(), 1)),
            _ => None,
        };
        let cells: Vec<_> = (0..self.index.items()).filter_map(cell).collect();
        Contingency::of(&cells)
    }

    /// Weights as the oracle asks for them: by position where it says so, else by value.
    fn weights(&self, params: &Value) -> WeightTable {
        if let Some(rows) = params["disagreement_weights"].as_array() {
            let cells = rows.iter().flat_map(|row| row.as_array().expect("a row"));
            let names = params["categories"].as_array().expect("labels");
            let table = DistanceTable {
                name: "disagreement weights".into(),
                labels: names.iter().map(|name| name.as_str().expect("a label").to_owned()).collect(),
                values: cells.map(|cell| cell.as_f64().expect("a number")).collect(),
            };
            return WeightTable::of_distances(&table, &self.labels).expect("every label has its row");
        }
        let word = params["weights"].as_str().unwrap_or("identity");
        let kind = Weights::ALL.into_iter().find(|own| own.name() == word).expect("known weights");
        let by_position = params["spacing"].as_str().is_some_and(|spacing| spacing.contains("index"));
        let scale = if by_position { Scale::Ordinal } else { Scale::Interval };
        WeightTable::new(kind, scale, &self.labels).expect("labels with an order")
    }

    fn pooled(&self, kind: Pooled) -> f64 {
        let pool = Pool::new(&self.patterns, &self.labels);
        coefficient(kind, &pool, raterscope::analysis::agreement::Distance::Nominal).expect("varies").value
    }
}

fn each(kind: &str, least: u32, check: impl Fn(&Value, &Path, &mut Ledger)) {
    let Some((folder, oracles)) = reference() else { return };
    let mut ledger = Ledger::default();
    for oracle in oracles.iter().filter(|oracle| oracle["metric"] == kind) {
        check(oracle, &folder.join(oracle["data"].as_str().expect("one CSV")), &mut ledger);
    }
    ledger.tell();
    assert!(ledger.checked() >= least, "only {} values", ledger.checked());
    assert!(ledger.misses.is_empty(), "missed:\n{}", ledger.misses.join("\n"));
}

fn judge_all(kind: &str, oracle: &Value, ledger: &mut Ledger, found: impl Fn(&str) -> Result<f64, String>) {
    for (key, wanted) in oracle["expected"].as_object().expect("named values") {
        let wanted = wanted.as_f64().expect("a number");
        ledger.judge(kind, oracle, key, found(key), wanted);
    }
}

fn kappa_of(oracle: &Value, path: &Path) -> (Kappa, Contingency, Long) {
    let long = Long::read(path);
    let table = long.contingency();
    let kappa = Kappa::of(&table, &long.weights(&oracle["params"])).expect("labels vary");
    (kappa, table, long)
}

fn interval(kappa: &Kappa, quantiles: KappaQuantiles) -> (f64, f64) {
    let estimate = kappa.estimate(SampleSize::default(), LEVEL, quantiles);
    let interval = estimate.interval.estimated().expect("an error").clone();
    (interval.lower, interval.upper)
}

#[test]
fn cohens_kappa_meets_every_oracle() {
    each("cohen_kappa", 122, |oracle, path, ledger| {
        let (kappa, table, long) = kappa_of(oracle, path);
        let margins = PairMargins::of(&table, Some(&kappa), long.labels.q());
        let ends = interval(&kappa, KappaQuantiles::Normal);
        judge_all("cohen_kappa", oracle, ledger, |key| match key {
            "kappa" | "kappa_w" => Ok(kappa.value),
            "se" => Ok(kappa.se),
            "ci_low" => Ok(ends.0),
            "ci_high" => Ok(ends.1),
            "se_null" => Ok(kappa.null_se),
            "z_null" => kappa.z().ok_or("no error".into()),
            "kappa_max" => margins.max_kappa.ok_or("no variation".into()),
            "pa" => Ok(kappa.observed),
            "pe" => Ok(kappa.expected),
            other => Err(format!("nobody computes {other}")),
        });
    });
}

#[test]
fn gwets_interval_of_cohens_kappa_meets_every_oracle() {
    each("cohen_kappa_gwet_se", 114, |oracle, path, ledger| {
        let (kappa, ..) = kappa_of(oracle, path);
        let ends = interval(&kappa, KappaQuantiles::StudentsT);
        judge_all("cohen_kappa_gwet_se", oracle, ledger, |key| match key {
            "value" => Ok(kappa.value),
            "pa" => Ok(kappa.observed),
            "pe" => Ok(kappa.expected),
            "se" => Ok(kappa.se),
            "ci_low" => Ok(ends.0),
            "ci_high" => Ok(ends.1),
            other => Err(format!("nobody computes {other}")),
        });
    });
}

#[test]
fn the_bundle_of_two_annotators_meets_every_oracle() {
    each("two_rater_bundle", 70, |oracle, path, ledger| {
        let (kappa, table, long) = kappa_of(oracle, path);
        let margins = PairMargins::of(&table, Some(&kappa), long.labels.q());
        judge_all("two_rater_bundle", oracle, ledger, |key| match key {
            "observed_agreement" => Ok(margins.observed_agreement),
            "cohen_kappa" => Ok(kappa.value),
            // With two complete annotators Scott's pi is Fleiss' kappa, and Bennett's S the PABAK of their labels.
            "scott_pi" => Ok(long.pooled(Pooled::FleissKappa)),
            "bennett_s" => margins.pabak.ok_or("one label".into()),
            "krippendorff_alpha" => Ok(long.pooled(Pooled::KrippendorffAlpha)),
            other => Err(format!("nobody computes {other}")),
        });
    });
}

#[test]
fn congers_kappa_meets_every_oracle() {
    each("conger_kappa", 72, |oracle, path, ledger| {
        let long = Long::read(path);
        let weights = long.weights(&oracle["params"]);
        let conger = Conger::of(&long.patterns, &long.annotators, Some(&long.index), &weights);
        let conger = conger.expect("labels vary");
        let Outcome::Estimated(interval) = conger.interval(true, LEVEL) else { panic!("an error") };
        judge_all("conger_kappa", oracle, ledger, |key| match key {
            "value" => Ok(conger.value),
            "pa" => Ok(conger.observed),
            "pe" => Ok(conger.expected),
            "se" => conger.se.ok_or("no error".into()),
            "ci_low" => Ok(interval.lower),
            "ci_high" => Ok(interval.upper),
            other => Err(format!("nobody computes {other}")),
        });
    });
}

#[test]
fn marginal_homogeneity_meets_every_oracle() {
    each("marginal_homogeneity", 8, |oracle, path, ledger| {
        let mut reader = csv::Reader::from_path(path).expect("a readable CSV");
        let number = |text: &str| text.parse::<u64>().expect("a number");
        let cell = |record: csv::StringRecord| {
            (number(&record[0]) as usize, number(&record[1]) as usize, number(&record[2]))
        };
        let cells: Vec<_> = reader.records().map(|record| cell(record.expect("a CSV record"))).collect();
        let found = MarginalHomogeneity::of(&Contingency::of(&cells));
        let found = found.estimated().expect("they differ");
        let stuart = found.stuart_maxwell.estimated().expect("four labels");
        let bhapkar = found.bhapkar.expect("far from n");
        judge_all("marginal_homogeneity", oracle, ledger, |key| match key {
            "stuart_maxwell" => Ok(stuart.chi2),
            "stuart_maxwell_df" => Ok(stuart.df as f64),
            "stuart_maxwell_p" => Ok(stuart.p),
            "bhapkar" => Ok(bhapkar.chi2),
            "bhapkar_p" => Ok(bhapkar.p),
            "bowker" => Ok(found.bowker.chi2),
            "bowker_df" => Ok(found.bowker.df as f64),
            "bowker_p" => Ok(found.bowker.p),
            other => Err(format!("nobody computes {other}")),
        });
    });
}
