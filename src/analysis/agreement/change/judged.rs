use super::{Change, Moved};
use crate::analysis::inference::{Panel, benjamini_hochberg};
use crate::vocabulary::{Estimate, Outcome, SliceKey};

/// False discovery rate among the changes told.
pub const FALSE_DISCOVERY: f64 = 0.05;

/// Puts both intervals of a change together: the wider one leads, unless the panel is fixed or annotators cannot be redrawn.
pub(super) fn led(
    (metric, name): (&str, &str),
    slice: &SliceKey,
    [before, after]: [Outcome<f64>; 2],
    [fixed, redrawn]: [Outcome<Moved>; 2],
    panel: Panel,
) -> Change {
    let wide = |outcome: &Outcome<Moved>| width(outcome).unwrap_or(-1.0);
    let people = panel == Panel::Random && wide(&redrawn) > wide(&fixed);
    let lead = if people { redrawn.clone() } else { fixed.clone() };
    Change {
        metric: metric.into(),
        name: name.into(),
        slice: slice.clone(),
        before,
        after,
        p_value: lead.estimated().and_then(|moved| moved.p_value),
        would_show: lead.estimated().and_then(|moved| moved.would_show),
        change: lead.map(|moved| moved.estimate),
        fixed: fixed.map(|moved| moved.estimate),
        redrawn: redrawn.map(|moved| moved.estimate),
        q_value: None,
        reported: false,
    }
}

/// The same change with other errors for annotators redrawn. The change at hand must have none: it is led by the other.
pub(super) fn relead(change: Change, redrawn: Outcome<Moved>, panel: Panel) -> Change {
    let (p_value, would_show) = (change.p_value, change.would_show);
    let fixed = change.fixed.map(|estimate| Moved { estimate, p_value, would_show });
    led((&change.metric, &change.name), &change.slice, [change.before, change.after], [fixed, redrawn], panel)
}

/// Judges one family of changes by Benjamini–Hochberg; returns its size. A change is told only where its interval leaves 0
/// out as well: on few degrees of freedom an interval on a transformed scale and a plain t need not agree, and no reader
/// should meet "lower" beside an interval that holds 0.
pub fn judge(family: &mut [Change]) -> usize {
    let tested: Vec<usize> = (0..family.len()).filter(|&i| family[i].p_value.is_some()).collect();
    let p: Vec<f64> = family.iter().filter_map(|change| change.p_value).collect();
    for (&i, q) in tested.iter().zip(benjamini_hochberg(&p)) {
        family[i].q_value = Some(q);
        family[i].reported = q <= FALSE_DISCOVERY && leaves_zero_out(&family[i].change);
    }
    tested.len()
}

/// Whether an interval has both ends on one side of 0.
fn leaves_zero_out(outcome: &Outcome<Estimate>) -> bool {
    outcome.estimated().is_some_and(interval_leaves_zero_out)
}

/// The same of an estimate that could be had.
pub(super) fn interval_leaves_zero_out(estimate: &Estimate) -> bool {
    estimate.interval.estimated().is_some_and(|ends| ends.lower * ends.upper > 0.0)
}

fn width(outcome: &Outcome<Moved>) -> Option<f64> {
    let estimate: &Estimate = &outcome.estimated()?.estimate;
    estimate.interval.estimated().map(|interval| interval.upper - interval.lower)
}
