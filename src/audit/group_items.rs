//! Label shares of every item by group of annotators: as long as the log, so `cli` streams them and no `audit.json` holds
//! them.

mod bridges;
mod cells;

use super::Audit;
use crate::tally::{AttributeTally, QuestionTallies, Tallies};
use cells::{Cells, Groups};
use std::collections::BTreeSet;

/// What may be shown of items by group: decided once, told as often as a file of it is written.
#[derive(Debug)]
pub struct GroupItems<'a> {
    questions: Vec<OfQuestion<'a>>,
}

/// One question's part.
#[derive(Debug)]
struct OfQuestion<'a> {
    tallies: &'a QuestionTallies,
    cells: Vec<Cells>,
}

/// How one group labels one item.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupItem<'a> {
    /// The question.
    pub question: &'a str,
    /// The item.
    pub item: &'a str,
    /// The attribute.
    pub attribute: &'a str,
    /// The group.
    pub group: &'a str,
    /// Its annotators of the item, and (label, share) of each label of the question; `None` where that is withheld.
    pub shares: Option<(u64, Vec<(&'a str, f64)>)>,
}

impl<'a> GroupItems<'a> {
    /// Cells of fewer than `min_group` of the group's annotators on the item are withheld, and so are cells by which one of
    /// those could be worked out: from the item's totals, from the group's totals, from sums and differences of these, or
    /// from two attributes of the same people. Groups that `audit` withholds, and continuous questions, are left out.
    pub fn of(tallies: &'a Tallies, audit: &Audit) -> Self {
        let min_group = audit.provenance.plan.min_group;
        let of = |question: &'a QuestionTallies| {
            let shown = |attribute: &AttributeTally| shown_groups(audit, &question.question.name, attribute);
            let attributes = question.summaries.attributes.iter();
            let groups: Vec<Groups> = attributes
                .filter_map(|attribute| {
                    let shown = shown(attribute);
                    (!shown.is_empty()).then(|| Groups::of(attribute, &shown, question.annotators.len()))
                })
                .collect();
            let index = question.index.as_ref().filter(|_| question.question.not_of_labels().is_none());
            let cells = index.map_or_else(Vec::new, |index| cells::judge(index, groups, min_group));
            OfQuestion { tallies: question, cells }
        };
        Self { questions: tallies.questions.iter().map(of).collect() }
    }

    /// Hands on every cell: by question, item, attribute and group.
    ///
    /// # Errors
    /// What `tell` returns.
    pub fn tell<E>(&self, mut tell: impl FnMut(GroupItem<'_>) -> Result<(), E>) -> Result<(), E> {
        for OfQuestion { tallies, cells } in &self.questions {
            let Some(index) = &tallies.index else { continue };
            let labels = &tallies.question.labels.names;
            let mut counts: Vec<u64> = Vec::new();
            for item in (0..index.items()).filter(|&item| !index.rows(item).is_empty()) {
                for attribute in cells {
                    attribute.count(index, item, labels.len(), &mut counts);
                    for (group, name) in attribute.groups.shown.iter().enumerate() {
                        let own = &counts[group * labels.len()..][..labels.len()];
                        let n: u64 = own.iter().sum();
                        let share =
                            |(label, &hits): (&'a String, &u64)| (label.as_str(), hits as f64 / n as f64);
                        let shares = attribute
                            .is_shown(item, group)
                            .then(|| (n, labels.iter().zip(own).map(share).collect()));
                        tell(GroupItem {
                            question: &tallies.question.name,
                            item: tallies.items.name(item as u32),
                            attribute: &attribute.groups.attribute,
                            group: name,
                            shares,
                        })?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// The groups of an attribute whose numbers the audit shows.
fn shown_groups(audit: &Audit, question: &str, attribute: &AttributeTally) -> BTreeSet<String> {
    let found = audit.questions.iter().find(|own| own.question.name == question);
    let coverage = found.and_then(|own| own.coverage.estimated());
    let own =
        coverage.and_then(|all| all.attributes.iter().find(|own| own.attribute == attribute.attribute.0));
    let groups = own.into_iter().flat_map(|own| &own.groups);
    groups.filter(|group| group.numbers.estimated().is_some()).map(|group| group.group.clone()).collect()
}

#[cfg(test)]
mod tests;
