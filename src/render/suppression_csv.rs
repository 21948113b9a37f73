use super::{Artifact, RenderError, inert};
use crate::audit::Audit;

const NAME: &str = "suppression.csv";

/// `suppression.csv`: the suppression log. A row with `groups` says what is withheld by which rule, a row with `cells` how
/// many numbers of one part of `audit.json` that concerns. A header alone means that nothing was withheld.
///
/// # Errors
/// None that an audit can cause: it is written to memory.
pub fn artifact(audit: &Audit) -> Result<Artifact, RenderError> {
    let failed = |error: csv::Error| RenderError::new(NAME, error);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["question", "what", "where", "rule", "groups", "cells", "why"]).map_err(failed)?;
    for note in &audit.suppression {
        let groups = note.groups.map_or(String::new(), |groups| groups.to_string());
        let (question, what) = (inert(&note.question), inert(&note.what));
        let row = [&question, &what, &note.place, note.rule.code(), &groups, "", &note.why];
        writer.write_record(row).map_err(failed)?;
    }
    for cells in &audit.suppressed_cells {
        let (question, count) = (inert(&cells.question), cells.cells.to_string());
        let row = [&question, "numbers", &cells.part, cells.rule.code(), "", &count, ""];
        writer.write_record(row).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|error| RenderError::new(NAME, error.error()))?;
    Ok(Artifact::new(NAME, bytes))
}
