use super::withheld::Withheld;
use super::{Agreement, SliceAgreement};
use crate::tally::SliceTally;
use crate::vocabulary::{Outcome, Reason};
use std::collections::BTreeMap;

/// Slicing columns that cut people and not work: a team, a country written into every row. Where (nearly) every annotator
/// has one value only, a slice is a group of people under another name, and small ones are withheld like groups, with
/// complementary suppression. Where annotators work in several slices, a slice is a part of the work.
pub(super) struct SlicePeople {
    /// By column: its values in order, and which must not be shown.
    columns: BTreeMap<String, (Vec<String>, Withheld)>,
}

impl SlicePeople {
    /// What was judged of the columns that cut people, in their order.
    pub fn of(columns: &[&[SliceTally]], judged: impl Iterator<Item = Withheld>) -> Self {
        let withheld = columns.iter().zip(judged).filter(|(_, withheld)| withheld.count() > 0);
        let named = |(own, withheld): (&&[SliceTally], Withheld)| {
            let values = own.iter().map(|slice| slice.value.clone()).collect();
            (own[0].name.clone(), (values, withheld))
        };
        Self { columns: withheld.map(named).collect() }
    }

    /// Columns with something withheld.
    pub fn columns(&self) -> impl Iterator<Item = (&str, &Withheld)> {
        self.columns.iter().map(|(name, (_, withheld))| (name.as_str(), withheld))
    }

    /// Why this slice must not be shown, if so.
    pub fn reason(&self, name: &str, value: &str) -> Option<&Reason> {
        let (values, withheld) = self.columns.get(name)?;
        let place = values.iter().position(|own| own == value)?;
        withheld.reasons[place].as_ref()
    }

    /// Whether not even the values' names may be shown.
    pub fn nameless(&self, name: &str) -> bool {
        self.columns.get(name).is_some_and(|(_, withheld)| withheld.names_too)
    }

    /// Takes the numbers of withheld slices out of what was measured.
    pub fn fold(&self, agreement: &mut Agreement) {
        agreement.slices.retain(|slice| !self.nameless(&slice.name));
        agreement.influence.retain(|part| !self.nameless(&part.name));
        for slice in &mut agreement.slices {
            if let Some(reason) = self.reason(&slice.name, &slice.value) {
                blank(slice, reason);
            }
        }
        for part in &mut agreement.influence {
            if let Some(reason) = self.reason(&part.name, &part.value) {
                part.alpha_without = Outcome::NotEstimable(reason.clone());
                part.change = Outcome::NotEstimable(reason.clone());
            }
        }
    }
}

fn blank(slice: &mut SliceAgreement, reason: &Reason) {
    let outcomes = [
        &mut slice.alpha,
        &mut slice.percent_agreement,
        &mut slice.alpha_redrawn,
        &mut slice.difference,
        &mut slice.difference_redrawn,
    ];
    for outcome in outcomes {
        *outcome = Outcome::NotEstimable(reason.clone());
    }
    slice.q_value = None;
    slice.reported = false;
}

/// The columns that cut people.
pub(super) fn columns_of_people(slices: &[SliceTally]) -> Vec<&[SliceTally]> {
    slices.chunk_by(|a, b| a.name == b.name).filter(|own| SliceTally::cut_people(own)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tally::PatternTable;

    fn slice(name: &str, value: &str, annotator_ids: std::ops::Range<u32>) -> SliceTally {
        SliceTally {
            name: name.into(),
            value: value.into(),
            patterns: PatternTable::default(),
            annotators: u64::from(annotator_ids.end - annotator_ids.start),
            annotator_annotations: annotator_ids.clone().map(|_| 1).collect(),
            annotator_ids: annotator_ids.collect(),
        }
    }

    fn judged(slices: &[SliceTally]) -> SlicePeople {
        let columns = columns_of_people(slices);
        let sizes = |own: &&[SliceTally]| own.iter().map(|slice| slice.annotators).collect::<Vec<u64>>();
        let withheld: Vec<Withheld> = columns.iter().map(|own| Withheld::of(&sizes(own), 5)).collect();
        SlicePeople::of(&columns, withheld.into_iter())
    }

    #[test]
    fn a_team_of_three_in_a_column_is_a_small_group() {
        let teams = [slice("team", "a", 0..9), slice("team", "b", 9..12), slice("team", "c", 12..20)];
        let found = judged(&teams);
        assert_eq!(found.reason("team", "b"), Some(&Reason::Insufficient));
        assert_eq!(found.reason("team", "c"), Some(&Reason::WithheldForOthers));
        assert_eq!(found.reason("team", "a"), None);
        assert_eq!(found.reason("batch", "b"), None);
    }

    #[test]
    fn parts_of_the_work_are_no_groups() {
        let weeks = [slice("week", "1", 0..4), slice("week", "2", 0..4), slice("week", "3", 1..4)];
        assert_eq!(judged(&weeks).columns().count(), 0);
        let one = [slice("locale", "de", 0..3)];
        assert_eq!(judged(&one).columns().count(), 0, "it is the whole log");
        let pair = [slice("team", "a", 0..2), slice("team", "b", 2..4)];
        assert!(judged(&pair).nameless("team"));
    }
}
