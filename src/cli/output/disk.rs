use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file open for writing.
pub trait DiskFile: Write {
    /// Makes what was written outlast a loss of power.
    fn sync(&mut self) -> io::Result<()>;
}

/// All that output does to a disk. The tests put one in its place that fails after n bytes or at the n-th operation.
pub trait Disk {
    /// Creates a folder of a name of its own in `parent`, which stays locked as long as the returned guard lives.
    fn stage_folder(&self, parent: &Path, prefix: &str) -> io::Result<(PathBuf, Option<File>)>;
    /// Creates a file that does not exist yet.
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;
    /// Opens something that exists and is no regular file.
    fn open_device(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;
    /// Creates a folder and those above it.
    fn make_folders(&self, path: &Path) -> io::Result<()>;
    /// Renames; what is at `to`, if it is a file or an empty folder, is replaced.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Exchanges two folders in one step. [`io::ErrorKind::Unsupported`] where the system cannot.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;
    /// Makes the names in a folder outlast a loss of power.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;
    /// Removes a folder with all that is in it.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;
}

/// The disk that is there.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealDisk;

impl DiskFile for File {
    fn sync(&mut self) -> io::Result<()> {
        // A device or a pipe has nothing to sync and says so; that is no failure.
        match self.sync_all() {
            Err(error)
                if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) =>
            {
                Ok(())
            }
            other => other,
        }
    }
}

impl Disk for RealDisk {
    fn stage_folder(&self, parent: &Path, prefix: &str) -> io::Result<(PathBuf, Option<File>)> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(prefix).rand_bytes(10);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // A report is read by others: the umask decides, not tempfile's 0700.
            builder.permissions(fs::Permissions::from_mode(0o777));
        }
        let path = builder.tempdir_in(parent)?.keep();
        // The lock tells a later run that this folder is no leftover. Where locks are not to be had, leftovers are
        // merely not cleaned while this run could still be using them.
        let guard = File::open(&path).ok().filter(|folder| folder.try_lock().is_ok());
        Ok((path, guard))
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(OpenOptions::new().write(true).create_new(true).open(path)?))
    }

    fn open_device(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(OpenOptions::new().write(true).open(path)?))
    }

    fn make_folders(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    #[cfg(target_os = "linux")]
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
            Ok(()) => Ok(()),
            Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => Err(io::ErrorKind::Unsupported.into()),
            Err(error) => Err(error.into()),
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn exchange(&self, _one: &Path, _other: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        File::open(path)?.sync()
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir_all(path)
    }
}
