use super::{FurtherAnnotations, LabelShare};
use crate::analysis::inference::normal_quantile;
use crate::vocabulary::{Outcome, Reason};

/// How many annotations of a group would narrow the interval of its least known label rate to `width`, end to end.
///
/// With the clustered standard error s of today's n annotations by G annotators the width is 2 z s, and s falls with the
/// square root of the number of *annotators* who do as much each: n (2 z s / width)² annotations, likewise annotators. The
/// design effect s² n / (p (1 − p)) is in s. More annotations by the same annotators would help less; that the rate stays
/// what it is, is assumed.
///
/// Not estimable where no rate has a standard error.
pub(super) fn further(labels: &[LabelShare], width: f64, level: f64) -> Outcome<FurtherAnnotations> {
    let z = normal_quantile(0.5 + level / 2.0);
    let known = labels.iter().filter_map(|label| {
        let estimate = label.share.estimated()?;
        Some((label, estimate, estimate.se?))
    });
    let widest = known
        .filter(|&(_, _, se)| se > 0.0)
        .max_by(|a, b| a.2.total_cmp(&b.2).then(b.0.label.cmp(&a.0.label)));
    let Some((label, estimate, se)) = widest else { return Outcome::NotEstimable(Reason::NoErrorToEstimate) };
    let (n, g) = (estimate.sample.annotations as f64, estimate.sample.annotators as f64);
    let p = estimate.value;
    let times = (2.0 * z * se / width).powi(2);
    Outcome::Estimated(FurtherAnnotations {
        label: label.label.clone(),
        width,
        width_now: 2.0 * z * se,
        design_effect: se * se * n / (p * (1.0 - p)),
        annotations: (n * times).ceil() as u64,
        annotators: (g * times).ceil() as u64,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::inference::clustered_share;

    fn labels(clusters: &[(u64, u64)]) -> Vec<LabelShare> {
        vec![LabelShare { label: "x".into(), share: clustered_share(clusters, 0.95) }]
    }

    /// Independent annotations need z² p (1 − p) / (width / 2)², the textbook's sample size (with n − 1 for n).
    #[test]
    fn single_annotations_need_the_textbooks_number() {
        let clusters: Vec<(u64, u64)> = (0..100).map(|i| (1, i % 2)).collect();
        let found = further(&labels(&clusters), 0.1, 0.95);
        let found = found.estimated().expect("a rate");
        let textbook = 1.959_963_985_f64.powi(2) * 0.25 / 0.05_f64.powi(2) * 100.0 / 99.0;
        assert_eq!(found.annotations, textbook.ceil() as u64);
        assert!((found.design_effect - 100.0 / 99.0).abs() < 1e-9, "{}", found.design_effect);
    }

    #[test]
    fn people_who_differ_cost_more_and_equal_ones_tell_nothing() {
        let differ: Vec<(u64, u64)> = (0..10).map(|i| (10, if i % 2 == 0 { 8 } else { 2 })).collect();
        let found = further(&labels(&differ), 0.1, 0.95);
        let found = found.estimated().expect("a rate");
        assert!(found.design_effect > 3.0 && found.annotators * 10 >= found.annotations - 10, "{found:?}");
        assert!(further(&labels(&[(5, 5); 9]), 0.1, 0.95).reason().is_some());
    }
}
