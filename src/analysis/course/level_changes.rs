use super::trend::SIGNIFICANT;
use super::{LevelChange, LevelChanges};
use crate::analysis::inference::{Breaks, change_points, cusum, neighbour_correlation, pettitt};
use crate::vocabulary::{Outcome, Reason, Week};

/// Fewer weeks have no level to change (METHODS §4).
pub(super) const WEEKS_NEEDED: u64 = 10;
/// The shortest stretch that is called a level, in weeks.
const SHORTEST: usize = 3;

/// Whether a weekly series keeps one level: OLS-CUSUM with the spread of the weeks themselves (which knows of whatever
/// varies between weeks beyond chance) times what serial correlation adds, (1 + ρ) / (1 − ρ) with ρ the correlation of
/// neighbours around the best single step. Only where one level is refused at .05 are changes looked for: the levels that
/// leave least squared deviations, each worth 3 σ² ln(n) of them.
///
/// Not estimable with fewer than 10 weeks, or where nothing varies.
pub(super) fn level_changes(series: &[(Week, f64)]) -> Outcome<LevelChanges> {
    let found = series.len() as u64;
    if found < WEEKS_NEEDED {
        let what = "weeks".into();
        return Outcome::NotEstimable(Reason::TooFew { what, found, needed: WEEKS_NEEDED });
    }
    let values: Vec<f64> = series.iter().map(|point| point.1).collect();
    let step = change_points(&values, Breaks::Exactly(1), SHORTEST);
    let residuals = around(&values, &step);
    let rho = neighbour_correlation(&residuals, 1);
    let factor = (1.0 + rho) / (1.0 - rho);
    let (Some(sums), Some(ranks)) = (cusum(&values, factor), pettitt(&values)) else {
        return Outcome::NotEstimable(Reason::NoVariation { what: "the weeks' values".into() });
    };
    let mut breaks = Vec::new();
    if sums.p <= SIGNIFICANT {
        let n = values.len() as f64;
        let variance = residuals.iter().map(|r| r * r).sum::<f64>() / (n - 2.0) * factor;
        breaks = change_points(&values, Breaks::Penalty(3.0 * variance * n.ln()), SHORTEST);
        if breaks.is_empty() {
            breaks = step;
        }
    }
    Outcome::Estimated(LevelChanges {
        cusum: sums.statistic,
        p_value: sums.p,
        pettitt_p: ranks.p,
        serial_factor: factor,
        changes: changes(series, &breaks),
    })
}

/// Deviations from the means of the parts that the breaks make.
fn around(values: &[f64], breaks: &[usize]) -> Vec<f64> {
    let mut out = Vec::with_capacity(values.len());
    for (from, to) in parts(breaks, values.len()) {
        let mean = mean(&values[from..to]);
        out.extend(values[from..to].iter().map(|x| x - mean));
    }
    out
}

fn parts(breaks: &[usize], n: usize) -> impl Iterator<Item = (usize, usize)> {
    let ends: Vec<usize> = std::iter::once(0).chain(breaks.iter().copied()).chain([n]).collect();
    (1..ends.len()).map(move |k| (ends[k - 1], ends[k]))
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn changes(series: &[(Week, f64)], breaks: &[usize]) -> Vec<LevelChange> {
    let values: Vec<f64> = series.iter().map(|point| point.1).collect();
    let levels: Vec<(usize, f64)> =
        parts(breaks, values.len()).map(|(from, to)| (from, mean(&values[from..to]))).collect();
    let change = |pair: &[(usize, f64)]| LevelChange {
        from_week: series[pair[1].0].0.name(),
        before: pair[0].1,
        after: pair[1].1,
    };
    levels.windows(2).map(change).collect()
}

#[cfg(test)]
mod tests {
    use super::level_changes;
    use crate::vocabulary::{Outcome, Week};
    use rand_core::SeedableRng;
    use rand_distr::{Distribution, StandardNormal};
    use rand_xoshiro::Xoshiro256PlusPlus;

    fn series(rng: &mut Xoshiro256PlusPlus, weeks: u32, rho: f64, step: f64) -> Vec<(Week, f64)> {
        let mut noise = || -> f64 { StandardNormal.sample(rng) };
        let mut state = noise();
        let next = |week: u32| {
            let value = state + if week >= weeks / 2 { step } else { 0.0 };
            state = rho * state + (1.0 - rho * rho).sqrt() * noise();
            (Week(2900 + week), value)
        };
        (0..weeks).map(next).collect()
    }

    fn reported(weeks: u32, rho: f64, step: f64) -> f64 {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(20_260_706);
        let changes = |series: &[(Week, f64)]| match level_changes(series) {
            Outcome::Estimated(found) => !found.changes.is_empty(),
            Outcome::NotEstimable(_) => false,
        };
        let hits = (0..1_000).filter(|_| changes(&series(&mut rng, weeks, rho, step))).count();
        hits as f64 / 1_000.0
    }

    #[test]
    fn noise_is_one_level_and_a_step_is_two() {
        for (weeks, rho) in [(10, 0.0), (26, 0.0), (52, 0.0), (26, 0.4), (52, 0.4)] {
            let false_reports = reported(weeks, rho, 0.0);
            assert!(false_reports <= 0.07, "{weeks} weeks, correlation {rho}: {false_reports}");
        }
        assert!(reported(26, 0.0, 3.0) > 0.9, "{}", reported(26, 0.0, 3.0));
    }

    #[test]
    fn a_step_is_told_with_its_week_and_levels() {
        let step: Vec<(Week, f64)> = (0..20)
            .map(|k| (Week(2900 + k), if k < 12 { 0.9 } else { 0.7 } + 0.01 * f64::from(k % 3)))
            .collect();
        let found = level_changes(&step);
        let change = &found.estimated().expect("twenty weeks").changes;
        assert_eq!(change.len(), 1);
        assert_eq!(change[0].from_week, Week(2912).name());
        assert!((change[0].before - 0.91).abs() < 0.01 && (change[0].after - 0.71).abs() < 0.01);
        assert!(level_changes(&step[..9]).reason().is_some());
        let flat: Vec<(Week, f64)> = step.iter().map(|&(week, _)| (week, 0.5)).collect();
        assert!(level_changes(&flat).reason().is_some());
    }
}
