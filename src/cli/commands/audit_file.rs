use crate::audit::{Audit, ITEMS_VERSION, ItemPatterns};
use crate::cli::Trouble;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// Reads an audit, telling one of another version from something that is no audit at all.
pub fn read(path: &Path) -> Result<Audit, Trouble> {
    let failed = |what: String, remedy: &str| Trouble::log(format!("{}: {what}", path.display()), remedy);
    let bytes =
        fs::read(path).map_err(|error| failed(format!("cannot read it: {error}"), "name an audit.json"))?;
    Audit::from_json(&bytes).map_err(|error| failed(error.to_string(), error.remedy()))
}

/// Where an audit keeps its items, beside `audit.json`.
pub const ITEMS_NAME: &str = "items.json";

/// The items that were kept beside an audit; `None` where none were.
pub fn items(audit: &Path) -> Result<Option<ItemPatterns>, Trouble> {
    let path = audit.with_file_name(ITEMS_NAME);
    let failed = |what: String| {
        Trouble::log(
            format!("{}: {what}", path.display()),
            "audit the log again with --keep-items, or take the file away",
        )
    };
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(format!("cannot read it: {error}"))),
    };
    let found: ItemPatterns = serde_json::from_slice(&bytes)
        .map_err(|error| failed(format!("holds no items of an audit: {error}")))?;
    match found.schema_version {
        ITEMS_VERSION => Ok(Some(found)),
        other => Err(failed(format!("has schema version {other}, this program reads {ITEMS_VERSION}"))),
    }
}
