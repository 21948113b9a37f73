use crate::render::charts::Chart;
use crate::render::hostile_text::harmless;
use minijinja::Value;
use serde::Serialize;

/// A chart with its words.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    /// What it claims.
    pub title: String,
    /// What is drawn.
    pub caption: String,
    /// What it says to those who do not see it; said in words where the drawing is not here.
    pub alt: String,
    /// Whether it takes the page's whole width.
    pub broad: bool,
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
    charts: &'a [Chart],
    /// Bytes of SVG that the page still takes.
    left: usize,
}

impl<'a> Gallery<'a> {
    /// A gallery that hands out at most `bytes` of SVG.
    pub fn new(charts: &'a [Chart], bytes: usize) -> Self {
        Self { charts, left: bytes }
    }

    /// The charts of one section of one question, in the order in which they were drawn.
    pub fn of(&mut self, question: &str, section: &str) -> Vec<Figure> {
        let charts = self.charts;
        charts
            .iter()
            .filter(|chart| chart.question == question && chart.section == section)
            .map(|chart| self.hang(chart))
            .collect()
    }

    fn hang(&mut self, chart: &Chart) -> Figure {
        let size = chart.svg.len() + chart.svg_narrow.len();
        let fits = size <= self.left;
        if fits {
            self.left -= size;
        }
        let svg = |text: &str| Value::from_safe_string(if fits { text.to_owned() } else { String::new() });
        Figure {
            title: claim(&chart.title),
            caption: harmless(&chart.caption).into_owned(),
            alt: harmless(&chart.alt).into_owned(),
            broad: chart.broad,
            wide: svg(&chart.svg),
            narrow: svg(&chart.svg_narrow),
            elsewhere: if fits { String::new() } else { file_name(chart) },
        }
    }
}

/// A claim ends like a sentence, because another follows it.
fn claim(title: &str) -> String {
    let title = harmless(title);
    if title.ends_with(['.', '?', '!', '…']) { title.into_owned() } else { format!("{title}.") }
}

/// Where a chart stands as an image, inside the output folder.
pub fn file_name(chart: &Chart) -> String {
    format!("charts/{}.png", chart.id)
}
