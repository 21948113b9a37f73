use super::{CourseVerdict, Trend};
use crate::analysis::inference::{mann_kendall, sen_slope, serial_factor};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize, Week};

/// Fewer weeks have no trend: the normal approximation of Mann and Kendall's score needs about so many.
pub(super) const WEEKS_NEEDED: u64 = 8;
/// Two-sided p up to which a trend is one.
pub(super) const SIGNIFICANT: f64 = 0.05;

/// The trend of a weekly series in order (week, value): Mann–Kendall with the variance that serial correlation asks for
/// (`serial_factor`), and Sen's slope per week with its rank interval widened
/// alike. Weeks without work are gaps on the time axis.
///
/// Not estimable with fewer than 8 weeks.
pub(super) fn trend(series: &[(Week, f64)], sample: SampleSize, level: f64) -> Outcome<Trend> {
    let weeks = series.len() as u64;
    let values: Vec<f64> = series.iter().map(|point| point.1).collect();
    let too_few = || Reason::TooFew { what: "weeks".into(), found: weeks, needed: WEEKS_NEEDED };
    if weeks < WEEKS_NEEDED {
        return Outcome::NotEstimable(too_few());
    }
    let points: Vec<(f64, f64)> = series.iter().map(|&(week, y)| (f64::from(week.0), y)).collect();
    let factor = serial_factor(&points);
    let (Some(test), Some(slope)) = (mann_kendall(&values), sen_slope(&points, level, factor)) else {
        return Outcome::NotEstimable(too_few());
    };
    let (z, p_value) = test.with_variance(factor);
    let verdict = match p_value <= SIGNIFICANT {
        true if z < 0.0 => CourseVerdict::Falls,
        true => CourseVerdict::Rises,
        false => CourseVerdict::NoEvidence,
    };
    let (lower, upper) = slope.interval;
    let method = match factor > 1.0 {
        true => format!("rank interval, variance × {factor:.2} for serial correlation"),
        false => "rank interval".into(),
    };
    let slope = Estimate {
        value: slope.slope,
        interval: Outcome::Estimated(ConfidenceInterval { lower, upper, level, method }),
        se: None,
        sample,
        method: "Sen's slope per week".into(),
        warnings: Vec::new(),
    };
    let span = series.last().zip(series.first()).map_or(0, |(last, first)| u64::from(last.0.0 - first.0.0));
    Outcome::Estimated(Trend {
        slope,
        weeks,
        span,
        score: test.score,
        z,
        p_value,
        p_independent: test.p,
        serial_factor: factor,
        tau_a: test.tau_a,
        tau_b: test.tau_b,
        verdict,
    })
}

#[cfg(test)]
mod tests {
    use super::{CourseVerdict, trend};
    use crate::vocabulary::{Outcome, SampleSize, Week};
    use rand_core::SeedableRng;
    use rand_distr::{Distribution, StandardNormal};
    use rand_xoshiro::Xoshiro256PlusPlus;

    fn dated(values: &[f64]) -> Vec<(Week, f64)> {
        (2900u32..).map(Week).zip(values.iter().copied()).collect()
    }

    /// Series of `weeks` with correlation `rho` between neighbours, and a rise of `rise` per week.
    fn drawn(rng: &mut Xoshiro256PlusPlus, weeks: usize, rho: f64, rise: f64) -> Vec<f64> {
        let mut noise = || -> f64 { StandardNormal.sample(rng) };
        let mut state = noise();
        let next = |t: usize| {
            let value = state + rise * t as f64;
            state = rho * state + (1.0 - rho * rho).sqrt() * noise();
            value
        };
        (0..weeks).map(next).collect()
    }

    fn reported(weeks: usize, rho: f64, rise: f64) -> f64 {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(20_260_705);
        let found = |series: Vec<f64>| match trend(&dated(&series), SampleSize::default(), 0.95) {
            Outcome::Estimated(trend) => trend.verdict != CourseVerdict::NoEvidence,
            Outcome::NotEstimable(_) => false,
        };
        let hits = (0..1_000).filter(|_| found(drawn(&mut rng, weeks, rho, rise))).count();
        hits as f64 / 1_000.0
    }

    #[test]
    fn noise_is_no_trend_and_a_trend_is_one() {
        for weeks in [8, 12, 26, 52] {
            let false_reports = reported(weeks, 0.0, 0.0);
            // Five in a hundred, and three Monte-Carlo errors.
            assert!(false_reports <= 0.07, "{weeks} weeks: {false_reports}");
        }
        assert!(reported(26, 0.0, 0.15) > 0.9);
        let false_reports = reported(52, 0.4, 0.0);
        assert!(false_reports < 0.10, "neighbours that resemble each other: {false_reports}");
    }

    #[test]
    fn too_few_weeks_have_no_trend_and_gaps_count() {
        assert!(trend(&dated(&[1.0; 7]), SampleSize::default(), 0.95).reason().is_some());
        let gaps: Vec<(Week, f64)> = (0..8).map(|k| (Week(3 * k), f64::from(k))).collect();
        let found = trend(&gaps, SampleSize::default(), 0.95);
        let found = found.estimated().expect("eight weeks");
        assert!((found.slope.value - 1.0 / 3.0).abs() < 1e-12);
        assert_eq!((found.span, found.verdict), (21, CourseVerdict::Rises));
    }
}
