use crate::cli::settings::{KEYS, RULE_KEYS, TABLES};
use std::collections::BTreeMap;
use std::fmt::Write;

/// What of a settings file a log decides.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fitted {
    /// Settings that fit the log as TOML literals, by their path: `columns.item` → `"item_id"`.
    pub values: BTreeMap<&'static str, String>,
    /// One per question.
    pub questions: Vec<FittedQuestion>,
}

/// What a log tells of one question.
#[derive(Debug, Clone, PartialEq)]
pub struct FittedQuestion {
    /// Its name.
    pub name: String,
    /// `nominal` …
    pub scale: &'static str,
    /// The labels found, in the scale's order; absent where there are too many to list.
    pub labels: Option<Vec<String>>,
}

/// The text of a settings file for `log`: every known key with its comment; what fits the log is set, the rest stands
/// as a comment with its default or an example.
pub fn write(log: &str, tool: Option<&str>, fitted: &Fitted) -> String {
    let tool = tool.map_or_else(String::new, |tool| format!(", an export of {tool}"));
    let mut text = format!(
        "# Settings of raterscope for {}{tool}. A flag on the command line beats a line here.\n\
         # A line that is commented out shows a default, or an example: take away the # to set it.\n",
        log.escape_debug()
    );
    write_keys(&mut text, "", fitted);
    for (table, doc) in TABLES {
        let _ = write!(text, "\n# {doc}\n[{table}]\n");
        write_keys(&mut text, table, fitted);
        if *table == "labels" {
            fitted.questions.iter().for_each(|question| write_question(&mut text, question));
        }
    }
    text.push_str("\n# A rule of the gate: a metric and at least one limit.\n# [[gate.rules]]\n");
    for key in RULE_KEYS {
        let _ = writeln!(text, "# {} = {}    # {}", key.name(), key.example, key.doc);
    }
    text
}

fn write_keys(text: &mut String, table: &str, fitted: &Fitted) {
    for key in KEYS.iter().filter(|key| key.table() == table) {
        let _ = match fitted.values.get(key.path) {
            Some(value) => write!(text, "\n# {}\n{} = {value}\n", key.doc, key.name()),
            None => write!(text, "\n# {}\n# {} = {}\n", key.doc, key.name(), key.example),
        };
    }
}

fn write_question(text: &mut String, question: &FittedQuestion) {
    let (name, scale) = (literal(&question.name), question.scale);
    let _ =
        write!(text, "\n# What the log shows of this question.\n[questions.{name}]\nscale = \"{scale}\"\n");
    let _ = match &question.labels {
        None => write!(text, "# Too many labels were found to list them here.\n# declared = [\"…\"]\n"),
        Some(labels) if scale == "set" => write!(
            text,
            "# The labels that sets are made of. Once declared, sets with other labels are set aside.\n\
             # declared = {}\n",
            literals(labels)
        ),
        Some(labels) => write!(
            text,
            "# Once declared, in order, rows with other labels are set aside, and labels nobody used count as choices.\n\
             # declared = {}\n",
            literals(labels)
        ),
    };
}

/// A text as TOML writes it on one line. JSON's escapes are TOML's, but for DEL.
pub fn literal(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

/// A list of texts as TOML writes it on one line.
pub fn literals<T: AsRef<str>>(texts: &[T]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| literal(text.as_ref())).collect();
    format!("[{}]", texts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::settings::Settings;

    fn fitted() -> Fitted {
        let hostile = "a\"b\\c\n[privacy]\u{7f}\u{1}";
        Fitted {
            values: [("columns.item", literal(hostile)), ("columns.label", literals(&[hostile, "tone"]))]
                .into(),
            questions: vec![
                FittedQuestion {
                    name: hostile.into(),
                    scale: "nominal",
                    labels: Some(vec![hostile.into(), "x".into()]),
                },
                FittedQuestion { name: "tone".into(), scale: "interval", labels: None },
            ],
        }
    }

    #[test]
    fn what_is_written_is_read_as_it_was_meant() {
        let text = write("logs/a\nb.csv", None, &fitted());
        let settings =
            Settings::parse("raterscope.toml", &text).unwrap_or_else(|trouble| panic!("{trouble}\n{text}"));
        assert_eq!(settings.log.item.as_deref(), Some("a\"b\\c\n[privacy]\u{7f}\u{1}"));
        assert_eq!(settings.log.label[1], "tone");
        assert_eq!(settings.log.questions.len(), 2);
        assert_eq!(settings.plan.min_group, 5);
    }

    #[test]
    fn every_key_is_there_and_accepted_once_its_comment_sign_is_taken_away() {
        let text = write("log.csv", Some("Prodigy"), &fitted());
        let setting = |line: &str| {
            let name = line.strip_prefix("# ").and_then(|line| line.split_once(" = ")).map(|(name, _)| name);
            let known = |name| KEYS.iter().chain(RULE_KEYS).any(|key| key.name() == name);
            name.is_some_and(known) || line == "# [[gate.rules]]"
        };
        let all: Vec<&str> = text
            .lines()
            .map(|line| if setting(line) { line.trim_start_matches("# ") } else { line })
            .collect();
        let all = all.join("\n");
        Settings::parse("raterscope.toml", &all).unwrap_or_else(|trouble| panic!("{trouble}\n{all}"));
        for key in KEYS {
            assert!(
                all.lines().any(|line| line.starts_with(&format!("{} = ", key.name()))),
                "{} is missing",
                key.path
            );
            assert!(text.contains(key.doc), "{} is not documented", key.path);
        }
    }
}
