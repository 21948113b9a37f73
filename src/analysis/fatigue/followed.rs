use crate::tally::{ItemIndex, OrderIndex, QuestionTallies, SliceColumn};
use crate::vocabulary::{Label, Outcome, Reason};

/// Every annotation of a log that is short enough to be followed one by one, with its place and what came of it.
pub(super) struct Followed<'a> {
    pub tallies: &'a QuestionTallies,
    pub index: &'a ItemIndex,
    pub order: &'a OrderIndex,
    /// Item by row.
    pub item: Vec<u32>,
    /// Annotator-session by row, numbered by annotator and session; [`Followed::NOWHERE`] without a place.
    pub cell: Vec<u32>,
    /// Rows with a place by annotator, session, position.
    pub in_order: Vec<u32>,
    /// Whether the outcome is "correct against gold".
    pub against_gold: bool,
    /// The outcome in 0–1 by row.
    pub outcome: Vec<Option<f64>>,
}

impl<'a> Followed<'a> {
    /// No place in a session.
    pub const NOWHERE: u32 = u32::MAX;

    /// Follows the annotations.
    ///
    /// # Errors
    /// Where the log tells no order, is too long, or came without rows.
    pub fn of(tallies: &'a QuestionTallies, against_gold: bool) -> Result<Self, Reason> {
        let order = match &tallies.order {
            Outcome::Estimated(order) => order,
            Outcome::NotEstimable(reason) => return Err(reason.clone()),
        };
        let index = tallies.index.as_ref().ok_or(Reason::NeedsRows)?;
        let mut item = Vec::with_capacity(index.label.len());
        for i in 0..index.items() {
            item.resize(index.rows(i).end, i as u32);
        }
        let in_order = in_order(index, order);
        let cell = cells(index, order, &in_order);
        let mut followed =
            Self { tallies, index, order, item, cell, in_order, against_gold, outcome: Vec::new() };
        followed.outcome = (0..index.label.len()).map(|row| followed.outcome_of(row)).collect();
        Ok(followed)
    }

    fn outcome_of(&self, row: usize) -> Option<f64> {
        let item = self.item[row] as usize;
        if self.against_gold {
            let right = self.tallies.gold.as_ref()?[item];
            return right.is_some().then(|| f64::from(u8::from(right == self.index.label[row])));
        }
        self.share_of_others(item, self.index.label[row], true)
    }

    /// Share of an item's annotators who gave `label`; without one of those who did where `one_is_own`. `None` where
    /// there are no others.
    pub fn share_of_others(&self, item: usize, label: Label, one_is_own: bool) -> Option<f64> {
        let labels = self.index.labels(item);
        let own = usize::from(one_is_own);
        let others = labels.len().checked_sub(own).filter(|&n| n > 0)?;
        let same = labels.iter().filter(|&&l| l == label).count() - own;
        Some(same as f64 / others as f64)
    }

    /// The position of a row.
    pub fn position(&self, row: usize) -> f64 {
        f64::from(self.order.position[row])
    }

    /// Who gave a row.
    pub fn annotator(&self, row: usize) -> u32 {
        self.index.annotator[row]
    }

    /// The slicing column of that name.
    pub fn column(&self, name: &str) -> Option<&SliceColumn> {
        self.tallies.slice_columns.iter().find(|column| column.name == name)
    }

    /// The rows with a place, one annotator's after another's.
    pub fn by_annotator(&self) -> impl Iterator<Item = &[u32]> {
        self.in_order.chunk_by(|&a, &b| self.annotator(a as usize) == self.annotator(b as usize))
    }

    /// ln(milliseconds) on the item, where known and below `cap`.
    pub fn log_time(&self, row: usize, cap: u32) -> Option<f64> {
        let ms = self.order.time_on_item_ms.as_ref()?[row];
        (ms > 0 && ms <= cap && ms != u32::MAX).then(|| f64::from(ms).ln())
    }
}

/// Rows with a place by annotator (a counting sort), then by session and position.
fn in_order(index: &ItemIndex, order: &OrderIndex) -> Vec<u32> {
    let people = index.annotator.iter().max().map_or(0, |&last| last as usize + 1);
    let placed = |row: &usize| order.position[*row] > 0;
    let mut ends = vec![0usize; people + 1];
    for row in (0..index.label.len()).filter(placed) {
        ends[index.annotator[row] as usize + 1] += 1;
    }
    for who in 0..people {
        ends[who + 1] += ends[who];
    }
    let mut next = ends.clone();
    let mut out = vec![0u32; ends[people]];
    for row in (0..index.label.len()).filter(placed) {
        let place = &mut next[index.annotator[row] as usize];
        out[*place] = row as u32;
        *place += 1;
    }
    for who in 0..people {
        let key = |&row: &u32| (order.session[row as usize], order.position[row as usize]);
        out[ends[who]..ends[who + 1]].sort_unstable_by_key(key);
    }
    out
}

fn cells(index: &ItemIndex, order: &OrderIndex, in_order: &[u32]) -> Vec<u32> {
    let mut cell = vec![Followed::NOWHERE; index.label.len()];
    let of = |row: u32| (index.annotator[row as usize], order.session[row as usize]);
    for (number, own) in (0..).zip(in_order.chunk_by(|&a, &b| of(a) == of(b))) {
        own.iter().for_each(|&row| cell[row as usize] = number);
    }
    cell
}
