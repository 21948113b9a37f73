use super::followed::Followed;
use crate::analysis::inference::t_quantile;
use crate::tally::OrderIndex;
use crate::vocabulary::{Curve, CurvePoint, Outcome, Reason};

/// Annotators that a point needs.
const ANNOTATORS_NEEDED: usize = 8;

/// The outcome by hour of day and by day of the week, each annotator beside their own mean (put back to everybody's), so
/// that who works at night does not make the night. Only where the offset of the clock is known: a time in UTC tells no
/// local hour. Bands are simultaneous over the points (Bonferroni t over annotators).
pub(super) fn measure(followed: &Followed<'_>, level: f64) -> [Outcome<Curve>; 2] {
    let Some(hours) = &followed.order.hour_of_week else {
        let reason = Reason::NotInLog {
            what: "annotators' local time of day".into(),
            columns: "submitted_at with an offset from UTC (…+02:00)".into(),
        };
        return [Outcome::NotEstimable(reason.clone()), Outcome::NotEstimable(reason)];
    };
    let of = |name: &str, points: usize, point: fn(u8) -> u8| {
        let at = |row: usize| Some(hours[row]).filter(|&hour| hour != OrderIndex::NO_HOUR).map(point);
        curve(followed, name, points, at, level)
    };
    [of("by hour of day", 24, |hour| hour % 24), of("by day of the week", 7, |hour| hour / 24)]
}

/// Sums of one annotator at one point: annotations and Σ (y − own mean).
type Sums = (f64, f64);

fn curve(
    followed: &Followed<'_>,
    name: &str,
    points: usize,
    at: impl Fn(usize) -> Option<u8>,
    level: f64,
) -> Outcome<Curve> {
    let mut by_point: Vec<Vec<Sums>> = vec![Vec::new(); points];
    let (mut total, mut n) = (0.0, 0.0);
    for own in followed.by_annotator() {
        let known =
            own.iter().filter_map(|&row| Some((at(row as usize)? as usize, followed.outcome[row as usize]?)));
        let known: Vec<(usize, f64)> = known.collect();
        let sum: f64 = known.iter().map(|&(_, y)| y).sum();
        let mean = sum / (known.len() as f64).max(1.0);
        (total, n) = (total + sum, n + known.len() as f64);
        let mut sums = vec![(0.0, 0.0); points];
        for (point, y) in known {
            sums[point] = (sums[point].0 + 1.0, sums[point].1 + y - mean);
        }
        for (all, own) in by_point.iter_mut().zip(sums).filter(|(_, own)| own.0 > 0.0) {
            all.push(own);
        }
    }
    let shown = by_point.iter().filter(|own| own.len() >= ANNOTATORS_NEEDED).count();
    if shown < 2 {
        let what = format!("{name}: points with {ANNOTATORS_NEEDED} annotators");
        return Outcome::NotEstimable(Reason::TooFew { what, found: shown as u64, needed: 2 });
    }
    let tail = (1.0 - level) / (2.0 * shown as f64);
    let points = by_point.iter().enumerate().filter(|(_, own)| own.len() >= ANNOTATORS_NEEDED);
    let points = points.map(|(x, own)| point(x as f64, own, total / n, tail)).collect();
    Outcome::Estimated(Curve { name: name.into(), points })
}

fn point(x: f64, own: &[Sums], overall: f64, tail: f64) -> CurvePoint {
    let n: f64 = own.iter().map(|sums| sums.0).sum();
    let shift = own.iter().map(|sums| sums.1).sum::<f64>() / n;
    let residuals: f64 = own.iter().map(|sums| (sums.1 - shift * sums.0).powi(2)).sum();
    let g = own.len() as f64;
    let se = (g / (g - 1.0) * residuals).sqrt() / n;
    let margin = t_quantile(1.0 - tail, g - 1.0) * se;
    let share = |value: f64| value.clamp(0.0, 1.0);
    let y = share(overall + shift);
    let band = (se > 0.0).then(|| (share(overall + shift - margin), share(overall + shift + margin)));
    CurvePoint { x, y, band, n: n as u64 }
}
