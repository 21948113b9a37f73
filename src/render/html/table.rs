use crate::render::number;
use crate::render::prose::Prose;
use serde::Serialize;

/// A table of finished words.
#[derive(Debug, Clone, Serialize)]
pub struct Table {
    /// What it lists, for the caption.
    pub caption: String,
    /// Whether it has so few columns that the page's whole width would tear them apart.
    pub small: bool,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, as many cells as columns.
    pub rows: Vec<Vec<Cell>>,
    /// Rows that stand there at first, where there are many more; the others open by a click and are printed.
    pub first: Option<usize>,
    /// What stands under it: what was left out, what the marks mean.
    pub notes: Vec<Prose>,
}

/// A column's head.
#[derive(Debug, Clone, Serialize)]
pub struct Column {
    /// Its title.
    pub title: &'static str,
    /// Whether its cells are numbers, set to the right and sorted by value.
    pub numeric: bool,
}

/// One cell.
#[derive(Debug, Clone, Serialize)]
pub struct Cell {
    /// What it says.
    pub prose: Prose,
    /// What it is sorted by where that is not its text: a plain number.
    pub sort: String,
    /// A class that colours it: `mute`, `warn`, `good`; always beside a word.
    pub tone: &'static str,
}

/// A column of words.
pub const fn words(title: &'static str) -> Column {
    Column { title, numeric: false }
}

/// A column of numbers.
pub const fn numbers(title: &'static str) -> Column {
    Column { title, numeric: true }
}

impl Cell {
    /// A name from the log.
    pub fn name(name: &str) -> Self {
        Self::prose(Prose::named(name))
    }

    /// Words of our own.
    pub fn text(text: impl AsRef<str>) -> Self {
        Self::prose(Prose::of(text))
    }

    /// Words with names in them.
    pub fn prose(prose: Prose) -> Self {
        Self { prose, sort: String::new(), tone: "" }
    }

    /// A count.
    pub fn count(value: u64) -> Self {
        Self { prose: Prose::of(number::count(value)), sort: value.to_string(), tone: "" }
    }

    /// A number that is written as `text`.
    pub fn number(value: f64, text: impl AsRef<str>) -> Self {
        Self { prose: Prose::of(text), sort: format!("{value:.6}"), tone: "" }
    }

    /// Why there is no number.
    pub fn absent(why: impl AsRef<str>) -> Self {
        Self { prose: Prose::of(why), sort: String::new(), tone: "mute" }
    }

    /// The same with a colour.
    pub fn toned(mut self, tone: &'static str) -> Self {
        self.tone = tone;
        self
    }
}

/// Rows that a long table shows at first; style.css hides the others by the same number.
const FIRST: usize = 12;
/// Rows for which nobody should have to click.
const FEW: usize = 3;

impl Table {
    /// A table of at most `cap` of the given rows, which says so where there were more.
    pub fn capped<T>(
        caption: impl Into<String>,
        columns: Vec<Column>,
        all: &[T],
        cap: usize,
        row: impl FnMut(&T) -> Vec<Cell>,
    ) -> Self {
        let mut table = Self {
            caption: caption.into(),
            small: columns.len() <= 3,
            columns,
            rows: all.iter().take(cap).map(row).collect(),
            first: (all.len().min(cap) > FIRST + FEW).then_some(FIRST),
            notes: Vec::new(),
        };
        if all.len() > cap {
            table.notes.push(Prose::of(format!(
                "The first {} of {} are listed; all are in estimates.csv or audit.json.",
                number::count(cap as u64),
                number::count(all.len() as u64)
            )));
        }
        table
    }

    /// The same with a note under it.
    pub fn noted(mut self, note: Prose) -> Self {
        self.notes.push(note);
        self
    }
}
