use super::{Artifact, RenderError};
use crate::audit::Audit;

/// `audit.json`: the audit itself, compact, in the order of its fields, with a newline at the end.
///
/// # Errors
/// A number that is not finite would be one; an audit holds none.
pub fn artifact(audit: &Audit) -> Result<Artifact, RenderError> {
    let mut bytes = serde_json::to_vec(audit).map_err(|error| RenderError::new("audit.json", error))?;
    bytes.push(b'\n');
    Ok(Artifact::new("audit.json", bytes))
}
