use super::settings_file::{Fitted, FittedQuestion, literal, literals, write};
use crate::cli::args::InitArgs;
use crate::cli::inputs_kept::keep_inputs;
use crate::cli::output::{OutputError, RealDisk, StreamedFile};
use crate::cli::settings::{KEYS, Settings, Value, Values};
use crate::cli::{ExitStatus, Trouble, inputs, tell};
use crate::log::{ColumnSurvey, Survey};
use crate::vocabulary::Role;
use std::collections::BTreeMap;
use std::io::Write;

/// `raterscope init`: a commented settings file that already fits a log.
pub fn init(args: &InitArgs) -> Result<ExitStatus, Trouble> {
    if args.output.exists() && !args.force {
        let remedy = "overwrite it with --force, or name another file with -o";
        return Err(OutputError::refused(&args.output, "is there already", remedy).into());
    }
    let flags = args.log.values()?;
    // Settings that lie about in the working folder are what this command replaces: only a named file counts.
    let settings = match &args.log.config {
        Some(config) => Settings::load(Some(config), flags.clone())?,
        None => Settings::compose(&flags)?,
    };
    keep_inputs(&[args.output.as_path()], std::slice::from_ref(&args.log_file), &settings)?;
    let survey = inputs::survey(&args.log_file, &settings)?;
    if let Some(problem) = &survey.problem {
        return Err(Trouble::log(
            problem.to_string(),
            "name the column by its flag: `raterscope init LOG --item COLUMN …`",
        ));
    }
    let text = write(&args.log_file, survey.tool, &fit(&survey, &settings, &flags));
    let disk = RealDisk;
    let mut file = StreamedFile::open(&disk, &args.output)?;
    file.write_all(text.as_bytes()).map_err(|error| OutputError::io(&args.output, "write it", &error))?;
    file.commit()?;
    tell(&format!("wrote {}", args.output.display()));
    Ok(ExitStatus::Done)
}

/// What the log and the flags decide.
fn fit(survey: &Survey, settings: &Settings, flags: &Values) -> Fitted {
    let mut values: BTreeMap<&'static str, String> = BTreeMap::new();
    for (path, role) in SINGLE {
        if let Some(column) = survey.columns.iter().find(|column| column.role == *role) {
            values.insert(path, literal(&column.name));
        }
    }
    for (path, belongs) in SEVERAL {
        let names: Vec<&str> = survey
            .columns
            .iter()
            .filter(|column| belongs(&column.role))
            .map(|column| column.name.as_str())
            .collect();
        if !names.is_empty() {
            values.insert(path, literals(&names));
        }
    }
    // Where a column names the question, one setting speaks for all of them.
    let asks = survey.columns.iter().any(|column| column.role == Role::Question);
    if asks && survey.columns.iter().any(|column| column.members.is_some()) {
        values.insert("labels.scale", literal("set"));
    }
    if let Some(tool) = survey.tool {
        values.insert("rows.format", literal(&tool.to_lowercase()));
    }
    for key in KEYS {
        if let Some(entry) = flags.entries.get(key.path) {
            values.insert(key.path, toml_of(&entry.value));
        }
    }
    Fitted { values, questions: questions(survey, settings) }
}

/// Roles that one column has at most.
const SINGLE: &[(&str, Role)] = &[
    ("columns.item", Role::Item),
    ("columns.annotator", Role::Annotator),
    ("columns.question", Role::Question),
    ("columns.gold", Role::Gold),
    ("columns.second_gold", Role::SecondGold),
    ("columns.order", Role::Order),
    ("columns.time", Role::TimeOnItem),
    ("columns.submitted_at", Role::SubmittedAt),
    ("columns.started_at", Role::StartedAt),
    ("columns.session", Role::Session),
    ("columns.status", Role::Status),
    ("columns.is_repeat", Role::IsRepeat),
    ("columns.cluster", Role::Cluster),
    ("columns.annotator_kind", Role::AnnotatorKind),
];

/// Tells whether a column belongs into a list.
type Belongs = fn(&Role) -> bool;

/// Roles that several columns may have.
const SEVERAL: &[(&str, Belongs)] = &[
    ("columns.label", |role| matches!(role, Role::Label(_))),
    ("columns.model", |role| matches!(role, Role::ModelLabel(_))),
    ("columns.slice", |role| matches!(role, Role::Slice(_))),
    ("columns.attribute", |role| matches!(role, Role::Attribute(_))),
    ("columns.item_attribute", |role| matches!(role, Role::ItemAttribute(_))),
];

fn questions(survey: &Survey, settings: &Settings) -> Vec<FittedQuestion> {
    // Where a column names the question, a label column holds the labels of several.
    if settings.log.wide || survey.columns.iter().any(|column| column.role == Role::Question) {
        return Vec::new();
    }
    let scale = settings.log.scale.map_or("nominal", |scale| scale.name());
    let of = |column: &ColumnSurvey| match &column.role {
        Role::Label(name) => {
            let scale = if column.members.is_some() { "set" } else { scale };
            Some(FittedQuestion { name: name.clone(), scale, labels: labels(column) })
        }
        _ => None,
    };
    survey.columns.iter().filter_map(of).collect()
}

/// The labels found (of sets their members): numbers by value, texts by name. Absent where they were too many to list.
fn labels(column: &ColumnSurvey) -> Option<Vec<String>> {
    const LISTED: usize = 50;
    if let Some(members) = &column.members {
        return Some(members.clone()).filter(|members| (1..=LISTED).contains(&members.len()));
    }
    if column.values.len() as u64 != column.distinct || column.values.is_empty() {
        return None;
    }
    let mut labels = column.values.clone();
    let numbers: Option<Vec<f64>> = labels.iter().map(|label| label.parse().ok()).collect();
    if numbers.is_some() {
        let number = |label: &String| label.parse::<f64>().unwrap_or_default();
        labels.sort_by(|a, b| number(a).total_cmp(&number(b)));
    }
    Some(labels)
}

fn toml_of(value: &Value) -> String {
    match value {
        Value::Text(text) => literal(text),
        Value::Texts(texts) => literals(texts),
        Value::Whole(number) | Value::Seconds(number) => number.to_string(),
        Value::Number(number) => format!("{number:?}"),
        Value::Truth(truth) => truth.to_string(),
    }
}
