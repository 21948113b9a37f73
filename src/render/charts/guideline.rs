//! Charts of guideline versions: the change of each coefficient at each change of version.

use super::comparison::{pair_sketch, rows_of_changes};
use super::sketch::Sketch;
use crate::audit::{QuestionAudit, VersionStep};

/// Steps that are drawn: the latest.
const STEPS: usize = 3;

/// What changed at the latest changes of version; `level` is the intervals' in words: `95 %`.
pub fn sketches(question: &QuestionAudit, level: &str) -> Vec<Sketch> {
    let Some(found) = question.guideline_versions.as_ref().and_then(|found| found.estimated()) else {
        return Vec::new();
    };
    found.steps.iter().rev().take(STEPS).flat_map(|step| of_step(step, level)).collect()
}

fn of_step(step: &VersionStep, level: &str) -> Vec<Sketch> {
    let versions = (step.before.as_str(), step.after.as_str());
    let id = format!("guideline-{}", super::slug(&step.after));
    let pairs = pair_sketch(&step.pairs, (format!("{id}-pairs"), "guideline_versions"), level);
    [rows_of_changes(&step.changes, versions, (id, "guideline_versions"), level), pairs]
        .into_iter()
        .flatten()
        .collect()
}
