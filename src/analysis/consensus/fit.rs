/// What a consensus model found.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// Probability (or weight) of each class by item, `items × classes`; zeros for an item nobody rated.
    pub posterior: Vec<f64>,
    /// Reliability by annotator in 0–1; `None` where an annotator gave no label.
    pub reliability: Vec<Option<f64>>,
    /// How common each class is, where the model estimates it.
    pub priors: Option<Vec<f64>>,
    /// How the iterations went, where there were any.
    pub course: Option<Course>,
}

/// How the iterations of a model went.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// Whether they came to rest.
    pub converged: bool,
    /// The objective after each of them: the log-likelihood, for GLAD with its priors; for MACE the log of the marginal
    /// likelihood, which its variational steps need not raise.
    pub trace: Vec<f64>,
}

/// Iterations after which a model gives up, and says so.
pub const MAX_ITERATIONS: usize = 1_000;
/// Models come to rest when no probability of any item moves by more than this …
const AT_REST: f64 = 1e-7;
/// … or when the objective gains no more than this part of itself: in a long log some item is always on its way along a
/// likelihood that is flat for it.
const NO_GAIN: f64 = 1e-12;

impl Course {
    /// A course that has not begun.
    pub(super) fn begin() -> Self {
        Self { converged: false, trace: Vec::new() }
    }

    /// Takes an iteration down: its objective, and the furthest that a probability moved.
    pub(super) fn step(&mut self, objective: f64, moved: f64) {
        let gain = self.objective().map_or(f64::INFINITY, |before| (objective - before).abs());
        self.converged = moved <= AT_REST || gain <= NO_GAIN * objective.abs();
        self.trace.push(objective);
    }

    /// Whether another iteration is due.
    pub(super) fn goes_on(&self, max_iterations: usize) -> bool {
        !self.converged && self.trace.len() < max_iterations
    }

    /// How many iterations there were.
    pub fn iterations(&self) -> usize {
        self.trace.len()
    }

    /// The last value of the objective.
    pub fn objective(&self) -> Option<f64> {
        self.trace.last().copied()
    }
}

/// Divides `weights` by their sum and tells the sum; leaves weights that add up to 0 as they are.
#[inline]
pub(super) fn normalize(weights: &mut [f64]) -> f64 {
    let sum: f64 = weights.iter().sum();
    if sum > 0.0 {
        weights.iter_mut().for_each(|weight| *weight /= sum);
    }
    sum
}
