use super::folder::{StagedFolder, admit};
use super::{Destination, Disk, FileFormat, OutputError, StreamedArtifact, StreamedFile};
use std::io::Write;

/// Everything a run writes: all of it is staged first, and put in place only when nothing can fail any more but the
/// renames themselves.
pub struct Outbox<'d> {
    disk: &'d dyn Disk,
    destinations: Vec<Destination>,
    folders: Vec<StagedFolder<'d>>,
    files: Vec<StreamedFile<'d>>,
}

impl<'d> Outbox<'d> {
    /// Looks at every destination before the log is read, so that an hour's work is not lost to a typing error.
    pub fn open(disk: &'d dyn Disk, destinations: Vec<Destination>) -> Result<Self, OutputError> {
        for destination in &destinations {
            if let Destination::Folder(folder) = destination {
                admit(disk, folder)?;
            }
        }
        for (i, one) in destinations.iter().enumerate() {
            if destinations[..i].iter().any(|other| other.path() == one.path()) {
                return Err(OutputError::refused(one.path(), "is named twice", "name each output once"));
            }
        }
        Ok(Self { disk, destinations, folders: Vec::new(), files: Vec::new() })
    }

    /// Whether any output was asked for.
    pub fn is_empty(&self) -> bool {
        self.destinations.is_empty()
    }

    /// Whether one of them is a folder, which takes the whole report.
    pub fn has_folder(&self) -> bool {
        self.destinations.iter().any(|destination| matches!(destination, Destination::Folder(_)))
    }

    /// Stages every destination from these artifacts (name, bytes); folders also take what is streamed.
    pub fn stage<'a>(
        &mut self,
        artifacts: impl IntoIterator<Item = (&'a str, &'a [u8])> + Clone,
        streamed: &[StreamedArtifact<'_>],
    ) -> Result<(), OutputError> {
        for destination in &self.destinations {
            match destination {
                Destination::Folder(folder) => {
                    self.folders.push(StagedFolder::write(self.disk, folder, artifacts.clone(), streamed)?);
                }
                Destination::File(path, format) | Destination::Device(path, format) => {
                    let mut file = StreamedFile::open(self.disk, path)?;
                    let bytes = artifact(artifacts.clone(), *format);
                    file.write_all(bytes).map_err(|error| OutputError::io(path, "write it", &error))?;
                    file.complete()?;
                    self.files.push(file);
                }
            }
        }
        Ok(())
    }

    /// Puts everything in place.
    pub fn commit(self) -> Result<(), OutputError> {
        for file in self.files {
            file.commit()?;
        }
        for folder in self.folders {
            folder.commit()?;
        }
        Ok(())
    }
}

fn artifact<'a>(artifacts: impl IntoIterator<Item = (&'a str, &'a [u8])>, format: FileFormat) -> &'a [u8] {
    artifacts.into_iter().find(|(name, _)| format.is_of(name)).map_or(&[], |(_, bytes)| bytes)
}
