use super::{ConfidentAnswer, ProbabilityTally, coalesce};
use crate::vocabulary::Label;

/// One model's answers against people: joint counts of (human pattern, model label).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelTally {
    /// The model's name.
    pub name: String,
    /// (row of the question's pattern table, model label, items), sorted; items that people rated and the model answered.
    pub joint: Vec<(u32, Label, u64)>,
    /// The same by annotator, sorted: (annotator, own label, model label) counts of items that both labelled.
    pub by_annotator: Vec<OwnAnswer>,
    /// The same by confidence, sorted; empty where no confidence is known.
    pub confidence: Vec<ConfidenceCell>,
    /// Confidence beside gold, sorted; items with gold, an answer and a confidence.
    pub gold_confidence: Vec<ConfidentAnswer>,
    /// Confidence of answers to items that nobody rated, sorted.
    pub unrated_confidence: Vec<ConfidentAnswer>,
    /// What its probabilities of all labels come to, where it gave any.
    pub probabilities: Option<ProbabilityTally>,
    /// (gold label, model label, items), sorted, over items with gold and an answer.
    pub against_gold: Vec<(Label, Label, u64)>,
    /// Items that people rated and the model did not answer.
    pub unanswered: u64,
    /// Items the model answered and nobody rated.
    pub unrated: u64,
    /// Confidences that are no number in 0–1.
    pub bad_confidence: u64,
}

/// Items to which one annotator gave `label` and the model `answer`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct OwnAnswer {
    /// The annotator.
    pub annotator: u32,
    /// The annotator's label.
    pub label: Label,
    /// The model's label.
    pub answer: Label,
    /// Items.
    pub items: u64,
}

/// Items with one (confidence, pattern, model label).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ConfidenceCell {
    /// Confidence in millionths.
    pub confidence: u32,
    /// Row of the question's pattern table.
    pub pattern: u32,
    /// The model's label.
    pub label: Label,
    /// Items.
    pub items: u64,
}

impl ModelTally {
    /// A model that has answered nothing yet.
    pub(crate) fn silent(name: &str) -> Self {
        Self {
            name: name.into(),
            joint: Vec::new(),
            by_annotator: Vec::new(),
            confidence: Vec::new(),
            gold_confidence: Vec::new(),
            unrated_confidence: Vec::new(),
            probabilities: None,
            against_gold: Vec::new(),
            unanswered: 0,
            unrated: 0,
            bad_confidence: 0,
        }
    }

    /// Takes over another part's answers under new patterns, annotators and labels; [`ModelTally::add_up`] must follow.
    pub(super) fn absorb(
        &mut self,
        other: &Self,
        places: &[u32],
        annotators: &[u32],
        relabel: impl Fn(Label) -> Label,
    ) {
        self.by_annotator.extend(other.by_annotator.iter().map(|cell| OwnAnswer {
            annotator: annotators[cell.annotator as usize],
            label: relabel(cell.label),
            answer: relabel(cell.answer),
            items: cell.items,
        }));
        let place = |pattern: u32| places[pattern as usize];
        self.joint.extend(other.joint.iter().map(|&(p, l, n)| (place(p), relabel(l), n)));
        self.confidence.extend(other.confidence.iter().map(|cell| ConfidenceCell {
            pattern: place(cell.pattern),
            label: relabel(cell.label),
            ..*cell
        }));
        self.against_gold.extend(other.against_gold.iter().map(|&(g, l, n)| (relabel(g), relabel(l), n)));
        let named = |cell: &ConfidentAnswer| ConfidentAnswer { label: relabel(cell.label), ..*cell };
        self.gold_confidence.extend(other.gold_confidence.iter().map(named));
        self.unrated_confidence.extend(other.unrated_confidence.iter().map(named));
        if let Some(probabilities) = &other.probabilities {
            self.probabilities.get_or_insert_default().absorb(probabilities, places, &relabel);
        }
        self.unanswered += other.unanswered;
        self.unrated += other.unrated;
        self.bad_confidence += other.bad_confidence;
    }

    /// Sorts, and adds up equal cells.
    pub(super) fn add_up(&mut self) {
        coalesce(&mut self.joint, |&(p, l, _)| (p, l), |kept, next| kept.2 += next.2);
        let own = |c: &OwnAnswer| (c.annotator, c.label, c.answer);
        coalesce(&mut self.by_annotator, own, |kept, next| kept.items += next.items);
        coalesce(&mut self.against_gold, |&(g, l, _)| (g, l), |kept, next| kept.2 += next.2);
        let key = |c: &ConfidenceCell| (c.confidence, c.pattern, c.label);
        coalesce(&mut self.confidence, key, |kept, next| kept.items += next.items);
        let key = |c: &ConfidentAnswer| (c.confidence, c.label, c.right);
        coalesce(&mut self.gold_confidence, key, |kept, next| kept.items += next.items);
        coalesce(&mut self.unrated_confidence, key, |kept, next| kept.items += next.items);
        if let Some(probabilities) = &mut self.probabilities {
            probabilities.add_up();
        }
    }
}
