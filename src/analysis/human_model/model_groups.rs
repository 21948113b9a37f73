use crate::analysis::inference::{Bounds, benjamini_hochberg, clustered_share, t_two_sided_p};
use crate::tally::{AttributeTally, ItemIndex, ModelLabels, QuestionTallies};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Groups × annotators of an attribute beyond which its groups are not contrasted (32 MB of sums).
const MOST_CELLS: u64 = 4_000_000;
/// Groups of an attribute that are looked at.
const MOST_GROUPS: usize = 200;
/// False discovery rate among the differences told.
const FALSE_DISCOVERY: f64 = 0.05;

/// One model beside the people of one group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelGroup {
    /// The attribute.
    pub attribute: String,
    /// The group.
    pub group: String,
    /// Share of the group's annotations with the model's label, clustered by annotator.
    pub agreement: Outcome<Estimate>,
    /// How much more often the model gives the label of the group's people than that of other people *of the same items*; its
    /// annotators are those of the smaller side, which must be enough to be shown.
    pub difference: Outcome<Estimate>,
    /// p of no difference after Benjamini–Hochberg over all groups of all attributes and models.
    pub q_value: Option<f64>,
    /// Whether the difference is told as one: q ≤ 0.05.
    pub reported: bool,
}

/// Groups of every model.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct GroupsOfModels {
    /// By model, in order of attribute and group.
    pub by_model: Vec<Vec<ModelGroup>>,
    /// Size of the family of tests.
    pub tests: u64,
}

/// Each model beside each group of annotators. All groups, small ones too: what must not be shown is withheld later.
///
/// Within an item i that people of the group and others annotated, every annotation of the group is compared with the
/// others' share r_i of the model's label: d = Σ (h − r_i) / N. Its error takes items and annotators of both sides as drawn
/// anew (items + annotators − annotations), t with Welch's degrees of freedom over the annotators of the two sides: a
/// contrast that crosses people is never judged by items alone.
pub(super) fn model_groups(tallies: &QuestionTallies, level: f64) -> GroupsOfModels {
    let attributes = &tallies.summaries.attributes;
    let Some(index) = &tallies.index else {
        return GroupsOfModels { by_model: vec![Vec::new(); tallies.answers.len()], tests: 0 };
    };
    let of_model = |model: &ModelLabels| -> Vec<(ModelGroup, Option<f64>)> {
        let of =
            |attribute: &AttributeTally| groups(model, attribute, index, tallies.annotators.len(), level);
        attributes.par_iter().flat_map_iter(of).collect()
    };
    let found: Vec<Vec<(ModelGroup, Option<f64>)>> = tallies.answers.par_iter().map(of_model).collect();
    let p: Vec<f64> = found.iter().flatten().filter_map(|(_, p)| *p).collect();
    let mut q = benjamini_hochberg(&p).into_iter();
    let mut judged = |(mut row, p): (ModelGroup, Option<f64>)| {
        row.q_value = p.and_then(|_| q.next());
        row.reported = row.q_value.is_some_and(|q| q <= FALSE_DISCOVERY);
        row
    };
    let by_model = found.into_iter().map(|rows| rows.into_iter().map(&mut judged).collect()).collect();
    GroupsOfModels { by_model, tests: p.len() as u64 }
}

fn groups(
    model: &ModelLabels,
    attribute: &AttributeTally,
    index: &ItemIndex,
    annotators: usize,
    level: f64,
) -> Vec<(ModelGroup, Option<f64>)> {
    let count = attribute.groups.len();
    if !(2..=MOST_GROUPS).contains(&count) {
        return Vec::new();
    }
    let mut of = vec![u32::MAX; annotators];
    for (place, group) in (0u32..).zip(&attribute.groups) {
        group.annotators.iter().for_each(|own| of[own.annotator as usize] = place);
    }
    let members = Members { of, count };
    let sums = members.first_pass(model, index);
    let cells = (count * annotators) as u64;
    let errors = if cells <= MOST_CELLS { members.second_pass(model, index, &sums) } else { Vec::new() };
    let row = |place: usize| {
        let own = attribute.groups[place].annotators.iter().map(|own| own.annotator as usize);
        let clusters: Vec<(u64, u64)> = own.map(|who| sums.by_annotator[who]).collect();
        let agreement = clustered_share(&clusters, level).map(|found| Estimate {
            sample: SampleSize { items: sums.groups[place].items, ..found.sample },
            method: "share of the group's annotations with the model's label".into(),
            ..found
        });
        let (difference, p) = match errors.get(place) {
            Some(error) => error.judged(&sums.groups[place], level),
            None => {
                let what = "groups × annotators".into();
                (Outcome::NotEstimable(Reason::TooMany { what, found: cells, limit: MOST_CELLS }), None)
            }
        };
        let (attribute, group) = (attribute.attribute.0.clone(), attribute.groups[place].group.0.clone());
        (ModelGroup { attribute, group, agreement, difference, q_value: None, reported: false }, p)
    };
    (0..count).map(row).collect()
}

/// Who belongs where; `u32::MAX` nowhere.
struct Members {
    of: Vec<u32>,
    count: usize,
}

/// What the first pass sums.
struct Sums {
    /// By annotator: (annotations, of which with the model's label).
    by_annotator: Vec<(u64, u64)>,
    groups: Vec<GroupSums>,
}

#[derive(Clone, Default)]
struct GroupSums {
    /// Items of the group.
    items: u64,
    /// Items that others annotated too, and the group's annotations of them.
    shared_items: u64,
    annotations: u64,
    /// Σ (h − r_i) over those.
    sum: f64,
}

/// Squares around a group's difference, times N².
#[derive(Clone, Default)]
struct GroupError {
    items: f64,
    annotations: f64,
    own: f64,
    others: f64,
    own_people: u64,
    other_people: u64,
}

/// One item's annotations of one group and of all others.
struct Split {
    group: usize,
    annotations: u64,
    hits: u64,
    others: u64,
    /// The others' share of the model's label.
    share: f64,
}

impl Members {
    /// Calls back with the rows and the groups of every item that the model answered; `splits` is emptied each time.
    fn each_item(&self, model: &ModelLabels, index: &ItemIndex, mut take: impl FnMut(usize, &[Split])) {
        let mut splits: Vec<Split> = Vec::new();
        for item in (0..index.items()).filter(|&item| model.by_item[item].is_some()) {
            splits.clear();
            let (mut annotations, mut hits) = (0, 0);
            for row in index.rows(item) {
                let hit = u64::from(index.label[row] == model.by_item[item]);
                (annotations, hits) = (annotations + 1, hits + hit);
                let group = self.of[index.annotator[row] as usize] as usize;
                match splits.iter_mut().find(|split| split.group == group) {
                    Some(split) => {
                        (split.annotations, split.hits) = (split.annotations + 1, split.hits + hit)
                    }
                    None => splits.push(Split { group, annotations: 1, hits: hit, others: 0, share: 0.0 }),
                }
            }
            splits.retain(|split| split.group < self.count);
            for split in &mut splits {
                split.others = annotations - split.annotations;
                split.share = (hits - split.hits) as f64 / split.others.max(1) as f64;
            }
            take(item, &splits);
        }
    }

    fn first_pass(&self, model: &ModelLabels, index: &ItemIndex) -> Sums {
        let mut sums = Sums {
            by_annotator: vec![(0, 0); self.of.len()],
            groups: vec![GroupSums::default(); self.count],
        };
        self.each_item(model, index, |item, splits| {
            for row in index.rows(item) {
                let own = &mut sums.by_annotator[index.annotator[row] as usize];
                own.0 += 1;
                own.1 += u64::from(index.label[row] == model.by_item[item]);
            }
            for split in splits {
                let own = &mut sums.groups[split.group];
                own.items += 1;
                if split.others > 0 {
                    own.shared_items += 1;
                    own.annotations += split.annotations;
                    own.sum += split.hits as f64 - split.annotations as f64 * split.share;
                }
            }
        });
        sums
    }

    fn second_pass(&self, model: &ModelLabels, index: &ItemIndex, sums: &Sums) -> Vec<GroupError> {
        let mut errors = vec![GroupError::default(); self.count];
        // Deviations by group and annotator: what each person moves each group's difference.
        let mut moved = vec![0.0_f64; self.count * self.of.len()];
        let mut met = vec![false; moved.len()];
        self.each_item(model, index, |item, splits| {
            for split in splits.iter().filter(|split| split.others > 0) {
                let own = &sums.groups[split.group];
                let mean = own.sum / own.annotations as f64;
                let error = &mut errors[split.group];
                let whole = split.hits as f64 - split.annotations as f64 * (split.share + mean);
                error.items += whole * whole;
                let weight = split.annotations as f64 / split.others as f64;
                for row in index.rows(item) {
                    let who = index.annotator[row] as usize;
                    let hit = if index.label[row] == model.by_item[item] { 1.0 } else { 0.0 };
                    let own = self.of[who] as usize == split.group;
                    let part = if own { hit - split.share - mean } else { -weight * (hit - split.share) };
                    error.annotations += part * part;
                    let place = split.group * self.of.len() + who;
                    moved[place] += part;
                    met[place] = true;
                }
            }
        });
        for (group, error) in errors.iter_mut().enumerate() {
            for (who, &of) in self.of.iter().enumerate() {
                let place = group * self.of.len() + who;
                let square = moved[place] * moved[place];
                match (met[place], of as usize == group) {
                    (false, _) => {}
                    (true, true) => {
                        (error.own, error.own_people) = (error.own + square, error.own_people + 1)
                    }
                    (true, false) => {
                        (error.others, error.other_people) = (error.others + square, error.other_people + 1);
                    }
                }
            }
        }
        errors
    }
}

impl GroupError {
    /// The difference with its interval, and p of none.
    fn judged(&self, sums: &GroupSums, level: f64) -> (Outcome<Estimate>, Option<f64>) {
        let (own, others) = (self.own_people, self.other_people);
        if own.min(others) < 2 {
            let what = "annotators in the group, or beside it, on the same items".into();
            let reason = Reason::TooFew { what, found: own.min(others), needed: 2 };
            return (Outcome::NotEstimable(reason), None);
        }
        let n = sums.annotations as f64;
        let value = sums.sum / n;
        let corrected = |square: f64, people: u64| square * people as f64 / (people as f64 - 1.0) / (n * n);
        let (first, second) = (corrected(self.own, own), corrected(self.others, others));
        let people = first + second;
        let both = people + (self.items - self.annotations) / (n * n);
        let variance = both.max(people).max(self.items / (n * n));
        let df =
            people * people / (first * first / (own as f64 - 1.0) + second * second / (others as f64 - 1.0));
        let se = variance.sqrt();
        let sample = SampleSize {
            items: sums.shared_items,
            annotations: sums.annotations,
            annotators: own.min(others),
        };
        let ends = (se > 1e-12 && df.is_finite()).then(|| Bounds::Unbounded.interval(value, se, df, level));
        let interval = match ends.flatten() {
            None => Outcome::NotEstimable(Reason::NoErrorToEstimate),
            Some((lower, upper)) => Outcome::Estimated(ConfidenceInterval {
                lower: lower.max(-1.0),
                upper: upper.min(1.0),
                level,
                method: format!("items and annotators redrawn, t({df:.1})"),
            }),
        };
        let p = interval.estimated().map(|_| t_two_sided_p(value / se, df));
        let estimate = Estimate {
            value,
            se: interval.estimated().map(|_| se),
            interval,
            sample,
            method: "share of the group's annotations with the model's label minus the others' share on the same items"
                .into(),
            warnings: Vec::new(),
        };
        (Outcome::Estimated(estimate), p)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_log::TestLog;

    fn log(roster: Vec<&'static str>, items: &[&[u32]], said: &[u32]) -> TestLog {
        let mut log = TestLog::of_items(items, 2);
        log.roster = vec![("team", roster)];
        log.models = vec![("m", said.iter().map(|&label| Some(label)).collect())];
        log
    }

    #[test]
    fn a_group_is_compared_on_the_same_items() {
        // b's people hold with the model on every item, a's on the first two of four.
        let items: [&[u32]; 4] = [&[0, 0, 0, 0], &[1, 1, 1, 1], &[1, 1, 0, 0], &[0, 0, 1, 1]];
        let found = model_groups(&log(vec!["a", "a", "b", "b"], &items, &[0, 1, 0, 1]).tallies(), 0.95);
        let rows = &found.by_model[0];
        let value = |outcome: &Outcome<Estimate>| outcome.estimated().map(|found| found.value);
        assert_eq!((value(&rows[0].agreement), value(&rows[1].agreement)), (Some(0.5), Some(1.0)));
        assert_eq!((value(&rows[0].difference), value(&rows[1].difference)), (Some(-0.5), Some(0.5)));
        let size = rows[0].difference.estimated().map(|found| (found.sample.items, found.sample.annotations));
        assert_eq!(size, Some((4, 8)));
    }

    /// What few others said of these items would follow from a large group's difference.
    #[test]
    fn a_difference_counts_the_people_of_its_smaller_side() {
        let items: [&[u32]; 2] = [&[0, 0, 1, 0, 1], &[1, 0, 1, 1, 1]];
        let found = model_groups(&log(vec!["a", "a", "a", "b", "b"], &items, &[0, 1]).tallies(), 0.95);
        let people = |outcome: &Outcome<Estimate>| outcome.estimated().map(|found| found.sample.annotators);
        let rows = &found.by_model[0];
        assert_eq!((people(&rows[0].agreement), people(&rows[0].difference)), (Some(3), Some(2)));
        assert_eq!((people(&rows[1].agreement), people(&rows[1].difference)), (Some(2), Some(2)));
    }

    #[test]
    fn a_group_of_one_has_no_difference_and_equal_people_no_error() {
        let items: [&[u32]; 3] = [&[0, 0, 0], &[1, 1, 1], &[0, 0, 0]];
        let found = model_groups(&log(vec!["a", "b", "b"], &items, &[0, 1, 1]).tallies(), 0.95);
        assert!(matches!(found.by_model[0][0].difference.reason(), Some(Reason::TooFew { found: 1, .. })));
        let items: [&[u32]; 2] = [&[0, 0, 0, 0], &[1, 1, 1, 1]];
        let found = model_groups(&log(vec!["a", "a", "b", "b"], &items, &[0, 1]).tallies(), 0.95);
        let difference = found.by_model[0][0].difference.estimated().expect("two and two");
        assert_eq!(difference.interval.reason(), Some(&Reason::NoErrorToEstimate));
        assert_eq!(found.tests, 0);
    }

    /// Equal people of two groups: the difference is told as one in few of many logs, though people differ in skill.
    #[test]
    fn equal_groups_are_seldom_told_apart() {
        let mut draw = 7_u64;
        let mut share = || {
            draw = draw.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (draw >> 11) as f64 / (1_u64 << 53) as f64
        };
        let mut told = 0;
        for _ in 0..200 {
            let skill: Vec<f64> = (0..12).map(|_| 0.6 + 0.35 * share()).collect();
            let truth: Vec<u32> = (0..60).map(|_| u32::from(share() < 0.5)).collect();
            let mut given = |&truth: &u32| -> Vec<u32> {
                skill.iter().map(|&skill| if share() < skill { truth } else { 1 - truth }).collect()
            };
            let items: Vec<Vec<u32>> = truth.iter().map(&mut given).collect();
            let rows: Vec<&[u32]> = items.iter().map(Vec::as_slice).collect();
            let roster = (0..12).map(|a| if a % 2 == 0 { "a" } else { "b" }).collect();
            let found = model_groups(&log(roster, &rows, &truth).tallies(), 0.95);
            told += u32::from(found.by_model[0].iter().any(|row| row.reported));
        }
        assert!(told <= 20, "{told} of 200");
    }
}
