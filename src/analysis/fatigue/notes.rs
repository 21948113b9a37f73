use super::{FatigueVerdict, ItemEffects, SessionCurve, Slope};
use crate::analysis::inference::t_quantile;
use crate::tally::{SequenceTally, SlopeSums};
use crate::vocabulary::{Outcome, Reason};

/// What the numbers cannot know, and what was left out.
pub(super) fn notes(sequence: &SequenceTally, sums: &SlopeSums) -> Vec<String> {
    let mut notes = vec![
        "Positions are compared within one person's session, so neither careless people nor bad days that end early \
         can pose as fatigue."
            .to_string(),
        "People who stop when they tire leave before it shows: a slope says nothing of work that was not done.".into(),
    ];
    if !std::ptr::eq(sums, &sequence.correctness) {
        notes.push(
            "The outcome is agreement with the item's other annotators, who may tire too: the slope is the effect of \
             one's own position alone. Items with gold would tell more."
                .into(),
        );
    }
    notes.push(
        "The curve of the same annotators throughout holds those with work in every block shown, each weighing the \
         same; it ends at the furthest block that at least 8 and a quarter of the annotators reached. Bands hold for \
         all blocks of a curve at once (Bonferroni t over annotators)."
            .into(),
    );
    if sums.left_out > 0 {
        notes.push(format!(
            "{} annotations have no place in a session or no outcome: left out.",
            sums.left_out
        ));
    }
    if !sequence.log_time.sessions.is_empty() && sequence.log_time.left_out > 0 {
        let unknown = sequence.log_time.left_out;
        notes.push(format!(
            "{unknown} annotations have no known time on the item (or one of 0): left out of times."
        ));
    }
    notes
}

/// Whether harder items later can pose as fatigue.
pub(super) fn of_items(items: &Outcome<ItemEffects>, verdict: FatigueVerdict) -> Option<String> {
    match items {
        Outcome::NotEstimable(Reason::NoVariation { .. }) => Some(
            "Order and item cannot be separated: everybody met the items in nearly the same order, so items that are \
             harder later would look like fatigue. Shuffle the items for each annotator."
                .into(),
        ),
        Outcome::NotEstimable(_) => Some(
            "Items that get harder along the session can pose as fatigue here: only gold, or three annotators of an \
             item, would tell items from order."
                .into(),
        ),
        Outcome::Estimated(found) if verdict == FatigueVerdict::ItemsOrOrder => Some(format!(
            "With the items held fixed no fall is left beyond chance ({} effective annotators, {:.0} % of the variance \
             of position left): it may be the later items that are harder.",
            found.slope.effective_clusters.floor(),
            100.0 * found.variance_left
        )),
        Outcome::Estimated(_) => None,
    }
}

/// Where too few stay, that the curve of all is no evidence.
pub(super) fn of_curve(curve: &SessionCurve) -> Option<String> {
    let moves = curve.everybody.points.len() > 1 && curve.panel.points.len() < 2;
    moves.then(|| {
        "Too few annotators stay for a second block, so there is no curve of the same annotators throughout; the \
         curve of all compares different people and is no evidence of fatigue."
            .into()
    })
}

/// The smallest slope that would have been found in four logs of five: (t at the level + t at 80 %) × se.
pub(super) fn smallest_seen(slope: &Slope, level: f64) -> String {
    let df = slope.degrees_of_freedom;
    let wide = &slope.allowing_for_shared_items;
    let margin = (wide.upper - wide.lower) / 2.0;
    let smallest = margin * (1.0 + t_quantile(0.8, df) / t_quantile(0.5 + level / 2.0, df));
    let points = 100.0 * smallest;
    format!(
        "A change of {points:.1} percentage points per 100 positions would have been seen in four logs of five."
    )
}

/// Where the slope's own interval says more than the verdict does.
pub(super) fn of_verdict(slope: &Slope) -> Option<String> {
    let own = slope.estimate.interval.estimated()?;
    let wide = &slope.allowing_for_shared_items;
    let excludes_none = |lower: f64, upper: f64| lower > 0.0 || upper < 0.0;
    (excludes_none(own.lower, own.upper) && !excludes_none(wide.lower, wide.upper)).then(|| {
        "The slope's own interval leaves out zero, but not once annotators of the same item are allowed to depend on \
         each other: that is no evidence of a change."
            .to_owned()
    })
}
