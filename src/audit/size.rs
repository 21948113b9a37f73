use super::{Audit, ModelComparison, SuppressionNote};
use crate::vocabulary::{Outcome, Reason};
use std::collections::BTreeSet;

/// What `audit.json` may weigh, in bytes: it is attached to mails and kept in repositories.
pub(super) const MAX_BYTES: usize = 10_000_000;

/// One thing that can be left out of an audit that has grown too large.
type Trim = fn(&mut Audit) -> Option<&'static str>;

/// Least missed first: comparisons want the whole's table most, and readers the headline.
const TRIMS: [Trim; 8] = [
    |audit| labels(audit, 1_000),
    |audit| pairs(audit, 2_000),
    |audit| tables(audit, 0),
    |audit| annotators(audit, 5_000),
    |audit| pairs(audit, 200),
    |audit| slices(audit, 500),
    |audit| annotators(audit, 500),
    |audit| tables(audit, 1),
];

/// Leaves out what is least missed until the audit weighs at most `max_bytes`, and says so.
pub(super) fn fit(audit: &mut Audit, max_bytes: usize) {
    for trim in TRIMS {
        if audit.to_json().len() <= max_bytes {
            return;
        }
        if let Some(what) = trim(audit) {
            audit.suppression.push(SuppressionNote {
                question: String::new(),
                what: what.into(),
                why: "Shortened, so that the audit stays small enough to keep and to send.".into(),
            });
        }
    }
}

/// `kept` = 1 drops the whole's table as well.
fn tables(audit: &mut Audit, kept: usize) -> Option<&'static str> {
    let first = if kept == 0 { 1 } else { 0 };
    let mut shortened = false;
    for question in &mut audit.questions {
        for table in question.tables.iter_mut().skip(first) {
            if let Outcome::Estimated(patterns) = &table.patterns {
                let found = patterns.len() as u64;
                let reason = Reason::TooMany { what: "patterns in all tables".into(), found, limit: 0 };
                table.patterns = Outcome::NotEstimable(reason);
                shortened = true;
            }
        }
    }
    shortened.then_some("pattern tables")
}

fn pairs(audit: &mut Audit, limit: usize) -> Option<&'static str> {
    let mut shortened = false;
    for question in &mut audit.questions {
        if let Outcome::Estimated(matrix) = &mut question.agreement.annotator_matrix {
            shortened |= matrix.pairs.len() > limit;
            matrix.pairs.truncate(limit);
        }
    }
    shortened.then_some("list of pairs of annotators")
}

fn annotators(audit: &mut Audit, limit: usize) -> Option<&'static str> {
    let mut shortened = false;
    for question in &mut audit.questions {
        if let Outcome::Estimated(annotators) = &mut question.agreement.annotators {
            shortened |= annotators.len() > limit;
            annotators.truncate(limit);
        }
    }
    shortened.then_some("list of annotators")
}

/// The most used labels of questions that have more: labels in the thousands are free text, and nobody reads on.
fn labels(audit: &mut Audit, limit: usize) -> Option<&'static str> {
    let mut shortened = false;
    for question in audit.questions.iter_mut().filter(|question| question.agreement.labels.len() > limit) {
        shortened = true;
        let mut ranked: Vec<(u64, String)> =
            question.agreement.labels.iter().map(|row| (row.annotations, row.label.clone())).collect();
        ranked.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let kept: BTreeSet<String> = ranked.into_iter().take(limit).map(|(_, label)| label).collect();
        question.agreement.labels.retain(|row| kept.contains(&row.label));
        if let Outcome::Estimated(human_model) = &mut question.human_model {
            let against = |model: &mut ModelComparison| {
                for quality in [&mut model.consensus, &mut model.gold] {
                    if let Outcome::Estimated(quality) = quality {
                        quality.labels.retain(|row| kept.contains(&row.label));
                    }
                }
            };
            human_model.models.iter_mut().for_each(against);
        }
        if let Outcome::Estimated(coverage) = &mut question.coverage {
            for group in coverage.attributes.iter_mut().flat_map(|attribute| &mut attribute.groups) {
                if let Outcome::Estimated(numbers) = &mut group.numbers {
                    numbers.labels.retain(|row| kept.contains(&row.label));
                }
            }
        }
    }
    shortened.then_some("list of labels")
}

fn slices(audit: &mut Audit, limit: usize) -> Option<&'static str> {
    let mut shortened = false;
    for question in &mut audit.questions {
        shortened |= question.agreement.slices.len() > limit;
        question.agreement.slices.truncate(limit);
        question.tables.truncate(1 + limit);
    }
    shortened.then_some("list of slices")
}
