use super::{Finding, Pattern, excludes_zero};
use crate::audit::{
    Against, Fairness, FairnessMeasure, FairnessMetric, GroupRate, ModelFairness, QuestionAudit,
};
use crate::vocabulary::Estimate;

/// Models that serve one group of items worse than the others, one finding for each attribute.
pub(super) fn of_question(question: &QuestionAudit) -> Vec<Finding> {
    let fairness = question.disparity.as_ref().and_then(|found| found.fairness.estimated());
    let models = fairness.into_iter().flat_map(|found: &Fairness| &found.models);
    models.filter_map(|model| of_model(question, model)).collect()
}

fn of_model(question: &QuestionAudit, model: &ModelFairness) -> Option<Finding> {
    let told = model.metrics.iter().filter(|metric| metric.reported);
    let (metric, group, estimate) =
        told.filter_map(worst).max_by(|a, b| a.2.value.abs().total_cmp(&b.2.value.abs()))?;
    let (id, words) = match (metric.measure, model.against) {
        (FairnessMeasure::Accuracy, Against::Consensus) => {
            ("agreement_with_consensus", "agrees with the consensus less often")
        }
        (FairnessMeasure::Accuracy, Against::Gold) => ("accuracy", "is right less often"),
        (FairnessMeasure::TruePositiveRate, _) => {
            ("true_positive_rate", "misses the positive label more often")
        }
        _ => ("false_positive_rate", "gives the positive label wrongly more often"),
    };
    Some(Finding {
        question: question.question.name.clone(),
        pattern: Pattern::Model,
        subject: format!("{}: {} = {}", model.model, model.attribute, group.group),
        estimate: Some(estimate.clone()),
        metric: format!("{id}_difference_to_rest"),
        observation: format!("The model {words} on items of “{}” ({}) than on others.", group.group, model.attribute),
        advice: "Look at its errors there before it is used on such items, and have people label them until it does as well as \
                 elsewhere."
            .into(),
        example_items: Vec::new(),
        reported: true,
    })
}

/// The group that fares worst in a rate where worse has a direction, if it is certain of it.
fn worst(metric: &FairnessMetric) -> Option<(&FairnessMetric, &GroupRate, &Estimate)> {
    let sign = match metric.measure {
        FairnessMeasure::Accuracy | FairnessMeasure::TruePositiveRate => 1.0,
        FairnessMeasure::FalsePositiveRate => -1.0,
        FairnessMeasure::SelectionRate | FairnessMeasure::Precision => return None,
    };
    let known = metric.by_group.iter().filter_map(|own| Some((own, own.to_rest.estimated()?)));
    let (group, estimate) = known.min_by(|a, b| (sign * a.1.value).total_cmp(&(sign * b.1.value)))?;
    (sign * estimate.value < 0.0 && excludes_zero(estimate)).then_some((metric, group, estimate))
}
