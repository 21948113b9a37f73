use super::digesting::Digesting;
use super::manifest::{Manifest, ManifestFile};
use super::{Disk, MANIFEST_NAME, Occupancy, OutputError, StreamedArtifact};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

/// Begins the names of what a run keeps beside a destination until it is put in place.
const STAGING: &str = ".raterscope-staging-";
/// Begins the names of a report that steps aside, where two folders cannot be exchanged in one step.
const PREVIOUS: &str = ".raterscope-previous-";

/// Something staged beside its destination; removed again when dropped.
pub struct Staging<'d> {
    disk: &'d dyn Disk,
    path: PathBuf,
    _lock: Option<File>,
}

impl Drop for Staging<'_> {
    fn drop(&mut self) {
        // A folder that cannot be removed now is cleaned by the next run.
        let _ = self.disk.remove_folder(&self.path);
    }
}

impl<'d> Staging<'d> {
    /// A new folder beside `destination`, after cleaning what killed runs left there.
    pub fn beside(disk: &'d dyn Disk, destination: &Path) -> Result<Self, OutputError> {
        let (parent, prefix) = beside(destination, STAGING);
        let failed = |error: io::Error| OutputError::io(destination, "write beside it", &error);
        disk.make_folders(&parent).map_err(failed)?;
        clean(disk, &parent, &prefix);
        let (path, lock) = disk.stage_folder(&parent, &prefix).map_err(failed)?;
        Ok(Self { disk, path, _lock: lock })
    }

    /// Where the staged files are.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// A report folder, complete and synced, beside the place it is meant for.
pub struct StagedFolder<'d> {
    staging: Staging<'d>,
    /// The path as the user gave it.
    named: PathBuf,
}

/// Whether a report may be put at `folder`; said before the log is read, and again before the exchange.
pub fn admit(disk: &dyn Disk, folder: &Path) -> Result<(PathBuf, Occupancy), OutputError> {
    let target = fs::canonicalize(folder).unwrap_or_else(|_| absolute(folder));
    if target.file_name().is_none() {
        return Err(OutputError::refused(
            folder,
            "the root of a file system cannot be a report",
            "name a new folder",
        ));
    }
    recover(disk, &target);
    match Occupancy::of(&target) {
        Err(error) => Err(OutputError::io(folder, "look at what is there", &error)),
        Ok(Occupancy::Foreign(what)) => {
            Err(OutputError::refused(folder, what, "name a new or empty folder with -o; nothing was changed"))
        }
        Ok(occupancy) => Ok((target, occupancy)),
    }
}

impl<'d> StagedFolder<'d> {
    /// Writes `files`, what is streamed and their manifest into a new folder beside `folder`.
    pub fn write<'a>(
        disk: &'d dyn Disk,
        folder: &Path,
        files: impl IntoIterator<Item = (&'a str, &'a [u8])>,
        streamed: &[StreamedArtifact<'_>],
    ) -> Result<Self, OutputError> {
        let (target, _) = admit(disk, folder)?;
        let staging = Staging::beside(disk, &target)
            .map_err(|error| OutputError { path: folder.to_path_buf(), ..error })?;
        if let Ok(found) = fs::metadata(&target) {
            // A folder that is closed to others stays closed. Where that cannot be had, the umask's will do.
            let _ = fs::set_permissions(staging.path(), found.permissions());
        }
        let failed = |name: &str, error: io::Error| OutputError::io(&folder.join(name), "write it", &error);
        let mut folders = vec![staging.path().to_path_buf()];
        let mut written = Vec::new();
        for (name, bytes) in files {
            let path = staging.path().join(inside(folder, name)?);
            if let Some(parent) = path.parent().filter(|parent| !folders.iter().any(|known| known == parent))
            {
                disk.make_folders(parent).map_err(|error| failed(name, error))?;
                folders.push(parent.to_path_buf());
            }
            written.push(write_file(disk, &path, name, bytes).map_err(|error| failed(name, error))?);
        }
        for StreamedArtifact { name, write } in streamed {
            let path = staging.path().join(inside(folder, name)?);
            written.push(stream_file(disk, &path, name, write).map_err(|error| failed(name, error))?);
        }
        let manifest = Manifest::of(written).bytes();
        write_file(disk, &staging.path().join(MANIFEST_NAME), MANIFEST_NAME, &manifest)
            .map_err(|error| failed(MANIFEST_NAME, error))?;
        for path in &folders {
            disk.sync_folder(path).map_err(|error| failed("", error))?;
        }
        Ok(Self { staging, named: folder.to_path_buf() })
    }

    /// Puts the folder in place in one step, or in two with a way back.
    pub fn commit(self) -> Result<(), OutputError> {
        let disk = self.staging.disk;
        let (target, occupancy) = admit(disk, &self.named)?;
        let failed = |error: io::Error| OutputError::io(&self.named, "put the report in place", &error);
        let staged = self.staging.path();
        match occupancy {
            Occupancy::Absent | Occupancy::Empty => disk.rename(staged, &target).map_err(failed)?,
            Occupancy::Ours | Occupancy::Foreign(_) => match disk.exchange(staged, &target) {
                Err(error) if error.kind() == io::ErrorKind::Unsupported => {
                    in_two_steps(disk, staged, &target).map_err(failed)?;
                }
                other => other.map_err(failed)?,
            },
        }
        if let Some(parent) = target.parent() {
            disk.sync_folder(parent).map_err(failed)?;
        }
        Ok(())
        // What was exchanged lies in the staging folder now, which goes when `self` is dropped.
    }
}

fn in_two_steps(disk: &dyn Disk, staged: &Path, target: &Path) -> io::Result<()> {
    let (parent, prefix) = beside(target, PREVIOUS);
    let aside = parent.join(format!("{prefix}0"));
    disk.rename(target, &aside)?;
    if let Err(error) = disk.rename(staged, target) {
        disk.rename(&aside, target)?;
        return Err(error);
    }
    disk.remove_folder(&aside)
}

/// Brings back a report that stepped aside for one that never came.
fn recover(disk: &dyn Disk, target: &Path) {
    let (parent, prefix) = beside(target, PREVIOUS);
    let aside = parent.join(format!("{prefix}0"));
    if !aside.is_dir() {
        return;
    }
    // Best effort: what fails here is told by the steps that follow.
    let _ = if target.exists() { disk.remove_folder(&aside) } else { disk.rename(&aside, target) };
}

/// Removes what killed runs left. A folder whose run is alive is locked and stays.
fn clean(disk: &dyn Disk, parent: &Path, prefix: &str) {
    let Ok(entries) = fs::read_dir(parent) else { return };
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(prefix) {
            let dead = File::open(entry.path()).is_ok_and(|folder| folder.try_lock().is_ok());
            if dead {
                let _ = disk.remove_folder(&entry.path());
            }
        }
    }
}

/// Writes and syncs one new file; what the manifest says of it.
fn write_file(disk: &dyn Disk, path: &Path, name: &str, bytes: &[u8]) -> io::Result<ManifestFile> {
    let mut file = Digesting::new(disk.create(path)?);
    file.write_all(bytes)?;
    file.finish(name)
}

/// Streams and syncs one new file.
fn stream_file(
    disk: &dyn Disk,
    path: &Path,
    name: &str,
    write: &dyn Fn(&mut dyn io::Write) -> io::Result<()>,
) -> io::Result<ManifestFile> {
    let mut file = io::BufWriter::with_capacity(1 << 16, Digesting::new(disk.create(path)?));
    write(&mut file)?;
    let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.finish(name)
}

/// The folder that holds `target`, and how our own names for it begin there: a digest, so that no length and no
/// character of the target's name matters.
fn beside(target: &Path, kind: &str) -> (PathBuf, String) {
    let parent = match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    };
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let digest: String =
        Sha256::digest(name.as_bytes()).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    (parent, format!("{kind}{digest}-"))
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

/// An artifact's name as a path that stays inside the folder.
fn inside<'n>(folder: &Path, name: &'n str) -> Result<&'n Path, OutputError> {
    let path = Path::new(name);
    let harmless = !name.is_empty() && path.components().all(|part| matches!(part, Component::Normal(_)));
    if harmless {
        return Ok(path);
    }
    Err(OutputError::refused(
        folder,
        format!("an artifact is called {name:?}"),
        "this is a mistake in raterscope: report it",
    ))
}
