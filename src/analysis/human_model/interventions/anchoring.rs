use super::ShowingEffect;
use super::showing::reported;
use super::strata::{Sides, walk};
use crate::analysis::inference::{Bounds, CrossedItem, LeaveOuts, crossed_ratio, t_two_sided_p};
use crate::tally::QuestionTallies;
use crate::vocabulary::{ConfidenceInterval, Estimate, LabelSet, Outcome, Reason, SampleSize, Scale};
use std::collections::BTreeSet;

/// How far labels move towards the suggestion, in points of scale per point that the suggestion lies from what people say
/// who were not shown it: λ in y_shown = μ + λ (s − μ), on the same item.
///
/// μ is not known, only people's labels around it, and an unshown label that served for both the move and the distance
/// would lend its own error to both, which looks like a pull. So the distance and the move take different unshown people,
/// all pairs of them: with d_h = s − y_h, D = mean over pairs of d_h d_r (expectation (s − μ)²) and
/// N = D − (s − ȳ_shown) d̄, λ = Σ N / Σ D over items with two unshown annotators or more. Ordinal labels lie one point
/// apart. Error: items and annotators drawn anew.
pub(super) fn pull(tallies: &QuestionTallies, level: f64) -> Outcome<ShowingEffect> {
    let (labels, scale) = (&tallies.question.labels, tallies.question.scale);
    let (mut items, mut people, mut annotations) = (Vec::new(), BTreeSet::new(), 0);
    walk(tallies, |sides| {
        if let Some(item) = item(sides, labels, scale) {
            people.extend(item.without.iter().map(|&(who, _)| who));
            annotations += item.without.len() as u64;
            items.push(item);
        }
    });
    if items.is_empty() {
        let what = "items with a shown suggestion and two or more annotators who were not shown it".into();
        return Outcome::NotEstimable(Reason::TooFew { what, found: 0, needed: 1 });
    }
    let found = crossed_ratio(&items).filter(|_| is_apart(&items));
    let Some((value, error)) = found else {
        let what = "the distance of suggestions from the labels that people give without them".into();
        return Outcome::NotEstimable(Reason::NoVariation { what });
    };
    let sample = SampleSize { items: items.len() as u64, annotations, annotators: people.len() as u64 };
    let estimate = estimate(value, error, sample, level);
    Outcome::Estimated(ShowingEffect {
        reported: reported(&estimate),
        p_value: error.map(|error| t_two_sided_p(value / error.se, error.df)),
        rates: None,
        estimate,
    })
}

/// Whether suggestions lie clearly apart from people's labels: the sum of squared distances is three errors above 0.
fn is_apart(items: &[CrossedItem]) -> bool {
    let n = items.len() as f64;
    let mean = items.iter().map(|item| item.parts.1).sum::<f64>() / n;
    let squares: f64 = items.iter().map(|item| (item.parts.1 - mean).powi(2)).sum();
    mean > 3.0 * (squares / (n - 1.0).max(1.0) / n).sqrt()
}

fn item(sides: &Sides, labels: &LabelSet, scale: Scale) -> Option<CrossedItem> {
    let place = |label: crate::vocabulary::Label| match scale {
        Scale::Ordinal => label.index() as f64,
        _ => labels.value(label),
    };
    let s = place(sides.suggestion);
    let shown: Vec<f64> = sides.shown.iter().map(|&(_, label, _)| place(label)).collect();
    let away: Vec<f64> = sides.unshown.iter().map(|&(_, label)| s - place(label)).collect();
    if shown.is_empty() || away.len() < 2 {
        return None;
    }
    let sums = |values: &[f64]| {
        (values.len() as f64, values.iter().sum::<f64>(), values.iter().map(|v| v * v).sum::<f64>())
    };
    let ((n, sum, squares), (m, total, _)) = (sums(&away), sums(&shown));
    let parts = |(n, sum, squares): (f64, f64, f64), (m, total): (f64, f64)| {
        if m < 0.5 || n < 1.5 {
            return (0.0, 0.0);
        }
        let distance = (sum * sum - squares) / (n * (n - 1.0));
        (distance - (s - total / m) * sum / n, distance)
    };
    let of_shown = sides.shown.iter().zip(&shown);
    let of_unshown = sides.unshown.iter().zip(&away);
    let without_shown =
        of_shown.map(|(&(who, _, _), y)| (who, parts((n, sum, squares), (m - 1.0, total - y))));
    let without_unshown =
        of_unshown.map(|(&(who, _), d)| (who, parts((n - 1.0, sum - d, squares - d * d), (m, total))));
    Some(CrossedItem {
        parts: parts((n, sum, squares), (m, total)),
        without: without_shown.chain(without_unshown).collect(),
    })
}

fn estimate(value: f64, error: Option<LeaveOuts>, sample: SampleSize, level: f64) -> Estimate {
    let ends =
        error.and_then(|error| Some((Bounds::Unbounded.interval(value, error.se, error.df, level)?, error)));
    let interval = match ends {
        None => Outcome::NotEstimable(Reason::NoErrorToEstimate),
        Some(((lower, upper), error)) => {
            let method = format!("items and annotators drawn anew, t({:.1})", error.df);
            Outcome::Estimated(ConfidenceInterval { lower, upper, level, method })
        }
    };
    Estimate {
        value,
        interval,
        se: error.map(|error| error.se),
        sample,
        method: "points of scale towards the suggestion per point of distance, within items".into(),
        warnings: Vec::new(),
    }
}
