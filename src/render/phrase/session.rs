use super::{points_with_interval, signed_points};
use crate::audit::{Fatigue, FatigueVerdict};
use crate::render::number;
use crate::render::prose::Prose;
use crate::vocabulary::Outcome;

/// The sentence on fatigue where the outcome falls along the session.
pub(super) fn falls(fatigue: &Fatigue) -> Option<Prose> {
    if fatigue.verdict != FatigueVerdict::Falls {
        return None;
    }
    let slope = &fatigue.outcome.primary.estimated()?.estimate;
    Some(Prose::of(format!(
        "Along a session, {} falls by {} per 100 annotations.",
        outcome_words(fatigue),
        points_with_interval(slope)
    )))
}

/// What is followed along the session, in words.
pub fn outcome_words(fatigue: &Fatigue) -> &'static str {
    if fatigue.outcome_name.contains("gold") { "correctness against gold" } else { "agreement with others" }
}

/// The words for a fatigue verdict.
pub fn fatigue_verdict(fatigue: &Fatigue) -> Prose {
    let what = outcome_words(fatigue);
    let slope = fatigue.outcome.primary.estimated();
    let with = |verb: &str| {
        let size = slope.map_or(String::new(), |s| format!(" by {}", points_with_interval(&s.estimate)));
        Prose::default()
            .strong(format!("Along a session, {what} {verb}{size} per 100 annotations."))
            .say(" Same annotator, same session: neither careless people nor bad days can cause this.")
    };
    match fatigue.verdict {
        FatigueVerdict::Falls => with("falls"),
        FatigueVerdict::ItemsOrOrder => {
            let size = slope.map_or(String::new(), |s| format!(" by {}", points_with_interval(&s.estimate)));
            Prose::default()
                .strong(format!(
                    "Along a session, {what} falls{size} per 100 annotations, but not once the items are held fixed."
                ))
                .say(" It may be the later items that are harder: no evidence of fatigue.")
        }
        FatigueVerdict::Rises => with("rises"),
        FatigueVerdict::NoEvidence => {
            let size = slope.map_or(String::new(), |s| {
                format!(" The slope is {} per 100 annotations.", signed_points(&s.estimate))
            });
            Prose::default().strong(format!("No evidence that {what} changes along a session.")).say(size)
        }
        FatigueVerdict::NoVerdict => {
            Prose::default().strong("No verdict on fatigue.").say(match &fatigue.outcome.primary {
                Outcome::NotEstimable(reason) => format!(" {}", reason.sentence()),
                Outcome::Estimated(slope) => format!(
                    " Only {} annotators' worth of evidence, where 8 are needed.",
                    number::decimal(slope.effective_clusters, 1)
                ),
            })
        }
    }
}

/// Whether sessions should end earlier, and where.
pub fn session_cap(fatigue: &Fatigue) -> Prose {
    let what = outcome_words(fatigue);
    let slope = fatigue.outcome.primary.estimated().map(|s| &s.estimate);
    let (cap, change) = match &fatigue.order.cap {
        Outcome::Estimated(cap) => (cap, cap.change.estimated()),
        Outcome::NotEstimable(_) => {
            let size = slope.map_or(String::new(), |s| {
                format!(
                    " Too few annotators go far enough to judge blocks; the slope is {}.",
                    signed_points(s)
                )
            });
            return Prose::default().strong("No cap on sessions is advised.").say(size);
        }
    };
    let size = change.map_or(String::new(), signed_points);
    let people = number::counted(cap.annotators, "annotator", "annotators");
    match cap.positions {
        Some(positions) => Prose::default()
            .strong(format!("Cap sessions at {positions} items."))
            .say(format!(
                " After that, {what} of the same {people} is {size} beside what it was at positions {} to {}, more than the \
                 margin of {}.",
                cap.first,
                cap.last,
                number::points(cap.margin)
            )),
        None => Prose::default().strong("No cap on sessions is advised.").say(format!(
            " From position {} to {}, {what} of the same {people} is {size} beside what it was at positions {} to {}{}. A \
             cap needs one block of 25, and all after it, to lie lower by more than {}, with bounds that hold for all \
             blocks at once.",
            cap.last + 1,
            cap.reached,
            cap.first,
            cap.last,
            slope.map_or(String::new(), |s| format!(", and the slope is {} per 100 annotations", signed_points(s))),
            number::points(cap.margin)
        )),
    }
}
