use serde::{Deserialize, Serialize};

/// A table of numbers with names on both sides, row-major: confusion, coincidence, annotator × annotator.
/// A cell that cannot be had is `None`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Matrix {
    /// Row names.
    pub rows: Vec<String>,
    /// Column names.
    pub columns: Vec<String>,
    /// `rows.len() × columns.len()` cells, row by row.
    pub cells: Vec<Option<f64>>,
}

impl Matrix {
    /// The cell in row `row` and column `column`.
    pub fn cell(&self, row: usize, column: usize) -> Option<f64> {
        self.cells[row * self.columns.len() + column]
    }
}

/// Named values along one axis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// What the values are.
    pub name: String,
    /// (place on the axis, value).
    pub points: Vec<(f64, f64)>,
}

/// One point of a [`Curve`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// Place on the axis.
    pub x: f64,
    /// Value.
    pub y: f64,
    /// Lower and upper end of its interval, where there is one.
    pub band: Option<(f64, f64)>,
    /// Annotations behind it.
    pub n: u64,
}

/// Values over position or time with a band.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    /// What is drawn.
    pub name: String,
    /// In order of `x`.
    pub points: Vec<CurvePoint>,
}
