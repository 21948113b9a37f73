use super::OutputError;
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
