//! Logs with gold and two models whose every number has a true value in closed form.

use super::log::{Draw, Given, beside_models};
use raterscope::analysis::agreement::AgreementOptions;
use raterscope::analysis::human_model::{
    HumanModel, HumanModelOptions, ModelComparison, ModelQuality, QualityMeasure, measure,
};
use raterscope::analysis::inference::InferenceOptions;
use raterscope::log::{RosterAttribute, SliceColumn};
use raterscope::vocabulary::{Attribute, Estimate, Group, Label, Outcome};

const LABELS: usize = 3;
const PEOPLE: u32 = 5;
/// How often a person is right; the other labels are equally likely.
const RIGHT: f64 = 0.72;
/// What the models say of an item, by its true label.
const FIRST: Square = [[0.85, 0.10, 0.05], [0.12, 0.70, 0.18], [0.10, 0.30, 0.60]];
const SECOND: Square = [[0.75, 0.15, 0.10], [0.10, 0.75, 0.15], [0.05, 0.25, 0.70]];
/// How often the second model says what the first says, whatever it is: two models err alike.
const ALIKE: f64 = 0.5;

/// Shares by (reference, given).
type Square = [[f64; LABELS]; LABELS];

/// A world of items.
#[derive(Clone, Copy)]
pub struct World {
    pub items: u32,
    pub prevalence: [f64; LABELS],
}

/// What one log shows of one number: whether its interval holds the truth, and how wide it is; `None` without one.
pub type Held = Option<(bool, f64)>;

/// Names of the numbers, in the order of [`World::held`].
pub const NUMBERS: [&str; 18] = [
    "accuracy",
    "kappa against gold",
    "balanced accuracy",
    "Matthews correlation against gold",
    "macro precision against gold",
    "macro recall against gold",
    "macro F1 against gold",
    "weighted precision against gold",
    "weighted F1 against gold",
    "precision of the last label against gold",
    "recall of the last label against gold",
    "F1 of the last label against gold",
    "accuracy of the first model minus the second's",
    "agreement with the consensus",
    "kappa with the consensus",
    "Matthews correlation with the consensus",
    "macro F1 against the consensus",
    "agreement of the first model minus the second's",
];

impl World {
    /// Draws a log and asks of every number whether its interval holds the truth.
    pub fn held(self, seed: u64) -> Vec<Held> {
        let found = self.measured(&mut Draw(seed), None);
        let (gold, consensus) = (self.against_gold(FIRST), self.against_consensus(FIRST));
        let second = (self.against_gold(SECOND), self.against_consensus(SECOND));
        let first = &found.models[0];
        let mut out: Vec<Held> = Vec::new();
        {
            let own = quality(first, true);
            let mut ask = |outcome: &Outcome<Estimate>, truth: f64| out.push(held(outcome, truth));
            ask(&own.agreement, diagonal(&gold));
            ask(&own.kappa, kappa(&gold));
            ask(summary(own, QualityMeasure::BalancedAccuracy), mean(&|k| recall(&gold, k)));
            ask(summary(own, QualityMeasure::Mcc), correlation(&gold));
            ask(summary(own, QualityMeasure::MacroPrecision), mean(&|k| precision(&gold, k)));
            ask(summary(own, QualityMeasure::MacroRecall), mean(&|k| recall(&gold, k)));
            ask(summary(own, QualityMeasure::MacroF1), mean(&|k| f1(&gold, k)));
            let weighted =
                |of: &dyn Fn(usize) -> f64| -> f64 { (0..LABELS).map(|k| row(&gold, k) * of(k)).sum() };
            ask(summary(own, QualityMeasure::WeightedPrecision), weighted(&|k| precision(&gold, k)));
            ask(summary(own, QualityMeasure::WeightedF1), weighted(&|k| f1(&gold, k)));
            let last = &own.labels[LABELS - 1];
            ask(&last.precision, precision(&gold, LABELS - 1));
            ask(&last.recall, recall(&gold, LABELS - 1));
            ask(&last.f1, f1(&gold, LABELS - 1));
            ask(difference(&found, 1), diagonal(&gold) - self.alike(diagonal(&gold), diagonal(&second.0)));
            let own = quality(first, false);
            ask(&own.agreement, diagonal(&consensus));
            ask(&own.kappa, kappa(&consensus));
            ask(summary(own, QualityMeasure::Mcc), correlation(&consensus));
            ask(summary(own, QualityMeasure::MacroF1), mean(&|k| f1(&consensus, k)));
            let both = (diagonal(&consensus), diagonal(&second.1));
            ask(difference(&found, 0), both.0 - self.alike(both.0, both.1));
        }
        out
    }

    /// Whether a log whose batches, and whose two kinds of people, are all alike has any of them told apart:
    /// (a slice, a group).
    pub fn told(self, seed: u64) -> (bool, bool) {
        let found = self.measured(&mut Draw(seed), Some(4));
        let any = |of: fn(&ModelComparison) -> bool| found.models.iter().any(of);
        (any(|m| m.slices.iter().any(|s| s.reported)), any(|m| m.groups.iter().any(|g| g.reported)))
    }

    /// What the second model's share is when it says what the first says in `ALIKE` of the items.
    fn alike(self, first: f64, second: f64) -> f64 {
        ALIKE * first + (1.0 - ALIKE) * second
    }

    /// `batches`: as many slices of the items; then ten people of differing skill in two groups too.
    fn measured(self, draw: &mut Draw, batches: Option<u32>) -> HumanModel {
        let people = if batches.is_some() { 2 * PEOPLE } else { PEOPLE };
        let skills: Vec<f64> =
            (0..people).map(|_| if batches.is_some() { 0.55 + 0.4 * draw.share() } else { RIGHT }).collect();
        let mut given: Vec<Given> = Vec::new();
        let (mut gold, mut first, mut second) = (Vec::new(), Vec::new(), Vec::new());
        for item in 0..self.items {
            let truth = pick(&self.prevalence, draw);
            for (who, &skill) in (0u32..).zip(&skills) {
                let other = (truth + 1 + draw.below(LABELS as u32 - 1) as usize) % LABELS;
                let label = if draw.share() < skill { truth } else { other };
                given.push((item, who, label as u32));
            }
            let own = pick(&FIRST[truth], draw);
            let alone = pick(&SECOND[truth], draw);
            gold.push(Label(truth as u32));
            first.push(Label(own as u32));
            second.push(Label(if draw.share() < ALIKE { own } else { alone } as u32));
        }
        let slices = batches.map(|batches| SliceColumn {
            name: "batch".into(),
            values: (0..batches).map(|b| b.to_string()).collect(),
            code: given.iter().map(|row| row.0 % batches).collect(),
        });
        let roster = batches.map(|_| RosterAttribute {
            attribute: Attribute("kind".into()),
            depth: 1,
            groups: vec![Group("a".into()), Group("b".into())],
            of_annotator: (0..people).map(|who| who % 2).collect(),
        });
        let models = vec![("first", first), ("second", second)];
        let (slices, roster) = (slices.into_iter().collect(), roster.into_iter().collect());
        let tallies = beside_models(&given, LABELS, gold, models, slices, roster);
        let (distances, asked) = (AgreementOptions::default(), HumanModelOptions::default());
        let options = InferenceOptions { replicates: 20, ..InferenceOptions::default() };
        measure(&tallies, &distances, &asked, &options).estimated().expect("two models").clone()
    }

    fn against_gold(self, model: Square) -> Square {
        let mut out = model;
        for (truth, row) in out.iter_mut().enumerate() {
            row.iter_mut().for_each(|cell| *cell *= self.prevalence[truth]);
        }
        out
    }

    /// Shares by (majority, model) of the items without a tie.
    fn against_consensus(self, model: Square) -> Square {
        let mut out = [[0.0; LABELS]; LABELS];
        for (truth, said) in model.iter().enumerate() {
            let leads = leading(truth);
            for (majority, row) in out.iter_mut().enumerate() {
                for (given, cell) in row.iter_mut().enumerate() {
                    *cell += self.prevalence[truth] * leads[majority] * said[given];
                }
            }
        }
        let untied: f64 = out.iter().flatten().sum();
        out.map(|row| row.map(|cell| cell / untied))
    }
}

/// How probably each label leads alone among the people, of an item with this true label: all ways to vote, added up.
fn leading(truth: usize) -> [f64; LABELS] {
    let mut out = [0.0; LABELS];
    for ways in 0..LABELS.pow(PEOPLE) {
        let (mut rest, mut probability, mut votes) = (ways, 1.0, [0; LABELS]);
        for _ in 0..PEOPLE {
            let label = rest % LABELS;
            rest /= LABELS;
            votes[label] += 1;
            probability *= if label == truth { RIGHT } else { (1.0 - RIGHT) / (LABELS - 1) as f64 };
        }
        let most = votes.iter().max().copied().unwrap_or(0);
        let mut leaders = (0..LABELS).filter(|&label| votes[label] == most);
        if let (Some(only), None) = (leaders.next(), leaders.next()) {
            out[only] += probability;
        }
    }
    out
}

fn pick(shares: &[f64; LABELS], draw: &mut Draw) -> usize {
    let mut left = draw.share();
    for (label, share) in shares.iter().enumerate() {
        left -= share;
        if left < 0.0 {
            return label;
        }
    }
    LABELS - 1
}

fn held(outcome: &Outcome<Estimate>, truth: f64) -> Held {
    let interval = outcome.estimated()?.interval.estimated()?;
    Some((interval.lower <= truth && truth <= interval.upper, interval.upper - interval.lower))
}

fn quality(model: &ModelComparison, gold: bool) -> &ModelQuality {
    let outcome = if gold { &model.gold } else { &model.consensus };
    outcome.estimated().expect("items with a reference")
}

fn summary(quality: &ModelQuality, measure: QualityMeasure) -> &Outcome<Estimate> {
    let own = quality.summaries.iter().find(|own| own.measure == measure);
    &own.expect("every measure").outcome
}

fn difference(found: &HumanModel, place: usize) -> &Outcome<Estimate> {
    &found.pairs.as_ref().expect("two models").pairs[place].difference
}

fn diagonal(table: &Square) -> f64 {
    (0..LABELS).map(|k| table[k][k]).sum()
}

fn row(table: &Square, k: usize) -> f64 {
    table[k].iter().sum()
}

fn column(table: &Square, k: usize) -> f64 {
    table.iter().map(|row| row[k]).sum()
}

fn recall(table: &Square, k: usize) -> f64 {
    table[k][k] / row(table, k)
}

fn precision(table: &Square, k: usize) -> f64 {
    table[k][k] / column(table, k)
}

fn f1(table: &Square, k: usize) -> f64 {
    2.0 * table[k][k] / (row(table, k) + column(table, k))
}

fn mean(of: &dyn Fn(usize) -> f64) -> f64 {
    (0..LABELS).map(of).sum::<f64>() / LABELS as f64
}

fn kappa(table: &Square) -> f64 {
    let chance: f64 = (0..LABELS).map(|k| row(table, k) * column(table, k)).sum();
    (diagonal(table) - chance) / (1.0 - chance)
}

/// Gorodkin's R_K as the correlation of indicator vectors, summed over labels.
fn correlation(table: &Square) -> f64 {
    let chance: f64 = (0..LABELS).map(|k| row(table, k) * column(table, k)).sum();
    let spread =
        |side: fn(&Square, usize) -> f64| 1.0 - (0..LABELS).map(|k| side(table, k).powi(2)).sum::<f64>();
    (diagonal(table) - chance) / (spread(row) * spread(column)).sqrt()
}
