//! Audit → named bytes: page, charts, tables. Never opens a tally, never touches the disk.

mod artifact;
pub mod charts;
mod cohesion_phrase;
pub mod comparison;
mod confidence_phrase;
mod consensus_phrase;
mod course_phrase;
mod error;
mod estimates_csv;
mod gate;
mod hostile_text;
mod html;
mod json;
mod markdown;
mod next_step;
pub mod number;
mod options;
mod paradox;
mod phrase;
mod plan;
mod prose;
#[cfg(test)]
mod sample_audit;
mod severity_phrase;
mod sheets;
mod suppression_csv;
mod terminal;
mod trend;

pub use artifact::Artifact;
pub use error::RenderError;
pub use estimates_csv::inert;
pub use gate::{GateFormat, gate};
pub use options::{Options, TerminalOptions};
pub use plan::{PlanFormat, plan};
pub use sheets::{sheet, sheet_index, sheet_name};
pub use terminal::terminal;
pub use trend::{trend_artifacts, trend_terminal};

use crate::audit::Audit;

/// Everything that an output folder holds, in a fixed order: page, `audit.json`, `estimates.csv`,
/// `suppression.csv`, `summary.md`, charts. The same audit and options give the same bytes.
///
/// # Errors
/// A mistake in a template or a chart; nothing in an audit causes one.
pub fn artifacts(audit: &Audit, options: &Options) -> Result<Vec<Artifact>, RenderError> {
    let charts = charts::draw_all(audit);
    let mut artifacts = vec![
        Artifact::new("report.html", html::page(audit, &charts, options)?),
        json::artifact(audit),
        estimates_csv::artifact(audit)?,
        suppression_csv::artifact(audit)?,
        markdown::artifact(audit),
    ];
    if options.png {
        artifacts.extend(charts.into_iter().map(|chart| Artifact::new(html::file_name(&chart), chart.png)));
    }
    Ok(artifacts)
}
