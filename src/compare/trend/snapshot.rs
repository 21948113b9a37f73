use super::followed::{TrendPart, Wanted, tells_of_people};
use super::settings;
use crate::analysis::inference::{Panel, normal_quantile};
use crate::audit::{Audit, EstimateRow, QuestionAudit, estimates};
use crate::vocabulary::{Question, SliceKey};
use std::collections::{BTreeMap, BTreeSet};

/// What one audit brings to a trend: when it was, how it was made, and the numbers that are followed.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    /// The file it was read from, for errors and notes.
    pub file: String,
    /// Its title.
    pub title: String,
    /// First and last day of the log.
    pub period: Option<(String, String)>,
    /// The day it bears, where one was given.
    pub as_of: Option<String>,
    /// Items of the log.
    pub items: u64,
    /// Annotators of the log.
    pub annotators: u64,
    /// Rows read.
    pub rows_read: u64,
    /// What may differ between audits, in words: name → value.
    pub settings: BTreeMap<String, String>,
    /// SHA-256 of the logs.
    pub digests: Vec<String>,
    /// Its questions.
    pub questions: Vec<Question>,
    /// The numbers.
    pub readings: BTreeMap<LineKey, Reading>,
    /// Metrics asked for that are there of single annotators.
    pub of_people: BTreeSet<String>,
    /// The smallest group that it shows.
    pub min_group: u64,
}

/// Which number, of what.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineKey {
    /// The question; empty of what concerns the whole log.
    pub question: String,
    /// Part of the trend.
    pub part: TrendPart,
    /// Section of estimates.csv.
    pub section: String,
    /// Metric of estimates.csv.
    pub metric: String,
    /// Slice of estimates.csv.
    pub slice: String,
}

/// One number of one audit.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// The value, where there is one.
    pub value: Option<f64>,
    /// Ends of its interval.
    pub ends: Option<(f64, f64)>,
    /// Standard error, given or read from the interval.
    pub se: Option<f64>,
    /// Items (or annotations) behind it.
    pub n: Option<u64>,
    /// Whether it tells of a group of annotators.
    pub group: bool,
    /// How many they are, where known: decides what may be shown, and is never shown itself.
    pub group_annotators: Option<u64>,
    /// Why there is no value.
    pub reason: String,
    /// How much it counts when only some lines of a kind are kept: annotations with a label.
    pub weight: u64,
}

impl Snapshot {
    /// What `audit`, read from `file`, brings. `metrics` are asked for beside the headline numbers; with a
    /// fixed panel intervals take annotators as they are, otherwise the wider of both leads.
    pub fn of(file: &str, audit: &Audit, metrics: &[String], panel: Panel) -> Self {
        let mut snapshot = Self {
            file: file.into(),
            title: audit.title.clone(),
            period: audit.intake.period.clone(),
            as_of: audit.provenance.plan.as_of.clone(),
            items: audit.intake.items,
            annotators: audit.intake.annotators,
            rows_read: audit.intake.rows_read,
            settings: settings::of(audit),
            digests: logs(audit),
            questions: audit.questions.iter().map(|question| question.question.clone()).collect(),
            readings: BTreeMap::new(),
            of_people: BTreeSet::new(),
            min_group: audit.provenance.plan.min_group,
        };
        let rows = estimates(audit);
        let redrawn = match panel {
            Panel::Fixed => BTreeMap::new(),
            Panel::Random => redrawn(&rows),
        };
        for question in &audit.questions {
            let wanted = wanted(question, metrics);
            let beside =
                Beside { redrawn: &redrawn, weights: weights(question), groups: groups(&rows, question) };
            for row in rows.iter().filter(|row| row.question == question.question.name) {
                snapshot.add(row, &wanted, &beside);
            }
        }
        let wanted = Wanted { models: BTreeSet::new(), attributes: BTreeSet::new(), asked: metrics };
        let beside = Beside { redrawn: &redrawn, weights: BTreeMap::new(), groups: BTreeMap::new() };
        rows.iter().filter(|row| row.question.is_empty()).for_each(|row| snapshot.add(row, &wanted, &beside));
        snapshot
    }

    fn add(&mut self, row: &EstimateRow, wanted: &Wanted<'_>, beside: &Beside<'_>) {
        if tells_of_people(&row.slice) && wanted.asked.contains(&row.metric) {
            self.of_people.insert(row.metric.clone());
        }
        let Some(part) = wanted.part(row) else { return };
        let wider = beside.redrawn.get(&place(row)).copied().filter(|wide| width(wide) > width(row));
        let mut reading = Reading::of(wider.filter(|_| row.section == "agreement").unwrap_or(row));
        reading.weight = beside.weights.get(&row.slice).copied().unwrap_or_default();
        if wanted.is_group(&row.slice) {
            reading.of_group(row, &beside.groups);
        }
        let key = LineKey {
            question: row.question.clone(),
            part,
            section: row.section.into(),
            metric: row.metric.clone(),
            slice: row.slice.clone(),
        };
        self.readings.insert(key, reading);
    }
}

impl Reading {
    fn of(row: &EstimateRow) -> Self {
        let ends = row.lower.zip(row.upper);
        let read = |(lower, upper): (f64, f64)| {
            let level = row.level.filter(|level| (0.0..1.0).contains(level)).unwrap_or(0.95);
            (upper - lower) / (2.0 * normal_quantile(0.5 + level / 2.0))
        };
        Self {
            value: row.value,
            ends,
            // The interval is the wider one where there are two, so it goes before an error of items alone.
            se: ends.map(read).or(row.se).filter(|se| *se > 0.0 && se.is_finite()),
            n: row.n_items.filter(|&n| n > 0).or(row.n_annotations).filter(|&n| n > 0),
            group: false,
            group_annotators: None,
            reason: if row.value.is_none() { row.reason.clone() } else { String::new() },
            weight: 0,
        }
    }

    /// Notes whose number it is. A group's share of the annotators is kept in whole per cents and its sample not at all: with
    /// the sizes of two audits' groups the one who came or went could be worked out.
    fn of_group(&mut self, row: &EstimateRow, groups: &BTreeMap<&str, u64>) {
        self.group = true;
        self.n = None;
        self.group_annotators =
            row.slice.split(';').find_map(|part| groups.get(part)).copied().or(row.n_annotators);
        if row.metric.ends_with("_share") {
            self.value = self.value.map(|share| (share * 100.0).round() / 100.0);
        }
    }
}

/// What stands beside the rows of a question.
struct Beside<'a> {
    redrawn: &'a BTreeMap<Place<'a>, &'a EstimateRow>,
    weights: BTreeMap<String, u64>,
    groups: BTreeMap<&'a str, u64>,
}

/// Annotators of each group that is shown, by its slice.
fn groups<'a>(rows: &'a [EstimateRow], question: &QuestionAudit) -> BTreeMap<&'a str, u64> {
    let own = rows.iter().filter(|row| row.question == question.question.name);
    own.filter(|row| row.section == "coverage" && row.metric == "annotator_share")
        .filter_map(|row| Some((row.slice.as_str(), row.n_annotators?)))
        .collect()
}

/// Where a number stands, whatever its error.
type Place<'a> = (&'a str, &'a str, &'a str);

fn place(row: &EstimateRow) -> Place<'_> {
    (&row.question, &row.metric, &row.slice)
}

/// Numbers whose intervals take annotators as redrawn.
fn redrawn(rows: &[EstimateRow]) -> BTreeMap<Place<'_>, &EstimateRow> {
    let rows = rows.iter().filter(|row| row.section == "agreement_random_annotators");
    rows.filter(|row| row.value.is_some()).map(|row| (place(row), row)).collect()
}

/// Width of a row's interval; none is narrower than any.
fn width(row: &EstimateRow) -> f64 {
    row.lower.zip(row.upper).map_or(-1.0, |(lower, upper)| upper - lower)
}

fn wanted<'a>(question: &QuestionAudit, asked: &'a [String]) -> Wanted<'a> {
    let models = question.human_model.estimated().map_or(&[][..], |found| &found.models);
    let attributes = question.coverage.estimated().map_or(&[][..], |found| &found.attributes);
    Wanted {
        models: models.iter().map(|model| SliceKey::of("model", &model.model).0).collect(),
        attributes: attributes.iter().map(|own| SliceKey::of(&own.attribute, "").0).collect(),
        asked,
    }
}

/// How often each label was given, by its slice.
fn weights(question: &QuestionAudit) -> BTreeMap<String, u64> {
    let labels = question.agreement.labels.iter();
    labels.map(|label| (SliceKey::of("label", &label.label).0, label.annotations)).collect()
}

/// Digests of the logs, predictions and rosters left out: those may well be the same twice.
fn logs(audit: &Audit) -> Vec<String> {
    let logs = audit.intake.inputs.iter().filter(|input| input.kind == "log");
    logs.map(|input| input.sha256.clone()).collect()
}
