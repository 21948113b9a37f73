use super::{Contingency, WeightTable};
use crate::analysis::inference::{normal_cdf, normal_quantile, t_quantile};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};

/// How far two labellers agree beyond what their own label shares lead to expect: Cohen's kappa, with the
/// Fleiss–Cohen–Everitt error and normal quantiles. See [`Kappa`].
///
/// `cells`: (row label, column label, items).
pub fn cohen_kappa(cells: &[(usize, usize, u64)], sample: SampleSize, level: f64) -> Outcome<Estimate> {
    match Kappa::of(&Contingency::of(cells), &WeightTable::identity()) {
        Ok(kappa) => Outcome::Estimated(kappa.estimate(sample, level, KappaQuantiles::Normal)),
        Err(reason) => Outcome::NotEstimable(reason),
    }
}

/// Cohen's kappa of two labellers, weighted or not, with its errors.
///
/// κ = (p_o − p_e) / (1 − p_e), p_o = Σ w_kl p_kl, p_e = Σ w_kl p_k. p_.l. Every item counts once; complete pairs only.
/// Not estimable where both labellers use one and the same label throughout (no disagreement was to be expected).
///
/// References: Cohen 1960, EPM 20:37; Cohen 1968, Psychol. Bull. 70:213; Fleiss, Cohen & Everitt 1969, Psychol. Bull.
/// 72:323, formulas 9 and 13 (null error, error).
#[derive(Debug, Clone, PartialEq)]
pub struct Kappa {
    /// κ.
    pub value: f64,
    /// p_o.
    pub observed: f64,
    /// p_e.
    pub expected: f64,
    /// Standard error; 0 where it is so by construction.
    pub se: f64,
    /// Standard error if κ were 0: for the test of that alone.
    pub null_se: f64,
    items: u64,
    weights: String,
}

/// Which quantiles an interval takes; the error is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KappaQuantiles {
    /// The normal's, as statsmodels, vcd and psych do.
    Normal,
    /// Student's t over items, as Gwet does.
    StudentsT,
}

/// Mean weight of each label against the other's labels: w̄_k. and w̄_.l of Fleiss, Cohen and Everitt.
struct MeanWeights {
    rows: Vec<f64>,
    columns: Vec<f64>,
}

impl MeanWeights {
    fn of(table: &Contingency, weights: &WeightTable) -> Self {
        if weights.is_identity() {
            return Self { rows: table.columns.clone(), columns: table.rows.clone() };
        }
        let mean = |k: usize, shares: &[f64]| -> f64 {
            let labels = table.labels.iter().zip(shares).filter(|(_, share)| **share > 0.0);
            labels.map(|(&label, share)| share * weights.between(table.labels[k], label)).sum()
        };
        let all = 0..table.labels.len();
        Self {
            rows: all.clone().map(|k| mean(k, &table.columns)).collect(),
            columns: all.map(|l| mean(l, &table.rows)).collect(),
        }
    }
}

impl Kappa {
    /// Of two labellers' table.
    pub fn of(table: &Contingency, weights: &WeightTable) -> Result<Self, Reason> {
        if table.items == 0 {
            return Err(Reason::TooFew { what: "items".into(), found: 0, needed: 1 });
        }
        let n = table.items as f64;
        let weight = |k: usize, l: usize| weights.between(table.labels[k], table.labels[l]);
        let means = MeanWeights::of(table, weights);
        let observed: f64 = table.cells.iter().map(|&(k, l, items)| weight(k, l) * items as f64 / n).sum();
        let expected: f64 = table.rows.iter().zip(&means.rows).map(|(share, mean)| share * mean).sum();
        if 1.0 - expected < 1e-12 {
            return Err(Reason::NoExpectedDisagreement);
        }
        let value = (observed - expected) / (1.0 - expected);
        let away = 1.0 - value;
        let square = |&(k, l, items): &(usize, usize, u64)| {
            items as f64 / n * (weight(k, l) - away * (means.rows[k] + means.columns[l])).powi(2)
        };
        let spread = table.cells.iter().map(square).sum::<f64>() - (value - expected * away).powi(2);
        // Differences of sums of the order of 1: what is left of them below 1e-14 is rounding, not spread.
        let error = |spread: f64| match spread {
            spread if spread > 1e-14 => (spread / n).sqrt() / (1.0 - expected),
            _ => 0.0,
        };
        let null = null_spread(table, weights, &means) - expected * expected;
        let weights = weights.name().to_owned();
        Ok(Self {
            value,
            observed,
            expected,
            se: error(spread),
            null_se: error(null),
            items: table.items,
            weights,
        })
    }

    /// z of the test that κ is 0; `None` where its error is 0.
    pub fn z(&self) -> Option<f64> {
        (self.null_se > 0.0).then(|| self.value / self.null_se)
    }

    /// Two-sided p of that test.
    pub fn p(&self) -> Option<f64> {
        self.z().map(|z| (2.0 * normal_cdf(-z.abs())).min(1.0))
    }

    /// By cell of the table: how far one more item there moves κ, times the items (the terms whose mean square is the
    /// error's; their mean is 0).
    pub(super) fn influences(&self, table: &Contingency, weights: &WeightTable) -> Vec<f64> {
        let (means, away) = (MeanWeights::of(table, weights), 1.0 - self.value);
        let centre = self.value - self.expected * away;
        let one = |&(k, l, _): &(usize, usize, u64)| {
            let weight = weights.between(table.labels[k], table.labels[l]);
            (weight - away * (means.rows[k] + means.columns[l]) - centre) / (1.0 - self.expected)
        };
        table.cells.iter().map(one).collect()
    }

    /// Value, error and interval, which stays within −1 and 1; no interval where the error is 0 by construction.
    pub fn estimate(&self, sample: SampleSize, level: f64, quantiles: KappaQuantiles) -> Estimate {
        let interval = self.interval(level, quantiles);
        let method = match self.weights.as_str() {
            "identity" => "Cohen 1960, unweighted".into(),
            weights => format!("Cohen 1968, {weights} weights"),
        };
        Estimate {
            value: self.value,
            se: interval.estimated().map(|_| self.se),
            interval,
            sample,
            method,
            warnings: Vec::new(),
        }
    }

    fn interval(&self, level: f64, quantiles: KappaQuantiles) -> Outcome<ConfidenceInterval> {
        if self.items < 2 || self.se < 1e-9 {
            return Outcome::NotEstimable(Reason::NoErrorToEstimate);
        }
        let upper = 0.5 + level / 2.0;
        let (quantile, method) = match quantiles {
            KappaQuantiles::Normal => (normal_quantile(upper), "Fleiss–Cohen–Everitt 1969 error, normal"),
            KappaQuantiles::StudentsT => (
                t_quantile(upper, (self.items - 1) as f64),
                "Gwet's linearised error, Student's t over items",
            ),
        };
        let half = quantile * self.se;
        Outcome::Estimated(ConfidenceInterval {
            lower: (self.value - half).max(-1.0),
            upper: (self.value + half).min(1.0),
            level,
            method: method.into(),
        })
    }
}

/// Σ p_k. p_.l (w_kl − w̄_k. − w̄_.l)², unweighted without a walk over label pairs: only equal labels have w = 1.
fn null_spread(table: &Contingency, weights: &WeightTable, means: &MeanWeights) -> f64 {
    let labels = 0..table.labels.len();
    if !weights.is_identity() {
        let pair = |(k, l): (usize, usize)| {
            let weight = weights.between(table.labels[k], table.labels[l]);
            table.rows[k] * table.columns[l] * (weight - means.rows[k] - means.columns[l]).powi(2)
        };
        return labels.clone().flat_map(|k| labels.clone().map(move |l| (k, l))).map(pair).sum();
    }
    // Σ_kl a_k b_l (b_k + a_l)² over all pairs, then the diagonal's 1 put in: (1 − s)² − s² = 1 − 2s.
    let sum = |f: &dyn Fn(f64, f64) -> f64| -> f64 {
        table.rows.iter().zip(&table.columns).map(|(&a, &b)| f(a, b)).sum()
    };
    let both = sum(&|a, b| a * b);
    let all = sum(&|a, b| a * b * b) + 2.0 * both * both + sum(&|a, b| b * a * a);
    all + sum(&|a, b| a * b * (1.0 - 2.0 * (a + b)))
}

#[cfg(test)]
mod tests;
