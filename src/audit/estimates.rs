mod cohesion;
mod confidence;
mod course;
mod coverage;
mod data;
mod fairness;
mod interventions;
mod pace;
mod pairs;
mod severity;
mod views;

pub(super) use severity::METRICS as SEVERITY_METRICS;

use super::{
    Agreement, AnnotatorAgreement, Audit, ChosenConsensus, Consensus, EstimateRow, Fatigue, QuestionAudit,
    SelfConsistency, SlopePair,
};
use crate::vocabulary::{Estimate, Outcome, Reason, SliceKey};
use std::collections::BTreeSet;

mod beside_people;
mod drift;
mod guideline;
mod human_model;
mod numbers;
mod order;

/// Every estimate of an audit as one tidy list: what is of the whole log under no question, then questions by name, sections in the report's order, metrics and slices
/// in the order of their results. What could not be estimated is a row too, with its reason.
pub fn estimates(audit: &Audit) -> Vec<EstimateRow> {
    Rows { kept: Vec::new(), metrics: None }.of(audit)
}

/// [`estimates`] of some metrics alone, in the same order, beside whatever is withheld. An audit of many people has tens of
/// thousands of rows; who looks up few of them need not wait for all.
pub fn estimates_of(audit: &Audit, metrics: &BTreeSet<&str>) -> Vec<EstimateRow> {
    Rows { kept: Vec::new(), metrics: Some(metrics) }.of(audit)
}

/// Reasons of numbers that exist and are not shown.
pub const WITHHELD: [&str; 2] = ["insufficient", "withheld_for_others"];

/// Collects rows.
struct Rows<'m> {
    kept: Vec<EstimateRow>,
    /// The metrics that are asked for; absent = all.
    metrics: Option<&'m BTreeSet<&'m str>>,
}

impl Rows<'_> {
    fn of(mut self, audit: &Audit) -> Vec<EstimateRow> {
        data::of_log(audit, &mut self);
        for question in &audit.questions {
            let start = self.kept.len();
            of_question(question, &mut self);
            if question.agreement.clusters.is_some() {
                self.kept[start..].iter_mut().for_each(without_clusters);
            }
        }
        self.kept
    }

    /// Whether a row of this metric is asked for; what is withheld always is.
    fn wants(&self, metric: &str, reason: &str) -> bool {
        self.metrics.is_none_or(|metrics| metrics.contains(metric) || WITHHELD.contains(&reason))
    }
}

/// Says of an interval that it took items as independent, where the log tells that they are not.
fn without_clusters(row: &mut EstimateRow) {
    if row.lower.is_some() && !row.method.contains(CLUSTERS) {
        row.method.push_str("; clusters of items not taken into account");
    }
}

/// What the method of an interval says that draws clusters.
const CLUSTERS: &str = "clusters of items";

/// Collects the rows of one section of one question.
struct Section<'a, 'm> {
    question: &'a str,
    name: &'static str,
    rows: &'a mut Rows<'m>,
}

impl Section<'_, '_> {
    fn push(&mut self, metric: &str, slice: SliceKey, outcome: &Outcome<Estimate>) {
        if self.rows.wants(metric, outcome.reason().map_or("", Reason::code)) {
            self.row(metric, slice, EstimateRow::of(outcome));
        }
    }

    fn number(&mut self, metric: &str, slice: SliceKey, outcome: &Outcome<f64>) {
        if self.rows.wants(metric, outcome.reason().map_or("", Reason::code)) {
            self.row(metric, slice, EstimateRow::of_number(outcome));
        }
    }

    fn missing(&mut self, metric: &str, slice: SliceKey, reason: &Reason) {
        self.push(metric, slice, &Outcome::NotEstimable(reason.clone()));
    }

    fn row(&mut self, metric: &str, slice: SliceKey, row: EstimateRow) {
        if !self.rows.wants(metric, &row.reason) {
            return;
        }
        let (question, section) = (self.question.to_string(), self.name);
        self.rows.kept.push(EstimateRow { question, section, metric: metric.into(), slice: slice.0, ..row });
    }
}

/// `a=x;b=y`: a part of a part.
fn within(outer: &SliceKey, inner: SliceKey) -> SliceKey {
    SliceKey(format!("{};{}", outer.0, inner.0))
}

fn of_question(question: &QuestionAudit, rows: &mut Rows<'_>) {
    let name = question.question.name.as_str();
    data::of_question(question, &mut Section { question: name, name: "data", rows });
    of_agreement(&question.agreement, &mut Section { question: name, name: "agreement", rows });
    of_analytic(&question.agreement, &mut Section { question: name, name: "agreement_analytic", rows });
    of_redrawn(
        &question.agreement,
        &mut Section { question: name, name: "agreement_random_annotators", rows },
    );
    numbers::of_tests(
        &question.agreement.tests,
        &mut Section { question: name, name: "agreement_test", rows },
    );
    if let Some(pair) = &question.agreement.two_annotators {
        numbers::of_pair(pair, &mut Section { question: name, name: "two_annotators", rows });
    }
    if let Some(aggregate) = &question.agreement.aggregate {
        numbers::of_aggregate(aggregate, &mut Section { question: name, name: "aggregate", rows });
    }
    let mut section = Section { question: name, name: "self_consistency", rows };
    of_self_consistency(&question.self_consistency, &mut section);
    of_consensus(&question.consensus, &mut Section { question: name, name: "consensus", rows });
    human_model::rows(&question.human_model, &mut Section { question: name, name: "human_model", rows });
    if let Some(golds) = &question.two_golds {
        beside_people::of_golds(golds, &mut Section { question: name, name: "human_model", rows });
    }
    confidence::of_calibration(
        &question.calibration,
        &mut Section { question: name, name: "calibration", rows },
    );
    confidence::of_routing(&question.routing, &mut Section { question: name, name: "routing", rows });
    let mut section = Section { question: name, name: "interventions", rows };
    interventions::of_interventions(&question.interventions, &mut section);
    if let Some(found) = &question.drift {
        drift::rows(found, &mut Section { question: name, name: "drift", rows });
    }
    of_fatigue(&question.fatigue, &mut Section { question: name, name: "fatigue", rows });
    course::of_drift(&question.course, &mut Section { question: name, name: "course", rows });
    pace::of_pace(&question.pace, &mut Section { question: name, name: "pace", rows });
    coverage::of_coverage(&question.coverage, &mut Section { question: name, name: "coverage", rows });
    coverage::of_items(&question.item_groups, &mut Section { question: name, name: "item_coverage", rows });
    if let Some(found) = &question.guideline_versions {
        guideline::rows(found, &mut Section { question: name, name: "guideline_versions", rows });
    }
    if let Some(found) = &question.disparity {
        cohesion::rows(&found.cohesion, &mut Section { question: name, name: "cohesion", rows });
        severity::rows(&found.severity, &mut Section { question: name, name: "severity", rows });
        views::rows(&found.views, &mut Section { question: name, name: "views", rows });
        fairness::rows(&found.fairness, &mut Section { question: name, name: "fairness", rows });
    }
}

fn of_agreement(agreement: &Agreement, section: &mut Section<'_, '_>) {
    for coefficient in agreement.coefficients.iter().chain(&agreement.further) {
        section.push(&coefficient.metric, coefficient.slice.clone(), &coefficient.outcome);
    }
    if let Some(paradox) = &agreement.paradox {
        let number = |value: f64| Outcome::Estimated(value);
        section.number("prevalence_index", SliceKey::whole(), &number(paradox.prevalence_index));
        section.number("bias_index", SliceKey::whole(), &number(paradox.bias_index));
    }
    for label in &agreement.labels {
        section.push("specific_agreement", SliceKey::of("label", &label.label), &label.specific_agreement);
        section.push("label_alpha", SliceKey::of("label", &label.label), &label.alpha);
    }
    for member in &agreement.members {
        let key = SliceKey::of("member", &member.has.label);
        section.push("specific_agreement", key.clone(), &member.has.specific_agreement);
        section.push("krippendorff_alpha", key, &member.alpha);
    }
    for pair in &agreement.label_pairs {
        let key = within(&SliceKey::of("label", &pair.first), SliceKey::of("label", &pair.second));
        section.push("share_of_disagreement", key.clone(), &pair.share);
        section.push("gain_in_alpha", key, &pair.gain_in_alpha);
    }
    of_annotators(agreement, section);
    match &agreement.annotator_matrix {
        Outcome::NotEstimable(reason) => section.missing("cohen_kappa", SliceKey::whole(), reason),
        Outcome::Estimated(matrix) => pairs::rows(matrix, section),
    }
    for part in &agreement.influence {
        let key = SliceKey::of(&part.name, &part.value);
        section.number("alpha_without", key.clone(), &part.alpha_without);
        section.push("alpha_change_without", key, &part.change);
    }
    for slice in &agreement.slices {
        let key = SliceKey::of(&slice.name, &slice.value);
        section.push("krippendorff_alpha", key.clone(), &slice.alpha);
        section.push("percent_agreement", key.clone(), &slice.percent_agreement);
        section.push("alpha_difference_to_rest", key, &slice.difference);
    }
}

/// How each annotator stands.
fn of_annotators(agreement: &Agreement, section: &mut Section<'_, '_>) {
    match &agreement.annotators {
        Outcome::NotEstimable(reason) => {
            section.missing("item_adjusted_agreement", SliceKey::whole(), reason);
            section.missing("alpha_without", SliceKey::whole(), reason);
        }
        Outcome::Estimated(annotators) => {
            for one in annotators {
                let key = SliceKey::of("annotator", &one.annotator);
                section.push("item_adjusted_agreement", key.clone(), &one.adjusted);
                if let Some(shrunk) = one.shrunk {
                    section.number(
                        "item_adjusted_agreement_shrunk",
                        key.clone(),
                        &Outcome::Estimated(shrunk),
                    );
                }
                of_annotator(one, &key, section);
                section.number("alpha_without", key.clone(), &one.alpha_without);
                section.push("alpha_change_without", key, &one.alpha_change);
            }
        }
    }
}

/// Accuracy against gold, where there is gold, and labels given more or less often than by others.
fn of_annotator(one: &AnnotatorAgreement, key: &SliceKey, section: &mut Section<'_, '_>) {
    if one.accuracy.estimated().is_some() {
        section.push("annotator_accuracy", key.clone(), &one.accuracy);
    }
    if let Some(shrunk) = one.accuracy_shrunk {
        section.number("annotator_accuracy_shrunk", key.clone(), &Outcome::Estimated(shrunk));
    }
    for tilt in &one.tilts {
        let part = within(key, SliceKey::of("label", &tilt.label));
        section.push("label_tilt", part, &tilt.difference);
    }
}

/// The same coefficients with their analytic errors.
fn of_analytic(agreement: &Agreement, section: &mut Section<'_, '_>) {
    for coefficient in agreement.coefficients.iter().chain(&agreement.further) {
        if let Some(analytic) = &coefficient.analytic {
            section.push(&coefficient.metric, coefficient.slice.clone(), analytic);
        }
        if let Some(p) = coefficient.p_value {
            let key = SliceKey::of("coefficient", &coefficient.metric);
            section.number("p_value", key, &Outcome::Estimated(p));
        }
    }
}

/// The headline coefficient with the interval that takes annotators as redrawn.
fn of_redrawn(agreement: &Agreement, section: &mut Section<'_, '_>) {
    for redrawn in &agreement.redrawn {
        section.push(&redrawn.metric, redrawn.slice.clone(), &redrawn.outcome);
    }
    for slice in &agreement.slices {
        let key = SliceKey::of(&slice.name, &slice.value);
        section.push("krippendorff_alpha", key.clone(), &slice.alpha_redrawn);
        section.push("alpha_difference_to_rest", key, &slice.difference_redrawn);
    }
}

fn of_self_consistency(outcome: &Outcome<SelfConsistency>, section: &mut Section<'_, '_>) {
    match outcome {
        Outcome::NotEstimable(reason) => section.missing("self_agreement", SliceKey::whole(), reason),
        Outcome::Estimated(found) => {
            section.push("self_agreement", SliceKey::whole(), &found.agreement);
            section.push("self_kappa", SliceKey::whole(), &found.kappa);
            section.push("between_annotators_on_repeats", SliceKey::whole(), &found.between_annotators);
            for band in &found.by_lag {
                let to = band.to_hours.map_or(String::new(), |to| to.to_string());
                let key = SliceKey::of("lag_hours", &format!("{}-{to}", band.from_hours));
                section.push("self_agreement", key.clone(), &band.agreement);
                section.push("self_kappa", key, &band.kappa);
            }
        }
    }
}

fn of_consensus(consensus: &Consensus, section: &mut Section<'_, '_>) {
    section.push("tie_rate", SliceKey::whole(), &consensus.tie_rate);
    section.push("majority_vote_share", SliceKey::whole(), &consensus.mean_vote_share);
    section.push("majority_accuracy", SliceKey::whole(), &consensus.consensus_against_gold);
    match &consensus.chosen {
        None => {}
        Some(Outcome::NotEstimable(reason)) => {
            section.missing("consensus_tie_rate", SliceKey::whole(), reason)
        }
        Some(Outcome::Estimated(chosen)) => of_chosen(chosen, section),
    }
}

/// The consensus that was asked for.
fn of_chosen(chosen: &ChosenConsensus, section: &mut Section<'_, '_>) {
    let key = SliceKey::of("consensus", chosen.model.name());
    section.push("consensus_tie_rate", key.clone(), &chosen.tie_rate);
    section.push("consensus_majority_agreement", key.clone(), &chosen.majority_agreement);
    section.push("consensus_accuracy", key.clone(), &chosen.against_gold);
    section.number("consensus_confidence", key.clone(), &chosen.mean_confidence);
    if let Some(course) = &chosen.course {
        section.number("consensus_log_likelihood", key.clone(), &Outcome::Estimated(course.log_likelihood));
        section.number("consensus_iterations", key.clone(), &Outcome::Estimated(course.iterations as f64));
    }
    for (label, share) in &chosen.label_shares {
        let part = within(&key, SliceKey::of("label", label));
        section.number("consensus_label_share", part, &Outcome::Estimated(*share));
    }
    match &chosen.pooled_errors {
        Outcome::NotEstimable(reason) => section.missing("consensus_given_share", key.clone(), reason),
        Outcome::Estimated(matrix) => {
            for (row, truth) in matrix.rows.iter().enumerate() {
                for (column, given) in matrix.columns.iter().enumerate() {
                    let part = within(&SliceKey::of("label", truth), SliceKey::of("given", given));
                    if let Some(share) = matrix.cell(row, column) {
                        section.number(
                            "consensus_given_share",
                            within(&key, part),
                            &Outcome::Estimated(share),
                        );
                    }
                }
            }
        }
    }
    for one in &chosen.annotators {
        let part = within(&key, SliceKey::of("annotator", &one.annotator));
        section.number("annotator_reliability", part, &one.reliability);
    }
}

fn of_fatigue(outcome: &Outcome<Fatigue>, section: &mut Section<'_, '_>) {
    match outcome {
        Outcome::NotEstimable(reason) => {
            section.missing("outcome_slope", SliceKey::whole(), reason);
            section.missing("log_time_slope", SliceKey::whole(), reason);
        }
        Outcome::Estimated(fatigue) => {
            of_slopes("outcome_slope", &fatigue.outcome, section);
            match &fatigue.log_time {
                Outcome::NotEstimable(reason) => section.missing("log_time_slope", SliceKey::whole(), reason),
                Outcome::Estimated(slopes) => of_slopes("log_time_slope", slopes, section),
            }
            order::of_order(fatigue, section);
        }
    }
}

fn of_slopes(metric: &str, slopes: &SlopePair, section: &mut Section<'_, '_>) {
    let primary = slopes.primary.clone().map(|slope| slope.estimate);
    section.push(metric, SliceKey::whole(), &primary);
    let beside = slopes.annotator_effects_only.clone().map(|slope| slope.estimate);
    section.push(&format!("{metric}_annotator_effects_only"), SliceKey::whole(), &beside);
}
