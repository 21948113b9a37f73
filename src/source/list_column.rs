//! Lists of labels in typed formats.

use polars::prelude::{PlSmallStr, PolarsResult, Series};

use super::arrow_column::column;
use super::{Column, TextColumn};

/// A column of lists as the JSON that other formats would have: `["anger","fear"]`; a list that is null stays null.
pub(super) fn lists(series: &Series) -> PolarsResult<TextColumn> {
    let mut text = TextColumn::default();
    // Whether a row is null is told by the untyped form of each part.
    for (array, part) in series.list()?.downcast_iter().zip(series.chunks()) {
        let elements = column(&Series::try_from((PlSmallStr::EMPTY, array.values().clone()))?)?;
        let ends = array.offsets().as_slice();
        let validity = part.validity();
        for (row, bounds) in ends.windows(2).enumerate() {
            if validity.is_some_and(|valid| !valid.get_bit(row)) {
                text.push_null();
                continue;
            }
            let own = bounds[0] as usize..bounds[1] as usize;
            let json: Vec<String> = own.map(|place| element(&elements, place)).collect();
            text.push(&format!("[{}]", json.join(",")));
        }
    }
    Ok(text)
}

/// One element as JSON.
fn element(elements: &Column, place: usize) -> String {
    let null = || "null".to_owned();
    let is_valid = |valid: &Option<Vec<bool>>| valid.as_ref().is_none_or(|valid| valid[place]);
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    match elements {
        Column::Text(text) => text.value(place).map_or_else(null, quoted),
        Column::Dictionary { keys, values } => match keys[place] as usize {
            key if key < values.len() => values.value(key).map_or_else(null, quoted),
            _ => null(),
        },
        Column::Integer { values, valid } if is_valid(valid) => values[place].to_string(),
        Column::Boolean { values, valid } if is_valid(valid) => values[place].to_string(),
        _ => null(),
    }
}
