use super::divisions::Divisions;
use super::shown_groups::ShownGroups;
use super::slice_people::SlicePeople;
use super::suppression::suppressed_cells;
use super::suppression_notes::{allowed, baseline_note, long_texts_note, notes};
use super::tables::disclosed_tables;
use super::{
    Agreement, Audit, Baseline, Consensus, Course, Coverage, DisclosedTable, Disparity, Drift, Fatigue,
    GuidelineVersions, HumanModel, IntakeReport, Interventions, ItemAttributeCoverage, ModelCalibration,
    ModelRouting, Pace, Plan, Provenance, QuestionAudit, SCHEMA_VERSION, SelfConsistency, SuppressionNote,
    TwoGolds, beside_baseline, coverage_parts, disparity_parts, findings, guideline, long_texts, model_parts,
    size,
};
use crate::tally::{AttributeTally, Intake, QuestionTallies, SliceTally};
use crate::vocabulary::{LabelSet, Outcome, Question, Reason};
use std::collections::BTreeSet;

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
pub(super) fn disclose(
    questions: Vec<Complete<'_>>,
    intake: &Intake,
    plan: &Plan,
    baseline: Option<&Baseline>,
) -> Audit {
    let warning = plan.small_groups_warning();
    let mut suppression: Vec<SuppressionNote> = warning.iter().map(|why| allowed(why)).collect();
    let questions: Vec<QuestionAudit> = questions
        .into_iter()
        .map(|question| {
            let before = baseline.and_then(|baseline| baseline.question(&question.tallies.question.name));
            disclose_question(question, before, plan, &mut suppression)
        })
        .collect();
    let mut intake = IntakeReport::of(intake);
    intake.notes.splice(0..0, warning);
    intake.inputs.extend(baseline.map(|baseline| baseline.input.clone()));
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
    if long_texts::shorten(&mut audit) {
        audit.suppression.push(long_texts_note());
    }
    size::fit(&mut audit, size::MAX_BYTES);
    audit
}

fn disclose_question(
    complete: Complete<'_>,
    before: Option<&QuestionAudit>,
    plan: &Plan,
    suppression: &mut Vec<SuppressionNote>,
) -> QuestionAudit {
    let tallies = complete.tallies;
    let (shown, slices) = shown(tallies, before, plan.min_group, suppression);
    let mut human_model = complete.human_model;
    if let Outcome::Estimated(found) = &mut human_model {
        model_parts::fold(found, tallies, (&shown, &slices));
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
            .map(|found| coverage_parts::fold(found, tallies, (&shown, &slices), before, plan, suppression)),
        item_groups: complete.item_groups,
        guideline_versions: guideline::fold(complete.guideline_versions, &slices),
        disparity: complete.disparity.map(|found| disparity_parts::fold(found, &shown, &slices)),
        tables: shown_tables(tallies, &shown, &slices),
    }
}

/// Which groups, and which slices that are groups of people, may be shown; what is withheld is noted.
fn shown<'a>(
    tallies: &'a QuestionTallies,
    before: Option<&QuestionAudit>,
    min_group: u64,
    suppression: &mut Vec<SuppressionNote>,
) -> (ShownGroups<'a>, SlicePeople) {
    let divisions = Divisions::of(tallies);
    let forced = beside_baseline(&divisions, before, min_group);
    for (name, groups) in divisions.names().zip(&forced) {
        suppression.extend(baseline_note(&tallies.question.name, name, groups.len() as u64));
    }
    let mut found = divisions.judged(min_group, forced);
    let slices = SlicePeople::of(&divisions.columns, found.split_off(divisions.attributes.len()).into_iter());
    for (name, withheld) in divisions.names().zip(&found) {
        suppression.extend(notes(&tallies.question.name, name, withheld, min_group));
    }
    for (name, withheld) in slices.columns() {
        suppression.extend(notes(&tallies.question.name, name, withheld, min_group));
    }
    (ShownGroups::of(divisions.attributes, found, min_group), slices)
}

/// By attribute and then by column that cuts people: groups that would tell of a few people beside the baseline.
fn beside_baseline(
    divisions: &Divisions<'_>,
    before: Option<&QuestionAudit>,
    min_group: u64,
) -> Vec<BTreeSet<usize>> {
    let Divisions { attributes, columns, .. } = divisions;
    let Some(before) = before else { return vec![BTreeSet::new(); attributes.len() + columns.len()] };
    let of_attribute = |attribute: &AttributeTally| {
        let now = attribute.groups.iter().map(|own| (own.group.0.as_str(), own.annotators.len() as u64));
        beside_baseline::telling(before, &attribute.attribute.0, now, min_group)
    };
    let of_column = |own: &&[SliceTally]| {
        let now = own.iter().map(|slice| (slice.value.as_str(), slice.annotators));
        beside_baseline::telling(before, &own[0].name, now, min_group)
    };
    attributes.iter().map(of_attribute).chain(columns.iter().map(of_column)).collect()
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

/// Whether a table without patterns may at least be named: it was not withheld for a group's sake.
fn shown_by_name(reason: &Reason) -> bool {
    !matches!(reason, Reason::Insufficient | Reason::WithheldForOthers)
}

#[cfg(test)]
mod tests;
