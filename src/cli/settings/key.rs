/// What a setting's value may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text,
    /// A list of texts; a single text will do, and numbers are taken as their text (labels `1` to `5`).
    Texts,
    /// One of these words.
    Word(&'static [&'static str]),
    /// One of these words, or a number.
    WordOrNumber(&'static [&'static str]),
    /// A whole number, 0 or more.
    Whole,
    /// A number.
    Number,
    /// `true` or `false`.
    Truth,
    /// A duration: `"24h"`, `"30min"`, `"45s"`, or a number of seconds.
    Seconds,
}

impl Kind {
    /// In the words of an error message.
    pub fn words(self) -> String {
        match self {
            Kind::Text => "a text in quotes".into(),
            Kind::Texts => "a list of texts, [\"…\", \"…\"]".into(),
            Kind::Word(words) => format!("one of {}", quoted(words)),
            Kind::WordOrNumber(words) => format!("one of {}, or a number", quoted(words)),
            Kind::Whole => "a whole number, 0 or more".into(),
            Kind::Number => "a number".into(),
            Kind::Truth => "true or false".into(),
            Kind::Seconds => {
                "a duration such as \"24h\", \"30min\" or \"45s\", or a number of seconds".into()
            }
        }
    }
}

/// `"a", "b" or "c"`.
pub fn quoted(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

/// What leaving a setting out means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unset {
    /// The same as setting it to its example. It changes numbers, so the report's provenance shows it.
    Default,
    /// That raterscope looks for itself. Where it is set it changes numbers, so the provenance shows it.
    Looked,
    /// Nothing that numbers depend on; the provenance is silent about it.
    Silent,
}

/// One setting that raterscope knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// `table.name`, or the bare name at the top of the file.
    pub path: &'static str,
    /// What it may be.
    pub kind: Kind,
    /// What it is for, in one or two sentences: the comment in a file that `init` writes.
    pub doc: &'static str,
    /// Its default, or an example where it has none, as TOML.
    pub example: &'static str,
    /// What leaving it out means.
    pub unset: Unset,
}

impl Key {
    /// The table it stands in; empty at the top of the file.
    pub fn table(&self) -> &'static str {
        self.path.split_once('.').map_or("", |(table, _)| table)
    }

    /// Its name inside the table.
    pub fn name(&self) -> &'static str {
        self.path.split_once('.').map_or(self.path, |(_, name)| name)
    }
}
