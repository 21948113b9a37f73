use super::{Consensus, Course, Fatigue, FatigueVerdict, OrderEffects, PersonCourse, SessionCurve};
use crate::vocabulary::{Curve, Outcome, Reason};

/// A consensus of labels has no place where answers are numbers: their mean is the aggregate, and its reliability is
/// told with agreement.
pub(super) fn consensus(mut found: Consensus, reason: &Reason) -> Consensus {
    found.tied_items = 0;
    for outcome in [&mut found.tie_rate, &mut found.mean_vote_share, &mut found.consensus_against_gold] {
        *outcome = Outcome::NotEstimable(reason.clone());
    }
    found
}

/// Time on the item stays; "agrees with the others" and "is the gold label" say nothing of numbers.
pub(super) fn fatigue(found: Outcome<Fatigue>, reason: &Reason) -> Outcome<Fatigue> {
    found.map(|mut fatigue| {
        fatigue.outcome.primary = Outcome::NotEstimable(reason.clone());
        fatigue.outcome.annotator_effects_only = Outcome::NotEstimable(reason.clone());
        let empty = |curve: &Curve| Curve { name: curve.name.clone(), points: Vec::new() };
        let SessionCurve { everybody, panel, .. } = &fatigue.outcome_curve;
        fatigue.outcome_curve =
            SessionCurve { everybody: empty(everybody), panel: empty(panel), panel_annotators: 0 };
        fatigue.verdict = FatigueVerdict::NoVerdict;
        let mut contrasts = std::mem::take(&mut fatigue.order.contrasts);
        contrasts.retain(|contrast| contrast.of_time);
        let idle_caps = std::mem::take(&mut fatigue.order.idle_caps);
        fatigue.order = OrderEffects { contrasts, idle_caps, ..OrderEffects::missing(reason) };
        fatigue.notes.clear();
        fatigue
    })
}

/// Pace stays; agreement as equality of labels says nothing of numbers.
pub(super) fn course(found: Outcome<Course>, reason: &Reason) -> Outcome<Course> {
    found.map(|mut course| {
        course.agreement = Outcome::NotEstimable(reason.clone());
        course.correctness = Outcome::NotEstimable(reason.clone());
        for one in &mut course.annotators {
            one.agreement = Outcome::NotEstimable(reason.clone());
            (one.p_value, one.p_adjusted, one.verdict) = (None, None, PersonCourse::TooFew);
        }
        course
    })
}
