use super::audit_file;
use super::audit_source::AuditSource;
use super::gate_outputs::GateOutputs;
use crate::analysis::inference::InferenceOptions;
use crate::audit::{Audit, Baseline, Panel};
use crate::cli::args::GateArgs;
use crate::cli::inputs_kept::keep_inputs;
use crate::cli::output::{OutputError, RealDisk, StreamedFile};
use crate::cli::settings::Settings;
use crate::cli::{ExitStatus, Trouble, tell};
use crate::compare;
use crate::gate::{self, Policy, Standing};
use std::io::Write;
use std::path::{Path, PathBuf};

/// `raterscope gate`: an audit held to the rules of the settings and to a baseline.
pub fn gate(args: &GateArgs) -> Result<ExitStatus, Trouble> {
    let disk = RealDisk;
    let outputs = GateOutputs::open(&disk, args)?;
    let source = AuditSource::of(&args.inputs, &args.work, args.quiet);
    if source.is_saved() && !args.report.is_empty() {
        let remedy = "raterscope render writes the report of an audit";
        return Err(Trouble::usage("--report has no effect on an audit that is made already", remedy));
    }
    let settings = source.settings(args.values()?, &["threads"])?;
    keep_what_is_read(args, &settings)?;
    if let (true, Some(baseline)) = (args.update_baseline, &args.baseline) {
        // Whoever has the one that it takes the place of has both; one that cannot be read is what this command mends.
        let former = audit_file::baseline(baseline).ok();
        return update(&source.audit(&settings, &args.report, former.as_ref())?, baseline, args.quiet);
    }
    let (baseline, saved) = rayon::join(
        || args.baseline.as_deref().map(baseline).transpose(),
        || source.is_saved().then(|| source.audit(&settings, &args.report, None)),
    );
    // The baseline's mistakes first: a wrong name should not cost the time of an audit.
    let baseline = baseline?;
    let policy = policy(&settings, baseline.is_some())?;
    let audit = saved.unwrap_or_else(|| source.audit(&settings, &args.report, baseline.as_ref()))?;
    let panel = panel(&settings, &audit);
    let former = baseline.as_ref().map(|baseline| &baseline.audit);
    let options = InferenceOptions { panel, ..audit.provenance.plan.inference.clone() };
    let compared = |before: &Audit| {
        compare::between_metrics(before, &audit, &policy.metrics(), &options)
            .map_err(|error| Trouble::log(error.to_string(), ""))
    };
    let comparison = former.map(compared).transpose()?;
    let ruling = gate::judge(&policy, &audit, former, comparison.as_ref(), panel)
        .map_err(|error| Trouble::usage(error.to_string(), ""))?;
    outputs.write(&ruling)?;
    Ok(status(ruling.standing()))
}

/// Whose work is judged: that of the same people and nobody else's where the settings of the gate, or those of the audit,
/// declare it.
fn panel(settings: &Settings, audit: &Audit) -> Panel {
    match settings.plan.inference.panel {
        Panel::Fixed => Panel::Fixed,
        Panel::Random => audit.provenance.plan.inference.panel,
    }
}

/// The exit status that goes with a standing.
fn status(standing: Standing) -> ExitStatus {
    match standing {
        Standing::Passed => ExitStatus::Done,
        Standing::Failed => ExitStatus::GateFailed,
        Standing::Inconclusive => ExitStatus::GateInconclusive,
    }
}

/// The rules of the settings; without any, the default ones where there is a baseline.
fn policy(settings: &Settings, has_baseline: bool) -> Result<Policy, Trouble> {
    match (settings.gate.rules.is_empty(), has_baseline) {
        (false, _) => Ok(settings.gate.clone()),
        (true, true) => Ok(Policy::by_default(settings.gate.inconclusive)),
        (true, false) => Err(Trouble::usage(
            "there is nothing to judge by: the settings hold no rule for the gate, and no baseline is named",
            "write a rule into raterscope.toml ([[gate.rules]], metric = \"krippendorff_alpha\", min = 0.667), or name \
             the last audit with --baseline",
        )),
    }
}

/// Refuses outputs that would write over what is read.
fn keep_what_is_read(args: &GateArgs, settings: &Settings) -> Result<(), Trouble> {
    let mut outputs: Vec<&Path> = args.output.iter().chain(&args.report).map(PathBuf::as_path).collect();
    let mut read = args.inputs.clone();
    match &args.baseline {
        Some(baseline) if args.update_baseline => outputs.push(baseline),
        Some(baseline) if baseline.exists() => read.push(baseline.display().to_string()),
        _ => {}
    }
    keep_inputs(&outputs, &read, settings)
}

fn baseline(path: &Path) -> Result<Baseline, Trouble> {
    if !path.exists() {
        return Err(Trouble::log(
            format!("{}: there is no such baseline", path.display()),
            "make it of the audit that later ones are held against: \
             raterscope gate LOG --baseline FILE --update-baseline",
        ));
    }
    audit_file::baseline(path)
}

fn update(audit: &Audit, path: &Path, quiet: bool) -> Result<ExitStatus, Trouble> {
    let disk = RealDisk;
    let mut file = StreamedFile::open(&disk, path)?;
    let failed = |error| OutputError::io(path, "write it", &error);
    file.write_all(audit.to_baseline().as_bytes()).map_err(failed)?;
    file.commit()?;
    if !quiet {
        tell(&format!("wrote {}: the baseline was not judged", path.display()));
    }
    Ok(ExitStatus::Done)
}

#[cfg(test)]
mod tests {
    use super::status;
    use crate::gate::Standing;

    #[test]
    fn verdicts_and_the_shell_hear_the_same() {
        for standing in [Standing::Passed, Standing::Failed, Standing::Inconclusive] {
            assert_eq!(status(standing).code(), standing.exit_code());
        }
    }
}
