use std::path::{Path, PathBuf};

use super::SourceError;

/// The files that the arguments name, in the order of the arguments; the matches of one glob are sorted.
///
/// An existing path beats a glob, so that a file called `a[1].csv` can be named. A file named twice is read once.
///
/// # Errors
/// A glob that is malformed, matches nothing or meets an unreadable folder. A plain path that does not exist is left to
/// [`super::open`], which knows the remedy.
pub fn expand(arguments: &[String]) -> Result<Vec<PathBuf>, SourceError> {
    let mut paths: Vec<PathBuf> = Vec::new();
    for argument in arguments {
        let literal = PathBuf::from(argument);
        if argument == "-" || literal.exists() || !argument.contains(['*', '?', '[']) {
            append(&mut paths, literal);
            continue;
        }
        for path in matches(argument)? {
            append(&mut paths, path);
        }
    }
    Ok(paths)
}

fn append(paths: &mut Vec<PathBuf>, path: PathBuf) {
    if !paths.contains(&path) {
        paths.push(path);
    }
}

fn matches(pattern: &str) -> Result<Vec<PathBuf>, SourceError> {
    let at = Path::new(pattern);
    let found = glob::glob(pattern).map_err(|error| {
        SourceError::new(at, format!("not a pattern of file names: {error}"), "quote or correct the pattern")
    })?;
    let mut files = Vec::new();
    for entry in found {
        let path = entry.map_err(|error| {
            SourceError::new(
                error.path(),
                format!("cannot be listed: {}", error.error()),
                "check its permissions",
            )
        })?;
        if !path.is_dir() {
            files.push(path);
        }
    }
    if files.is_empty() {
        return Err(SourceError::new(
            at,
            "no file matches this pattern",
            "check the folder and the pattern's spelling",
        ));
    }
    files.sort();
    Ok(files)
}
