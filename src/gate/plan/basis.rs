use super::{Assumptions, Panel, PlanMetric};
use crate::audit::{Audit, QuestionAudit};
use crate::vocabulary::{Estimate, Label, Outcome, Reason, SliceKey};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// What a plan rests on: assumptions, and, where a log told, how its items and annotators differ from them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Basis {
    /// Label shares and alpha.
    pub assumptions: Assumptions,
    /// By how much a log's items vary more than the assumptions have it, in standard deviations; 1 without a log.
    pub item_factor: f64,
    /// The question of the log, where there is one.
    pub question: Option<String>,
    /// Annotators per item in the log.
    pub per_item: Option<f64>,
    /// Annotators of the log, and the standard deviation of what one of them adds.
    pub panel: Option<(u64, f64)>,
    /// What to know of it.
    pub notes: Vec<String>,
}

/// Why an audit is nothing to plan by.
#[derive(Debug, Clone, PartialEq)]
pub enum BasisError {
    /// It asks several questions, or not the one named.
    WhichQuestion {
        /// The questions that it asks.
        questions: Vec<String>,
    },
    /// The coefficient has no value or no error.
    NotEstimable {
        /// Why.
        reason: Reason,
    },
    /// The labels are numbers, or agreement is below chance.
    NoModel,
}

impl fmt::Display for BasisError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WhichQuestion { questions } => {
                write!(f, "the audit asks {}: name one with --question", questions.join(", "))
            }
            Self::NotEstimable { reason } => write!(f, "nothing to plan by: {}", reason.sentence()),
            Self::NoModel => write!(
                f,
                "nothing to plan by: the labels are numbers, one label alone was used, or people agree less than chance \
                 would have it"
            ),
        }
    }
}

impl std::error::Error for BasisError {}

impl Basis {
    /// Stated assumptions alone.
    pub fn stated(assumptions: Assumptions) -> Self {
        Self { assumptions, item_factor: 1.0, question: None, per_item: None, panel: None, notes: Vec::new() }
    }

    /// What an audit tells of one question: label shares and alpha; from the interval over items how far its items vary;
    /// from the one that draws annotators anew what they add: σ²_people = A (se²_redrawn − se²_items).
    ///
    /// # Errors
    /// No such question, or none named where there are several; a coefficient without value or error.
    pub fn of_audit(audit: &Audit, question: Option<&str>, metric: PlanMetric) -> Result<Self, BasisError> {
        let asked =
            audit.questions.iter().filter(|own| question.is_none_or(|name| own.question.name == name));
        let found: Vec<&QuestionAudit> = asked.collect();
        let [found] = found.as_slice() else {
            let questions = audit.questions.iter().map(|own| format!("“{}”", own.question.name)).collect();
            return Err(BasisError::WhichQuestion { questions });
        };
        Self::of_question(found, metric)
    }

    fn of_question(question: &QuestionAudit, metric: PlanMetric) -> Result<Self, BasisError> {
        let agreement = &question.agreement;
        let own = |metric: &str| agreement.coefficients.iter().find(|own| own.metric == metric);
        let estimate = |metric: &str| match own(metric).map(|own| &own.outcome) {
            Some(Outcome::Estimated(estimate)) => Ok(estimate),
            Some(Outcome::NotEstimable(reason)) => Err(BasisError::NotEstimable { reason: reason.clone() }),
            None => Err(BasisError::NoModel),
        };
        let shares = shares(question);
        let alpha = estimate("krippendorff_alpha")?.value.max(0.0);
        let assumptions = Assumptions::new(&shares, alpha).ok_or(BasisError::NoModel)?;
        let value = estimate(metric.name())?;
        let items_error = error(value)?;
        let sample = value.sample;
        let per_item = sample.annotations as f64 / sample.items.max(1) as f64;
        let mut basis = Self { question: Some(question.question.name.clone()), ..Self::stated(assumptions) };
        let expected =
            basis.assumptions.item_deviation(metric, per_item.max(2.0)) / (sample.items as f64).sqrt();
        if expected > 0.0 {
            basis.item_factor = items_error / expected;
        }
        basis.per_item = Some(per_item);
        let redrawn = agreement
            .redrawn
            .iter()
            .find(|own| own.metric == metric.name() && own.slice == SliceKey::whole());
        let annotators = agreement.pairable.annotators;
        match redrawn.and_then(|own| own.outcome.estimated()).map(error) {
            Some(Ok(redrawn)) if annotators > 1 => {
                let people = (redrawn.powi(2) - items_error.powi(2)).max(0.0);
                basis.panel = Some((annotators, (people * annotators as f64).sqrt()));
            }
            _ => basis.notes.push(
                "What annotators differ by could not be estimated from this log: the plan speaks of items alone.".into(),
            ),
        }
        Ok(basis)
    }

    /// Standard deviation of one item's part when `per_item` people annotate it.
    pub fn item_deviation(&self, metric: PlanMetric, per_item: f64) -> f64 {
        self.item_factor * self.assumptions.item_deviation(metric, per_item)
    }

    /// The panel of a plan: the log's, or so many annotators who differ as the log's do, or as stated.
    pub fn panel(&self, annotators: Option<u64>, deviation: Option<f64>) -> Panel {
        let (own, differ) = self.panel.unwrap_or((0, 0.0));
        Panel { annotators: annotators.unwrap_or(own), deviation: deviation.unwrap_or(differ) }
    }
}

/// How often each label was given, from the patterns of the whole log; of the labels shown where those are not kept.
fn shares(question: &QuestionAudit) -> Vec<f64> {
    let whole = question.tables.iter().find(|table| table.slice.is_whole());
    let Some(Outcome::Estimated(table)) = whole.map(|table| &table.patterns) else {
        return question.agreement.labels.iter().map(|label| label.share).collect();
    };
    let mut given: BTreeMap<Label, u64> = BTreeMap::new();
    for pattern in table.iter() {
        for &(label, times) in pattern.counts {
            *given.entry(label).or_default() += u64::from(times) * pattern.items;
        }
    }
    given.into_values().map(|times| times as f64).collect()
}

/// The standard error of an estimate; from its interval's width where none is kept.
fn error(estimate: &Estimate) -> Result<f64, BasisError> {
    match (&estimate.se, &estimate.interval) {
        (Some(se), _) => Ok(*se),
        (None, Outcome::Estimated(own)) => {
            let spread = crate::gate::Spread::of(estimate.value, (own.lower, own.upper), own.level, None);
            Ok(spread.error())
        }
        (None, Outcome::NotEstimable(reason)) => Err(BasisError::NotEstimable { reason: reason.clone() }),
    }
}
