use super::OutputError;
use std::path::{Path, PathBuf};

/// A file that holds one artifact of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// The page.
    Html,
    /// The audit itself.
    Json,
    /// The tidy table of estimates.
    Csv,
    /// The summary.
    Markdown,
}

impl FileFormat {
    /// The format that a file's ending tells, in any case.
    pub fn of_ending(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "html" => Some(FileFormat::Html),
            "json" => Some(FileFormat::Json),
            "csv" => Some(FileFormat::Csv),
            "md" => Some(FileFormat::Markdown),
            _ => None,
        }
    }

    /// Whether an artifact is the one of this format: a folder holds one page, one result, one table and one summary at its top,
    /// whatever they are called; charts stand deeper.
    pub fn is_of(self, artifact: &str) -> bool {
        !artifact.contains('/') && Self::of_ending(Path::new(artifact)) == Some(self)
    }

    /// The artifact's name in a report folder.
    pub fn artifact(self) -> &'static str {
        match self {
            FileFormat::Html => "report.html",
            FileFormat::Json => "audit.json",
            FileFormat::Csv => "estimates.csv",
            FileFormat::Markdown => "summary.md",
        }
    }
}

/// What one `-o` means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// A folder with the whole report; exchanged whole.
    Folder(PathBuf),
    /// One artifact as a regular file; put in place by a rename.
    File(PathBuf, FileFormat),
    /// One artifact written straight to something that is no regular file (`/dev/stdout`, a pipe).
    Device(PathBuf, FileFormat),
}

impl Destination {
    /// Reads one `-o`: a known ending is a file of that format, anything else a folder. What exists and is neither a
    /// file nor a folder is written straight, as `device_format` where its name has no known ending.
    pub fn parse(path: &Path, device_format: FileFormat) -> Result<Self, OutputError> {
        let format = FileFormat::of_ending(path);
        if path.as_os_str() == "-" {
            return Err(OutputError::refused(
                path,
                "-o writes files and folders",
                "for standard output use --format json, csv or markdown without -o",
            ));
        }
        match std::fs::metadata(path) {
            Ok(found) if found.is_dir() => Ok(Destination::Folder(path.to_path_buf())),
            Ok(found) if found.is_file() => match format {
                Some(format) => Ok(Destination::File(path.to_path_buf(), format)),
                None => Err(OutputError::refused(
                    path,
                    "is a file, and its ending does not tell a format",
                    "end the name with .html, .json, .csv or .md, or name a folder",
                )),
            },
            Ok(_) => Ok(Destination::Device(path.to_path_buf(), format.unwrap_or(device_format))),
            Err(_) => Ok(match format {
                Some(format) => Destination::File(path.to_path_buf(), format),
                None => Destination::Folder(path.to_path_buf()),
            }),
        }
    }

    /// The path as the user gave it.
    pub fn path(&self) -> &Path {
        match self {
            Destination::Folder(path) | Destination::File(path, _) | Destination::Device(path, _) => path,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_decide_in_any_case_and_everything_else_is_a_folder() {
        let parse =
            |text: &str| Destination::parse(Path::new(text), FileFormat::Markdown).expect("a new path");
        assert!(matches!(parse("nowhere/a.JSON"), Destination::File(_, FileFormat::Json)));
        assert!(matches!(parse("nowhere/a.md"), Destination::File(_, FileFormat::Markdown)));
        assert!(matches!(parse("nowhere/report.v2"), Destination::Folder(_)));
        assert!(matches!(parse("/dev/null"), Destination::Device(_, FileFormat::Markdown)));
    }
}
