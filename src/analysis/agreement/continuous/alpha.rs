use super::Moments;
use super::number_distance::NumberDistance;
use crate::analysis::agreement::sampling::{GROUPS, Sampling, item_stream};
use crate::analysis::inference::{Bounds, InferenceOptions, Resampled, Scheme, resample_units};
use crate::tally::PatternTable;
use crate::vocabulary::{Estimate, Outcome, Question, Reason, SliceKey};

/// Krippendorff's alpha (interval) by centred sums: with W_i the sum of squares within item i, S the sum of squares
/// around the mean of all, n annotations: D_o = (2/n) Σ n_i W_i / (n_i − 1), D_e = 2 S / (n − 1). The same value as from
/// labels, at the price of one addition per item (Krippendorff 2019, Content Analysis, 4th ed., §12.3.4).
pub(super) fn alpha(moments: &[Moments], weights: &[u64]) -> Result<f64, Reason> {
    let (mut n, mut sum, mut observed) = (0.0, 0.0, 0.0);
    let cells = || moments.iter().zip(weights).filter(|(cell, weight)| cell.n >= 2.0 && **weight > 0);
    for (cell, &weight) in cells() {
        let items = weight as f64;
        n += items * cell.n;
        sum += items * cell.n * cell.mean;
        observed += items * cell.n * cell.within / (cell.n - 1.0);
    }
    if n < 2.0 {
        return Err(Reason::NothingPairable);
    }
    let mean = sum / n;
    let spread = |(cell, &weight): (&Moments, &u64)| {
        weight as f64 * (cell.within + cell.n * (cell.mean - mean).powi(2))
    };
    let squares: f64 = cells().map(spread).sum();
    if squares <= 0.0 {
        return Err(Reason::NoExpectedDisagreement);
    }
    Ok(1.0 - observed / n / (squares / (n - 1.0)))
}

/// Alpha of one table under resampling of its items, the only column.
pub(super) fn resampled(
    table: &PatternTable,
    apart: &NumberDistance<'_>,
    question: &Question,
    slice: &SliceKey,
    options: &InferenceOptions,
) -> Resampled {
    let stream = item_stream(question, slice, options);
    let sampling = Sampling::of(table);
    let scheme = match sampling.scheme(options) {
        Scheme::Bootstrap { .. } if apart.wants_jackknife() => Scheme::GroupedJackknife { groups: GROUPS },
        scheme => scheme,
    };
    resample_units(&sampling.units, scheme, stream, 1, &|weights, out| out[0] = apart.alpha(weights).ok())
}

/// Alpha with its interval; `resampled` is of the same table.
pub(super) fn estimate(
    table: &PatternTable,
    apart: &NumberDistance<'_>,
    resampled: &Resampled,
    level: f64,
) -> Outcome<Estimate> {
    let value = match apart.alpha(&table.items) {
        Ok(value) => value,
        Err(reason) => return Outcome::NotEstimable(reason),
    };
    let sampling = Sampling::of(table);
    let interval = match sampling.disagreeing {
        0 => Outcome::NotEstimable(Reason::NoErrorToEstimate),
        _ => resampled.interval(0, Bounds::BelowOne, level),
    };
    Outcome::Estimated(Estimate {
        value,
        se: interval.estimated().and_then(|_| resampled.se(0)),
        interval,
        sample: sampling.pairable,
        method: format!("Krippendorff 2019, {}, pairable annotations", apart.method()),
        warnings: sampling.warnings(),
    })
}

/// Alpha of a part of a continuous question: a slice, a group.
pub(in crate::analysis::agreement) fn pooled_alpha(
    table: &PatternTable,
    question: &Question,
    slice: &SliceKey,
    options: &InferenceOptions,
) -> Outcome<Estimate> {
    let apart = match NumberDistance::of(table, question) {
        Ok(apart) => apart,
        Err(reason) => return Outcome::NotEstimable(reason),
    };
    let resampled = resampled(table, &apart, question, slice, options);
    estimate(table, &apart, &resampled, options.level)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::agreement::{Distance, Pool, Pooled, coefficient};
    use crate::vocabulary::{Label, LabelSet};
    use proptest::prelude::*;

    proptest! {
        /// Centred sums give what the pairs of labels give, items of any number of annotations among them.
        #[test]
        fn moments_give_the_alpha_of_labels(
            items in prop::collection::vec(prop::collection::vec(0..9u32, 1..6), 1..15), shift in -1e6..1e6_f64,
        ) {
            let values: Vec<f64> = (0..9).map(|k| shift + f64::from(k * k)).collect();
            let labels = LabelSet {
                names: values.iter().map(f64::to_string).collect(),
                values: Some(values.clone()),
                declared: false,
                used: vec![true; 9],
            };
            let items: Vec<Vec<Label>> =
                items.into_iter().map(|item| item.into_iter().map(Label).collect()).collect();
            let table = PatternTable::of_items(items.iter().map(Vec::as_slice));
            let moments = Moments::of_patterns(&table, &labels);
            let by_label =
                coefficient(Pooled::KrippendorffAlpha, &Pool::new(&table, &labels), Distance::Squared(values));
            match (alpha(&moments, &table.items), by_label) {
                (Ok(ours), Ok(theirs)) => prop_assert!((ours - theirs.value).abs() < 1e-9, "{ours} {theirs:?}"),
                (ours, theirs) => prop_assert_eq!(ours.err(), theirs.err()),
            }
        }
    }
}
