use super::DiskFile;
use super::manifest::{ManifestFile, hex};
use sha2::{Digest, Sha256};
use std::io::{self, Write};

/// A file whose size and digest are known when it is written, so that nothing has to be held or read again.
pub struct Digesting<'d> {
    file: Box<dyn DiskFile + 'd>,
    digest: Sha256,
    bytes: u64,
}

impl<'d> Digesting<'d> {
    /// Writes to `file`.
    pub fn new(file: Box<dyn DiskFile + 'd>) -> Self {
        Self { file, digest: Sha256::new(), bytes: 0 }
    }

    /// Syncs the file and tells what was written, under this name.
    pub fn finish(mut self, name: &str) -> io::Result<ManifestFile> {
        self.file.flush()?;
        self.file.sync()?;
        Ok(ManifestFile { name: name.to_string(), bytes: self.bytes, sha256: hex(&self.digest.finalize()) })
    }
}

impl Write for Digesting<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.digest.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
