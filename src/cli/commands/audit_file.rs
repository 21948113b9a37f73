use crate::audit::Audit;
use crate::cli::Trouble;
use std::fs;
use std::path::Path;

/// Reads an audit, telling one of another version from something that is no audit at all.
pub fn read(path: &Path) -> Result<Audit, Trouble> {
    let failed = |what: String, remedy: &str| Trouble::log(format!("{}: {what}", path.display()), remedy);
    let bytes =
        fs::read(path).map_err(|error| failed(format!("cannot read it: {error}"), "name an audit.json"))?;
    Audit::from_json(&bytes).map_err(|error| failed(error.to_string(), error.remedy()))
}
