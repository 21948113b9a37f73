use super::chronology::Chronology;
use super::{Snapshot, TrendError};
use crate::vocabulary::{LabelSet, Question};

/// Holds every audit against the latest one: the same questions on the same scale with the same labels. With `skip` those
/// that are unlike are left out, and a note says so; otherwise the first of them is an error.
///
/// Label sets that nobody declared are what a log happens to show: they may differ by labels that nobody gave that time,
/// as long as they share one.
pub(super) fn keep_alike(
    found: &mut Chronology,
    skip: bool,
    notes: &mut Vec<String>,
) -> Result<(), TrendError> {
    let Some(latest) = found.snapshots.last() else { return Ok(()) };
    let unlike: Vec<Option<TrendError>> = found.snapshots.iter().map(|own| unlike(own, latest)).collect();
    if !skip {
        return unlike.into_iter().flatten().next().map_or(Ok(()), Err);
    }
    let left_out: Vec<String> = unlike.iter().flatten().map(|error| format!("Left out: {error}.")).collect();
    notes.extend(left_out);
    let keep: Vec<bool> = unlike.iter().map(Option::is_none).collect();
    found.retain(&keep);
    Ok(())
}

/// Why an audit cannot stand beside the latest one.
fn unlike(own: &Snapshot, latest: &Snapshot) -> Option<TrendError> {
    let mut shared = false;
    for question in &own.questions {
        let Some(other) = latest.questions.iter().find(|other| other.name == question.name) else { continue };
        shared = true;
        if question.scale != other.scale {
            return Some(TrendError::OtherScale {
                file: own.file.clone(),
                question: question.name.clone(),
                scale: question.scale.name().into(),
                latest: latest.file.clone(),
                latest_scale: other.scale.name().into(),
            });
        }
        if !same_labels(question, other) {
            return Some(TrendError::OtherLabels {
                file: own.file.clone(),
                question: question.name.clone(),
                latest: latest.file.clone(),
                only_here: missing(&question.labels, &other.labels),
                only_latest: missing(&other.labels, &question.labels),
            });
        }
    }
    let nothing = || TrendError::NothingShared { file: own.file.clone(), latest: latest.file.clone() };
    (!shared).then(nothing)
}

fn same_labels(own: &Question, latest: &Question) -> bool {
    let (own, latest) = (&own.labels, &latest.labels);
    if own.names == latest.names {
        return true;
    }
    !own.declared && !latest.declared && own.names.iter().any(|name| latest.names.contains(name))
}

/// The first five labels that one set has and the other has not.
fn missing(of: &LabelSet, from: &LabelSet) -> Vec<String> {
    of.names.iter().filter(|name| !from.names.contains(name)).take(5).cloned().collect()
}
