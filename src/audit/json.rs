use super::{Audit, SCHEMA_VERSION};
use serde::Deserialize;
use std::fmt;

/// Why a text is no audit of this program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuditError {
    /// It is no JSON, or not an audit's shape.
    Unreadable {
        /// 1-based line.
        line: usize,
        /// 1-based column.
        column: usize,
        /// What the parser says.
        message: String,
    },
    /// It was written with another shape of `audit.json`.
    OtherSchema {
        /// The version in the file.
        found: u64,
        /// The version that this program reads.
        known: u32,
    },
}

impl fmt::Display for AuditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { line, column, message } => {
                write!(f, "line {line}, column {column}: not an audit of raterscope: {message}")
            }
            Self::OtherSchema { found, known } => {
                write!(f, "has schema version {found}, but this raterscope reads version {known}")
            }
        }
    }
}

impl AuditError {
    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "name an audit.json that raterscope audit wrote",
            Self::OtherSchema { found, known } if *found > u64::from(*known) => {
                "use a newer raterscope, or audit the log again with this one"
            }
            Self::OtherSchema { .. } => "audit the log again",
        }
    }
}

impl std::error::Error for AuditError {}

#[derive(Deserialize)]
struct Header {
    schema_version: u64,
}

impl Audit {
    /// The bytes of `audit.json`: one line, same audit → same bytes.
    pub fn to_json(&self) -> String {
        let mut json = serde_json::to_string(self).expect("an audit has text keys and finite numbers only");
        json.push('\n');
        json
    }

    /// Reads `audit.json`. The version is looked at first, so that another shape is named as such instead of failing on
    /// its first strange field.
    pub fn from_json(json: &[u8]) -> Result<Self, AuditError> {
        let header: Header = serde_json::from_slice(json).map_err(unreadable)?;
        if header.schema_version != u64::from(SCHEMA_VERSION) {
            return Err(AuditError::OtherSchema { found: header.schema_version, known: SCHEMA_VERSION });
        }
        serde_json::from_slice(json).map_err(unreadable)
    }
}

fn unreadable(error: serde_json::Error) -> AuditError {
    AuditError::Unreadable { line: error.line(), column: error.column(), message: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_schema_is_named_with_both_versions() {
        let newer = Audit::from_json(br#"{"schema_version": 99, "what": 1}"#).expect_err("newer");
        assert_eq!(newer.to_string(), "has schema version 99, but this raterscope reads version 1");
        assert!(newer.remedy().contains("use a newer raterscope"));
        let older = Audit::from_json(br#"{"schema_version": 0}"#).expect_err("older");
        assert_eq!(older.remedy(), "audit the log again");
    }

    #[test]
    fn what_is_no_audit_says_where() {
        for text in ["", "[1]", "{}", "{\"schema_version\": 1}", "item,annotator\n1,2"] {
            let error = Audit::from_json(text.as_bytes()).expect_err(text).to_string();
            assert!(error.contains("not an audit of raterscope"), "{error}");
        }
    }
}
