use super::quality::Cells;
use crate::analysis::inference::share_of_items;
use crate::tally::Names;
use crate::vocabulary::{Estimate, Label, LabelSet, Outcome, SampleSize};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Confused pairs that are listed.
const LISTED: usize = 10;
/// Example items of each.
const EXAMPLES: usize = 5;

/// Items to which the model gives one label and the reference another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConfusedPair {
    /// The reference's label.
    pub reference: String,
    /// The model's.
    pub given: String,
    /// Items.
    pub items: u64,
    /// Their share of the items whose reference is this label.
    pub row_share: Outcome<Estimate>,
    /// Their share of the items that the model gave this label.
    pub column_share: Outcome<Estimate>,
    /// A few of them, first in the order of their names; ids, never texts.
    #[serde(default)]
    pub example_items: Vec<String>,
}

/// The pairs that most items show, largest first, ties in the labels' order. `each_item` calls back with (item,
/// reference, answer) until it is told to stop; names of items come from `items`.
pub(super) fn confused_pairs(
    cells: &Cells,
    labels: &LabelSet,
    sample: SampleSize,
    level: f64,
    examples: &Examples<'_>,
) -> Vec<ConfusedPair> {
    let (mut rows, mut columns): (BTreeMap<Label, u64>, BTreeMap<Label, u64>) = Default::default();
    for (&(reference, given), &items) in cells {
        *rows.entry(reference).or_default() += items;
        *columns.entry(given).or_default() += items;
    }
    let off = cells.iter().filter(|((reference, given), _)| reference != given);
    let mut pairs: Vec<(Label, Label, u64)> = off.map(|(&(r, g), &items)| (r, g, items)).collect();
    pairs.sort_by_key(|&(reference, given, items)| (std::cmp::Reverse(items), reference, given));
    pairs.truncate(LISTED);
    let found = examples.of(&pairs);
    let pair = |(&(reference, given, items), example_items): (&(Label, Label, u64), Vec<String>)| {
        let share = |of: u64, method: &str| share_of_items(items, of, sample, level, method);
        ConfusedPair {
            reference: labels.name(reference).into(),
            given: labels.name(given).into(),
            items,
            row_share: share(rows[&reference], "of the items whose reference is this label"),
            column_share: share(columns[&given], "of the items the model gave this label"),
            example_items,
        }
    };
    pairs.iter().zip(found).map(pair).collect()
}

/// Where example items come from: the model's answer and the reference of every item, where they are known by item.
pub(super) struct Examples<'a> {
    /// Names of items.
    pub names: &'a Names,
    /// The model's label by item; empty where the tallies came without rows.
    pub answers: &'a [Label],
    /// The reference's label of an item.
    pub reference: &'a dyn Fn(usize) -> Label,
}

impl Examples<'_> {
    /// A few items of each pair, in the order of their names. Ends with the last pair's last example.
    fn of(&self, pairs: &[(Label, Label, u64)]) -> Vec<Vec<String>> {
        let mut found: Vec<Vec<String>> = vec![Vec::new(); pairs.len()];
        let mut wanted: usize = pairs.iter().map(|pair| (pair.2 as usize).min(EXAMPLES)).sum();
        for (item, &answer) in self.answers.iter().enumerate() {
            if wanted == 0 {
                break;
            }
            if !answer.is_some() {
                continue;
            }
            let reference = (self.reference)(item);
            let place = pairs.iter().position(|&(r, given, _)| (r, given) == (reference, answer));
            if let Some(own) = place.map(|place| &mut found[place]).filter(|own| own.len() < EXAMPLES) {
                own.push(self.names.name(item as u32).to_owned());
                wanted -= 1;
            }
        }
        found
    }
}
