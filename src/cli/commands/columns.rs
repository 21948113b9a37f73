use super::plain_table::plain_table;
use super::role_words::role_words;
use crate::cli::args::ColumnsArgs;
use crate::cli::settings::Settings;
use crate::cli::{ExitStatus, Trouble, inputs, output, shown};
use crate::log::{ColumnSurvey, Survey};
use crate::render::number;
use crate::vocabulary::Role;
use std::fmt::Write;

/// `raterscope columns`: what was recognised, as what, and what is missing.
pub fn columns(args: &ColumnsArgs) -> Result<ExitStatus, Trouble> {
    let settings = Settings::load(args.log.config.as_deref(), args.log.values()?)?;
    let survey = inputs::survey(&args.log_file, &settings)?;
    output::print(told(&survey, &settings).as_bytes())?;
    Ok(ExitStatus::Done)
}

fn told(survey: &Survey, settings: &Settings) -> String {
    let mut table = plain_table();
    table.set_header(["COLUMN", "ROLE", "RECOGNISED BY", "DIFFERENT VALUES"]);
    for (number, column) in (1..).zip(&survey.columns) {
        table.add_row(row(number, column, settings));
    }
    let first = if survey.more { "the first " } else { "" };
    let tool = survey.tool.map_or_else(String::new, |tool| format!(", an export of {tool}"));
    let mut text = format!("{}: {first}{} rows{tool}\n", shown(&survey.file), number::count(survey.rows));
    for note in &survey.notes {
        let _ = writeln!(text, "  {}", shown(note));
    }
    let _ = write!(text, "\n{}\n", table.trim_fmt());
    if let Some(problem) = &survey.problem {
        let _ =
            write!(text, "\nThis log cannot be audited as it stands:\n  {}\n", shown(&problem.to_string()));
    }
    let joined = |analysis: &str| {
        (analysis == "coverage" && settings.roster.is_some())
            || (analysis == "human and model" && !settings.predictions.is_empty())
    };
    let missing: Vec<_> = survey.missing.iter().filter(|missing| !joined(&missing.analysis)).collect();
    if !missing.is_empty() {
        let mut table = plain_table();
        table.set_header(["NOT POSSIBLE YET", "WHAT WOULD MAKE IT SO"]);
        missing.iter().for_each(|missing| {
            table.add_row([&missing.analysis, &missing.needs]);
        });
        let _ = write!(text, "\n{}\n", table.trim_fmt());
    }
    text.push_str("\nName a column's role by a flag (--item, --annotator, --label …) or in\n");
    text.push_str("raterscope.toml, which `raterscope init LOG` writes.\n");
    text
}

/// One column. Where settings ask for pseudonyms, what may be called after people is counted only: annotators and their
/// sessions, columns without a role, and all columns of annotators in a wide log.
fn row(number: u64, column: &ColumnSurvey, settings: &Settings) -> [String; 4] {
    let hidden = settings.plan.pseudonymized;
    let (name, role) = (shown(&column.name), shown(&role_words(&column.role)));
    let counted =
        || format!("{} different, {} empty", number::count(column.distinct), number::count(column.nulls));
    match &column.role {
        Role::Label(_) if hidden && settings.log.wide => {
            [format!("column {number}"), "labels of one annotator".into(), shown(&column.why), values(column)]
        }
        Role::Ignored if hidden => [format!("column {number}"), role, shown(&column.why), counted()],
        Role::Annotator | Role::Session if hidden => [name, role, shown(&column.why), counted()],
        _ => [name, role, shown(&column.why), values(column)],
    }
}

/// `3: spam, ham, unsure`, with what is empty.
fn values(column: &ColumnSurvey) -> String {
    const LONGEST: usize = 24;
    let short = |sample: &String| {
        let sample = shown(sample);
        if sample.chars().count() <= LONGEST {
            return sample;
        }
        sample.chars().take(LONGEST - 1).chain(['…']).collect()
    };
    let samples: Vec<String> = column.samples.iter().map(short).collect();
    let more = if column.distinct > samples.len() as u64 { " …" } else { "" };
    let empty = format!("{} empty", number::count(column.nulls));
    match (column.distinct, column.nulls) {
        (0, _) => empty,
        (distinct, 0) => format!("{}: {}{more}", number::count(distinct), samples.join(", ")),
        (distinct, _) => format!("{}: {}{more}; {empty}", number::count(distinct), samples.join(", ")),
    }
}
