use super::divisions::Divisions;
use super::shown_groups::ShownGroups;
use super::slice_people::SlicePeople;
use super::{HumanModel, ModelGroup, ModelSlice};
use crate::tally::QuestionTallies;
use crate::vocabulary::{Estimate, Outcome, Reason};
use std::collections::{BTreeMap, BTreeSet};

/// Takes out of the numbers on models what small groups of annotators, and slices that are such groups, must not show.
///
/// Beside the groups that are withheld everywhere, the groups of all attributes are judged once more by those who annotated
/// what this model answered, as they are over the whole log: the model's agreement with one group less that with another
/// attribute's group inside it would be a few people's. Where everybody did, that would find the same.
pub(super) fn fold(
    found: &mut HumanModel,
    tallies: &QuestionTallies,
    (shown, slices): (&ShownGroups<'_>, &SlicePeople),
) {
    let whole = Whole { divisions: Divisions::of(tallies), shown, slices };
    let everybody = tallies.summaries.annotator_labels.len();
    // Models that met the same people share a judgement.
    let mut judged: BTreeMap<BTreeSet<u32>, (ShownGroups<'_>, SlicePeople)> = BTreeMap::new();
    for model in &mut found.models {
        let people = met(tallies, &model.model);
        let (here, slices_here) = match people.len() == everybody {
            true => (shown, slices),
            false => {
                let found = judged.entry(people).or_insert_with_key(|people| whole.among(people));
                (&found.0, &found.1)
            }
        };
        model.groups.retain(|row| !shown.nameless(&row.attribute));
        for row in &mut model.groups {
            // A group without an annotation of what the model answered says so itself.
            let here = row.agreement.estimated().and_then(|_| here.reason(&row.attribute, &row.group));
            let reason = shown.reason(&row.attribute, &row.group).or(here);
            withhold(row, reason.cloned(), shown.min_group);
        }
        model.slices.retain(|row| !slices.nameless(&row.name));
        for row in &mut model.slices {
            let here = row.agreement.estimated().and_then(|_| slices_here.reason(&row.name, &row.value));
            if let Some(reason) = slices.reason(&row.name, &row.value).or(here) {
                blank(row, reason);
            }
        }
    }
}

/// What is judged over the whole log.
struct Whole<'a> {
    divisions: Divisions<'a>,
    shown: &'a ShownGroups<'a>,
    slices: &'a SlicePeople,
}

impl<'a> Whole<'a> {
    /// What may be shown where only these people count; what is withheld of everybody is withheld of them.
    fn among(&self, people: &BTreeSet<u32>) -> (ShownGroups<'a>, SlicePeople) {
        let Divisions { attributes, columns, .. } = &self.divisions;
        let mut withheld: Vec<BTreeSet<usize>> = Vec::new();
        for own in *attributes {
            let hidden = |&g: &usize| self.shown.reason(&own.attribute.0, &own.groups[g].group.0).is_some();
            withheld.push((0..own.groups.len()).filter(hidden).collect());
        }
        for own in columns {
            let hidden = |&v: &usize| self.slices.reason(&own[v].name, &own[v].value).is_some();
            withheld.push((0..own.len()).filter(hidden).collect());
        }
        let min_group = self.shown.min_group;
        let mut found = self.divisions.judged_among(people, min_group, withheld);
        let slices = SlicePeople::of(columns, found.split_off(attributes.len()).into_iter());
        (ShownGroups::of(attributes, found, min_group), slices)
    }
}

/// Who annotated what a model answered.
fn met(tallies: &QuestionTallies, model: &str) -> BTreeSet<u32> {
    let own = tallies.summaries.models.iter().find(|own| own.name == model);
    own.iter().flat_map(|own| &own.by_annotator).map(|own| own.annotator).collect()
}

/// One model beside one group.
fn withhold(row: &mut ModelGroup, reason: Option<Reason>, min_group: u64) {
    let few = |outcome: &Outcome<Estimate>| {
        outcome.estimated().is_some_and(|own| own.sample.annotators < min_group)
    };
    if let Some(reason) = &reason {
        row.agreement = Outcome::NotEstimable(reason.clone());
    }
    if reason.is_some() || few(&row.difference) {
        row.difference = Outcome::NotEstimable(reason.unwrap_or(Reason::Insufficient));
        (row.q_value, row.reported) = (None, false);
    }
}

/// One model in a slice that is a group of people.
fn blank(row: &mut ModelSlice, reason: &Reason) {
    row.agreement = Outcome::NotEstimable(reason.clone());
    row.difference = Outcome::NotEstimable(reason.clone());
    (row.q_value, row.reported) = (None, false);
}

#[cfg(test)]
mod tests {
    use crate::analysis::test_log::TestLog;
    use crate::audit::test_audit::audit_of;
    use crate::audit::{Audit, Plan};
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

    /// One person: group of two attributes, and whether of those who annotated what the model answered.
    type Person = (u8, u8, bool);

    /// Everybody annotated four items, and some of them two more, which alone the model answered.
    fn audit(people: &[Person]) -> Audit {
        let names =
            |prefix: char| ["0", "1", "2", "3"].map(|n| -> &'static str { format!("{prefix}{n}").leak() });
        let (a, b) = (names('a'), names('b'));
        let rows = (0..6u32).flat_map(|item| {
            let own = (0u32..).zip(people).filter(move |(_, own)| item < 4 || own.2);
            own.map(move |(who, _)| (item, who, (who + item / 3) % 2))
        });
        let log = TestLog {
            rows: rows.collect(),
            labels: 2,
            items: 6,
            annotators: people.len() as u32,
            roster: vec![
                ("A", people.iter().map(|own| a[usize::from(own.0)]).collect()),
                ("B", people.iter().map(|own| b[usize::from(own.1)]).collect()),
            ],
            models: vec![("m", (0..6).map(|item| (item >= 4).then_some(0)).collect())],
            ..TestLog::default()
        };
        audit_of(&log, &Plan::default())
    }

    /// Whom the numbers told beside the model are about.
    fn told(audit: &Audit, people: &[Person]) -> Vec<BTreeSet<usize>> {
        let model = &audit.questions[0].human_model.estimated().expect("a model").models[0];
        let shown = model.groups.iter().filter(|row| row.agreement.estimated().is_some());
        let of = |row: &crate::audit::ModelGroup| -> BTreeSet<usize> {
            let name = |own: &Person| match row.attribute.as_str() {
                "A" => format!("a{}", own.0),
                _ => format!("b{}", own.1),
            };
            let inside = people.iter().enumerate().filter(|(_, own)| own.2 && name(own) == row.group);
            let inside: BTreeSet<usize> = inside.map(|(who, _)| who).collect();
            assert_eq!(row.agreement.estimated().map(|own| own.sample.annotators), Some(inside.len() as u64));
            inside
        };
        shown.map(of).collect()
    }

    /// Twenty in a country, ten of them in a city that lies in it; but of the other ten one alone met the model.
    fn eleven_and_ten(others: usize) -> Vec<Person> {
        let person = |who: usize| (u8::from(who >= 20), u8::from(who >= 10), who < 10 + others || who >= 20);
        (0..40).map(person).collect()
    }

    #[test]
    fn eleven_people_less_ten_of_them_are_not_told_beside_a_model() {
        for (others, all) in [(1, false), (4, false), (5, true), (10, true)] {
            let people = eleven_and_ten(others);
            let audit = audit(&people);
            assert!(audit.suppression.is_empty(), "over the whole log every group may be shown");
            assert_eq!(told(&audit, &people).len() == 4, all, "{others} others met the model");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        /// By brute force, three at a time: nothing that only adds up people is left with a few of them.
        #[test]
        fn no_three_leave_a_few(
            people in prop::collection::vec((0u8..3, 0u8..4, any::<bool>()), 10..50),
            nested in any::<bool>(),
        ) {
            let second = |own: &Person| if nested { own.0.min(1) * 2 + own.1 % 2 } else { own.1 };
            let people: Vec<Person> = people.iter().map(|own| (own.0, second(own), own.2)).collect();
            let met: BTreeSet<usize> = (0..people.len()).filter(|&who| people[who].2).collect();
            prop_assume!(met.len() >= 5);
            let mut sets = told(&audit(&people), &people);
            prop_assert!(sets.iter().all(|set| set.len() >= 5));
            sets.push(met);
            let left = |signs: [(usize, i32); 3]| -> usize {
                let mut sum: BTreeMap<usize, i32> = BTreeMap::new();
                for (place, sign) in signs {
                    sets[place].iter().for_each(|&who| *sum.entry(who).or_default() += sign);
                }
                sum.retain(|_, n| *n != 0);
                let added = sum.values().all(|n| *n == 1) || sum.values().all(|n| *n == -1);
                if added { sum.len() } else { 0 }
            };
            let all = 0..sets.len();
            for (x, y, z) in all.clone().flat_map(|x| all.clone().flat_map(move |y| (0..=y).map(move |z| (x, y, z)))) {
                for (second, third) in [(-1, 0), (-1, -1), (-1, 1), (1, -1)] {
                    let people = left([(x, 1), (y, second), (z, third)]);
                    prop_assert!(!(1..5).contains(&people), "{:?}", (x, y, z));
                }
            }
        }
    }
}
