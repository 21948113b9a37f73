use super::pooled::Coefficients;
use super::sampling::{Sampling, item_stream};
use super::{AgreementOptions, Pooled, SliceAgreement};
use crate::analysis::inference::{InferenceOptions, Scheme, resample};
use crate::tally::{QuestionTallies, SliceTally};
use crate::vocabulary::{Estimate, Outcome, SliceKey};

/// Replicates × patterns over all slices together beyond which slices take the jackknife, which costs patterns ×
/// entries only.
const BOOTSTRAP_WORK: u64 = 20_000_000;

/// Alpha and percent agreement inside each value of each slicing column, items resampled within the slice.
pub(super) fn slices(
    tallies: &QuestionTallies,
    asked: &AgreementOptions,
    options: &InferenceOptions,
) -> Vec<SliceAgreement> {
    let slices = &tallies.summaries.slices;
    let patterns: u64 = slices.iter().map(|slice| slice.patterns.len() as u64).sum();
    let thrifty = patterns * u64::from(options.replicates) > BOOTSTRAP_WORK;
    slices.iter().map(|slice| one(tallies, slice, thrifty, asked, options)).collect()
}

fn one(
    tallies: &QuestionTallies,
    slice: &SliceTally,
    thrifty: bool,
    asked: &AgreementOptions,
    options: &InferenceOptions,
) -> SliceAgreement {
    let question = &tallies.question;
    let table = &slice.patterns;
    let coefficients = Coefficients::new(table, question, asked);
    let sampling = Sampling::of(table).on(question.scale, &question.labels);
    let kinds = [Pooled::KrippendorffAlpha, Pooled::PercentAgreement];
    let scheme = match sampling.scheme(options) {
        Scheme::Bootstrap { .. } if thrifty => Scheme::Jackknife,
        scheme => scheme,
    };
    let key = SliceKey::of(&slice.name, &slice.value);
    let stream = item_stream(question, &key, options);
    let resampled = resample(&table.items, scheme, stream, kinds.len(), &|weights, out| {
        let at = coefficients.at(weights);
        out.iter_mut().zip(kinds).for_each(|(out, kind)| *out = at.value(kind));
    });
    let estimate = |column: usize| -> Outcome<Estimate> {
        coefficients.estimate(kinds[column], &resampled, column, &sampling, options.level).map(
            |mut estimate| {
                estimate.sample.annotators = slice.annotators;
                estimate
            },
        )
    };
    SliceAgreement {
        name: slice.name.clone(),
        value: slice.value.clone(),
        alpha: estimate(0),
        percent_agreement: estimate(1),
    }
}
