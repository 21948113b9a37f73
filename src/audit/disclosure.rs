use super::shown_groups::ShownGroups;
use super::slice_people::{SlicePeople, columns_of_people};
use super::suppression::{EVERYWHERE, suppressed_cells};
use super::tables::disclosed_tables;
use super::withheld::Withheld;
use super::{
    Agreement, Audit, Consensus, Course, Coverage, DisclosedTable, Disparity, Drift, Fatigue,
    GuidelineVersions, HumanModel, IntakeReport, Interventions, ItemAttributeCoverage, ModelCalibration,
    ModelRouting, Pace, Plan, Provenance, QuestionAudit, SCHEMA_VERSION, SelfConsistency, SuppressionNote,
    SuppressionRule, TwoGolds, coverage_parts, disparity_parts, findings, guideline, linked, model_parts,
    size,
};
use crate::tally::{AttributeTally, GroupTally, Intake, QuestionTallies, SliceTally};
use crate::vocabulary::{LabelSet, Outcome, Question, Reason};
use std::collections::BTreeMap;

/// All numbers of one question, small groups among them. Nothing but [`disclose`] sees it.
pub(super) struct Complete<'a> {
    pub tallies: &'a QuestionTallies,
    pub agreement: Agreement,
    pub self_consistency: Outcome<SelfConsistency>,
    pub consensus: Consensus,
    pub human_model: Outcome<HumanModel>,
    pub two_golds: Option<Outcome<TwoGolds>>,
    pub drift: Outcome<Drift>,
    pub calibration: Outcome<Vec<ModelCalibration>>,
    pub routing: Outcome<Vec<ModelRouting>>,
    pub interventions: Outcome<Interventions>,
    pub fatigue: Outcome<Fatigue>,
    pub course: Outcome<Course>,
    pub pace: Outcome<Pace>,
    pub coverage: Outcome<Coverage>,
    pub item_groups: Vec<ItemAttributeCoverage>,
    /// Absent for questions answered by numbers without repeats.
    pub guideline_versions: Option<Outcome<GuidelineVersions>>,
    pub disparity: Option<Disparity>,
}

/// The only constructor of an [`Audit`]: below it numbers are complete, above it nothing suppressed exists. Findings are
/// drawn from what is disclosed, so they cannot tell more.
pub(super) fn disclose(questions: Vec<Complete<'_>>, intake: &Intake, plan: &Plan) -> Audit {
    let warning = plan.small_groups_warning();
    let mut suppression: Vec<SuppressionNote> = warning.iter().map(|why| allowed(why)).collect();
    let questions: Vec<QuestionAudit> =
        questions.into_iter().map(|question| disclose_question(question, plan, &mut suppression)).collect();
    let mut intake = IntakeReport::of(intake);
    intake.notes.splice(0..0, warning);
    let mut audit = Audit {
        schema_version: SCHEMA_VERSION,
        title: plan.title.clone(),
        provenance: Provenance { raterscope: env!("CARGO_PKG_VERSION").into(), plan: plan.clone() },
        findings: findings::ranked(&questions, &intake),
        suppressed_cells: questions.iter().flat_map(suppressed_cells).collect(),
        intake,
        questions,
        suppression,
    };
    size::fit(&mut audit, size::MAX_BYTES);
    audit
}

fn disclose_question(
    complete: Complete<'_>,
    plan: &Plan,
    suppression: &mut Vec<SuppressionNote>,
) -> QuestionAudit {
    let tallies = complete.tallies;
    let (shown, slices) = shown(tallies, plan.min_group, suppression);
    let mut human_model = complete.human_model;
    if let Outcome::Estimated(found) = &mut human_model {
        model_parts::fold(found, &shown, &slices);
    }
    QuestionAudit {
        question: question(&tallies.question),
        agreement: folded(complete.agreement, &slices, plan.min_group),
        self_consistency: complete.self_consistency,
        consensus: complete.consensus,
        human_model,
        two_golds: complete.two_golds,
        drift: Some(complete.drift),
        calibration: complete.calibration,
        routing: complete.routing,
        interventions: complete.interventions,
        fatigue: complete.fatigue,
        course: complete.course,
        pace: complete.pace,
        coverage: complete
            .coverage
            .map(|found| coverage_parts::fold(found, tallies, (&shown, &slices), plan)),
        item_groups: complete.item_groups,
        guideline_versions: guideline::fold(complete.guideline_versions, &slices),
        disparity: complete.disparity.map(|found| disparity_parts::fold(found, &shown, &slices)),
        tables: shown_tables(tallies, &shown, &slices),
    }
}

/// Which groups, and which slices that are groups of people, may be shown; what is withheld is noted.
fn shown<'a>(
    tallies: &'a QuestionTallies,
    min_group: u64,
    suppression: &mut Vec<SuppressionNote>,
) -> (ShownGroups<'a>, SlicePeople) {
    let mut shown = ShownGroups { judged: BTreeMap::new(), reasons: BTreeMap::new(), min_group };
    let attributes = &tallies.summaries.attributes;
    let columns = columns_of_people(&tallies.summaries.slices);
    let ids = |own: &&[SliceTally]| own.iter().map(|slice| slice.annotator_ids.clone()).collect();
    let mut groups = people(attributes);
    groups.extend(columns.iter().map(ids));
    let mut depth: Vec<u32> = attributes.iter().map(|attribute| attribute.depth).collect();
    depth.resize(groups.len(), 1);
    let mut found = linked::judge(&groups, &depth, min_group);
    let slices = SlicePeople::of(&columns, found.split_off(attributes.len()).into_iter());
    for (attribute, withheld) in attributes.iter().zip(found) {
        let name = attribute.attribute.0.as_str();
        for (group, reason) in attribute.groups.iter().zip(&withheld.reasons) {
            if let Some(reason) = reason {
                shown.reasons.entry(name).or_default().insert(&group.group.0, reason.clone());
            }
        }
        suppression.extend(notes(&tallies.question.name, name, &withheld, min_group));
        shown.judged.insert(name, withheld);
    }
    for (name, withheld) in slices.columns() {
        suppression.extend(notes(&tallies.question.name, name, withheld, min_group));
    }
    (shown, slices)
}

/// Agreement without the slices that are withheld, and without what tells few people apart.
fn folded(mut agreement: Agreement, slices: &SlicePeople, min_group: u64) -> Agreement {
    slices.fold(&mut agreement);
    for redrawn in &mut agreement.redrawn {
        if (redrawn.leave_outs.len() as u64) < min_group {
            redrawn.leave_outs.clear();
        }
    }
    agreement
}

/// The pattern tables that may leave the house; what must not even be named is left out.
fn shown_tables(
    tallies: &QuestionTallies,
    shown: &ShownGroups<'_>,
    slices: &SlicePeople,
) -> Vec<DisclosedTable> {
    let reason = |attribute: &str, group: &str| shown.reason(attribute, group).cloned();
    let mut tables = disclosed_tables(tallies, &reason, slices);
    let nameless = |slice: &str| slice.split_once('=').is_some_and(|(name, _)| shown.nameless(name));
    tables.retain(|table| table.slice.0.split_once('=').is_none_or(|(name, _)| !slices.nameless(name)));
    tables.retain(|table| table.patterns.reason().is_none_or(shown_by_name) || !nameless(&table.slice.0));
    tables
}

/// The question as the audit keeps it: of a continuous one without its numbers, which are as many as annotations;
/// `agreement.numbers` tells what they are like.
fn question(of: &Question) -> Question {
    if !of.is_continuous() {
        return of.clone();
    }
    let labels = LabelSet { names: Vec::new(), values: None, declared: false, used: Vec::new() };
    Question { name: of.name.clone(), labels, scale: of.scale }
}

/// Annotators by attribute and group.
fn people(attributes: &[AttributeTally]) -> Vec<Vec<Vec<u32>>> {
    let of = |group: &GroupTally| group.annotators.iter().map(|one| one.annotator).collect();
    attributes.iter().map(|attribute| attribute.groups.iter().map(of).collect()).collect()
}

/// Whether a table without patterns may at least be named: it was not withheld for a group's sake.
fn shown_by_name(reason: &Reason) -> bool {
    !matches!(reason, Reason::Insufficient | Reason::WithheldForOthers)
}

/// That the settings let groups be shown that are too small to be.
fn allowed(why: &str) -> SuppressionNote {
    SuppressionNote {
        what: "small groups".into(),
        why: why.into(),
        rule: SuppressionRule::SmallGroupsAllowed,
        place: EVERYWHERE.into(),
        ..SuppressionNote::default()
    }
}

/// What is withheld of one attribute, a note per rule.
fn notes(question: &str, attribute: &str, withheld: &Withheld, min_group: u64) -> Vec<SuppressionNote> {
    let note = |rule: SuppressionRule, groups: Option<u64>, why: String| SuppressionNote {
        question: question.into(),
        what: attribute.into(),
        why,
        rule,
        place: EVERYWHERE.into(),
        groups,
    };
    if withheld.names_too {
        let why = format!(
            "Fewer than {min_group} annotators, or one group only: no group is shown, not even by name."
        );
        return vec![note(SuppressionRule::Names, None, why)];
    }
    let (small, others) =
        (withheld.because(&Reason::Insufficient), withheld.because(&Reason::WithheldForOthers));
    let mut out = Vec::new();
    if small > 0 {
        let why = format!("Groups of fewer than {min_group} annotators are not shown.");
        out.push(note(SuppressionRule::SmallGroup, Some(small), why));
    }
    if others > 0 {
        let why = "Larger groups by which a small one could be worked out by subtraction, from this attribute or with \
                   others, are not shown either.";
        out.push(note(SuppressionRule::Complementary, Some(others), why.into()));
    }
    out
}

#[cfg(test)]
mod tests;
