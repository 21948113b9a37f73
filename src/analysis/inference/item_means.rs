use super::{Bounds, clopper_pearson};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};

/// The mean over items of a value each item has once (a share of the item's annotators, a paired difference), from
/// cells of (value, items that have it): the linearised error over items with t(n − 1), on the scale of `bounds`.
/// Paired comparisons take their difference by item *first* and pass it here, so the pairing is kept.
///
/// Not estimable without an item. A mean share of exactly 0 or 1 gets the Clopper–Pearson bound over items; any other
/// value without spread has no interval.
pub fn item_mean(cells: &[(f64, u64)], bounds: Bounds, level: f64) -> Outcome<Estimate> {
    let triples: Vec<(f64, f64, u64)> = cells.iter().map(|&(value, items)| (value, 1.0, items)).collect();
    item_ratio(&triples, bounds, level)
}

/// The ratio Σ numerator / Σ denominator over items, from cells of (numerator, denominator, items): the linearised
/// error of a ratio estimator over items with t(n − 1) (Cochran 1977, Sampling Techniques, §6.4).
pub fn item_ratio(cells: &[(f64, f64, u64)], bounds: Bounds, level: f64) -> Outcome<Estimate> {
    let items: u64 = cells.iter().map(|&(_, _, items)| items).sum();
    let denominator: f64 = cells.iter().map(|&(_, d, items)| d * items as f64).sum();
    if items == 0 || denominator <= 0.0 {
        return Outcome::NotEstimable(Reason::TooFew { what: "items".into(), found: 0, needed: 1 });
    }
    let value = cells.iter().map(|&(n, _, items)| n * items as f64).sum::<f64>() / denominator;
    let squares: f64 = cells.iter().map(|&(n, d, items)| (n - value * d).powi(2) * items as f64).sum();
    let n = items as f64;
    let se = (squares * n / (n - 1.0).max(1.0)).sqrt() / denominator;
    let interval = interval(value, se, items, bounds, level);
    Outcome::Estimated(Estimate {
        value,
        se: interval.estimated().and((se > 0.0).then_some(se)),
        interval,
        sample: SampleSize { items, annotations: 0, annotators: 0 },
        method: "ratio over items".into(),
        warnings: Vec::new(),
    })
}

fn interval(value: f64, se: f64, items: u64, bounds: Bounds, level: f64) -> Outcome<ConfidenceInterval> {
    let extreme = bounds == Bounds::Share && (value <= 0.0 || value >= 1.0);
    if extreme {
        let hits = if value >= 1.0 { items } else { 0 };
        return clopper_pearson(hits, items, level)
            .map_or(Outcome::NotEstimable(Reason::NoErrorToEstimate), Outcome::Estimated);
    }
    if items < 2 {
        return Outcome::NotEstimable(Reason::TooFew { what: "items".into(), found: items, needed: 2 });
    }
    // Rounding leaves a trace of error where every item has the same value.
    if se <= 1e-12 {
        return Outcome::NotEstimable(Reason::NoErrorToEstimate);
    }
    match bounds.interval(value, se, items as f64 - 1.0, level) {
        Some((lower, upper)) => Outcome::Estimated(ConfidenceInterval {
            lower,
            upper,
            level,
            method: format!("linearised error over items, t({}) on {}", items - 1, bounds.name()),
        }),
        None => Outcome::NotEstimable(Reason::NoErrorToEstimate),
    }
}

#[cfg(test)]
mod tests {
    use super::{item_mean, item_ratio};
    use crate::analysis::inference::Bounds;

    /// mean ± t(9) s / √10, worked by hand: mean .65.
    #[test]
    fn a_mean_is_the_textbook_t_interval() {
        let got = item_mean(&[(0.0, 2), (0.5, 3), (1.0, 5)], Bounds::Unbounded, 0.95);
        let got = got.estimated().expect("items");
        assert!((got.value - 0.65).abs() < 1e-12);
        let sd = ((2.0 * 0.65_f64.powi(2) + 3.0 * 0.15_f64.powi(2) + 5.0 * 0.35_f64.powi(2)) / 9.0).sqrt();
        assert!((got.se.expect("spread") - sd / 10.0_f64.sqrt()).abs() < 1e-12);
        let half = 2.262_157_163 * sd / 10.0_f64.sqrt();
        assert!((got.interval.estimated().expect("spread").upper - (0.65 + half)).abs() < 1e-7);
    }

    #[test]
    fn no_spread_is_no_interval_of_width_zero() {
        let got = item_mean(&[(0.25, 9)], Bounds::Unbounded, 0.95);
        assert!(got.estimated().expect("items").interval.reason().is_some());
        let all = item_ratio(&[(1.0, 1.0, 30)], Bounds::Share, 0.95);
        let interval = all.estimated().and_then(|e| e.interval.estimated().cloned()).expect("a bound");
        assert!(interval.lower < 1.0 && interval.upper == 1.0);
        assert!(item_mean(&[], Bounds::Share, 0.95).reason().is_some());
    }
}
