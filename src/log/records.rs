//! What is kept of every annotation while the log is read: codes and numbers by column, texts nowhere.

use super::InterventionColumns;
use super::interner::NONE;
use crate::vocabulary::Action;
use std::collections::BTreeMap;

/// What became of an annotation; smaller is better, and a row takes the best of its annotations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fate {
    /// It counts.
    Counts,
    /// The other of two showings: it feeds self-consistency alone.
    Repeat,
    /// Its label is not in the declared set.
    OutsideSet,
    /// The same was read before.
    Duplicate,
    /// Different labels at one time, or without a time.
    Conflict,
    /// Replaced by a later one (or, by settings, preceded by the one that counts).
    Replaced,
}

impl Fate {
    /// Why it was set aside.
    pub fn reason(self) -> &'static str {
        match self {
            Fate::Counts | Fate::Repeat => "used",
            Fate::OutsideSet => "label outside the declared set",
            Fate::Duplicate => "exact duplicate",
            Fate::Conflict => "conflicting labels at one time",
            Fate::Replaced => "replaced by another annotation of the same annotator and item",
        }
    }

    /// Whether its row was used.
    pub fn is_used(self) -> bool {
        self <= Fate::Repeat
    }
}

/// A column that some files of a log may lack.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sparse<T> {
    /// By annotation; absent until a file has the column.
    pub values: Option<Vec<T>>,
    missing: T,
}

impl<T: Copy> Sparse<T> {
    /// A column that nobody has yet.
    pub fn new(missing: T) -> Self {
        Self { values: None, missing }
    }

    /// Appends `rows` of a chunk's column after `before` annotations.
    pub fn append(&mut self, before: usize, column: Option<&[T]>, rows: &Selection) {
        match (column, &mut self.values) {
            (Some(column), values) => {
                rows.append(column, values.get_or_insert_with(|| vec![self.missing; before]));
            }
            (None, Some(values)) => values.resize(before + rows.len(), self.missing),
            (None, None) => {}
        }
    }

    /// The value of annotation `i`.
    pub fn at(&self, i: usize) -> T {
        self.values.as_ref().map_or(self.missing, |values| values[i])
    }
}

/// Rows of a chunk that become annotations.
pub(super) enum Selection {
    /// All of so many.
    All(usize),
    /// These.
    Rows(Vec<u32>),
}

impl Selection {
    /// How many.
    pub fn len(&self) -> usize {
        match self {
            Selection::All(rows) => *rows,
            Selection::Rows(rows) => rows.len(),
        }
    }

    /// Appends the selected values.
    pub fn append<T: Copy>(&self, column: &[T], out: &mut Vec<T>) {
        match self {
            Selection::All(_) => out.extend_from_slice(column),
            Selection::Rows(rows) => out.extend(rows.iter().map(|&row| column[row as usize])),
        }
    }

    /// The selected rows.
    pub fn iter(&self) -> Box<dyn Iterator<Item = u32> + '_> {
        match self {
            Selection::All(rows) => Box::new(0..*rows as u32),
            Selection::Rows(rows) => Box::new(rows.iter().copied()),
        }
    }
}

/// All annotations read so far, in order of reading.
#[derive(Debug)]
pub(super) struct Records {
    /// Item code.
    pub item: Vec<u32>,
    /// Annotator code.
    pub annotator: Vec<u32>,
    /// Label code.
    pub label: Vec<u32>,
    /// Question number; absent where the log asks one.
    pub question: Option<Vec<u16>>,
    /// Row ordinal; absent where every row gives one annotation, so that annotation = ordinal.
    pub row: Option<Vec<u32>>,
    /// Time of submission (or start), microseconds.
    pub time: Sparse<i64>,
    /// Position in the annotator's work, thousandths.
    pub order: Sparse<i64>,
    /// Milliseconds on the item.
    pub spent_ms: Sparse<u32>,
    /// Local hour of the week, where the clock's offset is known.
    pub hour_of_week: Sparse<u8>,
    /// Session code.
    pub session: Sparse<u32>,
    /// Declared repeat.
    pub is_repeat: Sparse<bool>,
    /// What became of the suggestion.
    pub action: Sparse<Option<Action>>,
    /// Label code of the suggestion.
    pub suggestion: Sparse<u32>,
    /// Whether the suggestion was shown.
    pub shown: Sparse<Option<bool>>,
    /// Confidence band of the suggestion.
    pub band: Sparse<u8>,
    /// Slicing columns by name: value codes.
    pub slices: BTreeMap<String, Sparse<u32>>,
    /// Where rows came from.
    pub origins: Origins,
}

impl Records {
    /// Nothing yet. `questions`: whether annotations carry a question; `rows`: whether a row may give several.
    pub fn new(questions: bool, rows: bool) -> Self {
        Self {
            item: Vec::new(),
            annotator: Vec::new(),
            label: Vec::new(),
            question: questions.then(Vec::new),
            row: rows.then(Vec::new),
            time: Sparse::new(super::clock::UNKNOWN),
            order: Sparse::new(super::clock::UNKNOWN),
            spent_ms: Sparse::new(NONE),
            hour_of_week: Sparse::new(super::hour_of_week::NO_HOUR),
            session: Sparse::new(NONE),
            is_repeat: Sparse::new(false),
            action: Sparse::new(None),
            suggestion: Sparse::new(NONE),
            shown: Sparse::new(None),
            band: Sparse::new(InterventionColumns::NO_BAND),
            slices: BTreeMap::new(),
            origins: Origins::default(),
        }
    }

    /// Annotations so far.
    pub fn len(&self) -> usize {
        self.item.len()
    }

    /// The row ordinal of annotation `i`.
    pub fn row_of(&self, i: usize) -> u32 {
        self.row.as_ref().map_or(i as u32, |rows| rows[i])
    }

    /// The question of annotation `i`.
    pub fn question_of(&self, i: usize) -> u16 {
        self.question.as_ref().map_or(0, |questions| questions[i])
    }

    /// All that annotation `i` says of a suggestion, which lies at `place` in the label set.
    pub fn review(&self, i: usize, place: &[u32]) -> (Option<u32>, Option<Action>, Option<bool>, u8) {
        let suggestion = place.get(self.suggestion.at(i) as usize).copied();
        (suggestion, self.action.at(i), self.shown.at(i), self.band.at(i))
    }

    /// Lets go of what only ordering needs.
    pub fn forget_clock(&mut self) {
        (self.time.values, self.order.values, self.spent_ms.values) = (None, None, None);
        (self.session.values, self.is_repeat.values, self.row) = (None, None, None);
    }

    /// What tells the order of annotations: time, else position, else nothing.
    pub fn clock(&self) -> Option<&[i64]> {
        self.time.values.as_deref().or(self.order.values.as_deref())
    }
}

/// Row ordinal → file and row, in runs.
#[derive(Debug, Default)]
pub(super) struct Origins {
    /// Files by number, as the user named them.
    pub files: Vec<String>,
    runs: Vec<(u32, u32, u64)>,
    rows: u32,
}

impl Origins {
    /// Rows noted so far: the next ordinal.
    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// Notes the next row.
    pub fn push(&mut self, file: u32, row: u64) {
        let continues = self
            .runs
            .last()
            .is_some_and(|&(first, of, start)| of == file && start + u64::from(self.rows - first) == row);
        if !continues {
            self.runs.push((self.rows, file, row));
        }
        self.rows += 1;
    }

    /// Notes so many consecutive rows.
    pub fn push_run(&mut self, file: u32, first: u64, rows: u32) {
        if rows > 0 {
            self.push(file, first);
            self.rows += rows - 1;
        }
    }

    /// File and row of an ordinal.
    pub fn origin(&self, ordinal: u32) -> (&str, u64) {
        let run = self.runs.partition_point(|&(first, _, _)| first <= ordinal).saturating_sub(1);
        match self.runs.get(run) {
            Some(&(first, file, row)) => (&self.files[file as usize], row + u64::from(ordinal - first)),
            None => ("", 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_remember_gaps_and_files() {
        let mut origins = Origins { files: vec!["a".into(), "b".into()], ..Origins::default() };
        origins.push_run(0, 1, 3);
        origins.push(0, 4);
        origins.push(0, 7);
        origins.push_run(1, 1, 2);
        let found: Vec<_> = (0..origins.rows()).map(|ordinal| origins.origin(ordinal)).collect();
        assert_eq!(found, [("a", 1), ("a", 2), ("a", 3), ("a", 4), ("a", 7), ("b", 1), ("b", 2)]);
        assert_eq!(origins.runs.len(), 3);
    }

    #[test]
    fn a_column_that_comes_late_is_unknown_before() {
        let mut column = Sparse::new(NONE);
        column.append(0, None, &Selection::All(2));
        column.append(2, Some(&[7, 8, 9]), &Selection::Rows(vec![0, 2]));
        column.append(4, None, &Selection::All(1));
        assert_eq!(column.values, Some(vec![NONE, NONE, 7, 9, NONE]));
    }
}
