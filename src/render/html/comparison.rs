//! The page of a comparison.

mod page;
pub mod sections;

use super::super::charts::Chart;
use super::super::{Options, RenderError};
use super::room::Room;
use super::templates;
use crate::compare::Comparison;

/// `comparison.html`: under 2 MB for any comparison, with less of it shown where it has to be.
///
/// # Errors
/// A template that names what is not there: a mistake of ours, found by any test that renders a page.
pub fn comparison_page(
    comparison: &Comparison,
    charts: &[Chart],
    options: &Options,
) -> Result<String, RenderError> {
    let mut room = Room::of(comparison.questions.len(), options);
    loop {
        let page = templates::fill("comparison.html", &page::Page::of(comparison, charts, room))
            .map_err(|error| RenderError::new("comparison.html", format!("{error:#}")))?;
        match room.smaller() {
            Some(smaller) if page.len() > Room::MAX_BYTES => room = smaller,
            _ => return Ok(page),
        }
    }
}
