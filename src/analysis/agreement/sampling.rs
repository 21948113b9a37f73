use crate::analysis::inference::{InferenceOptions, SamplingUnits, Scheme, Stream};
use crate::tally::PatternTable;
use crate::vocabulary::{LabelSet, Question, SampleSize, Scale, SliceKey};

/// Groups of the grouped jackknife.
pub(super) const GROUPS: u32 = Scheme::GROUPS;

/// Pairs of labels whose distances are summed in the time that a pattern takes.
const PAIRS_OF_A_PATTERN: u64 = 100;

/// What a pattern table holds, and how its items, or its clusters of items, are to be resampled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sampling<'a> {
    /// What is drawn.
    pub units: SamplingUnits<'a>,
    /// All rated items and their annotations.
    pub rated: SampleSize,
    /// Items with two or more annotations.
    pub pairable: SampleSize,
    /// Pairable items with more than one label.
    pub disagreeing: u64,
    /// Units with a pairable item.
    pub pairable_units: u64,
    /// Units with a disagreeing item.
    pub disagreeing_units: u64,
    patterns: u64,
    entries: u64,
}

impl<'a> Sampling<'a> {
    pub fn of(table: &'a PatternTable) -> Self {
        let units = SamplingUnits::of(table);
        let pairable = |p: usize| table.pattern(p).is_pairable();
        let disagrees = |p: usize| table.pattern(p).counts.len() > 1;
        let mut out = Self {
            pairable_units: units.with(pairable),
            disagreeing_units: units.with(disagrees),
            units,
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

    /// How units are resampled: see [`Scheme::suited`] and [`Scheme::suited_to_clusters`].
    pub fn scheme(&self, options: &InferenceOptions) -> Scheme {
        let (units, telling) = (self.pairable_units, self.disagreeing_units);
        match self.units.clusters() {
            None => Scheme::suited(units, telling, self.patterns, self.entries, options),
            Some(kinds) => {
                let work = self.patterns.max(self.units.work());
                Scheme::suited_to_clusters(units, telling, kinds.len() as u64, work, options)
            }
        }
    }

    /// The jackknife that is affordable: of single units, or of random groups of them.
    pub fn leave_outs(&self) -> Scheme {
        let (work, entries) = match self.units.clusters() {
            None => (self.patterns, self.entries),
            Some(kinds) => (kinds.len() as u64, self.patterns.max(self.units.work())),
        };
        Scheme::leave_outs(work, entries)
    }

    /// What a careful reader must know of any interval here.
    pub fn warnings(&self) -> Vec<String> {
        let units = if self.units.clusters().is_some() { "clusters" } else { "items" };
        match self.disagreeing_units {
            0 => vec!["no item disagrees".into()],
            1..10 => {
                let found = self.disagreeing_units;
                vec![format!("fewer than 10 disagreeing {units} ({found}): the interval is rough")]
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
