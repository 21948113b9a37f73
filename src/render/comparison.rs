//! A comparison of two audits → named bytes: page, charts, table, summary, terminal.

mod csv;
mod markdown;
pub mod phrase;
mod terminal;

pub use terminal::terminal;

use super::{Artifact, Options, RenderError, charts, html};
use crate::compare::Comparison;

/// Everything that an output folder of a comparison holds, in a fixed order: page, `comparison.json`, `changes.csv`,
/// `comparison.md`, charts. The same comparison and options give the same bytes.
///
/// # Errors
/// A mistake in a template or a chart; nothing in a comparison causes one.
pub fn artifacts(comparison: &Comparison, options: &Options) -> Result<Vec<Artifact>, RenderError> {
    let charts = charts::draw_comparison(comparison);
    let mut json = serde_json::to_vec(comparison)
        .map_err(|error| RenderError::new("comparison.json", error.to_string()))?;
    json.push(b'\n');
    let mut artifacts = vec![
        Artifact::new("comparison.html", html::comparison_page(comparison, &charts, options)?),
        Artifact::new("comparison.json", json),
        csv::artifact(comparison)?,
        markdown::artifact(comparison),
    ];
    if options.png {
        artifacts.extend(charts.into_iter().map(|chart| Artifact::new(html::file_name(&chart), chart.png)));
    }
    Ok(artifacts)
}
