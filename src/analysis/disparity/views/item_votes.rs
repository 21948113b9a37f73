use super::leading_label::LeadingLabel;
use crate::tally::ItemIndex;
use crate::vocabulary::Label;

/// What an annotation is held against.
#[derive(Debug, Clone, Copy)]
pub(super) enum Against<'a> {
    /// The majority of the item's other annotators.
    Others,
    /// One label by item, whoever decided it; items without one are passed over.
    Label(&'a [Label]),
}

/// Sums of one item, the first of the group's agreement, the second of its agreement less the others': (Σ, annotations).
pub(super) type Sums = [(f64, f64); 2];

/// One item's votes by label and group, labels in a numbering of the item's own.
#[derive(Debug, Default)]
pub(super) struct ItemVotes {
    /// The item's labels, ascending.
    pub labels: Vec<Label>,
    /// Local label by row of the item.
    pub local: Vec<usize>,
    /// Groups with a vote.
    pub present: Vec<usize>,
    /// Votes by label.
    votes: Vec<u32>,
    /// Votes by group of `present` and label.
    by_group: Vec<u32>,
    leading: LeadingLabel,
    /// Agreement with what it is held against, by label.
    credit: Vec<f64>,
    /// The same by (label of the annotation that is missing, label).
    credit_less: Vec<f64>,
    own: Vec<u32>,
    rest: Vec<u32>,
}

impl ItemVotes {
    /// Reads an item; whether it has something to be held against.
    pub fn read(&mut self, index: &ItemIndex, item: usize, of: &[u32], against: Against<'_>) -> bool {
        let given = index.labels(item);
        let fixed = match against {
            Against::Others if given.len() < 2 => return false,
            Against::Others => Label::NONE,
            Against::Label(by_item) if !by_item[item].is_some() || given.is_empty() => return false,
            Against::Label(by_item) => by_item[item],
        };
        self.labels.clear();
        self.labels.extend_from_slice(given);
        self.labels.sort_unstable();
        self.labels.dedup();
        let d = self.labels.len();
        let Self { labels, local, .. } = self;
        local.clear();
        local.extend(given.iter().map(|label| labels.binary_search(label).unwrap_or(0)));
        self.votes.clear();
        self.votes.resize(d, 0);
        self.local.iter().for_each(|&label| self.votes[label] += 1);
        self.present.clear();
        self.by_group.clear();
        for (&who, &label) in index.annotators(item).iter().zip(&self.local) {
            let group = of[who as usize] as usize;
            let place = match self.present.iter().position(|&own| own == group) {
                Some(place) => place,
                None => {
                    self.present.push(group);
                    self.by_group.resize(self.present.len() * d, 0);
                    self.present.len() - 1
                }
            };
            self.by_group[place * d + label] += 1;
        }
        self.judge(fixed);
        true
    }

    /// Agreement by label, with all annotations there and with one of them missing.
    fn judge(&mut self, fixed: Label) {
        let d = self.labels.len();
        let Self { labels, votes, leading, credit, credit_less, .. } = self;
        credit.clear();
        credit_less.clear();
        if fixed.is_some() {
            credit.extend(labels.iter().map(|&label| f64::from(u8::from(label == fixed))));
            (0..d).for_each(|_| credit_less.extend_from_slice(credit));
            return;
        }
        leading.read(votes);
        credit.extend((0..d).map(|label| leading.credit(label, &[label])));
        for missing in 0..d {
            let one = |label: usize| match label == missing && votes[label] < 2 {
                true => 0.0,
                false => leading.credit(label, &[label, missing]),
            };
            credit_less.extend((0..d).map(one));
        }
    }

    /// Votes by label of the group at `place` of `present`.
    pub fn group(&self, place: usize) -> &[u32] {
        let d = self.labels.len();
        &self.by_group[place * d..(place + 1) * d]
    }

    /// How much of the majority without one vote for `missing` the label `of` is.
    pub fn majority_without(&self, missing: usize, of: usize) -> f64 {
        self.leading.credit(of, &[missing])
    }

    /// The sums of the group at `place`.
    pub fn sums(&mut self, place: usize) -> Sums {
        self.part(place);
        sums(&self.own, &self.rest, &self.credit)
    }

    /// What the sums lose without one annotation of `label`, the group's own or another's.
    pub fn lost(&mut self, place: usize, whole: Sums, label: usize, own: bool, against: Against<'_>) -> Sums {
        let d = self.labels.len();
        self.part(place);
        let side = if own { &mut self.own } else { &mut self.rest };
        side[label] -= 1;
        let alone = matches!(against, Against::Others) && self.local.len() < 3;
        let left = match alone {
            true => [(0.0, 0.0); 2],
            false => sums(&self.own, &self.rest, &self.credit_less[label * d..(label + 1) * d]),
        };
        [0, 1].map(|of| (whole[of].0 - left[of].0, whole[of].1 - left[of].1))
    }

    fn part(&mut self, place: usize) {
        let d = self.labels.len();
        let Self { own, rest, votes, by_group, .. } = self;
        own.clear();
        own.extend_from_slice(&by_group[place * d..(place + 1) * d]);
        rest.clear();
        rest.extend(votes.iter().zip(own.iter()).map(|(all, own)| all - own));
    }
}

/// Of votes of a group and of the rest.
fn sums(own: &[u32], rest: &[u32], credit: &[f64]) -> Sums {
    let of = |votes: &[u32]| votes.iter().zip(credit).map(|(&n, credit)| f64::from(n) * credit).sum::<f64>();
    let count = |votes: &[u32]| f64::from(votes.iter().sum::<u32>());
    let (n, others) = (count(own), count(rest));
    let agreeing = of(own);
    let less = if n > 0.0 && others > 0.0 { (agreeing - n * of(rest) / others, n) } else { (0.0, 0.0) };
    [(agreeing, n), less]
}
