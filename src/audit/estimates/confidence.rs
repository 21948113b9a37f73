use super::{Section, within};
use crate::audit::{
    CalibrationAgainst, EstimateRow, ModelCalibration, ModelRouting, ProbabilityScores, Reference,
    ReliabilityDiagram, RoutingThreshold,
};
use crate::vocabulary::{Outcome, SliceKey};

/// How far models' confidence lies from how often they are right, and what their probabilities score.
pub(super) fn of_calibration(outcome: &Outcome<Vec<ModelCalibration>>, section: &mut Section<'_, '_>) {
    let models = match outcome {
        Outcome::NotEstimable(reason) => {
            return section.missing("calibration_difference", SliceKey::whole(), reason);
        }
        Outcome::Estimated(models) => models,
    };
    for model in models {
        let key = SliceKey::of("model", &model.model);
        for (reference, against) in [
            (Reference::Gold, &model.gold),
            (Reference::Consensus, &model.consensus),
            (Reference::People, &model.people),
        ] {
            let key = beside(&key, reference);
            match against {
                Outcome::NotEstimable(reason) => section.missing("calibration_difference", key, reason),
                Outcome::Estimated(against) => of_reference(against, &key, section),
            }
        }
        match &model.probabilities {
            Outcome::NotEstimable(reason) => section.missing("brier", key, reason),
            Outcome::Estimated(all) => all.iter().for_each(|scores| of_scores(scores, &key, section)),
        }
    }
}

fn beside(model: &SliceKey, reference: Reference) -> SliceKey {
    within(model, SliceKey::of("against", reference.word()))
}

fn of_reference(against: &CalibrationAgainst, key: &SliceKey, section: &mut Section<'_, '_>) {
    let mean = |value: f64| Outcome::Estimated(value);
    section.number("mean_confidence", key.clone(), &mean(against.mean_confidence));
    section.push("agreement_at_confidence", key.clone(), &against.agreement);
    section.push("calibration_difference", key.clone(), &against.difference);
    section.push("confidence_brier", key.clone(), &against.brier);
    section.push("confidence_log_loss", key.clone(), &against.log_loss);
    of_diagram(&against.equal_width, &within(key, SliceKey::of("bands", "equal_width")), section);
    of_diagram(&against.equal_mass, &within(key, SliceKey::of("bands", "equal_mass")), section);
    for label in &against.labels {
        let key = within(key, SliceKey::of("label", &label.label));
        section.number("mean_confidence", key.clone(), &mean(label.mean_confidence));
        section.push("agreement_at_confidence", key.clone(), &label.agreement);
        section.push("calibration_difference", key.clone(), &label.difference);
        if let Some(q) = label.q {
            section.number("calibration_difference_q", key, &mean(q));
        }
    }
}

fn of_diagram(diagram: &ReliabilityDiagram, key: &SliceKey, section: &mut Section<'_, '_>) {
    for (metric, value) in [
        ("expected_calibration_error", diagram.ece),
        ("expected_calibration_error_debiased", diagram.debiased_ece),
        ("expected_calibration_error_if_calibrated", diagram.ece_null.mean),
        ("expected_calibration_error_p", diagram.ece_null.p),
        ("maximum_calibration_error", diagram.mce),
        ("maximum_calibration_error_if_calibrated", diagram.mce_null.mean),
        ("maximum_calibration_error_p", diagram.mce_null.p),
    ] {
        section.number(metric, key.clone(), &Outcome::Estimated(value));
    }
    for bin in &diagram.bins {
        let key = within(key, SliceKey::of("confidence", &format!("{}-{}", short(bin.from), short(bin.to))));
        section.number("mean_confidence", key.clone(), &Outcome::Estimated(bin.mean_confidence));
        section.push("agreement_at_confidence", key, &bin.agreement);
    }
}

/// A confidence to six digits, without those that say nothing.
fn short(confidence: f64) -> f64 {
    (confidence * 1e6).round() / 1e6
}

fn of_scores(scores: &ProbabilityScores, model: &SliceKey, section: &mut Section<'_, '_>) {
    let key = beside(model, scores.reference);
    section.push("brier", key.clone(), &scores.brier);
    section.number("brier_half", key.clone(), &scores.brier_half);
    section.push("log_loss", key.clone(), &scores.log_loss);
    section.number("roc_auc", key.clone(), &scores.roc_auc);
    for label in &scores.labels {
        let key = within(&key, SliceKey::of("label", &label.label));
        section.number("roc_auc", key.clone(), &label.roc_auc);
        section.number("average_precision", key.clone(), &label.average_precision);
        section.number("brier_half", key, &Outcome::Estimated(label.brier));
    }
}

/// What models may label alone.
pub(super) fn of_routing(outcome: &Outcome<Vec<ModelRouting>>, section: &mut Section<'_, '_>) {
    let models = match outcome {
        Outcome::NotEstimable(reason) => return section.missing("aurc", SliceKey::whole(), reason),
        Outcome::Estimated(models) => models,
    };
    for model in models {
        let key = beside(&SliceKey::of("model", &model.model), model.against);
        section.push("model_error", key.clone(), &model.error);
        section.push("aurc", key.clone(), &model.aurc);
        section.number("excess_aurc", key.clone(), &Outcome::Estimated(model.excess_aurc));
        for point in &model.curve {
            let part = SliceKey::of("confidence", &short(point.threshold).to_string());
            let row = EstimateRow {
                lower: Some(point.ends.0),
                upper: Some(point.ends.1),
                n_items: Some(point.items),
                method: "items from this confidence up; Wilson score, place by place".into(),
                ..EstimateRow::of_number(&Outcome::Estimated(point.error))
            };
            section.row("error_above_confidence", within(&key, part), row);
        }
        if let Some(asked) = &model.by_target {
            let key = within(&key, SliceKey::of("target_error", &asked.target.to_string()));
            of_threshold(&asked.threshold, &key, section);
            if let Some(by_label) = &asked.by_label {
                let together = within(&key, SliceKey::of("thresholds", "by_label"));
                of_work((by_label.alone_share, by_label.to_people, &by_label.hours), &together, section);
                for label in &by_label.labels {
                    let key = within(&together, SliceKey::of("label", &label.label));
                    section.number("routing_threshold", key, &Outcome::Estimated(label.threshold));
                }
            }
        }
        if let Some(asked) = &model.by_hours {
            let key = within(&key, SliceKey::of("human_hours", &asked.hours.to_string()));
            of_threshold(&asked.threshold, &key, section);
        }
    }
}

fn of_threshold(outcome: &Outcome<RoutingThreshold>, key: &SliceKey, section: &mut Section<'_, '_>) {
    match outcome {
        Outcome::NotEstimable(reason) => section.missing("routing_threshold", key.clone(), reason),
        Outcome::Estimated(found) => {
            section.number("routing_threshold", key.clone(), &Outcome::Estimated(found.threshold));
            section.number("routing_error_at_most", key.clone(), &Outcome::Estimated(found.at_most));
            of_work((found.alone_share, found.to_people, &found.hours), key, section);
        }
    }
}

fn of_work(
    (share, to_people, hours): (f64, u64, &Outcome<f64>),
    key: &SliceKey,
    section: &mut Section<'_, '_>,
) {
    section.number("routed_to_model_share", key.clone(), &Outcome::Estimated(share));
    section.number("routed_to_people", key.clone(), &Outcome::Estimated(to_people as f64));
    section.number("routing_hours", key.clone(), hours);
}
