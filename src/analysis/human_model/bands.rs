use super::ConfidenceBand;
use crate::analysis::consensus::Majority;
use crate::analysis::inference::share_of_items;
use crate::tally::ModelTally;
use crate::vocabulary::{Outcome, Reason, SampleSize};

/// Width of a band in millionths.
const BAND: u32 = 100_000;
/// Ten of them.
const BANDS: usize = 10;

/// Agreement with the majority in ten equal bands of confidence, each open below and closed above (the first closed on
/// both sides; Guo et al. 2017). Tied items are left out, and so are bands without items.
pub(super) fn bands(
    model: &ModelTally,
    majorities: &[Option<Majority>],
    annotators: u64,
    level: f64,
) -> Outcome<Vec<ConfidenceBand>> {
    if model.confidence.is_empty() {
        return Outcome::NotEstimable(Reason::NotInLog {
            what: "how confident the model was".into(),
            columns: "model_confidence".into(),
        });
    }
    let mut sums = [Sums::default(); BANDS];
    for cell in &model.confidence {
        let vote = majorities.get(cell.pattern as usize).and_then(Option::as_ref);
        let Some((vote, label)) = vote.and_then(|vote| vote.label().map(|label| (vote, label))) else {
            continue;
        };
        let band = (cell.confidence.saturating_sub(1) / BAND).min(BANDS as u32 - 1) as usize;
        let sum = &mut sums[band];
        sum.items += cell.items;
        sum.annotations += cell.items * vote.annotations;
        sum.confidence += u128::from(cell.confidence) * u128::from(cell.items);
        sum.agree += if cell.label == label { cell.items } else { 0 };
    }
    let filled: Vec<ConfidenceBand> = sums
        .iter()
        .enumerate()
        .filter(|(_, sum)| sum.items > 0)
        .map(|(band, sum)| sum.band(band, annotators, level))
        .collect();
    if filled.is_empty() {
        let what = "items with a confidence and one majority label".into();
        return Outcome::NotEstimable(Reason::TooFew { what, found: 0, needed: 1 });
    }
    Outcome::Estimated(filled)
}

#[derive(Clone, Copy, Default)]
struct Sums {
    items: u64,
    annotations: u64,
    /// Millionths.
    confidence: u128,
    agree: u64,
}

impl Sums {
    fn band(&self, band: usize, annotators: u64, level: f64) -> ConfidenceBand {
        let sample = SampleSize { items: self.items, annotations: self.annotations, annotators };
        ConfidenceBand {
            from: band as f64 / BANDS as f64,
            to: (band + 1) as f64 / BANDS as f64,
            items: self.items,
            mean_confidence: self.confidence as f64 / self.items as f64 / 1e6,
            agreement: share_of_items(
                self.agree,
                self.items,
                sample,
                level,
                "items with the same label as the majority",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::consensus::majority;
    use crate::tally::ConfidenceCell;
    use crate::vocabulary::Label;

    fn model(cells: &[(u32, u32, u32, u64)]) -> ModelTally {
        let cell = |&(confidence, pattern, label, items): &(u32, u32, u32, u64)| ConfidenceCell {
            confidence,
            pattern,
            label: Label(label),
            items,
        };
        ModelTally {
            name: "m".into(),
            joint: Vec::new(),
            by_annotator: Vec::new(),
            confidence: cells.iter().map(cell).collect(),
            against_gold: Vec::new(),
            unanswered: 0,
            unrated: 0,
            bad_confidence: 0,
        }
    }

    #[test]
    fn bands_are_closed_above_and_empty_ones_are_dropped() {
        let votes = [majority(&[(Label(0), 3)]), majority(&[(Label(0), 1), (Label(1), 1)])];
        let model = model(&[
            (0, 0, 0, 1),
            (100_000, 0, 0, 1),
            (100_001, 0, 1, 4),
            (1_000_000, 0, 0, 2),
            (900_000, 1, 0, 9),
        ]);
        let found = bands(&model, &votes, 3, 0.95);
        let found = found.estimated().expect("confidence is known");
        let shape: Vec<(f64, u64, f64)> = found
            .iter()
            .map(|b| (b.to, b.items, b.agreement.estimated().map_or(f64::NAN, |a| a.value)))
            .collect();
        assert_eq!(shape, [(0.1, 2, 1.0), (0.2, 4, 0.0), (1.0, 2, 1.0)]);
        assert!((found[0].mean_confidence - 0.05).abs() < 1e-12);
    }

    #[test]
    fn no_confidence_is_told_as_such() {
        assert!(matches!(bands(&model(&[]), &[], 0, 0.95).reason(), Some(Reason::NotInLog { .. })));
    }
}
