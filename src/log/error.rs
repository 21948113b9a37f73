use std::fmt;

/// Why no log could be made of the inputs. Each says what to do about it.
#[derive(Debug, Clone, PartialEq)]
pub enum LogError {
    /// An input could not be read.
    Unreadable(String),
    /// A column was named that is not there.
    UnknownColumn {
        /// The file.
        file: String,
        /// The flag or setting that names it.
        flag: String,
        /// The name given.
        name: String,
        /// The columns of the file, the nearest first.
        columns: Vec<String>,
    },
    /// A slice by what describes annotators.
    SliceOfPeople {
        /// The column.
        column: String,
    },
    /// No column has a role that is needed.
    MissingRole {
        /// The file.
        file: String,
        /// The role in words.
        what: String,
        /// The flag that names the column, and what else would do.
        flag: String,
        /// The columns of the file, in its order.
        columns: Vec<String>,
        /// (column, known name) that come nearest.
        nearest: Option<Box<(String, String)>>,
    },
    /// Two columns are equally good for one role.
    Ambiguous {
        /// The file.
        file: String,
        /// The role in words.
        what: String,
        /// The flag that settles it.
        flag: String,
        /// The columns.
        columns: Vec<String>,
    },
    /// Settings name a question that the log does not ask.
    UnknownQuestion {
        /// The name given.
        name: String,
        /// The questions of the log.
        questions: Vec<String>,
    },
    /// Settings cut an attribute into bands that the log and its roster do not have.
    UnknownAttribute {
        /// The name given.
        name: String,
        /// The attributes there are.
        attributes: Vec<String>,
    },
    /// Settings cut an attribute into bands that holds no numbers.
    BandsOfWords {
        /// The attribute.
        attribute: String,
        /// One of its values.
        example: String,
    },
    /// An ordinal scale over labels that are no numbers, without their order.
    OrderUnknown {
        /// The question.
        question: String,
        /// Its scale.
        scale: &'static str,
        /// The labels found.
        labels: Vec<String>,
    },
    /// An interval or ratio scale over labels that are no numbers.
    NotNumeric {
        /// The question.
        question: String,
        /// Its scale.
        scale: &'static str,
        /// The labels found that are no numbers.
        labels: Vec<String>,
    },
    /// Repeated annotations where settings allow none.
    Repeated {
        /// The question.
        question: String,
        /// Pairs of annotator and item with more than one annotation.
        pairs: u64,
    },
    /// More rows were set aside than `max_set_aside` allows.
    TooManySetAside {
        /// Rows set aside.
        rows: u64,
        /// Rows read.
        of: u64,
        /// The share allowed.
        limit: f64,
        /// (reason, rows).
        reasons: Vec<(String, u64)>,
    },
    /// Not one row could be used.
    NoUsableRow {
        /// Rows read.
        of: u64,
        /// (reason, rows).
        reasons: Vec<(String, u64)>,
    },
    /// More questions than anybody asks: a column of texts was read as the question.
    TooManyQuestions {
        /// The most that are borne.
        limit: usize,
        /// The first of them.
        example: String,
    },
    /// More annotations than 32-bit row numbers hold.
    TooLong,
}

impl LogError {
    /// Without the names of the file's columns: in a wide log they are people's.
    pub fn without_columns(self) -> Self {
        let columns = vec!["not listed, as they may be people's names".to_string()];
        match self {
            Self::UnknownColumn { file, flag, name, .. } => Self::UnknownColumn { file, flag, name, columns },
            Self::Ambiguous { file, what, flag, .. } => Self::Ambiguous { file, what, flag, columns },
            Self::MissingRole { file, what, flag, .. } => {
                Self::MissingRole { file, what, flag, columns, nearest: None }
            }
            other => other,
        }
    }

    /// Whether settings or flags are wrong (exit status 2) rather than the log (3).
    pub fn is_usage(&self) -> bool {
        matches!(
            self,
            Self::UnknownColumn { .. }
                | Self::SliceOfPeople { .. }
                | Self::UnknownQuestion { .. }
                | Self::UnknownAttribute { .. }
                | Self::BandsOfWords { .. }
                | Self::OrderUnknown { .. }
                | Self::NotNumeric { .. }
        )
    }
}

impl std::error::Error for LogError {}

impl fmt::Display for LogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(message) => f.write_str(message),
            Self::UnknownColumn { .. } | Self::MissingRole { .. } | Self::Ambiguous { .. } => {
                columns(self, f)
            }
            Self::SliceOfPeople { column } => write!(
                f,
                "`{column}` describes annotators, and a slice would show groups of a few of them: name it as an \
                 attribute (--attribute {column}); if it describes items, give the column another name"
            ),
            Self::UnknownQuestion { name, questions } => {
                write!(
                    f,
                    "settings name the question `{name}`, which the log does not ask; it asks {}",
                    listed(questions)
                )
            }
            Self::UnknownAttribute { name, attributes } => write!(
                f,
                "settings cut `{name}` into bands, which is no attribute here; there are {}",
                listed(&nearest_first(name, attributes))
            ),
            Self::BandsOfWords { attribute, example } => write!(
                f,
                "settings cut `{attribute}` into bands, but it holds no numbers (`{}` for one); leave the bands out",
                clipped(example)
            ),
            Self::OrderUnknown { question, scale, labels } => write!(
                f,
                "question `{question}` is {scale}, but its labels are no numbers and their order is not declared: \
                 {}; declare the labels in their order (`--labels low,medium,high`, or `declared` in the settings)",
                listed(labels)
            ),
            Self::NotNumeric { question, scale, labels } => write!(
                f,
                "question `{question}` is on the {scale} scale, but these labels are no numbers: {}; declare them as \
                 null tokens, or take the nominal or ordinal scale",
                listed(labels)
            ),
            Self::Repeated { .. } | Self::TooManySetAside { .. } | Self::NoUsableRow { .. } => rows(self, f),
            Self::TooManyQuestions { limit, example } => write!(
                f,
                "the log asks more than {limit} questions, the first `{}`; if that column holds the items' texts, leave \
                 it out (--ignore COLUMN, or `columns.ignore`), else split the log by question",
                clipped(example)
            ),
            Self::TooLong => f.write_str(
                "the log holds more than 4 294 967 294 annotations; split it by question or by date",
            ),
        }
    }
}

fn rows(error: &LogError, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match error {
        LogError::Repeated { question, pairs } => write!(
            f,
            "question `{question}`: pairs of annotator and item with more than one annotation: {pairs}, and \
             `repeats = \"error\"` allows none; set `repeats` to \"last\" or \"first\", or mend the log"
        ),
        LogError::TooManySetAside { rows, of, limit, reasons } => write!(
            f,
            "{rows} of {of} rows were set aside ({}), more than `max_set_aside` = {limit} allows; \
             `--set-aside FILE` writes them out",
            reasoned(reasons)
        ),
        LogError::NoUsableRow { of: 0, .. } => {
            f.write_str("the log holds no data row; give a log with at least one annotation")
        }
        LogError::NoUsableRow { of, reasons } => write!(
            f,
            "none of the {of} rows could be used ({}); `raterscope columns` shows how the columns were read",
            reasoned(reasons)
        ),
        _ => Ok(()),
    }
}

fn columns(error: &LogError, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match error {
        LogError::UnknownColumn { file, flag, name, columns } => {
            write!(f, "{file}: no column `{name}` ({flag}); the file has {}", listed(columns))
        }
        LogError::Ambiguous { file, what, flag, columns } => {
            write!(
                f,
                "{file}: more than one column could be {what}: {}; name one with {flag}",
                listed(columns)
            )
        }
        LogError::MissingRole { file, what, flag, columns, nearest } => {
            write!(f, "{file}: no column tells {what}; the file has {}", listed(columns))?;
            if let Some((column, known)) = nearest.as_deref() {
                write!(f, " (`{column}` is near `{known}`)")?;
            }
            write!(f, "; name it with {flag}")
        }
        _ => Ok(()),
    }
}

fn nearest_first(name: &str, known: &[String]) -> Vec<String> {
    let mut out = known.to_vec();
    let likeness = |own: &String| strsim::jaro_winkler(&name.to_lowercase(), &own.to_lowercase());
    out.sort_by(|a, b| likeness(b).total_cmp(&likeness(a)).then_with(|| a.cmp(b)));
    out
}

fn listed(names: &[String]) -> String {
    const SHOWN: usize = 20;
    let mut out =
        names.iter().take(SHOWN).map(|name| format!("`{}`", clipped(name))).collect::<Vec<_>>().join(", ");
    if names.len() > SHOWN {
        out.push_str(&format!(" and {} more", names.len() - SHOWN));
    }
    if out.is_empty() { "none".into() } else { out }
}

/// A name short enough for a message: labels may be whole paragraphs.
fn clipped(name: &str) -> String {
    const LONGEST: usize = 60;
    match name.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_string(),
    }
}

fn reasoned(reasons: &[(String, u64)]) -> String {
    reasons.iter().map(|(reason, rows)| format!("{reason}: {rows}")).collect::<Vec<_>>().join("; ")
}
