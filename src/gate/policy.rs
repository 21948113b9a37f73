use super::{Evidence, Inconclusive, Level, PolicyError, Rule, Shown};
use crate::audit::known_metrics;
use std::collections::BTreeSet;

/// How far the pooled alpha may fall between two audits where no rule was written.
pub const ALPHA_ALLOWANCE: f64 = 0.10;
/// How far percent agreement may fall before a warning where no rule was written.
pub const PERCENT_ALLOWANCE: f64 = 0.05;

/// What an audit must hold to pass: the table `[gate]` of the settings file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Policy {
    /// The rules, judged in this order.
    pub rules: Vec<Rule>,
    /// What an inconclusive verdict counts as, where its rule does not say.
    pub inconclusive: Inconclusive,
}

impl Policy {
    /// What is judged against a baseline where no rule was written: that Krippendorff's alpha has not fallen by more
    /// than [`ALPHA_ALLOWANCE`], and, as a warning, percent agreement by no more than [`PERCENT_ALLOWANCE`]. One error
    /// and one warning, because the two say nearly the same, and two errors would have to share one error rate.
    pub fn by_default(inconclusive: Inconclusive) -> Self {
        let drop = |metric: &str, most, level| Rule {
            metric: metric.into(),
            max_drop: Some(most),
            level,
            ..Rule::default()
        };
        let rules = vec![
            drop("krippendorff_alpha", ALPHA_ALLOWANCE, Level::Error),
            drop("percent_agreement", PERCENT_ALLOWANCE, Level::Warn),
        ];
        Self { rules, inconclusive }
    }

    /// The metrics that rules name.
    pub fn metrics(&self) -> BTreeSet<&str> {
        self.rules.iter().map(|rule| rule.metric.as_str()).collect()
    }

    /// Holds every rule's names against what the audit and its baseline can tell, before anything is judged by it.
    ///
    /// # Errors
    /// The first rule with an unknown metric, question or slice (with the nearest known name), without a usable limit, or
    /// about a person: METHODS names people by a rule of its own, which no limit on one number can stand in for. Rules that are off are read all the same, so that switching one on brings no surprise.
    pub fn check(&self, shown: &Shown<'_>) -> Result<(), PolicyError> {
        let questions: BTreeSet<&str> = shown.questions().collect();
        for rule in &self.rules {
            known("metric", &rule.metric, known_metrics())?;
            if let Some(question) = &rule.question {
                known("question", question, questions.iter().copied())?;
            }
            if rule.part().split(';').any(|part| part.starts_with("annotator=")) {
                return Err(PolicyError::Person { metric: rule.metric.clone() });
            }
            if !rule.part().is_empty() && shown.has(&rule.metric) && !shown.may_hide(rule) {
                let slices = || shown.slices(&rule.metric);
                if !slices().any(|slice| rule.takes(slice)) {
                    let nearest = nearest(rule.part(), slices());
                    return Err(PolicyError::Unknown { what: "slice", name: rule.part().into(), nearest });
                }
            }
            if rule.part().is_empty() && rule.level != Level::Off {
                whole_or_parts(rule, shown)?;
            }
            check_limits(rule)?;
        }
        Ok(())
    }
}

/// A metric that is given by parts alone needs one named.
fn whole_or_parts(rule: &Rule, shown: &Shown<'_>) -> Result<(), PolicyError> {
    let mut slices = shown.slices(&rule.metric).peekable();
    match slices.peek().copied() {
        Some(first) if slices.all(|slice| !slice.is_empty()) => {
            Err(PolicyError::NeedsSlice { metric: rule.metric.clone(), example: first.into() })
        }
        _ => Ok(()),
    }
}

fn check_limits(rule: &Rule) -> Result<(), PolicyError> {
    let bad = |why| Err(PolicyError::BadLimit { metric: rule.metric.clone(), why });
    let limits = [rule.min, rule.max, rule.max_drop, rule.max_rise];
    if limits.iter().all(Option::is_none) {
        return Err(PolicyError::NoLimit { metric: rule.metric.clone() });
    }
    if limits.iter().flatten().any(|limit| !limit.is_finite()) {
        return bad("a limit must be a finite number");
    }
    if rule.max_drop.is_some_and(|drop| drop < 0.0) {
        return bad("max_drop is how far the value may fall, 0 or more");
    }
    if rule.max_rise.is_some_and(|rise| rise < 0.0) {
        return bad("max_rise is how far the value may rise, 0 or more");
    }
    if let Some(Evidence::Level(level)) = rule.evidence
        && !(0.5..=0.9999).contains(&level)
    {
        return bad("evidence is \"point\", \"interval\" or a level from 0.5 to 0.9999");
    }
    match (rule.min, rule.max) {
        (Some(min), Some(max)) if min > max => bad("min lies above max"),
        _ => Ok(()),
    }
}

fn known<'a>(
    what: &'static str,
    name: &str,
    names: impl Iterator<Item = &'a str> + Clone,
) -> Result<(), PolicyError> {
    if names.clone().any(|known| known == name) {
        return Ok(());
    }
    Err(PolicyError::Unknown { what, name: name.into(), nearest: nearest(name, names) })
}

/// The known name that was most likely meant.
fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    let near = |known: &str| strsim::jaro_winkler(known, name);
    names
        .filter(|known| near(known) > 0.6)
        // Of two equally near names the first in the alphabet.
        .max_by(|a, b| near(a).total_cmp(&near(b)).then_with(|| b.cmp(a)))
        .map(String::from)
}
