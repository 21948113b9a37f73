use super::Artifact;
use crate::audit::Audit;

/// `audit.json`: the audit itself, as it is read back by `raterscope render`.
pub fn artifact(audit: &Audit) -> Artifact {
    Artifact::new("audit.json", audit.to_json())
}
