//! The page: one file, no network, readable without its script. View models of finished words, one per section; the
//! templates in `reports/templates/` hold no arithmetic.

mod agreement;
mod annotators;
mod cards;
mod coverage;
mod data;
mod estimate_cell;
mod fatigue;
mod figure;
mod headline;
mod human_model;
mod influence;
mod items;
mod labels;
mod matrix;
mod methods;
mod next_steps;
mod page;
mod place;
mod policy;
mod provenance;
mod scale;
mod section;
mod slices;
mod table;
mod templates;
#[cfg(test)]
mod tests;

pub use figure::file_name;

use super::charts::Chart;
use super::{Options, RenderError};
use crate::audit::Audit;

/// `report.html`.
///
/// # Errors
/// A template that names what is not there: a mistake of ours, found by any test that renders a page.
pub fn page(audit: &Audit, charts: &[Chart], options: &Options) -> Result<String, RenderError> {
    templates::fill("page.html", &page::Page::of(audit, charts, options))
        .map_err(|error| RenderError::new("report.html", format!("{error:#}")))
}
