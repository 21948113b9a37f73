use super::CompareError;
use crate::analysis::agreement::change::{Change, Counts, JointPatterns};
use crate::audit::{ItemPatterns, QuestionItems};
use crate::tally::PatternTable;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Items that both audits hold, told by their hashes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SharedItems {
    /// Items that were rated in both.
    pub in_both: u64,
    /// Items in the earlier audit alone.
    pub only_before: u64,
    /// Items in the later audit alone.
    pub only_after: u64,
    /// Items that two or more people annotated in each.
    pub pairable_in_both: u64,
    /// Changes on those items alone: nothing of them is due to other items.
    pub changes: Vec<Change>,
}

/// Every item of both audits with what it shows in each; `None` where a side kept no items of this question.
///
/// # Errors
/// Items that were kept beside another audit than this.
pub(super) fn joint(
    question: &str,
    tables: [&PatternTable; 2],
    [before, after]: [&ItemPatterns; 2],
) -> Result<Option<JointPatterns>, CompareError> {
    if before.hash != after.hash {
        return Ok(None);
    }
    let own = |side: &'_ ItemPatterns| -> Option<QuestionItems> {
        side.questions.iter().find(|own| own.question == question).cloned()
    };
    let (Some(old), Some(new)) = (own(before), own(after)) else { return Ok(None) };
    for (side, table) in [(&old, tables[0]), (&new, tables[1])] {
        if !belongs(side, table) {
            return Err(CompareError::OtherItems { question: question.into() });
        }
    }
    let mut cells: BTreeMap<(Option<u32>, Option<u32>), u64> = BTreeMap::new();
    let (mut old, mut new) = (old.items.into_iter().peekable(), new.items.into_iter().peekable());
    loop {
        let key = match (old.peek(), new.peek()) {
            (None, None) => break,
            (Some(a), Some(b)) if a.0 == b.0 => (old.next(), new.next()),
            (Some(a), Some(b)) if a.0 < b.0 => (old.next(), None),
            (Some(_), None) => (old.next(), None),
            _ => (None, new.next()),
        };
        *cells.entry((key.0.map(|own| own.1), key.1.map(|own| own.1))).or_default() += 1;
    }
    let counts = |table: &PatternTable, row: Option<u32>| -> Counts {
        row.map_or_else(Vec::new, |row| table.pattern(row as usize).counts.to_vec())
    };
    let rows = cells.into_iter();
    Ok(Some(JointPatterns::of(
        rows.map(|((a, b), items)| (counts(tables[0], a), counts(tables[1], b), items)),
    )))
}

/// Whether items are as many by pattern as the table says.
fn belongs(side: &QuestionItems, table: &PatternTable) -> bool {
    let mut items = vec![0u64; table.len()];
    for (_, row) in &side.items {
        match items.get_mut(*row as usize) {
            Some(items) => *items += 1,
            None => return false,
        }
    }
    items == table.items
}
