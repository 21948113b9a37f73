//! Suggestions that rows tell of, and what annotators did with them. A log without such columns pays nothing for it.

use super::cells::{Cells, EVERY_QUESTION, RowUse};
use super::interner::NONE;
use super::label_sets::Settled;
use super::layout::Layout;
use super::question_rows::picked;
use super::reading::Reading;
use super::records::{Records, Selection, Sparse};
use super::{InterventionColumns, UnlabelledReview, action_words, clock, schema, values};
use crate::source::Chunk;
use crate::vocabulary::{Action, Label};
use std::collections::{BTreeMap, BTreeSet};

const NO_BAND: u8 = InterventionColumns::NO_BAND;
const NO_WEEK: u16 = InterventionColumns::NO_WEEK;
/// Actions that no word list knows, listed in a note.
const LISTED: usize = 8;

/// What one chunk's rows say of suggestions.
#[derive(Default)]
pub(super) struct Reviews {
    action: Option<Vec<Option<Action>>>,
    /// Label codes.
    suggestion: Option<Vec<u32>>,
    shown: Option<Vec<Option<bool>>>,
    band: Option<Vec<u8>>,
}

/// Who, what was suggested (codes), what was done, confidence band, week.
type Unlabelled = (u32, u32, Action, u8, u16);

/// What is kept of suggestions beside the annotations.
#[derive(Default)]
pub(super) struct Suggested {
    /// By question number (or [`EVERY_QUESTION`]): whether a label code was suggested.
    labels: BTreeMap<u16, Vec<bool>>,
    /// Rows without a label, by question number.
    unlabelled: BTreeMap<(u16, Unlabelled), u64>,
    /// Rows by words that are no known action.
    strange: BTreeMap<String, u64>,
    /// Approvals that gave no label.
    implied: u64,
    /// Week by annotation.
    weeks: Option<Vec<u16>>,
}

impl Suggested {
    /// (question number, label codes that were suggested).
    pub fn labels(&self) -> impl Iterator<Item = (u16, BTreeSet<u32>)> {
        self.labels.iter().map(|(&question, seen)| {
            (question, (0u32..).zip(seen).filter(|(_, seen)| **seen).map(|(code, _)| code).collect())
        })
    }
}

impl Reviews {
    /// Reads the columns, where there are any.
    pub fn of(reading: &mut Reading, chunk: &Chunk, layout: &Layout, model_labels: &[Vec<u32>]) -> Self {
        let action = layout.action.map(|place| actions(reading, chunk, place));
        let suggestion = layout.suggestion.map(|place| {
            let mut codes = reading.labels.codes(&chunk.columns[place]);
            let skips = &reading.skip_codes;
            codes.iter_mut().filter(|code| skips.contains(code)).for_each(|code| *code = NONE);
            codes
        });
        if action.is_none() && suggestion.is_none() {
            return Self::default();
        }
        let shown = layout.suggestion_shown.map(|place| shown(reading, chunk, place));
        let band = match (layout.suggestion_confidence, layout.models.as_slice()) {
            (Some(place), _) => Some(bands(&super::model_facts::confidences(reading, chunk, place))),
            (None, [(_, _, Some(place))]) => {
                let told = suggestion.as_deref().zip(model_labels.first().map(Vec::as_slice));
                told.map(|(suggestion, model)| model_bands(reading, chunk, *place, suggestion, model))
            }
            _ => None,
        };
        Self { action, suggestion, shown, band }
    }

    /// Whether a row without a label still says what became of a suggestion: a word of no known meaning does not.
    pub fn is_review(&self, row: usize) -> bool {
        self.action_of(row).is_some_and(|action| action != Action::Other)
    }

    fn action_of(&self, row: usize) -> Option<Action> {
        self.action.as_ref().and_then(|action| action[row])
    }

    fn suggestion_of(&self, row: usize) -> u32 {
        self.suggestion.as_ref().map_or(NONE, |suggestion| suggestion[row])
    }

    /// Who approves a suggestion and gives no label of their own gives the suggested one.
    pub fn imply_labels(&self, reading: &mut Reading, labels: &mut [u32]) {
        for (row, label) in labels.iter_mut().enumerate().filter(|(_, label)| **label == NONE) {
            let suggested = self.suggestion_of(row);
            if self.action_of(row) == Some(Action::Approve) && suggested != NONE {
                *label = suggested;
                reading.suggested.implied += 1;
            }
        }
    }

    /// Appends what the selected rows say.
    pub fn append(&self, before: usize, records: &mut Records, rows: &Selection) {
        records.action.append(before, self.action.as_deref(), rows);
        records.suggestion.append(before, self.suggestion.as_deref(), rows);
        records.shown.append(before, self.shown.as_deref(), rows);
        records.band.append(before, self.band.as_deref(), rows);
    }
}

fn actions(reading: &mut Reading, chunk: &Chunk, place: usize) -> Vec<Option<Action>> {
    let codes = reading.texts.codes(&chunk.columns[place]);
    let texts = &reading.texts;
    let nulls = &reading.options.null;
    let meant = |code: u32| {
        let text = texts.name(code);
        action_words::action(text).filter(|_| !nulls.iter().any(|null| null == text))
    };
    let known: Vec<Option<Action>> = texts.given().map(meant).collect();
    let mut strange: BTreeMap<u32, u64> = BTreeMap::new();
    let mut of = |&code: &u32| {
        let action = known.get(code as usize).copied().flatten();
        if action == Some(Action::Other) {
            *strange.entry(code).or_default() += 1;
        }
        action
    };
    let out = codes.iter().map(&mut of).collect();
    for (code, rows) in strange {
        *reading.suggested.strange.entry(reading.texts.name(code).to_owned()).or_default() += rows;
    }
    out
}

fn shown(reading: &mut Reading, chunk: &Chunk, place: usize) -> Vec<Option<bool>> {
    let codes = reading.texts.codes(&chunk.columns[place]);
    let says = |code: u32| {
        let text = reading.texts.name(code).trim().to_lowercase();
        let no = ["false", "no", "0", "0.0", "f", "n", "hidden", "not_shown"].contains(&text.as_str());
        if values::is_yes(&text) || text == "shown" { Some(true) } else { no.then_some(false) }
    };
    let known: Vec<Option<bool>> = reading.texts.given().map(says).collect();
    codes.iter().map(|&code| known.get(code as usize).copied().flatten()).collect()
}

/// Ten equal bands, each open below and closed above, the first closed on both sides.
fn bands(confidences: &[f32]) -> Vec<u8> {
    confidences.iter().map(|&confidence| band(confidence)).collect()
}

fn band(confidence: f32) -> u8 {
    match (f64::from(confidence) * 1e6).round() as u32 {
        _ if !(0.0..=1.0).contains(&confidence) => NO_BAND,
        millionths => (millionths.saturating_sub(1) / 100_000).min(9) as u8,
    }
}

/// The model's confidence where the suggestion is the model's label. Its defects are told with the model.
fn model_bands(reading: &Reading, chunk: &Chunk, place: usize, suggestion: &[u32], model: &[u32]) -> Vec<u8> {
    let scale = if schema::is_percent(&chunk.names[place]) { 0.01 } else { 1.0 };
    let numbers = values::numbers(&chunk.columns[place], &reading.options.null).values;
    let own = |row: usize| match suggestion[row] != NONE && suggestion[row] == model[row] {
        true => band((numbers[row] * scale) as f32),
        false => NO_BAND,
    };
    (0..chunk.rows).map(own).collect()
}

/// Takes what rows of a chunk say beside their annotations: which labels are suggested, and rows without a label.
pub(super) fn take(reading: &mut Reading, chunk: &Chunk, layout: &Layout, cells: &Cells) {
    let reviews = &cells.reviews;
    if let Some(suggestion) = &reviews.suggestion {
        let bound = reading.labels.bound();
        let used = |row: &usize| cells.uses[*row].is_by_annotator() && suggestion[*row] != NONE;
        for row in (0..chunk.rows).filter(used) {
            let seen = reading.suggested.labels.entry(cells.fact_question(row)).or_default();
            if seen.len() < bound {
                seen.resize(bound, false);
            }
            seen[suggestion[row] as usize] = true;
        }
    }
    if cells.all_annotated || !cells.uses.contains(&RowUse::Reviewed) {
        return;
    }
    let clock = layout.submitted_at.or(layout.started_at);
    let times = clock.map(|place| clock::times(&chunk.columns[place], &reading.options.null).micros);
    for row in (0..chunk.rows).filter(|&row| cells.uses[row] == RowUse::Reviewed) {
        let (Some(&who), Some(action)) = (cells.annotator.get(row), reviews.action_of(row)) else { continue };
        let band = reviews.band.as_ref().map_or(NO_BAND, |band| band[row]);
        let week = times.as_ref().map_or(NO_WEEK, |times| week(times[row]));
        let key = (who, reviews.suggestion_of(row), action, band, week);
        *reading.suggested.unlabelled.entry((cells.fact_question(row), key)).or_default() += 1;
    }
}

/// The week of a moment.
fn week(micros: i64) -> u16 {
    const DAY: i64 = 86_400_000_000;
    match micros {
        clock::UNKNOWN => NO_WEEK,
        // The first of January 1970 was a Thursday.
        _ => u16::try_from((micros.div_euclid(DAY) + 3).div_euclid(7)).unwrap_or(NO_WEEK),
    }
}

/// Notes the week of every annotation before its clock is let go of, and what a reader should know.
pub(super) fn settle(reading: &mut Reading) {
    let records = &reading.records;
    if records.action.values.is_some() || records.suggestion.values.is_some() {
        let times = records.time.values.as_ref();
        reading.suggested.weeks = times.map(|times| times.iter().map(|&time| week(time)).collect());
    }
    let Suggested { strange, implied, .. } = &reading.suggested;
    if *implied > 0 {
        let note = format!(
            "approvals without a label of their own, for which the suggestion counts as label: {implied}"
        );
        reading.defects.notes.push(note);
    }
    if !strange.is_empty() {
        let listed: Vec<String> =
            strange.iter().take(LISTED).map(|(word, rows)| format!("`{word}` ×{rows}")).collect();
        let more = if strange.len() > LISTED { " …" } else { "" };
        let note = format!("actions of no known meaning count as other: {}{more}", listed.join(", "));
        reading.defects.notes.push(note);
    }
}

/// One question's suggestions and actions in the order of its annotations; `None` where nothing is told of it. `question`
/// is its number, and whether there are others.
pub(super) fn gathered(
    reading: &mut Reading,
    question: (u16, bool),
    settled: &Settled,
    annotators: &[u32],
    (order, last): (&[u32], bool),
) -> Option<InterventionColumns> {
    let (number, several) = question;
    let labels = settled.question.labels.len();
    let placed = |code: u32| match settled.place.get(code as usize) {
        Some(&place) if (place as usize) < labels => Label(place),
        _ => Label::NONE,
    };
    let unlabelled = unlabelled(reading, number, annotators, &placed);
    let records = &mut reading.records;
    if unlabelled.is_empty() && records.action.values.is_none() && records.suggestion.values.is_none() {
        return None;
    }
    let mut strangers = 0u64;
    let suggestion = records.suggestion.values.as_ref().map(|codes| {
        let own = |&i: &u32| {
            let code = codes[i as usize];
            let label = placed(code);
            strangers += u64::from(code != NONE && !label.is_some());
            label
        };
        order.iter().map(own).collect::<Vec<Label>>()
    });
    // With several label columns, a suggestion is one of the questions with which it shares labels.
    let suggestion = suggestion.filter(|own| !several || own.iter().any(|label| label.is_some()));
    let weeks = reading.suggested.weeks.as_mut();
    let out = InterventionColumns {
        action: column(&mut records.action, order, last),
        shown: suggestion.as_ref().and_then(|_| column(&mut records.shown, order, last)),
        band: suggestion.as_ref().and_then(|_| column(&mut records.band, order, last)),
        week: weeks.map(|weeks| picked(order, weeks, last)),
        suggestion,
        unlabelled,
    };
    if !several {
        reading.defects.field("suggestions that are no label of the question", strangers);
    }
    // A column called `action` may be about anything: words that are all strange say nothing of suggestions.
    let known = |action: &Option<Action>| action.is_some_and(|action| action != Action::Other);
    let acted = out.action.as_ref().is_some_and(|actions| actions.iter().any(known));
    (out.suggestion.is_some() || acted || !out.unlabelled.is_empty()).then_some(out)
}

fn column<T: Copy + Send + Sync>(column: &mut Sparse<T>, order: &[u32], last: bool) -> Option<Vec<T>> {
    column.values.as_mut().map(|values| picked(order, values, last))
}

/// Rows without a label of one question, under final ids.
fn unlabelled(
    reading: &Reading,
    number: u16,
    annotators: &[u32],
    placed: &dyn Fn(u32) -> Label,
) -> Vec<UnlabelledReview> {
    let mut out: BTreeMap<(u32, Label, Action, u8, u16), u64> = BTreeMap::new();
    for (&(question, (who, code, action, band, week)), &rows) in &reading.suggested.unlabelled {
        let annotator = annotators.get(who as usize).copied().unwrap_or(NONE);
        let own = question == number || (question == EVERY_QUESTION && reading.questions.len() == 1);
        if own && annotator != NONE {
            *out.entry((annotator, placed(code), action, band, week)).or_default() += rows;
        }
    }
    let review = |((annotator, suggestion, action, band, week), rows)| UnlabelledReview {
        annotator,
        suggestion,
        action,
        band,
        week,
        rows,
    };
    out.into_iter().map(review).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_on_mondays_and_bands_are_closed_above() {
        // 2026-01-04 was a Sunday, 2026-01-05 a Monday.
        let midnight = 1_767_571_200_000_000;
        assert_eq!(week(midnight), week(midnight - 1) + 1);
        assert_eq!(week(midnight), week(midnight + 7 * 86_400_000_000 - 1));
        assert_eq!(week(clock::UNKNOWN), NO_WEEK);
        let found: Vec<u8> = [0.0, 0.1, 0.100_01, 1.0, f32::NAN, 1.5].map(band).to_vec();
        assert_eq!(found, [0, 0, 1, 9, NO_BAND, NO_BAND]);
    }
}
