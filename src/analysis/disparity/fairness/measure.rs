use super::counted::{Cell, Counted};
use super::item_groups::{ItemGroups, of_items};
use super::rates::{COLUMNS, Told, spreads};
use super::{
    ChanceDifference, EqualizedOdds, Fairness, FairnessMeasure, FairnessMetric, FairnessOptions,
    ModelFairness,
};
use crate::analysis::consensus;
use crate::analysis::disparity::Asked;
use crate::analysis::human_model::Against;
use crate::analysis::inference::{
    Dealt, Resampled, SamplingUnits, Scheme, Stream, benjamini_hochberg, resample_units,
};
use crate::tally::{ItemIndex, ModelLabels, QuestionTallies};
use crate::vocabulary::{Estimate, Label, Outcome, Reason};
use rayon::prelude::*;

/// Labels that are compared one by one.
const MOST_LABELS: usize = 12;
/// False discovery rate over the family.
const FALSE_DISCOVERY: f64 = 0.05;
/// Replicates × cells × rates beyond which fewer replicates must do.
const BOOTSTRAP_WORK: u64 = 100_000_000;
/// Exchanges of a difference at most, and units moved in all exchanges of one.
const MOST_DRAWS: u64 = 20_000;
const MOST_MOVES: u64 = 50_000_000;

/// How models serve groups of items: rates by group, their difference and ratio under fairlearn's names, against gold or else
/// the consensus. Not estimable without a model, without rows, or where nothing is known of the items.
pub fn measure(tallies: &QuestionTallies, options: &FairnessOptions, asked: Asked<'_>) -> Outcome<Fairness> {
    if tallies.summaries.models.is_empty() {
        return Outcome::NotEstimable(Reason::NotInLog {
            what: "what any model said".into(),
            columns: "model_label, or rows with annotator_kind = model, or a predictions file".into(),
        });
    }
    let Some(index) = &tallies.index else {
        return Outcome::NotEstimable(Reason::NeedsRows);
    };
    let (groups, attributes_left_out) = of_items(tallies, index);
    if groups.is_empty() {
        return Outcome::NotEstimable(Reason::NotInLog {
            what: "anything about the items that tells groups of them apart".into(),
            columns: "attributes of the items (a file of items, or a column), or a slicing column with one value in each item"
                .into(),
        });
    }
    let consensus = leading(tallies, index);
    let (positives, labels_left_out) = match positives(tallies, options, &consensus) {
        Ok(found) => found,
        Err(reason) => return Outcome::NotEstimable(reason),
    };
    let comparison = Comparison { tallies, index, options, asked, consensus, positives };
    let pairs: Vec<(&ModelLabels, &ItemGroups)> =
        tallies.answers.iter().flat_map(|model| groups.iter().map(move |own| (model, own))).collect();
    let tests = (pairs.len() * comparison.rates().count()) as u64;
    let models = pairs.par_iter().filter_map(|&(model, own)| comparison.of(model, own, tests)).collect();
    let mut found = Fairness {
        models,
        tests: 0,
        margin: options.margin,
        min_items: options.min_items,
        attributes_left_out,
        labels_left_out,
    };
    judge(&mut found);
    Outcome::Estimated(found)
}

/// The majority's label by item, where one leads alone.
fn leading(tallies: &QuestionTallies, index: &ItemIndex) -> Vec<Label> {
    let majorities = consensus::by_pattern(&tallies.summaries.patterns);
    let leads = |&pattern: &u32| {
        let vote = majorities.get(pattern as usize).and_then(Option::as_ref);
        vote.and_then(consensus::Majority::label).unwrap_or(Label::NONE)
    };
    index.pattern.iter().map(leads).collect()
}

/// The labels that are selected for, and how many are too seldom to be looked at.
fn positives(
    tallies: &QuestionTallies,
    options: &FairnessOptions,
    consensus: &[Label],
) -> Result<(Vec<Label>, u64), Reason> {
    let names = &tallies.question.labels.names;
    if let Some(positive) = &options.positive {
        let place = names.iter().position(|name| name == positive);
        let place = place.ok_or_else(|| Reason::NotInLog {
            what: format!("any item with the positive label `{positive}`"),
            columns: "a label of this question as fairness.positive".into(),
        })?;
        return Ok((vec![Label(place as u32)], 0));
    }
    if names.len() == 2 {
        return Ok((vec![Label(1)], 0));
    }
    let mut seen = vec![0u64; names.len()];
    let references = tallies.gold.as_deref().unwrap_or(consensus);
    references.iter().filter(|label| label.is_some()).for_each(|label| seen[label.index()] += 1);
    let mut order: Vec<usize> = (0..names.len()).filter(|&label| seen[label] > 0).collect();
    let left_out = order.len().saturating_sub(MOST_LABELS) as u64;
    order.sort_by_key(|&label| (std::cmp::Reverse(seen[label]), label));
    order.truncate(MOST_LABELS);
    order.sort_unstable();
    Ok((order.into_iter().map(|label| Label(label as u32)).collect(), left_out))
}

/// What every model is compared by.
struct Comparison<'a> {
    tallies: &'a QuestionTallies,
    index: &'a ItemIndex,
    options: &'a FairnessOptions,
    asked: Asked<'a>,
    consensus: Vec<Label>,
    positives: Vec<Label>,
}

impl Comparison<'_> {
    /// Every rate: accuracy, then those of each positive label.
    fn rates(&self) -> impl Iterator<Item = (FairnessMeasure, Label)> + Clone + '_ {
        let of_label = |&label: &Label| FairnessMeasure::OF_LABEL.map(|measure| (measure, label));
        std::iter::once((FairnessMeasure::Accuracy, Label::NONE))
            .chain(self.positives.iter().flat_map(of_label))
    }

    /// One model over one attribute's groups; `None` where fewer than two groups have items to judge.
    fn of(&self, model: &ModelLabels, own: &ItemGroups, tests: u64) -> Option<ModelFairness> {
        let (against, reference) = self.reference(model);
        let count = own.groups.len();
        let cells = (0..self.index.items()).filter_map(|item| {
            let cell =
                Cell { group: own.of_item[item], reference: reference[item], answer: model.by_item[item] };
            let known = (cell.group as usize) < count && cell.reference.is_some() && cell.answer.is_some();
            known.then_some((item, cell))
        });
        let clusters = self.index.clusters.as_ref();
        let counted = Counted::of(cells, clusters);
        let sizes = counted.rate(FairnessMeasure::Accuracy, Label::NONE, count, &counted.items);
        let present: Vec<usize> = (0..count).filter(|&group| sizes[group].1 > 0).collect();
        if present.len() < 2 {
            return None;
        }
        let slice = format!("{}/{}", model.model, own.attribute);
        let drawn = self.bootstrap(&counted, clusters.map(|own| own.column.as_str()), count, &slice);
        let told = Told {
            counted: &counted,
            groups: &own.groups,
            present: &present,
            against: if against == Against::Gold { "gold" } else { "the consensus" },
            level: self.asked.inference.level,
            options: self.options,
        };
        let metric = |(at, rate): (usize, (FairnessMeasure, Label))| {
            let name = rate.1.is_some().then(|| self.tallies.question.labels.name(rate.1));
            let mut metric = told.metric(rate, name, (&drawn, at));
            metric.chance = self.chance(&counted, rate, count, tests, &slice);
            metric
        };
        let metrics: Vec<FairnessMetric> = self.rates().enumerate().map(metric).collect();
        Some(ModelFairness {
            model: model.model.clone(),
            attribute: own.attribute.clone(),
            against,
            groups: present.iter().map(|&group| (own.groups[group].clone(), sizes[group].1)).collect(),
            odds: metrics[1..].chunks(FairnessMeasure::OF_LABEL.len()).filter_map(odds).collect(),
            metrics,
        })
    }

    /// Gold where the model answered an item that has it, else the consensus.
    fn reference(&self, model: &ModelLabels) -> (Against, &[Label]) {
        let answered =
            |gold: &&[Label]| gold.iter().zip(&model.by_item).any(|(g, l)| g.is_some() && l.is_some());
        match self.tallies.gold.as_deref().filter(answered) {
            Some(gold) => (Against::Gold, gold),
            None => (Against::Consensus, &self.consensus),
        }
    }

    /// Items, or clusters of them, drawn anew; a replicate in which a group has no item to judge counts and is not used.
    fn bootstrap(&self, counted: &Counted, column: Option<&str>, groups: usize, slice: &str) -> Resampled {
        let clusters = counted.clusters(column);
        let units = SamplingUnits::in_clusters(&counted.items, clusters.as_ref());
        let rates: Vec<(FairnessMeasure, Label)> = self.rates().collect();
        let work = (counted.cells.len() * rates.len()).max(1) as u64;
        let most = u64::from(self.asked.inference.replicates);
        let replicates = (BOOTSTRAP_WORK / work).clamp(200.min(most), most) as u32;
        let inference = self.asked.inference;
        let question = &self.tallies.question.name;
        let stream = Stream { seed: inference.seed, question, slice, purpose: "items" };
        let own: Vec<Vec<bool>> = rates
            .iter()
            .map(|&(measure, label)| {
                let rate = counted.rate(measure, label, groups, &counted.items);
                rate.into_iter().map(|own| own.1 > 0).collect()
            })
            .collect();
        let statistic = |items: &[u64], out: &mut [Option<f64>]| {
            for (at, &(measure, label)) in rates.iter().enumerate() {
                let rate = counted.rate(measure, label, groups, items);
                let whole = rate.iter().zip(&own[at]).all(|(rate, &known)| !known || rate.1 > 0);
                let found = if whole { spreads(&rate) } else { [None; COLUMNS] };
                out[at * COLUMNS..(at + 1) * COLUMNS].copy_from_slice(&found);
            }
        };
        resample_units(&units, Scheme::Bootstrap { replicates }, stream, rates.len() * COLUMNS, &statistic)
    }

    fn chance(
        &self,
        counted: &Counted,
        (measure, label): (FairnessMeasure, Label),
        groups: usize,
        tests: u64,
        slice: &str,
    ) -> Option<ChanceDifference> {
        let (rates, clusters) =
            (counted.rate(measure, label, groups, &counted.items), counted.by_cluster(measure, label));
        let dealt = if clusters.is_empty() { Dealt::Items(&rates) } else { Dealt::Clusters(&clusters) };
        let moves = clusters.len().max(groups) as u64;
        let most = (400 * tests).clamp(999, MOST_DRAWS).min((MOST_MOVES / moves).max(199));
        let name = if label.is_some() { self.tallies.question.labels.name(label) } else { "" };
        let purpose = format!("groups of items/{}/{name}", measure.name());
        let inference = self.asked.inference;
        let stream =
            Stream { seed: inference.seed, question: &self.tallies.question.name, slice, purpose: &purpose };
        let found = dealt.range(groups, most, stream)?;
        Some(ChanceDifference { expected: found.expected, p: found.p, q: 1.0, draws: found.draws })
    }
}

/// Of one label's rates, in the order of [`FairnessMeasure::OF_LABEL`].
fn odds(rates: &[FairnessMetric]) -> Option<EqualizedOdds> {
    let [selection, hits, alarms, _] = rates else { return None };
    let worst = |of: fn(&FairnessMetric) -> &Outcome<Estimate>, lesser: fn(f64, f64) -> f64| match (
        of(hits),
        of(alarms),
    ) {
        (Outcome::Estimated(one), Outcome::Estimated(other)) => {
            Outcome::Estimated(lesser(one.value, other.value))
        }
        (Outcome::NotEstimable(reason), _) | (_, Outcome::NotEstimable(reason)) => {
            Outcome::NotEstimable(reason.clone())
        }
    };
    Some(EqualizedOdds {
        positive: selection.positive.clone().unwrap_or_default(),
        difference: worst(|rate| &rate.difference, f64::max),
        ratio: worst(|rate| &rate.ratio, f64::min),
        under_four_fifths: selection.ratio.estimated().map(|ratio| ratio.value < 0.8),
    })
}

/// q over all differences, and what is reported.
fn judge(found: &mut Fairness) {
    let margin = found.margin;
    let mut metrics: Vec<&mut FairnessMetric> =
        found.models.iter_mut().flat_map(|own| &mut own.metrics).collect();
    let p: Vec<f64> = metrics.iter().filter_map(|own| Some(own.chance?.p)).collect();
    let mut q = benjamini_hochberg(&p).into_iter();
    for own in &mut metrics {
        if let Some(chance) = &mut own.chance {
            chance.q = q.next().unwrap_or(1.0);
            let difference = own.difference.estimated().map_or(0.0, |found| found.value);
            own.reported = chance.q <= FALSE_DISCOVERY && difference - chance.expected >= margin;
        }
    }
    found.tests = p.len() as u64;
}
