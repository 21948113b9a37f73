use super::{AttributeCoverage, Coverage, GroupCoverage, GroupNumbers, LabelShare};
use crate::analysis::agreement::{AgreementOptions, Pooled, pooled};
use crate::analysis::inference::{InferenceOptions, clustered_share};
use crate::tally::{AnnotatorLabels, AttributeTally, GroupTally, PatternTable, QuestionTallies};
use crate::vocabulary::{Estimate, Group, Label, Outcome, Question, Reason, SampleSize, SliceKey};
use rayon::prelude::*;

/// Annotators, annotations, agreement and label shares by group of every attribute. Complete: disclosure control comes
/// after it. Not estimable where nothing is known of the annotators.
pub fn measure(
    tallies: &QuestionTallies,
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
        attributes.par_iter().map(|one| of_attribute(one, &tallies.question, asked, options)).collect();
    Outcome::Estimated(Coverage { attributes: measured })
}

/// What shares are shares of.
#[derive(Clone, Copy)]
struct Totals {
    annotators: u64,
    annotations: u64,
}

fn of_attribute(
    tally: &AttributeTally,
    question: &Question,
    asked: &AgreementOptions,
    options: &InferenceOptions,
) -> AttributeCoverage {
    let totals = Totals {
        annotators: tally.groups.iter().map(|group| group.annotators.len() as u64).sum(),
        annotations: tally.groups.iter().map(|group| annotations(&group.annotators)).sum(),
    };
    let mut groups: Vec<&GroupTally> = tally.groups.iter().collect();
    groups.sort_by_key(|group| (group.group.0 == Group::UNKNOWN, &group.group));
    let coverage = |group: &&GroupTally| GroupCoverage {
        group: group.group.0.clone(),
        numbers: Outcome::Estimated(numbers(&tally.attribute.0, group, question, totals, (asked, options))),
    };
    AttributeCoverage {
        attribute: tally.attribute.0.clone(),
        effective_groups: effective_groups(&groups, totals),
        groups: groups.par_iter().map(coverage).collect(),
        suppressed_groups: 0,
    }
}

/// exp of the Shannon entropy of the annotators' shares (Hill number of order 1): as many equally large groups would
/// be as diverse. Between 1 and the number of groups.
fn effective_groups(groups: &[&GroupTally], totals: Totals) -> Outcome<f64> {
    if totals.annotators == 0 {
        return Outcome::NotEstimable(Reason::TooFew { what: "annotators".into(), found: 0, needed: 1 });
    }
    let shares = groups.iter().map(|group| group.annotators.len() as f64 / totals.annotators as f64);
    let entropy: f64 = shares.filter(|&share| share > 0.0).map(|share| -share * share.ln()).sum();
    Outcome::Estimated(entropy.exp())
}

fn annotations(annotators: &[AnnotatorLabels]) -> u64 {
    annotators.iter().flat_map(|one| &one.counts).map(|&(_, n)| n).sum()
}

fn numbers(
    attribute: &str,
    group: &GroupTally,
    question: &Question,
    totals: Totals,
    (asked, options): (&AgreementOptions, &InferenceOptions),
) -> GroupNumbers {
    let annotators = group.annotators.len() as u64;
    let annotations = annotations(&group.annotators);
    let items = group.patterns.iter().map(|pattern| pattern.items).sum();
    let share = |n: u64, of: u64| if of == 0 { 0.0 } else { n as f64 / of as f64 };
    let slice = SliceKey::of(attribute, &group.group.0);
    let within = |kind: Pooled, table: &PatternTable| {
        pooled(kind, table, question, &slice, asked, options)
            .map(|found| Estimate { sample: SampleSize { annotators, ..found.sample }, ..found })
    };
    GroupNumbers {
        annotators,
        annotator_share: share(annotators, totals.annotators),
        annotations,
        annotation_share: share(annotations, totals.annotations),
        items,
        alpha: within(Pooled::KrippendorffAlpha, &group.patterns),
        fleiss: within(Pooled::FleissKappa, &group.patterns),
        labels: match question.not_of_labels() {
            Some(_) => Vec::new(),
            None => label_shares(group, question, items, options.level),
        },
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
        let found = measure(&log.tallies(), &AgreementOptions::default(), &InferenceOptions::default());
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
        assert!((effective - 2.0_f64.powf(1.5)).abs() < 1e-12, "shares 1/4, 1/4, 1/2: {effective}");
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
        let found = measure(&tallies, &AgreementOptions::default(), &InferenceOptions::default());
        assert!(matches!(found.reason(), Some(Reason::NotInLog { .. })));
    }
}
