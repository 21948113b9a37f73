use super::number_distance::NumberDistance;
use super::number_summary::number_summary;
use super::spread_items::spread_items;
use super::{Moments, alpha, with_numbers};
use crate::analysis::agreement::band::band;
use crate::analysis::agreement::further::further;
use crate::analysis::agreement::sampling::Sampling;
use crate::analysis::agreement::skipped_items::skipped_items;
use crate::analysis::agreement::{
    Agreement, AgreementOptions, ClusterCount, Coefficient, Pooled, SliceAgreement, pooled,
};
use crate::analysis::inference::InferenceOptions;
use crate::tally::QuestionTallies;
use crate::vocabulary::{Estimate, Outcome, Reason, SampleSize, SliceKey};

/// The agreement of a continuous question: alpha (interval) and the intraclass correlation from the moments of each
/// item, the items that spread most, what the numbers are like. Whatever counts equal labels is not estimable, for
/// `reason`; nothing is as large as labels × labels.
pub(in crate::analysis::agreement) fn measure(
    tallies: &QuestionTallies,
    asked: &AgreementOptions,
    options: &InferenceOptions,
    reason: &Reason,
) -> Agreement {
    let (question, table) = (&tallies.question, &tallies.summaries.patterns);
    let annotators = tallies.summaries.annotator_labels.len() as u64;
    let moments = Moments::of_patterns(table, &question.labels);
    let (outcome, headline) = match NumberDistance::of(table, question) {
        Ok(apart) => {
            let resampled = alpha::resampled(table, &apart, question, &SliceKey::whole(), options);
            let outcome = alpha::estimate(table, &apart, &resampled, options.level);
            let headline = band(&outcome, &resampled, 0);
            (with_annotators(outcome, annotators), headline)
        }
        Err(refused) => (Outcome::NotEstimable(refused.clone()), Outcome::NotEstimable(refused)),
    };
    let sampling = Sampling::of(table);
    let known = |sample: SampleSize| SampleSize { annotators, ..sample };
    let name = format!("Krippendorff's alpha ({})", question.scale.name());
    let counted = |metric: &String| {
        let kind = Pooled::of_metric(metric)?;
        Some(Coefficient::new(kind.metric(), metric.replace('_', " "), Outcome::NotEstimable(reason.clone())))
    };
    let beside: Vec<Coefficient> = asked.coefficients.iter().filter_map(counted).collect();
    let alpha = Coefficient::new(Pooled::KrippendorffAlpha.metric(), name, outcome);
    let (skipped, skipped_total) = skipped_items(tallies);
    let found = Agreement {
        rated: known(sampling.rated),
        pairable: known(sampling.pairable),
        disagreeing_items: sampling.disagreeing,
        clusters: ClusterCount::of(&sampling),
        coefficients: vec![Coefficient { band: Some(headline.clone()), ..alpha }],
        band: headline,
        further: further(tallies, asked, &beside, options),
        disputed: spread_items(tallies, &moments),
        disputed_total: sampling.disagreeing,
        skipped,
        skipped_total,
        slices: slices(tallies, reason, asked, options),
        numbers: number_summary(table, question, &moments),
        ..Agreement::without_labels(reason)
    };
    with_numbers(found, tallies, asked, options)
}

fn slices(
    tallies: &QuestionTallies,
    reason: &Reason,
    asked: &AgreementOptions,
    options: &InferenceOptions,
) -> Vec<SliceAgreement> {
    let of = |slice: &crate::tally::SliceTally| {
        let key = SliceKey::of(&slice.name, &slice.value);
        let pooled = |kind| {
            let found = pooled(kind, &slice.patterns, &tallies.question, &key, asked, options);
            with_annotators(found, slice.annotators)
        };
        SliceAgreement {
            name: slice.name.clone(),
            value: slice.value.clone(),
            alpha: pooled(Pooled::KrippendorffAlpha),
            percent_agreement: pooled(Pooled::PercentAgreement),
            alpha_redrawn: Outcome::NotEstimable(reason.clone()),
            difference: Outcome::NotEstimable(reason.clone()),
            difference_redrawn: Outcome::NotEstimable(reason.clone()),
            q_value: None,
            reported: false,
        }
    };
    tallies.summaries.slices.iter().map(of).collect()
}

fn with_annotators(outcome: Outcome<Estimate>, annotators: u64) -> Outcome<Estimate> {
    outcome.map(|estimate| Estimate { sample: SampleSize { annotators, ..estimate.sample }, ..estimate })
}
