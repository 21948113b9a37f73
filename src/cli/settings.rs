//! Settings: the options types that the stages own, composed from a file and from flags. A flag beats the file.

mod column_keys;
mod duration;
mod file;
mod gate_rules;
mod group_keys;
mod groups;
mod key;
mod known_keys;
pub(in crate::cli) mod nearest;
mod plan;
mod pseudonym_key;
mod rule_keys;
mod schema;
mod stated_groups;
mod validity;
mod value;

pub use duration::seconds;
pub use key::Unset;
pub use known_keys::{KEYS, TABLES};
pub use nearest::nearest;
pub use pseudonym_key::pseudonym_key;
pub use rule_keys::RULE_KEYS;
pub use schema::schema;
pub use stated_groups::{StatedTarget, state};
pub use validity::are_edges;
pub use value::{Entry, Origin, Value, Values};

use super::Trouble;
use crate::audit::ConsensusModel;
use crate::vocabulary::Period;
use crate::{audit, gate, log, render, source};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The name of the settings file that is used where none is named.
pub const FILE_NAME: &str = "raterscope.toml";

/// Everything that settings decide.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How inputs are read.
    pub source: source::Options,
    /// How the log is read.
    pub log: log::Options,
    /// What the audit does. Its title is empty where none was set.
    pub plan: audit::Plan,
    /// How the report is written.
    pub render: render::Options,
    /// What an audit is held to.
    pub gate: gate::Policy,
    /// Whether every item's label shares by group are written.
    pub group_items: bool,
    /// The folder of annotators' feedback sheets, where asked for.
    pub annotator_sheets: Option<PathBuf>,
    /// Whether what each item shows is kept beside the audit.
    pub keep_items: bool,
    /// The file of distances between labels.
    pub distance: Option<String>,
    /// The file of target shares of groups.
    pub targets: Option<String>,
    /// The file of items.
    pub items: Option<String>,
    /// The file of annotators.
    pub roster: Option<String>,
    /// The files of models' labels.
    pub predictions: Vec<String>,
    /// Threads, where set.
    pub threads: Option<usize>,
}

impl Settings {
    /// Reads the settings file (`config`, or [`FILE_NAME`] in the working folder where there is one) and lays the
    /// flags over it.
    pub fn load(config: Option<&Path>, flags: Values) -> Result<Self, Trouble> {
        let path = config.unwrap_or(Path::new(FILE_NAME));
        let mut values = match fs::read_to_string(path) {
            Ok(text) => file::parse(path, &text)?,
            Err(error) if config.is_none() && error.kind() == io::ErrorKind::NotFound => Values::default(),
            Err(error) => {
                let message = format!("{}: cannot read the settings: {error}", path.display());
                return Err(Trouble::usage(message, "name a settings file with --config, or leave it out"));
            }
        };
        values.overlay(flags);
        Self::compose(&values)
    }

    /// Reads the text of a settings file alone, as if nothing else had been set.
    #[cfg(test)]
    pub fn parse(name: &str, text: &str) -> Result<Self, Trouble> {
        file::parse(Path::new(name), text).and_then(|values| Self::compose(&values))
    }

    /// Makes the stages' options of what was set.
    pub fn compose(values: &Values) -> Result<Self, Trouble> {
        validity::check(values)?;
        let threads = values.whole("threads").map(|threads| usize::try_from(threads).unwrap_or(1));
        Ok(Self {
            source: source_options(values),
            log: log_options(values),
            plan: plan::compose(values),
            render: render_options(values),
            gate: gate::Policy {
                rules: values.rules.clone(),
                inconclusive: values
                    .text("gate.inconclusive")
                    .and_then(|word| gate::Inconclusive::of_name(&word))
                    .unwrap_or_default(),
            },
            group_items: values.truth("report.group_items").unwrap_or_default(),
            annotator_sheets: values.text("report.annotator_sheets").map(PathBuf::from),
            keep_items: values.truth("report.keep_items").unwrap_or_default(),
            distance: values.text("agreement.distance").filter(|word| validity::set_distance(word).is_none()),
            targets: values.text("targets"),
            items: values.text("items"),
            roster: values.text("roster"),
            predictions: values.texts("predictions").unwrap_or_default(),
            threads,
        })
    }
}

fn source_options(values: &Values) -> source::Options {
    source::Options {
        encoding: values.text("rows.encoding"),
        delimiter: values.text("rows.delimiter").and_then(|text| validity::delimiter(&text)),
        format: values.text("rows.format").map(|format| match format.as_str() {
            "json_lines" => source::Format::JsonLines,
            "parquet" => source::Format::Parquet,
            "ipc" => source::Format::Ipc,
            "prodigy" => source::Format::Prodigy,
            _ => source::Format::Delimited,
        }),
    }
}

fn log_options(values: &Values) -> log::Options {
    let default = log::Options::default();
    let text = |path: &str| values.text(path);
    let texts = |path: &str| values.texts(path).unwrap_or_default();
    log::Options {
        item: text("columns.item"),
        annotator: text("columns.annotator"),
        label: texts("columns.label"),
        question: text("columns.question"),
        gold: text("columns.gold"),
        second_gold: text("columns.second_gold"),
        action: text("columns.action"),
        suggestion: text("columns.suggestion"),
        suggestion_shown: text("columns.suggestion_shown"),
        suggestion_confidence: text("columns.suggestion_confidence"),
        model: texts("columns.model"),
        slice: texts("columns.slice"),
        attribute: texts("columns.attribute"),
        item_attribute: texts("columns.item_attribute"),
        bands: groups::bands(values),
        withheld: values.texts("attributes.withheld").unwrap_or(default.withheld),
        intersections: groups::intersections(values),
        ignore: texts("columns.ignore"),
        order: text("columns.order"),
        time: text("columns.time"),
        submitted_at: text("columns.submitted_at"),
        started_at: text("columns.started_at"),
        session: text("columns.session"),
        status: text("columns.status"),
        is_repeat: text("columns.is_repeat"),
        cluster: text("columns.cluster"),
        annotator_kind: text("columns.annotator_kind"),
        wide: values.truth("columns.wide").unwrap_or(default.wide),
        wide_columns: texts("columns.wide_columns"),
        null: values.texts("labels.null").map_or(default.null, with_empty),
        skip_labels: texts("labels.skip"),
        scale: text("labels.scale").and_then(|word| validity::scale(&word)),
        labels: texts("labels.declared"),
        questions: question_options(values),
        set_separator: text("labels.set_separator"),
        empty_set: values.texts("labels.empty_set").unwrap_or(default.empty_set),
        merge_variants: values.truth("labels.merge_variants").unwrap_or(default.merge_variants),
        repeats: repeat_policy(values),
        repeat_lag_secs: whole_seconds(values, "rows.repeat_lag", default.repeat_lag_secs),
        session_gap_secs: whole_seconds(values, "rows.session_gap", default.session_gap_secs),
        idle_cap_secs: whole_seconds(values, "rows.idle_cap", default.idle_cap_secs),
        max_set_aside: values.number("rows.max_set_aside"),
        drift_period: text("rows.drift_period").and_then(|word| Period::of_name(&word)).unwrap_or_default(),
        probabilities: plan::consensus(values).model == ConsensusModel::Crowdlab,
        ..log::Options::default()
    }
}

/// An empty cell is no value, whatever other texts are none: who names the marks of an export does not think of it.
fn with_empty(mut texts: Vec<String>) -> Vec<String> {
    if texts.iter().all(|text| !text.is_empty()) {
        texts.push(String::new());
    }
    texts
}

fn whole_seconds(values: &Values, path: &str, otherwise: i64) -> i64 {
    values.seconds(path).map_or(otherwise, |secs| i64::try_from(secs).unwrap_or(i64::MAX))
}

fn repeat_policy(values: &Values) -> log::RepeatPolicy {
    match values.text("rows.repeats").as_deref() {
        Some("first") => log::RepeatPolicy::First,
        Some("error") => log::RepeatPolicy::Error,
        _ => log::RepeatPolicy::Last,
    }
}

fn question_options(values: &Values) -> std::collections::BTreeMap<String, log::QuestionOptions> {
    let of = |entries: &std::collections::BTreeMap<&'static str, Entry>| {
        let mut options = log::QuestionOptions::default();
        for (key, entry) in entries {
            match (*key, &entry.value) {
                ("scale", Value::Text(word)) => options.scale = validity::scale(word),
                ("set_separator", Value::Text(text)) => options.set_separator = Some(text.clone()),
                ("empty_set", Value::Texts(tokens)) => options.empty_set.clone_from(tokens),
                (_, Value::Texts(labels)) => options.labels.clone_from(labels),
                _ => {}
            }
        }
        options
    };
    values.questions.iter().map(|(question, entries)| (question.clone(), of(entries))).collect()
}

fn render_options(values: &Values) -> render::Options {
    let default = render::Options::default();
    let table_rows = values.whole("report.table_rows").and_then(|rows| usize::try_from(rows).ok());
    render::Options {
        table_rows: table_rows.unwrap_or(default.table_rows),
        png: values.truth("report.png").unwrap_or(default.png),
    }
}

#[cfg(test)]
mod tests;
