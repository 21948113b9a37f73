use super::order_truth::Habit;
use super::random::Stream;
use super::truth::{Truth, cumulative};
use crate::vocabulary::Seed;

/// What is true of each simulated annotator; position = number.
pub(super) struct Annotators {
    /// `a0001` …
    pub names: Vec<String>,
    /// Probability to see the true label of an easy item at the start of a session.
    pub skill: Vec<f64>,
    /// Factor on the seconds per item.
    pub pace: Vec<f64>,
    /// By attribute, the group of each annotator.
    pub groups: Vec<Vec<u32>>,
    /// What showing a wrong suggestion adds to their probability of giving its label.
    pub excess: Vec<f64>,
    /// Whether the planted severity applies.
    pub severe: Vec<bool>,
    /// Share of annotations that are rushed.
    pub speeding: Vec<f64>,
    /// Share of annotations that lie in runs of one label.
    pub straight_lining: Vec<f64>,
}

impl Annotators {
    /// Draws the pool.
    pub fn draw(truth: &Truth, seed: Seed) -> Self {
        let mut stream = Stream::named(seed, &["annotators"]);
        let n = truth.annotators as usize;
        let width = truth.annotators.to_string().len().max(2);
        let shares: Vec<Vec<f64>> = truth
            .attributes
            .iter()
            .map(|a| cumulative(&a.groups.iter().map(|g| g.1).collect::<Vec<_>>()))
            .collect();
        let mut pool = Self {
            names: (1..=n).map(|i| format!("a{i:0width$}")).collect(),
            skill: Vec::with_capacity(n),
            pace: Vec::with_capacity(n),
            groups: vec![Vec::with_capacity(n); shares.len()],
            excess: Vec::with_capacity(n),
            severe: vec![false; n],
            speeding: habit(n, truth.order.speeding, seed, "speeding"),
            straight_lining: habit(n, truth.order.straight_lining, seed, "straight-lining"),
        };
        // A stream of their own: who is planted a habit keeps the skill they would have had.
        let mut habits = Stream::named(seed, &["habits"]);
        for annotator in 0..n {
            pool.skill.push((truth.skill_mean + truth.skill_sd * stream.normal()).clamp(0.05, 0.995));
            pool.pace.push((0.25 * stream.normal()).exp());
            pool.excess.push(
                truth
                    .suggestions
                    .map_or(0.0, |s| (s.acceptance_excess + s.excess_sd * habits.normal()).clamp(0.0, 1.0)),
            );
            for (attribute, cumulative) in shares.iter().enumerate() {
                let group = stream.by_cumulative(cumulative) as u32;
                pool.groups[attribute].push(group);
                pool.severe[annotator] |= truth.severity.as_ref().is_some_and(|s| {
                    let described = &truth.attributes[attribute];
                    s.attribute == described.name && s.group == described.groups[group as usize].0
                });
            }
        }
        pool
    }
}

/// By annotator, the share of annotations that a habit has: that share of annotators has it, to the nearest whole one.
fn habit(n: usize, habit: Habit, seed: Seed, name: &str) -> Vec<f64> {
    let mut shares = vec![0.0; n];
    let mut stream = Stream::named(seed, &["habit", name]);
    let mut left: Vec<usize> = (0..n).collect();
    for _ in 0..(habit.annotators * n as f64).round() as usize {
        shares[left.swap_remove(stream.below(left.len()))] = habit.annotations;
    }
    shares
}
