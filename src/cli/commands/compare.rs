use super::audit_file;
use super::plain_table::plain_table;
use crate::audit::Audit;
use crate::cli::args::{CompareArgs, ResultFormat};
use crate::cli::{ExitStatus, Trouble, output, shown};
use crate::compare::{self, Comparison};
use crate::render::number;
use crate::vocabulary::Outcome;
use std::fmt::Write;

/// `raterscope compare`: what changed from one audit to another.
pub fn compare(args: &CompareArgs) -> Result<ExitStatus, Trouble> {
    let comparison = between(&audit_file::read(&args.before)?, &audit_file::read(&args.after)?)?;
    match args.format {
        ResultFormat::Terminal => output::print(told(&comparison).as_bytes())?,
        ResultFormat::Json => output::print_json(&comparison)?,
    }
    Ok(ExitStatus::Done)
}

/// Compares two audits with the later one's seed, replicates and level.
pub fn between(before: &Audit, after: &Audit) -> Result<Comparison, Trouble> {
    let options = &after.provenance.plan.inference;
    compare::between(before, after, options).map_err(|error| Trouble::log(error.to_string(), ""))
}

fn told(comparison: &Comparison) -> String {
    let mut text = format!("{} → {}\n", shown(&comparison.before), shown(&comparison.after));
    for question in &comparison.questions {
        let mut table = plain_table();
        table.set_header(["METRIC", "PART", "BEFORE", "AFTER", "CHANGE"]);
        for change in &question.changes {
            let value = |outcome: &Outcome<f64>| match outcome {
                Outcome::Estimated(value) => number::share(*value),
                Outcome::NotEstimable(_) => number::DASH.into(),
            };
            let difference = match &change.change {
                Outcome::Estimated(estimate) => number::signed_estimate(estimate),
                Outcome::NotEstimable(reason) => reason.sentence(),
            };
            let part = if change.slice.is_whole() { "whole log".into() } else { shown(&change.slice.0) };
            table.add_row([
                change.metric.clone(),
                part,
                value(&change.before),
                value(&change.after),
                difference,
            ]);
        }
        let _ = write!(text, "\n{}\n{}\n", shown(&question.question), table.trim_fmt());
    }
    for note in &comparison.notes {
        let _ = write!(text, "\n{}\n", shown(note));
    }
    text
}
