use super::GridPart;
use super::log_columns::Column;
use crate::tally::AttributeTally;
use std::collections::BTreeMap;

impl Column {
    /// This stretch and the next, as one.
    pub(super) fn joined(mut self, next: &Column) -> Self {
        let first = self.name.split(TO).next().unwrap_or_default();
        let last = next.name.rsplit(TO).next().unwrap_or_default();
        self.name = format!("{first}{TO}{last}");
        for (&who, &n) in &next.people {
            *self.people.entry(who).or_default() += n;
        }
        self
    }
}

/// What stands between the first and the last period of a stretch.
const TO: &str = " – ";

/// Which groups are told by themselves, and who is in them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cells {
    names: Vec<String>,
    /// Annotator → place among the groups; the place after the last is everybody else.
    of: BTreeMap<u32, usize>,
    others: bool,
}

impl Cells {
    /// The groups at these places of the tally by themselves, everybody else in one.
    pub fn of(tally: &AttributeTally, kept: &[usize]) -> Self {
        let mut of = BTreeMap::new();
        let mut others = false;
        for (g, group) in tally.groups.iter().enumerate() {
            let place = kept.iter().position(|&own| own == g).unwrap_or(kept.len());
            others |= place == kept.len() && !group.annotators.is_empty();
            of.extend(group.annotators.iter().map(|one| (one.annotator, place)));
        }
        Self { names: kept.iter().map(|&g| tally.groups[g].group.0.clone()).collect(), of, others }
    }

    /// How many groups are told by themselves.
    pub fn kept(&self) -> usize {
        self.names.len()
    }

    /// Whether there is anybody else.
    pub fn others(&self) -> bool {
        self.others
    }

    /// The groups told by themselves.
    pub fn names(&self) -> Vec<String> {
        self.names.clone()
    }

    /// How many cells a part has.
    pub fn count(&self) -> usize {
        self.names.len() + usize::from(self.others)
    }

    /// In which cell of its part an annotator is told.
    pub fn place(&self, who: u32) -> Option<usize> {
        self.of.get(&who).copied()
    }

    /// Annotators and annotations of one part by group, everybody else last.
    pub fn part(&self, name: &str, people: &BTreeMap<u32, u64>) -> GridPart {
        let cells = self.count();
        let mut part =
            GridPart { part: name.into(), annotators: vec![0; cells], annotations: vec![0; cells] };
        for (who, &n) in people {
            if let Some(&place) = self.of.get(who) {
                part.annotators[place] += 1;
                part.annotations[place] += n;
            }
        }
        part
    }

    /// Whether every cell of a part holds nobody or at least `min_group` annotators.
    pub fn told(&self, people: &BTreeMap<u32, u64>, min_group: u64) -> bool {
        self.part("", people).annotators.iter().all(|&n| n == 0 || n >= min_group)
    }
}
