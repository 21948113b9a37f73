/// How many breaks are looked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Breaks {
    /// Exactly so many.
    Exactly(usize),
    /// As many as lower the squared deviations by more than this each.
    Penalty(f64),
}

/// Where the level of a series changes: the breaks that leave the least sum of squared deviations from the means of the
/// parts, by dynamic programming over all of them (Jackson et al. 2005, IEEE Signal Processing Letters 12:105; with a
/// penalty it is the optimum that PELT finds, Killick et al. 2012, JASA 107:1590). Each break is the number of points
/// before it, ascending; parts have `shortest` points or more. Empty where the series is too short, or flat.
/// Among equal optima the one with earlier breaks.
pub fn change_points(series: &[f64], breaks: Breaks, shortest: usize) -> Vec<usize> {
    let sums = Sums::of(series);
    let (n, shortest) = (series.len(), shortest.max(1));
    match breaks {
        Breaks::Exactly(breaks) => exactly(&sums, n, breaks, shortest),
        Breaks::Penalty(penalty) => penalised(&sums, n, penalty, shortest),
    }
}

/// Running sums of centred values and of their squares.
struct Sums(Vec<(f64, f64)>);

impl Sums {
    fn of(series: &[f64]) -> Self {
        let mean = series.iter().sum::<f64>() / series.len().max(1) as f64;
        let mut sums = vec![(0.0, 0.0)];
        let (mut sum, mut squares) = (0.0, 0.0);
        for x in series.iter().map(|x| x - mean) {
            sum += x;
            squares += x * x;
            sums.push((sum, squares));
        }
        Self(sums)
    }

    /// Squared deviations of points `from..to` from their mean.
    fn cost(&self, from: usize, to: usize) -> f64 {
        let ((sum, squares), (later, more)) = (self.0[from], self.0[to]);
        let n = (to - from) as f64;
        ((more - squares) - (later - sum).powi(2) / n).max(0.0)
    }
}

fn exactly(sums: &Sums, n: usize, breaks: usize, shortest: usize) -> Vec<usize> {
    if breaks == 0 || n < (breaks + 1) * shortest {
        return Vec::new();
    }
    // best[k][to]: least cost of the first `to` points in k + 1 parts, and where the last part begins.
    let mut best: Vec<Vec<(f64, usize)>> = vec![vec![(f64::INFINITY, 0); n + 1]; breaks + 1];
    for (to, least) in best[0].iter_mut().enumerate().skip(shortest) {
        *least = (sums.cost(0, to), 0);
    }
    for parts in 1..=breaks {
        for to in (parts + 1) * shortest..=n {
            for from in parts * shortest..=to - shortest {
                let cost = best[parts - 1][from].0 + sums.cost(from, to);
                if cost < best[parts][to].0 {
                    best[parts][to] = (cost, from);
                }
            }
        }
    }
    let (mut to, mut found) = (n, Vec::new());
    for parts in (1..=breaks).rev() {
        to = best[parts][to].1;
        found.push(to);
    }
    found.reverse();
    found
}

fn penalised(sums: &Sums, n: usize, penalty: f64, shortest: usize) -> Vec<usize> {
    let mut best = vec![(f64::INFINITY, 0usize); n + 1];
    best[0] = (-penalty, 0);
    for to in shortest..=n {
        for from in std::iter::once(0).chain(shortest..=to - shortest) {
            if to - from < shortest {
                continue;
            }
            let cost = best[from].0 + sums.cost(from, to) + penalty;
            if cost < best[to].0 {
                best[to] = (cost, from);
            }
        }
    }
    let (mut to, mut found) = (n, Vec::new());
    while to > 0 && best[to].0.is_finite() {
        to = best[to].1;
        found.push(to);
    }
    found.pop();
    found.reverse();
    found
}

#[cfg(test)]
mod tests {
    use super::{Breaks, change_points};
    use proptest::prelude::*;

    #[test]
    fn a_step_is_found_where_it_is() {
        let step: Vec<f64> = (0..20).map(|t| if t < 13 { 1.0 } else { 4.0 }).collect();
        assert_eq!(change_points(&step, Breaks::Exactly(1), 2), [13]);
        assert_eq!(change_points(&step, Breaks::Penalty(1.0), 2), [13]);
        assert!(change_points(&[2.0; 12], Breaks::Penalty(0.1), 2).is_empty());
        assert!(change_points(&[], Breaks::Penalty(0.1), 2).is_empty());
        assert!(
            change_points(&[1.0, 2.0, 3.0], Breaks::Exactly(1), 2).is_empty(),
            "too short for two parts of two"
        );
    }

    proptest! {
        #[test]
        fn one_break_is_the_best_of_all_single_breaks(series in prop::collection::vec(-9.0f64..9.0, 4..30)) {
            let cost = |part: &[f64]| {
                let mean = part.iter().sum::<f64>() / part.len() as f64;
                part.iter().map(|x| (x - mean).powi(2)).sum::<f64>()
            };
            let whole = |at: usize| cost(&series[..at]) + cost(&series[at..]);
            let best = (2..=series.len() - 2).map(whole).fold(f64::INFINITY, f64::min);
            let found = change_points(&series, Breaks::Exactly(1), 2);
            prop_assert!((whole(found[0]) - best).abs() < 1e-9);
        }

        #[test]
        fn a_larger_penalty_never_gives_more_breaks(
            series in prop::collection::vec(-9.0f64..9.0, 2..40),
            penalty in 0.1f64..50.0,
        ) {
            let few = change_points(&series, Breaks::Penalty(2.0 * penalty), 2).len();
            prop_assert!(few <= change_points(&series, Breaks::Penalty(penalty), 2).len());
        }
    }
}
