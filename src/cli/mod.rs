//! Stage 8: arguments → settings → stages → files. [`run`] is the front door.

mod args;
mod audit_paths;
mod commands;
mod distance_file;
mod exit_status;
mod inputs;
mod inputs_kept;
mod output;
mod progress;
mod settings;
mod strata_columns;
mod targets_file;
mod trouble;

pub use exit_status::ExitStatus;
pub use trouble::Trouble;

use args::{Arguments, Command};
use clap::Parser;
use output::OutputError;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

/// Runs the command line `args` (the program's name first) and says how it went. Everything that can go wrong is told
/// on standard error; text and status never disagree.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitStatus {
    output::outlive_file_size_limits();
    let arguments = match Arguments::try_parse_from(args) {
        Ok(arguments) => arguments,
        Err(error) => return explain(&error),
    };
    let outcome = match arguments.command {
        Command::Audit(args) => commands::audit(&args),
        Command::Compare(args) => commands::compare(&args),
        Command::Gate(args) => commands::gate(&args),
        Command::Coefficients(args) => commands::coefficients(&args),
        Command::Columns(args) => commands::columns(&args),
        Command::Plan(args) => commands::plan(&args),
        Command::Init(args) => commands::init(&args),
        Command::Render(args) => commands::render(&args),
        Command::Schema(args) => commands::schema(&args),
        Command::Simulate(args) => commands::simulate(&args),
        Command::Trend(args) => commands::trend(&args),
    };
    outcome.unwrap_or_else(|trouble| {
        tell(&trouble.to_string());
        trouble.status
    })
}

/// Help and version go to standard output and are no error; everything else clap says is wrong usage.
fn explain(error: &clap::Error) -> ExitStatus {
    match error.print() {
        Err(failed) if failed.kind() != io::ErrorKind::BrokenPipe && error.exit_code() == 0 => {
            let trouble =
                Trouble::from(OutputError::io(Path::new("standard output"), "write to it", &failed));
            tell(&trouble.to_string());
            trouble.status
        }
        _ if error.exit_code() == 0 => ExitStatus::Done,
        _ => ExitStatus::Usage,
    }
}

/// Lines on standard error. Where even that cannot be written there is nobody left to tell.
fn tell(lines: &str) {
    let lines: Vec<String> = lines.lines().map(shown).collect();
    let _ = writeln!(io::stderr(), "{}", lines.join("\n"));
}

/// Text from a log or a path as a terminal may show it: nothing in it moves the cursor or changes colours.
fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect()
}
