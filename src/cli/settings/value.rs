use super::duration;
use super::stated_groups::StatedTarget;
use crate::gate::Rule;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A setting's value, checked against its kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A text or a word.
    Text(String),
    /// A list of texts.
    Texts(Vec<String>),
    /// A whole number.
    Whole(u64),
    /// A duration in seconds.
    Seconds(u64),
    /// A number.
    Number(f64),
    /// True or false.
    Truth(bool),
}

impl Value {
    /// As JSON: a duration is a number of seconds.
    pub fn json(&self) -> serde_json::Value {
        match self {
            Value::Text(text) => text.as_str().into(),
            Value::Texts(texts) => texts.clone().into(),
            Value::Whole(whole) | Value::Seconds(whole) => (*whole).into(),
            Value::Number(number) => (*number).into(),
            Value::Truth(truth) => (*truth).into(),
        }
    }

    /// In words, for the report's provenance.
    pub fn words(&self) -> String {
        match self {
            Value::Text(text) => text.clone(),
            Value::Texts(texts) if texts.is_empty() => "none".into(),
            Value::Texts(texts) => texts
                .iter()
                .map(|text| if text.is_empty() { "\"\"" } else { text })
                .collect::<Vec<_>>()
                .join(", "),
            Value::Whole(whole) => whole.to_string(),
            Value::Seconds(secs) => duration::words(*secs),
            Value::Number(number) => number.to_string(),
            Value::Truth(truth) => if *truth { "yes" } else { "no" }.into(),
        }
    }
}

/// Where a value was set, so that an error can point there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// On the command line, by this flag.
    Flag(&'static str),
    /// In a file.
    File {
        /// The file as the user knows it.
        path: PathBuf,
        /// 1-based line.
        line: usize,
        /// 1-based column, in characters.
        column: usize,
    },
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Origin::Flag(flag) => write!(f, "{flag}"),
            Origin::File { path, line, column } => write!(f, "{}:{line}:{column}", path.display()),
        }
    }
}

/// A value and where it was set.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The value.
    pub value: Value,
    /// Where it was set.
    pub origin: Origin,
}

/// What was set, by the key's path; what was not set is absent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Values {
    /// Settings of [`super::known_keys::KEYS`].
    pub entries: BTreeMap<&'static str, Entry>,
    /// Settings by question and key.
    pub questions: BTreeMap<String, BTreeMap<&'static str, Entry>>,
    /// Edges of bands by attribute, and where they were set.
    pub bands: BTreeMap<String, (Vec<f64>, Origin)>,
    /// Target shares by attribute.
    pub targets: BTreeMap<String, StatedTarget>,
    /// Rules of the gate, in order.
    pub rules: Vec<Rule>,
}

impl Values {
    /// Takes what `flags` set in place of what the file set.
    pub fn overlay(&mut self, flags: Values) {
        self.entries.extend(flags.entries);
        self.bands.extend(flags.bands);
        for (question, entries) in flags.questions {
            self.questions.entry(question).or_default().extend(entries);
        }
    }

    /// A text that was set.
    pub fn text(&self, path: &str) -> Option<String> {
        match self.entries.get(path).map(|entry| &entry.value) {
            Some(Value::Text(text)) => Some(text.clone()),
            _ => None,
        }
    }

    /// A list that was set.
    pub fn texts(&self, path: &str) -> Option<Vec<String>> {
        match self.entries.get(path).map(|entry| &entry.value) {
            Some(Value::Texts(texts)) => Some(texts.clone()),
            _ => None,
        }
    }

    /// A duration that was set, in seconds.
    pub fn seconds(&self, path: &str) -> Option<u64> {
        match self.entries.get(path).map(|entry| &entry.value) {
            Some(Value::Seconds(secs)) => Some(*secs),
            _ => None,
        }
    }

    /// A whole number that was set.
    pub fn whole(&self, path: &str) -> Option<u64> {
        match self.entries.get(path).map(|entry| &entry.value) {
            Some(Value::Whole(whole)) => Some(*whole),
            _ => None,
        }
    }

    /// A number that was set.
    pub fn number(&self, path: &str) -> Option<f64> {
        match self.entries.get(path).map(|entry| &entry.value) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// A truth value that was set.
    pub fn truth(&self, path: &str) -> Option<bool> {
        match self.entries.get(path).map(|entry| &entry.value) {
            Some(Value::Truth(truth)) => Some(*truth),
            _ => None,
        }
    }

    /// Where a setting was set, in words; its path where it was not.
    pub fn origin(&self, path: &str) -> String {
        self.entries.get(path).map_or_else(|| path.to_string(), |entry| entry.origin.to_string())
    }
}
