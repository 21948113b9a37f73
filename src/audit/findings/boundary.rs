use std::borrow::Cow;

use super::{Finding, Pattern, excludes_zero};
use crate::analysis::inference::share_of_items;
use crate::audit::{LabelPair, QuestionAudit};
use crate::vocabulary::Estimate;

/// Label pairs that are shown at most.
const PAIRS: usize = 5;
/// Items on which the two labels must meet.
const MIN_ITEMS: u64 = 10;
/// Gains in alpha below this are not worth a guideline's change.
const MIN_GAIN: f64 = 0.01;
/// Characters of a label that a sentence shows.
const LONGEST: usize = 80;

/// Two labels that many annotators exchange, in both directions: where one ends and the other begins is not written
/// down well enough. Fewer annotators than a fifth (or three) would be a matter of persons, not of the guideline.
pub(super) fn of_question(question: &QuestionAudit) -> Vec<Finding> {
    let annotators = question.agreement.rated.annotators;
    let many = (annotators / 5).max(3).min(annotators.max(2));
    // Labels that only a model or gold gave make no third side of a line between people.
    let labels = question.question.labels.q();
    let wide = |pair: &&LabelPair| pair.items >= MIN_ITEMS && pair.annotators >= many;
    let mut pairs: Vec<&LabelPair> = question.agreement.label_pairs.iter().filter(wide).collect();
    pairs.sort_by(|a, b| {
        lower(b).total_cmp(&lower(a)).then_with(|| (&a.first, &a.second).cmp(&(&b.first, &b.second)))
    });
    pairs.iter().take(PAIRS).enumerate().map(|(place, pair)| finding(question, pair, place, labels)).collect()
}

fn lower(pair: &LabelPair) -> f64 {
    let interval = pair.gain_in_alpha.estimated().and_then(|gain| gain.interval.estimated());
    interval.map_or(f64::NEG_INFINITY, |interval| interval.lower)
}

/// A label as a sentence bears it: labels may be whole paragraphs.
fn quoted(label: &str) -> Cow<'_, str> {
    match label.char_indices().nth(LONGEST) {
        None => Cow::Borrowed(label),
        Some((end, _)) => Cow::Owned(format!("{}…", &label[..end])),
    }
}

fn finding(question: &QuestionAudit, pair: &LabelPair, place: usize, labels: usize) -> Finding {
    let (first, second) = (quoted(&pair.first), quoted(&pair.second));
    let observation = if labels == 2 {
        format!("Annotators do not draw the line between “{first}” and “{second}” in the same place.")
    } else if place == 0 {
        format!("Annotators confuse “{first}” and “{second}” more often than any other two labels.")
    } else {
        format!("Many annotators exchange “{first}” and “{second}”, in both directions.")
    };
    let gain = pair.gain_in_alpha.estimated();
    // The one pair of two labels has all disagreement: that settling it gains everything says nothing.
    let (metric, estimate) = match labels {
        2 => ("share_of_items_in_dispute", in_dispute(question, gain)),
        _ => ("gain_in_alpha", gain.cloned()),
    };
    Finding {
        question: question.question.name.clone(),
        pattern: Pattern::Boundary,
        subject: format!("{} / {}", pair.first, pair.second),
        reported: gain.is_some_and(|gain| excludes_zero(gain) && gain.value >= MIN_GAIN),
        estimate,
        metric: metric.into(),
        observation,
        advice: format!(
            "Write into the guideline where “{first}” ends and “{second}” begins, settle the example items together, \
             and measure again."
        ),
        example_items: pair.example_items.clone(),
    }
}

/// Share of the items with two annotations or more whose annotators differ.
fn in_dispute(question: &QuestionAudit, gain: Option<&Estimate>) -> Option<Estimate> {
    let agreement = &question.agreement;
    let level = gain.and_then(|gain| gain.interval.estimated()).map_or(0.95, |interval| interval.level);
    let (disputed, items) = (agreement.disagreeing_items, agreement.pairable.items);
    let method = "share of the items with two annotations or more whose annotators differ";
    share_of_items(disputed, items, agreement.pairable, level, method).estimated().cloned()
}
