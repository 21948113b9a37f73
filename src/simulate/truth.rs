use super::OrderTruth;
use serde::{Deserialize, Serialize};

/// What is true in a simulated log. Every effect that an audit could find is stated here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Truth {
    /// Items.
    pub items: u64,
    /// Annotators in the pool.
    pub annotators: u32,
    /// Annotations per item, by different annotators.
    pub per_item: u32,
    /// The labels, most frequent first.
    pub labels: Vec<String>,
    /// Each label is this many times as frequent as the next one (1 = all alike).
    pub prevalence_ratio: f64,
    /// Mean probability that an annotator sees the true label of an item of no difficulty.
    pub skill_mean: f64,
    /// Standard deviation of that probability between annotators.
    pub skill_sd: f64,
    /// Items take up to this much from everyone's skill (uniform between items).
    pub difficulty: f64,
    /// The two labels (positions) with a vague boundary, and the share of their errors that goes to each other.
    pub boundary: Option<(u32, u32, f64)>,
    /// How unequal the loads are: an annotator's number is drawn as u^uneven (1 = even).
    pub uneven: f64,
    /// Mean annotations per session.
    pub session_length: f64,
    /// Change of the probability to be right per 100 positions of a session (negative: fatigue).
    pub fatigue: f64,
    /// Median seconds on an item at the start of a session.
    pub seconds_per_item: f64,
    /// Share of annotations after which the annotator is shown an item of an earlier day again.
    pub repeats: f64,
    /// Attributes of annotators, independent of each other.
    pub attributes: Vec<AttributeTruth>,
    /// One group that gives one label more often than the others do.
    pub severity: Option<Severity>,
    /// Whether there is a model, and by how much its stated confidence exceeds its accuracy.
    pub model_over_confidence: Option<f64>,
    /// Exponent of how confidence is spread: 1/q + (1 − 1/q) u^exponent with q labels and u uniform; smaller = surer.
    #[serde(skip_serializing_if = "is_usual_spread")]
    pub model_spread: f64,
    /// Share of items whose true label stands in a column `gold`.
    #[serde(skip_serializing_if = "is_none")]
    pub gold: f64,
    /// The model's accuracy, from which its confidences follow; where none is stated, what confidences of a usual spread
    /// give.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_accuracy: Option<f64>,
    /// Whether the model's answers are suggested to annotators.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestions: Option<Suggestions>,
    /// Only item, annotator and label: the smallest log.
    pub bare: bool,
    /// Leave the model's columns out of the log (they are then had from the predictions file alone).
    pub predictions_apart: bool,
    /// What changes with order and time.
    pub order: OrderTruth,
}

/// The usual spread of confidence.
const USUAL_SPREAD: f64 = 0.4;

fn is_usual_spread(spread: &f64) -> bool {
    *spread == USUAL_SPREAD
}

fn is_none(share: &f64) -> bool {
    *share == 0.0
}

/// One attribute of the simulated annotators.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AttributeTruth {
    /// Its name.
    pub name: String,
    /// (group, share); shares add up to 1.
    pub groups: Vec<(String, f64)>,
}

/// How the model's answers are suggested, and what is done with wrong ones.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Suggestions {
    /// Probability that an annotation is made under the shown suggestion, by chance; 1 = always.
    pub shown: f64,
    /// What showing a wrong suggestion adds to the probability of giving its label: exactly the automation bias.
    pub acceptance_excess: f64,
    /// Standard deviation of that between annotators.
    pub excess_sd: f64,
    /// How much an approval's time changes from one week to the next, as a share: −.1 is a tenth less each week.
    pub weekly_haste: f64,
}

/// A planted difference between one group and the rest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Severity {
    /// The attribute.
    pub attribute: String,
    /// The group.
    pub group: String,
    /// Position of the label that the group gives more often.
    pub label: u32,
    /// Probability to give it to an item that is something else.
    pub probability: f64,
}

impl Default for Truth {
    fn default() -> Self {
        let group = |name: &str, share: f64| (name.to_owned(), share);
        Self {
            items: 1_000,
            annotators: 31,
            per_item: 5,
            labels: ["none", "harassment", "hate", "spam", "self-harm"].map(str::to_owned).to_vec(),
            prevalence_ratio: 1.8,
            skill_mean: 0.86,
            skill_sd: 0.06,
            difficulty: 0.25,
            boundary: Some((1, 2, 0.75)),
            uneven: 1.0,
            session_length: 60.0,
            fatigue: 0.0,
            seconds_per_item: 12.0,
            repeats: 0.0,
            attributes: vec![
                AttributeTruth {
                    name: "gender".into(),
                    groups: vec![group("female", 0.5), group("male", 0.4), group("non-binary", 0.1)],
                },
                AttributeTruth {
                    name: "region".into(),
                    groups: vec![
                        group("Africa", 0.2),
                        group("Americas", 0.3),
                        group("Asia", 0.2),
                        group("Europe", 0.3),
                    ],
                },
            ],
            severity: None,
            model_over_confidence: Some(0.0),
            model_spread: USUAL_SPREAD,
            gold: 0.0,
            model_accuracy: None,
            suggestions: None,
            bare: false,
            predictions_apart: false,
            order: OrderTruth::default(),
        }
    }
}

/// A truth that cannot be simulated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TruthError(pub String);

impl std::fmt::Display for TruthError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a number is a share.
fn share(x: f64) -> bool {
    (0.0..=1.0).contains(&x)
}

fn named_twice(labels: &[String]) -> bool {
    labels.iter().collect::<std::collections::BTreeSet<_>>().len() < labels.len()
}

impl std::error::Error for TruthError {}

impl Truth {
    /// Checks that the numbers can be simulated.
    ///
    /// # Errors
    /// A sentence that names the parameter and what it may be.
    pub fn check(&self) -> Result<(), TruthError> {
        let refusals = [&self.refusals_of_work()[..], &self.refusals_of_models()[..]].concat();
        match refusals.iter().find(|(refused, _)| *refused) {
            Some((_, why)) => Err(TruthError((*why).to_owned())),
            None => self.order.check(),
        }
    }

    /// What of items and people cannot be, and why.
    fn refusals_of_work(&self) -> Vec<(bool, &'static str)> {
        let q = self.labels.len() as u32;
        vec![
            (self.items == 0, "items must be at least 1"),
            (self.annotators == 0 || self.annotators > 1_000_000, "annotators must be 1 to 1 000 000"),
            (
                self.per_item == 0 || self.per_item > self.annotators,
                "per-item must be 1 to the number of annotators",
            ),
            (q < 2, "at least two labels are needed"),
            (named_twice(&self.labels), "a label is named twice"),
            (!share(self.skill_mean) || !share(self.difficulty), "skill and difficulty must lie in 0 to 1"),
            (
                self.skill_sd.is_nan() || self.skill_sd < 0.0,
                "the skill's standard deviation must not be negative",
            ),
            (!share(self.repeats), "repeats must lie in 0 to 1"),
            (!share(self.gold), "gold must lie in 0 to 1"),
            (
                !self.prevalence_ratio.is_normal() || self.prevalence_ratio < 0.0,
                "prevalence-ratio must be above 0",
            ),
            (self.session_length.is_nan() || self.session_length < 1.0, "session-length must be at least 1"),
            (
                self.seconds_per_item.is_nan() || self.seconds_per_item <= 0.0,
                "seconds-per-item must be above 0",
            ),
            (self.uneven.is_nan() || self.uneven <= 0.0, "uneven must be above 0"),
            (!self.fatigue.is_finite(), "fatigue must be a number"),
            (
                self.boundary.is_some_and(|(a, b, s)| a >= q || b >= q || a == b || !share(s)),
                "the boundary must name two different labels by position and a share in 0 to 1",
            ),
        ]
    }

    /// What of models, groups and suggestions cannot be, and why.
    fn refusals_of_models(&self) -> Vec<(bool, &'static str)> {
        let q = self.labels.len() as u32;
        vec![
            (
                self.model_spread.is_nan() || self.model_spread <= 0.0,
                "the spread of the model's confidence must be above 0",
            ),
            (
                self.model_over_confidence.is_some_and(|excess| !(-1.0..=1.0).contains(&excess)),
                "over-confidence must lie in -1 to 1",
            ),
            (
                self.attributes.iter().any(|a| {
                    let total: f64 = a.groups.iter().map(|g| g.1).sum();
                    a.groups.iter().any(|g| !share(g.1)) || (total - 1.0).abs() > 1e-9
                }),
                "the shares of an attribute's groups must add up to 1",
            ),
            (
                self.suggestions.is_some() && (self.model_over_confidence.is_none() || self.bare),
                "suggestions need a model, and more columns than a bare log has",
            ),
            (
                self.suggestions.is_some_and(|s| {
                    !share(s.shown)
                        || !share(s.acceptance_excess)
                        || s.excess_sd < 0.0
                        || s.weekly_haste <= -1.0
                }),
                "the share shown and the acceptance excess must lie in 0 to 1, the weekly haste above −1",
            ),
            (
                self.model_accuracy.is_some_and(|a| {
                    let stated = a + self.model_over_confidence.unwrap_or(0.0);
                    !share(a) || stated <= 1.0 / f64::from(q) || stated >= 1.0
                }),
                "the model's accuracy must lie between chance and 1, and so must its mean confidence",
            ),
            (
                self.severity.as_ref().is_some_and(|s| s.label >= q || !share(s.probability)),
                "severity names no label",
            ),
        ]
    }

    /// The power of a uniform number that makes a model's confidences: floor + (1 − floor) u^power has the mean that the
    /// accuracy and the over-confidence ask for.
    pub(super) fn confidence_power(&self) -> f64 {
        let floor = 1.0 / self.labels.len() as f64;
        let wanted = self.model_accuracy.map(|accuracy| accuracy + self.model_over_confidence.unwrap_or(0.0));
        wanted.map_or(self.model_spread, |mean| (1.0 - floor) / (mean - floor) - 1.0)
    }

    /// Cumulative shares of the labels.
    pub(super) fn cumulative_prevalence(&self) -> Vec<f64> {
        let weights: Vec<f64> =
            (0..self.labels.len()).map(|k| self.prevalence_ratio.powi(-(k as i32))).collect();
        cumulative(&weights)
    }
}

/// Cumulative shares of weights; the last is exactly 1.
pub(super) fn cumulative(weights: &[f64]) -> Vec<f64> {
    let total: f64 = weights.iter().sum();
    let mut sum = 0.0;
    let mut out: Vec<f64> = weights
        .iter()
        .map(|w| {
            sum += w / total;
            sum
        })
        .collect();
    if let Some(last) = out.last_mut() {
        *last = 1.0;
    }
    out
}
