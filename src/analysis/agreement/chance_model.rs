use super::distance::Metric;

/// What annotators without any skill are supposed to do: one of the five choices that make a coefficient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChanceModel {
    /// Everybody draws from the labels as they were used, all annotators together (Scott 1955; Fleiss 1971;
    /// Krippendorff).
    Pooled,
    /// Everybody draws each label of the set alike (Bennett, Alpert & Goldstein 1954; Brennan & Prediger 1981).
    Uniform,
    /// Only a part of the annotations is guessed, the more the evener the labels are used (Gwet 2008, Br. J. Math.
    /// Stat. Psychol. 61:29).
    Gwet,
}

impl ChanceModel {
    /// Expected disagreement 1 − p_e of two annotators, given label shares that add up to 1, the q labels of the set and
    /// the sum of distances over ordered pairs of these. Distances must lie in 0–1 for the uniform and Gwet's model.
    pub(super) fn expected(self, metric: &Metric<'_>, shares: &[f64], q: usize, set_pairs: f64) -> f64 {
        let q = q as f64;
        let uniform = set_pairs / (q * q);
        match self {
            ChanceModel::Pooled => metric.pairs(shares.iter().copied().enumerate()),
            ChanceModel::Uniform => uniform,
            ChanceModel::Gwet => {
                let spread: f64 = shares.iter().map(|share| share * (1.0 - share)).sum();
                1.0 - (1.0 - uniform) * q / (q - 1.0) * spread
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ChanceModel, Metric};

    /// Gwet 2008, p. 33: p_e = Σ π (1 − π) / (q − 1).
    #[test]
    fn gwets_chance_agreement_for_unweighted_labels() {
        let shares = [0.7, 0.2, 0.1];
        let expected = ChanceModel::Gwet.expected(&Metric::Nominal, &shares, 3, 6.0);
        let spread = 0.7 * 0.3 + 0.2 * 0.8 + 0.1 * 0.9;
        assert!((expected - (1.0 - spread / 2.0)).abs() < 1e-12);
        let uniform = ChanceModel::Uniform.expected(&Metric::Nominal, &shares, 3, 6.0);
        assert!((uniform - 2.0 / 3.0).abs() < 1e-12);
    }
}
