//! One chunk's cells as codes, and what each row is good for.

use super::interner::NONE;
use super::layout::Layout;
use super::reading::Reading;
use super::records::Selection;
use super::reviews::Reviews;
use super::values;
use crate::source::Chunk;
use rayon::prelude::*;

/// What a row is good for. From [`RowUse::NoItem`] on, it is set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum RowUse {
    Annotated,
    Skipped,
    SkippedByLabel,
    /// No label, but what became of a suggestion.
    Reviewed,
    /// A model's own row.
    Model,
    /// No annotation, but a model's answer beside it.
    Answer,
    NoItem,
    NoAnnotator,
    NoQuestion,
    NoLabel,
    NotSubmitted,
}

impl RowUse {
    /// Why the row was set aside.
    pub fn reason(self) -> &'static str {
        match self {
            RowUse::NoItem => "no item id",
            RowUse::NoAnnotator => "no annotator id",
            RowUse::NoQuestion => "no question",
            RowUse::NoLabel => "no label",
            RowUse::NotSubmitted => "not submitted, by its status",
            _ => "used",
        }
    }

    /// Whether the row is used.
    pub fn is_used(self) -> bool {
        self < RowUse::NoItem
    }

    /// Whether a person is behind it.
    pub fn is_by_annotator(self) -> bool {
        self < RowUse::Model
    }
}

/// The codes of one chunk.
pub(super) struct Cells {
    pub item: Vec<u32>,
    /// Empty in a wide log.
    pub annotator: Vec<u32>,
    /// By label column.
    pub labels: Vec<Vec<u32>>,
    /// Labels of models, by [`Layout::models`].
    pub model_labels: Vec<Vec<u32>>,
    /// Suggestions and actions.
    pub reviews: Reviews,
    pub uses: Vec<RowUse>,
    pub all_annotated: bool,
    /// Question number by label column, where the columns tell.
    by_column: Vec<u16>,
    /// Question number by row, where a column tells.
    by_row: Option<Vec<u16>>,
}

/// No question.
const NO_QUESTION: u16 = u16::MAX;
/// What is told of an item without saying of which question.
pub(super) const EVERY_QUESTION: u16 = u16::MAX;

impl Cells {
    /// Interns a chunk's cells.
    pub fn of(reading: &mut Reading, chunk: &Chunk, layout: &Layout) -> Self {
        let column = |place: usize| &chunk.columns[place];
        let item = layout.item.map_or_else(Vec::new, |place| reading.items.codes(column(place)));
        let annotator =
            layout.annotator.map_or_else(Vec::new, |place| reading.annotators.codes(column(place)));
        let mut labels: Vec<_> =
            layout.labels.iter().map(|&(place, _)| reading.labels.codes(column(place))).collect();
        let model_labels: Vec<Vec<u32>> =
            layout.models.iter().map(|&(_, place, _)| reading.labels.codes(column(place))).collect();
        let reviews = Reviews::of(reading, chunk, layout, &model_labels);
        if let [only] = labels.as_mut_slice() {
            reviews.imply_labels(reading, only);
        }
        let by_row = layout.question.map(|place| questions_by_row(reading, chunk, place));
        let several = reading.records.question.is_some() && !reading.options.wide;
        let name = |question: &String| if several { question.clone() } else { "label".into() };
        let by_column = match by_row {
            Some(_) => Vec::new(),
            None => layout.labels.iter().map(|(_, question)| reading.question(&name(question))).collect(),
        };
        let mut out = Self {
            item,
            annotator,
            labels,
            model_labels,
            reviews,
            uses: Vec::new(),
            all_annotated: false,
            by_column,
            by_row,
        };
        out.all_annotated = out.is_plain(reading, layout);
        if out.all_annotated {
            out.uses = vec![RowUse::Annotated; chunk.rows];
        } else {
            out.uses = out.classified(reading, chunk, layout);
            out.all_annotated = out.uses.iter().all(|row_use| *row_use == RowUse::Annotated);
        }
        out
    }

    /// Whether nothing but cells without a value could make a row anything else than an annotation, and none is.
    fn is_plain(&self, reading: &Reading, layout: &Layout) -> bool {
        let whole = |codes: &Vec<u32>| !codes.par_chunks(1 << 15).any(|codes| codes.contains(&NONE));
        let told = layout.status.or(layout.kind).or(layout.question).is_some();
        !told
            && reading.skip_codes.is_empty()
            && whole(&self.item)
            && (reading.options.wide || whole(&self.annotator))
            && self.labels.iter().any(whole)
    }

    fn classified(&self, reading: &mut Reading, chunk: &Chunk, layout: &Layout) -> Vec<RowUse> {
        let told = |reading: &mut Reading, place: Option<usize>, says: fn(&str, &str) -> u8| {
            place.map(|place| {
                let name = super::schema::plain(&chunk.names[place]);
                let codes = reading.texts.codes(&chunk.columns[place]);
                let texts = &reading.texts;
                let said: Vec<u8> = texts.given().map(|code| says(&name, texts.name(code))).collect();
                codes.iter().map(|&c| if c == NONE { 0 } else { said[c as usize] }).collect::<Vec<u8>>()
            })
        };
        let status = told(reading, layout.status, status_of);
        let kind = told(reading, layout.kind, kind_of);
        let (wide, skips) = (reading.options.wide, &reading.skip_codes);
        let judge = |row: usize| {
            if self.item[row] == NONE {
                return RowUse::NoItem;
            }
            let answer = self.model_labels.iter().any(|labels| labels[row] != NONE);
            let or_answer = |aside| if answer { RowUse::Answer } else { aside };
            if self.by_row.as_ref().is_some_and(|questions| questions[row] == NO_QUESTION) {
                return RowUse::NoQuestion;
            }
            if !wide && self.annotator[row] == NONE {
                return or_answer(RowUse::NoAnnotator);
            }
            let labelled = self.labels.iter().any(|labels| labels[row] != NONE);
            if kind.as_ref().is_some_and(|kind| kind[row] == 1) {
                return if labelled { RowUse::Model } else { RowUse::NoLabel };
            }
            match status.as_ref().map_or(0, |status| status[row]) {
                1 => RowUse::Skipped,
                2 => RowUse::NotSubmitted,
                _ if !labelled && self.reviews.is_review(row) => RowUse::Reviewed,
                _ if !labelled => or_answer(RowUse::NoLabel),
                _ => self.labelled(row, skips),
            }
        };
        (0..chunk.rows).into_par_iter().with_min_len(1 << 12).map(judge).collect()
    }

    fn labelled(&self, row: usize, skips: &[u32]) -> RowUse {
        let real = |labels: &Vec<u32>| labels[row] != NONE && !skips.contains(&labels[row]);
        if skips.is_empty() || self.labels.iter().any(real) {
            RowUse::Annotated
        } else {
            RowUse::SkippedByLabel
        }
    }

    /// Rows that give an annotation in label column `number`.
    pub fn selection(&self, number: usize, skips: &[u32]) -> Selection {
        let labels = &self.labels[number];
        let given = |row: usize| {
            self.uses[row] == RowUse::Annotated
                && labels[row] != NONE
                && (skips.is_empty() || !skips.contains(&labels[row]))
        };
        let all = if skips.is_empty() { !labels.contains(&NONE) } else { (0..labels.len()).all(given) };
        if self.all_annotated && all {
            return Selection::All(labels.len());
        }
        Selection::Rows((0..labels.len()).filter(|&row| given(row)).map(|row| row as u32).collect())
    }

    /// Row ordinals of annotated rows, the first of them `first`.
    pub fn ordinals(&self, first: u32) -> Vec<u32> {
        let mut next = first;
        let number = |row_use: &RowUse| {
            let own = next;
            next += u32::from(*row_use == RowUse::Annotated);
            own
        };
        self.uses.iter().map(number).collect()
    }

    /// The question that label column `number` answers in `row`.
    pub fn question_of(&self, number: usize, row: usize) -> u16 {
        match &self.by_row {
            Some(questions) => questions[row],
            None => self.by_column[number],
        }
    }

    /// The question that a row's gold and model columns speak of: the row's own, else [`EVERY_QUESTION`].
    pub fn fact_question(&self, row: usize) -> u16 {
        self.by_row.as_ref().map_or(EVERY_QUESTION, |questions| questions[row])
    }
}

fn questions_by_row(reading: &mut Reading, chunk: &Chunk, place: usize) -> Vec<u16> {
    let column = &chunk.columns[place];
    let mut previous: Option<(String, u16)> = None;
    let mut number = |row: usize| {
        let Some(text) = values::text_at(column, row) else { return NO_QUESTION };
        if let Some((_, number)) = previous.as_ref().filter(|(name, _)| *name == text) {
            return *number;
        }
        if reading.options.null.iter().any(|null| *null == text) {
            return NO_QUESTION;
        }
        let number = reading.question(&text);
        previous = Some((text.into_owned(), number));
        number
    };
    (0..chunk.rows).map(&mut number).collect()
}

/// 0 handed in, 1 skipped, 2 not handed in. A column called after what it means (`was_cancelled`) says yes or no.
fn status_of(column: &str, text: &str) -> u8 {
    let text = text.trim().to_lowercase();
    if ["was_cancelled", "skipped", "is_skipped"].contains(&column) {
        return u8::from(values::is_yes(&text));
    }
    match text.as_str() {
        "skipped" | "skip" | "discarded" | "cancelled" | "canceled" | "ignored" | "ignore" => 1,
        "draft" | "pending" | "in_progress" | "in progress" | "expired" | "timed-out" => 2,
        _ => 0,
    }
}

fn kind_of(_: &str, text: &str) -> u8 {
    let text = text.trim().to_lowercase();
    u8::from(["model", "llm", "ai", "machine", "bot"].contains(&text.as_str()))
}
