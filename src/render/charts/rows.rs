//! Named rows on a common scale: dots with whiskers, or bars.

use super::axis::Axis;
use super::format::{Form, Format};
use super::palette::Colour;
use super::scene::{Anchor, Label, Scene};
use super::typeface::{self, Weight};

/// One value in a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// Where it lies on the axis.
    pub at: f64,
    /// Ends of its interval, where it has one.
    pub ends: Option<(f64, f64)>,
    /// Its hue.
    pub hue: Colour,
    /// The value in words, at the row's right: `.62 [.59, .65]`.
    pub words: String,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// Its values, one above the other.
    pub values: Vec<Value>,
    /// What stands in their place where there are none: `insufficient`.
    pub instead: String,
}

/// How values are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// A dot on a whisker.
    Dot,
    /// A bar from zero, with a whisker where there is an interval.
    Bar,
}

/// A value to compare with, drawn as a dashed line.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// Where it lies.
    pub at: f64,
    /// What it is.
    pub name: String,
}

/// Rows on a common scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    /// From top to bottom.
    pub rows: Vec<Row>,
    /// The common scale.
    pub axis: Axis,
    /// What the axis measures.
    pub measure: String,
    /// Dots or bars.
    pub style: Style,
    /// What to compare with.
    pub reference: Option<Reference>,
    /// What the hues mean, where a row has several values: the words stand above, in their hue.
    pub key: Vec<(String, Colour)>,
}

/// Where things lie in one format.
struct Plan {
    format: Format,
    /// Whether a row's name stands above its values.
    stacked: bool,
    /// Pixels from row to row.
    pitch: f64,
    /// Where the axis begins and ends.
    span: (f64, f64),
    /// Width of the column of names.
    names: f64,
    /// Where the first row begins.
    top: f64,
}

/// Rows beyond this number stand closer.
const MANY: usize = 14;
/// Pixels between two values of one row.
const STEP: f64 = 17.0;

impl Form for Rows {
    fn lay_out(&self, format: Format) -> Scene {
        let plan = self.plan(format);
        let mut scene = Scene::new(format.width);
        let bottom = plan.top + plan.pitch * self.rows.len() as f64;
        self.draw_key(&mut scene, &plan);
        self.draw_axis(&mut scene, &plan, bottom);
        for (place, row) in self.rows.iter().enumerate() {
            let top = plan.top + plan.pitch * place as f64;
            self.draw_row(&mut scene, &plan, row, top);
        }
        scene.height = bottom + 26.0 + if self.measure.is_empty() { 0.0 } else { format.small + 6.0 };
        scene
    }
}

/// [`Rows`] with a mark across each row: what its values are to reach.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkedRows {
    /// The rows.
    pub rows: Rows,
    /// By row, where its mark lies.
    pub marks: Vec<Option<f64>>,
}

impl Form for MarkedRows {
    fn lay_out(&self, format: Format) -> Scene {
        let plan = self.rows.plan(format);
        let mut scene = self.rows.lay_out(format);
        for (place, (row, mark)) in self.rows.rows.iter().zip(&self.marks).enumerate() {
            let Some(mark) = mark else { continue };
            let top = plan.top + plan.pitch * place as f64;
            let lines = row.values.len().max(1) as f64;
            let middle =
                if plan.stacked { top + 28.0 + (lines - 1.0) * STEP / 2.0 } else { top + plan.pitch / 2.0 };
            let half = (lines - 1.0) * STEP / 2.0 + 9.0;
            let x = along(plan.span, self.rows.axis.place(*mark));
            scene.line((x, middle - half), (x, middle + half), 2.5, Colour::Ink);
        }
        scene
    }
}

impl Rows {
    fn plan(&self, format: Format) -> Plan {
        let deepest = self.rows.iter().map(|row| row.values.len()).max().unwrap_or(1).max(1) as f64;
        let many = self.rows.len() > MANY;
        let stacked = format.narrow && !many;
        let size = format.text;
        let widest = |texts: Vec<(&str, Weight)>| {
            texts.into_iter().map(|(text, weight)| typeface::width(text, size, weight)).fold(0.0, f64::max)
        };
        let names = widest(self.rows.iter().map(|row| (row.name.as_str(), Weight::Regular)).collect());
        let words = widest(
            self.rows
                .iter()
                .flat_map(|row| row.values.iter())
                .map(|value| (value.words.as_str(), Weight::Bold))
                .collect(),
        );
        // Text is measured in the embedded font and shown in the system's, hence some slack.
        let (names, span) = if stacked && deepest > 1.0 {
            (format.width - 8.0, (16.0, format.width - words * 1.08 - 18.0))
        } else if stacked {
            (format.width - words * 1.08 - 24.0, (16.0, format.width - 16.0))
        } else {
            let names = (names * 1.06 + 4.0).min(format.width * if format.narrow { 0.3 } else { 0.38 });
            let words = if words > 0.0 { words * 1.08 + 14.0 } else { 0.0 };
            (names, (names + 20.0, format.width - words.max(20.0)))
        };
        let line = (deepest - 1.0) * STEP;
        let pitch = match (stacked, many) {
            (true, _) if deepest > 1.0 => 44.0 + line,
            (true, _) => 43.0,
            (false, false) => 32.0 + line,
            (false, true) => 22.0 + line,
        };
        let mut top = 6.0;
        if !self.key.is_empty() {
            top += format.text + 12.0;
        }
        if self.reference.is_some() {
            top += format.small + 6.0;
        }
        Plan { format, stacked, pitch, span, names, top }
    }

    fn draw_key(&self, scene: &mut Scene, plan: &Plan) {
        let size = plan.format.text;
        let mut x = if plan.stacked { 4.0 } else { plan.span.0 };
        // Where the words would not fit beside each other over the axis they begin at the left edge.
        let needed: f64 = self.key.iter().map(|(w, _)| typeface::width(w, size, Weight::Bold) + 36.0).sum();
        if x + needed > plan.format.width {
            x = 4.0;
        }
        for (words, hue) in &self.key {
            scene.dot((x + 5.0, 6.0 + size * 0.5), 5.0, *hue);
            scene.text(Label::new(words, (x + 15.0, 6.0 + size * 0.86), size).coloured(*hue).bold());
            x += typeface::width(words, size, Weight::Bold) * 1.06 + 32.0;
        }
    }

    fn draw_axis(&self, scene: &mut Scene, plan: &Plan, bottom: f64) {
        let small = plan.format.small;
        let x = |value: f64| along(plan.span, self.axis.place(value));
        for tick in &self.axis.ticks {
            let strong = *tick == 0.0 && self.axis.low < 0.0;
            scene.line(
                (x(*tick), plan.top),
                (x(*tick), bottom),
                1.0,
                if strong { Colour::Mute.at(0.6) } else { Colour::Grid.into() },
            );
        }
        // As many ticks are named as have room.
        let widest =
            self.axis.ticks.iter().map(|t| typeface::width(&self.axis.written(*t), small, Weight::Regular));
        let room = (plan.span.1 - plan.span.0) / (self.axis.ticks.len().max(2) - 1) as f64;
        let every = ((widest.fold(0.0, f64::max) * 1.1 + 8.0) / room).ceil().max(1.0) as usize;
        for tick in self.axis.ticks.iter().step_by(every) {
            let at = (x(*tick), bottom + small + 5.0);
            scene.text(Label::new(self.axis.written(*tick), at, small).muted().anchored(Anchor::Middle));
        }
        if !self.measure.is_empty() {
            let words = typeface::cut(&self.measure, small, Weight::Regular, plan.format.width - 8.0);
            let wide = typeface::width(&words, small, Weight::Regular) * 1.06;
            let middle = (plan.span.0 + plan.span.1) / 2.0;
            let middle = middle.clamp(wide / 2.0, (plan.format.width - wide / 2.0).max(wide / 2.0));
            let at = (middle, bottom + 2.0 * small + 11.0);
            scene.text(Label::new(words, at, small).muted().anchored(Anchor::Middle));
        }
        if let Some(reference) = &self.reference {
            let at = x(reference.at);
            scene.dashes((at, plan.top - 4.0), (at, bottom), Colour::Mute);
            let words = typeface::cut(&reference.name, small, Weight::Regular, plan.format.width - 8.0);
            let half = typeface::width(&words, small, Weight::Regular) * 0.53;
            let middle = at.clamp(half + 2.0, (plan.format.width - half - 2.0).max(half + 2.0));
            scene.text(Label::new(words, (middle, plan.top - 8.0), small).muted().anchored(Anchor::Middle));
        }
    }

    fn draw_row(&self, scene: &mut Scene, plan: &Plan, row: &Row, top: f64) {
        let Format { text, width, .. } = plan.format;
        let lines = row.values.len().max(1) as f64;
        // The middle of the row's block of values, and the baseline of text on a line through a middle.
        let middle =
            if plan.stacked { top + 28.0 + (lines - 1.0) * STEP / 2.0 } else { top + plan.pitch / 2.0 };
        let base = |middle: f64| middle + text * 0.36;
        let name = typeface::cut(&row.name, text, Weight::Regular, plan.names.max(40.0));
        if plan.stacked {
            clear(scene, plan, &name, row, top);
        }
        match plan.stacked {
            true => scene.text(Label::new(name, (4.0, top + text + 1.0), text)),
            false => {
                scene.text(Label::new(name, (plan.names + 6.0, base(middle)), text).anchored(Anchor::End))
            }
        }
        if row.values.is_empty() {
            let room = if plan.stacked { width - 20.0 } else { width - plan.span.0 - 12.0 };
            let words = typeface::cut(&row.instead, text, Weight::Regular, room);
            scene.text(Label::new(words, (plan.span.0 + 6.0, base(middle)), text).muted());
        }
        for (place, value) in row.values.iter().enumerate() {
            let y = middle + (place as f64 - (lines - 1.0) / 2.0) * STEP;
            self.draw_value(scene, plan, value, y);
            let words = match plan.stacked {
                true if lines < 2.0 => (width - 4.0, top + text + 1.0),
                _ => (width - 4.0, base(y)),
            };
            let hue = if row.values.len() > 1 { value.hue } else { Colour::Ink };
            scene.text(Label::new(&value.words, words, text).anchored(Anchor::End).bold().coloured(hue));
        }
    }

    fn draw_value(&self, scene: &mut Scene, plan: &Plan, value: &Value, y: f64) {
        let x = |at: f64| along(plan.span, self.axis.place(at));
        match self.style {
            Style::Bar => {
                let (from, to) = (x(0.0).min(x(value.at)), x(0.0).max(x(value.at)));
                let height = if plan.pitch < 30.0 { 10.0 } else { 13.0 };
                scene.rectangle((from, y - height / 2.0), (to - from).max(1.0), height, value.hue.at(0.85));
                if let Some((lower, upper)) = value.ends {
                    scene.line((x(lower), y), (x(upper), y), 1.5, Colour::Ink);
                }
            }
            Style::Dot => {
                // Small, and the whisker's ends upright, so that a narrow interval still shows on both sides.
                scene.dot((x(value.at), y), 3.0, value.hue);
                if let Some((lower, upper)) = value.ends {
                    scene.line((x(lower), y), (x(upper), y), 2.0, value.hue.at(0.55));
                    for end in [lower, upper] {
                        scene.line((x(end), y - 4.0), (x(end), y + 4.0), 1.5, value.hue);
                    }
                }
            }
        }
    }
}

/// Takes the lines of the axis away from behind a row's words, which stand over its marks: a line through a number can be
/// read as its sign.
fn clear(scene: &mut Scene, plan: &Plan, name: &str, row: &Row, top: f64) {
    let Format { text, width, .. } = plan.format;
    let height = text + 5.0;
    scene.rectangle(
        (2.0, top),
        typeface::width(name, text, Weight::Regular) * 1.08 + 4.0,
        height,
        Colour::Wash,
    );
    if let [value] = row.values.as_slice() {
        let words = typeface::width(&value.words, text, Weight::Bold) * 1.08 + 6.0;
        scene.rectangle((width - words - 2.0, top), words, height, Colour::Wash);
    }
}

fn along(span: (f64, f64), place: f64) -> f64 {
    span.0 + (span.1 - span.0) * place
}
