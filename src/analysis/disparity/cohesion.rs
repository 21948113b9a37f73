//! Whether groups of annotators agree more within themselves than with the others.

mod options;
mod relabelled;
mod result;
#[cfg(test)]
mod tests;

pub use options::CohesionOptions;
pub use result::{AttributeCohesion, Cohesion, CohesionTest, CohesionVerdict, GroupAgreement, GroupCohesion};

use super::Asked;
use super::grouping::{Grouping, no_groups};
use super::label_cells::LabelCells;
use super::strata::Strata;
use crate::analysis::agreement::{Distance, SideEstimates, TwoSides, side_estimates};
use crate::analysis::inference::{Relabelling, Stream, benjamini_hochberg, normal_quantile};
use crate::tally::{ItemIndex, QuestionTallies};
use crate::vocabulary::{Outcome, Reason};
use rayon::prelude::*;
use relabelled::{Candidate, Members, Relabelled};

/// False discovery rate over all groups of all attributes of a question.
const MAX_Q: f64 = 0.05;
/// Relabellings for each test of the family, over [`MAX_Q`], behind whatever is reported.
const DRAWS: f64 = 20.0;
/// Relabellings that are open to a family of any size.
const FEWEST_DRAWS: u64 = 1999;
/// Fewer ways of exchanging annotators than this and no p could reach [`MAX_Q`].
const FEWEST_WAYS: u64 = 40;
/// Annotations beyond which some items have to do for the test; numbers and intervals take all.
const MOST_TESTED: usize = 100_000;

/// GRASP (Prabhakaran et al. 2024, "GRASP: A Disagreement Analysis Framework to Assess Group Associations in
/// Perspectives", NAACL, §3): for each group of each attribute alpha within the group (IRR), its cross-replication
/// reliability with all others (xRR), their difference and their ratio (GAI).
///
/// Whether chance could have made IRR − xRR is asked of relabelled annotators: groups dealt anew within [`Strata`]. Under
/// "given the stratum, who is in the group has nothing to do with how they label" its p is valid whatever the severity,
/// skill and load of single annotators. Groups (and rests) of fewer than `min_group` annotators are neither measured nor
/// tested; those of whom an attribute is not known are in no group and in nobody's rest. One family by Benjamini &
/// Hochberg.
///
/// Not estimable where nothing is known of the annotators, where the tallies came without rows, or without a distance.
pub fn measure(
    tallies: &QuestionTallies,
    groupings: &[Grouping],
    options: &CohesionOptions,
    asked: Asked<'_>,
) -> Outcome<Cohesion> {
    if groupings.is_empty() {
        return Outcome::NotEstimable(no_groups());
    }
    let Some(index) = &tallies.index else { return Outcome::NotEstimable(Reason::NeedsRows) };
    let distance = Distance::of_question(asked.agreement, &tallies.question);
    if let Some(reason) = distance.refusal() {
        return Outcome::NotEstimable(reason.clone());
    }
    let some = sampled(tallies, index, asked);
    let all = LabelCells::of(index, tallies.annotators.len(), |_| true);
    let strata = Strata::of(tallies, index, options.strata.as_deref());
    let of =
        Measuring { tallies, all: &all, some: some.as_ref(), distance: &distance, strata: &strata, asked };
    Outcome::Estimated(of.cohesion(groupings, options))
}

/// The labels of some items, drawn by chance, where the log is too long to be relabelled whole.
fn sampled(tallies: &QuestionTallies, index: &ItemIndex, asked: Asked<'_>) -> Option<LabelCells> {
    let (rows, items) = (index.annotator.len(), index.items() as u32);
    if rows <= MOST_TESTED {
        return None;
    }
    let wanted = (u64::from(items) * MOST_TESTED as u64 / rows as u64) as u32;
    let seed = asked.inference.seed;
    let stream = Stream { seed, question: &tallies.question.name, slice: "", purpose: "items to relabel" };
    let mut dealt = Relabelling::new([((0..wanted).collect(), (wanted..items).collect())], stream);
    let mut kept = vec![false; items as usize];
    dealt.before().for_each(|item| kept[item as usize] = true);
    dealt.draw(|item, joins| kept[item as usize] = joins);
    Some(LabelCells::of(index, tallies.annotators.len(), |item| kept[item]))
}

/// What one question's groups are measured with.
struct Measuring<'a> {
    tallies: &'a QuestionTallies,
    /// Labels of all items.
    all: &'a LabelCells,
    /// Labels of the items that are tested on, where those are not all.
    some: Option<&'a LabelCells>,
    distance: &'a Distance,
    strata: &'a Strata,
    asked: Asked<'a>,
}

/// A group that is large enough, and its number among the grouping's.
#[derive(Clone, Copy)]
struct Place<'g> {
    grouping: &'g Grouping,
    group: usize,
}

impl Place<'_> {
    fn members(self) -> Members {
        let mut members = Members { group: Vec::new(), others: Vec::new() };
        for (who, &group) in (0u32..).zip(&self.grouping.of_annotator) {
            if group as usize == self.group {
                members.group.push(who);
            } else if group != Grouping::NONE && self.grouping.is_known(group as usize) {
                members.others.push(who);
            }
        }
        members
    }

    fn name(self) -> String {
        format!("{}={}", self.grouping.attribute, self.grouping.groups[self.group])
    }

    /// Annotators known to be in another group.
    fn others(self) -> u64 {
        let others =
            (0..self.grouping.groups.len()).filter(|&g| g != self.group && self.grouping.is_known(g));
        others.map(|g| self.grouping.annotators[g]).sum()
    }
}

/// A group's numbers, and its difference on the items that are tested, or why it cannot be tested.
type Measured = (GroupAgreement, Result<f64, Reason>);

impl Measuring<'_> {
    fn cohesion(&self, groupings: &[Grouping], options: &CohesionOptions) -> Cohesion {
        let places: Vec<Place<'_>> = groupings
            .iter()
            .flat_map(|grouping| known_groups(grouping).map(move |group| Place { grouping, group }))
            .collect();
        let measured: Vec<Option<Measured>> = places.par_iter().map(|&place| self.group(place)).collect();
        let tests = measured.iter().flatten().filter(|(_, ready)| ready.is_ok()).count();
        let most = ((DRAWS * tests as f64 / MAX_Q).ceil() as u64).max(FEWEST_DRAWS);
        let relabelled: Vec<Option<Relabelled>> = places
            .par_iter()
            .zip(&measured)
            .map(|(&place, measured)| {
                let difference = measured.as_ref()?.1.as_ref().ok()?;
                Some(self.relabelled(place, *difference, most))
            })
            .collect();
        let groups = told(&places, measured, &relabelled, (tests, options.margin));
        let mut groups = groups.into_iter();
        let attribute = |grouping: &Grouping| AttributeCohesion {
            attribute: grouping.attribute.clone(),
            groups: groups.by_ref().take(known_groups(grouping).count()).collect(),
        };
        Cohesion {
            attributes: groupings.iter().map(attribute).filter(|own| !own.groups.is_empty()).collect(),
            tests: tests as u64,
            most_draws: most,
            margin: options.margin,
            strata: u64::from(self.strata.count),
            pools: u64::from(self.strata.pools),
            strata_columns: self.strata.columns.clone(),
            tested_items: self.some.map(|some| some.offsets.len() as u64 - 1),
        }
    }

    /// A group's numbers; `None` where it is too small.
    fn group(&self, place: Place<'_>) -> Option<Measured> {
        let annotators = place.grouping.annotators[place.group];
        if annotators < self.asked.min_group {
            return None;
        }
        let (members, others) = (place.members(), place.others());
        let SideEstimates { within, across, difference, ratio } = self.estimates(&members);
        let ready = match others {
            others if others < self.asked.min_group => Err(Reason::TooFew {
                what: "annotators known to be in another group".into(),
                found: others,
                needed: self.asked.min_group,
            }),
            _ => self.ready(&self.candidate(&members), place),
        };
        let test = Outcome::NotEstimable(Reason::NeedsRows);
        let verdict = CohesionVerdict::Untested;
        let association = ratio;
        let found =
            GroupAgreement { annotators, others, within, across, difference, association, test, verdict };
        Some((found, ready))
    }

    fn estimates(&self, members: &Members) -> SideEstimates {
        let cells = self.all;
        let first = cells.counts(members.group.iter().copied());
        let both = cells.counts(members.group.iter().chain(&members.others).copied());
        let sides = TwoSides {
            offsets: &cells.offsets,
            label: &cells.label,
            first: &first,
            both: &both,
            labels: self.tallies.question.labels.len(),
            distance: self.distance,
        };
        let own = |who: u32| {
            cells.own(who).iter().map(|&cell| (cells.item[cell as usize], cells.label[cell as usize]))
        };
        side_estimates(sides, [&members.group, &members.others], own, self.asked.inference.level)
    }

    fn candidate<'m>(&'m self, members: &'m Members) -> Candidate<'m> {
        Candidate {
            cells: self.some.unwrap_or(self.all),
            labels: self.tallies.question.labels.len(),
            distance: self.distance,
            members,
            strata: &self.strata.of_annotator,
        }
    }

    /// The difference to test, or why it cannot be tested. That depends on the labels in one way only: everybody gave
    /// the same.
    fn ready(&self, candidate: &Candidate<'_>, place: Place<'_>) -> Result<f64, Reason> {
        let ways = candidate.dealt(self.stream(&place.name())).ln_ways().exp();
        if ways < FEWEST_WAYS as f64 - 0.5 {
            return Err(Reason::TooFew {
                what: "ways to exchange the group’s annotators with others who saw the same items in the same slices \
                       and did about as much work"
                    .into(),
                found: ways.round() as u64,
                needed: FEWEST_WAYS,
            });
        }
        candidate.own_difference().ok_or(Reason::NothingPairable)
    }

    fn relabelled(&self, place: Place<'_>, difference: f64, most: u64) -> Relabelled {
        let members = place.members();
        self.candidate(&members).test(difference, self.stream(&place.name()), most)
    }

    fn stream<'s>(&'s self, slice: &'s str) -> Stream<'s> {
        let seed = self.asked.inference.seed;
        Stream { seed, question: &self.tallies.question.name, slice, purpose: "relabelled annotators" }
    }
}

/// Groups of which it is known who is in them.
fn known_groups(grouping: &Grouping) -> impl Iterator<Item = usize> + '_ {
    (0..grouping.groups.len()).filter(|&group| grouping.is_known(group))
}

/// Every group with its test in the family.
fn told(
    places: &[Place<'_>],
    measured: Vec<Option<Measured>>,
    relabelled: &[Option<Relabelled>],
    (tests, margin): (usize, f64),
) -> Vec<GroupCohesion> {
    let p: Vec<f64> = relabelled.iter().flatten().map(|one| one.p).collect();
    let mut q = benjamini_hochberg(&p).into_iter();
    let all = places.iter().zip(measured).zip(relabelled);
    let group = |((place, measured), relabelled): ((&Place<'_>, Option<Measured>), &Option<Relabelled>)| {
        let numbers = measured.map_or(Outcome::NotEstimable(Reason::Insufficient), |(found, ready)| {
            let test = match (ready, relabelled) {
                (Err(reason), _) => Outcome::NotEstimable(reason),
                (Ok(_), Some(one)) => Outcome::Estimated(test(one, q.next().unwrap_or(1.0), tests)),
                (Ok(_), None) => Outcome::NotEstimable(Reason::NeedsRows),
            };
            let verdict = verdict(relabelled.as_ref(), &test, margin);
            Outcome::Estimated(GroupAgreement { verdict, test, ..found })
        });
        GroupCohesion { group: place.grouping.groups[place.group].clone(), numbers }
    };
    all.map(group).collect()
}

fn test(one: &Relabelled, q: f64, tests: usize) -> CohesionTest {
    let far =
        |sd: f64| (normal_quantile(1.0 - MAX_Q / tests.max(1) as f64 / 2.0) + normal_quantile(0.8)) * sd;
    CohesionTest {
        exchangeable: one.exchangeable.0,
        exchangeable_all: one.exchangeable.1,
        draws: one.draws,
        expected: one.expected,
        p: one.p,
        q,
        smallest_seen: one.sd.map(far),
    }
}

fn verdict(one: Option<&Relabelled>, test: &Outcome<CohesionTest>, margin: f64) -> CohesionVerdict {
    match (one, test) {
        (Some(one), Outcome::Estimated(test)) if test.q <= MAX_Q => match one.difference - one.expected {
            apart if apart >= margin => CohesionVerdict::OwnView,
            apart if apart <= -margin => CohesionVerdict::Divided,
            _ => CohesionVerdict::NoEvidence,
        },
        (Some(_), Outcome::Estimated(_)) => CohesionVerdict::NoEvidence,
        _ => CohesionVerdict::Untested,
    }
}
