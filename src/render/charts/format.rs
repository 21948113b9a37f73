use super::scene::Scene;

/// For which room a chart is laid out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Format {
    /// Pixels from left to right.
    pub width: f64,
    /// Size of names and values.
    pub text: f64,
    /// Size of ticks and notes.
    pub small: f64,
    /// Whether names stand above their marks instead of beside them.
    pub narrow: bool,
}

impl Format {
    /// A column of the page, about 400 to 640 px.
    pub const COLUMN: Format = Format { width: 480.0, text: 14.0, small: 13.5, narrow: false };
    /// The page's whole width, about 600 to 900 px: for large heat maps.
    pub const BROAD: Format = Format { width: 800.0, text: 14.0, small: 13.5, narrow: false };
    /// A telephone: no text under 11 px where the drawing is 320 px wide.
    pub const NARROW: Format = Format { width: 340.0, text: 12.5, small: 12.0, narrow: true };
    /// A slide's picture, drawn at twice this size.
    pub const SLIDE: Format = Format { width: 760.0, text: 15.0, small: 13.5, narrow: false };
}

/// A form of chart with its data: knows its place in every format.
pub trait Form: Send + Sync {
    /// Lays the marks out; the same data and format give the same scene.
    fn lay_out(&self, format: Format) -> Scene;

    /// Whether the chart needs the page's whole width.
    fn is_broad(&self) -> bool {
        false
    }
}
