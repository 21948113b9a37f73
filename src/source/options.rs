use serde::{Deserialize, Deserializer, de};

/// What the user states about an input instead of letting it be recognised.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Encoding label of delimited text (`windows-1252`, `utf-16le`, …, as in the WHATWG Encoding Standard).
    pub encoding: Option<String>,
    /// Delimiter of delimited text; in settings one character, or `tab`.
    #[serde(deserialize_with = "delimiter")]
    pub delimiter: Option<u8>,
    /// Format of the file.
    pub format: Option<Format>,
}

/// The file formats there are readers for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// CSV, TSV and their like.
    Delimited,
    /// One JSON object per line, or one array of objects.
    JsonLines,
    /// Apache Parquet.
    Parquet,
    /// Apache Arrow IPC files.
    Ipc,
    /// Exports of Prodigy.
    Prodigy,
}

fn delimiter<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u8>, D::Error> {
    let stated = Option::<String>::deserialize(deserializer)?;
    match stated.as_deref() {
        None => Ok(None),
        Some("tab" | "\\t") => Ok(Some(b'\t')),
        Some(one) if one.len() == 1 && !one.contains(['"', '\n', '\r']) => Ok(Some(one.as_bytes()[0])),
        Some(other) => {
            Err(de::Error::custom(format!("a delimiter is one ASCII character or `tab`, not `{other}`")))
        }
    }
}
