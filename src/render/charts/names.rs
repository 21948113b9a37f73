//! Names from a log in the words of charts: harmless and short.

pub use crate::render::hostile_text::shown_name as shown;

/// The longest name within a sentence.
const IN_SENTENCE: usize = 40;

/// A name within a sentence.
pub fn in_sentence(name: &str) -> String {
    let text = shown(name);
    if text.chars().count() <= IN_SENTENCE {
        return text;
    }
    text.chars().take(IN_SENTENCE - 1).collect::<String>().trim_end().to_owned() + "…"
}

/// Two names side by side, each short enough to leave room for the other.
pub fn pair(first: &str, second: &str) -> String {
    const SIDE: usize = 17;
    let side = |name: &str| {
        let text = shown(name);
        match text.chars().count() > SIDE {
            true => text.chars().take(SIDE - 1).collect::<String>().trim_end().to_owned() + "…",
            false => text,
        }
    };
    format!("{} / {}", side(first), side(second))
}

/// A name as part of a file name: lower-case ASCII letters, digits and single hyphens, at most 40, or nothing.
pub fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
        if out.len() >= IN_SENTENCE {
            break;
        }
    }
    out.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_harmless_and_short() {
        assert_eq!(shown("a\u{202e}b\u{7}"), "a\u{fffd}b\u{fffd}");
        assert_eq!(shown("  "), "(empty)");
        assert_eq!(in_sentence(&"x".repeat(90)).chars().count(), 40);
    }

    #[test]
    fn slugs_name_no_folder() {
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert_eq!(slug("GPT-4o (mini)"), "gpt-4o-mini");
        assert_eq!(slug("שלום"), "");
        assert!(slug(&"ab ".repeat(90)).len() <= 40);
    }
}
