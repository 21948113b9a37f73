use super::folder::Staging;
use super::{Disk, DiskFile, OutputError};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// One file that is written as it comes and put in place when it is complete. A device is written straight.
pub struct StreamedFile<'d> {
    disk: &'d dyn Disk,
    file: io::BufWriter<Box<dyn DiskFile + 'd>>,
    named: PathBuf,
    /// The staging folder, the staged file in it and the place it is meant for; absent for a device.
    staged: Option<(Staging<'d>, PathBuf, PathBuf)>,
}

impl<'d> StreamedFile<'d> {
    /// Opens it.
    pub fn open(disk: &'d dyn Disk, path: &Path) -> Result<Self, OutputError> {
        let failed = |error: io::Error| OutputError::io(path, "write it", &error);
        let found = fs::metadata(path);
        if found.as_ref().is_ok_and(fs::Metadata::is_dir) {
            return Err(OutputError::refused(path, "is a folder", "name a file"));
        }
        if found.is_ok_and(|found| !found.is_file()) {
            let file: Box<dyn DiskFile> = disk.open_device(path).map_err(failed)?;
            return Ok(Self {
                disk,
                file: io::BufWriter::new(file),
                named: path.to_path_buf(),
                staged: None,
            });
        }
        // A link stays a link: the file it points to is replaced.
        let target = fs::canonicalize(path).or_else(|_| std::path::absolute(path)).map_err(failed)?;
        let staging = Staging::beside(disk, &target)
            .map_err(|error| OutputError { path: path.to_path_buf(), ..error })?;
        let inside = staging.path().join("file");
        let file: Box<dyn DiskFile> = disk.create(&inside).map_err(failed)?;
        let staged = Some((staging, inside, target));
        Ok(Self {
            disk,
            file: io::BufWriter::with_capacity(1 << 16, file),
            named: path.to_path_buf(),
            staged,
        })
    }

    /// Writes out and syncs what is still on its way; the file is complete but not yet in place.
    pub fn complete(&mut self) -> Result<(), OutputError> {
        let outcome = self.file.flush().and_then(|()| self.file.get_mut().sync());
        outcome.map_err(|error| OutputError::io(&self.named, "write it", &error))
    }

    /// Puts the complete file in place.
    pub fn commit(mut self) -> Result<(), OutputError> {
        self.complete()?;
        let failed = |error: io::Error| OutputError::io(&self.named, "put it in place", &error);
        if let Some((_, inside, target)) = &self.staged {
            if let Ok(found) = fs::metadata(target) {
                // The new file is as readable as the one it replaces. Where that cannot be had, the umask's will do.
                let _ = fs::set_permissions(inside, found.permissions());
            }
            self.disk.rename(inside, target).map_err(failed)?;
            if let Some(parent) = target.parent() {
                self.disk.sync_folder(parent).map_err(failed)?;
            }
        }
        Ok(())
    }
}

impl Write for StreamedFile<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
