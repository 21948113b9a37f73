use super::Trouble;
use super::settings::Settings;
use crate::log::{self, Inputs, LogError, Survey};
use crate::source::{self, Source, SourceError};
use std::path::{Path, PathBuf};

/// Opens the logs, the roster and the predictions.
pub fn open(logs: &[String], settings: &Settings) -> Result<Inputs, Trouble> {
    if logs.iter().filter(|log| *log == "-").count() > 1 {
        return Err(Trouble::usage("standard input (-) is named twice", "it can be read once"));
    }
    let paths = source::expand(logs)?;
    // Encoding, delimiter and format are stated of the log; what is joined to it is recognised by itself.
    let own = source::Options::default();
    Ok(Inputs {
        logs: paths.iter().map(|path| source::open(path, &settings.source)).collect::<Result<_, _>>()?,
        roster: settings.roster.as_ref().map(|path| source::open(Path::new(path), &own)).transpose()?,
        items: settings.items.as_ref().map(|path| source::open(Path::new(path), &own)).transpose()?,
        predictions: source::expand(&settings.predictions)?
            .iter()
            .map(|path| source::open(path, &own))
            .collect::<Result<_, _>>()?,
    })
}

/// Looks at the one log of a command, beside the columns of the files that would be joined to it.
pub fn survey(log: &str, settings: &Settings) -> Result<Survey, Trouble> {
    let own = source::Options::default();
    let mut joined = Vec::new();
    for path in source::expand(&settings.predictions)?
        .iter()
        .map(PathBuf::as_path)
        .chain(settings.roster.as_ref().map(Path::new))
        .chain(settings.items.as_ref().map(Path::new))
    {
        joined.extend_from_slice(&source::open(path, &own)?.columns());
    }
    let hidden = |error: LogError| if settings.plan.pseudonymized { error.without_columns() } else { error };
    let mut survey = log::survey(open_one(log, settings)?, &joined, &settings.log).map_err(hidden)?;
    survey.problem = survey.problem.map(hidden);
    Ok(survey)
}

fn open_one(log: &str, settings: &Settings) -> Result<Source, Trouble> {
    let paths = source::expand(&[log.to_string()])?;
    let Some(path) = paths.first() else {
        return Err(Trouble::log(format!("{log}: no such file"), "name an annotation log"));
    };
    Ok(source::open(path, &settings.source)?)
}

impl From<SourceError> for Trouble {
    fn from(mut error: SourceError) -> Self {
        let remedy = std::mem::take(&mut error.remedy);
        Trouble::log(error.to_string(), remedy)
    }
}

impl From<LogError> for Trouble {
    fn from(error: LogError) -> Self {
        if error.is_usage() {
            Trouble::usage(error.to_string(), "")
        } else {
            Trouble::log(error.to_string(), "")
        }
    }
}
