use super::fact::is_fact;
use super::settling::Sources;
use super::shown::Told;
use super::{Evidence, Limit, Rule, Shown, Spread};
use crate::audit::EstimateRow;
use crate::compare::{Change, Comparison, Panel, QuestionComparison};
use crate::vocabulary::{Estimate, Outcome};

/// One number that a limit is held against, with what is known of its error.
#[derive(Debug, Clone, Default)]
pub(super) struct Subject {
    pub value: Option<f64>,
    pub spread: Option<Spread>,
    /// Why the value or its interval is missing, as a sentence.
    pub missing: String,
    pub method: String,
    pub before: Option<f64>,
    pub after: Option<f64>,
    pub items: Option<u64>,
    pub sources: Option<Sources>,
    /// Of a change: its variance over the items of both audits, where the comparison tells it.
    pub items_variance: Option<f64>,
}

/// What is judged, and how.
#[derive(Clone, Copy)]
pub(super) struct Evidences<'a> {
    pub shown: &'a Shown<'a>,
    pub comparison: Option<&'a Comparison>,
    /// Whether intervals that draw annotators anew may lead.
    pub panel: Panel,
}

/// The evidence that a rule asks for: where it does not say, the interval, and of facts that have none the number.
pub(super) fn evidence(rule: &Rule, subject: &Subject) -> Evidence {
    let as_it_stands = subject.spread.is_none() && is_fact(&rule.metric);
    rule.evidence.unwrap_or(if as_it_stands { Evidence::Point } else { Evidence::Interval })
}

impl Evidences<'_> {
    /// The number that a limit of a rule is held against on one part of one question.
    pub fn subject(self, rule: &Rule, limit: Limit, question: &str, slice: &str) -> Subject {
        if limit.is_of_change() {
            self.change(rule, question, slice)
        } else {
            self.value(rule, question, slice)
        }
    }

    fn value(self, rule: &Rule, question: &str, slice: &str) -> Subject {
        let Some(told) = self.shown.now(&rule.metric, question, slice) else { return missing(NO_ESTIMATE) };
        let row = self.leading(told);
        let spread = spread(row);
        Subject {
            value: row.value,
            spread,
            missing: if spread.is_none() { why_missing(row) } else { String::new() },
            method: row.method.clone(),
            items: told.own.n_items,
            sources: sources(told, None),
            ..Subject::default()
        }
    }

    /// The wider of the two intervals, as in every contrast; the one for the annotators as they are where they are all
    /// that is meant.
    fn leading(self, told: Told<'_>) -> &EstimateRow {
        let width = |row: &EstimateRow| row.upper.zip(row.lower).map(|(upper, lower)| upper - lower);
        match told.redrawn {
            Some(redrawn) if self.panel == Panel::Random && width(redrawn) > width(told.own) => redrawn,
            _ => told.own,
        }
    }

    fn change(self, rule: &Rule, question: &str, slice: &str) -> Subject {
        if !self.shown.has_baseline() {
            return missing("There is no baseline to compare with: name one with --baseline.");
        }
        let [before, now] =
            [self.shown.before(&rule.metric, question, slice), self.shown.now(&rule.metric, question, slice)];
        let own = |told: Option<Told<'_>>| told.and_then(|told| told.own.value);
        let sides = (own(before), own(now));
        let found = self.compared(rule, question, slice).unwrap_or_else(|| match sides {
            (Some(old), Some(new)) => Subject {
                value: Some(new - old),
                missing: "The comparison gives this change no interval.".into(),
                ..Subject::default()
            },
            (None, Some(_)) => missing("The baseline holds no such estimate."),
            _ => now.map_or_else(|| missing(NO_ESTIMATE), |told| missing(&why_missing(told.own))),
        });
        // A change that must not be told is not told by its two sides either.
        let told = |side: Option<f64>| side.filter(|_| found.value.is_some());
        Subject {
            before: told(sides.0),
            after: told(sides.1),
            items: now.and_then(|told| told.own.n_items),
            sources: now
                .and_then(|now| sources(now, before))
                .map(|own| own.adding_up_to(found.items_variance)),
            ..found
        }
    }

    /// The change as the comparison tells it.
    fn compared(self, rule: &Rule, question: &str, slice: &str) -> Option<Subject> {
        let comparison = self.comparison?;
        let found = comparison.questions.iter().find(|found| found.question == question)?;
        let own = |change: &&Change| change.metric == rule.metric && change.slice.0 == slice;
        let Some(change) = found.changes.iter().find(own) else {
            return of_row(found, &rule.metric, slice, comparison.level);
        };
        Some(match &change.change {
            Outcome::NotEstimable(reason) => missing(&reason.sentence()),
            Outcome::Estimated(leading) => {
                let items_variance = change.fixed.estimated().and_then(|fixed| of_estimate(fixed).spread);
                Subject {
                    items_variance: items_variance.map(|spread| spread.error().powi(2)),
                    ..of_estimate(leading)
                }
            }
        })
    }
}

/// The change of any other number with an error, as of independent samples.
fn of_row(found: &QuestionComparison, metric: &str, slice: &str, level: f64) -> Option<Subject> {
    let row = found.rows.rows.iter().find(|row| row.metric == metric && row.slice == slice)?;
    Some(Subject {
        value: Some(row.change),
        spread: Some(Spread::of(row.change, (row.lower, row.upper), level, None)),
        method: found.rows.method.clone(),
        ..Subject::default()
    })
}

const NO_ESTIMATE: &str =
    "This audit holds no such estimate: its log lacks what it needs, or nothing of the kind is shown.";

fn missing(why: &str) -> Subject {
    Subject { missing: why.into(), ..Subject::default() }
}

fn of_estimate(estimate: &Estimate) -> Subject {
    let interval = estimate.interval.estimated();
    let spread = |interval: &crate::vocabulary::ConfidenceInterval| {
        Spread::of(estimate.value, (interval.lower, interval.upper), interval.level, estimate.se)
    };
    Subject {
        value: Some(estimate.value),
        spread: interval.map(spread),
        missing: estimate.interval.reason().map_or(String::new(), |reason| reason.sentence()),
        method: interval.map_or_else(|| estimate.method.clone(), |interval| interval.method.clone()),
        ..Subject::default()
    }
}

fn spread(row: &EstimateRow) -> Option<Spread> {
    Some(Spread::of(row.value?, (row.lower?, row.upper?), row.level?, row.se))
}

/// Where the error of a value, or of its change since `before`, comes from.
fn sources(now: Told<'_>, before: Option<Told<'_>>) -> Option<Sources> {
    let variance = |told: Told<'_>| spread(told.own).map(|spread| spread.error().powi(2));
    Some(Sources {
        items: variance(now)?,
        baseline: before.and_then(variance).unwrap_or(0.0),
        n: now.own.n_items?,
    })
}

fn why_missing(row: &EstimateRow) -> String {
    match (row.reason.as_str(), row.value) {
        ("insufficient", _) => {
            "Insufficient: too few annotators to show without pointing at persons, so nothing can be judged."
                .into()
        }
        ("withheld_for_others", _) => {
            "Insufficient: withheld, because a smaller group could be worked out from it.".into()
        }
        ("", Some(_)) => {
            "The number has no interval: evidence = \"point\" would judge it as it stands.".into()
        }
        (reason, None) => format!("Not estimable: {}.", reason.replace('_', " ")),
        (reason, Some(_)) => format!("No interval: {}.", reason.replace('_', " ")),
    }
}
