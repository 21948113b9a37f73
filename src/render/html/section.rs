use super::figure::Figure;
use super::table::Table;
use crate::render::number;
use crate::render::prose::Prose;
use crate::vocabulary::Reason;
use serde::Serialize;

/// A section of the page: a heading that is always there, and what stands under it.
#[derive(Debug, Clone, Serialize)]
pub struct Section {
    /// Anchor.
    pub id: String,
    /// Heading.
    pub heading: &'static str,
    /// From top to bottom.
    pub blocks: Vec<Block>,
}

/// Something under a heading.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", content = "body", rename_all = "snake_case")]
pub enum Block {
    /// The sentence to read if nothing else is read.
    Lead(Prose),
    /// Words.
    Text(Prose),
    /// A smaller heading.
    Heading(Prose),
    /// Why something is not there, and what would make it possible.
    Absent(Absence),
    /// Charts side by side, where the screen is wide enough.
    Figures(Vec<Figure>),
    /// A table.
    Table(Table),
    /// Words in points.
    List(Vec<Prose>),
}

/// Something that cannot be had.
#[derive(Debug, Clone, Serialize)]
pub struct Absence {
    /// What is missing.
    pub what: Prose,
    /// Why, and what would make it possible.
    pub why: String,
}

impl Section {
    /// An empty section.
    pub fn new(id: String, heading: &'static str) -> Self {
        Self { id, heading, blocks: Vec::new() }
    }

    /// Adds the sentence to read if nothing else is read.
    pub fn lead(&mut self, prose: Prose) {
        self.blocks.push(Block::Lead(prose));
    }

    /// Adds words, where there are any.
    pub fn text(&mut self, prose: Prose) {
        if !prose.is_empty() {
            self.blocks.push(Block::Text(prose));
        }
    }

    /// Adds a smaller heading.
    pub fn heading(&mut self, prose: Prose) {
        self.blocks.push(Block::Heading(prose));
    }

    /// Adds why something is not there.
    pub fn absent(&mut self, what: Prose, why: &Reason) {
        self.blocks.push(Block::Absent(Absence { what, why: why.sentence() }));
    }

    /// Says how many of a kind have their details here, where not all have.
    pub fn more(&mut self, shown: usize, all: usize, kind: &str) {
        if all > shown {
            self.text(Prose::of(format!(
                "Showing the details of {} of {} {kind}, to keep this page small; estimates.csv has all.",
                number::count(shown as u64),
                number::count(all as u64)
            )));
        }
    }

    /// Adds charts, where there are any.
    pub fn figures(&mut self, figures: Vec<Figure>) {
        if !figures.is_empty() {
            self.blocks.push(Block::Figures(figures));
        }
    }

    /// Adds a table, where it has rows.
    pub fn table(&mut self, table: Table) {
        if !table.rows.is_empty() {
            self.blocks.push(Block::Table(table));
        }
    }

    /// Adds words in points, where there are any.
    pub fn list(&mut self, points: Vec<Prose>) {
        if !points.is_empty() {
            self.blocks.push(Block::List(points));
        }
    }
}
