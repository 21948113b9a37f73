use serde::Serialize;

/// A coefficient that can be planned for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanMetric {
    /// Krippendorff's alpha, nominal.
    #[default]
    KrippendorffAlpha,
    /// Percent agreement.
    PercentAgreement,
}

impl PlanMetric {
    /// Both ids.
    pub const NAMES: [&'static str; 2] = ["krippendorff_alpha", "percent_agreement"];

    /// Its id.
    pub fn name(self) -> &'static str {
        match self {
            PlanMetric::KrippendorffAlpha => "krippendorff_alpha",
            PlanMetric::PercentAgreement => "percent_agreement",
        }
    }

    /// The coefficient of this id.
    pub fn of_name(word: &str) -> Option<Self> {
        [PlanMetric::KrippendorffAlpha, PlanMetric::PercentAgreement]
            .into_iter()
            .find(|one| one.name() == word)
    }
}

/// What the labels of a log are like, in two facts: how often each label is given, and how far people agree.
///
/// Whoever judges an item knows its label with probability r and else takes one at the rate at which labels are given
/// (the knowing-or-guessing behind Scott's pi and Maxwell 1977, British Journal of Psychiatry 130:79). Then nominal alpha
/// is r² for any number of annotators per item, and percent agreement Σp² + α (1 − Σp²).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Assumptions {
    /// Share of each label; they add up to 1.
    pub shares: Vec<f64>,
    /// Alpha, from 0 to 1.
    pub alpha: f64,
}

/// Variance of one item's part in a coefficient: between items, and within an item from one and from two annotations.
/// Of k annotations an item's part is a mean over their pairs, a U statistic, so that
/// σ²(k) = between + 4 (k − 2) one / (k (k − 1)) + 2 two / (k (k − 1)) (Hoeffding 1948, Annals of Mathematical Statistics
/// 19:293).
#[derive(Debug, Clone, Copy, PartialEq)]
struct Components {
    between: f64,
    one: f64,
    two: f64,
}

impl Components {
    fn of_k(self, k: f64) -> f64 {
        self.between + (4.0 * (k - 2.0) * self.one + 2.0 * self.two) / (k * (k - 1.0))
    }
}

/// Labels beyond which the rarest are counted as one: their pairs would have to be walked three at a time.
const MOST_LABELS: usize = 60;

impl Assumptions {
    /// Shares, which are brought to a sum of 1, and alpha. `None` with fewer than two labels, or numbers out of range.
    pub fn new(shares: &[f64], alpha: f64) -> Option<Self> {
        let mut shares: Vec<f64> = shares.iter().copied().filter(|share| *share > 0.0).collect();
        shares.sort_by(|a, b| b.total_cmp(a));
        if shares.len() > MOST_LABELS {
            let rest: f64 = shares.drain(MOST_LABELS - 1..).sum();
            shares.push(rest);
        }
        let sum: f64 = shares.iter().sum();
        let good = shares.len() > 1 && sum.is_finite() && (0.0..=1.0).contains(&alpha);
        good.then(|| Self { shares: shares.iter().map(|share| share / sum).collect(), alpha })
    }

    /// The value of a coefficient.
    pub fn value(&self, metric: PlanMetric) -> f64 {
        match metric {
            PlanMetric::KrippendorffAlpha => self.alpha,
            PlanMetric::PercentAgreement => 1.0 - self.expected() * (1.0 - self.alpha),
        }
    }

    /// Disagreement expected by chance, 1 − Σp².
    fn expected(&self) -> f64 {
        1.0 - self.shares.iter().map(|p| p * p).sum::<f64>()
    }

    /// Standard deviation of one item's part in a coefficient when `k` people annotate it: over √N it is the
    /// coefficient's standard error.
    pub fn item_deviation(&self, metric: PlanMetric, k: f64) -> f64 {
        self.components(metric).of_k(k).max(0.0).sqrt()
    }

    /// Of alpha, linearised: the part of a pair (x, y) is −(d − D_o)/D_e + (D_o/D_e²)(δ_x + δ_y − 2 D_e), where d = 1 for
    /// unlike labels and δ_x = 1 − p_x is how far label x lies from one taken at random. Of percent agreement 1 − d.
    fn components(&self, metric: PlanMetric) -> Components {
        let (p, known) = (&self.shares, self.alpha.sqrt());
        let expected = self.expected();
        let observed = expected * (1.0 - self.alpha);
        let part = |x: usize, y: usize| {
            let unlike = f64::from(u8::from(x != y));
            match metric {
                PlanMetric::PercentAgreement => observed - unlike,
                PlanMetric::KrippendorffAlpha => {
                    let margins = (1.0 - p[x]) + (1.0 - p[y]) - 2.0 * expected;
                    (observed - unlike) / expected + observed / (expected * expected) * margins
                }
            }
        };
        let mut sums = Components { between: 0.0, one: 0.0, two: 0.0 };
        for (truth, &rate) in p.iter().enumerate() {
            let given = |x: usize| (1.0 - known) * p[x] + if x == truth { known } else { 0.0 };
            let beside: Vec<f64> =
                (0..p.len()).map(|x| (0..p.len()).map(|y| given(y) * part(x, y)).sum::<f64>()).collect();
            let mean: f64 = (0..p.len()).map(|x| given(x) * beside[x]).sum();
            let square: f64 = (0..p.len()).map(|x| given(x) * beside[x].powi(2)).sum();
            let pairs: f64 = (0..p.len())
                .map(|x| given(x) * (0..p.len()).map(|y| given(y) * part(x, y).powi(2)).sum::<f64>())
                .sum();
            sums.between += rate * mean * mean;
            sums.one += rate * (square - mean * mean);
            sums.two += rate * (pairs - mean * mean);
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_log::TestLog;
    use crate::audit::Plan;
    use crate::audit::test_audit::audit_of;
    use proptest::prelude::*;

    #[test]
    fn two_people_on_two_even_labels_are_a_coin_with_two_sides() {
        let even = Assumptions::new(&[1.0, 1.0], 0.6).expect("two labels");
        assert!((even.value(PlanMetric::PercentAgreement) - 0.8).abs() < 1e-12);
        // An item agrees or not: .8 · .2; alpha is 2 P − 1.
        assert!((even.item_deviation(PlanMetric::PercentAgreement, 2.0) - 0.4).abs() < 1e-12);
        assert!((even.item_deviation(PlanMetric::KrippendorffAlpha, 2.0) - 0.8).abs() < 1e-12);
    }

    /// A number in [0, 1), the i-th of van der Corput's sequence in this base.
    fn unit(mut i: u32, base: u32) -> f64 {
        let (mut digit, mut sum) = (1.0, 0.0);
        while i > 0 {
            digit /= f64::from(base);
            sum += digit * f64::from(i % base);
            i /= base;
        }
        sum
    }

    /// The audit of items dealt as assumed has the alpha, the percent agreement and the errors that were assumed.
    #[test]
    fn an_audit_of_such_items_finds_what_was_assumed() {
        let (shares, alpha, items) = ([0.7, 0.2, 0.1], 0.5_f64, 6_000);
        let own = Assumptions::new(&shares, alpha).expect("labels");
        let pick = |u: f64| if u < 0.7 { 0 } else { u32::from(u >= 0.9) + 1 };
        let label = |i: u32, (knows, guess): (u32, u32)| match unit(i + 1, knows) < alpha.sqrt() {
            true => pick(unit(i + 1, 2)),
            false => pick(unit(i + 1, guess)),
        };
        let bases = [(3, 5), (7, 11), (13, 17)];
        let rows = (0..items).flat_map(|i| (0..3).map(move |a| (i, a as u32, label(i, bases[a]))));
        let log = TestLog { rows: rows.collect(), labels: 3, items, annotators: 3, ..TestLog::default() };
        let audit = audit_of(&log, &Plan::default());
        for (place, metric) in
            [PlanMetric::KrippendorffAlpha, PlanMetric::PercentAgreement].into_iter().enumerate()
        {
            let found =
                audit.questions[0].agreement.coefficients[place].outcome.estimated().expect("labels vary");
            assert!((found.value - own.value(metric)).abs() < 0.02, "{} {}", found.value, own.value(metric));
            let interval = found.interval.estimated().expect("many items");
            let error = own.item_deviation(metric, 3.0) / f64::from(items).sqrt();
            let width = (interval.upper - interval.lower) / (2.0 * 1.959_964);
            assert!((width / error - 1.0).abs() < 0.06, "{metric:?}: {width} where {error} was assumed");
        }
    }

    proptest! {
        /// More annotators per item never make an item tell less, and an item never varies by more than its pairs do.
        #[test]
        fn more_annotators_tell_more(
            shares in prop::collection::vec(0.05..1.0f64, 2..6), alpha in 0.0..1.0f64, k in 2u32..20,
        ) {
            let own = Assumptions::new(&shares, alpha).expect("labels");
            for metric in [PlanMetric::KrippendorffAlpha, PlanMetric::PercentAgreement] {
                let at = |k: u32| own.item_deviation(metric, f64::from(k));
                prop_assert!(at(k + 1) <= at(k) + 1e-12);
            }
        }
    }
}
