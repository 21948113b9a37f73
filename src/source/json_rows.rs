use std::collections::{HashMap, HashSet};

use memchr::memchr;

use super::json_flat::{Scalar, flatten};
use super::pipeline::{ParseBlock, Parsed};
use super::{Column, DefectiveRow, TextColumn};

/// Turns lines of JSON into rows.
pub(super) struct JsonRows {
    names: Vec<String>,
    places: HashMap<String, usize>,
}

/// One line's cells: place in the scratch text, or null.
struct Row {
    text: String,
    cells: Vec<Option<(usize, usize)>>,
}

impl JsonRows {
    pub(super) fn new(names: &[String]) -> Self {
        let places = names.iter().enumerate().map(|(place, name)| (name.clone(), place)).collect();
        JsonRows { names: names.to_vec(), places }
    }

    /// The keys of a block in the order in which they first appear, and what is wrong with the first defective line.
    pub(super) fn keys(block: &[u8]) -> (Vec<String>, Option<String>) {
        let mut keys = Vec::new();
        let mut known = HashSet::new();
        let mut defect = None;
        for line in lines(block) {
            let flat = text_of(line).and_then(|text| {
                flatten(text, &mut |name, _| {
                    if !known.contains(name) {
                        known.insert(name.to_owned());
                        keys.push(name.to_owned());
                    }
                })
            });
            if let Err(reason) = flat {
                defect = defect.or(Some(reason));
            }
        }
        (keys, defect)
    }

    fn fill(&self, line: &[u8], row: &mut Row) -> Result<(), String> {
        row.text.clear();
        row.cells.fill(None);
        // Keys mostly come in the same order: try the next place before looking one up.
        let mut next = 0;
        flatten(text_of(line)?, &mut |name, scalar| {
            let place = match self.names.get(next) {
                Some(expected) if expected == name => next,
                _ => match self.places.get(name) {
                    Some(place) => *place,
                    None => return,
                },
            };
            next = place + 1;
            row.cells[place] = match scalar {
                Scalar::Null => None,
                Scalar::Text(text) => {
                    let start = row.text.len();
                    row.text.push_str(text);
                    Some((start, row.text.len()))
                }
            };
        })
    }
}

impl ParseBlock for JsonRows {
    fn parse(&self, block: &[u8]) -> Parsed {
        let mut columns: Vec<TextColumn> = vec![TextColumn::default(); self.names.len()];
        let mut row = Row { text: String::new(), cells: vec![None; self.names.len()] };
        let mut rows = 0;
        let mut numbers: Option<Vec<u64>> = None;
        let mut defective = Vec::new();
        for (line, number) in lines(block).zip(1_u64..) {
            if let Err(reason) = self.fill(line, &mut row) {
                numbers.get_or_insert_with(|| (1..=rows as u64).collect());
                let text = String::from_utf8_lossy(line).into_owned();
                defective.push(DefectiveRow { row: number, reason, text });
                continue;
            }
            rows += 1;
            if let Some(numbers) = &mut numbers {
                numbers.push(number);
            }
            for (column, cell) in columns.iter_mut().zip(&row.cells) {
                match cell {
                    Some((start, end)) => column.push(&row.text[*start..*end]),
                    None => column.push_null(),
                }
            }
        }
        let columns = columns.into_iter().map(Column::Text).collect();
        Parsed { rows, columns, row_numbers: numbers, defective }
    }
}

/// Lines that are not blank, without their ends.
fn lines(block: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = block;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let end = memchr(b'\n', rest).unwrap_or(rest.len());
            let line = rest[..end].trim_ascii();
            rest = &rest[(end + 1).min(rest.len())..];
            if !line.is_empty() {
                return Some(line);
            }
        }
        None
    })
}

fn text_of(line: &[u8]) -> Result<&str, String> {
    std::str::from_utf8(line)
        .map_err(|error| format!("not UTF-8 from byte {} of the line", error.valid_up_to()))
}
