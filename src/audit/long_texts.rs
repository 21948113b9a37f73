use super::Audit;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Characters of a name beyond which it is somebody's text, not a name.
const LONGEST: usize = 200;
/// Characters of it that stay.
const KEPT: usize = 60;

/// Shortens every text of an audit that is longer than a name may be, wherever it stands: labels, items, groups. A digest
/// keeps two texts apart that begin alike, and the same text has the same short form in every audit, so that audits can
/// still be compared. Whether anything was shortened.
pub(super) fn shorten(audit: &mut Audit) -> bool {
    if !has_long_text(audit.to_json().as_bytes()) {
        return false;
    }
    let mut shortened = false;
    for question in &mut audit.questions {
        shortened |= replaced(question);
    }
    shortened |= replaced(&mut audit.findings);
    shortened |= replaced(&mut audit.intake);
    shortened | replaced(&mut audit.suppression)
}

/// Whether a text in this JSON takes more than [`LONGEST`] bytes.
fn has_long_text(json: &[u8]) -> bool {
    let (mut start, mut escaped) = (None, false);
    for (at, byte) in json.iter().enumerate() {
        match (byte, start) {
            _ if escaped => escaped = false,
            (b'\\', Some(_)) => escaped = true,
            (b'"', None) => start = Some(at),
            (b'"', Some(begun)) => {
                if at - begun > LONGEST {
                    return true;
                }
                start = None;
            }
            _ => {}
        }
    }
    false
}

fn replaced<T: Serialize + DeserializeOwned>(part: &mut T) -> bool {
    let Ok(mut value) = serde_json::to_value(&*part) else { return false };
    if !walk(&mut value) {
        return false;
    }
    match serde_json::from_value(value) {
        Ok(short) => {
            *part = short;
            true
        }
        Err(_) => false,
    }
}

fn walk(value: &mut Value) -> bool {
    match value {
        Value::String(text) => match short(text) {
            Some(shorter) => {
                *text = shorter;
                true
            }
            None => false,
        },
        Value::Array(values) => values.iter_mut().fold(false, |any, value| walk(value) | any),
        Value::Object(fields) => fields.values_mut().fold(false, |any, value| walk(value) | any),
        _ => false,
    }
}

/// `It was a dark and stormy night … (10000 characters, 5f3a09c1)`, or nothing for what is short enough.
fn short(text: &str) -> Option<String> {
    // Bytes first: most texts are short, and their characters need no counting.
    if text.len() <= LONGEST {
        return None;
    }
    let characters = text.chars().count();
    if characters <= LONGEST {
        return None;
    }
    let kept: String = text.chars().take(KEPT).collect();
    let digest: String =
        Sha256::digest(text.as_bytes()).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    Some(format!("{kept} … ({characters} characters, {digest})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_and_stay_apart() {
        assert_eq!(short(&"é".repeat(200)), None);
        let (one, two) = ("x".repeat(10_000) + "a", "x".repeat(10_000) + "b");
        let (one, two) = (short(&one).expect("long"), short(&two).expect("long"));
        assert_ne!(one, two);
        assert!(one.starts_with(&"x".repeat(KEPT)) && one.contains("(10001 characters, "), "{one}");
        assert!(short(&one).is_none(), "the short form stays as it is");
    }
}
