use super::{Section, within};
use crate::audit::{InterventionPart, Interventions, Showing, ShowingEffect, WeeklyTrend};
use crate::vocabulary::{Outcome, SliceKey};

/// Suggestions and what annotators did with them.
pub(super) fn of_interventions(outcome: &Outcome<Interventions>, section: &mut Section<'_, '_>) {
    let found = match outcome {
        Outcome::NotEstimable(reason) => return section.missing("action_share", SliceKey::whole(), reason),
        Outcome::Estimated(found) => found,
    };
    for rate in &found.rates {
        section.push("action_share", SliceKey::of("action", rate.action.name()), &rate.share);
    }
    for (name, parts) in
        [("week", &found.by_week), ("suggestion", &found.by_label), ("confidence", &found.by_band)]
    {
        parts.iter().for_each(|part| of_part(name, part, section));
    }
    for one in &found.annotators {
        section.push("approval_share", SliceKey::of("annotator", &one.annotator), &one.approved);
    }
    if let Outcome::Estimated(latency) = &found.latency {
        for (action, _, secs) in &latency.medians {
            let key = SliceKey::of("action", action.name());
            section.number("review_secs_median", key, &Outcome::Estimated(*secs));
        }
        section.push("approval_log_time_difference", SliceKey::whole(), &latency.approve_minus_edit);
    }
    of_trend("approval_share_trend", &found.approval_trend, section);
    of_trend("approval_log_time_trend", &found.approval_time_trend, section);
    match &found.passed {
        Outcome::NotEstimable(reason) => {
            section.missing("wrong_suggestions_taken", SliceKey::whole(), reason)
        }
        Outcome::Estimated(passed) => {
            section.push("wrong_suggestions_taken", SliceKey::whole(), &passed.wrong_taken);
            section.push("right_suggestions_refused", SliceKey::whole(), &passed.right_refused);
        }
    }
    of_showing(&found.showing, section);
    match &found.without_shown {
        Outcome::NotEstimable(reason) => section.missing("krippendorff_alpha", unshown(), reason),
        Outcome::Estimated(beside) => {
            section.push("krippendorff_alpha", unshown(), &beside.alpha_without);
            section.push("percent_agreement", unshown(), &beside.percent_without);
        }
    }
}

fn unshown() -> SliceKey {
    SliceKey::of("suggestion", "not shown")
}

fn of_part(name: &str, part: &InterventionPart, section: &mut Section<'_, '_>) {
    let key = SliceKey::of(name, &part.name);
    for rate in &part.rates {
        let inner = SliceKey::of("action", rate.action.name());
        section.push("action_share", within(&key, inner), &rate.share);
    }
    if let Some(secs) = part.approval_secs {
        let key = within(&key, SliceKey::of("action", "approve"));
        section.number("review_secs_median", key, &Outcome::Estimated(secs));
    }
    if let Some(taken) = &part.wrong_taken {
        section.push("wrong_suggestions_taken", key, taken);
    }
}

fn of_trend(metric: &str, outcome: &Outcome<WeeklyTrend>, section: &mut Section<'_, '_>) {
    section.push(metric, SliceKey::whole(), &outcome.clone().map(|trend| trend.estimate));
}

fn of_showing(showing: &Showing, section: &mut Section<'_, '_>) {
    let mut push = |metric: &str, effect: &Outcome<ShowingEffect>| {
        section.push(metric, SliceKey::whole(), &effect.clone().map(|effect| effect.estimate));
        if let Some(p) = effect.estimated().and_then(|effect| effect.p_value) {
            section.number("p_value", SliceKey::of("metric", metric), &Outcome::Estimated(p));
        }
    };
    push("automation_bias", &showing.automation_bias);
    push("suggestion_help", &showing.right_suggestions);
    push("anchoring", &showing.anchoring);
    if let Some(pull) = &showing.pull {
        push("suggestion_pull", pull);
    }
}
