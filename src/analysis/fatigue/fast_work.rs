use super::Fatigue;
use super::followed::Followed;
use crate::analysis::agreement::{AnnotatorAgreement, PersonVerdict};
use crate::analysis::inference::quantile;
use crate::vocabulary::Outcome;
use std::collections::BTreeMap;

/// Others with a known time that an item needs to be its own measure; else all items of its kind are.
const ENOUGH_OTHERS: usize = 3;
/// Under this part of the median time an annotation is fast.
const PART: f64 = 3.0;
/// Share of fast annotations from which it is a habit.
const HABIT: f64 = 0.1;
/// Timed annotations that a share needs.
const ENOUGH_TIMES: u64 = 30;

/// How many of one's annotations were fast.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Fast {
    /// With a known time and like items.
    pub timed: u64,
    /// Of these, under a third of the median time.
    pub fast: u64,
}

impl Fast {
    /// Their share, from 30 timed annotations on.
    pub fn share(self) -> Option<f64> {
        (self.timed >= ENOUGH_TIMES).then(|| self.fast as f64 / self.timed as f64)
    }
}

/// By annotator. Like items are the same item done by three others; where fewer did it, all of the same task type (of the
/// whole log, where it tells none).
pub(super) fn fast_shares(followed: &Followed<'_>, task_type: &str) -> BTreeMap<u32, Fast> {
    let cap = followed.order.idle_cap_ms;
    let kinds = followed.column(task_type);
    let kind = |row: usize| kinds.map_or(0, |column| column.code[row]);
    let mut by_kind: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
    for &row in &followed.in_order {
        if let Some(log) = followed.log_time(row as usize, cap) {
            by_kind.entry(kind(row as usize)).or_default().push(log);
        }
    }
    let medians: BTreeMap<u32, f64> =
        by_kind.into_iter().filter_map(|(kind, logs)| Some((kind, median(logs)?))).collect();
    let mut shares: BTreeMap<u32, Fast> = BTreeMap::new();
    for item in 0..followed.index.items() {
        let rows = followed.index.rows(item);
        let times: Vec<(usize, f64)> =
            rows.filter_map(|row| Some((row, followed.log_time(row, cap)?))).collect();
        for &(row, own) in &times {
            let others: Vec<f64> = times.iter().filter(|t| t.0 != row).map(|t| t.1).collect();
            let like = match others.len() >= ENOUGH_OTHERS {
                true => median(others),
                false => medians.get(&kind(row)).copied(),
            };
            let Some(like) = like else { continue };
            let share = shares.entry(followed.annotator(row)).or_default();
            share.timed += 1;
            share.fast += u64::from(own < like - PART.ln());
        }
    }
    shares
}

fn median(mut logs: Vec<f64>) -> Option<f64> {
    logs.sort_by(f64::total_cmp);
    quantile(&logs, 0.5)
}

impl Fatigue {
    /// Names those who work fast *and* agree less on the same items by METHODS §1's rule: speed alone names nobody.
    pub fn name_hasty(&mut self, annotators: &Outcome<Vec<AnnotatorAgreement>>) {
        let (Outcome::Estimated(people), Some(judged)) = (&mut self.order.people, annotators.estimated())
        else {
            return;
        };
        for person in people.iter_mut().filter(|p| p.fast_share.is_some_and(|share| share >= HABIT)) {
            let own = judged.iter().find(|row| row.annotator == person.annotator);
            person.hasty = own.is_some_and(|row| row.verdict == PersonVerdict::AgreesLess);
        }
    }
}
