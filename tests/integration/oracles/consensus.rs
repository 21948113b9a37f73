//! Consensus models against crowd-kit, cleanlab and the tables of Dawid & Skene.
//!
//! Not claimed: `aggregate_MMSR` and `aggregate_ZBS`, which raterscope does not offer (a spectral and an iterated skill
//! that answer no question which Dawid–Skene and Wawa leave open).

use super::{Ledger, reference};
use raterscope::analysis::consensus::{self, ErrorMatrices, Fit, MAX_ITERATIONS, Votes};
use raterscope::tally::ItemIndex;
use raterscope::vocabulary::Label;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// The kinds that this module answers for.
const CLAIMED: [&str; 8] = [
    "aggregate_MV",
    "aggregate_DawidSkene_converged",
    "aggregate_OneCoin",
    "aggregate_MACE",
    "aggregate_GLAD",
    "aggregate_Wawa",
    "vote_share",
    "cleanlab_multiannotator",
];

#[test]
fn consensus_models_meet_every_oracle() {
    let Some((folder, oracles)) = reference() else { return };
    let mut ledger = Ledger::default();
    for oracle in &oracles {
        let metric = oracle["metric"].as_str().unwrap_or_default();
        if CLAIMED.contains(&metric) {
            check(oracle, metric, &folder, &mut ledger);
        } else if metric.starts_with("aggregate_") {
            ledger.skip(&format!("{metric}: no such model here"));
        }
    }
    ledger.tell();
    let met: Vec<&String> = ledger.kinds.keys().collect();
    assert_eq!(met.len(), CLAIMED.len(), "{met:?}");
    assert!(ledger.misses.is_empty(), "missed:\n{}", ledger.misses.join("\n"));
}

/// One oracle table with its names.
struct Table {
    items: Vec<String>,
    annotators: Vec<String>,
    labels: Vec<String>,
    /// (item, annotator, label) in the order of the file.
    rows: Vec<(u32, u32, u32)>,
}

impl Table {
    fn read(path: &Path, labels: &[String]) -> Self {
        let mut reader = csv::Reader::from_path(path).expect("a readable CSV");
        let cells: Vec<[String; 3]> = reader
            .records()
            .map(|record| record.expect("a CSV record"))
            .map(|record| [record[0].to_owned(), record[1].to_owned(), record[2].to_owned()])
            .collect();
        let names = |column: usize| {
            let mut names: Vec<String> = cells.iter().map(|row| row[column].clone()).collect();
            names.sort();
            names.dedup();
            names
        };
        let (items, annotators) = (names(0), names(1));
        let place = |names: &[String], name: &String| {
            names.iter().position(|known| known == name).expect("a known name") as u32
        };
        let rows = cells
            .iter()
            .map(|[i, a, l]| (place(&items, i), place(&annotators, a), place(labels, l)))
            .collect();
        Self { items, annotators, labels: labels.to_vec(), rows }
    }

    fn index(&self, distinct: bool) -> ItemIndex {
        let mut rows = self.rows.clone();
        rows.sort_unstable();
        if distinct {
            rows.dedup();
        }
        let before = |item: u32| rows.partition_point(|row| row.0 < item) as u32;
        ItemIndex {
            offsets: (0..=self.items.len() as u32).map(before).collect(),
            annotator: rows.iter().map(|row| row.1).collect(),
            label: rows.iter().map(|row| Label(row.2)).collect(),
            pattern: Vec::new(),
            clusters: None,
        }
    }

    fn votes<'a>(&self, index: &'a ItemIndex) -> Votes<'a> {
        Votes::of(index, self.annotators.len(), self.labels.len()).expect("small tables")
    }
}

fn check(oracle: &Value, metric: &str, folder: &Path, ledger: &mut Ledger) {
    if metric == "cleanlab_multiannotator" {
        return cleanlab(oracle, folder, ledger);
    }
    let categories: Vec<String> = oracle["params"]["categories"]
        .as_array()
        .expect("categories")
        .iter()
        .map(|name| name.as_str().expect("a name").to_owned())
        .collect();
    let table = Table::read(&folder.join(oracle["data"].as_str().expect("one CSV")), &categories);
    let index = table.index(false);
    let votes = table.votes(&index);
    let mut judge = Judge { ledger, oracle, metric, table: &table };
    match metric {
        "vote_share" => judge.by_item(&oracle["expected"], &votes.shares()),
        "aggregate_MV" => {
            judge.labels(&votes.shares(), folder);
            // crowd-kit counts equal rows of one annotator and item once when it makes skills, and only then.
            let distinct = table.index(true);
            let found = majority_skills(&votes, &table.votes(&distinct), &distinct);
            judge.by_annotator("skills", &found);
        }
        "aggregate_DawidSkene_converged" => {
            let found = consensus::dawid_skene(&votes, MAX_ITERATIONS);
            judge.fit(&found.fit, folder);
            judge.errors(&votes, &found.errors);
            let course = found.fit.course.expect("it iterates");
            assert!(course.converged, "{}", oracle["id"]);
            if let Some(wanted) = oracle["expected"]["log_likelihood"].as_f64() {
                judge.number("log_likelihood", course.trace[course.trace.len() - 1], wanted);
            }
        }
        "aggregate_OneCoin" => {
            let found = consensus::one_coin(&votes, MAX_ITERATIONS);
            judge.fit(&found, folder);
            judge.by_annotator("skills", &found.reliability);
        }
        "aggregate_GLAD" => {
            let found = consensus::glad(&votes, MAX_ITERATIONS);
            judge.fit(&found.fit, folder);
            let abilities: Vec<Option<f64>> = found.ability.iter().copied().map(Some).collect();
            judge.by_annotator("alphas", &abilities);
        }
        "aggregate_MACE" => mace(&mut judge, &votes, folder),
        _ => {
            let found = consensus::wawa(&votes);
            judge.fit(&found, folder);
            judge.by_annotator("skills", &found.reliability);
        }
    }
}

/// Share of distinct labels equal to the majority of all. In the one tie of these tables (patient 12, three votes each)
/// crowd-kit drew the last of the tied labels; ours counts half an agreement there.
fn majority_skills(votes: &Votes<'_>, distinct: &Votes<'_>, index: &ItemIndex) -> Vec<Option<f64>> {
    let shares = votes.shares();
    let mut same = vec![(0u32, 0u32); distinct.annotators()];
    for item in 0..index.items() {
        let own = &shares[item * votes.k()..(item + 1) * votes.k()];
        let leader = (0..votes.k()).max_by(|&one, &other| own[one].total_cmp(&own[other]));
        for row in index.rows(item) {
            let cell = &mut same[index.annotator[row] as usize];
            *cell = (cell.0 + u32::from(leader == Some(distinct.class[row] as usize)), cell.1 + 1);
        }
    }
    same.iter().map(|&(same, of)| Some(f64::from(same) / f64::from(of))).collect()
}

/// crowd-kit 1.4.2 sorts the columns and rows of its strategy counts by name and then reads them in the order in which
/// labels and annotators first appear, so that an annotator is held to another's habits. With `slip` this does so too
/// and comes to their probabilities; without it, to ours.
fn mace(judge: &mut Judge<'_>, votes: &Votes<'_>, folder: &Path) {
    let found = consensus::mace(votes, MAX_ITERATIONS);
    assert!(found.course.as_ref().is_some_and(|course| course.converged));
    judge.labels(&found.posterior, folder);
    let right = mace_of_rows(judge.table, false);
    let furthest = right.iter().zip(&found.posterior).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    assert!(furthest < 1e-5, "two ways to the same probabilities: {furthest}");
    judge.by_item(&judge.oracle["expected"]["posterior"], &mace_of_rows(judge.table, true));
}

fn mace_of_rows(table: &Table, slip: bool) -> Vec<f64> {
    let (k, annotators) = (table.labels.len(), table.annotators.len());
    let appearance = |of: &dyn Fn(&(u32, u32, u32)) -> u32| {
        let mut order: Vec<u32> = Vec::new();
        table.rows.iter().map(of).for_each(|id| {
            if !order.contains(&id) {
                order.push(id)
            }
        });
        order
    };
    let (people, labels) = (appearance(&|row| row.1), appearance(&|row| row.2));
    let read_as = |order: &[u32], id: u32| {
        if slip { order.iter().position(|&known| known == id).expect("it appears") } else { id as usize }
    };
    let digamma = statrs::function::gamma::digamma;
    let mut knows = vec![[0.5; 2]; annotators];
    let mut habits = vec![vec![1.0 / k as f64; k]; annotators];
    let mut posterior = Vec::new();
    for _ in 0..2_000 {
        let guessed = |&(_, a, l): &(u32, u32, u32)| {
            knows[a as usize][0] * habits[read_as(&people, a)][read_as(&labels, l)]
        };
        posterior = vec![1.0; table.items.len() * k];
        for row in &table.rows {
            for t in 0..k {
                let known = if row.2 as usize == t { knows[row.1 as usize][1] } else { 0.0 };
                posterior[row.0 as usize * k + t] *= guessed(row) + known;
            }
        }
        posterior.chunks_exact_mut(k).for_each(|item| {
            let sum: f64 = item.iter().sum();
            item.iter_mut().for_each(|p| *p /= sum);
        });
        let (mut known, mut given) = (vec![[0.5; 2]; annotators], vec![vec![10.0; k]; annotators]);
        for row in &table.rows {
            let (a, own) = (row.1 as usize, posterior[row.0 as usize * k + row.2 as usize]);
            let knew = own * knows[a][1] / (knows[a][1] + guessed(row));
            known[a][1] += knew;
            known[a][0] += 1.0 - knew;
            given[a][row.2 as usize] += 1.0 - knew;
        }
        let mean_log = |weights: &[f64]| -> Vec<f64> {
            let all = digamma(weights.iter().sum());
            weights.iter().map(|&weight| (digamma(weight) - all).exp()).collect()
        };
        knows = known.iter().map(|weights| mean_log(weights)).map(|w| [w[0], w[1]]).collect();
        habits = given.iter().map(|weights| mean_log(weights)).collect();
    }
    posterior
}

/// Judges the parts of one entry.
struct Judge<'a> {
    ledger: &'a mut Ledger,
    oracle: &'a Value,
    metric: &'a str,
    table: &'a Table,
}

impl Judge<'_> {
    fn number(&mut self, key: &str, found: f64, wanted: f64) {
        self.ledger.judge(self.metric, self.oracle, key, Ok(found), wanted);
    }

    /// What has a row of probabilities for every item.
    fn by_item(&mut self, expected: &Value, found: &[f64]) {
        let k = self.table.labels.len();
        for (item, wanted) in expected.as_object().into_iter().flatten() {
            let at = self.table.items.iter().position(|name| name == item).expect("a known item");
            for (class, wanted) in wanted.as_array().expect("probabilities").iter().enumerate() {
                self.number(item, found[at * k + class], wanted.as_f64().expect("a number"));
            }
        }
    }

    fn by_annotator(&mut self, key: &str, found: &[Option<f64>]) {
        for (name, wanted) in self.oracle["expected"][key].as_object().into_iter().flatten() {
            let at = self.table.annotators.iter().position(|known| known == name).expect("a known annotator");
            let found = found[at].ok_or("no label given".to_owned());
            self.ledger.judge(self.metric, self.oracle, name, found, wanted.as_f64().expect("a number"));
        }
    }

    /// The likeliest labels, and their accuracy against the truth where there is one; `TIE` is the peer's chance.
    fn labels(&mut self, posterior: &[f64], folder: &Path) {
        let k = self.table.labels.len();
        let mut given: BTreeMap<&str, &str> = BTreeMap::new();
        for (item, wanted) in self.oracle["expected"]["labels"].as_object().into_iter().flatten() {
            let at = self.table.items.iter().position(|name| name == item).expect("a known item");
            let own = &posterior[at * k..(at + 1) * k];
            let highest = own.iter().copied().fold(0.0, f64::max);
            let label = self.table.labels[own.iter().position(|&p| p == highest).expect("one is")].as_str();
            if wanted != "TIE" {
                given.insert(item, label);
                self.number(item, f64::from(u8::from(wanted == label)), 1.0);
            }
        }
        if let Some(wanted) = self.oracle["expected"]["accuracy_on_untied"].as_f64() {
            let data = self.oracle["data"].as_str().expect("one CSV").replace(".csv", "_truth.csv");
            let mut reader = csv::Reader::from_path(folder.join(data)).expect("the truth");
            let right = reader
                .records()
                .map(|record| record.expect("a record"))
                .filter(|record| given.get(&record[0]) == Some(&&record[1]))
                .count();
            self.number("accuracy_on_untied", right as f64 / given.len() as f64, wanted);
        }
    }

    fn fit(&mut self, fit: &Fit, folder: &Path) {
        self.labels(&fit.posterior, folder);
        self.by_item(&self.oracle["expected"]["posterior"], &fit.posterior);
        let wanted = self.oracle["expected"]["priors"].as_array().cloned().unwrap_or_default();
        for (class, wanted) in wanted.iter().enumerate() {
            let found = fit.priors.as_ref().expect("it estimates them")[class];
            self.number("priors", found, wanted.as_f64().expect("a number"));
        }
    }

    fn errors(&mut self, votes: &Votes<'_>, errors: &ErrorMatrices) {
        for (name, matrix) in self.oracle["expected"]["errors"].as_object().into_iter().flatten() {
            let annotator = self.table.annotators.iter().position(|known| known == name).expect("known");
            for (truth, row) in matrix.as_array().expect("rows").iter().enumerate() {
                for (given, wanted) in row.as_array().expect("cells").iter().enumerate() {
                    let found = errors.share(votes, annotator, truth, given).ok_or("never met".to_owned());
                    let wanted = wanted.as_f64().expect("a number");
                    self.ledger.judge(self.metric, self.oracle, name, found, wanted);
                }
            }
        }
    }
}

fn cleanlab(oracle: &Value, folder: &Path, ledger: &mut Ledger) {
    let labels = ["0", "1", "2"].map(String::from);
    let path = |i: usize| folder.join(oracle["data"][i].as_str().expect("two CSVs"));
    let table = Table::read(&path(0), &labels);
    let mut reader = csv::Reader::from_path(path(1)).expect("probabilities");
    let probabilities: BTreeMap<String, Vec<f32>> = reader
        .records()
        .map(|record| record.expect("a record"))
        .map(|r| (r[0].to_owned(), (1..4).map(|c| r[c].parse().expect("a probability")).collect()))
        .collect();
    let known: Vec<f32> = table.items.iter().flat_map(|item| probabilities[item].clone()).collect();
    let index = table.index(false);
    let votes = table.votes(&index);
    let found = consensus::crowdlab(&votes, &known);
    let majority = oracle["params"]["quality_method"] == "agreement";
    let best = if majority { consensus::crowdlab_majority(&votes, &known) } else { found.consensus.clone() };
    let quality = if majority { votes.shares() } else { found.fit.posterior.clone() };
    let shares = votes.shares();
    let metric = "cleanlab_multiannotator";
    for (at, item) in table.items.iter().enumerate() {
        let (class, expected) = (best[at] as usize, &oracle["expected"]);
        let mut judge = |key: &str, found: f64| {
            ledger.judge(metric, oracle, item, Ok(found), expected[key][item].as_f64().expect("a number"));
        };
        judge("consensus", class as f64);
        judge("consensus_quality", quality[at * 3 + class]);
        judge("annotator_agreement", shares[at * 3 + class]);
        for row in index.rows(at).filter(|_| !majority) {
            let annotator = index.annotator[row] as usize;
            let wanted = &oracle["expected"]["label_quality"][item][annotator];
            let own = quality[at * 3 + votes.class[row] as usize];
            ledger.judge(metric, oracle, item, Ok(own), wanted.as_f64().expect("a number"));
        }
    }
    by_annotator(oracle, &table, &votes, &best, &found, ledger);
}

fn by_annotator(
    oracle: &Value,
    table: &Table,
    votes: &Votes<'_>,
    best: &[u32],
    found: &consensus::Crowdlab,
    ledger: &mut Ledger,
) {
    let majority = oracle["params"]["quality_method"] == "agreement";
    for (annotator, name) in table.annotators.iter().enumerate() {
        // Shares of labels equal to the consensus: on all items, and on those with two or more labels.
        let (mut all, mut shared) = ((0.0, 0.0), (0.0, 0.0));
        for (item, &consensus) in best.iter().enumerate().take(table.items.len()) {
            let rows = votes.index.rows(item);
            for row in rows.clone().filter(|&row| votes.index.annotator[row] as usize == annotator) {
                let same = f64::from(u8::from(votes.class[row] == consensus));
                all = (all.0 + same, all.1 + 1.0);
                if rows.len() > 1 {
                    shared = (shared.0 + same, shared.1 + 1.0);
                }
            }
        }
        let quality = if majority { Some(shared.0 / shared.1) } else { found.fit.reliability[annotator] };
        let mut judge = |key: &str, found: Option<f64>| {
            let wanted = oracle["expected"][key][name].as_f64().expect("a number");
            ledger.judge("cleanlab_multiannotator", oracle, name, found.ok_or("none".to_owned()), wanted);
        };
        judge("annotator_quality", quality);
        judge("agreement_with_consensus", Some(all.0 / all.1));
        judge("num_examples_labeled", Some(votes.given(annotator) as f64));
        if !majority {
            let wanted = oracle["expected"]["annotator_weight"][annotator].as_f64().expect("a weight");
            let weight = found.annotator_weight[annotator].ok_or("none".to_owned());
            ledger.judge("cleanlab_multiannotator", oracle, name, weight, wanted);
        }
    }
    if let Some(wanted) = oracle["expected"]["model_weight"].as_f64() {
        let weight = Ok(found.model_weight);
        ledger.judge("cleanlab_multiannotator", oracle, "model_weight", weight, wanted);
    }
}
