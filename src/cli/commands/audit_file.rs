use crate::audit::{Audit, Baseline, ITEMS_VERSION, InputReport, ItemPatterns};
use crate::cli::Trouble;
use crate::cli::output::hex;
use sha2::{Digest, Sha256};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// Reads an audit, telling one of another version from something that is no audit at all.
pub fn read(path: &Path) -> Result<Audit, Trouble> {
    parsed(path, &bytes(path)?)
}

/// Reads the audit that readers of a new one already have.
pub fn baseline(path: &Path) -> Result<Baseline, Trouble> {
    let bytes = bytes(path)?;
    let input = InputReport {
        name: path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
        kind: "baseline".into(),
        sha256: hex(&Sha256::digest(&bytes)),
        rows: 0,
    };
    Ok(Baseline { audit: parsed(path, &bytes)?, input })
}

fn bytes(path: &Path) -> Result<Vec<u8>, Trouble> {
    let failed =
        |error| Trouble::log(format!("{}: cannot read it: {error}", path.display()), "name an audit.json");
    fs::read(path).map_err(failed)
}

fn parsed(path: &Path, bytes: &[u8]) -> Result<Audit, Trouble> {
    Audit::from_json(bytes)
        .map_err(|error| Trouble::log(format!("{}: {error}", path.display()), error.remedy()))
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
