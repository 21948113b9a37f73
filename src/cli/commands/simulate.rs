use crate::cli::args::SimulateArgs;
use crate::cli::output::{OutputError, RealDisk, StreamedFile};
use crate::cli::{ExitStatus, Trouble};
use crate::simulate::{self, Truth};
use crate::source::{self, Chunk};
use crate::vocabulary::Seed;
use std::io::{self, Write};
use std::path::Path;

/// Writes a log with a stated truth, and what goes with it. Rows are streamed, so size is a matter of patience; nothing
/// is put in place before everything is complete.
pub fn simulate(args: &SimulateArgs) -> Result<ExitStatus, Trouble> {
    let truth = args.truth()?;
    let seed = Seed(args.seed);
    let refused =
        |error: simulate::TruthError| Trouble::usage(error.to_string(), "see raterscope simulate --help");
    let log = simulate::chunks(&truth, seed).map_err(refused)?;
    let roster = simulate::roster(&truth, seed).map_err(refused)?;
    let predictions = simulate::predictions(&truth, seed).map_err(refused)?;
    let stated = simulate::truth_json(&truth, seed).map_err(refused)?;
    let mut files = vec![table(&args.out, log)?];
    if let Some(path) = &args.roster {
        files.push(table(path, std::iter::once(roster))?);
    }
    if let Some(path) = &args.predictions {
        if truth.model_over_confidence.is_none() {
            return Err(Trouble::usage("--predictions needs a model", "leave out --no-model"));
        }
        files.push(table(path, predictions)?);
    }
    if let Some(path) = &args.truth_file {
        files.push(written(path, |file| file.write_all(stated.as_bytes()))?);
    }
    files.into_iter().try_for_each(StreamedFile::commit)?;
    Ok(ExitStatus::Done)
}

fn table(path: &Path, chunks: impl Iterator<Item = Chunk>) -> Result<StreamedFile<'static>, Trouble> {
    let ending = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase());
    match ending.as_deref() {
        Some("csv") => written(path, |file| source::write::csv(chunks, file).map(drop)),
        Some("parquet") => written(path, |file| source::write::parquet(chunks, file).map(drop)),
        _ => Err(Trouble::usage(
            format!("{}: a simulated log is written as CSV or Parquet", path.display()),
            "end the name in .csv or .parquet",
        )),
    }
}

fn written(
    path: &Path,
    write: impl FnOnce(&mut StreamedFile<'static>) -> io::Result<()>,
) -> Result<StreamedFile<'static>, Trouble> {
    let mut file = StreamedFile::open(&RealDisk, path)?;
    write(&mut file).map_err(|error| OutputError::io(path, "write it", &error))?;
    file.complete()?;
    Ok(file)
}

impl SimulateArgs {
    /// The truth that the flags state.
    fn truth(&self) -> Result<Truth, Trouble> {
        let default = Truth::default();
        let labels = if self.labels.is_empty() { default.labels.clone() } else { self.labels.clone() };
        let default_boundary = default.boundary.filter(|_| labels.len() > 2);
        Ok(Truth {
            items: self.items,
            annotators: self.annotators,
            per_item: self.per_item,
            boundary: if self.boundary == 0.0 {
                None
            } else {
                default_boundary.map(|(a, b, _)| (a, b, self.boundary))
            },
            labels,
            prevalence_ratio: self.prevalence_ratio,
            skill_mean: self.skill,
            skill_sd: self.skill_sd,
            difficulty: self.difficulty,
            uneven: self.uneven,
            session_length: self.session_length,
            fatigue: self.fatigue,
            seconds_per_item: self.seconds_per_item,
            repeats: self.repeats,
            model_over_confidence: (!self.no_model).then_some(self.over_confidence),
            model_spread: self.confidence_spread,
            gold: self.gold,
            model_accuracy: self.model_accuracy,
            suggestions: self.suggestions.map(|shown| simulate::Suggestions {
                shown,
                acceptance_excess: self.acceptance_excess,
                excess_sd: self.excess_sd,
                weekly_haste: self.weekly_haste,
            }),
            bare: self.bare,
            predictions_apart: self.predictions.is_some(),
            severity: self.severity()?,
            attributes: default.attributes,
            order: self.order.truth(),
        })
    }

    fn severity(&self) -> Result<Option<simulate::Severity>, Trouble> {
        let Some(text) = &self.severity else { return Ok(None) };
        let wrong = || {
            Trouble::usage(
                format!("--severity {text}: not of the form attribute=group:label-number:probability"),
                "for example --severity gender=female:2:0.1",
            )
        };
        let (attribute, rest) = text.split_once('=').ok_or_else(wrong)?;
        let [group, label, probability] = rest.split(':').collect::<Vec<_>>()[..] else {
            return Err(wrong());
        };
        let label: u32 = label.parse().map_err(|_| wrong())?;
        let probability: f64 = probability.parse().map_err(|_| wrong())?;
        let label = label.checked_sub(1).ok_or_else(wrong)?;
        Ok(Some(simulate::Severity { attribute: attribute.into(), group: group.into(), label, probability }))
    }
}
