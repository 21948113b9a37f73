use crate::cli::args::AnalysisArgs;
use crate::cli::settings::{Settings, Values, pseudonym_key};
use crate::cli::{Trouble, distance_file, strata_columns, targets_file, tell};
use crate::tally::Tallies;
use std::path::Path;

/// Everything that settings decide of an audit of `logs`: file and `flags`, a title, the key of pseudonyms, distances.
pub fn prepared(
    logs: &[String],
    work: &AnalysisArgs,
    flags: Values,
    quiet: bool,
) -> Result<Settings, Trouble> {
    let mut settings = Settings::load(work.log.config.as_deref(), flags)?;
    if settings.plan.pseudonymized {
        settings.log.pseudonym_key = Some(pseudonym_key(work.key_file.as_deref())?);
    }
    if settings.plan.title.is_empty() {
        // A log may be called after the annotator who exported it.
        let names = if settings.plan.pseudonymized { &[] } else { logs };
        settings.plan.title = title(names);
    }
    if let Some(warning) = settings.plan.small_groups_warning().filter(|_| !quiet) {
        tell(&format!("warning: {warning}"));
    }
    distance_file::read(&mut settings)?;
    targets_file::read(&mut settings)?;
    work_with(settings.threads)?;
    Ok(settings)
}

/// Holds what settings say of labels and of groups of people against the log.
///
/// # Errors
/// A label without distances, a target of an attribute or a group that the log does not have.
pub fn fitting(settings: &mut Settings, tallies: &Tallies) -> Result<(), Trouble> {
    distance_file::check(settings, tallies)?;
    strata_columns::check(settings, tallies)?;
    targets_file::check(&mut settings.plan.targets, tallies)
}

/// A title where none was set: the log's name without its endings.
fn title(logs: &[String]) -> String {
    let [log] = logs else { return "Annotation audit".into() };
    let mut name = Path::new(log);
    while let Some(ending) = name.extension().and_then(|ending| ending.to_str())
        && ENDINGS.contains(&ending.to_ascii_lowercase().as_str())
    {
        name = Path::new(name.file_stem().unwrap_or_default());
    }
    match name.file_name().map(|name| name.to_string_lossy()) {
        Some(name) if name != "-" && !name.contains(['*', '?', '[']) => format!("Annotation audit: {name}"),
        _ => "Annotation audit".into(),
    }
}

/// Endings of annotation logs.
const ENDINGS: &[&str] = &[
    "csv", "tsv", "txt", "json", "jsonl", "ndjson", "parquet", "pq", "arrow", "ipc", "feather", "gz", "zst",
    "zstd",
];

fn work_with(threads: Option<usize>) -> Result<(), Trouble> {
    let Some(threads) = threads else { return Ok(()) };
    rayon::ThreadPoolBuilder::new().num_threads(threads).build_global().map_err(|error| {
        Trouble::usage(format!("cannot work with {threads} threads: {error}"), "leave --threads out")
    })
}

#[cfg(test)]
mod tests {
    use super::title;

    #[test]
    fn a_report_is_named_after_its_only_log() {
        let of = |names: &[&str]| title(&names.iter().map(|name| name.to_string()).collect::<Vec<_>>());
        assert_eq!(of(&["logs/toxicity.v2.csv.gz"]), "Annotation audit: toxicity.v2");
        assert_eq!(of(&["-"]), "Annotation audit");
        assert_eq!(of(&["a.csv", "b.csv"]), "Annotation audit");
        assert_eq!(of(&["logs/*.csv"]), "Annotation audit");
    }
}
