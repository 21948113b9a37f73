use super::OutputError;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

/// Adds to the end of a file that others write to as well, and makes it where it is not there: it cannot be staged.
pub fn append(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    let failed = |error: std::io::Error| OutputError::io(path, "add to it", &error);
    let mut file = OpenOptions::new().append(true).create(true).open(path).map_err(failed)?;
    file.write_all(bytes).map_err(failed)
}
