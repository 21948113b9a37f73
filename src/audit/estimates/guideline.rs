use super::Section;
use crate::audit::{Change, GuidelineVersions};
use crate::vocabulary::{Outcome, SliceKey};

/// What changed from one guideline version to the next: the interval that leads, and the one with annotators as they are.
pub(super) fn rows(outcome: &Outcome<GuidelineVersions>, section: &mut Section<'_, '_>) {
    let found = match outcome {
        Outcome::NotEstimable(reason) => {
            return section.missing("krippendorff_alpha_change", SliceKey::whole(), reason);
        }
        Outcome::Estimated(found) => found,
    };
    for step in &found.steps {
        for change in &step.changes {
            of_change(change, section);
        }
        if let Some(matched) = &step.matched {
            let key = SliceKey(format!("guideline_version={};guideline_version={}", step.before, step.after));
            section.push("percent_agreement_change_on_like_items", key, &matched.change);
        }
        for pair in &step.pairs.pairs {
            let key = SliceKey(format!(
                "guideline_version={};guideline_version={};label={};label={}",
                step.before, step.after, pair.first, pair.second
            ));
            section.push("label_pair_rate_change", key, &Outcome::Estimated(pair.change.clone()));
        }
    }
}

fn of_change(change: &Change, section: &mut Section<'_, '_>) {
    let metric = |end: &str| format!("{}_{end}", change.metric);
    section.push(&metric("change"), change.slice.clone(), &change.change);
    section.push(&metric("change_annotators_as_they_are"), change.slice.clone(), &change.fixed);
    if let Some(q) = change.q_value {
        section.number(&metric("change_q"), change.slice.clone(), &Outcome::Estimated(q));
    }
}
