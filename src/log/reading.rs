//! Chunks go in, codes stay: everything that is kept of a log while it is read.

use super::cells::{Cells, RowUse};
use super::clusters::ClusterTold;
use super::defects::Defects;
use super::durations::{durations, whole_ms};
use super::interner::{Interner, NONE};
use super::item_facts::{Constant, ModelColumns};
use super::layout::Layout;
use super::records::{Records, Selection};
use super::reviews::{self, Suggested};
use super::set_aside_row::rendered;
use super::skip_counts::SkipCounts;
use super::{LogError, Options, clock, hour_of_week, item_attributes, values};
use crate::source::Chunk;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The log as read so far.
pub(super) struct Reading<'a> {
    pub options: &'a Options,
    pub items: Interner,
    pub annotators: Interner,
    pub labels: Interner,
    pub sessions: Interner,
    pub texts: Interner,
    /// Question names by number.
    pub questions: Vec<String>,
    question_numbers: BTreeMap<String, u16>,
    pub slice_values: BTreeMap<String, Interner>,
    pub attributes: BTreeMap<String, AttributeColumn>,
    /// What is told of items, by attribute.
    pub item_attributes: BTreeMap<String, AttributeColumn>,
    pub records: Records,
    /// By question number.
    pub gold: BTreeMap<u16, Constant>,
    /// The second gold labels, likewise.
    pub second_gold: BTreeMap<u16, Constant>,
    /// Clusters of items, where a column tells them.
    pub clusters: Option<ClusterTold>,
    /// By model's name and question number.
    pub models: BTreeMap<(String, u16), ModelColumns>,
    /// By column of confidences: numbers between 1 and 100, and all numbers.
    pub confidences: BTreeMap<String, (u64, u64)>,
    /// By question number.
    pub skips: BTreeMap<u16, SkipCounts>,
    /// Rows that were skips.
    pub skip_rows: u64,
    pub skip_codes: Vec<u32>,
    /// What rows say of suggestions beside their annotations.
    pub suggested: Suggested,
    /// Items below this code are the log's own (known once the log is read, before predictions).
    pub items_in_log: usize,
    /// Items from this code on are named by a file of items alone: they are no items of the log.
    pub items_known: usize,
    /// Codes of those whom the roster lists, where there is one.
    pub listed: Option<BTreeSet<u32>>,
    pub defects: Defects<'a>,
}

/// Questions that one log may ask: a column of more different texts holds the items' texts, not the question put to
/// annotators.
pub(super) const MOST_QUESTIONS: usize = 500;

/// One attribute's values.
pub(super) struct AttributeColumn {
    pub values: Interner,
    /// By code of the annotator, or of the item.
    pub of_bearer: Constant,
}

impl AttributeColumn {
    /// No value yet.
    pub fn new(nulls: &[String]) -> Self {
        Self { values: Interner::small(nulls), of_bearer: Constant::default() }
    }
}

impl<'a> Reading<'a> {
    /// Nothing read. `several_questions`, `several_per_row`: what the files' columns say.
    pub fn new(
        options: &'a Options,
        several_questions: bool,
        several_per_row: bool,
        defects: Defects<'a>,
    ) -> Self {
        let nulls = &options.null;
        let mut labels = Interner::small(&options.label_nulls());
        let skip_codes = options.skip_labels.iter().map(|label| labels.code(label)).collect();
        Self {
            options,
            items: Interner::large(nulls),
            annotators: Interner::small(nulls).with_pseudonyms(options.pseudonym_key.as_deref()),
            labels,
            sessions: Interner::large(nulls),
            texts: Interner::small(&[]),
            questions: Vec::new(),
            question_numbers: BTreeMap::new(),
            slice_values: BTreeMap::new(),
            attributes: BTreeMap::new(),
            item_attributes: BTreeMap::new(),
            records: Records::new(several_questions, several_per_row),
            gold: BTreeMap::new(),
            second_gold: BTreeMap::new(),
            clusters: None,
            models: BTreeMap::new(),
            confidences: BTreeMap::new(),
            skips: BTreeMap::new(),
            skip_rows: 0,
            skip_codes,
            suggested: Suggested::default(),
            items_in_log: 0,
            items_known: usize::MAX,
            listed: None,
            defects,
        }
    }

    /// The number of a question.
    pub fn question(&mut self, name: &str) -> u16 {
        if let Some(&number) = self.question_numbers.get(name) {
            return number;
        }
        // One more than are borne: the log is refused for them once it is read, whatever else they are called.
        let number = self.questions.len().min(MOST_QUESTIONS);
        if number == self.questions.len() {
            self.questions.push(name.to_string());
            self.question_numbers.insert(name.to_string(), number as u16);
        }
        number as u16
    }

    /// Takes one chunk of a log.
    ///
    /// # Errors
    /// More annotations than 32 bits count.
    pub fn take(&mut self, chunk: &Chunk, file: u32, layout: &Layout) -> Result<(), LogError> {
        self.defects.read += chunk.rows as u64 + chunk.defective.len() as u64;
        let path = self.records.origins.files[file as usize].clone();
        for row in &chunk.defective {
            let hidden = self.options.pseudonym_key.is_some();
            let text =
                || if hidden { "withheld: it may hold an annotator's id".into() } else { row.text.clone() };
            self.defects.set_aside(&path, row.row, &row.reason, text);
        }
        let cells = Cells::of(self, chunk, layout);
        let wide = self.options.wide;
        if self.records.len() as u64 + (chunk.rows * layout.labels.len().max(1)) as u64 >= u64::from(u32::MAX)
        {
            return Err(LogError::TooLong);
        }
        if !cells.all_annotated {
            self.set_aside(chunk, &path, layout, &cells);
        }
        self.item_facts(chunk, layout, &cells);
        self.attribute_values(chunk, layout, &cells);
        self.count_skips(layout, &cells);
        reviews::take(self, chunk, layout, &cells);
        let first = self.records.origins.rows();
        self.note_origins(chunk, file, &cells);
        let mut shared = Shared::of(self, chunk, layout, first, &cells);
        for (number, (_, name)) in layout.labels.iter().enumerate() {
            let selection = cells.selection(number, &self.skip_codes);
            let annotator = wide.then(|| self.annotators.code(name));
            shared.append(self, &cells, number, annotator, &selection);
        }
        Ok(())
    }

    fn set_aside(&mut self, chunk: &Chunk, path: &str, layout: &Layout, cells: &Cells) {
        for row in (0..chunk.rows).filter(|&row| cells.uses[row] >= RowUse::NoItem) {
            let annotators = &self.annotators;
            let hidden = self.options.pseudonym_key.is_some();
            // Sessions, e-mail addresses and, in a wide log, columns are called after people.
            let text = || match hidden {
                false => rendered(chunk, row),
                true => {
                    let item = layout.item.and_then(|place| values::text_at(&chunk.columns[place], row));
                    let code = cells.annotator.get(row).copied().unwrap_or(NONE);
                    let annotator = if code == NONE { "" } else { annotators.name(code) };
                    format!("item_id={},annotator_id={annotator}", item.unwrap_or_default())
                }
            };
            self.defects.set_aside(path, row_number(chunk, row), cells.uses[row].reason(), text);
        }
    }

    fn note_origins(&mut self, chunk: &Chunk, file: u32, cells: &Cells) {
        let origins = &mut self.records.origins;
        if cells.all_annotated && chunk.row_numbers.is_none() {
            origins.push_run(file, chunk.first_row, chunk.rows as u32);
            return;
        }
        for row in (0..chunk.rows).filter(|&row| cells.uses[row] == RowUse::Annotated) {
            origins.push(file, row_number(chunk, row));
        }
    }

    fn attribute_values(&mut self, chunk: &Chunk, layout: &Layout, cells: &Cells) {
        if self.options.wide {
            return;
        }
        for (name, place) in &layout.attributes {
            let nulls = &self.options.null;
            let column = self.attributes.entry(name.clone()).or_insert_with(|| AttributeColumn::new(nulls));
            let codes = column.values.codes(&chunk.columns[*place]);
            for (row, &code) in codes.iter().enumerate() {
                if cells.uses[row].is_by_annotator() {
                    column.of_bearer.tell(cells.annotator[row], code);
                }
            }
        }
    }

    fn count_skips(&mut self, layout: &Layout, cells: &Cells) {
        let by_label = !self.skip_codes.is_empty();
        if !by_label && (cells.all_annotated || !cells.uses.contains(&RowUse::Skipped)) {
            return;
        }
        for number in 0..layout.labels.len() {
            for row in 0..cells.uses.len() {
                let status = cells.uses[row] == RowUse::Skipped;
                let label = by_label
                    && cells.uses[row] != RowUse::Model
                    && self.skip_codes.contains(&cells.labels[number][row]);
                let who = cells.annotator.get(row).copied().unwrap_or(NONE);
                if (status || label) && who != NONE {
                    self.skips.entry(cells.question_of(number, row)).or_default().tell(who, cells.item[row]);
                }
            }
        }
        let skipped = |row_use: &&RowUse| matches!(row_use, RowUse::Skipped | RowUse::SkippedByLabel);
        self.skip_rows += cells.uses.iter().filter(skipped).count() as u64;
    }

    fn item_facts(&mut self, chunk: &Chunk, layout: &Layout, cells: &Cells) {
        for (place, golds) in [(layout.gold, &mut self.gold), (layout.second_gold, &mut self.second_gold)] {
            let Some(place) = place else { continue };
            let told = self.labels.codes(&chunk.columns[place]);
            for (row, &code) in told.iter().enumerate().filter(|&(row, _)| cells.uses[row].is_used()) {
                let question = cells.fact_question(row);
                golds.entry(question).or_default().tell(cells.item[row], code);
            }
        }
        if let Some(place) = layout.cluster {
            let nulls = &self.options.null;
            let told = self.clusters.get_or_insert_with(|| ClusterTold::new(nulls));
            told.take(&chunk.names[place], &chunk.columns[place], cells);
        }
        item_attributes::take(self, chunk, layout, cells);
        super::model_facts::take(self, chunk, layout, cells);
    }
}

/// The 1-based data row of a chunk's row.
pub(super) fn row_number(chunk: &Chunk, row: usize) -> u64 {
    chunk.row_numbers.as_ref().map_or(chunk.first_row + row as u64, |numbers| numbers[row])
}

/// Columns that every annotation of a row shares.
struct Shared {
    ordinals: Option<Vec<u32>>,
    time: Option<Vec<i64>>,
    order: Option<Vec<i64>>,
    spent_ms: Option<Vec<u32>>,
    hour_of_week: Option<Vec<u8>>,
    session: Option<Vec<u32>>,
    is_repeat: Option<Vec<bool>>,
    slices: BTreeMap<String, Vec<u32>>,
}

impl Shared {
    fn of(reading: &mut Reading, chunk: &Chunk, layout: &Layout, first: u32, cells: &Cells) -> Self {
        let column = |place: Option<usize>| place.map(|place| &chunk.columns[place]);
        let (time, spent_ms) = times(reading, chunk, layout);
        let clock = column(layout.submitted_at.or(layout.started_at));
        let hour_of_week =
            clock.zip(time.as_ref()).and_then(|(clock, time)| hour_of_week::hours(clock, time));
        let order = column(layout.order).map(|order| {
            let numbers = values::numbers(order, &reading.options.null);
            reading.defects.field(
                format!("{} is no number", chunk.names[layout.order.unwrap_or(0)]),
                numbers.unreadable,
            );
            let fixed = |&v: &f64| if v.is_nan() { clock::UNKNOWN } else { (v * 1000.0).round() as i64 };
            numbers.values.iter().map(fixed).collect()
        });
        let session = column(layout.session).map(|session| reading.sessions.codes(session));
        let is_repeat = column(layout.is_repeat).map(|column| {
            let codes = reading.texts.codes(column);
            let yes: Vec<bool> =
                reading.texts.given().map(|code| values::is_yes(reading.texts.name(code))).collect();
            let is_yes = |&code: &u32| code != NONE && yes[code as usize];
            codes.par_iter().with_min_len(1 << 13).map(is_yes).collect()
        });
        let mut slices = BTreeMap::new();
        for (name, place) in &layout.slices {
            let nulls = &reading.options.null;
            let interner = reading.slice_values.entry(name.clone()).or_insert_with(|| Interner::small(nulls));
            slices.insert(name.clone(), interner.codes(&chunk.columns[*place]));
        }
        let ordinals = reading.records.row.is_some().then(|| cells.ordinals(first));
        Self { ordinals, time, order, spent_ms, hour_of_week, session, is_repeat, slices }
    }

    fn append(
        &mut self,
        reading: &mut Reading,
        cells: &Cells,
        number: usize,
        annotator: Option<u32>,
        rows: &Selection,
    ) {
        let records = &mut reading.records;
        let before = records.len();
        let who = |own: &mut Vec<u32>| match annotator {
            Some(code) => own.resize(before + rows.len(), code),
            None => rows.append(&cells.annotator, own),
        };
        rayon::join(
            || rows.append(&cells.item, &mut records.item),
            || {
                who(&mut records.annotator);
                rows.append(&cells.labels[number], &mut records.label);
            },
        );
        if let Some(questions) = &mut records.question {
            questions.extend(rows.iter().map(|row| cells.question_of(number, row as usize)));
        }
        if let (Some(out), Some(ordinals)) = (&mut records.row, &self.ordinals) {
            rows.append(ordinals, out);
        }
        rayon::join(
            || records.time.append(before, self.time.as_deref(), rows),
            || {
                records.order.append(before, self.order.as_deref(), rows);
                records.spent_ms.append(before, self.spent_ms.as_deref(), rows);
                records.hour_of_week.append(before, self.hour_of_week.as_deref(), rows);
                records.session.append(before, self.session.as_deref(), rows);
            },
        );
        records.is_repeat.append(before, self.is_repeat.as_deref(), rows);
        cells.reviews.append(before, records, rows);
        for name in self.slices.keys() {
            records.slices.entry(name.clone()).or_insert_with(|| super::records::Sparse::new(NONE));
        }
        for (name, column) in &mut records.slices {
            column.append(before, self.slices.get(name).map(Vec::as_slice), rows);
        }
    }
}

/// Times of submission (of starting, where that is all there is) and milliseconds on the item.
fn times(reading: &mut Reading, chunk: &Chunk, layout: &Layout) -> (Option<Vec<i64>>, Option<Vec<u32>>) {
    let nulls = &reading.options.null;
    let mut read = |place: Option<usize>| {
        let place = place?;
        let times = clock::times(&chunk.columns[place], nulls);
        reading.defects.field(format!("{} is no time", chunk.names[place]), times.unreadable);
        Some(times.micros)
    };
    let (submitted, started) = (read(layout.submitted_at), read(layout.started_at));
    let spent = match (layout.time_on_item, &submitted, &started) {
        (Some(place), _, _) => Some(durations(reading, chunk, place)),
        (None, Some(end), Some(start)) => {
            let mut backwards = 0;
            let span = |(&end, &start): (&i64, &i64)| match (end, start) {
                (clock::UNKNOWN, _) | (_, clock::UNKNOWN) => NONE,
                _ if end < start => {
                    backwards += 1;
                    NONE
                }
                _ => whole_ms((end - start) as f64 / 1000.0),
            };
            let out = end.iter().zip(start).map(span).collect();
            reading.defects.field("submitted before it was started", backwards);
            Some(out)
        }
        _ => None,
    };
    let time = match (submitted, started) {
        (Some(mut end), Some(start)) => {
            end.iter_mut()
                .zip(&start)
                .filter(|(end, _)| **end == clock::UNKNOWN)
                .for_each(|(end, &start)| *end = start);
            Some(end)
        }
        (end, start) => end.or(start),
    };
    (time, spent)
}
