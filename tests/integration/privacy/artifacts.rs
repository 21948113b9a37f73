//! What a reader of all artifacts finds of groups.

use serde_json::Value;
use std::collections::BTreeSet;

/// (attribute, group) of which `audit.json` holds a number.
pub fn told_in_json(audit: &Value) -> BTreeSet<(String, String)> {
    let mut told = BTreeSet::new();
    walk(audit, None, &mut told);
    told
}

fn walk(value: &Value, attribute: Option<&str>, told: &mut BTreeSet<(String, String)>) {
    match value {
        Value::Object(fields) => {
            let own = fields.get("attribute").and_then(Value::as_str).or(attribute);
            if let (Some(attribute), Some(group)) = (own, fields.get("group").and_then(Value::as_str))
                && has_number(value)
            {
                told.insert((attribute.into(), group.into()));
            }
            let table = fields.get("patterns").is_some_and(|patterns| !patterns["estimated"].is_null());
            if let (true, Some(slice)) = (table, fields.get("slice").and_then(Value::as_str)) {
                told.extend(slice.split_once('=').map(|(name, value)| (name.into(), value.into())));
            }
            fields.values().for_each(|inner| walk(inner, own, told));
        }
        Value::Array(values) => values.iter().for_each(|inner| walk(inner, attribute, told)),
        _ => {}
    }
}

/// Whether a number stands anywhere inside, but for what a reason tells.
fn has_number(value: &Value) -> bool {
    match value {
        Value::Number(_) => true,
        Value::Array(values) => values.iter().any(has_number),
        Value::Object(fields) => {
            fields.iter().any(|(name, inner)| name != "not_estimable" && has_number(inner))
        }
        _ => false,
    }
}

/// Lines of a CSV file that name one of these groups and hold a number in a cell of its own.
pub fn lines_telling<'a>(csv: &'a str, group: &str) -> Vec<&'a str> {
    let number = |cell: &str| cell.parse::<f64>().is_ok();
    csv.lines().filter(|line| names(line, group) && line.split(',').any(number)).collect()
}

/// Rows of tables of the page that name the group and hold a digit beside its name.
pub fn rows_telling(page: &str, group: &str) -> Vec<String> {
    let rows = page.split("<tr").skip(1).map(|row| row.split("</tr>").next().unwrap_or_default());
    let texts = rows.map(|row| {
        let mut text = String::new();
        let mut inside = true;
        for letter in row.chars() {
            match letter {
                '<' => inside = true,
                '>' => {
                    inside = false;
                    text.push(' ');
                }
                letter if !inside => text.push(letter),
                _ => {}
            }
        }
        text
    });
    texts.filter(|text| names(text, group) && digits_beside(text)).collect()
}

/// Digits outside of names of groups and labels, which end in one.
fn digits_beside(text: &str) -> bool {
    let named = ["gender", "origin", "region", "city"];
    text.split_whitespace()
        .filter(|word| !named.iter().any(|name| word.starts_with(name)))
        .any(|word| word.chars().any(|letter| letter.is_ascii_digit()))
}

/// Whether the group is spoken of as such, and not as a part of a crossing: `gender1` but not `gender1 × city2`.
fn names(text: &str, group: &str) -> bool {
    text.match_indices(group).any(|(at, _)| {
        let (before, after) = (text[..at].trim_end(), text[at + group.len()..].trim_start());
        let word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
        let touching = word(text[..at].chars().next_back()) || word(text[at + group.len()..].chars().next());
        !touching && !before.ends_with('×') && !after.starts_with('×')
    })
}
