use super::drawing::Drawing;
use minijinja::Value;
use serde::Serialize;

/// A chart with its words.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    /// What it claims.
    pub title: String,
    /// What is drawn.
    pub caption: String,
    /// What it says to those who do not see it.
    pub alt: String,
    /// The drawing for wide screens; empty where the page would become too large.
    pub wide: Value,
    /// The drawing for narrow screens.
    pub narrow: Value,
    /// Where the chart is if it is not here.
    pub elsewhere: String,
}

/// The charts of a page, handed out section by section until the page is full.
#[derive(Debug)]
pub struct Gallery<'a> {
    drawings: &'a [Drawing],
    /// Bytes of SVG that the page still takes.
    left: usize,
}

impl<'a> Gallery<'a> {
    /// A gallery that hands out at most `bytes` of SVG.
    pub fn new(drawings: &'a [Drawing], bytes: usize) -> Self {
        Self { drawings, left: bytes }
    }

    /// The charts of one section of one question, in the order in which they were drawn.
    pub fn of(&mut self, question: &str, section: &str) -> Vec<Figure> {
        let drawings = self.drawings;
        drawings
            .iter()
            .filter(|d| d.question == question && d.section == section)
            .map(|drawing| self.hang(drawing))
            .collect()
    }

    fn hang(&mut self, drawing: &Drawing) -> Figure {
        let size = drawing.svg.len() + drawing.svg_narrow.len();
        let fits = size <= self.left;
        if fits {
            self.left -= size;
        }
        let svg = |text: &str| Value::from_safe_string(if fits { text.to_owned() } else { String::new() });
        Figure {
            title: drawing.title.clone(),
            caption: drawing.caption.clone(),
            alt: drawing.alt.clone(),
            wide: svg(&drawing.svg),
            narrow: svg(&drawing.svg_narrow),
            elsewhere: if fits { String::new() } else { drawing.file.clone() },
        }
    }
}
