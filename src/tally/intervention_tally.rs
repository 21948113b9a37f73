use super::merger::Merger;
use super::union::Union;
use super::{PatternTable, coalesce};
use crate::vocabulary::{Action, Label};

/// What annotators did with suggestions: sums that add over any split of a log by item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InterventionTally {
    /// By annotator, position of the suggested label ([`ActionCell::NO_PART`] for none) and action; sorted.
    pub by_label: Vec<ActionCell>,
    /// By annotator, confidence band 0–9 ([`ActionCell::NO_PART`] where unknown) and action; sorted.
    pub by_band: Vec<ActionCell>,
    /// By annotator, week ([`ActionCell::NO_PART`] where unknown) and action; sorted.
    pub by_week: Vec<ActionCell>,
    /// How long each action took, in bins; sorted.
    pub latency: Vec<LatencyBin>,
    /// Whether the log says what was suggested.
    pub has_suggestions: bool,
    /// Whether the log says what was done, in words of its own.
    pub has_actions: bool,
    /// Whether the log tells which weeks the work fell into.
    pub has_weeks: bool,
    /// Annotations made while a suggestion was shown.
    pub shown: u64,
    /// Annotations made without one.
    pub not_shown: u64,
    /// What rows say twice, and differently.
    pub odd: OddReviews,
    /// Patterns of the annotations that were not made under a shown suggestion.
    pub unshown: PatternTable,
}

/// Reviews of one (annotator, part, action).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ActionCell {
    /// The annotator.
    pub annotator: u32,
    /// Label position, confidence band or week.
    pub part: u32,
    /// What was done.
    pub action: Action,
    /// Rows.
    pub n: u64,
    /// Rows with a known time on the item.
    pub timed: u64,
    /// Σ ln(milliseconds), millionths.
    pub log_ms: i128,
    /// Σ ln(milliseconds)², millionths squared.
    pub log_ms_squared: i128,
}

impl ActionCell {
    /// No label, confidence or week is known.
    pub const NO_PART: u32 = u32::MAX;

    pub(super) fn absorb(&mut self, other: &Self) {
        self.n += other.n;
        self.timed += other.timed;
        self.log_ms += other.log_ms;
        self.log_ms_squared += other.log_ms_squared;
    }
}

/// Reviews of one action that took about as long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LatencyBin {
    /// What was done.
    pub action: Action,
    /// Week, or [`ActionCell::NO_PART`].
    pub week: u32,
    /// From e^(bin / 20) ms to e^((bin + 1) / 20) ms: a twentieth wide.
    pub bin: u16,
    /// Rows.
    pub n: u64,
}

impl LatencyBin {
    /// Bins per unit of ln(ms).
    pub const PER_UNIT: f64 = 20.0;
}

/// Reviews whose action and label do not go together, or of which half is missing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OddReviews {
    /// "Approved", but the label is another one.
    pub approved_other: u64,
    /// "Edited", but the label is the suggested one.
    pub edited_same: u64,
    /// An action, but no suggestion in the row of a log that has suggestions.
    pub without_suggestion: u64,
    /// An action on a suggestion that was not shown.
    pub not_shown: u64,
    /// No action beside a shown suggestion: the label tells it (the same: approved; another: edited).
    pub implied: u64,
    /// Rows with an action and no label.
    pub unlabelled: u64,
}

impl OddReviews {
    fn absorb(&mut self, other: &Self) {
        self.approved_other += other.approved_other;
        self.edited_same += other.edited_same;
        self.without_suggestion += other.without_suggestion;
        self.not_shown += other.not_shown;
        self.implied += other.implied;
        self.unlabelled += other.unlabelled;
    }
}

/// Suggestions beside the rows of an [`ItemIndex`](super::ItemIndex).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SuggestionIndex {
    /// What the row says was suggested; [`Label::NONE`] where nothing was.
    pub suggestion: Vec<Label>,
    /// Whether it was shown to this annotator.
    pub shown: Vec<bool>,
    /// Week of the row, [`ActionCell::NO_PART`] where unknown; empty where no row has one.
    pub week: Vec<u32>,
}

impl InterventionTally {
    /// Tallies of both parts together; a side without suggestions adds its annotations to those made without one.
    pub(super) fn merged(
        m: &Merger,
        a: (Option<&Self>, &PatternTable),
        b: (Option<&Self>, &PatternTable),
    ) -> Option<Self> {
        a.0.or(b.0)?;
        let mut out = Self::default();
        for ((side, _), annotators, labels) in
            [(a, &m.annotators.ours, &m.labels.ours), (b, &m.annotators.theirs, &m.labels.theirs)]
        {
            if let Some(side) = side {
                out.absorb(side, annotators, labels);
            }
        }
        for (side, table) in [a, b] {
            if side.is_none() {
                out.not_shown +=
                    table.iter().map(|pattern| pattern.items * pattern.annotations()).sum::<u64>();
            }
        }
        let unshown = |(side, table): (Option<&Self>, &PatternTable)| {
            side.map_or_else(|| table.clone(), |s| s.unshown.clone())
        };
        out.unshown = m.patterns(&unshown(a), &unshown(b)).0;
        for cells in [&mut out.by_label, &mut out.by_band, &mut out.by_week] {
            coalesce(cells, |c| (c.annotator, c.part, c.action), |kept, next| kept.absorb(next));
        }
        coalesce(&mut out.latency, |l| (l.action, l.week, l.bin), |kept, next| kept.n += next.n);
        Some(out)
    }

    fn absorb(&mut self, side: &Self, annotators: &[u32], labels: &[u32]) {
        let who = |cell: &ActionCell| ActionCell { annotator: annotators[cell.annotator as usize], ..*cell };
        let label =
            |cell: &ActionCell| ActionCell { part: Union::label_of(labels, Label(cell.part)).0, ..who(cell) };
        self.by_label.extend(side.by_label.iter().map(label));
        self.by_band.extend(side.by_band.iter().map(who));
        self.by_week.extend(side.by_week.iter().map(who));
        self.latency.extend(&side.latency);
        self.has_suggestions |= side.has_suggestions;
        self.has_actions |= side.has_actions;
        self.has_weeks |= side.has_weeks;
        self.shown += side.shown;
        self.not_shown += side.not_shown;
        self.odd.absorb(&side.odd);
    }
}
