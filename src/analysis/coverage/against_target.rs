use super::unseen::unseen_by_lot;
use crate::analysis::inference::{
    GoodnessOfFit, InferenceOptions, Stream, at_most_p, clustered_share, goodness_of_fit, wilson,
};
use crate::tally::{AnnotatorLabels, AttributeTally, QuestionTallies};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One attribute beside its stated target. Made of what may be shown alone: groups that are withheld appear together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TargetComparison {
    /// Annotators that shares are of: those in groups with a target, and, where one of these is withheld, all who are.
    pub annotators: u64,
    /// Their annotations.
    pub annotations: u64,
    /// Groups with a target, by name; groups of the target that are withheld stand together at the end.
    pub groups: Vec<TargetGroup>,
    /// How well annotators fit the target, or why that cannot be told.
    pub fit: Outcome<GoodnessOfFit>,
}

/// One group beside its target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TargetGroup {
    /// Its name; empty for the groups that are withheld, taken together.
    pub group: String,
    /// Names of the groups that are taken together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub together: Vec<String>,
    /// The target share.
    pub target: f64,
    /// Shares of annotators, each of whom counts once.
    pub annotators: TargetShare,
    /// Shares of annotations, clustered by annotator.
    pub annotations: TargetShare,
    /// The share of items nobody of the group would see at the target, were annotations dealt by lot.
    pub unseen_at_target: f64,
    /// Exact two-sided binomial p of the annotators at the target.
    pub p_value: f64,
    /// Benjamini–Hochberg over all groups of all attributes of the question (filled above the analysis).
    #[serde(default)]
    pub q_value: Option<f64>,
    /// Far under its target, and beyond chance (filled above the analysis).
    #[serde(default)]
    pub reported: bool,
}

/// A share beside its target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TargetShare {
    /// How many.
    pub count: u64,
    /// The share.
    pub share: Outcome<Estimate>,
    /// Share minus target.
    pub difference: Outcome<Estimate>,
    /// Share over target.
    pub ratio: Outcome<Estimate>,
    /// How many more would bring every group to its target, nobody taken away; absent where no number would.
    pub missing: Option<u64>,
}

/// What is compared: a group that may be shown, or all that are withheld, taken together.
struct Part<'a> {
    name: &'a str,
    together: Vec<String>,
    target: f64,
    people: Vec<&'a AnnotatorLabels>,
}

/// Compares one attribute with its target shares. `hidden` tells which groups are withheld: what is told of them is what
/// is left of the attribute without the groups that are shown.
///
/// Groups without a target (unknown, withheld answers, groups that the target does not name) are left out of what shares
/// are of; where a group *with* a target is withheld they cannot be told from it, and stay in. Not estimable where nobody is
/// left.
pub fn against_target(
    (tallies, tally): (&QuestionTallies, &AttributeTally),
    target: &BTreeMap<String, f64>,
    hidden: &dyn Fn(&str) -> bool,
    options: &InferenceOptions,
) -> Outcome<TargetComparison> {
    let parts = parts(tally, target, hidden);
    let counts: Vec<u64> = parts.iter().map(|part| part.people.len() as u64).collect();
    let work: Vec<u64> =
        parts.iter().map(|part| part.people.iter().map(|one| annotations(one)).sum()).collect();
    let (annotators, all) = (counts.iter().sum::<u64>(), work.iter().sum::<u64>());
    if annotators == 0 {
        let what = "annotators in groups with a target".into();
        return Outcome::NotEstimable(Reason::TooFew { what, found: 0, needed: 1 });
    }
    let shares: Vec<f64> = parts.iter().map(|part| part.target).collect();
    let (more_people, more_work) = (missing(&counts, &shares), missing(&work, &shares));
    let group = |(at, part): (usize, &Part<'_>)| {
        let target = part.target;
        let people = one_each(counts[at], annotators, options.level);
        let clusters = parts.iter().enumerate().flat_map(|(other, part)| {
            part.people
                .iter()
                .map(move |one| (annotations(one), if other == at { annotations(one) } else { 0 }))
        });
        let clusters: Vec<(u64, u64)> = clusters.collect();
        let work_share = clustered_share(&clusters, options.level);
        TargetGroup {
            group: part.name.to_string(),
            together: part.together.clone(),
            target,
            annotators: beside(counts[at], people, target, more_people.as_ref().map(|more| more[at])),
            annotations: beside(work[at], work_share, target, more_work.as_ref().map(|more| more[at])),
            unseen_at_target: unseen_by_lot(&tallies.summaries.patterns, target),
            p_value: exact_p(counts[at], annotators, target),
            q_value: None,
            reported: false,
        }
    };
    let stream = Stream {
        seed: options.seed,
        question: &tallies.question.name,
        slice: &tally.attribute.0,
        purpose: "annotators against a target",
    };
    Outcome::Estimated(TargetComparison {
        annotators,
        annotations: all,
        groups: parts.iter().enumerate().map(group).collect(),
        fit: goodness_of_fit(&counts, &shares, stream)
            .map_or_else(|| Outcome::NotEstimable(no_fit(&shares)), Outcome::Estimated),
    })
}

/// Why no test of all groups can be made of a target.
fn no_fit(shares: &[f64]) -> Reason {
    Reason::TooFew {
        what: "groups with a target above 0, everybody in one of them".into(),
        found: shares.iter().filter(|&&share| share > 0.0).count() as u64,
        needed: 2,
    }
}

fn annotations(one: &AnnotatorLabels) -> u64 {
    one.counts.iter().map(|&(_, n)| n).sum()
}

/// Shown groups of the target by name; then those that are withheld, together, and who else is withheld with them.
fn parts<'a>(
    tally: &'a AttributeTally,
    target: &'a BTreeMap<String, f64>,
    hidden: &dyn Fn(&str) -> bool,
) -> Vec<Part<'a>> {
    let of = |name: &str| tally.groups.iter().find(|group| group.group.0 == name);
    let nothing_hidden = !tally.groups.iter().any(|group| hidden(&group.group.0));
    // Of a group of the target that nobody is in it is told only where every group is shown: its name among withheld ones
    // would tell that those are not empty.
    let shown = |name: &str| match of(name) {
        Some(_) => !hidden(name),
        None => nothing_hidden,
    };
    let part = |(name, &target): (&'a String, &f64)| Part {
        name,
        together: Vec::new(),
        target,
        people: of(name).map_or_else(Vec::new, |group| group.annotators.iter().collect()),
    };
    let mut parts: Vec<Part<'a>> = target.iter().filter(|(name, _)| shown(name)).map(part).collect();
    let withheld: Vec<(&String, &f64)> = target.iter().filter(|(name, _)| !shown(name)).collect();
    if !withheld.is_empty() {
        let groups = tally.groups.iter().filter(|group| hidden(&group.group.0));
        parts.push(Part {
            name: "",
            together: withheld.iter().map(|(name, _)| (*name).clone()).collect(),
            target: withheld.iter().map(|(_, share)| **share).sum(),
            people: groups.flat_map(|group| &group.annotators).collect(),
        });
    }
    parts
}

/// How many more of each group bring all to their shares, taking nobody away: t · max(n / t) − n. `None` where a group has
/// somebody and a share of 0.
fn missing(counts: &[u64], shares: &[f64]) -> Option<Vec<u64>> {
    if counts.iter().zip(shares).any(|(&n, &share)| n > 0 && share <= 0.0) {
        return None;
    }
    let filled = counts.iter().zip(shares).filter(|(_, share)| **share > 0.0);
    let whole = filled.map(|(&n, share)| n as f64 / share).fold(0.0, f64::max);
    // A hair of slack: .3 of 10 is 3.
    let more = |(&n, &share): (&u64, &f64)| ((whole * share - n as f64 - 1e-9).ceil().max(0.0)) as u64;
    Some(counts.iter().zip(shares).map(more).collect())
}

/// A share of annotators: each counts once, so Wilson's interval holds.
fn one_each(hits: u64, n: u64, level: f64) -> Outcome<Estimate> {
    let interval =
        wilson(hits, n, level).map_or(Outcome::NotEstimable(Reason::NoErrorToEstimate), Outcome::Estimated);
    let value = hits as f64 / n as f64;
    Outcome::Estimated(Estimate {
        value,
        interval,
        se: Some((value * (1.0 - value) / n as f64).sqrt()),
        sample: SampleSize { items: 0, annotations: 0, annotators: n },
        method: "share of annotators".into(),
        warnings: Vec::new(),
    })
}

/// The share, and the same moved and scaled by the target, which is a number without error.
fn beside(count: u64, share: Outcome<Estimate>, target: f64, missing: Option<u64>) -> TargetShare {
    let scaled = |what: &str, moved: &dyn Fn(f64) -> f64, stretch: f64| {
        share.clone().map(|own| Estimate {
            value: moved(own.value),
            interval: own.interval.map(|ends| ConfidenceInterval {
                lower: moved(ends.lower),
                upper: moved(ends.upper),
                ..ends
            }),
            se: own.se.map(|se| se * stretch),
            method: format!("{} {what} its stated target", own.method),
            ..own
        })
    };
    let ratio = match target > 0.0 {
        true => scaled("over", &|value| value / target, 1.0 / target),
        false => Outcome::NotEstimable(Reason::NoVariation { what: "a target of 0".into() }),
    };
    TargetShare { count, difference: scaled("minus", &|value| value - target, 1.0), ratio, share, missing }
}

/// Twice the smaller tail, 1 at most.
fn exact_p(hits: u64, n: u64, share: f64) -> f64 {
    let below = at_most_p(hits, n, share);
    let above = at_most_p(n - hits, n, 1.0 - share);
    (2.0 * below.min(above)).min(1.0)
}
