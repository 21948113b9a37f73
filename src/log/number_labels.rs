//! The short way to a label set of numbers, for there may be as many as annotations: no text is compared or kept twice.

use super::interner::NONE;
use super::label_sets::Shown;
use super::values;
use crate::vocabulary::LabelSet;
use std::collections::BTreeSet;

/// The set of labels that are numbers, in ascending order, and the place of each code in it; `None` where a label that
/// people gave is no number, or a model's or gold's is none and may not be left out.
pub(super) fn settle(
    shown: &Shown<'_>,
    given: &BTreeSet<u32>,
    all_kept: bool,
) -> Option<(LabelSet, Vec<u32>)> {
    let number = |&code: &u32| {
        // One zero, however written: the names are `0` both.
        values::number(shown.labels.name(code)).map(|value| (if value == 0.0 { 0.0 } else { value }, code))
    };
    let mut numbers: Vec<(f64, u32)> = given.iter().map(number).collect::<Option<_>>()?;
    let others: Vec<Option<(f64, u32)>> = shown.others.iter().map(number).collect();
    if numbers.is_empty() || (all_kept && others.contains(&None)) {
        return None;
    }
    numbers.extend(others.into_iter().flatten());
    numbers.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut place = vec![NONE; shown.labels.bound()];
    let mut set = LabelSet { names: Vec::new(), values: None, declared: false, used: Vec::new() };
    let mut sorted: Vec<f64> = Vec::new();
    for (value, code) in numbers {
        if sorted.last() != Some(&value) {
            sorted.push(value);
            set.used.push(false);
        }
        let last = sorted.len() - 1;
        place[code as usize] = last as u32;
        set.used[last] |= shown.counts.get(code as usize).is_some_and(|&count| count > 0);
    }
    set.names = sorted.iter().map(|&value| values::number_text(value)).collect();
    set.values = Some(sorted);
    Some((set, place))
}
