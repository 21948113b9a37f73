use super::{Audit, DriftKind};

/// Leaves out the values by period of series about labels, or of all series; what is said of their changes stays.
pub(super) fn leave_out(audit: &mut Audit, of_labels_only: bool) -> bool {
    let mut shortened = false;
    let drifts = audit.questions.iter_mut().filter_map(|question| question.drift.as_mut()?.estimated_mut());
    for series in drifts.flat_map(|drift| &mut drift.series) {
        let of_label = matches!(series.kind, DriftKind::LabelShare | DriftKind::ModelLabelShare);
        if of_label || !of_labels_only {
            shortened |= !series.points.is_empty();
            series.points.clear();
        }
    }
    shortened
}
