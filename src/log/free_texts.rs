//! Labels that are somebody's own words: a report shows that there are such answers, and not what they say.

use sha2::{Digest, Sha256};

/// Characters beyond which a label is a text.
const LONGEST: usize = 80;
/// Words from which on a label is a text.
const WORDS: usize = 8;
/// So many different texts are no code book.
const MANY: usize = 20;
/// Texts of a code book are chosen again and again: so often each, on average.
const CHOSEN: u64 = 3;

/// Whether these labels, with how often each was given, are answers in people's own words: many look like texts, and
/// hardly one is given twice.
pub(super) fn are_free<'a>(given: impl Iterator<Item = (u64, &'a str)>) -> bool {
    let texts: Vec<u64> = given.filter(|(_, label)| is_text(label)).map(|(count, _)| count).collect();
    texts.len() > MANY && texts.iter().sum::<u64>() < CHOSEN * texts.len() as u64
}

/// What stands for a text; any other label stays as it is. Equal texts stay equal, in every log.
pub(super) fn untold(label: &str) -> String {
    if !is_text(label) {
        return label.to_string();
    }
    let digest: String =
        Sha256::digest(label.as_bytes()).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("text {digest} ({} words)", label.split_whitespace().count())
}

fn is_text(label: &str) -> bool {
    label.contains('\n')
        || label.chars().count() > LONGEST
        || label.split_whitespace().nth(WORDS - 1).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(n: usize, each: u64) -> Vec<(u64, String)> {
        (0..n).map(|i| (each, format!("I think that number {i} is rude because of its tone"))).collect()
    }

    fn free(answers: &[(u64, String)]) -> bool {
        are_free(answers.iter().map(|(count, text)| (*count, text.as_str())))
    }

    #[test]
    fn opinions_are_free_texts_and_statements_of_a_code_book_are_none() {
        assert!(free(&answers(30, 1)));
        assert!(!free(&answers(30, 40)), "chosen again and again");
        assert!(!free(&answers(7, 1)), "a few long labels");
        assert!(!free(&(0..90).map(|i| (1, format!("topic {i}"))).collect::<Vec<_>>()));
    }

    #[test]
    fn a_text_becomes_a_digest_and_a_label_stays() {
        let told = untold("I think that this is rude because of its tone");
        assert!(
            told.starts_with("text ") && told.ends_with("(10 words)") && !told.contains("rude"),
            "{told}"
        );
        assert_eq!(untold("very rude"), "very rude");
        assert_ne!(untold(&"a ".repeat(9)), untold(&"b ".repeat(9)));
        assert_eq!(untold(&told), told);
    }
}
