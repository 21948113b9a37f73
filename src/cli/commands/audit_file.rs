use crate::audit::{Audit, SCHEMA_VERSION};
use crate::cli::Trouble;
use serde::Deserialize;
use std::fs;
use std::path::Path;

/// Reads an audit, telling one of another version from something that is no audit at all.
pub fn read(path: &Path) -> Result<Audit, Trouble> {
    #[derive(Deserialize)]
    struct Version {
        schema_version: u32,
    }
    let failed = |what: String, remedy: &str| Trouble::log(format!("{}: {what}", path.display()), remedy);
    let bytes =
        fs::read(path).map_err(|error| failed(format!("cannot read it: {error}"), "name an audit.json"))?;
    let version: Version = serde_json::from_slice(&bytes).map_err(|error| {
        failed(format!("is no audit: {error}"), "name an audit.json that raterscope audit wrote")
    })?;
    if version.schema_version != SCHEMA_VERSION {
        let what =
            format!("has schema version {}, this program reads {SCHEMA_VERSION}", version.schema_version);
        return Err(failed(what, "audit the log again, or use the version of raterscope that wrote it"));
    }
    serde_json::from_slice(&bytes)
        .map_err(|error| failed(format!("is no whole audit: {error}"), "audit the log again"))
}
