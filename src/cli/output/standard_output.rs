use super::OutputError;
use serde::Serialize;
use std::io::{self, Write};
use std::path::Path;

/// Writes `text` to standard output. A reader who has seen enough (`| head`) closes the pipe: that is no failure, the
/// run has done what it was asked for.
pub fn print(text: &[u8]) -> Result<(), OutputError> {
    let mut out = io::stdout().lock();
    match out.write_all(text).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(OutputError::io(Path::new("standard output"), "write to it", &error)),
        Ok(()) => Ok(()),
    }
}

/// Writes `value` to standard output as JSON, for people and programs alike.
pub fn print_json(value: &impl Serialize) -> Result<(), OutputError> {
    let failed = |error: serde_json::Error| {
        OutputError::io(Path::new("standard output"), "write JSON to it", &io::Error::from(error))
    };
    let mut bytes = serde_json::to_vec_pretty(value).map_err(failed)?;
    bytes.push(b'\n');
    print(&bytes)
}
