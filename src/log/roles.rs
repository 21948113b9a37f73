//! Which column serves as what: settings first, then known names by rank.

use super::schema::{self, Names};
use super::{LogError, Options};
use crate::vocabulary::Role;

/// The role of one column and why it has it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Assigned {
    /// The column, as the file spells it.
    pub column: String,
    /// Its role.
    pub role: Role,
    /// `canonical name`, `known name`, `--item`, `no known name` …
    pub why: String,
}

/// Roles of a log's columns, in file order.
///
/// # Errors
/// A column named in the options that is not there, or two columns of equal rank for one role.
pub(super) fn assign(file: &str, columns: &[String], options: &Options) -> Result<Vec<Assigned>, LogError> {
    let mut board = Board { file, columns, roles: vec![None; columns.len()] };
    board.by_options(options)?;
    board.known_names(options)?;
    let mut out = board.finish();
    pair_confidences(&mut out);
    if options.wide {
        out = melt_roles(out, options);
    }
    Ok(out)
}

struct Board<'a> {
    file: &'a str,
    columns: &'a [String],
    roles: Vec<Option<(Role, String)>>,
}

impl Board<'_> {
    fn by_options(&mut self, options: &Options) -> Result<(), LogError> {
        let one = |name: &Option<String>| name.iter().cloned().collect::<Vec<_>>();
        let several = options.label.len() > 1 || options.label.iter().any(|name| name.contains('*'));
        let single = [
            (one(&options.item), "--item", Role::Item),
            (one(&options.annotator), "--annotator", Role::Annotator),
            (one(&options.question), "--question", Role::Question),
            (one(&options.gold), "--gold", Role::Gold),
            (one(&options.second_gold), "--second-gold", Role::SecondGold),
            (one(&options.action), "--action", Role::Action),
            (one(&options.suggestion), "--suggestion", Role::Suggestion),
            (one(&options.suggestion_shown), "--suggestion-shown", Role::SuggestionShown),
            (one(&options.suggestion_confidence), "--suggestion-confidence", Role::SuggestionConfidence),
            (one(&options.order), "--order", Role::Order),
            (one(&options.time), "--time", Role::TimeOnItem),
            (one(&options.submitted_at), "--submitted-at", Role::SubmittedAt),
            (one(&options.started_at), "--started-at", Role::StartedAt),
            (one(&options.session), "--session", Role::Session),
            (one(&options.status), "--status", Role::Status),
            (one(&options.is_repeat), "--is-repeat", Role::IsRepeat),
            (one(&options.cluster), "--cluster", Role::Cluster),
            (one(&options.annotator_kind), "--annotator-kind", Role::AnnotatorKind),
        ];
        for (names, flag, role) in &single {
            self.named(names, flag, |_| role.clone())?;
        }
        let question = |column: &str| schema::label_column(column).unwrap_or_else(|| column.to_string());
        let label = |column: &str| Role::Label(if several { question(column) } else { column.to_string() });
        self.named(&options.label, "--label", label)?;
        self.named(&options.slice, "--slice", |column| Role::Slice(column.to_string()))?;
        self.no_slice_of_people()?;
        self.named(&options.attribute, "--attribute", |column| Role::Attribute(column.to_string()))?;
        let of_items = |column: &str| Role::ItemAttribute(column.to_string());
        self.named(&options.item_attribute, "--item-attribute", of_items)?;
        self.named(&options.ignore, "--ignore", |_| Role::Ignored)?;
        if options.wide {
            self.named(&options.wide_columns, "wide_columns", |_| Role::Ignored)?;
        }
        self.named(&options.model, "--model", |column| match schema::model_column(column) {
            Some(role) => role,
            None => schema::model_by_ending(column),
        })
    }

    /// Slices are shown however few annotators they have, so what is known to describe people is none.
    fn no_slice_of_people(&self) -> Result<(), LogError> {
        let sliced =
            self.columns.iter().zip(&self.roles).find(|(column, role)| {
                schema::is_attribute(column) && matches!(role, Some((Role::Slice(_), _)))
            });
        match sliced {
            Some((column, _)) => Err(LogError::SliceOfPeople { column: column.clone() }),
            None => Ok(()),
        }
    }

    fn named(&mut self, names: &[String], flag: &str, role: impl Fn(&str) -> Role) -> Result<(), LogError> {
        for name in names {
            let mut found = false;
            for (i, column) in self.columns.iter().enumerate() {
                if matches(name, column) {
                    found = true;
                    self.roles[i].get_or_insert_with(|| (role(column), flag.to_string()));
                }
            }
            if !found {
                return Err(LogError::UnknownColumn {
                    file: self.file.to_string(),
                    flag: flag.to_string(),
                    name: name.clone(),
                    columns: nearest_first(name, self.columns),
                });
            }
        }
        Ok(())
    }

    fn known_names(&mut self, options: &Options) -> Result<(), LogError> {
        for names in schema::single_roles() {
            let is_label = matches!(names.role, Role::Label(_));
            let unread = options.wide && matches!(names.role, Role::Annotator | Role::Label(_));
            if !unread && !self.has(&names.role) {
                if is_label { self.take_labels(&names)? } else { self.take(&names)? }
            }
        }
        for (i, column) in self.columns.iter().enumerate() {
            if self.roles[i].is_some() {
                continue;
            }
            let known = |role| Some((role, "known name".to_string()));
            let passed_over = |flag| Some((Role::Ignored, format!("--{flag} names others")));
            self.roles[i] = match schema::model_column(column) {
                // Who names some means these and no others, as with every other role.
                Some(_) if !options.model.is_empty() => passed_over("model"),
                Some(role) => known(role),
                None if schema::is_slice(column) && !options.slice.is_empty() => passed_over("slice"),
                None if schema::is_slice(column) => known(Role::Slice(column.clone())),
                None if schema::is_attribute(column) && options.names_attributes() => {
                    passed_over("attribute")
                }
                None if schema::is_attribute(column) => known(Role::Attribute(column.clone())),
                None => None,
            };
        }
        Ok(())
    }

    fn has(&self, role: &Role) -> bool {
        self.roles
            .iter()
            .flatten()
            .any(|(taken, _)| std::mem::discriminant(taken) == std::mem::discriminant(role))
    }

    /// Columns still free, by rank of their name for this role.
    fn ranked(&self, names: &Names) -> Vec<(usize, usize)> {
        let free = self.columns.iter().enumerate().filter(|&(i, _)| self.roles[i].is_none());
        let mut out: Vec<(usize, usize)> = free
            .filter_map(|(i, column)| Some((schema::rank(&schema::plain(column), names.ranks)?, i)))
            .collect();
        out.sort_unstable();
        out
    }

    fn take(&mut self, names: &Names) -> Result<(), LogError> {
        let ranked = self.ranked(names);
        let Some(&(best, i)) = ranked.first() else { return Ok(()) };
        let equal: Vec<String> =
            ranked.iter().filter(|&&(rank, _)| rank == best).map(|&(_, i)| self.columns[i].clone()).collect();
        if equal.len() > 1 {
            return Err(LogError::Ambiguous {
                file: self.file.to_string(),
                what: names.word.to_string(),
                flag: names.flag.to_string(),
                columns: equal,
            });
        }
        let role = match &names.role {
            Role::Label(_) => Role::Label(self.columns[i].clone()),
            role => role.clone(),
        };
        self.roles[i] = Some((role, why_by_rank(best)));
        for &(_, i) in &ranked[1..] {
            self.roles[i] = Some((Role::Ignored, format!("a better name tells {}", names.word)));
        }
        Ok(())
    }

    /// `label`, else all of `label_*`, else one alias.
    fn take_labels(&mut self, names: &Names) -> Result<(), LogError> {
        if self.ranked(names).first().is_some_and(|&(rank, _)| rank == 0) {
            return self.take(names);
        }
        let mut some = false;
        for (i, column) in self.columns.iter().enumerate() {
            if let (None, Some(question)) = (&self.roles[i], schema::label_column(column)) {
                self.roles[i] = Some((Role::Label(question), "known name".into()));
                some = true;
            }
        }
        if some { Ok(()) } else { self.take(names) }
    }

    fn finish(self) -> Vec<Assigned> {
        let named = |(column, role): (&String, Option<(Role, String)>)| {
            let (role, why) = role.unwrap_or((Role::Ignored, "no known name".into()));
            Assigned { column: column.clone(), role, why }
        };
        self.columns.iter().zip(self.roles).map(named).collect()
    }
}

fn why_by_rank(rank: usize) -> String {
    if rank == 0 { "canonical name" } else { "known name" }.to_string()
}

/// A column of that name, without regard to case; `*` stands for any text.
pub(super) fn matches(pattern: &str, column: &str) -> bool {
    let (pattern, column) = (pattern.trim().to_lowercase(), column.trim().to_lowercase());
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = column.strip_prefix(first) else { return false };
    let Some(last) = pattern.contains('*').then(|| parts.next_back().unwrap_or_default()) else {
        return rest.is_empty();
    };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// Columns by likeness to a name, ties in file order.
fn nearest_first(name: &str, columns: &[String]) -> Vec<String> {
    let plain = schema::plain(name);
    let mut out = columns.to_vec();
    let likeness = |column: &String| strsim::jaro_winkler(&plain, &schema::plain(column));
    out.sort_by(|a, b| likeness(b).total_cmp(&likeness(a)));
    out
}

/// `NAME_confidence` belongs to the model column NAME; a lone `model_confidence` to the only model there is.
fn pair_confidences(assigned: &mut [Assigned]) {
    let models: Vec<String> = assigned
        .iter()
        .filter_map(|a| if let Role::ModelLabel(name) = &a.role { Some(name.clone()) } else { None })
        .collect();
    let model_rows = assigned.iter().any(|a| a.role == Role::AnnotatorKind);
    for a in assigned.iter_mut() {
        match &a.role {
            Role::Ignored if a.why == "no known name" => {
                let base =
                    schema::confidence_of(&a.column).filter(|base| models.iter().any(|model| model == base));
                if let Some(base) = base {
                    a.role = Role::ModelConfidence(base.to_string());
                    a.why = "named after a model's column".into();
                }
            }
            Role::ModelConfidence(name) if !models.contains(name) => {
                a.role = match (name.as_str(), models.as_slice()) {
                    ("model", [only]) => Role::ModelConfidence(only.clone()),
                    ("model", []) if model_rows => continue,
                    _ => {
                        a.why = "no model's label goes with it".into();
                        Role::Ignored
                    }
                };
            }
            _ => {}
        }
    }
}

/// In a wide log, columns without a role are annotators: their labels are the cells, the column's name is who gave them.
fn melt_roles(assigned: Vec<Assigned>, options: &Options) -> Vec<Assigned> {
    let chosen = |a: &Assigned| match options.wide_columns.as_slice() {
        [] => a.why == "no known name",
        names => names.iter().any(|name| matches(name, &a.column)),
    };
    let melt = |a: Assigned| {
        if chosen(&a) {
            return Assigned {
                role: Role::Label(a.column.clone()),
                why: "a column per annotator".into(),
                ..a
            };
        }
        a
    };
    assigned.into_iter().map(melt).collect()
}

/// Refuses a log without the roles that it cannot do without.
pub(super) fn require(file: &str, assigned: &[Assigned], wide: bool) -> Result<(), LogError> {
    let needed = |names: &Names| match names.role {
        Role::Item | Role::Label(_) => true,
        Role::Annotator => !wide,
        _ => false,
    };
    for names in schema::single_roles().iter().filter(|names| needed(names)) {
        let there = |a: &Assigned| std::mem::discriminant(&a.role) == std::mem::discriminant(&names.role);
        if !assigned.iter().any(there) {
            return Err(missing(file, names, assigned));
        }
    }
    Ok(())
}

fn missing(file: &str, names: &Names, assigned: &[Assigned]) -> LogError {
    let mut best: Option<(f64, String, String)> = None;
    for a in assigned.iter().filter(|a| a.role == Role::Ignored) {
        for known in names.ranks.iter().flat_map(|rank| rank.iter()) {
            let likeness = strsim::jaro_winkler(&schema::plain(&a.column), known);
            if likeness > best.as_ref().map_or(0.8, |(most, _, _)| *most) {
                best = Some((likeness, a.column.clone(), (*known).to_string()));
            }
        }
    }
    LogError::MissingRole {
        file: file.to_string(),
        what: names.word.to_string(),
        flag: match names.role {
            Role::Annotator => "--annotator COLUMN, or give --wide where each annotator has a column".into(),
            _ => format!("{} COLUMN", names.flag),
        },
        columns: assigned.iter().map(|a| a.column.clone()).collect(),
        nearest: best.map(|(_, column, known)| Box::new((column, known))),
    }
}

#[cfg(test)]
mod tests;
