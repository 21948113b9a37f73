use super::audit_file;
use super::report::Report;
use crate::cli::args::RenderArgs;
use crate::cli::output::RealDisk;
use crate::cli::progress::Progress;
use crate::cli::settings::{Settings, Values};
use crate::cli::{ExitStatus, Trouble};

/// `raterscope render`: audit.json → the same report again.
pub fn render(args: &RenderArgs) -> Result<ExitStatus, Trouble> {
    let settings = Settings::load(args.config.as_deref(), Values::default())?;
    let disk = RealDisk;
    let report = Report::open(&disk, &args.out, args.quiet)?;
    let progress = Progress::new(args.quiet);
    progress.stage("Reading");
    let audit = audit_file::read(&args.audit)?;
    report.write(&audit, &settings.render, &progress, &[], || Ok(()))
}
