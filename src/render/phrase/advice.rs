use crate::render::prose::Prose;

/// Advice with its first clause emphasised: what to do, then how and why. Names in quotation marks are never cut.
pub fn advice(text: &str) -> Prose {
    let mut quoted = 0usize;
    let cut = text.char_indices().find(|&(_, c)| {
        match c {
            '“' => quoted += 1,
            '”' => quoted = quoted.saturating_sub(1),
            _ => {}
        }
        quoted == 0 && matches!(c, ',' | ':' | ';' | '.')
    });
    match cut {
        Some((place, '.')) => Prose::default().strong(&text[..=place]).say(&text[place + 1..]),
        Some((place, _)) => Prose::default().strong(&text[..place]).say(&text[place..]),
        None => Prose::default().strong(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_begins_with_what_to_do() {
        let text = "Write where “a, b” ends, and measure again.";
        assert_eq!(advice(text).to_markdown(), "**Write where “a, b” ends**, and measure again.");
        assert_eq!(advice("Cap sessions.").to_markdown(), "**Cap sessions.**");
        assert_eq!(advice("An odd ” name").to_text(), "An odd ” name");
    }
}
