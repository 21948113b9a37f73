use std::io;
use std::path::Path;
use std::thread::JoinHandle;

use super::SourceError;
use super::input::{Fingerprint, Input, unreadable};

/// The fingerprint of an input whose format is not read from its beginning to its end, taken beside its reading.
pub(super) struct Fingerprinting(JoinHandle<io::Result<Fingerprint>>);

impl Fingerprinting {
    pub(super) fn start(input: &Input) -> Result<Self, SourceError> {
        let stored = input.stored()?;
        Ok(Fingerprinting(std::thread::spawn(move || stored.fingerprint())))
    }

    /// SHA-256 in hex, and length.
    pub(super) fn wait(self, path: &Path) -> Result<(String, u64), SourceError> {
        let taken = self.0.join().unwrap_or_else(|_| Err(io::Error::other("its digest could not be taken")));
        taken.map(|taken| (taken.sha256, taken.bytes)).map_err(|error| unreadable(path, &error))
    }
}
