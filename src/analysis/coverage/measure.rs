use super::further::further;
use super::unseen::unseen;
use super::{AttributeCoverage, Coverage, CoverageOptions, GroupCoverage, GroupNumbers, LabelShare};
use crate::analysis::agreement::{AgreementOptions, Pooled, pooled};
use crate::analysis::inference::{InferenceOptions, clustered_share, diversity};
use crate::tally::{AnnotatorLabels, AttributeTally, GroupTally, PatternTable, QuestionTallies};
use crate::vocabulary::{Estimate, Group, Label, Outcome, Question, Reason, SampleSize, SliceKey};
use rayon::prelude::*;

/// Annotators, annotations, agreement and label shares by group of every attribute. Complete: disclosure control comes
/// after it. Not estimable where nothing is known of the annotators.
pub fn measure(
    tallies: &QuestionTallies,
    own: &CoverageOptions,
    asked: &AgreementOptions,
    options: &InferenceOptions,
) -> Outcome<Coverage> {
    let attributes = &tallies.summaries.attributes;
    if attributes.is_empty() {
        return Outcome::NotEstimable(Reason::NotInLog {
            what: "anything about the annotators".into(),
            columns: "a roster (annotator_id and attributes), or columns named as attributes".into(),
        });
    }
    let measured =
        attributes.par_iter().map(|one| of_attribute(one, tallies, (own, asked, options))).collect();
    Outcome::Estimated(Coverage { attributes: measured, tests: 0 })
}

/// What shares are shares of.
#[derive(Clone, Copy)]
struct Totals {
    annotators: u64,
    annotations: u64,
}

/// What coverage is measured by: own options, distances, intervals.
type Asked<'a> = (&'a CoverageOptions, &'a AgreementOptions, &'a InferenceOptions);

fn of_attribute(tally: &AttributeTally, tallies: &QuestionTallies, asked: Asked<'_>) -> AttributeCoverage {
    let totals = Totals {
        annotators: tally.groups.iter().map(|group| group.annotators.len() as u64).sum(),
        annotations: tally.groups.iter().map(|group| annotations(&group.annotators)).sum(),
    };
    let mut groups: Vec<&GroupTally> = tally.groups.iter().collect();
    groups.sort_by_key(|group| (Group::is_unstated(&group.group.0), &group.group));
    let coverage = |group: &&GroupTally| GroupCoverage {
        group: group.group.0.clone(),
        numbers: Outcome::Estimated(numbers(&tally.attribute.0, group, tallies, totals, asked)),
    };
    let known = groups.iter().filter(|group| !Group::is_unstated(&group.group.0));
    let sizes: Vec<u64> = known.map(|group| group.annotators.len() as u64).collect();
    let diversity = diversity(&sizes);
    let nobody = Reason::TooFew { what: "annotators in a known group".into(), found: 0, needed: 1 };
    AttributeCoverage {
        attribute: tally.attribute.0.clone(),
        depth: tally.depth,
        effective_groups: diversity
            .map_or(Outcome::NotEstimable(nobody), |found| Outcome::Estimated(found.hill_1)),
        diversity,
        groups: groups.par_iter().map(coverage).collect(),
        suppressed_groups: 0,
        against_target: None,
        by_slice: Vec::new(),
        over_time: None,
    }
}

fn annotations(annotators: &[AnnotatorLabels]) -> u64 {
    annotators.iter().flat_map(|one| &one.counts).map(|&(_, n)| n).sum()
}

fn numbers(
    attribute: &str,
    group: &GroupTally,
    tallies: &QuestionTallies,
    totals: Totals,
    (own, asked, options): Asked<'_>,
) -> GroupNumbers {
    let question = &tallies.question;
    let annotators = group.annotators.len() as u64;
    let annotations = annotations(&group.annotators);
    let items = group.patterns.iter().map(|pattern| pattern.items).sum();
    let share = |n: u64, of: u64| if of == 0 { 0.0 } else { n as f64 / of as f64 };
    let slice = SliceKey::of(attribute, &group.group.0);
    let within = |kind: Pooled, table: &PatternTable| {
        pooled(kind, table, question, &slice, asked, options)
            .map(|found| Estimate { sample: SampleSize { annotators, ..found.sample }, ..found })
    };
    let labels = match question.not_of_labels() {
        Some(_) => Vec::new(),
        None => label_shares(group, question, items, options.level),
    };
    GroupNumbers {
        unseen: unseen(&tallies.summaries.patterns, items, share(annotations, totals.annotations)),
        further: (!labels.is_empty()).then(|| further(&labels, own.interval_width, options.level)),
        annotators,
        annotator_share: share(annotators, totals.annotators),
        annotations,
        annotation_share: share(annotations, totals.annotations),
        items,
        alpha: within(Pooled::KrippendorffAlpha, &group.patterns),
        fleiss: within(Pooled::FleissKappa, &group.patterns),
        labels,
    }
}

/// The group's annotations by label. One annotator's annotations are no independent evidence: the interval takes
/// annotators as clusters.
fn label_shares(group: &GroupTally, question: &Question, items: u64, level: f64) -> Vec<LabelShare> {
    let by_label = |index: usize| {
        let label = Label(index as u32);
        let cluster = |one: &AnnotatorLabels| {
            let all: u64 = one.counts.iter().map(|&(_, n)| n).sum();
            let hits = one.counts.binary_search_by_key(&label, |&(l, _)| l).map_or(0, |at| one.counts[at].1);
            (all, hits)
        };
        let clusters: Vec<(u64, u64)> = group.annotators.iter().map(cluster).collect();
        let share = clustered_share(&clusters, level);
        LabelShare {
            label: question.labels.names[index].clone(),
            share: share.map(|found| Estimate { sample: SampleSize { items, ..found.sample }, ..found }),
        }
    };
    (0..question.labels.len()).map(by_label).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_log::TestLog;

    fn log() -> TestLog {
        let mut log = TestLog::of_items(&[&[0, 0, 1, 1], &[0, 0, 1, 1], &[1, 1, 1, 0], &[0, 1, 1, 1]], 2);
        log.roster = vec![("team", vec!["unknown", "a", "z", "z"])];
        log
    }

    fn groups(log: &TestLog) -> AttributeCoverage {
        let found = measure(
            &log.tallies(),
            &CoverageOptions::default(),
            &AgreementOptions::default(),
            &InferenceOptions::default(),
        );
        found.estimated().expect("a roster").attributes[0].clone()
    }

    fn value(outcome: &Outcome<Estimate>) -> f64 {
        outcome.estimated().map_or(f64::NAN, |e| e.value)
    }

    #[test]
    fn counts_and_shares_by_group_with_unknown_last() {
        let found = groups(&log());
        let names: Vec<&str> = found.groups.iter().map(|g| g.group.as_str()).collect();
        assert_eq!(names, ["a", "z", "unknown"]);
        let z = found.groups[1].numbers.estimated().expect("complete");
        assert_eq!((z.annotators, z.annotations, z.items), (2, 8, 4));
        assert_eq!((z.annotator_share, z.annotation_share), (0.5, 0.5));
        assert_eq!(value(&z.labels[1].share), 7.0 / 8.0);
        let effective = found.effective_groups.estimated().copied().expect("annotators");
        let expected = 3.0 / 4.0_f64.powf(1.0 / 3.0);
        assert!((effective - expected).abs() < 1e-12, "shares 1/3, 2/3 of the known: {effective}");
        assert_eq!(z.unseen.map(|unseen| unseen.items), Some(0));
    }

    #[test]
    fn one_annotator_has_no_agreement_within_and_says_why() {
        let found = groups(&log());
        let a = found.groups[0].numbers.estimated().expect("complete");
        assert_eq!(a.alpha.reason(), Some(&Reason::NothingPairable));
        assert!(a.labels[0].share.estimated().is_some_and(|share| share.interval.reason().is_some()));
    }

    #[test]
    fn without_a_roster_the_log_is_told_what_it_lacks() {
        let tallies = TestLog::of_items(&[&[0, 1]], 2).tallies();
        let found = measure(
            &tallies,
            &CoverageOptions::default(),
            &AgreementOptions::default(),
            &InferenceOptions::default(),
        );
        assert!(matches!(found.reason(), Some(Reason::NotInLog { .. })));
    }
}
