use super::Stream;
use rand_distr::{Distribution, StandardNormal};
use rand_xoshiro::Xoshiro256PlusPlus;

/// Points that a series needs before a change of its level is looked for.
pub const FEWEST_POINTS: usize = 10;
/// Points on either side of a change at least.
const MARGIN: usize = 2;
/// Series drawn without a change at most.
const DRAWN: u32 = 1999;
/// So many as large as the series' own settle that nothing is told: drawing ends, p being past .05 by far (Besag &
/// Clifford 1991, Biometrika 78:301).
const SETTLED: u32 = 120;
/// Series drawn by one generator.
const BLOCK: u32 = 64;
/// Neighbours hang together at most so much; beyond, a series is a walk and no level.
const MOST_CORRELATION: f64 = 0.9;

/// The likeliest single change of a series' level, and whether there is one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LevelShift {
    /// Points before the change.
    pub at: usize,
    /// Mean after minus mean before, weighted.
    pub change: f64,
    /// Standard error of the change, for the place as found.
    pub se: f64,
    /// Degrees of freedom of that error.
    pub df: f64,
    /// The largest squared step over its error among all places.
    pub statistic: f64,
    /// Correlation of neighbouring points beside the change, held at 0 or more.
    pub correlation: f64,
    /// Variance of points beside the change over that of their own counts: 1 = no more than chance.
    pub dispersion: f64,
    /// Probability of as large a statistic in a series without a change, as dispersed and as correlated.
    pub p: f64,
}

/// Whether the level of a series changes, allowing for points that differ more than their counts explain and for
/// neighbours that hang together.
///
/// `variances` are what the points' own counts explain (p (1 − p) / n of a share). Points are weighed by 1 / (between +
/// own variance), with the between-variance of DerSimonian & Laird (1986) about the two sides of the best break; the
/// statistic is the largest squared difference of sides over its error among all breaks (sup F: Andrews 1993, Econometrica
/// 61:821). Its distribution without a change is drawn: 1 999 series of the same weights whose neighbours correlate as the
/// series' residuals do (bias of Kendall 1954 taken back, negative ones as 0), each put through the same steps, so that
/// neither the choice of the place nor the estimation of spread and correlation is taken as known. p = (1 + b) / (1 + drawn),
/// of 1 999 drawn at most.
///
/// `None` under ten points, or where nothing varies.
pub fn level_shift(values: &[f64], variances: &[f64], stream: Stream<'_>) -> Option<LevelShift> {
    if values.len() < FEWEST_POINTS {
        return None;
    }
    let between = between_variance(values, variances);
    let weights: Vec<f64> =
        variances.iter().map(|own| 1.0 / (between + own).max(f64::MIN_POSITIVE)).collect();
    let found = Step::best(values, &weights)?;
    let correlation = found.correlation(values, &weights);
    let statistic = found.statistic(correlation);
    let (above, drawn) = drawn_above(statistic, &weights, correlation, stream);
    let n = values.len() as f64;
    let own: f64 = variances.iter().zip(&weights).map(|(own, weight)| own * weight).sum::<f64>() / n;
    Some(LevelShift {
        at: found.at,
        change: found.change,
        se: (found.spread * found.lever * long_run(correlation)).sqrt(),
        df: ((n - 2.0) * (1.0 - correlation) / (1.0 + correlation)).max(1.0),
        statistic,
        correlation,
        dispersion: found.spread / own.max(f64::MIN_POSITIVE),
        p: f64::from(1 + above) / f64::from(1 + drawn),
    })
}

/// How much correlation of neighbours widens the variance of a mean.
fn long_run(correlation: f64) -> f64 {
    (1.0 + correlation) / (1.0 - correlation)
}

/// A break with what is left beside it.
#[derive(Debug, Clone, Copy)]
struct Step {
    at: usize,
    before: f64,
    change: f64,
    /// 1 / weight before + 1 / weight after.
    lever: f64,
    /// Weighted squares about both sides, over n − 2.
    spread: f64,
}

impl Step {
    /// The break that takes most squares away; `None` where nothing is left beside it.
    fn best(values: &[f64], weights: &[f64]) -> Option<Self> {
        let n = values.len();
        let total: f64 = weights.iter().sum();
        let mean = values.iter().zip(weights).map(|(x, w)| x * w).sum::<f64>() / total;
        let squares: f64 = values.iter().zip(weights).map(|(x, w)| w * (x - mean).powi(2)).sum();
        let (mut weight, mut sum, mut best) = (0.0, 0.0, (0.0, 0, 0.0, 0.0));
        for at in 1..=n - MARGIN {
            weight += weights[at - 1];
            sum += weights[at - 1] * (values[at - 1] - mean);
            let rest = total - weight;
            // The two sides' means are sum / weight and −sum / rest from the middle.
            let gain = sum * sum * (1.0 / weight + 1.0 / rest);
            if at >= MARGIN && gain > best.0 {
                best = (gain, at, weight, sum);
            }
        }
        let (gain, at, weight, sum) = best;
        let spread = (squares - gain) / (n as f64 - 2.0);
        if at == 0 || spread <= 1e-9 * squares || spread <= 0.0 {
            return None;
        }
        let (before, after) = (sum / weight, -sum / (total - weight));
        let lever = 1.0 / weight + 1.0 / (total - weight);
        Some(Self { at, before: mean + before, change: after - before, lever, spread })
    }

    fn statistic(&self, correlation: f64) -> f64 {
        self.change * self.change / (self.spread * self.lever * long_run(correlation))
    }

    /// Correlation of neighbouring standardised residuals; two means were fitted, which pulls it down by about
    /// (2 + 4ρ) / n (Kendall 1954, Biometrika 41:403, for one mean 1 + 4ρ).
    fn correlation(&self, values: &[f64], weights: &[f64]) -> f64 {
        let n = values.len() as f64;
        let level = |place: usize| if place < self.at { self.before } else { self.before + self.change };
        let residual = |place: usize| (values[place] - level(place)) * weights[place].sqrt();
        let (mut products, mut squares) = (0.0, 0.0);
        for place in 0..values.len() {
            let own = residual(place);
            squares += own * own;
            if place > 0 {
                products += own * residual(place - 1);
            }
        }
        let raw = if squares > 0.0 { products / squares } else { 0.0 };
        ((raw + 2.0 / n) / (1.0 - 4.0 / n).max(0.5)).clamp(0.0, MOST_CORRELATION)
    }
}

/// DerSimonian and Laird's variance between points, about the two sides of the best break.
fn between_variance(values: &[f64], variances: &[f64]) -> f64 {
    let weights: Vec<f64> = variances.iter().map(|own| 1.0 / own.max(f64::MIN_POSITIVE)).collect();
    let Some(step) = Step::best(values, &weights) else { return 0.0 };
    let freedom = values.len() as f64 - 2.0;
    let side = |weights: &[f64]| {
        let total: f64 = weights.iter().sum();
        total - weights.iter().map(|w| w * w).sum::<f64>() / total
    };
    let scale = side(&weights[..step.at]) + side(&weights[step.at..]);
    ((step.spread * freedom - freedom) / scale.max(f64::MIN_POSITIVE)).max(0.0)
}

/// How many of the series drawn without a change have as large a statistic, and how many were drawn.
fn drawn_above(statistic: f64, weights: &[f64], correlation: f64, stream: Stream<'_>) -> (u32, u32) {
    let mut series = vec![0.0; weights.len()];
    let (mut above, mut drawn_so_far) = (0, 0);
    for block in 0..DRAWN.div_ceil(BLOCK) {
        let mut rng = stream.block(block as usize);
        if above >= SETTLED {
            break;
        }
        for _ in 0..BLOCK.min(DRAWN - block * BLOCK) {
            drawn_so_far += 1;
            draw(&mut series, weights, correlation, &mut rng);
            let drawn = Step::best(&series, weights);
            let own = drawn.map(|step| step.statistic(step.correlation(&series, weights)));
            above += u32::from(own.is_some_and(|own| own >= statistic));
        }
    }
    (above, drawn_so_far)
}

fn draw(series: &mut [f64], weights: &[f64], correlation: f64, rng: &mut Xoshiro256PlusPlus) {
    let fresh = (1.0 - correlation * correlation).sqrt();
    let mut state = 0.0;
    for (place, (value, weight)) in series.iter_mut().zip(weights).enumerate() {
        let noise: f64 = StandardNormal.sample(rng);
        state = if place == 0 { noise } else { correlation * state + fresh * noise };
        *value = state / weight.sqrt();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Seed;
    use rand_xoshiro::rand_core::SeedableRng;

    fn stream(slice: &str) -> Stream<'_> {
        Stream { seed: Seed::default(), question: "q", slice, purpose: "periods" }
    }

    /// `periods` shares of 50 annotations each, drawn about `level`, the last third `jump` higher; AR(1) between.
    fn series(periods: usize, jump: f64, between: f64, correlation: f64, seed: u64) -> (Vec<f64>, Vec<f64>) {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
        let mut state: f64 = StandardNormal.sample(&mut rng);
        let mut values = Vec::new();
        for t in 0..periods {
            let noise: f64 = StandardNormal.sample(&mut rng);
            state = correlation * state + (1.0 - correlation * correlation).sqrt() * noise;
            let level = 0.6 + between * state + if t >= periods * 2 / 3 { jump } else { 0.0 };
            let draw = rand_distr::Binomial::new(50, level.clamp(0.01, 0.99)).expect("a share");
            values.push(draw.sample(&mut rng) as f64 / 50.0);
        }
        (values, vec![0.24 / 50.0; periods])
    }

    #[test]
    fn a_planted_jump_is_seen_where_it_is() {
        let (values, variances) = series(30, 0.25, 0.0, 0.0, 7);
        let found = level_shift(&values, &variances, stream("jump")).expect("thirty points");
        assert!(found.p < 0.01 && (18..=22).contains(&found.at), "{found:?}");
        assert!((found.change - 0.25).abs() < 0.08 && found.se < 0.08);
    }

    /// 60 logs each: about 3 are expected to be reported at .05, at most 9 would be (P = .003).
    #[test]
    fn weeks_alike_dispersed_or_alike_their_neighbours_are_seldom_reported() {
        for (between, correlation) in [(0.0, 0.0), (0.1, 0.0), (0.1, 0.5)] {
            let reported = (0..60).filter(|&seed| {
                let (values, variances) = series(26, 0.0, between, correlation, 1000 + seed);
                level_shift(&values, &variances, stream("null")).is_some_and(|found| found.p <= 0.05)
            });
            let reported = reported.count();
            assert!(reported <= 9, "{reported} of 60 at {between} {correlation}");
        }
    }

    #[test]
    fn short_and_flat_series_have_no_test() {
        assert_eq!(level_shift(&[0.5; 9], &[0.1; 9], stream("")), None);
        assert_eq!(level_shift(&[0.5; 20], &[0.1; 20], stream("")), None);
    }

    #[test]
    fn the_same_series_has_the_same_p() {
        let (values, variances) = series(20, 0.1, 0.05, 0.2, 3);
        assert_eq!(
            level_shift(&values, &variances, stream("a")),
            level_shift(&values, &variances, stream("a"))
        );
    }
}
