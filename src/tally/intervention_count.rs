use super::{
    ActionCell, InterventionTally, ItemIndex, LatencyBin, OddReviews, SuggestionIndex, pattern_census,
};
use crate::log::InterventionColumns;
use crate::vocabulary::{Action, Label};
use std::collections::HashMap;

const MILLION: f64 = 1e6;

/// Counts a question's suggestions and actions. `times` are milliseconds on the item by row, where known.
pub(super) fn count(
    columns: InterventionColumns,
    index: &ItemIndex,
    times: Option<&[u32]>,
    labels: usize,
) -> (InterventionTally, SuggestionIndex) {
    let rows = index.label.len();
    let suggested = |row: usize| columns.suggestion.as_ref().map_or(Label::NONE, |own| own[row]);
    let hidden = |row: usize| columns.shown.as_ref().is_some_and(|shown| shown[row] == Some(false));
    let shown: Vec<bool> = (0..rows).map(|row| suggested(row).is_some() && !hidden(row)).collect();
    let has_suggestions = columns.suggestion.is_some();
    let mut books = Books::default();
    let mut odd = OddReviews::default();
    for row in 0..rows {
        let said = columns.action.as_ref().and_then(|action| action[row]);
        let facts = Facts { suggestion: suggested(row), shown: shown[row], label: index.label[row] };
        let Some(action) = judged(said, facts, has_suggestions, &mut odd) else { continue };
        let week = columns.week.as_ref().map_or(InterventionColumns::NO_WEEK, |week| week[row]);
        let band = columns.band.as_ref().map_or(InterventionColumns::NO_BAND, |band| band[row]);
        let ms = times.map(|times| times[row]).filter(|&ms| ms > 0 && ms != u32::MAX);
        books.enter(index.annotator[row], (facts.suggestion, band, week), action, (1, ms));
    }
    for review in &columns.unlabelled {
        let parts = (review.suggestion, review.band, review.week);
        odd.unlabelled += review.rows;
        books.enter(review.annotator, parts, review.action, (review.rows, None));
    }
    let group = |row: usize| if shown[row] { u32::MAX } else { 0 };
    let unshown = pattern_census::by_group(index, labels, 1, &group).pop().unwrap_or_default();
    let under = shown.iter().filter(|shown| **shown).count() as u64;
    let [by_label, by_band, by_week] = books.cells.map(sorted);
    let mut latency: Vec<LatencyBin> = books
        .latency
        .into_iter()
        .map(|((action, week, bin), n)| LatencyBin { action, week, bin, n })
        .collect();
    latency.sort_unstable();
    let tally = InterventionTally {
        by_label,
        by_band,
        by_week,
        latency,
        has_suggestions,
        has_actions: columns.action.is_some() || !columns.unlabelled.is_empty(),
        has_weeks: columns.week.is_some(),
        shown: under,
        not_shown: rows as u64 - under,
        odd,
        unshown,
    };
    let week = columns.week.map_or_else(Vec::new, |weeks| weeks.into_iter().map(week_part).collect());
    let suggestion = columns.suggestion.unwrap_or_else(|| vec![Label::NONE; rows]);
    (tally, SuggestionIndex { suggestion, shown, week })
}

/// What a row says of its suggestion.
#[derive(Clone, Copy)]
struct Facts {
    suggestion: Label,
    shown: bool,
    label: Label,
}

/// The action that counts: the one stated, else the one that the label tells. `None` where there was nothing to act on.
fn judged(said: Option<Action>, facts: Facts, has_suggestions: bool, odd: &mut OddReviews) -> Option<Action> {
    let same = facts.label == facts.suggestion;
    match said {
        None if facts.shown => {
            odd.implied += 1;
            Some(if same { Action::Approve } else { Action::Edit })
        }
        None => None,
        Some(_) if has_suggestions && !facts.suggestion.is_some() => {
            odd.without_suggestion += 1;
            None
        }
        Some(_) if has_suggestions && !facts.shown => {
            odd.not_shown += 1;
            None
        }
        Some(action) => {
            odd.approved_other += u64::from(has_suggestions && action == Action::Approve && !same);
            odd.edited_same += u64::from(has_suggestions && action == Action::Edit && same);
            Some(action)
        }
    }
}

/// Sums by (annotator, part, action): of labels, bands and weeks; and latencies by (action, week, bin).
#[derive(Default)]
struct Books {
    cells: [HashMap<(u32, u32, Action), ActionCell>; 3],
    latency: HashMap<(Action, u32, u16), u64>,
}

impl Books {
    fn enter(
        &mut self,
        annotator: u32,
        (suggestion, band, week): (Label, u8, u16),
        action: Action,
        (n, ms): (u64, Option<u32>),
    ) {
        let week = week_part(week);
        let band = if band == InterventionColumns::NO_BAND { ActionCell::NO_PART } else { u32::from(band) };
        let log = ms.map(|ms| f64::from(ms).ln());
        let fixed = log.map_or(0, |log| (log * MILLION).round() as i128);
        for (cells, part) in self.cells.iter_mut().zip([suggestion.0, band, week]) {
            let cell = ActionCell {
                annotator,
                part,
                action,
                n,
                timed: u64::from(log.is_some()),
                log_ms: fixed,
                log_ms_squared: fixed * fixed,
            };
            cells.entry((annotator, part, action)).and_modify(|kept| kept.absorb(&cell)).or_insert(cell);
        }
        if let Some(log) = log {
            let bin = (log * LatencyBin::PER_UNIT) as u16;
            *self.latency.entry((action, week, bin)).or_default() += 1;
        }
    }
}

fn week_part(week: u16) -> u32 {
    if week == InterventionColumns::NO_WEEK { ActionCell::NO_PART } else { u32::from(week) }
}

fn sorted(cells: HashMap<(u32, u32, Action), ActionCell>) -> Vec<ActionCell> {
    let mut out: Vec<ActionCell> = cells.into_values().collect();
    out.sort_unstable();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two items, two people: a right approval, an edit, an implied approval, and one nobody suggested anything to.
    fn counted() -> (InterventionTally, SuggestionIndex) {
        let index = ItemIndex {
            clusters: None,
            offsets: vec![0, 2, 4],
            annotator: vec![0, 1, 0, 1],
            label: [0, 1, 1, 1].map(Label).to_vec(),
            pattern: vec![0, 1],
        };
        let none = Label::NONE;
        let columns = InterventionColumns {
            action: Some(vec![Some(Action::Approve), Some(Action::Approve), None, Some(Action::Edit)]),
            suggestion: Some(vec![Label(0), Label(0), Label(1), none]),
            week: Some(vec![3, 3, 4, 4]),
            ..InterventionColumns::default()
        };
        count(columns, &index, Some(&[1000, 2000, u32::MAX, 500]), 2)
    }

    #[test]
    fn actions_are_stated_or_implied_and_contradictions_are_counted() {
        let (tally, index) = counted();
        assert_eq!(index.shown, [true, true, true, false]);
        assert_eq!((tally.shown, tally.not_shown), (3, 1));
        let odd =
            OddReviews { approved_other: 1, without_suggestion: 1, implied: 1, ..OddReviews::default() };
        assert_eq!(tally.odd, odd);
        assert_eq!(
            tally.by_week.iter().map(|c| (c.annotator, c.part, c.n)).collect::<Vec<_>>(),
            [(0, 3, 1), (0, 4, 1), (1, 3, 1)]
        );
        assert_eq!(tally.latency.iter().map(|l| l.n).sum::<u64>(), 2);
        assert_eq!(tally.unshown.rated_items(), 1);
    }
}
