use super::Section;
use crate::audit::{Fatigue, OrderContrast, OrderEffects, OrderFactor, Slope};
use crate::vocabulary::{Curve, Outcome, SliceKey};

/// What stands beside the slope along the session.
pub(super) fn of_order(fatigue: &Fatigue, section: &mut Section<'_, '_>) {
    let order = &fatigue.order;
    let whole = SliceKey::whole;
    let only = |slope: &Slope| slope.estimate.clone();
    if let Some(slope) = fatigue.outcome.annotator_effects_only.estimated()
        && let Some(cr1) = &slope.cr1
    {
        let mut estimate = slope.estimate.clone();
        estimate.interval = Outcome::Estimated(cr1.clone());
        estimate.se = None;
        section.push("outcome_slope_annotator_effects_only_cr1", whole(), &Outcome::Estimated(estimate));
    }
    if let Some(slope) = fatigue.outcome.primary.estimated() {
        section.number("effective_annotators", whole(), &Outcome::Estimated(slope.effective_clusters));
    }
    section.push(
        "outcome_slope_item_effects",
        whole(),
        &order.item_effects.clone().map(|f| f.slope.estimate),
    );
    section.number("position_variance_left", whole(), &order.item_effects.clone().map(|f| f.variance_left));
    section.push("right_log_odds_slope", whole(), &order.logit.clone().map(|slope| slope.estimate));
    match &order.cap {
        Outcome::NotEstimable(reason) => section.missing("outcome_change_after_cap", whole(), reason),
        Outcome::Estimated(cap) => {
            section.push("outcome_change_after_cap", whole(), &cap.change);
            if let Some(positions) = cap.positions {
                section.number("session_cap", whole(), &Outcome::Estimated(f64::from(positions)));
            }
        }
    }
    for contrast in &order.contrasts {
        section.push(metric(contrast), whole(), &contrast.change.clone().map(|slope| only(&slope)));
    }
    section.push("sequence_effect", whole(), &order.sequence.clone().map(|found| found.change.estimate));
    section.push("run_excess", whole(), &order.runs.clone().map(|runs| runs.excess.estimate));
    section.number("mean_run", whole(), &order.runs.clone().map(|runs| runs.mean));
    section.number("mean_run_expected", whole(), &order.runs.clone().map(|runs| runs.mean_expected));
    section.number("longest_run", whole(), &order.runs.clone().map(|runs| runs.longest as f64));
    curve("outcome_by_hour", "hour", &order.by_hour, section);
    curve("outcome_by_weekday", "weekday", &order.by_weekday, section);
    of_people(order, section);
    for cap in &order.idle_caps {
        let key = SliceKey::of("idle_cap_secs", &cap.secs.to_string());
        section.number("median_time_secs", key.clone(), &Outcome::Estimated(cap.median_secs));
        section.push("log_time_slope", key, &cap.slope.clone().map(|slope| slope.estimate));
    }
}

fn metric(contrast: &OrderContrast) -> &'static str {
    match (contrast.factor, contrast.of_time) {
        (OrderFactor::WarmUp, false) => "warm_up_change",
        (OrderFactor::WarmUp, true) => "warm_up_log_time_change",
        (OrderFactor::LaterSessions, false) => "later_sessions_change",
        (OrderFactor::LaterSessions, true) => "later_sessions_log_time_change",
        (OrderFactor::Load, false) => "load_change",
        (OrderFactor::Load, true) => "load_log_time_change",
        (OrderFactor::Rotation, false) => "rotation_change",
        (OrderFactor::Rotation, true) => "rotation_log_time_change",
    }
}

fn curve(metric: &str, axis: &str, found: &Outcome<Curve>, section: &mut Section<'_, '_>) {
    match found {
        Outcome::NotEstimable(reason) => section.missing(metric, SliceKey::whole(), reason),
        Outcome::Estimated(curve) => {
            for point in &curve.points {
                let key = SliceKey::of(axis, &format!("{:.0}", point.x));
                section.number(metric, key, &Outcome::Estimated(point.y));
            }
        }
    }
}

fn of_people(order: &OrderEffects, section: &mut Section<'_, '_>) {
    let people = match &order.people {
        Outcome::NotEstimable(reason) => {
            return section.missing("annotator_slope", SliceKey::whole(), reason);
        }
        Outcome::Estimated(people) => people,
    };
    for one in people {
        let key = SliceKey::of("annotator", &one.annotator);
        section.push("annotator_slope", key.clone(), &one.slope);
        if let Some(shrunk) = one.shrunk {
            section.number("annotator_slope_shrunk", key.clone(), &Outcome::Estimated(shrunk));
        }
        if let Some(share) = one.fast_share {
            section.number("annotator_fast_share", key, &Outcome::Estimated(share));
        }
    }
}
