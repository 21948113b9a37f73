use crate::analysis::inference::{InferenceOptions, Scheme, Stream};
use crate::tally::PatternTable;
use crate::vocabulary::{LabelSet, Question, SampleSize, Scale, SliceKey};

/// Groups of the grouped jackknife.
pub(super) const GROUPS: u32 = Scheme::GROUPS;

/// Pairs of labels whose distances are summed in the time that a pattern takes.
const PAIRS_OF_A_PATTERN: u64 = 100;

/// What a pattern table holds, and how its items are to be resampled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sampling {
    /// All rated items and their annotations.
    pub rated: SampleSize,
    /// Items with two or more annotations.
    pub pairable: SampleSize,
    /// Pairable items with more than one label.
    pub disagreeing: u64,
    patterns: u64,
    entries: u64,
}

impl Sampling {
    pub fn of(table: &PatternTable) -> Self {
        let mut out = Self {
            rated: SampleSize::default(),
            pairable: SampleSize::default(),
            disagreeing: 0,
            patterns: table.len() as u64,
            entries: table.entries.len() as u64,
        };
        for pattern in table.iter() {
            let annotations = pattern.annotations() * pattern.items;
            if annotations == 0 {
                continue;
            }
            out.rated.items += pattern.items;
            out.rated.annotations += annotations;
            if pattern.is_pairable() {
                out.pairable.items += pattern.items;
                out.pairable.annotations += annotations;
                out.disagreeing += if pattern.counts.len() > 1 { pattern.items } else { 0 };
            }
        }
        out
    }

    /// Knows what one evaluation costs on the question's scale: distances without a closed sum are taken pair by pair of labels,
    /// which is counted as so many more patterns.
    pub fn on(mut self, scale: Scale, labels: &LabelSet) -> Self {
        if matches!(scale, Scale::Set | Scale::Ratio | Scale::Circular | Scale::Bipolar) {
            let pairs = (labels.len() as u64).pow(2) / PAIRS_OF_A_PATTERN;
            self.patterns = self.patterns.max(pairs.min(self.entries.pow(2)));
        }
        self
    }

    /// How items are resampled: see [`Scheme::suited`].
    pub fn scheme(&self, options: &InferenceOptions) -> Scheme {
        Scheme::suited(self.pairable.items, self.disagreeing, self.patterns, self.entries, options)
    }

    /// What a careful reader must know of any interval here.
    pub fn warnings(&self) -> Vec<String> {
        match self.disagreeing {
            0 => vec!["no item disagrees".into()],
            1..10 => {
                vec![format!("fewer than 10 disagreeing items ({}): the interval is rough", self.disagreeing)]
            }
            _ => Vec::new(),
        }
    }
}

/// The stream of an item resampling.
pub(super) fn item_stream<'a>(
    question: &'a Question,
    slice: &'a SliceKey,
    options: &InferenceOptions,
) -> Stream<'a> {
    Stream { seed: options.seed, question: &question.name, slice: &slice.0, purpose: "items" }
}
