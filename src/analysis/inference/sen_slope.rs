use super::normal_quantile;

/// A slope that single wild points do not move.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SenSlope {
    /// Median of the slopes of all pairs of points.
    pub slope: f64,
    /// Ends of its interval.
    pub interval: (f64, f64),
}

/// Sen's slope (1968, JASA 63:1379) of points (x, y), with its rank interval: the slopes of all pairs in order, the
/// median, and those ∓ z √var S / 2 places away from the middle, var S corrected for ties of x and of y. `widened`
/// multiplies var S, as serial correlation asks for (1 = independent points). Places are rounded to even halves, as
/// scipy's `theilslopes` does. `None` where no two points differ in x.
pub fn sen_slope(points: &[(f64, f64)], level: f64, widened: f64) -> Option<SenSlope> {
    let mut slopes = Vec::with_capacity(points.len() * points.len().saturating_sub(1) / 2);
    for (i, &(x, y)) in points.iter().enumerate() {
        for &(other_x, other_y) in &points[i + 1..] {
            if x != other_x {
                slopes.push((other_y - y) / (other_x - x));
            }
        }
    }
    let last = slopes.len().checked_sub(1)?;
    // Four places of a sorted list are found faster than the list is sorted.
    let mut at = |place: usize| *slopes.select_nth_unstable_by(place.min(last), f64::total_cmp).1;
    let slope = (at(last / 2) + at(last.div_ceil(2))) / 2.0;
    let count = points.len() as f64;
    let term = |t: f64| t * (t - 1.0) * (2.0 * t + 5.0);
    let ties = tied(points.iter().map(|p| p.0), term) + tied(points.iter().map(|p| p.1), term);
    let sigma = ((term(count) - ties).max(0.0) / 18.0 * widened).sqrt();
    let margin = normal_quantile(0.5 + level / 2.0) * sigma;
    let pairs = last as f64 + 1.0;
    let lower = ((pairs - margin) / 2.0).round_ties_even() - 1.0;
    let upper = ((pairs + margin) / 2.0).round_ties_even();
    Some(SenSlope { slope, interval: (at(lower.max(0.0) as usize), at(upper.max(0.0) as usize)) })
}

fn tied(values: impl Iterator<Item = f64>, term: impl Fn(f64) -> f64) -> f64 {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    sorted.chunk_by(|a, b| a == b).map(|equal| term(equal.len() as f64)).sum()
}

#[cfg(test)]
mod tests {
    use super::sen_slope;
    use proptest::prelude::*;

    #[test]
    fn one_wild_point_does_not_move_a_line() {
        let mut points: Vec<(f64, f64)> = (0..9).map(|x| (f64::from(x), 2.0 * f64::from(x))).collect();
        points[4].1 = 1e6;
        let found = sen_slope(&points, 0.95, 1.0).expect("nine places");
        assert_eq!(found.slope, 2.0);
        assert_eq!(sen_slope(&[(1.0, 2.0), (1.0, 3.0)], 0.95, 1.0), None);
        assert_eq!(sen_slope(&[], 0.95, 1.0), None);
    }

    proptest! {
        #[test]
        fn a_tilt_adds_to_the_slope_and_its_ends(
            y in prop::collection::vec(-5.0f64..5.0, 4..25),
            tilt in -3.0f64..3.0,
        ) {
            let points: Vec<(f64, f64)> = y.iter().enumerate().map(|(x, &y)| (x as f64, y)).collect();
            let tilted: Vec<(f64, f64)> = points.iter().map(|&(x, y)| (x, y + tilt * x)).collect();
            let (plain, moved) = (sen_slope(&points, 0.9, 1.0), sen_slope(&tilted, 0.9, 1.0));
            let (plain, moved) = (plain.expect("points"), moved.expect("points"));
            prop_assert!((moved.slope - plain.slope - tilt).abs() < 1e-9);
            prop_assert!((moved.interval.0 - plain.interval.0 - tilt).abs() < 1e-9);
            prop_assert!(plain.interval.0 <= plain.slope && plain.slope <= plain.interval.1);
            let wider = sen_slope(&points, 0.9, 2.0).expect("points").interval;
            prop_assert!(wider.0 <= plain.interval.0 && plain.interval.1 <= wider.1);
        }
    }
}
