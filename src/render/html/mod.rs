//! The page: one file, no network, readable without its script. View models of finished words, one per section; the
//! templates in `reports/templates/` hold no arithmetic.

mod agreement;
mod annotators;
mod beside_people;
mod cards;
mod comparison;
mod confidence;
mod consensus;
mod course;
mod coverage;
mod data;
mod disparity;
mod drift;
mod estimate_cell;
mod fatigue;
mod figure;
mod guideline;
mod headline;
mod human_model;
mod influence;
mod interventions;
mod items;
mod labels;
mod matrix;
mod methods;
mod model_kinds;
mod model_quality;
mod next_steps;
mod numbers;
mod order_effects;
mod pace;
mod page;
mod place;
mod policy;
mod provenance;
mod questions;
mod room;
mod scale;
mod section;
mod sheet;
mod slices;
mod table;
mod templates;
#[cfg(test)]
mod tests;
mod trend;
mod two_golds;

pub use comparison::comparison_page;
pub use figure::file_name;
pub use sheet::{sheet, sheet_index};
pub use trend::trend_page;

use super::charts::Chart;
use super::{Options, RenderError};
use crate::audit::Audit;
use room::Room;

/// `report.html`: under 2 MB for any log, with less of it shown where it has to be.
///
/// # Errors
/// A template that names what is not there: a mistake of ours, found by any test that renders a page.
pub fn page(audit: &Audit, charts: &[Chart], options: &Options) -> Result<String, RenderError> {
    let mut room = Room::of(audit.questions.len(), options);
    loop {
        let page = templates::fill("page.html", &page::Page::of(audit, charts, room))
            .map_err(|error| RenderError::new("report.html", format!("{error:#}")))?;
        match room.smaller() {
            Some(smaller) if page.len() > Room::MAX_BYTES => room = smaller,
            _ => return Ok(page),
        }
    }
}
