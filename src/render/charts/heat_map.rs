//! A table of cells in two hues.

use super::format::{Form, Format};
use super::palette::Colour;
use super::scene::{Anchor, Ink, Label, Point, Scene};
use super::typeface::{self, Weight};

/// Rows and columns shown at most.
pub const LARGEST: usize = 40;
/// Rows and columns up to which cells hold words.
pub const WORDED: usize = 20;

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// How much of its hue, 0 to 1.
    pub strength: f64,
    /// Its hue.
    pub hue: Colour,
    /// What stands in it: `27`.
    pub words: String,
    /// What stands below it, smaller, where the cells are high enough: a count. Empty where there is no more to say.
    pub under: String,
}

/// A heat map.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatMap {
    /// Row names, top to bottom.
    pub rows: Vec<String>,
    /// Column names, left to right.
    pub columns: Vec<String>,
    /// Row by row; `None` cannot be had and stays empty.
    pub cells: Vec<Option<Cell>>,
    /// What rows and columns are: `rows: people's majority · columns: model`.
    pub sides: String,
    /// What colours mean where cells hold no words: a swatch with its words, from left to right; `None` is a cell that
    /// cannot be had.
    pub key: Vec<(Option<Cell>, String)>,
}

/// Where things lie in one format.
struct Plan {
    format: Format,
    /// Width of the column of row names.
    left: f64,
    /// Height of the column names.
    top: f64,
    /// A cell's width and height.
    cell: (f64, f64),
    /// Whether column names stand upright.
    standing: bool,
    /// Where the map begins when it is narrower than the chart.
    shift: f64,
}

impl Form for HeatMap {
    fn lay_out(&self, format: Format) -> Scene {
        let plan = self.plan(format);
        let mut scene = Scene::new(format.width);
        self.draw_names(&mut scene, &plan);
        self.draw_cells(&mut scene, &plan);
        let bottom = plan.top + plan.cell.1 * self.rows.len() as f64;
        let mut y = bottom + 6.0;
        for line in typeface::wrap(&self.sides, format.small, Weight::Regular, format.width - 8.0) {
            y += format.small * 1.35;
            let middle = (format.width / 2.0, y);
            scene.text(Label::new(line, middle, format.small).muted().anchored(Anchor::Middle));
        }
        y = self.draw_key(&mut scene, &plan, y);
        scene.height = y + 8.0;
        scene
    }

    fn is_broad(&self) -> bool {
        self.columns.len() > 10
    }
}

impl HeatMap {
    /// Names get what room the cells leave; cells are as large as fits, but no larger than reads well.
    fn plan(&self, format: Format) -> Plan {
        let widest = |names: &[String]| {
            names.iter().map(|n| typeface::width(n, format.text, Weight::Regular) * 1.06).fold(0.0, f64::max)
        };
        let (rows, columns) = (self.rows.len().max(1) as f64, self.columns.len().max(1) as f64);
        let left = (widest(&self.rows) + 10.0).min(format.width * if format.narrow { 0.27 } else { 0.26 });
        let width = ((format.width - left - 4.0) / columns).min(if format.narrow { 76.0 } else { 92.0 });
        let least = if rows <= WORDED as f64 { format.text + 6.0 } else { 9.0 };
        let width = if width > 6.0 { width.floor() } else { width };
        let height = width.min(if format.narrow { 44.0 } else { 52.0 }).max(least).round();
        let names = widest(&self.columns);
        let standing = names > width - 6.0;
        let top = if standing { names.min(120.0) + 12.0 } else { format.text + 12.0 };
        let shift = ((format.width - left - width * columns) / 2.0).max(0.0);
        // Whole pixels: crisp, and short in SVG.
        Plan {
            format,
            left: left.round(),
            top: top.round(),
            cell: (width, height),
            standing,
            shift: shift.round(),
        }
    }

    fn draw_names(&self, scene: &mut Scene, plan: &Plan) {
        let Format { text, .. } = plan.format;
        let line = text * 1.15;
        // Names that would touch are left out evenly: a name to every second, third … row or column.
        let every = |pitch: f64| (line / pitch).ceil().max(1.0) as usize;
        for (place, name) in self.rows.iter().enumerate().step_by(every(plan.cell.1)) {
            let middle = plan.top + plan.cell.1 * (place as f64 + 0.5);
            let name = typeface::cut(name, text, Weight::Regular, plan.left - 8.0);
            let at = (plan.shift + plan.left - 7.0, middle + text * 0.36);
            scene.text(Label::new(name, at, text).anchored(Anchor::End));
        }
        let step = if plan.standing { every(plan.cell.0) } else { 1 };
        for (place, name) in self.columns.iter().enumerate().step_by(step) {
            let middle = plan.shift + plan.left + plan.cell.0 * (place as f64 + 0.5);
            if plan.standing {
                let name = typeface::cut(name, text, Weight::Regular, plan.top - 10.0);
                scene.text(Label::new(name, (middle + text * 0.36, plan.top - 6.0), text).standing());
            } else {
                scene.text(Label::new(name, (middle, plan.top - 7.0), text).anchored(Anchor::Middle));
            }
        }
    }

    fn draw_cells(&self, scene: &mut Scene, plan: &Plan) {
        let gap = if plan.cell.0 < 14.0 { 1.0 } else { 2.0 };
        let worded = self.rows.len() <= WORDED && self.columns.len() <= WORDED;
        let places = || (0..self.rows.len()).flat_map(|r| (0..self.columns.len()).map(move |c| (r, c)));
        let corner = |r: usize, c: usize| {
            (plan.shift + plan.left + plan.cell.0 * c as f64, plan.top + plan.cell.1 * r as f64)
        };
        let mut order: Vec<(u32, bool, usize, usize)> = places()
            .filter_map(|(r, c)| {
                let cell = self.cells[r * self.columns.len() + c].as_ref()?;
                Some((level(cell), cell.hue == Colour::Orange, r, c))
            })
            .collect();
        // Cells of one level and hue follow each other, so that the SVG holds a path for each level.
        order.sort_unstable();
        let (rows, columns) = (self.rows.len() as f64, self.columns.len() as f64);
        let (x0, y0) = corner(0, 0);
        let (wide, high) = (plan.cell.0 * columns, plan.cell.1 * rows);
        scene.rectangle((x0, y0), wide, high, Colour::Wash);
        for (level, other, r, c) in order.into_iter().filter(|(level, ..)| *level > 0) {
            let hue = if other { Colour::Orange } else { Colour::Blue };
            scene.rectangle(corner(r, c), plan.cell.0, plan.cell.1, shade(level, hue, worded));
        }
        // What cannot be had bears a grey speck, so that it is told from a value near 0.
        for (r, c) in places().filter(|(r, c)| self.cells[r * self.columns.len() + c].is_none()) {
            let (x, y) = corner(r, c);
            speck(scene, (x + plan.cell.0 / 2.0, y + plan.cell.1 / 2.0), plan.cell.0);
        }
        // Lines in the ground's colour part the cells: fewer bytes than a gap around each of them.
        for k in 0..=self.rows.len() {
            let y = y0 + plan.cell.1 * k as f64;
            scene.line((x0, y), (x0 + wide, y), gap, Colour::Paper);
        }
        for k in 0..=self.columns.len() {
            let x = x0 + plan.cell.0 * k as f64;
            scene.line((x, y0), (x, y0 + high), gap, Colour::Paper);
        }
        if worded {
            self.draw_words(scene, plan);
        }
    }

    /// Swatches with their words in lines under the map; where the last line ends.
    fn draw_key(&self, scene: &mut Scene, plan: &Plan, bottom: f64) -> f64 {
        let (small, swatch) = (plan.format.small, 14.0);
        let worded = self.rows.len() <= WORDED && self.columns.len() <= WORDED;
        let (mut x, mut y) = (plan.shift + plan.left, bottom + 10.0);
        for (cell, words) in &self.key {
            let wide = typeface::width(words, small, Weight::Regular) * 1.06 + swatch + 6.0;
            if x + wide > plan.format.width - 4.0 && x > plan.shift + plan.left {
                (x, y) = (plan.shift + plan.left, y + small + 10.0);
            }
            scene.rectangle((x - 1.0, y - 1.0), swatch + 2.0, swatch + 2.0, Colour::Rule);
            scene.rectangle((x, y), swatch, swatch, Colour::Wash);
            match cell {
                Some(cell) if level(cell) > 0 => {
                    scene.rectangle((x, y), swatch, swatch, shade(level(cell), cell.hue, worded));
                }
                Some(_) => {}
                None => speck(scene, (x + swatch / 2.0, y + swatch / 2.0), swatch),
            }
            let at = (x + swatch + 6.0, y + swatch / 2.0 + small * 0.36);
            scene.text(Label::new(words, at, small).muted());
            x += wide + 14.0;
        }
        if self.key.is_empty() { bottom } else { y + swatch }
    }

    /// Words in the cells, as large as the widest of them allows; none where they would be too small to read.
    fn draw_words(&self, scene: &mut Scene, plan: &Plan) {
        let Format { text, small, .. } = plan.format;
        let widest = |of: fn(&Cell) -> &str, weight: Weight| {
            let wide = self.cells.iter().flatten().map(|cell| typeface::width(of(cell), 1.0, weight));
            wide.fold(0.1, f64::max)
        };
        let size = ((plan.cell.0 - 4.0) / (widest(|cell| &cell.words, Weight::Bold) * 1.05))
            .min(text)
            .min(plan.cell.1 - 4.0);
        if size < small.min(12.0) {
            return;
        }
        let under = (plan.cell.0 - 6.0) / (widest(|cell| &cell.under, Weight::Regular) * 1.05);
        let two_lines = under >= small && plan.cell.1 >= size + small + 6.0;
        for (place, cell) in self.cells.iter().enumerate() {
            let Some(cell) = cell.as_ref().filter(|cell| !cell.words.is_empty()) else { continue };
            let (r, c) = (place / self.columns.len(), place % self.columns.len());
            let x = plan.shift + plan.left + plan.cell.0 * (c as f64 + 0.5);
            let middle = plan.top + plan.cell.1 * (r as f64 + 0.5);
            let both = two_lines && !cell.under.is_empty();
            let y = if both { middle - 2.0 } else { middle + size * 0.36 };
            scene.text(Label::new(&cell.words, (x, y), size).anchored(Anchor::Middle).bold());
            if both {
                let below = (x, middle + small * 0.95);
                scene.text(Label::new(&cell.under, below, small).anchored(Anchor::Middle));
            }
        }
    }
}

/// How strong a cell's colour is, in twentieths.
fn level(cell: &Cell) -> u32 {
    (cell.strength.clamp(0.0, 1.0) * 20.0).ceil() as u32
}

/// The colour of a level. Under words the hue stays pale enough for 4.5 : 1 in light and dark; without them it may be
/// full.
fn shade(level: u32, hue: Colour, worded: bool) -> Ink {
    let full = if worded { 0.55 } else { 1.0 };
    hue.at((f64::from(level) / 20.0 * full).max(0.05))
}

/// The mark of what cannot be had, in the middle of a cell of this width.
fn speck(scene: &mut Scene, (x, y): Point, cell: f64) {
    let size = if cell < 20.0 { 2.0 } else { 4.0 };
    let corner = ((x - size / 2.0).round(), (y - size / 2.0).round());
    scene.rectangle(corner, size, size, Colour::Mute.at(0.45));
}
