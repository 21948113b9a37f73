use super::{Finding, Pattern};
use crate::audit::{AttributeSeverity, LabelContrast, QuestionAudit};
use crate::vocabulary::Outcome;

/// Contrasts that are told.
const TOLD: usize = 5;

/// One reported contrast.
struct Told<'a> {
    attribute: &'a str,
    group: &'a str,
    contrast: &'a LabelContrast,
}

/// Groups that give a label more or less often than all others do on the same items, widest first: those that are reported,
/// after Benjamini–Hochberg over all contrasts of the question and beyond the margin.
pub(super) fn of_question(question: &QuestionAudit) -> Vec<Finding> {
    let Some(Outcome::Estimated(severity)) = question.disparity.as_ref().map(|found| &found.severity) else {
        return Vec::new();
    };
    let mut told: Vec<Told<'_>> = severity.attributes.iter().flat_map(reported).collect();
    told.sort_by(|a, b| {
        let size = |told: &Told<'_>| told.contrast.difference.value.abs();
        let key = |told: &Told<'_>| (told.attribute.to_owned(), told.group.to_owned());
        size(b).total_cmp(&size(a)).then_with(|| key(a).cmp(&key(b)))
    });
    told.into_iter().take(TOLD).map(|told| finding(question, &told)).collect()
}

/// Of two labels, or of two groups with the same labels, the second says the same as the first with the sign turned.
fn reported(attribute: &AttributeSeverity) -> Vec<Told<'_>> {
    let mut told: Vec<Told<'_>> = Vec::new();
    for group in &attribute.groups {
        let contrasts = group.contrasts.estimated().map_or(&[][..], Vec::as_slice);
        let first = usize::from(contrasts.len() == 2 && contrasts.iter().all(|own| own.label.is_some()));
        for contrast in contrasts.iter().skip(first).filter(|contrast| contrast.reported) {
            let turned = told.iter().any(|other| {
                let sum = other.contrast.difference.value + contrast.difference.value;
                attribute.simultaneous as usize <= contrasts.len()
                    && other.contrast.label == contrast.label
                    && sum.abs() < 1e-9
            });
            if !turned {
                told.push(Told { attribute: &attribute.attribute, group: &group.group, contrast });
            }
        }
    }
    told
}

fn finding(question: &QuestionAudit, told: &Told<'_>) -> Finding {
    let Told { attribute, group, contrast } = told;
    let up = contrast.difference.value > 0.0;
    let (observation, metric) = match &contrast.label {
        Some(label) => {
            let more = if up { "more" } else { "less" };
            let observation = format!(
                "Annotators of the group “{group}” ({attribute}) give “{label}” {more} often than the others do on the same \
                 items."
            );
            (observation, "label_rate_difference")
        }
        None => {
            let higher = if up { "higher" } else { "lower" };
            let observation = format!(
                "Annotators of the group “{group}” ({attribute}) place the same items {higher} on the scale than the others \
                 do."
            );
            (observation, "mean_severity_difference")
        }
    };
    Finding {
        question: question.question.name.clone(),
        pattern: Pattern::Perspective,
        subject: format!("{attribute} = {group}"),
        estimate: Some(contrast.difference.clone()),
        metric: metric.into(),
        observation,
        advice:
            "Do not correct it away: decide whose view the labels are to carry, and keep each group's labels."
                .into(),
        example_items: Vec::new(),
        reported: true,
    }
}
