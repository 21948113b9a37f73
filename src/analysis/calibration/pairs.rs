use crate::analysis::consensus::Majority;
use crate::tally::{ConfidentAnswer, ModelTally, PatternTable};
use crate::vocabulary::Label;

/// Items with one confidence, one label by the model and one outcome.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ConfidencePair {
    /// Confidence in millionths.
    pub confidence: u32,
    /// The model's label.
    pub label: Label,
    /// 1 where the label is the right one, 0 where not; or the share of the item's annotators who gave it.
    pub outcome: f64,
    /// Items.
    pub items: u64,
}

impl ConfidencePair {
    /// The confidence in 0–1.
    pub fn stated(&self) -> f64 {
        f64::from(self.confidence) / 1e6
    }
}

/// Confidence and whether the label is the gold one; ascending by confidence, then label, then outcome.
pub fn against_gold(cells: &[ConfidentAnswer]) -> Vec<ConfidencePair> {
    let pair = |cell: &ConfidentAnswer| ConfidencePair {
        confidence: cell.confidence,
        label: cell.label,
        outcome: f64::from(u8::from(cell.right)),
        items: cell.items,
    };
    cells.iter().map(pair).collect()
}

/// Confidence and whether the label is that of the majority; items whose vote is tied are left out.
pub fn against_majority(model: &ModelTally, majorities: &[Option<Majority>]) -> Vec<ConfidencePair> {
    gathered(model, |pattern, label| {
        let majority = majorities.get(pattern as usize)?.as_ref()?.label()?;
        Some(f64::from(u8::from(majority == label)))
    })
}

/// Confidence and the share of the item's annotators who gave the label: what the chance that *a person* agrees should
/// be read off from.
pub fn against_people(model: &ModelTally, table: &PatternTable) -> Vec<ConfidencePair> {
    gathered(model, |pattern, label| {
        let pattern = table.pattern(pattern as usize);
        let annotations = pattern.annotations();
        (annotations > 0).then(|| f64::from(pattern.count_of(label)) / annotations as f64)
    })
}

/// The cells under their outcomes, equal ones added up. Cells come in order of confidence, so only those of one
/// confidence need sorting.
fn gathered(model: &ModelTally, outcome: impl Fn(u32, Label) -> Option<f64>) -> Vec<ConfidencePair> {
    let mut out: Vec<ConfidencePair> = Vec::new();
    let mut own: Vec<ConfidencePair> = Vec::new();
    for run in model.confidence.chunk_by(|a, b| a.confidence == b.confidence) {
        own.extend(run.iter().filter_map(|cell| {
            let outcome = outcome(cell.pattern, cell.label)?;
            Some(ConfidencePair {
                confidence: cell.confidence,
                label: cell.label,
                outcome,
                items: cell.items,
            })
        }));
        own.sort_unstable_by(|a, b| a.label.cmp(&b.label).then(a.outcome.total_cmp(&b.outcome)));
        let equal = |a: &ConfidencePair, b: &ConfidencePair| a.label == b.label && a.outcome == b.outcome;
        let added = |run: &[ConfidencePair]| ConfidencePair {
            items: run.iter().map(|pair| pair.items).sum(),
            ..run[0]
        };
        out.extend(own.chunk_by(equal).map(added));
        own.clear();
    }
    out
}
