use super::{Section, within};
use crate::audit::{Drift, DriftKind, DriftPoint, DriftSeries, EstimateRow};
use crate::vocabulary::{Outcome, SliceKey};

/// Points of every series by period, then its likeliest change with p and q.
pub(super) fn rows(outcome: &Outcome<Drift>, section: &mut Section<'_, '_>) {
    let drift = match outcome {
        Outcome::NotEstimable(reason) => {
            return section.missing("drift_change", SliceKey::whole(), reason);
        }
        Outcome::Estimated(drift) => drift,
    };
    for series in &drift.series {
        for point in &series.points {
            let period = SliceKey::of("period", &drift.periods[point.period as usize]);
            let key = subject(series).into_iter().fold(period, |key, part| within(&key, part));
            section.row(series.kind.metric(), key, of_point(series.kind, point));
        }
    }
    for series in &drift.series {
        let key = SliceKey::of("series", series.kind.metric());
        let key = subject(series).into_iter().fold(key, |key, part| within(&key, part));
        let change = match &series.change {
            Outcome::NotEstimable(reason) => {
                section.missing("drift_change", key, reason);
                continue;
            }
            Outcome::Estimated(change) => change,
        };
        let from = &drift.periods[change.from as usize];
        let difference = EstimateRow {
            method: format!("from {from} on; {}", change.difference.method),
            ..EstimateRow::of_estimate(&change.difference)
        };
        section.row("drift_change", key.clone(), difference);
        let method = format!(
            "sup F against series without a change, dispersion {:.2}, correlation {:.2}; Benjamini–Hochberg over {} series",
            change.dispersion, change.correlation, drift.tests
        );
        for (metric, value) in [("drift_p", change.p), ("drift_q", change.q_value)] {
            let row =
                EstimateRow { method: method.clone(), ..EstimateRow::of_number(&Outcome::Estimated(value)) };
            section.row(metric, key.clone(), row);
        }
    }
}

/// Which model, which label.
fn subject(series: &DriftSeries) -> Vec<SliceKey> {
    let part = |name: &str, value: &Option<String>| value.as_ref().map(|value| SliceKey::of(name, value));
    part("model", &series.model).into_iter().chain(part("label", &series.label)).collect()
}

fn of_point(kind: DriftKind, point: &DriftPoint) -> EstimateRow {
    let of_items = kind == DriftKind::ModelLabelShare;
    EstimateRow {
        lower: point.ends.map(|ends| ends.0),
        upper: point.ends.map(|ends| ends.1),
        n_items: of_items.then_some(point.n),
        n_annotations: (!of_items).then_some(point.n),
        n_annotators: Some(point.annotators).filter(|&n| n > 0),
        method: if of_items { "Wilson over items" } else { "clustered by annotator" }.into(),
        ..EstimateRow::of_number(&Outcome::Estimated(point.value))
    }
}
