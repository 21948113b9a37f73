use super::disputed::Disputed;
use super::distance::{GroupDistance, Members, distances};
use super::flipped_items::Listed;
use super::item_votes::Against;
use super::relabelling::{Decider, Elections};
use super::weighting::{Margin, Weighting, weigh};
use super::{
    AttributeViews, Flips, GroupView, GroupViews, ViewDistance, ViewOptions, Views, WeightedConsensus,
};
use crate::analysis::consensus::{ConsensusModel, Settled};
use crate::analysis::coverage::Targets;
use crate::analysis::disparity::grouping::{Grouping, no_groups};
use crate::analysis::disparity::{Asked, Strata};
use crate::analysis::inference::benjamini_hochberg;
use crate::tally::{ItemIndex, QuestionTallies};
use crate::vocabulary::{Outcome, Reason};
use rayon::prelude::*;

/// False discovery rate over the family.
const FALSE_DISCOVERY: f64 = 0.05;

/// Whose view the consensus loses. Not estimable where nothing is known of the annotators, or where the tallies came
/// without rows. `strata` names the slicing columns within whose values alone annotators change places; `None`: those that cut
/// people.
pub fn measure(
    tallies: &QuestionTallies,
    groupings: &[Grouping],
    options: &ViewOptions,
    strata: Option<&[String]>,
    asked: Asked<'_>,
) -> Outcome<Views> {
    if groupings.is_empty() {
        return Outcome::NotEstimable(no_groups());
    }
    let Some(index) = &tallies.index else {
        return Outcome::NotEstimable(Reason::NeedsRows);
    };
    let (disputed, strata) = (Disputed::of(index), Strata::of(tallies, index, strata));
    let weightings = weightings(groupings, options, (asked.targets, asked.min_group));
    let weights: Vec<&[f64]> = weightings
        .iter()
        .filter_map(|(_, found)| found.as_ref())
        .map(|found| found.weight.as_slice())
        .collect();
    let elections = Elections { disputed: &disputed, groupings, weights, strata: &strata };
    let distances = all_distances(tallies, index, groupings, asked);
    let deciders = deciders(groupings, elections.weights.len(), asked.min_group);
    let chosen = chosen(asked);
    let contrasts = deciders.iter().filter(|decider| matches!(decider, Decider::Alone(..))).count();
    let tests = deciders.len() + contrasts * if chosen.is_some() { 2 } else { 1 };
    let (flips, most_draws) = elections.held(&deciders, tests, asked.inference.seed, &tallies.question.name);
    let mut flips = deciders.iter().zip(flips);
    let mut views = Views {
        attributes: groupings
            .iter()
            .zip(distances)
            .map(|(grouping, own)| attribute(grouping, own, &mut flips, asked))
            .collect(),
        weighted: Vec::new(),
        chosen: chosen.map(|settled| settled.model.name().to_owned()),
        items: disputed.with_majority,
        disputed: disputed.len() as u64 - disputed.tied(),
        tied: disputed.tied(),
        tests: 0,
        most_draws,
        margin: options.margin,
        strata: u64::from(strata.count),
        strata_columns: strata.columns.clone(),
    };
    let lists = Listed { tallies, index, disputed: &disputed, min_group: asked.min_group };
    views.weighted = weighted(weightings, &mut flips, &lists, options);
    judge(&mut views);
    Outcome::Estimated(views)
}

/// Every weighting with the flips that were held against chance, which come in the same order.
fn weighted<'d>(
    weightings: Vec<(Vec<String>, Option<Weighting>)>,
    flips: &mut impl Iterator<Item = (&'d Decider, Outcome<Flips>)>,
    lists: &Listed<'_>,
    options: &ViewOptions,
) -> Vec<WeightedConsensus> {
    let mut told = |(attributes, found): (Vec<String>, Option<Weighting>)| {
        let numbers = match found.map(|found| (found, flips.next())) {
            Some((found, Some((_, Outcome::Estimated(flips))))) => {
                Outcome::Estimated(lists.told(found, attributes.len(), flips, options))
            }
            Some((_, Some((_, Outcome::NotEstimable(reason))))) => Outcome::NotEstimable(reason),
            Some((_, None)) => Outcome::NotEstimable(Reason::NeedsRows),
            None => Outcome::NotEstimable(few_groups(lists.min_group)),
        };
        WeightedConsensus { attributes, numbers }
    };
    weightings.into_iter().map(&mut told).collect()
}

/// Why annotators cannot be weighted.
fn few_groups(min_group: u64) -> Reason {
    let what = format!("groups of the target with {min_group} annotators");
    Reason::TooFew { what, found: 1, needed: 2 }
}

/// The consensus that was asked for where it is not the majority, which is held against groups anyway.
fn chosen<'a>(asked: Asked<'a>) -> Option<&'a Settled> {
    asked.settled.and_then(Outcome::estimated).filter(|settled| settled.model != ConsensusModel::Majority)
}

/// Each stated target by itself, then all of them together; `None` where there is nothing to weight.
pub(super) fn weightings(
    groupings: &[Grouping],
    options: &ViewOptions,
    (targets, min_group): (&Targets, u64),
) -> Vec<(Vec<String>, Option<Weighting>)> {
    let margin = |grouping| Some(Margin { grouping, target: targets.0.get(&grouping.attribute)? });
    let margins: Vec<Margin<'_>> = groupings.iter().filter_map(margin).collect();
    let mut sets: Vec<Vec<Margin<'_>>> = margins.iter().map(|&margin| vec![margin]).collect();
    if margins.len() > 1 {
        sets.push(margins);
    }
    let named = |set: Vec<Margin<'_>>| {
        let names = set.iter().map(|margin| margin.grouping.attribute.clone()).collect();
        (names, weigh(&set, min_group, options.max_weight))
    };
    sets.into_iter().map(named).collect()
}

/// Groups large enough alone and left out, attribute by attribute, then weightings.
fn deciders(groupings: &[Grouping], weightings: usize, min_group: u64) -> Vec<Decider> {
    let mut out = Vec::new();
    for (at, grouping) in groupings.iter().enumerate() {
        let large = |&group: &usize| grouping.annotators[group] >= min_group && grouping.is_known(group);
        for group in (0..grouping.groups.len()).filter(large) {
            out.extend([Decider::Alone(at, group), Decider::Without(at, group)]);
        }
    }
    out.extend((0..weightings).map(Decider::Weighted));
    out
}

/// By attribute: distances from the others' majority, and from the chosen consensus.
type Distances = (Result<Vec<GroupDistance>, Reason>, Option<Result<Vec<GroupDistance>, Reason>>);

fn all_distances(
    tallies: &QuestionTallies,
    index: &ItemIndex,
    groupings: &[Grouping],
    asked: Asked<'_>,
) -> Vec<Distances> {
    let labels = tallies.question.labels.len();
    let of = |grouping: &Grouping| {
        let members = Members {
            of: &grouping.of_annotator,
            annotators: &grouping.annotators,
            min_group: asked.min_group,
        };
        let settled =
            chosen(asked).map(|settled| distances(index, members, Against::Label(&settled.label), labels));
        (distances(index, members, Against::Others, labels), settled)
    };
    groupings.par_iter().map(of).collect()
}

fn attribute<'d>(
    grouping: &Grouping,
    (others, settled): Distances,
    flips: &mut impl Iterator<Item = (&'d Decider, Outcome<Flips>)>,
    asked: Asked<'_>,
) -> AttributeViews {
    let level = asked.inference.level;
    let told = |found: &Result<Vec<GroupDistance>, Reason>, group: usize, against: &str| match found {
        Ok(found) => found[group].told(level, against),
        Err(reason) => ViewDistance::absent(reason),
    };
    let mut next = || match flips.next() {
        Some((_, flips)) => flips,
        None => Outcome::NotEstimable(Reason::NeedsRows),
    };
    let mut group = |(at, (name, &annotators)): (usize, (&String, &u64))| {
        let numbers = match annotators < asked.min_group {
            true => Outcome::NotEstimable(Reason::Insufficient),
            false => Outcome::Estimated(GroupView {
                annotators,
                consensus: told(&others, at, "the majority of the item's others"),
                beyond_chance: match &others {
                    Ok(found) => found[at].beyond_chance(),
                    Err(reason) => Outcome::NotEstimable(reason.clone()),
                },
                chosen: settled.as_ref().map(|found| told(found, at, "the consensus")),
                alone: next(),
                without: next(),
            }),
        };
        GroupViews { group: name.clone(), numbers }
    };
    let all = grouping.groups.iter().zip(&grouping.annotators).enumerate();
    AttributeViews {
        attribute: grouping.attribute.clone(),
        groups: all.filter(|&(at, _)| grouping.is_known(at)).map(&mut group).collect(),
    }
}

/// q over everything that was tested, and what is reported.
fn judge(views: &mut Views) {
    let margin = views.margin;
    let mut p = Vec::new();
    each_test(views, &mut |test| p.push(test.p()));
    views.tests = p.len() as u64;
    let mut q = benjamini_hochberg(&p).into_iter();
    each_test(views, &mut |test| test.judge(q.next().unwrap_or(1.0), margin));
}

/// Something that has a p.
enum Tested<'a> {
    Distance(&'a mut ViewDistance),
    Flips(&'a mut Flips),
}

impl Tested<'_> {
    fn p(&self) -> f64 {
        match self {
            Tested::Distance(own) => own.p.unwrap_or(1.0),
            Tested::Flips(own) => own.relabelled.estimated().map_or(1.0, |found| found.p),
        }
    }

    fn judge(self, q: f64, margin: f64) {
        match self {
            Tested::Distance(own) => {
                let value = own.difference.estimated().map_or(0.0, |found| found.value);
                own.q = Some(q);
                own.reported = q <= FALSE_DISCOVERY && value.abs() >= margin;
            }
            Tested::Flips(own) => {
                if let Outcome::Estimated(found) = &mut own.relabelled {
                    (found.q, found.reported) = (q, q <= FALSE_DISCOVERY);
                }
            }
        }
    }
}

/// Everything that has a p, in the order of the results.
fn each_test(views: &mut Views, take: &mut dyn FnMut(Tested<'_>)) {
    let groups = views.attributes.iter_mut().flat_map(|attribute| &mut attribute.groups);
    for own in groups.filter_map(|group| group.numbers.estimated_mut()) {
        let distances = std::iter::once(&mut own.consensus).chain(&mut own.chosen);
        distances
            .filter(|distance| distance.p.is_some())
            .for_each(|distance| take(Tested::Distance(distance)));
        let flips = [&mut own.alone, &mut own.without].into_iter().filter_map(Outcome::estimated_mut);
        flips
            .filter(|flips| flips.relabelled.estimated().is_some())
            .for_each(|flips| take(Tested::Flips(flips)));
    }
    let weighted = views.weighted.iter_mut().filter_map(|own| own.numbers.estimated_mut());
    let flips = weighted.map(|own| &mut own.flips);
    flips.filter(|flips| flips.relabelled.estimated().is_some()).for_each(|flips| take(Tested::Flips(flips)));
}
