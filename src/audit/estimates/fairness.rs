use super::{Section, within};
use crate::audit::{Against, EstimateRow, Fairness, FairnessMeasure, FairnessMetric, ModelFairness};
use crate::vocabulary::{Outcome, SliceKey};

/// Rows of models by group of items.
pub(super) fn rows(found: &Outcome<Fairness>, section: &mut Section<'_, '_>) {
    let fairness = match found {
        Outcome::NotEstimable(reason) => {
            return section.missing("selection_rate", SliceKey::whole(), reason);
        }
        Outcome::Estimated(fairness) => fairness,
    };
    let family = format!("Benjamini–Hochberg over {} differences", fairness.tests);
    for model in &fairness.models {
        let key =
            within(&SliceKey::of("model", &model.model), SliceKey::of("item_attribute", &model.attribute));
        for metric in &model.metrics {
            let key = match &metric.positive {
                Some(label) => within(&key, SliceKey::of("label", label)),
                None => key.clone(),
            };
            of_metric(model, metric, &key, &family, section);
        }
        for odds in &model.odds {
            let key = within(&key, SliceKey::of("label", &odds.positive));
            section.number("equalized_odds_difference", key.clone(), &odds.difference);
            section.number("equalized_odds_ratio", key, &odds.ratio);
        }
    }
}

fn of_metric(
    model: &ModelFairness,
    metric: &FairnessMetric,
    key: &SliceKey,
    family: &str,
    section: &mut Section<'_, '_>,
) {
    let name = id(metric.measure, model.against);
    section.push(name, key.clone(), &metric.overall);
    for group in &metric.by_group {
        let part = within(key, SliceKey::of("group", &group.group));
        section.push(name, part.clone(), &group.rate);
        section.push(&format!("{name}_difference_to_rest"), part, &group.to_rest);
    }
    for (suffix, outcome) in [
        ("difference", &metric.difference),
        ("difference_to_overall", &metric.difference_to_overall),
        ("ratio", &metric.ratio),
        ("ratio_to_overall", &metric.ratio_to_overall),
    ] {
        section.push(&format!("{name}_{suffix}"), key.clone(), outcome);
    }
    if let Some(chance) = &metric.chance {
        let draws = format!("{} exchanges of items' groups", chance.draws);
        for (suffix, value, method) in
            [("expected", chance.expected, &*draws), ("p", chance.p, &*draws), ("q", chance.q, family)]
        {
            let row =
                EstimateRow { method: method.into(), ..EstimateRow::of_number(&Outcome::Estimated(value)) };
            section.row(&format!("{name}_difference_{suffix}"), key.clone(), row);
        }
    }
}

/// Only gold says what is accurate.
fn id(measure: FairnessMeasure, against: Against) -> &'static str {
    match (measure, against) {
        (FairnessMeasure::Accuracy, Against::Consensus) => "agreement_with_consensus",
        _ => measure.name(),
    }
}
