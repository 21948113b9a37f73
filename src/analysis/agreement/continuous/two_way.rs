use super::rating_table::RatingTable;
use crate::vocabulary::Reason;

/// Analysis of variance by item and annotator of a complete table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct TwoWay {
    /// Items.
    pub items: f64,
    /// Annotators.
    pub annotators: f64,
    /// Mean square between items.
    pub rows: f64,
    /// Mean square between annotators.
    pub columns: f64,
    /// Mean square of what neither explains.
    pub error: f64,
}

impl TwoWay {
    /// Mean squares of a table, around its means, so that a large common offset cancels nothing.
    ///
    /// # Errors
    /// No variation at all.
    pub fn of(table: &RatingTable<'_>) -> Result<Self, Reason> {
        let (n, k) = (table.items() as f64, table.annotators() as f64);
        let origin = table.row(0).next().unwrap_or(0.0);
        let mut row_means = vec![0.0; table.items()];
        let mut column_means = vec![0.0; table.annotators()];
        for (i, mean) in row_means.iter_mut().enumerate() {
            for (x, column) in table.row(i).zip(&mut column_means) {
                *mean += (x - origin) / k;
                *column += (x - origin) / n;
            }
        }
        let grand = row_means.iter().sum::<f64>() / n;
        let mut error = 0.0;
        for (i, row) in row_means.iter().enumerate() {
            for (x, column) in table.row(i).zip(&column_means) {
                error += (x - origin - row - column + grand).powi(2);
            }
        }
        let spread = |means: &[f64]| means.iter().map(|mean| (mean - grand).powi(2)).sum::<f64>();
        let out = Self {
            items: n,
            annotators: k,
            rows: k * spread(&row_means) / (n - 1.0),
            columns: n * spread(&column_means) / (k - 1.0),
            error: error / ((n - 1.0) * (k - 1.0)),
        };
        let all = out.rows + out.columns + out.error;
        if all <= 0.0 { Err(Reason::NoExpectedDisagreement) } else { Ok(out.without_rounding(all)) }
    }

    /// Means are rounded, so that 0 may come out as 1e-30: what is nothing beside the rest is nothing.
    fn without_rounding(self, all: f64) -> Self {
        let clean = |square: f64| if square < all * 1e-24 { 0.0 } else { square };
        Self { rows: clean(self.rows), columns: clean(self.columns), error: clean(self.error), ..self }
    }
}
