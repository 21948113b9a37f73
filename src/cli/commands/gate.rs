use super::plain_table::plain_table;
use super::{audit_file, compare};
use crate::cli::args::{GateArgs, ResultFormat};
use crate::cli::settings::{Settings, Values};
use crate::cli::{ExitStatus, Trouble, output, shown};
use crate::gate::{self, Judgement, Level, Limit, Verdict};
use crate::render::number;
use comfy_table::ColumnConstraint;

/// `raterscope gate`: an audit held to the rules of the settings.
pub fn gate(args: &GateArgs) -> Result<ExitStatus, Trouble> {
    let settings = Settings::load(args.config.as_deref(), Values::default())?;
    if settings.gate.rules.is_empty() {
        let remedy =
            "write one into raterscope.toml: [[gate.rules]], metric = \"krippendorff_alpha\", min = 0.667";
        return Err(Trouble::usage("the settings hold no rule for the gate", remedy));
    }
    let audit = audit_file::read(&args.audit)?;
    settings.gate.check(&audit).map_err(|error| Trouble::usage(error.to_string(), ""))?;
    let baseline = args.baseline.as_deref().map(audit_file::read).transpose()?;
    let comparison = baseline.map(|baseline| compare::between(&baseline, &audit)).transpose()?;
    let verdicts = gate::judge(&settings.gate, &audit, comparison.as_ref());
    let status = status(&verdicts, settings.inconclusive);
    match args.format {
        ResultFormat::Terminal => output::print(told(&verdicts, status).as_bytes())?,
        ResultFormat::Json => output::print_json(&verdicts)?,
    }
    Ok(status)
}

/// A failure beats what could not be judged; warnings fail nothing.
fn status(verdicts: &[Verdict], inconclusive: ExitStatus) -> ExitStatus {
    let any = |judgement| verdicts.iter().any(|one| one.level == Level::Error && one.judgement == judgement);
    if any(Judgement::Fail) {
        ExitStatus::GateFailed
    } else if any(Judgement::Inconclusive) {
        inconclusive
    } else {
        ExitStatus::Done
    }
}

fn told(verdicts: &[Verdict], status: ExitStatus) -> String {
    let mut table = plain_table();
    table.set_header(["VERDICT", "METRIC", "OF", "LIMIT", "VALUE", "WHY"]);
    for verdict in verdicts {
        let warning = if verdict.level == Level::Warn { " (warning)" } else { "" };
        let of = if verdict.slice.is_empty() { &verdict.question } else { &verdict.slice };
        table.add_row([
            format!("{}{warning}", verdict.judgement.name()),
            verdict.metric.clone(),
            shown(of),
            limit(verdict.limit),
            value(verdict),
            shown(&verdict.why),
        ]);
    }
    let open =
        verdicts.iter().any(|one| one.level == Level::Error && one.judgement == Judgement::Inconclusive);
    let said = match status {
        ExitStatus::GateFailed if !failed(verdicts) => {
            "failed: a gate was inconclusive, and the settings count that as failed"
        }
        ExitStatus::GateFailed => "failed",
        ExitStatus::GateInconclusive => "inconclusive",
        _ if open => "passed: a gate was inconclusive, and the settings count that as passed",
        _ => "passed",
    };
    // What one copies into a rule stays in one piece.
    if let Some(metric) = table.column_mut(1) {
        metric.set_constraint(ColumnConstraint::ContentWidth);
    }
    format!("{}\n\nThe gate: {said}.\n", table.trim_fmt())
}

fn failed(verdicts: &[Verdict]) -> bool {
    verdicts.iter().any(|one| one.level == Level::Error && one.judgement == Judgement::Fail)
}

fn limit(limit: Limit) -> String {
    match limit {
        Limit::Min(least) => format!("at least {}", number::share_to(least, 3)),
        Limit::Max(most) => format!("at most {}", number::share_to(most, 3)),
        Limit::MaxDrop(drop) => format!("fallen by {} at most", number::share_to(drop, 3)),
    }
}

fn value(verdict: &Verdict) -> String {
    match (verdict.value, verdict.lower, verdict.upper) {
        (Some(value), Some(lower), Some(upper)) => {
            format!(
                "{} [{}, {}]",
                number::share_to(value, 3),
                number::share_to(lower, 3),
                number::share_to(upper, 3)
            )
        }
        (Some(value), _, _) => number::share_to(value, 3),
        _ => number::DASH.into(),
    }
}
