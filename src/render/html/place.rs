use super::figure::{Figure, Gallery};
use super::section::Section;

/// Where on the page a question's sections stand, and how much room they have.
#[derive(Debug)]
pub struct Place<'a, 'b> {
    /// Name of the question, as in the audit.
    pub question: &'a str,
    /// What anchors begin with: empty where a log asks one question, else `q2-`.
    pub prefix: String,
    /// Rows a table shows at most.
    pub rows: usize,
    /// Attributes and models with details of their own at most.
    pub parts: usize,
    /// The page's charts.
    pub gallery: &'b mut Gallery<'a>,
}

impl Place<'_, '_> {
    /// A new section of this question.
    pub fn section(&self, id: &str, heading: &'static str) -> Section {
        Section::new(format!("{}{id}", self.prefix), heading)
    }

    /// The charts of a section of this question.
    pub fn figures(&mut self, section: &str) -> Vec<Figure> {
        self.gallery.of(self.question, section)
    }
}
