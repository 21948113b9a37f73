//! Trend → named bytes: page, charts, trend.json, trend.csv, summary.

mod csv;
mod markdown;
pub mod phrase;
mod terminal;
#[cfg(test)]
mod tests;
pub mod words;

pub use terminal::trend_terminal;

use super::{Artifact, Options, RenderError, charts, html};
use crate::compare::trend::Trend;

/// Everything that an output folder of a trend holds, in a fixed order: page, trend.json, trend.csv, trend.md, charts. The
/// same trend and options give the same bytes.
///
/// # Errors
/// A mistake in a template or a chart; nothing in an audit causes one.
pub fn trend_artifacts(trend: &Trend, options: &Options) -> Result<Vec<Artifact>, RenderError> {
    let charts = charts::draw_trend(trend);
    let mut json = serde_json::to_string(trend).map_err(|error| RenderError::new("trend.json", error))?;
    json.push('\n');
    let mut artifacts = vec![
        Artifact::new("trend.html", html::trend_page(trend, &charts, options)?),
        Artifact::new("trend.json", json),
        csv::artifact(trend)?,
        markdown::artifact(trend),
    ];
    if options.png {
        artifacts.extend(charts.into_iter().map(|chart| Artifact::new(html::file_name(&chart), chart.png)));
    }
    Ok(artifacts)
}
