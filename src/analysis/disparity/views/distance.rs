use super::item_votes::{Against, ItemVotes, Sums};
use super::{ViewDistance, spread::Spread};
use crate::analysis::inference::Bounds;
use crate::tally::ItemIndex;
use crate::vocabulary::{Outcome, Reason, SampleSize};

/// Groups × annotators of an attribute beyond which its groups are not held against anything (48 MB of sums).
const MOST_CELLS: u64 = 1_000_000;

/// Who is in which group, and from how many annotators on a group is measured.
#[derive(Debug, Clone, Copy)]
pub(super) struct Members<'a> {
    /// Group by annotator.
    pub of: &'a [u32],
    /// Annotators by group.
    pub annotators: &'a [u64],
    /// Smaller groups are insufficient.
    pub min_group: u64,
}

/// One group's sums.
#[derive(Debug, Clone, Default)]
pub(super) struct GroupDistance {
    /// Items that its people annotated, and those that others did too.
    items: [u64; 2],
    /// Agreement, and agreement less that of the others on the same items.
    spreads: [Spread; 2],
    /// By label: the group's annotations, and the majorities that they are held against.
    labels: Vec<(f64, f64)>,
}

/// Every group's agreement with one label per item, in one walk.
///
/// Within an item, each annotation of the group is held against the majority of the item's *other* annotators, whoever
/// they are, and so is each annotation of the rest; the difference is Σ (c − r) / N over the group's annotations, r being
/// the mean of the rest's. With one's own vote in the majority a large group would be nearer to it by construction. Its
/// error is of [`Spread`]: what each annotator moves, the majority that others are held against among it.
pub(super) fn distances(
    index: &ItemIndex,
    members: Members<'_>,
    against: Against<'_>,
    labels: usize,
) -> Result<Vec<GroupDistance>, Reason> {
    let (groups, people) = (members.annotators.len(), members.of.len());
    let cells = (groups * people) as u64;
    if cells > MOST_CELLS {
        let what = "groups × annotators".into();
        return Err(Reason::TooMany { what, found: cells, limit: MOST_CELLS });
    }
    let large = |group: usize| members.annotators[group] >= members.min_group;
    let empty = |group: usize| match large(group) {
        true => GroupDistance {
            items: [0; 2],
            spreads: [Spread::of(people), Spread::of(people)],
            labels: vec![(0.0, 0.0); labels],
        },
        false => GroupDistance::default(),
    };
    let mut found: Vec<GroupDistance> = (0..groups).map(empty).collect();
    let mut votes = ItemVotes::default();
    let mut lost: Vec<Option<Sums>> = Vec::new();
    for item in 0..index.items() {
        if !votes.read(index, item, members.of, against) {
            continue;
        }
        for place in 0..votes.present.len() {
            let group = votes.present[place];
            if group < groups && large(group) {
                found[group].add(&mut votes, place, index.annotators(item), (members.of, against), &mut lost);
            }
        }
    }
    Ok(found)
}

impl GroupDistance {
    fn add(
        &mut self,
        votes: &mut ItemVotes,
        place: usize,
        annotators: &[u32],
        (of, against): (&[u32], Against<'_>),
        lost: &mut Vec<Option<Sums>>,
    ) {
        let group = votes.present[place];
        let whole = votes.sums(place);
        let d = votes.labels.len();
        // By side and label, the rest first: what one annotation of it takes along.
        lost.clear();
        lost.resize(2 * d, None);
        for (statistic, own) in whole.into_iter().enumerate() {
            self.items[statistic] += u64::from(own.1 > 0.0);
            self.spreads[statistic].add_item(own);
        }
        for (row, &who) in annotators.iter().enumerate() {
            let (label, own) = (votes.local[row], of[who as usize] as usize == group);
            let class = &mut lost[usize::from(own) * d + label];
            let taken = *class.get_or_insert_with(|| votes.lost(place, whole, label, own, against));
            for (statistic, all) in whole.iter().enumerate() {
                if all.1 > 0.0 && (own || statistic == 1) {
                    self.spreads[statistic].add_annotation(who, own, taken[statistic]);
                }
            }
        }
        if matches!(against, Against::Others) {
            self.add_labels(votes, place);
        }
    }

    fn add_labels(&mut self, votes: &ItemVotes, place: usize) {
        for (own, &n) in votes.group(place).iter().enumerate().filter(|&(_, &n)| n > 0) {
            self.labels[votes.labels[own].index()].0 += f64::from(n);
            for (of, label) in votes.labels.iter().enumerate() {
                self.labels[label.index()].1 += f64::from(n) * votes.majority_without(own, of);
            }
        }
    }

    /// Agreement and difference with their intervals; nothing is judged yet.
    pub fn told(&self, level: f64, against: &str) -> ViewDistance {
        let sample = |statistic: usize| SampleSize {
            items: self.items[statistic],
            annotations: self.spreads[statistic].annotations() as u64,
            annotators: self.spreads[statistic].own_people(),
        };
        let words = format!("share of the group's annotations with the label of {against}");
        let (agreement, _) = self.spreads[0].judged(Bounds::Share, sample(0), &words, level);
        let words = format!("that share minus the others' on the same items, against {against}");
        let (difference, test) = self.spreads[1].judged(Bounds::Unbounded, sample(1), &words, level);
        ViewDistance {
            agreement,
            difference,
            p: test.map(|test| test.p),
            q: None,
            reported: false,
            smallest_seen: test.map(|test| test.smallest_seen),
        }
    }

    /// Agreement beyond what label shares alone lead to. Not estimable where everything is one label.
    pub fn beyond_chance(&self) -> Outcome<f64> {
        let Some(observed) = self.spreads[0].ratio() else {
            let what = "annotations of items with other annotators".into();
            return Outcome::NotEstimable(Reason::TooFew { what, found: 0, needed: 1 });
        };
        let n = self.spreads[0].annotations();
        let chance: f64 = self.labels.iter().map(|(own, majority)| own * majority / (n * n)).sum();
        match chance < 1.0 - 1e-12 {
            true => Outcome::Estimated(1.0 - (1.0 - observed) / (1.0 - chance)),
            false => Outcome::NotEstimable(Reason::NoExpectedDisagreement),
        }
    }
}
