use super::Rule;
use crate::audit::{Audit, EstimateRow, WITHHELD, estimates, estimates_of};
use std::collections::{BTreeMap, BTreeSet};

/// The estimates of an audit, and of its baseline, that rules name.
pub struct Shown<'a> {
    audit: &'a Audit,
    now: Rows,
    before: Option<Rows>,
}

/// The estimates of one audit with their places by metric: rules look up few of many.
struct Rows {
    rows: Vec<EstimateRow>,
    by_metric: BTreeMap<String, Vec<usize>>,
    /// Rows of parts that are not shown: they tell why, whatever the metric.
    withheld: Vec<usize>,
}

/// The section of intervals that take annotators as drawn anew.
const REDRAWN: &str = "agreement_random_annotators";

/// One estimate as `estimates.csv` tells it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told<'a> {
    /// The estimate itself, its interval for the annotators as they are.
    pub own: &'a EstimateRow,
    /// The same with annotators drawn anew, where that was estimated.
    pub redrawn: Option<&'a EstimateRow>,
}

impl Rows {
    fn of(audit: &Audit, metrics: &BTreeSet<&str>) -> Self {
        let rows = estimates_of(audit, metrics);
        let mut by_metric: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut withheld = Vec::new();
        for (place, row) in rows.iter().enumerate() {
            if WITHHELD.contains(&row.reason.as_str()) && !row.slice.is_empty() {
                withheld.push(place);
            }
            match by_metric.get_mut(&row.metric) {
                Some(places) => places.push(place),
                None => {
                    by_metric.insert(row.metric.clone(), vec![place]);
                }
            }
        }
        Self { rows, by_metric, withheld }
    }

    fn of_metric(&self, metric: &str) -> impl Iterator<Item = &EstimateRow> {
        self.by_metric.get(metric).into_iter().flatten().map(|&place| &self.rows[place])
    }

    /// Rows that a rule on `metric` may mean: its own, and those of parts that are not shown.
    fn named(&self, metric: &str) -> impl Iterator<Item = &EstimateRow> {
        self.of_metric(metric).chain(self.withheld.iter().map(|&place| &self.rows[place]))
    }

    fn told(&self, metric: &str, question: &str, slice: &str) -> Option<Told<'_>> {
        let of = |row: &&EstimateRow| row.question == question && row.slice == slice;
        let redrawn = self.of_metric(metric).filter(of).find(|row| row.section == REDRAWN);
        let own = self.of_metric(metric).filter(of).find(|row| row.section != REDRAWN);
        let withheld = || self.withheld.iter().map(|&place| &self.rows[place]).find(of);
        own.or(redrawn).or_else(withheld).map(|own| Told { own, redrawn })
    }
}

impl<'a> Shown<'a> {
    /// What an audit, and the baseline where there is one, tell of these metrics.
    pub fn of(audit: &'a Audit, baseline: Option<&Audit>, metrics: &BTreeSet<&str>) -> Self {
        let of = |audit: &Audit| Rows::of(audit, metrics);
        Self { audit, now: of(audit), before: baseline.map(of) }
    }

    /// The questions of the audit.
    pub fn questions(&self) -> impl Iterator<Item = &'a str> + Clone {
        self.audit.questions.iter().map(|question| question.question.name.as_str())
    }

    /// The parts that a rule on `metric` may name, of the audit or its baseline: a part that has gone since is known,
    /// so that it is missed and not taken for a slip of the pen.
    pub fn slices(&self, metric: &str) -> impl Iterator<Item = &str> {
        let sides = [Some(&self.now), self.before.as_ref()].into_iter().flatten();
        sides.flat_map(move |rows| rows.named(metric)).map(|row| row.slice.as_str())
    }

    /// Whether a metric was estimated at all: of one that was not nobody can say which parts it would have.
    pub fn has(&self, metric: &str) -> bool {
        let sides = [Some(&self.now), self.before.as_ref()].into_iter().flatten();
        sides.flat_map(|rows| rows.of_metric(metric)).any(|row| row.value.is_some())
    }

    /// Whether the rule may name a part of a column whose parts are withheld with their very names.
    pub fn may_hide(&self, rule: &Rule) -> bool {
        let Some((column, _)) = rule.part().split_once('=') else { return false };
        self.audit.suppression.iter().any(|note| note.what == column)
            && estimates(self.audit)
                .iter()
                .all(|row| row.slice.split_once('=').is_none_or(|(name, _)| name != column))
    }

    /// (question, part) pairs that a rule speaks of, in the order of the estimates. Numbers of the whole log stand under
    /// no question. Where the audit has none, the pairs that the rule names all the same.
    pub(super) fn subjects(&self, rule: &Rule) -> Vec<(String, String)> {
        let mut found: Vec<(String, String)> = Vec::new();
        for row in self.now.named(&rule.metric) {
            let asked =
                rule.question.as_deref().is_none_or(|asked| row.question == asked || row.question.is_empty());
            // Of parts that are not shown only those as deep as the rule's: a group, not each of its labels.
            let deep = |slice: &str| slice.matches(';').count();
            let alike = row.metric == rule.metric || deep(&row.slice) == deep(rule.part());
            if asked && alike && rule.takes(&row.slice) {
                found.push((row.question.clone(), row.slice.clone()));
            }
        }
        let log_wide = found.iter().any(|(question, _)| question.is_empty());
        if !log_wide && !rule.part().ends_with('*') {
            let questions =
                self.questions().filter(|own| rule.question.as_deref().is_none_or(|asked| asked == *own));
            found.extend(questions.map(|question| (question.to_owned(), rule.part().to_owned())));
        }
        if found.is_empty() {
            found.push((rule.question.clone().unwrap_or_default(), rule.part().to_owned()));
        }
        let mut seen = std::collections::BTreeSet::new();
        found.retain(|pair| seen.insert(pair.clone()));
        found
    }

    /// The estimate now.
    pub(super) fn now(&self, metric: &str, question: &str, slice: &str) -> Option<Told<'_>> {
        self.now.told(metric, question, slice)
    }

    /// The estimate of the baseline.
    pub(super) fn before(&self, metric: &str, question: &str, slice: &str) -> Option<Told<'_>> {
        self.before.as_ref()?.told(metric, question, slice)
    }

    /// Whether there is a baseline.
    pub(super) fn has_baseline(&self) -> bool {
        self.before.is_some()
    }
}
