use crate::vocabulary::Reason;

/// Observations whose number of successes is held fixed.
#[derive(Debug, Clone, PartialEq)]
pub struct Stratum<const P: usize> {
    /// Whose work it is; scores are clustered by it.
    pub annotator: u32,
    /// Covariates by observation.
    pub x: Vec<[f64; P]>,
    /// Whether each succeeded.
    pub success: Vec<bool>,
}

/// Logistic regression of right or wrong given how many are right in each stratum, so that strata need no intercepts
/// (which many short strata would estimate badly): exact conditional likelihood, Σ_strata [β·Σ_right x − ln Σ_S β·Σ_S x],
/// S over all choices of as many observations as are right. The sum over choices is the chance that independent trials
/// with odds exp(β·x + α) give so many successes, for any α, which a recursion over the trials has in O(n m) without
/// overflow. Newton's method. Cox 1970, The Analysis of Binary Data, ch. 4; Breslow & Day 1980, vol. I, ch. 7.
#[derive(Debug, Clone, PartialEq)]
pub struct ConditionalLogit<const P: usize> {
    /// Change of the log odds per unit of each covariate.
    pub beta: [f64; P],
    /// Information matrix at β.
    pub information: [[f64; P]; P],
    /// Conditional log-likelihood at β.
    pub log_likelihood: f64,
    /// (annotator, score, information of the first covariate) by stratum that is neither all right nor all wrong.
    pub scores: Vec<(u32, f64, f64)>,
}

/// More steps of the recursion than this take too long.
const MOST_STEPS: u64 = 400_000_000;
/// Newton steps before it is given up: a likelihood that still grows then has its maximum at infinity.
const MOST_ITERATIONS: usize = 50;

impl<const P: usize> ConditionalLogit<P> {
    /// Fits β.
    ///
    /// # Errors
    /// No stratum with both outcomes, covariates that do not vary within strata, too many observations, or a β that
    /// runs off to infinity.
    pub fn fit(strata: &[Stratum<P>]) -> Result<Self, Reason> {
        let mixed: Vec<&Stratum<P>> = strata.iter().filter(|stratum| stratum.mixed()).collect();
        let what = "sessions with both right and wrong answers".to_owned();
        if mixed.is_empty() {
            return Err(Reason::TooFew { what, found: 0, needed: 2 });
        }
        let steps: u64 = mixed.iter().map(|s| (s.x.len() * s.fewer()) as u64).sum();
        if steps > MOST_STEPS {
            let what = "annotations in long sessions for an exact conditional likelihood".into();
            return Err(Reason::TooMany { what, found: steps, limit: MOST_STEPS });
        }
        let mut now = Self::at(&mixed, [0.0; P]);
        for _ in 0..MOST_ITERATIONS {
            let step = solve(now.fit.information, now.score)
                .ok_or(Reason::NoVariation { what: "covariates within sessions".into() })?;
            let mut share = 1.0;
            let next = loop {
                let mut beta = now.fit.beta;
                beta.iter_mut().zip(step).for_each(|(b, s)| *b += share * s);
                let next = Self::at(&mixed, beta);
                if next.fit.log_likelihood >= now.fit.log_likelihood - 1e-9 || share < 1e-6 {
                    break next;
                }
                share /= 2.0;
            };
            let settled =
                step.iter().zip(next.fit.beta).all(|(s, b)| (share * s).abs() <= 1e-9 * b.abs().max(1.0));
            now = next;
            if settled {
                return Ok(now.fit);
            }
        }
        Err(Reason::NoVariation { what: "right and wrong answers that position does not part".into() })
    }

    fn at(strata: &[&Stratum<P>], beta: [f64; P]) -> Step<P> {
        let mut step = Step {
            fit: Self { beta, information: [[0.0; P]; P], log_likelihood: 0.0, scores: Vec::new() },
            score: [0.0; P],
        };
        for stratum in strata {
            let (log_likelihood, score, information) = stratum.derivatives(&beta);
            step.fit.log_likelihood += log_likelihood;
            step.fit.scores.push((stratum.annotator, score[0], information[0][0]));
            step.score.iter_mut().zip(score).for_each(|(sum, own)| *sum += own);
            for (sums, own) in step.fit.information.iter_mut().zip(information) {
                sums.iter_mut().zip(own).for_each(|(sum, own)| *sum += own);
            }
        }
        step
    }
}

/// A fit on its way, with its whole score.
struct Step<const P: usize> {
    fit: ConditionalLogit<P>,
    score: [f64; P],
}

impl<const P: usize> Stratum<P> {
    fn successes(&self) -> usize {
        self.success.iter().filter(|&&right| right).count()
    }

    /// Whether some succeeded and some did not; others tell nothing.
    pub fn mixed(&self) -> bool {
        (1..self.x.len()).contains(&self.successes())
    }

    /// The rarer outcome's number: the recursion follows whichever is rarer.
    fn fewer(&self) -> usize {
        self.successes().min(self.x.len() - self.successes())
    }

    /// Log-likelihood, score and information at β. Where failures are rarer they are chosen, with −β for β.
    fn derivatives(&self, beta: &[f64; P]) -> (f64, [f64; P], [[f64; P]; P]) {
        let (n, m) = (self.x.len() as f64, self.fewer());
        let rare = self.successes() == m;
        let sign = if rare { 1.0 } else { -1.0 };
        let mean: [f64; P] = std::array::from_fn(|p| self.x.iter().map(|x| x[p]).sum::<f64>() / n);
        let centred = |x: &[f64; P]| -> [f64; P] { std::array::from_fn(|p| sign * (x[p] - mean[p])) };
        let dot = |x: &[f64; P]| -> f64 { x.iter().zip(beta).map(|(x, b)| x * b).sum() };
        let tilt = (m as f64 / (n - m as f64)).ln();
        let mut chances = Chances::none(m);
        let (mut log_scale, mut chosen) = (0.0, [0.0; P]);
        for (x, &right) in self.x.iter().zip(&self.success) {
            let x = centred(x);
            let odds = (dot(&x) + tilt).exp();
            log_scale += odds.ln_1p();
            chances.add(&x, odds / (1.0 + odds));
            if right == rare {
                chosen.iter_mut().zip(x).for_each(|(sum, x)| *sum += x);
            }
        }
        let (f, g, h) = (chances.f[m], chances.g[m], chances.h[m]);
        let log_choices = f.ln() + log_scale - m as f64 * tilt;
        let expected: [f64; P] = std::array::from_fn(|p| g[p] / f);
        let score = std::array::from_fn(|p| chosen[p] - expected[p]);
        let information =
            std::array::from_fn(|p| std::array::from_fn(|q| h[p][q] / f - expected[p] * expected[q]));
        (dot(&chosen) - log_choices, score, information)
    }
}

/// By number of successes among the trials so far: their chance, and the first two moments of the successes' Σx on it.
struct Chances<const P: usize> {
    f: Vec<f64>,
    g: Vec<[f64; P]>,
    h: Vec<[[f64; P]; P]>,
    trials: usize,
}

impl<const P: usize> Chances<P> {
    fn none(most: usize) -> Self {
        let mut f = vec![0.0; most + 1];
        f[0] = 1.0;
        Self { f, g: vec![[0.0; P]; most + 1], h: vec![[[0.0; P]; P]; most + 1], trials: 0 }
    }

    fn add(&mut self, x: &[f64; P], p: f64) {
        self.trials += 1;
        for j in (0..=self.trials.min(self.f.len() - 1)).rev() {
            let stay = 1.0 - p;
            let (before, moved, moved2) = match j {
                0 => (0.0, [0.0; P], [[0.0; P]; P]),
                _ => (self.f[j - 1], self.g[j - 1], self.h[j - 1]),
            };
            for a in 0..P {
                for b in 0..P {
                    let cross = moved2[a][b] + x[a] * moved[b] + x[b] * moved[a] + x[a] * x[b] * before;
                    self.h[j][a][b] = stay * self.h[j][a][b] + p * cross;
                }
            }
            for a in 0..P {
                self.g[j][a] = stay * self.g[j][a] + p * (moved[a] + x[a] * before);
            }
            self.f[j] = stay * self.f[j] + p * before;
        }
    }
}

/// The solution of A s = b by Gaussian elimination; `None` where A has no inverse.
fn solve<const P: usize>(mut a: [[f64; P]; P], mut b: [f64; P]) -> Option<[f64; P]> {
    for i in 0..P {
        let pivot = (i..P).max_by(|&p, &q| a[p][i].abs().total_cmp(&a[q][i].abs()))?;
        a.swap(i, pivot);
        b.swap(i, pivot);
        if a[i][i].abs() < 1e-12 {
            return None;
        }
        let pivot = a[i];
        for row in i + 1..P {
            let factor = a[row][i] / pivot[i];
            a[row].iter_mut().zip(pivot).for_each(|(cell, above)| *cell -= factor * above);
            b[row] -= factor * b[i];
        }
    }
    for i in (0..P).rev() {
        let known: f64 = (i + 1..P).map(|j| a[i][j] * b[j]).sum();
        b[i] = (b[i] - known) / a[i][i];
    }
    Some(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All choices written out.
    fn by_enumeration(stratum: &Stratum<1>, beta: f64) -> f64 {
        let n = stratum.x.len();
        let m = stratum.successes();
        let sum = |set: u32| (0..n).filter(|i| set >> i & 1 == 1).map(|i| stratum.x[i][0]).sum::<f64>();
        let all: f64 =
            (0..1u32 << n).filter(|s| s.count_ones() as usize == m).map(|s| (beta * sum(s)).exp()).sum();
        let own = (0..n).filter(|&i| stratum.success[i]).fold(0, |set, i| set | 1 << i);
        beta * sum(own) - all.ln()
    }

    fn stratum(x: &[f64], right: &[u8]) -> Stratum<1> {
        let (x, success) = (x.iter().map(|&x| [x]).collect(), right.iter().map(|&r| r == 1).collect());
        Stratum { annotator: 0, x, success }
    }

    #[test]
    fn the_recursion_is_the_sum_over_all_choices() {
        for right in [[1, 0, 0, 1, 0, 0], [1, 1, 0, 1, 1, 0], [1, 0, 1, 0, 1, 0]] {
            let stratum = stratum(&[0.3, 1.1, 2.0, 2.2, 5.0, -4.0], &right);
            for beta in [-1.5, 0.0, 0.4] {
                let (value, score, information) = stratum.derivatives(&[beta]);
                assert!((value - by_enumeration(&stratum, beta)).abs() < 1e-10);
                let d = 1e-5;
                let [up, down] = [d, -d].map(|d| by_enumeration(&stratum, beta + d));
                assert!((score[0] - (up - down) / (2.0 * d)).abs() < 1e-6, "{score:?}");
                let curvature = (up + down - 2.0 * value) / (d * d);
                assert!((information[0][0] + curvature).abs() < 1e-3 * (1.0 + curvature.abs()));
            }
        }
    }

    #[test]
    fn without_both_outcomes_or_with_perfect_parting_there_is_none() {
        assert!(matches!(
            ConditionalLogit::fit(&[stratum(&[1.0, 2.0], &[1, 1])]),
            Err(Reason::TooFew { found: 0, .. })
        ));
        assert!(ConditionalLogit::fit(&[stratum(&[1.0, 1.0], &[1, 0])]).is_err());
        assert!(ConditionalLogit::fit(&[stratum(&[1.0, 2.0, 3.0], &[1, 0, 0])]).is_err());
    }

    #[test]
    fn long_sessions_neither_overflow_nor_vanish() {
        let x: Vec<f64> = (0..3000).map(|i| f64::from(i) / 100.0).collect();
        let right: Vec<u8> = (0..3000).map(|i| u8::from(i % 7 < 4 + i / 1500)).collect();
        let fit = ConditionalLogit::fit(&[stratum(&x, &right)]).expect("a maximum");
        assert!(fit.beta[0].is_finite() && fit.beta[0].abs() < 0.1 && fit.information[0][0] > 0.0);
    }
}
