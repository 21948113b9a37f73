use super::Trouble;
use super::settings::Settings;
use crate::source;
use std::path::{Path, PathBuf};

/// Refuses to write over what is read: a log named by mistake after `-o` or `--set-aside` would be gone, since the output
/// is put in place by a rename, which asks nobody whether the old file may be written to.
///
/// # Errors
/// An output that is one of the run's inputs, by any of its names.
pub fn keep_inputs(outputs: &[&Path], logs: &[String], settings: &Settings) -> Result<(), Trouble> {
    if outputs.is_empty() {
        return Ok(());
    }
    let mut inputs = source::expand(logs)?;
    inputs.extend(source::expand(&settings.predictions)?);
    inputs.extend(
        settings
            .roster
            .iter()
            .chain(&settings.items)
            .chain(&settings.targets)
            .chain(&settings.distance)
            .map(PathBuf::from),
    );
    let inputs: Vec<PathBuf> = inputs.iter().filter_map(|path| std::fs::canonicalize(path).ok()).collect();
    for output in outputs {
        // What does not exist yet is no input; devices lose nothing.
        let Ok(real) = std::fs::canonicalize(output) else { continue };
        if real.is_file() && inputs.contains(&real) {
            return Err(Trouble::usage(
                format!("{}: is read in this run, and would be written over", output.display()),
                "name another file to write; nothing was changed",
            ));
        }
    }
    Ok(())
}
