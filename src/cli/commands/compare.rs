use super::audit_file;
use crate::audit::{Audit, ItemPatterns, Panel};
use crate::cli::args::{CompareArgs, Format};
use crate::cli::output::{self, Destination, FileFormat, Outbox, RealDisk};
use crate::cli::{ExitStatus, Trouble, tell};
use crate::compare::{self, Comparison};
use crate::render::{self, Artifact};

/// `raterscope compare`: what changed from one audit to another.
pub fn compare(args: &CompareArgs) -> Result<ExitStatus, Trouble> {
    let device = match args.format {
        Some(Format::Json) => FileFormat::Json,
        Some(Format::Csv) => FileFormat::Csv,
        Some(Format::Terminal | Format::Markdown) | None => FileFormat::Markdown,
    };
    let destinations =
        args.output.iter().map(|path| Destination::parse(path, device)).collect::<Result<Vec<_>, _>>()?;
    let disk = RealDisk;
    let mut outbox = Outbox::open(&disk, destinations)?;
    let (before, after) = (audit_file::read(&args.before)?, audit_file::read(&args.after)?);
    let panel = args.panel.as_deref().and_then(Panel::of_name);
    let items = match (audit_file::items(&args.before)?, audit_file::items(&args.after)?) {
        (Some(before), Some(after)) => Some([before, after]),
        _ => None,
    };
    let items = items.as_ref().map(|[before, after]| [before, after]);
    let comparison = with_panel((&before, &after), items, panel)?;
    let printed = match args.format {
        Some(Format::Json) => Some(FileFormat::Json),
        Some(Format::Csv) => Some(FileFormat::Csv),
        Some(Format::Markdown) => Some(FileFormat::Markdown),
        Some(Format::Terminal) | None => None,
    };
    let mut artifacts: Vec<Artifact> = Vec::new();
    if !outbox.is_empty() || printed.is_some() {
        let options = render::Options { png: outbox.has_folder(), ..render::Options::default() };
        artifacts =
            render::comparison::artifacts(&comparison, &options).map_err(super::report::unrendered)?;
    }
    let named = artifacts.iter().map(|artifact| (artifact.name.as_str(), artifact.bytes.as_slice()));
    outbox.stage(named, &[])?;
    outbox.commit()?;
    if !args.quiet {
        args.output.iter().for_each(|path| tell(&format!("wrote {}", path.display())));
    }
    match printed {
        Some(format) => {
            let found = artifacts.iter().find(|artifact| format.is_of(&artifact.name));
            output::print(found.map_or(&[], |artifact| &artifact.bytes))?;
        }
        None if args.quiet && args.format.is_none() => {}
        None => output::print(render::comparison::terminal(&comparison).as_bytes())?,
    }
    Ok(ExitStatus::Done)
}

/// Compares two audits with the later one's seed, replicates, level and, where none is stated, panel.
fn with_panel(
    (before, after): (&Audit, &Audit),
    items: Option<[&ItemPatterns; 2]>,
    panel: Option<Panel>,
) -> Result<Comparison, Trouble> {
    let mut options = after.provenance.plan.inference.clone();
    options.panel = panel.unwrap_or(options.panel);
    compare::between_items(before, after, items, &options)
        .map_err(|error| Trouble::log(error.to_string(), ""))
}
