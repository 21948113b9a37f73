//! Pages to hand to annotators, and the index for whoever hands them out.

use super::charts::slug;
use super::html;
use super::{Artifact, RenderError};
use crate::audit::{Audit, FeedbackSheet};
use crate::vocabulary::Seed;

/// Where an annotator's sheet stands in its folder: what is harmless of the name, and a digest of the whole name, so that
/// no character of it is part of a path and no two share a file.
pub fn sheet_name(annotator: &str) -> String {
    let digest = Seed(0).stream(&["annotator sheet", annotator]);
    let slug = slug(annotator);
    let hyphen = if slug.is_empty() { "" } else { "-" };
    format!("{slug}{hyphen}{digest:016x}.html")
}

/// One annotator's page.
///
/// # Errors
/// A template that names what is not there: a mistake of ours.
pub fn sheet(sheet: &FeedbackSheet, audit: &Audit) -> Result<String, RenderError> {
    html::sheet(sheet, audit).map_err(|error| RenderError::new("a feedback sheet", format!("{error:#}")))
}

/// `index.html`: who has a page, in alphabetical order, and how to use them.
///
/// # Errors
/// As [`sheet`].
pub fn sheet_index(sheets: &[FeedbackSheet], audit: &Audit) -> Result<Artifact, RenderError> {
    let page = html::sheet_index(sheets, audit)
        .map_err(|error| RenderError::new("index.html", format!("{error:#}")))?;
    Ok(Artifact::new("index.html", page))
}

#[cfg(test)]
mod tests {
    use super::sheet_name;

    #[test]
    fn a_name_never_leaves_its_folder_and_no_two_share_a_file() {
        for name in
            ["../../etc/passwd", "a/b", "ann", "Ann", "", "…", "con", "x\u{202e}y", &"long".repeat(99)]
        {
            let file = sheet_name(name);
            assert!(file.len() < 80 && file.ends_with(".html"), "{file}");
            assert!(
                file.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.')
            );
            assert!(!file.contains("..") && !file.starts_with(['.', '-']));
        }
        assert_ne!(sheet_name("ann"), sheet_name("Ann"));
        assert_ne!(sheet_name("a b"), sheet_name("a-b"));
    }
}
