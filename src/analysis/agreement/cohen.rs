use crate::analysis::inference::t_quantile;
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};

/// How far two labellers agree beyond what their own label shares lead to expect: Cohen's kappa, with the
/// Fleiss–Cohen–Everitt error.
///
/// κ = (p_o − p_e) / (1 − p_e), p_e = Σ_k p_k. p_.k. Nominal labels; every item counts once. Not estimable where both
/// labellers use one and the same label throughout (no disagreement was to be expected); no interval where the error
/// is 0 by construction.
///
/// `cells`: (row label, column label, items). References: Cohen 1960, EPM 20:37; Fleiss, Cohen & Everitt 1969,
/// Psychological Bulletin 72:323, formula 13 (the non-null error; the null one serves a test only).
pub fn cohen_kappa(
    cells: &[(usize, usize, u64)],
    labels: usize,
    sample: SampleSize,
    level: f64,
) -> Outcome<Estimate> {
    let n = sample.items as f64;
    let (mut rows, mut columns) = (vec![0.0; labels], vec![0.0; labels]);
    for &(row, column, items) in cells {
        rows[row] += items as f64 / n;
        columns[column] += items as f64 / n;
    }
    let observed: f64 = cells.iter().filter(|c| c.0 == c.1).map(|c| c.2 as f64 / n).sum();
    let expected: f64 = rows.iter().zip(&columns).map(|(r, c)| r * c).sum();
    if sample.items == 0 {
        return Outcome::NotEstimable(Reason::TooFew { what: "items".into(), found: 0, needed: 1 });
    }
    if 1.0 - expected < 1e-12 {
        return Outcome::NotEstimable(Reason::NoExpectedDisagreement);
    }
    let kappa = (observed - expected) / (1.0 - expected);
    let mut spread = 0.0;
    for &(row, column, items) in cells {
        let p = items as f64 / n;
        let margins = columns[row] + rows[column];
        spread += if row == column {
            p * (1.0 - margins * (1.0 - kappa)).powi(2)
        } else {
            p * (1.0 - kappa).powi(2) * margins.powi(2)
        };
    }
    spread -= (kappa - expected * (1.0 - kappa)).powi(2);
    let se = (spread.max(0.0) / n).sqrt() / (1.0 - expected);
    let interval = interval(kappa, se, sample.items, level);
    Outcome::Estimated(Estimate {
        value: kappa,
        se: interval.estimated().map(|_| se),
        interval,
        sample,
        method: "Cohen 1960, unweighted".into(),
        warnings: Vec::new(),
    })
}

fn interval(kappa: f64, se: f64, items: u64, level: f64) -> Outcome<ConfidenceInterval> {
    if items < 2 || se < 1e-9 {
        return Outcome::NotEstimable(Reason::NoErrorToEstimate);
    }
    let half = t_quantile(0.5 + level / 2.0, (items - 1) as f64) * se;
    Outcome::Estimated(ConfidenceInterval {
        lower: (kappa - half).max(-1.0),
        upper: (kappa + half).min(1.0),
        level,
        method: "Fleiss–Cohen–Everitt 1969 error, Student's t over items".into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kappa(cells: &[(usize, usize, u64)], labels: usize) -> Outcome<Estimate> {
        let items = cells.iter().map(|c| c.2).sum();
        cohen_kappa(cells, labels, SampleSize { items, ..SampleSize::default() }, 0.95)
    }

    /// Fleiss, Levin & Paik 2003, Statistical Methods for Rates and Proportions, table 18.1 (100 subjects in three
    /// diagnostic categories): kappa .676, standard error .088 (p. 607).
    #[test]
    fn meets_fleiss_levin_paik_table_18_1() {
        let cells = [
            (0, 0, 75),
            (0, 1, 1),
            (0, 2, 4),
            (1, 0, 5),
            (1, 1, 4),
            (1, 2, 1),
            (2, 0, 0),
            (2, 1, 0),
            (2, 2, 10),
        ];
        let found = kappa(&cells, 3);
        let found = found.estimated().expect("categories vary");
        assert!((found.value - 0.676).abs() < 5e-4, "{}", found.value);
        assert!((found.se.expect("varies") - 0.088).abs() < 5e-4, "{:?}", found.se);
    }

    #[test]
    fn one_label_on_both_sides_is_not_estimable() {
        assert_eq!(kappa(&[(0, 0, 9)], 2).reason(), Some(&Reason::NoExpectedDisagreement));
    }

    #[test]
    fn a_model_that_knows_one_label_gets_zero() {
        let found = kappa(&[(0, 0, 9), (1, 0, 3)], 2);
        let found = found.estimated().expect("people use two labels");
        assert!(found.value.abs() < 1e-12);
        assert!(found.interval.reason().is_some(), "0 by construction, not by evidence");
    }

    #[test]
    fn perfect_agreement_has_no_interval() {
        let found = kappa(&[(0, 0, 9), (1, 1, 3)], 2);
        assert_eq!(found.estimated().and_then(|k| k.interval.reason()), Some(&Reason::NoErrorToEstimate));
    }
}
