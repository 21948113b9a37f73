use super::{
    AttributeCoverage, Audit, HumanModel, ModelComparison, SuppressionNote, SuppressionRule,
    confidence_details, disparity_parts, drift_points, long_texts, severity_details,
};
use crate::vocabulary::{Matrix, Outcome, Reason, SliceKey};
use std::collections::BTreeSet;

/// What `audit.json` may weigh, in bytes: it is attached to mails and kept in repositories.
pub(super) const MAX_BYTES: usize = 10_000_000;

/// One thing that can be left out of an audit that has grown too large.
type Trim = fn(&mut Audit) -> Option<&'static str>;

/// Least missed first: comparisons want the whole's table most, and readers the headline. The second half is for logs
/// that ask hundreds of questions.
const TRIMS: [Trim; 27] = [
    |audit| long_texts::shorten(audit).then_some("texts of more than 200 characters"),
    |audit| labels(audit, 1_000),
    |audit| pairs(audit, 2_000),
    |audit| tables(audit, 0),
    |audit| annotators(audit, 5_000),
    |audit| drift_points::leave_out(audit, true).then_some("values of labels by period"),
    |audit| pairs(audit, 200),
    |audit| slices(audit, 500),
    |audit| annotators(audit, 500),
    |audit| findings(audit, 200),
    |audit| labels(audit, 100),
    |audit| items(audit, 10),
    |audit| severity_details::leave_out(audit).then_some("label rates of groups that nothing is reported of"),
    |audit| confidence_details::leave_out(audit).then_some("bands, curves and labels of models' confidence"),
    |audit| groups(audit, 50),
    |audit| pairs(audit, 20),
    |audit| annotators(audit, 50),
    |audit| slices(audit, 20),
    |audit| drift_points::leave_out(audit, false).then_some("values by period"),
    |audit| matrices(audit),
    |audit| labels(audit, 10),
    |audit| groups(audit, 5),
    |audit| pairs(audit, 0),
    |audit| tables(audit, 1),
    |audit| items(audit, 0),
    |audit| slices(audit, 0),
    |audit| people(audit),
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
                rule: SuppressionRule::Size,
                place: "audit.json and what is made of it".into(),
                groups: None,
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
        if let Outcome::Estimated(pace) = &mut question.pace {
            shortened |= pace.annotators.len() > limit;
            pace.annotators.truncate(limit);
        }
        if let Outcome::Estimated(course) = &mut question.course {
            shortened |= course.annotators.len() > limit;
            course.annotators.truncate(limit);
        }
        if let Some(Outcome::Estimated(chosen)) = &mut question.consensus.chosen {
            shortened |= chosen.annotators.len() > limit;
            chosen.annotators.truncate(limit);
        }
        let models = question.human_model.estimated_mut().map(|found| &mut found.models);
        for model in models.into_iter().flatten() {
            shortened |= model.annotators.len() > limit;
            model.annotators.truncate(limit);
            if let Some(Outcome::Estimated(test)) =
                model.people.as_mut().map(|people| &mut people.alternative)
            {
                shortened |= test.annotators.len() > limit;
                test.not_listed += test.annotators.len().saturating_sub(limit) as u64;
                test.annotators.truncate(limit);
            }
        }
        if let Outcome::Estimated(found) = &mut question.interventions {
            let all = found.annotators.len();
            found.annotators.truncate(limit);
            found.annotators_left_out += (all - found.annotators.len()) as u64;
            shortened |= all > limit;
        }
        if let Outcome::Estimated(fatigue) = &mut question.fatigue
            && let Outcome::Estimated(along) = &mut fatigue.order.people
        {
            shortened |= along.len() > limit;
            along.truncate(limit);
        }
    }
    shortened.then_some("list of annotators")
}

/// All that is said of single annotators.
pub(super) fn people(audit: &mut Audit) -> Option<&'static str> {
    let mut shortened = annotators(audit, 0).is_some();
    let reason = |found: usize| {
        let (what, found) = ("annotators in all questions".into(), found as u64);
        Reason::TooMany { what, found, limit: 0 }
    };
    for question in &mut audit.questions {
        if let Outcome::Estimated(found) = &question.agreement.annotators {
            question.agreement.annotators = Outcome::NotEstimable(reason(found.len()));
            shortened = true;
        }
        if let Outcome::Estimated(fatigue) = &mut question.fatigue
            && let Outcome::Estimated(found) = &fatigue.order.people
        {
            fatigue.order.people = Outcome::NotEstimable(reason(found.len()));
            shortened = true;
        }
    }
    shortened.then_some("all that is said of single annotators")
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
        let keys: BTreeSet<SliceKey> = kept.iter().map(|label| SliceKey::of("label", label)).collect();
        question.agreement.redrawn.retain(|own| own.slice == SliceKey::whole() || keys.contains(&own.slice));
        if let Some(Outcome::Estimated(chosen)) = &mut question.consensus.chosen {
            chosen.label_shares.retain(|(label, _)| kept.contains(label));
        }
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
        if let Outcome::Estimated(found) = &mut question.interventions {
            found.by_label.retain(|part| kept.contains(&part.name));
        }
        for group in question.item_groups.iter_mut().flat_map(|attribute| &mut attribute.groups) {
            group.labels.retain(|row| kept.contains(&row.label));
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

/// The findings that promise most.
fn findings(audit: &mut Audit, limit: usize) -> Option<&'static str> {
    let shortened = audit.findings.len() > limit;
    audit.findings.truncate(limit);
    shortened.then_some("list of findings")
}

/// The most disputed items and the label pairs with most of the disagreement.
fn items(audit: &mut Audit, limit: usize) -> Option<&'static str> {
    let mut shortened = false;
    for question in &mut audit.questions {
        let agreement = &mut question.agreement;
        shortened |= agreement.disputed.len() > limit || agreement.label_pairs.len() > limit;
        agreement.disputed.truncate(limit);
        agreement.label_pairs.truncate(limit);
        agreement.skipped.truncate(limit);
    }
    shortened.then_some("lists of disputed items and of label pairs")
}

/// Attributes, and groups of each, by name.
fn groups(audit: &mut Audit, limit: usize) -> Option<&'static str> {
    let mut shortened = false;
    for question in &mut audit.questions {
        for attribute in &mut question.item_groups {
            shortened |= attribute.groups.len() > limit;
            attribute.left_out += attribute.groups.len().saturating_sub(limit) as u64;
            attribute.groups.truncate(limit);
        }
        if let Outcome::Estimated(coverage) = &mut question.coverage {
            shortened |= coverage.attributes.len() > limit;
            coverage.attributes.truncate(limit);
            for attribute in &mut coverage.attributes {
                shortened |= grids(attribute, limit);
                shortened |= attribute.groups.len() > limit;
                attribute.groups.truncate(limit);
            }
        }
        if let Some(disparity) = &mut question.disparity {
            shortened |= disparity_parts::shorten(disparity, limit);
        }
    }
    shortened.then_some("list of groups")
}

/// Parts of the log by group, of which there are as many as slices times attributes; the first ones are kept.
fn grids(attribute: &mut AttributeCoverage, limit: usize) -> bool {
    let mut shortened = attribute.by_slice.len() > limit;
    attribute.by_slice.truncate(limit);
    let grids =
        attribute.by_slice.iter_mut().chain(attribute.over_time.as_mut().and_then(Outcome::estimated_mut));
    for grid in grids {
        shortened |= grid.parts.len() > limit;
        grid.parts.truncate(limit);
    }
    shortened
}

/// The matrices of label pairs and of annotators, of which there are as many as questions.
fn matrices(audit: &mut Audit) -> Option<&'static str> {
    let mut shortened = false;
    let (found, limit) = (audit.questions.len() as u64, 0);
    for agreement in audit.questions.iter_mut().map(|question| &mut question.agreement) {
        if let Outcome::Estimated(matrix) = &agreement.coincidences {
            shortened |= !matrix.cells.is_empty();
            let reason = Reason::TooMany { what: "matrices of labels".into(), found, limit };
            agreement.coincidences = Outcome::NotEstimable(reason);
        }
    }
    for question in &mut audit.questions {
        let Outcome::Estimated(found) = &mut question.human_model else { continue };
        for model in &mut found.models {
            shortened |= model.soft.take().is_some();
            for quality in [&mut model.consensus, &mut model.gold] {
                if let Outcome::Estimated(quality) = quality {
                    shortened |= !quality.confusion.cells.is_empty();
                    quality.confusion = Matrix { rows: Vec::new(), columns: Vec::new(), cells: Vec::new() };
                }
            }
        }
    }
    shortened.then_some("matrices of label pairs")
}

fn slices(audit: &mut Audit, limit: usize) -> Option<&'static str> {
    let mut shortened = false;
    for question in &mut audit.questions {
        shortened |= parts_of_models(&mut question.human_model, limit);
        shortened |= question.agreement.slices.len() > limit;
        question.agreement.slices.truncate(limit);
        question.tables.truncate(1 + limit);
    }
    shortened.then_some("list of slices")
}

/// Slices, groups and pairs of models.
fn parts_of_models(outcome: &mut Outcome<HumanModel>, limit: usize) -> bool {
    let Outcome::Estimated(found) = outcome else { return false };
    let mut shortened = false;
    if let Some(own) = &mut found.pairs {
        shortened |= own.pairs.len() > limit;
        own.pairs.truncate(limit);
    }
    for model in &mut found.models {
        shortened |= model.slices.len() > limit || model.groups.len() > limit;
        model.slices_left_out += model.slices.len().saturating_sub(limit) as u64;
        model.slices.truncate(limit);
        model.groups.truncate(limit);
    }
    shortened
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_log::TestLog;
    use crate::audit::test_audit::audit_of;
    use crate::audit::{Finding, LabelAgreement, Pattern, Plan};

    fn long(kind: &str, number: usize) -> String {
        format!("{kind} {number} ") + &"x<&>".repeat(2_500)
    }

    /// Hundreds of questions whose labels, items and findings are paragraphs.
    fn enormous() -> Audit {
        let mut audit = audit_of(&TestLog::of_items(&[&[0, 1], &[1, 1]], 2), &Plan::default());
        let mut question = audit.questions[0].clone();
        question.agreement.labels = (0..40)
            .map(|number| LabelAgreement {
                label: long("label", number),
                annotations: 9,
                share: 0.1,
                specific_agreement: Outcome::NotEstimable(Reason::NothingPairable),
                alpha: Outcome::NotEstimable(Reason::NothingPairable),
            })
            .collect();
        audit.questions = vec![question; 60];
        let finding = |number| Finding {
            question: "label".into(),
            pattern: Pattern::Boundary,
            subject: long("finding", number),
            estimate: None,
            metric: String::new(),
            observation: String::new(),
            advice: String::new(),
            example_items: Vec::new(),
            reported: true,
        };
        audit.findings = (0..500).map(finding).collect();
        audit
    }

    #[test]
    fn an_enormous_audit_becomes_small_and_says_what_it_lost() {
        let mut audit = enormous();
        assert!(audit.to_json().len() > 20_000_000);
        fit(&mut audit, 1_000_000);
        assert!(audit.to_json().len() <= 1_000_000, "{}", audit.to_json().len());
        let told: Vec<&str> = audit.suppression.iter().map(|note| note.what.as_str()).collect();
        assert!(told.contains(&"texts of more than 200 characters"), "{told:?}");
        assert_eq!(audit.questions.len(), 60, "no question is lost");
        let again = Audit::from_json(audit.to_json().as_bytes()).expect("it is an audit still");
        assert_eq!(again, audit);
    }
}
