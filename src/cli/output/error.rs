use std::io;
use std::path::{Path, PathBuf};

/// Something could not be written, or must not be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputError {
    /// The path as the user knows it.
    pub path: PathBuf,
    /// What went wrong.
    pub what: String,
    /// What to do about it.
    pub remedy: String,
}

impl OutputError {
    /// A failed operation on `path`, with the remedy that fits its kind.
    pub fn io(path: &Path, doing: &str, error: &io::Error) -> Self {
        Self {
            path: path.to_path_buf(),
            what: format!("cannot {doing}: {error}"),
            remedy: remedy(error.kind()).into(),
        }
    }

    /// A path that raterscope will not touch.
    pub fn refused(path: &Path, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { path: path.to_path_buf(), what: what.into(), remedy: remedy.into() }
    }
}

fn remedy(kind: io::ErrorKind) -> &'static str {
    match kind {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "free some space there, or name another place with -o; what was there before is untouched"
        }
        io::ErrorKind::FileTooLarge => {
            "raise the limit on file sizes (`ulimit -f`), or name another place with -o; what was there before is \
             untouched"
        }
        io::ErrorKind::PermissionDenied => "name a place you may write to with -o, or change its permissions",
        io::ErrorKind::ReadOnlyFilesystem => "this file system is read-only: name another place with -o",
        io::ErrorKind::NotADirectory => "a part of this path is a file: name another place with -o",
        io::ErrorKind::CrossesDevices | io::ErrorKind::ResourceBusy => {
            "this folder is a mount point and cannot be exchanged whole: name a folder inside it"
        }
        _ => "name another place with -o; what was there before is untouched",
    }
}
