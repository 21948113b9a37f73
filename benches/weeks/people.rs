//! People whose agreement in the long run is known in closed form, in a week when all are as good as ever, and in one when
//! all are worse by the same amount.

use super::log::{Draw, Given};

/// Share of items that are hard, and what hardness takes from everybody's log odds of being right.
const HARD: f64 = 0.2;
const HARDNESS: f64 = 1.4;
/// Log odds of being right on items of label 0 and 1, and how much people differ.
const SKILL: [f64; 2] = [2.2, 1.7];
const SPREAD: f64 = 0.6;
/// Share of items whose true label is 1.
const PREVALENCE: f64 = 0.4;

/// What a week is to look like.
#[derive(Clone, Copy)]
pub struct Week {
    pub items: u32,
    pub annotators: u32,
    pub per_item: u32,
}

/// Agreement in the long run of items.
#[derive(Clone, Copy, Debug)]
pub struct Truth {
    pub percent_agreement: f64,
    pub alpha: f64,
}

/// Log odds of being right by annotator, on items of label 0 and of label 1.
#[derive(Clone)]
pub struct People {
    skills: Vec<[f64; 2]>,
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

fn normal(draw: &mut Draw) -> f64 {
    let (u, v) = (draw.share().max(1e-300), draw.share());
    (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
}

/// P(says 1 | true label, hard) of somebody with these log odds, all worse by `loss`.
fn says_one(skill: [f64; 2], loss: f64, label: usize, hard: bool) -> f64 {
    let right = logistic(skill[label] - loss - if hard { HARDNESS } else { 0.0 });
    if label == 1 { right } else { 1.0 - right }
}

/// `of(label, hard)`: P(1), and P(two of them differ).
fn truth(of: impl Fn(usize, bool) -> (f64, f64)) -> Truth {
    let (mut ones, mut differ) = (0.0, 0.0);
    for (label, share) in [(0, 1.0 - PREVALENCE), (1, PREVALENCE)] {
        for (hard, part) in [(false, 1.0 - HARD), (true, HARD)] {
            let (one, two) = of(label, hard);
            ones += share * part * one;
            differ += share * part * two;
        }
    }
    Truth { percent_agreement: 1.0 - differ, alpha: 1.0 - differ / (2.0 * ones * (1.0 - ones)) }
}

/// Agreement over all panels of such people, who are worse by `loss`.
pub fn of_population(loss: f64) -> Truth {
    // Normal skills by quadrature: equal steps of the density over ±6 deviations.
    let steps: Vec<f64> = (0..=600).map(|i| f64::from(i - 300) / 50.0).collect();
    let density = |z: f64| (-0.5 * z * z).exp();
    let total: f64 = steps.iter().map(|&z| density(z)).sum();
    truth(|label, hard| {
        let one = |z: f64| says_one(SKILL.map(|mean| mean + SPREAD * z), loss, label, hard);
        let mean = steps.iter().map(|&z| density(z) * one(z)).sum::<f64>() / total;
        (mean, 2.0 * mean * (1.0 - mean))
    })
}

/// The smallest loss at which agreement falls by exactly `drop`; where it never does, the one at which it falls most: who has
/// lost much agrees again, on what is wrong.
pub fn loss_of(drop: f64, agreement: impl Fn(f64) -> f64) -> f64 {
    if drop == 0.0 {
        return 0.0;
    }
    let whole = agreement(0.0);
    let fallen = |loss: f64| whole - agreement(loss);
    let steps = || (1..=60).map(|step| f64::from(step) / 20.0);
    let Some(reached) = steps().find(|&loss| fallen(loss) >= drop) else {
        return steps().max_by(|a, b| fallen(*a).total_cmp(&fallen(*b))).unwrap_or(0.0);
    };
    let (mut low, mut high) = (reached - 0.05, reached);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if fallen(middle) < drop { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}

impl People {
    /// People drawn at random.
    pub fn draw(annotators: u32, draw: &mut Draw) -> Self {
        let one = |_| SKILL.map(|mean| mean + SPREAD * normal(draw));
        Self { skills: (0..annotators).map(one).collect() }
    }

    /// Agreement of these very people, any two of them as likely to meet as any other two.
    pub fn truth(&self, loss: f64) -> Truth {
        let n = self.skills.len() as f64;
        truth(|label, hard| {
            let ones: Vec<f64> =
                self.skills.iter().map(|&skill| says_one(skill, loss, label, hard)).collect();
            let (sum, squares) = (ones.iter().sum::<f64>(), ones.iter().map(|p| p * p).sum::<f64>());
            // Over ordered pairs a ≠ b, the mean of p_a (1 − p_b).
            (sum / n, 2.0 * (sum * (n - sum) - (sum - squares)) / (n * (n - 1.0)))
        })
    }

    /// A week's rows, sorted.
    pub fn week(&self, week: Week, loss: f64, draw: &mut Draw) -> Vec<Given> {
        let mut given = Vec::new();
        let mut people: Vec<u32> = (0..week.annotators).collect();
        for item in 0..week.items {
            let label = usize::from(draw.share() < PREVALENCE);
            let hard = draw.share() < HARD;
            for k in 0..week.per_item as usize {
                let other = k + draw.below(people.len() as u32 - k as u32) as usize;
                people.swap(k, other);
                let skill = self.skills[people[k] as usize];
                let one = draw.share() < says_one(skill, loss, label, hard);
                given.push((item, people[k], u32::from(one)));
            }
        }
        given.sort_unstable();
        given
    }
}
