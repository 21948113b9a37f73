use super::inputs::Table;
use super::interner::Interner;
use super::roles::{self, Assigned};
use super::{LogError, Options, attributes, sequences, set_labels, values};
use crate::source::{Chunk, Source};
use crate::vocabulary::Role;
use std::collections::BTreeSet;

/// How a log's columns are read, for `columns` and `init`.
#[derive(Debug, Clone, PartialEq)]
pub struct Survey {
    /// The file, as the user named it.
    pub file: String,
    /// The annotation tool that exported it, where one was recognised.
    pub tool: Option<&'static str>,
    /// What its reader says of it.
    pub notes: Vec<String>,
    /// Data rows that were looked at (the first ones).
    pub rows: u64,
    /// Whether there are more rows.
    pub more: bool,
    /// Every column, in file order.
    pub columns: Vec<ColumnSurvey>,
    /// What is missing for which analysis.
    pub missing: Vec<MissingFor>,
    /// Why the log could not be audited as it stands, if so: a role that no column has.
    pub problem: Option<LogError>,
}

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnSurvey {
    /// Its name.
    pub name: String,
    /// Its role.
    pub role: Role,
    /// Why it has it: `canonical name`, `known name`, `--item`, `no known name`.
    pub why: String,
    /// Up to three different values, in order of appearance.
    pub samples: Vec<String>,
    /// Distinct values among the rows looked at, nulls not counted.
    pub distinct: u64,
    /// Empty cells and null tokens among the rows looked at.
    pub nulls: u64,
    /// The distinct values in sorted order, where they are 50 or fewer.
    pub values: Vec<String>,
    /// Of labels that are read as sets: the members, sorted.
    pub members: Option<Vec<String>>,
}

/// An analysis that the log cannot serve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingFor {
    /// `agreement`, `self-consistency`, `human and model` …
    pub analysis: String,
    /// What is missing, and which column or file would supply it.
    pub needs: String,
}

const ROWS: u64 = 10_000;
const SAMPLES: usize = 3;
const LISTED: usize = 50;

/// Looks at the first rows of a log and says how its columns are read. `joined`: columns of the roster and the
/// predictions beside it, of which options may speak too.
///
/// # Errors
/// The log cannot be read, or a column named in the options is not there.
pub fn survey(source: Source, joined: &[String], options: &Options) -> Result<Survey, LogError> {
    let own = attributes::asked_of_log(options, &source.columns(), joined);
    survey_table(source, &own)
}

pub(super) fn survey_table<T: Table>(mut table: T, options: &Options) -> Result<Survey, LogError> {
    let columns = table.columns();
    let mut file = String::from("the log");
    let mut seen: Vec<Seen> = columns.iter().map(|_| Seen::new(options)).collect();
    let mut rows = 0;
    let mut more = false;
    while let Some(chunk) = table.next_chunk() {
        let chunk = chunk?;
        file = chunk.path.display().to_string();
        let left = (ROWS - rows).min(chunk.rows as u64) as usize;
        more |= left < chunk.rows;
        rows += left as u64;
        for (place, seen) in seen.iter_mut().enumerate().take(chunk.columns.len()) {
            seen.look(&chunk, place, left);
        }
        if rows >= ROWS {
            more |= table.next_chunk().is_some();
            break;
        }
    }
    let (assigned, problem) = match roles::assign(&file, &columns, options) {
        Ok(assigned) => {
            let problem = roles::require(&file, &assigned, options.wide).err();
            (assigned, problem)
        }
        Err(error @ LogError::Ambiguous { .. }) => (unassigned(&columns), Some(error)),
        Err(error) => return Err(super::inputs::explained(error, &table.facts().notes)),
    };
    let missing = missing(&assigned);
    let columns = assigned.into_iter().zip(seen).map(|(a, seen)| seen.told(a, options)).collect();
    let facts = table.facts();
    Ok(Survey { file, tool: facts.tool, notes: facts.notes, rows, more, columns, missing, problem })
}

fn unassigned(columns: &[String]) -> Vec<Assigned> {
    let plain = |column: &String| Assigned {
        column: column.clone(),
        role: Role::Ignored,
        why: "roles are not settled".into(),
    };
    columns.iter().map(plain).collect()
}

struct Seen {
    nulls: Vec<String>,
    null_cells: u64,
    samples: Vec<String>,
    interner: Interner,
}

impl Seen {
    fn new(options: &Options) -> Self {
        let interner = Interner::small(&options.null);
        Self { nulls: options.null.clone(), null_cells: 0, samples: Vec::new(), interner }
    }

    fn look(&mut self, chunk: &Chunk, place: usize, rows: usize) {
        for row in 0..rows {
            match values::text_at(&chunk.columns[place], row) {
                Some(text) if !self.nulls.iter().any(|null| *null == text) => {
                    self.interner.code(&text);
                    if self.samples.len() < SAMPLES && !self.samples.iter().any(|sample| *sample == text) {
                        self.samples.push(text.into_owned());
                    }
                }
                _ => self.null_cells += 1,
            }
        }
    }

    fn told(self, a: Assigned, options: &Options) -> ColumnSurvey {
        let distinct = self.interner.bound();
        let names: BTreeSet<String> = if distinct <= LISTED {
            self.interner.given().map(|c| self.interner.name(c).to_string()).collect()
        } else {
            BTreeSet::new()
        };
        let members = match &a.role {
            Role::Label(question) => {
                let texts: Vec<&str> = self.interner.given().map(|c| self.interner.name(c)).collect();
                set_labels::members(&options.of_question(question, &a.column), &texts)
            }
            _ => None,
        };
        let why = match a.role {
            Role::TimeOnItem => format!("{}, in {}", a.why, sequences::unit(&a.column)),
            _ if members.is_some() => format!("{}, read as sets", a.why),
            _ => a.why,
        };
        ColumnSurvey {
            name: a.column,
            role: a.role,
            why,
            samples: self.samples,
            distinct: distinct as u64,
            nulls: self.null_cells,
            values: names.into_iter().collect(),
            members,
        }
    }
}

fn missing(assigned: &[Assigned]) -> Vec<MissingFor> {
    let has = |wanted: fn(&Role) -> bool| assigned.iter().any(|a| wanted(&a.role));
    let clock = has(|role| matches!(role, Role::SubmittedAt | Role::StartedAt));
    let order = clock || has(|role| *role == Role::Order);
    let agreement = has(|role| *role == Role::Item) && has(|role| matches!(role, Role::Label(_)));
    let model = has(|role| matches!(role, Role::ModelLabel(_) | Role::AnnotatorKind));
    let confidence = has(|role| matches!(role, Role::ModelConfidence(_)));
    let wants = [
        (agreement, "agreement", "an item, an annotator and a label: `item_id`, `annotator_id`, `label`"),
        (
            clock || has(|role| *role == Role::IsRepeat),
            "self-consistency",
            "a mark on items shown again (`is_repeat`), or the time of submission (`submitted_at`)",
        ),
        (
            model,
            "human and model",
            "a model's label (`model_label`), or a file of predictions (`--predictions`)",
        ),
        (confidence, "agreement by confidence", "the model's confidence (`model_confidence`)"),
        (order, "fatigue", "the time of submission (`submitted_at`) or the order of work (`--order`)"),
        (
            has(|role| matches!(role, Role::Attribute(_))),
            "coverage",
            "attributes of annotators (`gender`, `country` …), or a roster (`--roster annotators.csv`)",
        ),
        (has(|role| *role == Role::Gold), "accuracy against gold", "the label held to be right (`gold`)"),
    ];
    let unmet = wants.into_iter().filter(|(met, _, _)| !met);
    unmet.map(|(_, analysis, needs)| MissingFor { analysis: analysis.into(), needs: needs.into() }).collect()
}
