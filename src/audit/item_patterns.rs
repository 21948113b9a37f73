use crate::tally::{QuestionTallies, Tallies};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The version of `items.json`'s shape.
pub const ITEMS_VERSION: u32 = 1;

/// What each item shows, beside an audit, so that a later audit of the same items can be compared pair by pair. Items are
/// told by hashes alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemPatterns {
    /// [`ITEMS_VERSION`] of the program that wrote it.
    pub schema_version: u32,
    /// How items were hashed: `sha256` of the item's name, or `hmac-sha256` with the key of pseudonyms.
    pub hash: String,
    /// By question, sorted by name.
    pub questions: Vec<QuestionItems>,
}

/// The items of one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionItems {
    /// The question.
    pub question: String,
    /// (hash, row of the audit's pattern table of the whole question), sorted by hash.
    pub items: Vec<(String, u32)>,
}

/// Tells hashes of items from those of other names.
const PREFIX: &str = "raterscope item\u{0}";
/// Bytes of a hash that are kept: two of a hundred million items share them with a probability of 1 in 4 000.
const KEPT: usize = 8;

/// The items of every question that was counted with its rows. `key`: the key of pseudonyms, where names are pseudonyms.
pub fn item_patterns(tallies: &Tallies, key: Option<&[u8]>) -> ItemPatterns {
    let hash = if key.is_some() { "hmac-sha256" } else { "sha256" };
    let mac = key.map(|key| Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length"));
    let questions =
        tallies.questions.iter().filter_map(|question| of_question(question, mac.as_ref())).collect();
    ItemPatterns { schema_version: ITEMS_VERSION, hash: hash.into(), questions }
}

fn of_question(question: &QuestionTallies, mac: Option<&Hmac<Sha256>>) -> Option<QuestionItems> {
    let index = question.index.as_ref()?;
    let rated = index.pattern.iter().enumerate().filter(|&(_, &pattern)| pattern != u32::MAX);
    let mut items: Vec<(String, u32)> =
        rated.map(|(item, &pattern)| (hashed(question.items.name(item as u32), mac), pattern)).collect();
    items.sort_unstable();
    Some(QuestionItems { question: question.question.name.clone(), items })
}

fn hashed(name: &str, mac: Option<&Hmac<Sha256>>) -> String {
    let bytes: [u8; 32] = match mac {
        Some(mac) => {
            let mut mac = mac.clone();
            mac.update(PREFIX.as_bytes());
            mac.update(name.as_bytes());
            mac.finalize().into_bytes().into()
        }
        None => {
            let mut hasher = Sha256::new();
            hasher.update(PREFIX.as_bytes());
            hasher.update(name.as_bytes());
            hasher.finalize().into()
        }
    };
    bytes[..KEPT].iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_log::TestLog;

    #[test]
    fn items_are_told_by_hashes_that_a_key_changes() {
        let tallies =
            Tallies { questions: vec![TestLog::of_items(&[&[0, 1], &[0, 0], &[0, 1]], 2).tallies()] };
        let (plain, keyed) = (item_patterns(&tallies, None), item_patterns(&tallies, Some(b"key")));
        assert_eq!((plain.hash.as_str(), keyed.hash.as_str()), ("sha256", "hmac-sha256"));
        let rows = |found: &ItemPatterns| {
            let mut rows: Vec<u32> = found.questions[0].items.iter().map(|(_, row)| *row).collect();
            rows.sort_unstable();
            rows
        };
        assert_eq!(rows(&plain), rows(&keyed));
        assert_eq!(rows(&plain).len(), 3);
        let hashes = |found: &ItemPatterns| -> Vec<String> {
            found.questions[0].items.iter().map(|(hash, _)| hash.clone()).collect()
        };
        assert!(hashes(&plain).iter().all(|hash| hash.len() == 16 && !hashes(&keyed).contains(hash)));
        assert!(hashes(&plain).is_sorted(), "no place tells which item it was");
    }
}
