use super::linked;
use super::slice_people::columns_of_people;
use super::withheld::Withheld;
use crate::tally::{AttributeTally, GroupTally, QuestionTallies, SliceTally};
use std::collections::BTreeSet;

/// Every way in which a question's annotators are divided: by each attribute, then by each slicing column that cuts people.
#[derive(Debug)]
pub(super) struct Divisions<'a> {
    pub attributes: &'a [AttributeTally],
    /// Columns that cut people, each with its values.
    pub columns: Vec<&'a [SliceTally]>,
    /// Annotators by division and group, sorted.
    groups: Vec<Vec<Vec<u32>>>,
    /// How many attributes each division crosses.
    depths: Vec<u32>,
}

impl<'a> Divisions<'a> {
    /// Those of one question.
    pub fn of(tallies: &'a QuestionTallies) -> Self {
        let attributes = tallies.summaries.attributes.as_slice();
        let columns = columns_of_people(&tallies.summaries.slices);
        let people = |group: &GroupTally| group.annotators.iter().map(|one| one.annotator).collect();
        let of_attribute = |own: &AttributeTally| own.groups.iter().map(people).collect();
        let of_column = |own: &&[SliceTally]| own.iter().map(|slice| slice.annotator_ids.clone()).collect();
        Self {
            groups: attributes.iter().map(of_attribute).chain(columns.iter().map(of_column)).collect(),
            depths: attributes.iter().map(|own| own.depth).chain(columns.iter().map(|_| 1)).collect(),
            attributes,
            columns,
        }
    }

    /// Names of attributes and then of columns.
    pub fn names(&self) -> impl Iterator<Item = &'a str> + '_ {
        let attributes = self.attributes.iter().map(|attribute| attribute.attribute.0.as_str());
        attributes.chain(self.columns.iter().map(|own| own[0].name.as_str()))
    }

    /// What must not be shown, by division, where these groups are `withheld` anyway.
    pub fn judged(&self, min_group: u64, withheld: Vec<BTreeSet<usize>>) -> Vec<Withheld> {
        linked::judge_beside(&self.groups, &self.depths, min_group, withheld)
    }

    /// The same where only these people count: numbers are told that the others have no part in.
    pub fn judged_among(
        &self,
        people: &BTreeSet<u32>,
        min_group: u64,
        withheld: Vec<BTreeSet<usize>>,
    ) -> Vec<Withheld> {
        let among = |group: &Vec<u32>| group.iter().copied().filter(|who| people.contains(who)).collect();
        let groups: Vec<Vec<Vec<u32>>> =
            self.groups.iter().map(|own| own.iter().map(among).collect()).collect();
        linked::judge_beside(&groups, &self.depths, min_group, withheld)
    }
}
