//! The oracles once more, through the command line: each table is audited, and `estimates.csv` read.

mod annotator_aware;
mod classification;
mod fairness;
mod pooled;

use crate::program::{Row, estimates, place, put, raterscope};
use std::path::Path;

/// What an audit wrote.
pub struct Told {
    rows: Vec<Row>,
}

impl Told {
    /// A row of the section `agreement`.
    pub fn row(&self, metric: &str, slice: &str) -> &Row {
        let of = |row: &&Row| row.section == "agreement" && row.metric == metric && row.slice == slice;
        self.rows.iter().find(of).unwrap_or_else(|| panic!("no row {metric} of “{slice}”"))
    }
}

impl Told {
    /// The row of a coefficient of the whole log with its analytic error.
    pub fn analytic(&self, metric: &str) -> Option<&Row> {
        let of =
            |row: &&Row| row.section == "agreement_analytic" && row.metric == metric && row.slice.is_empty();
        self.rows.iter().find(of)
    }
}

/// Audits a table under these settings, with a file of distances where there is one.
pub fn audited(table: &Path, settings: &str, distances: Option<String>) -> Told {
    let place = place();
    put(place.path(), "raterscope.toml", settings);
    if let Some(distances) = distances {
        put(place.path(), "distances.csv", distances);
    }
    let table = table.to_str().expect("a path of plain letters");
    let ran = raterscope(place.path(), &["audit", table, "-o", "out"]);
    assert_eq!(ran.status, 0, "{table}: {ran:?}\n{settings}");
    Told { rows: estimates(&place.path().join("out/estimates.csv")) }
}
