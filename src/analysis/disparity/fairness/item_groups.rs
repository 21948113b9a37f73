use crate::tally::{ItemAttribute, ItemIndex, QuestionTallies, SliceColumn};

/// Groups beyond which an attribute of the items is no longer compared: an id, a free text.
const MOST_GROUPS: usize = 50;

/// Which items are in which group of one attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ItemGroups {
    /// The attribute, or the slicing column.
    pub attribute: String,
    /// Groups by name, sorted.
    pub groups: Vec<String>,
    /// Group by item; a code past the last group where it is not known.
    pub of_item: Vec<u32>,
}

/// What is known of items: their attributes, then slicing columns that have one value in each item, sorted by name; and
/// the names of those with too many groups.
pub(super) fn of_items(tallies: &QuestionTallies, index: &ItemIndex) -> (Vec<ItemGroups>, Vec<String>) {
    let mut found: Vec<ItemGroups> = tallies.item_attributes.iter().map(of_attribute).collect();
    for column in &tallies.slice_columns {
        if !found.iter().any(|own| own.attribute == column.name) {
            found.extend(of_column(column, index));
        }
    }
    found.sort_by(|a, b| a.attribute.cmp(&b.attribute));
    let few = |own: &ItemGroups| own.groups.len() <= MOST_GROUPS;
    let many = found.iter().filter(|own| !few(own)).map(|own| own.attribute.clone()).collect();
    found.retain(|own| few(own) && own.groups.len() > 1);
    (found, many)
}

fn of_attribute(own: &ItemAttribute) -> ItemGroups {
    ItemGroups {
        attribute: own.attribute.0.clone(),
        groups: own.groups.iter().map(|group| group.0.clone()).collect(),
        of_item: own.of_item.clone(),
    }
}

/// A slicing column as an attribute of the items; `None` where an item has annotations of two values: then it tells of the
/// work, not of the item.
fn of_column(column: &SliceColumn, index: &ItemIndex) -> Option<ItemGroups> {
    let mut of_item = vec![u32::MAX; index.items()];
    for (item, of) in of_item.iter_mut().enumerate() {
        for &code in &column.code[index.rows(item)] {
            if (code as usize) < column.values.len() {
                if *of != u32::MAX && *of != code {
                    return None;
                }
                *of = code;
            }
        }
    }
    Some(ItemGroups { attribute: column.name.clone(), groups: column.values.clone(), of_item })
}
