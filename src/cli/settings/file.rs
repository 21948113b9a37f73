use super::duration::seconds;
use super::key::{Key, Kind};
use super::known_keys::{KEYS, QUESTION_KEYS, QUESTIONS, TABLES, known};
use super::nearest::nearest;
use super::stated_groups::{BANDS, TARGETS};
use super::value::{Entry, Origin, Value, Values};
use crate::cli::Trouble;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A settings file while it is read: its name and its text, to tell line and column.
pub(super) struct File<'t> {
    path: &'t Path,
    text: &'t str,
}

/// Reads the text of a settings file. Every key must be known and every value of its kind.
pub fn parse(path: &Path, text: &str) -> Result<Values, Trouble> {
    let file = File { path, text };
    let root = DeTable::parse(text).map_err(|error| {
        file.trouble(
            error.span().unwrap_or(0..0),
            error.message(),
            "the file is TOML: https://toml.io/en/v1.0.0",
        )
    })?;
    let mut values = Values::default();
    for (name, value) in root.get_ref() {
        match value.get_ref() {
            DeValue::Table(table) if name.get_ref() == QUESTIONS => {
                for (question, settings) in table {
                    let entries = file.question(question.get_ref(), settings)?;
                    values.questions.insert(question.get_ref().to_string(), entries);
                }
            }
            DeValue::Table(table) if name.get_ref() == BANDS => file.bands(&mut values, table)?,
            DeValue::Table(table) if name.get_ref() == TARGETS => file.targets(&mut values, table)?,
            DeValue::Table(table) if TABLES.iter().any(|(known, _)| name.get_ref() == known) => {
                for (key, value) in table {
                    if name.get_ref() == "gate" && key.get_ref() == "rules" {
                        values.rules = file.rules(value)?;
                        continue;
                    }
                    file.setting(&mut values, name.get_ref(), key, value)?;
                }
            }
            DeValue::Table(_) => return Err(file.unknown_table(name)),
            _ => file.setting(&mut values, "", name, value)?,
        }
    }
    Ok(values)
}

impl File<'_> {
    pub(super) fn origin(&self, span: Range<usize>) -> Origin {
        let before = &self.text[..span.start.min(self.text.len())];
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        Origin::File {
            path: self.path.to_path_buf(),
            line: before.matches('\n').count() + 1,
            column: before[start..].chars().count() + 1,
        }
    }

    pub(super) fn trouble(&self, span: Range<usize>, what: &str, remedy: impl Into<String>) -> Trouble {
        Trouble::usage(format!("{}: {what}", self.origin(span)), remedy)
    }

    fn setting(
        &self,
        values: &mut Values,
        table: &str,
        name: &Spanned<toml::de::DeString<'_>>,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<(), Trouble> {
        let path =
            if table.is_empty() { name.get_ref().to_string() } else { format!("{table}.{}", name.get_ref()) };
        let key = known(&path).ok_or_else(|| self.unknown_key(table, name))?;
        values.entries.insert(key.path, self.entry(key, value)?);
        Ok(())
    }

    fn question(
        &self,
        question: &str,
        settings: &Spanned<DeValue<'_>>,
    ) -> Result<BTreeMap<&'static str, Entry>, Trouble> {
        let Some(table) = settings.get_ref().as_table() else {
            let what = format!("`{question}` must be a table, [questions.{question}]");
            return Err(self.trouble(settings.span(), &what, "put scale = … and declared = … under it"));
        };
        let mut entries = BTreeMap::new();
        for (name, value) in table {
            let Some(own) = QUESTION_KEYS.iter().find(|key| name.get_ref() == *key) else {
                let remedy = match nearest(name.get_ref(), QUESTION_KEYS.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "a question takes `scale`, `declared`, `set_separator` and `empty_set`".into(),
                };
                return Err(self.trouble(name.span(), &format!("unknown key `{}`", name.get_ref()), remedy));
            };
            let key = known(&format!("labels.{own}")).expect("a question's keys are keys of [labels] too");
            entries.insert(*own, self.entry(key, value)?);
        }
        Ok(entries)
    }

    pub(super) fn entry(&self, key: &Key, value: &Spanned<DeValue<'_>>) -> Result<Entry, Trouble> {
        let read = read(key.kind, value.get_ref()).ok_or_else(|| {
            let what =
                format!("`{}` must be {}, not {}", key.path, key.kind.words(), described(value.get_ref()));
            self.trouble(value.span(), &what, format!("for example: {} = {}", key.name(), key.example))
        })?;
        Ok(Entry { value: read, origin: self.origin(value.span()) })
    }

    fn unknown_key(&self, table: &str, name: &Spanned<toml::de::DeString<'_>>) -> Trouble {
        let word = name.get_ref();
        // A known name in the wrong table first; then a slip in this table; then a slip anywhere.
        let meant = KEYS
            .iter()
            .find(|key| key.name() == word.as_ref())
            .or_else(|| nearest(word, names_in(Some(table))).and_then(|near| known_in(Some(table), near)))
            .or_else(|| nearest(word, names_in(None)).and_then(|near| known_in(None, near)));
        let remedy = match meant {
            Some(key) if key.table() == table => format!("did you mean `{}`?", key.name()),
            Some(key) if key.table().is_empty() => {
                format!(
                    "did you mean `{}`, which stands at the top of the file, above every table?",
                    key.name()
                )
            }
            Some(key) => format!("did you mean `{}` in the table `[{}]`?", key.name(), key.table()),
            None => "`raterscope init LOG` writes a file with every known key".into(),
        };
        self.trouble(name.span(), &format!("unknown key `{word}`"), remedy)
    }

    fn unknown_table(&self, name: &Spanned<toml::de::DeString<'_>>) -> Trouble {
        let near = nearest(
            name.get_ref(),
            TABLES.iter().map(|(table, _)| *table).chain([QUESTIONS, BANDS, TARGETS]),
        );
        let what = format!("unknown table `[{}]`", name.get_ref());
        let remedy = match near {
            Some(near) => format!("did you mean `[{near}]`?"),
            None => "`raterscope init LOG` writes a file with every known table".into(),
        };
        self.trouble(name.span(), &what, remedy)
    }
}

/// Names of settings, of one table or of all.
fn names_in(table: Option<&str>) -> impl Iterator<Item = &'static str> {
    KEYS.iter().filter(move |key| table.is_none_or(|table| key.table() == table)).map(Key::name)
}

fn known_in(table: Option<&str>, name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name() == name && table.is_none_or(|table| key.table() == table))
}

fn read(kind: Kind, value: &DeValue<'_>) -> Option<Value> {
    match kind {
        Kind::Text => match value {
            // A day is a date to TOML and a text to us.
            DeValue::Datetime(day) => Some(Value::Text(day.to_string())),
            _ => Some(Value::Text(value.as_str()?.to_string())),
        },
        Kind::Word(words) => {
            let text = value.as_str()?;
            words.contains(&text).then(|| Value::Text(text.to_string()))
        }
        Kind::WordOrNumber(words) => match value {
            DeValue::String(_) => read(Kind::Word(words), value),
            _ => read(Kind::Number, value),
        },
        Kind::Texts => match value.as_array() {
            Some(array) => {
                Some(Value::Texts(array.iter().map(|one| text(one.get_ref())).collect::<Option<_>>()?))
            }
            None => Some(Value::Texts(vec![text(value)?])),
        },
        Kind::Whole => Some(Value::Whole(whole(value)?)),
        Kind::Number => match value {
            DeValue::Float(float) => Some(Value::Number(float.as_str().parse().ok()?)),
            // TOML's whole numbers are numbers too, below 0 as well.
            _ => Some(Value::Number(value.as_integer()?.as_str().parse().ok()?)),
        },
        Kind::Truth => Some(Value::Truth(value.as_bool()?)),
        Kind::Seconds => Some(Value::Seconds(match value.as_str() {
            Some(text) => seconds(text)?,
            None => whole(value)?,
        })),
    }
}

fn text(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().to_string()),
        DeValue::Float(number) => Some(number.as_str().to_string()),
        _ => None,
    }
}

fn whole(value: &DeValue<'_>) -> Option<u64> {
    let integer = value.as_integer()?;
    u64::from_str_radix(integer.as_str(), integer.radix()).ok()
}

fn described(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("\"{text}\""),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(truth) => truth.to_string(),
        DeValue::Datetime(_) => "a date without quotes".into(),
        DeValue::Array(_) => "a list".into(),
        DeValue::Table(_) => "a table".into(),
    }
}

/// A key's example as a value.
pub fn example(key: &Key) -> Option<Value> {
    read(key.kind, DeValue::parse(key.example).ok()?.get_ref())
}
