use super::distance::Distance;
use super::pooled::Coefficients;
use super::sampling::{Sampling, item_stream};
use super::slice_contrasts::{Column, SliceContrast, clusters_of_column};
use super::{AgreementOptions, AlphaChange, Pooled, SliceAgreement};
use crate::analysis::inference::{InferenceOptions, Scheme, benjamini_hochberg, resample_units};
use crate::tally::{QuestionTallies, SliceTally};
use crate::vocabulary::{Estimate, Outcome, SliceKey};
use rayon::prelude::*;

/// Replicates × patterns over all slices together beyond which slices take the jackknife, which costs patterns ×
/// entries only.
const BOOTSTRAP_WORK: u64 = 20_000_000;

/// False discovery rate among the differences told.
const FALSE_DISCOVERY: f64 = 0.05;

/// Alpha and percent agreement inside each value of each slicing column, items resampled within the slice; the
/// difference to the rest of the column with annotators as they are and redrawn, judged over all slices of all columns;
/// and what alpha of the question would be without each slice.
pub(super) fn slices(
    tallies: &QuestionTallies,
    distance: &Distance,
    asked: &AgreementOptions,
    options: &InferenceOptions,
) -> (Vec<SliceAgreement>, Vec<AlphaChange>) {
    let slices = &tallies.summaries.slices;
    let patterns: u64 = slices.iter().map(|slice| slice.patterns.len() as u64).sum();
    let thrifty = patterns * u64::from(options.replicates) > BOOTSTRAP_WORK;
    let columns: Vec<&[SliceTally]> = slices.chunk_by(|a, b| a.name == b.name).collect();
    let contrasts: Vec<SliceContrast> = columns
        .into_par_iter()
        .flat_map(|own| {
            let kinds = clusters_of_column(tallies, &own[0].name);
            let column = Column::new(tallies, (&own[0].name, kinds.as_ref()), distance, options.level);
            own.par_iter().map(|slice| column.contrast(slice)).collect::<Vec<_>>()
        })
        .collect();
    let tested: Vec<usize> = (0..contrasts.len()).filter(|&i| contrasts[i].p.is_some()).collect();
    let p: Vec<f64> = contrasts.iter().filter_map(|contrast| contrast.p).collect();
    let mut q = vec![None; contrasts.len()];
    for (&i, found) in tested.iter().zip(benjamini_hochberg(&p)) {
        q[i] = Some(found);
    }
    let mut rows = Vec::with_capacity(slices.len());
    let mut changes = Vec::with_capacity(slices.len());
    for ((slice, contrast), q_value) in slices.iter().zip(contrasts).zip(q) {
        let (alpha, percent_agreement) = inside(tallies, slice, thrifty, asked, options);
        rows.push(SliceAgreement {
            name: slice.name.clone(),
            value: slice.value.clone(),
            alpha,
            percent_agreement,
            alpha_redrawn: contrast.redrawn,
            difference: contrast.difference,
            difference_redrawn: contrast.difference_redrawn,
            q_value,
            reported: q_value.is_some_and(|q| q <= FALSE_DISCOVERY),
        });
        changes.push(contrast.change);
    }
    (rows, changes)
}

fn inside(
    tallies: &QuestionTallies,
    slice: &SliceTally,
    thrifty: bool,
    asked: &AgreementOptions,
    options: &InferenceOptions,
) -> (Outcome<Estimate>, Outcome<Estimate>) {
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
    let resampled = resample_units(&sampling.units, scheme, stream, kinds.len(), &|weights, out| {
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
    (estimate(0), estimate(1))
}
