use super::SamplingUnits;
use crate::vocabulary::ConfidenceInterval;
use statrs::distribution::{Beta, ContinuousCDF};

/// The exact interval of `hits` of `n` (Clopper & Pearson 1934, Biometrika 26:404). It is what remains where every
/// unit agrees and no error can be estimated: 0 of `n` gives 0 to 1 − (α/2)^(1/n). `None` where `n` is 0.
pub fn clopper_pearson(hits: u64, n: u64, level: f64) -> Option<ConfidenceInterval> {
    (n > 0 && hits <= n).then(|| exact(hits as f64, n as f64, level, "Clopper–Pearson".into()))
}

/// The same with an effective number of units, for shares that are exactly 0 or 1 in `n` clusters of uneven size.
pub fn clopper_pearson_effective(share: f64, n: f64, level: f64) -> Option<ConfidenceInterval> {
    let method = format!("Clopper–Pearson, {n:.1} effective units");
    (n > 0.0).then(|| exact(share * n, n, level, method))
}

/// The same where the units are clusters of items, which all agree or all do not: they are what is independent.
pub fn clopper_pearson_of_units(
    hits: u64,
    n: u64,
    units: &SamplingUnits<'_>,
    level: f64,
) -> Option<ConfidenceInterval> {
    let name = units.clusters().map(|kinds| format!("Clopper–Pearson over {n} {}", kinds.name()));
    let method = name.unwrap_or_else(|| "Clopper–Pearson".into());
    (n > 0 && hits <= n).then(|| exact(hits as f64, n as f64, level, method))
}

fn exact(hits: f64, n: f64, level: f64, method: String) -> ConfidenceInterval {
    let tail = (1.0 - level) / 2.0;
    let lower = if hits <= 0.0 { 0.0 } else { beta_quantile(hits, n - hits + 1.0, tail) };
    let upper = if hits >= n { 1.0 } else { beta_quantile(hits + 1.0, n - hits, 1.0 - tail) };
    ConfidenceInterval { lower, upper, level, method }
}

/// Beta quantile by bisection of the distribution function: slower than Newton's method and never astray.
fn beta_quantile(a: f64, b: f64, p: f64) -> f64 {
    let Ok(beta) = Beta::new(a, b) else { return p };
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if beta.cdf(middle) < p { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::{clopper_pearson, clopper_pearson_effective};

    /// Newcombe 1998, table I, method 5; and the closed form of 0 of n.
    #[test]
    fn newcombes_table_one() {
        for (hits, n, lower, upper) in [
            (81, 263, 0.2527, 0.3676),
            (15, 148, 0.0578, 0.1617),
            (0, 20, 0.0, 0.1684),
            (1, 29, 0.0009, 0.1776),
        ] {
            let got = clopper_pearson(hits, n, 0.95).expect("n > 0");
            assert!(
                (got.lower - lower).abs() < 5e-5 && (got.upper - upper).abs() < 5e-5,
                "{hits}/{n}: {got:?}"
            );
        }
        let none = clopper_pearson_effective(0.0, 20.0, 0.95).expect("n > 0");
        assert!((none.upper - (1.0 - 0.025_f64.powf(1.0 / 20.0))).abs() < 1e-9);
        assert_eq!(clopper_pearson(0, 0, 0.95), None);
    }
}
