use super::deciders;
use super::disputed::Disputed;
use super::measure::weightings;
use super::weighting::Weighting;
use super::{FlippedItem, Flips, ViewOptions, WeightedFlips};
use crate::analysis::coverage::Targets;
use crate::analysis::disparity::groupings;
use crate::tally::{ItemIndex, QuestionTallies};
use crate::vocabulary::Outcome;

/// Flipped items that an audit keeps of one weighting; `flips.csv` has all.
const KEPT: usize = 500;

/// The items that flip under one weighting, all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlippedUnder {
    /// The attributes whose targets are met.
    pub attributes: Vec<String>,
    /// In the order of their names; those that fewer annotators than `min_group` labelled are left out, for they would point
    /// at persons.
    pub items: Vec<FlippedItem>,
}

/// The items that flip under each stated target: as long as the log, where an audit keeps the first.
pub fn flipped(
    tallies: &QuestionTallies,
    options: &ViewOptions,
    targets: &Targets,
    min_group: u64,
) -> Vec<FlippedUnder> {
    let Some(index) = &tallies.index else { return Vec::new() };
    let groupings = groupings(tallies);
    let weightings = weightings(&groupings, options, (targets, min_group));
    if weightings.is_empty() {
        return Vec::new();
    }
    let disputed = Disputed::of(index);
    let lists = Listed { tallies, index, disputed: &disputed, min_group };
    let under = |(attributes, found): (Vec<String>, Option<Weighting>)| {
        Some(FlippedUnder { attributes, items: lists.flipped(&found?.weight, usize::MAX).0 })
    };
    weightings.into_iter().filter_map(under).collect()
}

/// What lists of flipped items are made of.
pub(super) struct Listed<'a> {
    /// Names.
    pub tallies: &'a QuestionTallies,
    /// How many labelled an item.
    pub index: &'a ItemIndex,
    /// The items that could flip.
    pub disputed: &'a Disputed,
    /// Items of fewer annotators are not listed.
    pub min_group: u64,
}

impl Listed<'_> {
    /// At most `limit` of the items that flip, and how many are not listed for having too few annotators.
    fn flipped(&self, weight: &[f64], limit: usize) -> (Vec<FlippedItem>, u64) {
        let own: Vec<u32> = (0..weight.len() as u32).collect();
        let (mut items, mut few) = (Vec::new(), 0);
        let label = |i: usize, local: u32| {
            let label = self.disputed.labels(i)[local as usize];
            self.tallies.question.labels.name(label).to_owned()
        };
        deciders::decide(self.disputed, weight, &own, |i, now| {
            let (before, item) = (self.disputed.leader[i], self.disputed.item[i]);
            if !Disputed::flips(before, now) {
                return;
            }
            if (self.index.rows(item as usize).len() as u64) < self.min_group {
                few += 1;
            } else if items.len() < limit {
                items.push(FlippedItem {
                    item: self.tallies.items.name(item).to_owned(),
                    from: label(i, before),
                    to: label(i, now),
                });
            }
        });
        (items, few)
    }

    /// A weighting with its flips and the first of its items.
    pub fn told(
        &self,
        found: Weighting,
        margins: usize,
        flips: Flips,
        options: &ViewOptions,
    ) -> WeightedFlips {
        let own: Vec<u32> = (0..found.weight.len() as u32).collect();
        let (items, not_listed) = self.flipped(&found.weight, KEPT);
        let settled = deciders::weighted(self.disputed, &found.weight, &own).settled;
        let annotators = found.weight.iter().filter(|weight| **weight > 0.0).count() as f64;
        WeightedFlips {
            weights: found.groups,
            method: if margins > 1 { "raked".into() } else { "post-stratified".into() },
            cap: options.max_weight,
            capped: Outcome::Estimated(found.capped),
            rounds: found.rounds,
            converged: found.converged,
            largest_miss: found.largest_miss,
            design_effect: Outcome::Estimated(found.design_effect),
            effective_annotators: Outcome::Estimated(annotators / found.design_effect),
            flips,
            settled_ties: settled,
            items,
            not_listed,
        }
    }
}
