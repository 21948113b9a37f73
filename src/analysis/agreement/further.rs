use super::annotator_aware::annotator_aware;
use super::{AgreementOptions, Coefficient, Pooled, continuous, fleiss_by_label};
use crate::analysis::inference::InferenceOptions;
use crate::tally::QuestionTallies;
use std::collections::BTreeSet;

/// Pooled coefficients of an audit: the default set of the scale, then those asked for beside it, each once.
pub(super) fn pooled_kinds(tallies: &QuestionTallies, asked: &AgreementOptions) -> Vec<Pooled> {
    let mut kinds = Pooled::default_set(tallies.question.scale).to_vec();
    for kind in asked.coefficients.iter().filter_map(|metric| Pooled::of_metric(metric)) {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}

/// Coefficients asked for beside the default set, in the order asked for, each once. `pooled` are those that came of the
/// pattern table; the others are worked out here, and may have a row for several parts (labels, annotators).
pub(super) fn further(
    tallies: &QuestionTallies,
    asked: &AgreementOptions,
    pooled: &[Coefficient],
    options: &InferenceOptions,
) -> Vec<Coefficient> {
    let defaults = Pooled::default_set(tallies.question.scale).map(Pooled::metric);
    let mut seen: BTreeSet<&str> = defaults.into_iter().collect();
    let mut found = Vec::new();
    for metric in asked.coefficients.iter().filter(|metric| seen.insert(metric)) {
        match pooled.iter().find(|coefficient| coefficient.metric == *metric) {
            Some(coefficient) => found.push(coefficient.clone()),
            None => found.extend(by_other_means(metric, tallies, asked, options)),
        }
    }
    found
}

/// What has no single value from the pattern table. Whoever adds such a coefficient to the catalogue adds its arm here.
fn by_other_means(
    metric: &str,
    tallies: &QuestionTallies,
    asked: &AgreementOptions,
    options: &InferenceOptions,
) -> Vec<Coefficient> {
    match metric {
        "conger_kappa" | "light_kappa" => {
            annotator_aware(metric, tallies, asked, options).into_iter().collect()
        }
        fleiss_by_label::METRIC => fleiss_by_label::fleiss_by_label(tallies, options.level),
        _ => continuous::asked(metric, tallies, options).into_iter().collect(),
    }
}
