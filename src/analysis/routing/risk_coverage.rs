use crate::analysis::calibration::ConfidencePair;

/// Items of one confidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tie {
    /// Their confidence in millionths.
    pub confidence: u32,
    /// Items of this confidence and above.
    pub items: u64,
    /// Of these, wrong ones.
    pub errors: u64,
}

/// The error among a model's most confident items, by how many are taken (Geifman & El-Yaniv 2017, NeurIPS). Items of
/// one confidence enter together, each with their mean loss, so that no order of theirs can matter.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RiskCoverage {
    /// Cumulated, from the most confident down.
    pub ties: Vec<Tie>,
}

impl RiskCoverage {
    /// The curve of pairs ascending by confidence, whose outcomes are right (1) or wrong (0).
    pub fn of(pairs: &[ConfidencePair]) -> Self {
        let mut out = Self::default();
        let (mut items, mut errors) = (0, 0);
        for run in pairs.chunk_by(|a, b| a.confidence == b.confidence).rev() {
            items += run.iter().map(|pair| pair.items).sum::<u64>();
            errors += run.iter().filter(|pair| pair.outcome < 0.5).map(|pair| pair.items).sum::<u64>();
            out.ties.push(Tie { confidence: run[0].confidence, items, errors });
        }
        out
    }

    /// All items.
    pub fn items(&self) -> u64 {
        self.ties.last().map_or(0, |tie| tie.items)
    }

    /// All errors.
    pub fn errors(&self) -> u64 {
        self.ties.last().map_or(0, |tie| tie.errors)
    }

    /// Area under the curve: the mean over k = 1 … n of the error among the k most confident items. 0 without items.
    pub fn aurc(&self) -> f64 {
        let mut sum = 0.0;
        self.each_tie(|before, own| {
            let (m, e) = ((own.0) as f64, own.1 as f64);
            for k in 1..=own.0 {
                let k = k as f64;
                sum += (before.1 as f64 + k * e / m) / (before.0 as f64 + k);
            }
        });
        sum / self.items().max(1) as f64
    }

    /// The least area that a model with as many errors can have: all of its errors come last.
    pub fn least_aurc(&self) -> f64 {
        let (n, right) = (self.items(), self.items() - self.errors());
        (right + 1..=n).map(|k| (k - right) as f64 / k as f64).sum::<f64>() / n.max(1) as f64
    }

    /// The error among the ⌈coverage · n⌉ most confident items. `None` where that is no item.
    pub fn error_at(&self, coverage: f64) -> Option<f64> {
        let wanted = (coverage * self.items() as f64 - 1e-9).ceil().max(0.0) as u64;
        let mut out = None;
        self.each_tie(|before, own| {
            if before.0 < wanted && wanted <= before.0 + own.0 {
                let part = (wanted - before.0) as f64 * own.1 as f64 / own.0 as f64;
                out = Some((before.1 as f64 + part) / wanted as f64);
            }
        });
        out
    }

    /// Tie by tie: (items, errors) more confident, and its own.
    fn each_tie(&self, mut tell: impl FnMut((u64, u64), (u64, u64))) {
        let mut before = (0, 0);
        for tie in &self.ties {
            tell(before, (tie.items - before.0, tie.errors - before.1));
            before = (tie.items, tie.errors);
        }
    }

    /// The same with neighbouring confidences put together until about `most` are left.
    pub fn coarse(&self, most: u64) -> Self {
        let (n, mut place) = (self.items(), 0);
        let mut ties: Vec<Tie> = Vec::new();
        for tie in &self.ties {
            let own = (tie.items * most).div_ceil(n.max(1));
            match ties.last_mut() {
                Some(last) if own == place => *last = *tie,
                _ => ties.push(*tie),
            }
            place = own;
        }
        Self { ties }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Label;
    use proptest::prelude::*;

    fn pairs(cells: &[(u32, bool, u64)]) -> Vec<ConfidencePair> {
        let pair = |&(confidence, right, items): &(u32, bool, u64)| ConfidencePair {
            confidence,
            label: Label(0),
            outcome: f64::from(u8::from(right)),
            items,
        };
        let mut pairs: Vec<ConfidencePair> = cells.iter().map(pair).collect();
        pairs.sort_by_key(|pair| pair.confidence);
        pairs
    }

    /// By hand: right, wrong, right in falling confidence: 0, 1/2, 1/3.
    #[test]
    fn an_area_by_hand() {
        let curve = RiskCoverage::of(&pairs(&[(900, true, 1), (800, false, 1), (700, true, 1)]));
        assert!((curve.aurc() - (0.5 + 1.0 / 3.0) / 3.0).abs() < 1e-12);
        assert!((curve.least_aurc() - 1.0 / 9.0).abs() < 1e-12);
        assert_eq!([curve.error_at(0.5), curve.error_at(1.0)], [Some(0.5), Some(1.0 / 3.0)]);
        assert_eq!(RiskCoverage::default().error_at(0.5), None);
    }

    #[test]
    fn one_confidence_is_one_error_throughout() {
        let curve = RiskCoverage::of(&pairs(&[(900, true, 3), (900, false, 1)]));
        assert!((curve.aurc() - 0.25).abs() < 1e-12);
        assert_eq!(curve.ties.len(), 1);
    }

    proptest! {
        #[test]
        fn ties_are_the_mean_over_all_orders_and_no_area_beats_the_least(
            cells in prop::collection::vec((0u32..5, any::<bool>(), 1u64..3), 1..12)
        ) {
            let curve = RiskCoverage::of(&pairs(&cells));
            prop_assert!(curve.aurc() >= curve.least_aurc() - 1e-12);
            // Item by item, each with the mean loss of its confidence.
            let loss = |c: u32| {
                let own = cells.iter().filter(|cell| cell.0 == c);
                let n: u64 = own.clone().map(|cell| cell.2).sum();
                own.filter(|cell| !cell.1).map(|cell| cell.2).sum::<u64>() as f64 / n as f64
            };
            let mut items: Vec<u32> =
                cells.iter().flat_map(|cell| std::iter::repeat_n(cell.0, cell.2 as usize)).collect();
            items.sort_by(|a, b| b.cmp(a));
            let (mut sum, mut area) = (0.0, 0.0);
            for (k, &c) in items.iter().enumerate() {
                sum += loss(c);
                area += sum / (k + 1) as f64;
            }
            prop_assert!((curve.aurc() - area / items.len() as f64).abs() < 1e-9);
            prop_assert_eq!(curve.coarse(3).items(), curve.items());
            prop_assert!(curve.coarse(3).ties.len() <= 4);
        }
    }
}
