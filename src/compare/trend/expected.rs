use super::lines::Drawn;
use crate::analysis::inference::expected_range;

/// How often a point lies outside its range where nothing changes. Three deviations of a normal quantity (.0027) would take
/// ranges of four and more deviations for a dozen audits, whose spread is hardly known, and find nothing.
pub(super) const OUTSIDE_RATE: f64 = 0.01;

/// Marks each point of a line with the range in which it was to be expected, given the other audits of the same level
/// (`breaks`: points before each change that is told). Returns how many points have one.
pub(super) fn mark(line: &mut Drawn, breaks: &[usize]) -> u64 {
    let ends: Vec<usize> = breaks.iter().copied().chain([line.points.len()]).collect();
    let bounds = bounds(line);
    let (mut start, mut marked) = (0, 0);
    for end in ends {
        for place in start..end {
            let others = (start..end).filter(|&other| other != place);
            let values: Vec<f64> = others.clone().map(|other| line.points[other].value).collect();
            let variances: Vec<f64> = others.map(|other| line.variances[other]).collect();
            let own = line.variances[place];
            let Some(range) = expected_range(&values, &variances, own, 1.0 - OUTSIDE_RATE) else { continue };
            let point = &mut line.points[place];
            point.outside = point.value < range.lower || point.value > range.upper;
            point.expected = Some((range.lower.max(bounds.0), range.upper.min(bounds.1)));
            marked += 1;
        }
        start = end;
    }
    marked
}

/// What values of this line cannot leave: shares 0 and 1, coefficients and differences −1 and 1; anything else has no bounds.
fn bounds(line: &Drawn) -> (f64, f64) {
    let metric = line.key.metric.as_str();
    let all = |low: f64, high: f64| line.points.iter().all(|own| (low..=high).contains(&own.value));
    let share = ["share", "rate", "agreement", "accuracy"].iter().any(|word| metric.contains(word));
    if metric.contains("slope") || !all(-1.0, 1.0) {
        (f64::NEG_INFINITY, f64::INFINITY)
    } else if share && all(0.0, 1.0) {
        (0.0, 1.0)
    } else {
        (-1.0, 1.0)
    }
}
