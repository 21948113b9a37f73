use super::audit_source::AuditSource;
use crate::cli::args::PlanArgs;
use crate::cli::settings::Settings;
use crate::cli::{ExitStatus, Trouble, output};
use crate::gate::plan::{Aim, Assumptions, Basis, PlanMetric, outlook};
use crate::render::{self, PlanFormat};

/// `raterscope plan`: how much work is enough.
pub fn plan(args: &PlanArgs) -> Result<ExitStatus, Trouble> {
    let aim = aim(args)?;
    let metric = PlanMetric::of_name(&args.metric).unwrap_or_default();
    if args.per_item.iter().any(|&k| !(2..=1000).contains(&k)) {
        return Err(Trouble::usage(
            "--per-item: nobody can agree alone",
            "two annotators per item or more: 2,3,5",
        ));
    }
    let source = AuditSource::of(&args.inputs, &args.work, args.quiet);
    let (basis, level) = if args.inputs.is_empty() {
        let settings = Settings::load(args.work.log.config.as_deref(), args.values()?)?;
        (stated(args)?, settings.plan.inference.level)
    } else {
        let settings = source.settings(args.values()?, &["threads", "inference.level"])?;
        let audit = source.audit(&settings, &[], None)?;
        let basis = Basis::of_audit(&audit, args.question.as_deref(), metric).map_err(|error| {
            Trouble::usage(error.to_string(), "or state --alpha and --shares instead of a log")
        })?;
        (basis, settings.plan.inference.level)
    };
    if args.annotator_sd.is_some_and(|sd| sd > 0.0) && args.pool.or(basis.panel.map(|(n, _)| n)).is_none() {
        return Err(Trouble::usage(
            "--annotator-sd: of how many annotators?",
            "state their number: --pool 20",
        ));
    }
    let panel = basis.panel(args.pool, args.annotator_sd);
    let outlook = outlook(basis, metric, aim, level, panel, &args.per_item);
    let format = PlanFormat::of_name(&args.format).unwrap_or(PlanFormat::Terminal);
    output::print(render::plan(&outlook, format).as_bytes())?;
    Ok(ExitStatus::Done)
}

fn aim(args: &PlanArgs) -> Result<Aim, Trouble> {
    let good = |share: f64| share.is_finite() && share > 0.0 && share < 2.0;
    match (args.width, args.drop) {
        (Some(width), None) if good(width) => Ok(Aim::Width(width)),
        (None, Some(size))
            if good(size) && (0.0..size).contains(&args.allowance) && (0.5..1.0).contains(&args.power) =>
        {
            Ok(Aim::Drop { size, allowance: args.allowance, power: args.power })
        }
        (None, None) => Err(Trouble::usage(
            "what is the plan for?",
            "--width 0.1 for an interval of \u{b1} .05, or --drop 0.1 for a gate that sees a drop of .10",
        )),
        (None, Some(_)) => Err(Trouble::usage(
            "a drop that can be planned for lies above its --allowance and below 2, its --power between 0.5 and 1",
            "--drop 0.15 --allowance 0.1 --power 0.8",
        )),
        _ => Err(Trouble::usage("--width: an interval is wider than 0 and narrower than 2", "--width 0.1")),
    }
}

/// A plan without a log.
fn stated(args: &PlanArgs) -> Result<Basis, Trouble> {
    let Some(alpha) = args.alpha else {
        return Err(Trouble::usage(
            "nothing to plan by",
            "name an audit or a log, or state what to expect: --alpha 0.7 --shares 0.8,0.2",
        ));
    };
    let assumptions = Assumptions::new(&args.shares, alpha).ok_or_else(|| {
        Trouble::usage(
            "--alpha and --shares: alpha lies between 0 and 1, and two labels or more have shares above 0",
            "--alpha 0.7 --shares 0.8,0.2",
        )
    })?;
    Ok(Basis::stated(assumptions))
}
