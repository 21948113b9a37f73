//! A chart laid out: marks at their places, in pixels, before it is known whether they become SVG or PNG.

use super::palette::Colour;
use super::typeface::Weight;

/// A colour, and how much of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ink {
    /// The colour.
    pub colour: Colour,
    /// 0 is nothing, 1 covers.
    pub opacity: f64,
}

impl From<Colour> for Ink {
    fn from(colour: Colour) -> Self {
        Ink { colour, opacity: 1.0 }
    }
}

impl Colour {
    /// This much of the colour.
    pub fn at(self, opacity: f64) -> Ink {
        Ink { colour: self, opacity }
    }
}

/// A place in pixels from the upper left corner.
pub type Point = (f64, f64);

/// Which end of a text its place names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Its beginning.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// A line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// What it says, already harmless and cut to its room.
    pub text: String,
    /// Where its baseline lies.
    pub at: Point,
    /// Which end of it lies there.
    pub anchor: Anchor,
    /// Pixels per em.
    pub size: f64,
    /// How heavy.
    pub weight: Weight,
    /// Its colour.
    pub colour: Colour,
    /// Whether it runs from bottom to top.
    pub upright: bool,
}

impl Label {
    /// Text that begins here, in ink.
    pub fn new(text: impl Into<String>, at: Point, size: f64) -> Self {
        Label {
            text: text.into(),
            at,
            anchor: Anchor::Start,
            size,
            weight: Weight::Regular,
            colour: Colour::Ink,
            upright: false,
        }
    }

    /// The same, anchored elsewhere.
    pub fn anchored(self, anchor: Anchor) -> Self {
        Label { anchor, ..self }
    }

    /// The same, standing back.
    pub fn muted(self) -> Self {
        Label { colour: Colour::Mute, ..self }
    }

    /// The same in this colour.
    pub fn coloured(self, colour: Colour) -> Self {
        Label { colour, ..self }
    }

    /// The same in bold.
    pub fn bold(self) -> Self {
        Label { weight: Weight::Bold, ..self }
    }

    /// The same, from bottom to top.
    pub fn standing(self) -> Self {
        Label { upright: true, ..self }
    }
}

/// One thing drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// A filled rectangle: upper left corner, width, height.
    Rectangle(Point, f64, f64, Ink),
    /// A straight line with its width.
    Line(Point, Point, f64, Ink),
    /// A thin dashed line.
    Dashes(Point, Point, Colour),
    /// Straight lines from point to point with their width.
    Path(Vec<Point>, f64, Ink),
    /// A filled polygon.
    Area(Vec<Point>, Ink),
    /// A dot with its radius, ringed by the ground's colour.
    Dot(Point, f64, Colour),
    /// Text.
    Text(Label),
}

/// A chart laid out.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// Pixels from left to right.
    pub width: f64,
    /// Pixels from top to bottom.
    pub height: f64,
    /// What is drawn, from the ground up.
    pub marks: Vec<Mark>,
}

impl Scene {
    /// An empty scene; its height is set when it is known.
    pub fn new(width: f64) -> Self {
        Scene { width, height: 0.0, marks: Vec::new() }
    }

    /// Adds a filled rectangle.
    pub fn rectangle(&mut self, at: Point, width: f64, height: f64, ink: impl Into<Ink>) {
        self.marks.push(Mark::Rectangle(at, width, height, ink.into()));
    }

    /// Adds a straight line.
    pub fn line(&mut self, from: Point, to: Point, width: f64, ink: impl Into<Ink>) {
        self.marks.push(Mark::Line(from, to, width, ink.into()));
    }

    /// Adds a thin dashed line.
    pub fn dashes(&mut self, from: Point, to: Point, colour: Colour) {
        self.marks.push(Mark::Dashes(from, to, colour));
    }

    /// Adds a line through points.
    pub fn path(&mut self, points: Vec<Point>, width: f64, ink: impl Into<Ink>) {
        self.marks.push(Mark::Path(points, width, ink.into()));
    }

    /// Adds a filled polygon.
    pub fn area(&mut self, points: Vec<Point>, ink: impl Into<Ink>) {
        self.marks.push(Mark::Area(points, ink.into()));
    }

    /// Adds a dot.
    pub fn dot(&mut self, at: Point, radius: f64, colour: Colour) {
        self.marks.push(Mark::Dot(at, radius, colour));
    }

    /// Adds text.
    pub fn text(&mut self, label: Label) {
        self.marks.push(Mark::Text(label));
    }
}
