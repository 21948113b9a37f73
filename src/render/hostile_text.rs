use std::borrow::Cow;

/// The longest name that a page, a summary or a terminal shows; `estimates.csv` has names in full.
const LONGEST: usize = 80;

/// Text from a log made harmless for people's eyes: no control characters, no terminal escapes, nothing that reorders
/// or hides what is beside it. What was taken out leaves a mark, so that two names that differ still look different.
/// Escaping for HTML or Markdown comes on top, at the place of writing.
pub fn harmless(text: &str) -> Cow<'_, str> {
    if text.chars().any(|c| replacement(c).is_some()) {
        Cow::Owned(text.chars().map(|c| replacement(c).unwrap_or(c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// [`harmless`] and short enough for a table cell.
pub fn shown_name(text: &str) -> String {
    let text = harmless(text);
    if text.trim().is_empty() {
        return "(empty)".into();
    }
    if text.chars().count() <= LONGEST {
        return text.into_owned();
    }
    let mut short: String = text.chars().take(LONGEST - 1).collect();
    short.push('…');
    short
}

/// A sentence about a log, cut where names in it make it longer than anybody reads.
pub fn clipped(text: &str) -> Cow<'_, str> {
    const LONGEST_SENTENCE: usize = 1_000;
    match text.char_indices().nth(LONGEST_SENTENCE) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// What stands for a character that must not be shown; `None` leaves it as it is. Joiners (U+200C, U+200D) stay: Persian,
/// Indic scripts and emoji need them, and they move nothing.
fn replacement(c: char) -> Option<char> {
    match c {
        '\n' | '\r' | '\u{2028}' | '\u{2029}' => Some('↵'),
        '\t' => Some(' '),
        _ if c.is_control() => Some(char::REPLACEMENT_CHARACTER),
        // Bidirectional marks, embeddings, overrides and isolates.
        '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' => {
            Some(char::REPLACEMENT_CHARACTER)
        }
        // Invisible: zero-width space, word joiner and kin, byte order mark, interlinear marks, tags.
        '\u{200b}' | '\u{2060}'..='\u{2065}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' => {
            Some(char::REPLACEMENT_CHARACTER)
        }
        '\u{e0000}'..='\u{e007f}' => Some(char::REPLACEMENT_CHARACTER),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reorders_or_hides_leaves_a_mark() {
        assert_eq!(harmless("plain"), "plain");
        assert_eq!(harmless("a\u{202e}b"), "a\u{fffd}b");
        assert_eq!(harmless("a\u{1b}[31mb"), "a\u{fffd}[31mb");
        assert_eq!(harmless("yes\u{200b}"), "yes\u{fffd}");
        assert_eq!(harmless("a\nb\tc"), "a↵b c");
        assert_eq!(harmless("שלום"), "שלום");
    }

    #[test]
    fn names_are_short_and_never_nothing() {
        assert_eq!(shown_name(""), "(empty)");
        assert_eq!(shown_name("  "), "(empty)");
        assert_eq!(shown_name(&"x".repeat(500)).chars().count(), LONGEST);
    }
}
