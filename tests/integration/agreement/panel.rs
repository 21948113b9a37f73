//! Logs of a made-up panel whose true alpha is known in closed form: what intervals are held against.

use super::log::{Draw, Given};

/// Share of items that are hard, and what hardness takes from everybody's log odds of being right.
const HARD: f64 = 0.2;
const HARDNESS: f64 = 1.4;
/// Log odds of being right on items of label 0 and 1, and how much people differ.
const SKILL: [f64; 2] = [2.2, 1.7];
const SPREAD: f64 = 0.6;

/// A panel: log odds of being right by annotator, on items of label 0 and of label 1.
pub struct Panel {
    skills: Vec<[f64; 2]>,
}

/// What a log of a panel is to look like.
#[derive(Clone, Copy)]
pub struct Design {
    /// Items.
    pub items: u32,
    /// Annotators of the panel.
    pub annotators: u32,
    /// Annotators per item: at least, at most.
    pub per_item: (u32, u32),
    /// Share of items whose true label is 1.
    pub prevalence: f64,
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

fn normal(draw: &mut Draw) -> f64 {
    let (u, v) = (draw.share().max(1e-300), draw.share());
    (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
}

/// P(says 1 | true label, hard) of somebody with these log odds of being right.
fn says_one(skill: [f64; 2], label: usize, hard: bool) -> f64 {
    let right = logistic(skill[label] - if hard { HARDNESS } else { 0.0 });
    if label == 1 { right } else { 1.0 - right }
}

/// Alpha of two labels from the shares and chances of disagreement by kind of item: (share, P(1), P(a pair differs)).
fn alpha(kinds: &[(f64, f64, f64)]) -> f64 {
    let ones: f64 = kinds.iter().map(|(share, one, _)| share * one).sum();
    let observed: f64 = kinds.iter().map(|(share, _, differ)| share * differ).sum();
    1.0 - observed / (2.0 * ones * (1.0 - ones))
}

fn kinds(prevalence: f64, of: impl Fn(usize, bool) -> (f64, f64)) -> Vec<(f64, f64, f64)> {
    let mut out = Vec::new();
    for (label, share) in [(0, 1.0 - prevalence), (1, prevalence)] {
        for (hard, part) in [(false, 1.0 - HARD), (true, HARD)] {
            let (one, differ) = of(label, hard);
            out.push((share * part, one, differ));
        }
    }
    out
}

/// Alpha that panels of these people have in the long run, over all panels.
pub fn alpha_of_population(prevalence: f64) -> f64 {
    // Normal skills by quadrature: equal steps of the density over ±6 deviations.
    let steps: Vec<f64> = (0..=1200).map(|i| f64::from(i - 600) / 100.0).collect();
    let density = |z: f64| (-0.5 * z * z).exp();
    let total: f64 = steps.iter().map(|&z| density(z)).sum();
    alpha(&kinds(prevalence, |label, hard| {
        let one = |z: f64| says_one([SKILL[0] + SPREAD * z, SKILL[1] + SPREAD * z], label, hard);
        let mean = steps.iter().map(|&z| density(z) * one(z)).sum::<f64>() / total;
        (mean, 2.0 * mean * (1.0 - mean))
    }))
}

impl Panel {
    /// People drawn at random.
    pub fn draw(annotators: u32, draw: &mut Draw) -> Self {
        let one = |_| SKILL.map(|mean| mean + SPREAD * normal(draw));
        Self { skills: (0..annotators).map(one).collect() }
    }

    /// Alpha of these very people in the long run of items, any two of them as likely to meet as any other two.
    pub fn alpha(&self, prevalence: f64) -> f64 {
        let n = self.skills.len() as f64;
        alpha(&kinds(prevalence, |label, hard| {
            let ones: Vec<f64> = self.skills.iter().map(|&skill| says_one(skill, label, hard)).collect();
            let (sum, squares) = (ones.iter().sum::<f64>(), ones.iter().map(|p| p * p).sum::<f64>());
            // Over ordered pairs a ≠ b, the mean of p_a (1 − p_b).
            let pairs = (sum * (n - sum) - (sum - squares)) / (n * (n - 1.0));
            (sum / n, 2.0 * pairs)
        }))
    }

    /// A log of this panel.
    pub fn log(&self, design: Design, draw: &mut Draw) -> Vec<Given> {
        let mut given = Vec::new();
        let mut people: Vec<u32> = (0..design.annotators).collect();
        for item in 0..design.items {
            let label = usize::from(draw.share() < design.prevalence);
            let hard = draw.share() < HARD;
            self.annotate(item, (label, hard), design, (&mut people, draw), &mut given);
        }
        given
    }

    /// A log of this panel whose items come in clusters of `sizes` that share being hard and a topic: in one half of them
    /// label 1 is seldom, in the other half frequent. Over all clusters an item is what it is in [`Panel::log`], so the
    /// truth is the same. The cluster of every item stands beside it; `design.items` tells how many clusters.
    pub fn clustered_log(
        &self,
        design: Design,
        sizes: (u32, u32),
        draw: &mut Draw,
    ) -> (Vec<Given>, Vec<u32>) {
        let (mut given, mut of_item) = (Vec::new(), Vec::new());
        let mut people: Vec<u32> = (0..design.annotators).collect();
        let aside = 0.7 * design.prevalence.min(1.0 - design.prevalence);
        for cluster in 0..design.items {
            let hard = draw.share() < HARD;
            let prevalence = design.prevalence + if draw.share() < 0.5 { aside } else { -aside };
            for _ in 0..sizes.0 + draw.below(sizes.1 - sizes.0 + 1) {
                let label = usize::from(draw.share() < prevalence);
                let item = of_item.len() as u32;
                self.annotate(item, (label, hard), design, (&mut people, draw), &mut given);
                of_item.push(cluster);
            }
        }
        given.sort_unstable();
        (given, of_item)
    }

    /// Some of the panel annotate one item.
    fn annotate(
        &self,
        item: u32,
        (label, hard): (usize, bool),
        design: Design,
        (people, draw): (&mut [u32], &mut Draw),
        given: &mut Vec<Given>,
    ) {
        let (least, most) = design.per_item;
        let own = least + draw.below(most - least + 1);
        for k in 0..own as usize {
            let other = k + draw.below(people.len() as u32 - k as u32) as usize;
            people.swap(k, other);
            let skill = self.skills[people[k] as usize];
            let one = draw.share() < says_one(skill, label, hard);
            given.push((item, people[k], u32::from(one)));
        }
    }
}
