use super::{AgreementOptions, Coefficient, WeightTable, conger_kappa, light_kappa};
use crate::analysis::inference::InferenceOptions;
use crate::tally::QuestionTallies;
use crate::vocabulary::{Estimate, Outcome};

/// A coefficient that must know who said what, by its id in the catalogue; `None` for the others. Its interval is the
/// analytic one: the pattern table cannot resample it.
pub(super) fn annotator_aware(
    metric: &str,
    tallies: &QuestionTallies,
    asked: &AgreementOptions,
    options: &InferenceOptions,
) -> Option<Coefficient> {
    type OfTallies = fn(&QuestionTallies, &WeightTable, &InferenceOptions) -> Outcome<Estimate>;
    let (name, of): (&str, OfTallies) = match metric {
        "conger_kappa" => ("Conger's kappa", |t, w, o| conger_kappa(t, w, o.level)),
        "light_kappa" => ("Light's kappa", light_kappa),
        _ => return None,
    };
    let (name, outcome) = match WeightTable::of(asked, &tallies.question) {
        Ok(weights) if weights.is_identity() => (name.to_owned(), of(tallies, &weights, options)),
        Ok(weights) => (format!("{name} ({} weights)", weights.name()), of(tallies, &weights, options)),
        Err(reason) => (name.to_owned(), Outcome::NotEstimable(reason)),
    };
    Some(Coefficient { analytic: Some(outcome.clone()), ..Coefficient::new(metric, name, outcome) })
}
