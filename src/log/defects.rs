//! Counts of what was wrong, and the way out for rows that are not used.

use super::account::SetAside;
use super::{Account, SetAsideRow};
use std::collections::BTreeMap;

/// Counts by reason while the log is read, and the sink of set-aside rows.
pub(super) struct Defects<'a> {
    /// Rows read.
    pub read: u64,
    /// Rows set aside by reason.
    pub aside: BTreeMap<String, u64>,
    /// Unreadable fields by what they are.
    pub fields: BTreeMap<String, u64>,
    /// Things to know.
    pub notes: Vec<String>,
    sink: Option<&'a mut dyn FnMut(SetAsideRow)>,
}

impl<'a> Defects<'a> {
    /// Nothing counted yet.
    pub fn new(sink: Option<&'a mut dyn FnMut(SetAsideRow)>) -> Self {
        Self { read: 0, aside: BTreeMap::new(), fields: BTreeMap::new(), notes: Vec::new(), sink }
    }

    /// Sets a row aside; its text is only made where somebody wants it.
    pub fn set_aside(&mut self, file: &str, row: u64, reason: &str, text: impl FnOnce() -> String) {
        match self.aside.get_mut(reason) {
            Some(count) => *count += 1,
            None => {
                self.aside.insert(reason.to_string(), 1);
            }
        }
        if let Some(sink) = &mut self.sink {
            sink(SetAsideRow { file: file.to_string(), row, reason: reason.to_string(), text: text() });
        }
    }

    /// Counts fields that could not be read.
    pub fn field(&mut self, what: impl Into<String>, count: u64) {
        if count > 0 {
            *self.fields.entry(what.into()).or_default() += count;
        }
    }

    /// Rows set aside so far.
    pub fn rows_aside(&self) -> u64 {
        self.aside.values().sum()
    }

    /// (reason, rows).
    pub fn reasons(&self) -> Vec<(String, u64)> {
        self.aside.iter().map(|(reason, &rows)| (reason.clone(), rows)).collect()
    }

    /// Writes the counts into the account.
    pub fn settle(mut self, account: &mut Account) {
        account.rows_read = self.read;
        account.rows_used = self.read - self.rows_aside();
        account.set_aside =
            self.reasons().into_iter().map(|(reason, rows)| SetAside { reason, rows }).collect();
        account.field_defects = self.fields.into_iter().collect();
        self.notes.sort();
        self.notes.dedup();
        account.notes = self.notes;
    }
}
