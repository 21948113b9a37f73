use super::{Finding, Pattern};
use crate::analysis::inference::{benjamini_hochberg, t_quantile, t_two_sided_p};
use crate::audit::{AttributeCoverage, GroupNumbers, QuestionAudit};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, SampleSize};

/// False discovery rate over all contrasts of a question.
const MAX_Q: f64 = 0.05;
/// Smaller differences of a share are not worth a reader's time.
const MARGIN: f64 = 0.05;
/// Contrasts that are listed.
const LISTED: usize = 5;

/// A group against the other shown groups, in the share of one label.
struct Contrast<'a> {
    attribute: &'a str,
    group: &'a str,
    label: &'a str,
    difference: Estimate,
    p: f64,
    /// Both sides saw (nearly) all items, so that they differ in what they say and not in what they saw.
    same_items: bool,
}

/// Groups that give a label more or less often than the others do. Only contrasts beyond the margin, after
/// Benjamini–Hochberg over all contrasts of the question; reported only where all groups saw the same items.
pub(super) fn of_question(question: &QuestionAudit) -> Vec<Finding> {
    let Outcome::Estimated(coverage) = &question.coverage else { return Vec::new() };
    let rated = question.agreement.rated.items;
    let level = |estimate: &Estimate| estimate.interval.estimated().map_or(0.95, |interval| interval.level);
    let contrasts: Vec<Contrast<'_>> =
        coverage.attributes.iter().flat_map(|attribute| contrasts(attribute, rated, &level)).collect();
    let q = benjamini_hochberg(&contrasts.iter().map(|contrast| contrast.p).collect::<Vec<_>>());
    let mut kept: Vec<&Contrast<'_>> = contrasts
        .iter()
        .zip(q)
        .filter(|(contrast, q)| *q <= MAX_Q && contrast.difference.value.abs() >= MARGIN)
        .map(|(contrast, _)| contrast)
        .collect();
    kept.sort_by(|a, b| {
        b.difference.value.abs().total_cmp(&a.difference.value.abs()).then_with(|| key(a).cmp(&key(b)))
    });
    kept.into_iter().take(LISTED).map(|contrast| finding(question, contrast)).collect()
}

fn key<'a>(contrast: &Contrast<'a>) -> (&'a str, &'a str, &'a str) {
    (contrast.attribute, contrast.group, contrast.label)
}

fn contrasts<'a>(
    attribute: &'a AttributeCoverage,
    rated: u64,
    level: &dyn Fn(&Estimate) -> f64,
) -> Vec<Contrast<'a>> {
    let shown: Vec<(&str, &GroupNumbers)> = attribute
        .groups
        .iter()
        .filter_map(|group| group.numbers.estimated().map(|numbers| (group.group.as_str(), numbers)))
        .collect();
    let mut found = Vec::new();
    // Of two groups, or two labels, the second says the same as the first with the sign turned.
    let groups = if shown.len() == 2 { 1 } else { shown.len() };
    for (at, &(group, numbers)) in shown.iter().enumerate().take(groups) {
        let others: Vec<&GroupNumbers> = shown
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != at)
            .map(|(_, (_, numbers))| *numbers)
            .collect();
        let all_saw = |numbers: &GroupNumbers| numbers.items * 20 >= rated * 19;
        let first = usize::from(numbers.labels.len() == 2);
        for (index, label) in numbers.labels.iter().enumerate().skip(first) {
            let Some((difference, p)) = difference(numbers, &others, index, level) else { continue };
            let same_items = all_saw(numbers) && others.iter().all(|other| all_saw(other));
            found.push(Contrast {
                attribute: &attribute.attribute,
                group,
                label: &label.label,
                difference,
                p,
                same_items,
            });
        }
    }
    found
}

/// Share in the group minus share among the others' annotations. Groups share no annotator, so their errors add; the
/// degrees of freedom are the smaller side's annotators less one.
fn difference(
    group: &GroupNumbers,
    others: &[&GroupNumbers],
    label: usize,
    level: &dyn Fn(&Estimate) -> f64,
) -> Option<(Estimate, f64)> {
    let own = group.labels.get(label)?.share.estimated()?;
    let total: u64 = others.iter().map(|other| other.annotations).sum();
    let (mut rest, mut variance) = (0.0, own.se?.powi(2));
    for other in others {
        let share = other.labels.get(label)?.share.estimated()?;
        let weight = other.annotations as f64 / total as f64;
        rest += weight * share.value;
        variance += (weight * share.se?).powi(2);
    }
    let annotators: u64 = others.iter().map(|other| other.annotators).sum();
    let df = group.annotators.min(annotators).checked_sub(1).filter(|&df| df > 0)? as f64;
    let (value, se) = (own.value - rest, variance.sqrt());
    if se < 1e-12 {
        return None;
    }
    let half = t_quantile(0.5 + level(own) / 2.0, df) * se;
    let method = format!("t({df:.0}), annotators as clusters");
    let interval = ConfidenceInterval { lower: value - half, upper: value + half, level: level(own), method };
    let estimate = Estimate {
        value,
        interval: Outcome::Estimated(interval),
        se: Some(se),
        sample: SampleSize {
            items: group.items,
            annotations: group.annotations + total,
            annotators: group.annotators + annotators,
        },
        method: "share of the label in the group minus among the other groups shown".into(),
        warnings: Vec::new(),
    };
    Some((estimate, t_two_sided_p(value / se, df)))
}

fn finding(question: &QuestionAudit, contrast: &Contrast<'_>) -> Finding {
    let Contrast { attribute, group, label, .. } = contrast;
    let more = if contrast.difference.value > 0.0 { "more" } else { "less" };
    let caveat =
        if contrast.same_items { "" } else { " They did not all see the same items, which may explain it." };
    Finding {
        question: question.question.name.clone(),
        pattern: Pattern::Perspective,
        subject: format!("{attribute} = {group}"),
        estimate: Some(contrast.difference.clone()),
        metric: "label_share_difference".into(),
        observation: format!(
            "Annotators of the group “{group}” ({attribute}) give “{label}” {more} often than the others do.{caveat}"
        ),
        advice:
            "Do not correct it away: decide whose view the labels are to carry, and keep each group's labels."
                .into(),
        example_items: Vec::new(),
        reported: contrast.same_items,
    }
}
