use super::{Bounds, clopper_pearson_effective, t_name};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};

/// A share over annotations that come in clusters (one annotator's annotations are no independent evidence):
/// Σ hits / Σ n over `clusters` of (n, hits), with a CR2 error and Bell–McCaffrey degrees of freedom, symmetric on the
/// logit scale.
///
/// With h_g = n_g / N: V = Σ (hits_g − share · n_g)² / (1 − h_g) / N², and for a mean the degrees of freedom have the
/// closed form 1 / (Σh² + (Σa)² − Σa²) with a_g = h_g² / (1 − h_g); equal clusters give G − 1. Clusters of uneven size
/// would be trusted too much by CR1 with t(G − 1). Bell & McCaffrey 2002, Survey Methodology 28:169. A share of exactly
/// 0 or 1 gets the Clopper–Pearson bound at 1 / Σh² effective clusters.
///
/// Not estimable without an annotation; without an interval where fewer than two clusters have one.
pub fn clustered_share(clusters: &[(u64, u64)], level: f64) -> Outcome<Estimate> {
    let total: u64 = clusters.iter().map(|&(n, _)| n).sum();
    let filled = clusters.iter().filter(|&&(n, _)| n > 0).count() as u64;
    if total == 0 {
        return Outcome::NotEstimable(Reason::TooFew { what: "annotations".into(), found: 0, needed: 1 });
    }
    let hits: u64 = clusters.iter().map(|&(_, hits)| hits).sum();
    let share = hits as f64 / total as f64;
    let spread = Spread::of(clusters, share, total as f64);
    let interval = if filled < 2 {
        Outcome::NotEstimable(Reason::TooFew { what: "clusters".into(), found: filled, needed: 2 })
    } else {
        interval(share, &spread, filled, level)
    };
    let mut warnings = Vec::new();
    if spread.effective < 8.0 {
        warnings.push(format!("only {:.1} effective clusters", spread.effective));
    }
    Outcome::Estimated(Estimate {
        value: share,
        se: interval.estimated().map(|_| spread.se),
        interval,
        sample: SampleSize { items: 0, annotations: total, annotators: filled },
        method: "share of annotations".into(),
        warnings,
    })
}

struct Spread {
    se: f64,
    df: f64,
    effective: f64,
}

impl Spread {
    fn of(clusters: &[(u64, u64)], share: f64, total: f64) -> Self {
        let (mut variance, mut h2, mut a1, mut a2) = (0.0, 0.0, 0.0, 0.0);
        for &(n, hits) in clusters {
            let h = n as f64 / total;
            let residual = hits as f64 - share * n as f64;
            let left = (1.0 - h).max(f64::MIN_POSITIVE);
            variance += residual * residual / left;
            let a = h * h / left;
            h2 += h * h;
            a1 += a;
            a2 += a * a;
        }
        let df = 1.0 / (h2 + a1 * a1 - a2);
        Self { se: variance.sqrt() / total, df: df.max(f64::MIN_POSITIVE), effective: 1.0 / h2 }
    }
}

fn interval(share: f64, spread: &Spread, clusters: u64, level: f64) -> Outcome<ConfidenceInterval> {
    if share <= 0.0 || share >= 1.0 {
        return clopper_pearson_effective(share, spread.effective, level)
            .map_or(Outcome::NotEstimable(Reason::NoErrorToEstimate), Outcome::Estimated);
    }
    if spread.se <= 0.0 || spread.df < 0.5 {
        return Outcome::NotEstimable(Reason::NoErrorToEstimate);
    }
    match Bounds::Share.interval(share, spread.se, spread.df, level) {
        Some((lower, upper)) => Outcome::Estimated(ConfidenceInterval {
            lower,
            upper,
            level,
            method: format!("CR2 over {clusters} clusters, {} on the logit scale", t_name(spread.df)),
        }),
        None => Outcome::NotEstimable(Reason::NoErrorToEstimate),
    }
}

#[cfg(test)]
mod tests {
    use super::{Spread, clustered_share};
    use crate::vocabulary::Reason;

    /// With one annotation a cluster, CR2 is the textbook s / √n with n − 1 degrees of freedom.
    #[test]
    fn single_annotations_give_the_textbook_error() {
        let clusters: Vec<(u64, u64)> = (0..20).map(|i| (1, u64::from(i < 5))).collect();
        let spread = Spread::of(&clusters, 0.25, 20.0);
        assert!((spread.se - (0.25_f64 * 0.75 / 19.0).sqrt()).abs() < 1e-12);
        assert!((spread.df - 19.0).abs() < 1e-9);
        assert!((spread.effective - 20.0).abs() < 1e-9);
    }

    #[test]
    fn uneven_clusters_have_fewer_degrees_of_freedom() {
        let clusters = [(1000, 300), (10, 5), (10, 2), (10, 4), (10, 1)];
        let spread = Spread::of(&clusters, 312.0 / 1040.0, 1040.0);
        assert!(spread.df < 2.0 && spread.effective < 1.2);
        assert!(!clustered_share(&clusters, 0.95).estimated().expect("a share").warnings.is_empty());
    }

    #[test]
    fn one_cluster_has_a_share_and_no_interval() {
        let share = clustered_share(&[(50, 10)], 0.95);
        let share = share.estimated().expect("a share");
        assert_eq!(share.value, 0.2);
        assert!(matches!(share.interval.reason(), Some(Reason::TooFew { .. })));
        assert!(clustered_share(&[], 0.95).reason().is_some());
    }

    #[test]
    fn a_share_of_one_is_bounded_from_below_only() {
        let share = clustered_share(&[(5, 5); 12], 0.95);
        let interval = share.estimated().and_then(|e| e.interval.estimated().cloned()).expect("a bound");
        assert_eq!(interval.upper, 1.0);
        assert!((interval.lower - 0.025_f64.powf(1.0 / 12.0)).abs() < 1e-9);
    }
}
