use super::hostile_text::{harmless, shown_name};
use serde::Serialize;

/// A run of words with the names from the log told apart from our own, so that a template can isolate them
/// (`<bdi>`) and Markdown can escape them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Prose(Vec<Piece>);

/// Part of a [`Prose`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// The words, harmless but not yet escaped.
    pub text: String,
    /// How they are set.
    pub kind: PieceKind,
}

/// How a [`Piece`] is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PieceKind {
    /// Our own words.
    Plain,
    /// Our own words, emphasised.
    Strong,
    /// A name from the log.
    Name,
    /// A name from the log, emphasised.
    StrongName,
}

impl Prose {
    /// Words of our own.
    pub fn of(text: impl AsRef<str>) -> Self {
        Self::default().say(text)
    }

    /// A sentence in which `backticks` mark the names, as notes and error messages are written.
    pub fn marked(text: &str) -> Self {
        if !text.matches('`').count().is_multiple_of(2) {
            return Self::of(text);
        }
        let parts = text.split('`').enumerate();
        parts.fold(Self::default(), |prose, (place, part)| match place % 2 {
            0 => prose.say(part),
            _ => prose.say("“").name(part).say("”"),
        })
    }

    /// A name from the log and nothing else.
    pub fn named(name: &str) -> Self {
        Self::default().name(name)
    }

    /// Adds words of our own.
    pub fn say(self, text: impl AsRef<str>) -> Self {
        let text = harmless(text.as_ref()).into_owned();
        self.push(text, PieceKind::Plain)
    }

    /// Adds emphasised words of our own.
    pub fn strong(self, text: impl AsRef<str>) -> Self {
        let text = harmless(text.as_ref()).into_owned();
        self.push(text, PieceKind::Strong)
    }

    /// Adds a name from the log.
    pub fn name(self, name: &str) -> Self {
        self.push(shown_name(name), PieceKind::Name)
    }

    /// Adds an emphasised name from the log.
    pub fn strong_name(self, name: &str) -> Self {
        self.push(shown_name(name), PieceKind::StrongName)
    }

    /// Adds names from the log with commas between them.
    pub fn names<'a>(mut self, names: impl IntoIterator<Item = &'a str>) -> Self {
        for (place, name) in names.into_iter().enumerate() {
            if place > 0 {
                self = self.say(", ");
            }
            self = self.name(name);
        }
        self
    }

    /// Adds what another holds.
    pub fn then(mut self, other: Prose) -> Self {
        self.0.extend(other.0);
        self
    }

    /// The same with a small first letter, for the middle of a sentence; a name keeps its own.
    pub fn lowered(mut self) -> Self {
        if let Some(first) = self.0.first_mut().filter(|piece| piece.kind == PieceKind::Plain) {
            let mut letters = first.text.chars();
            let lowered = letters.next().map(|letter| letter.to_lowercase().chain(letters).collect());
            first.text = lowered.unwrap_or_default();
        }
        self
    }

    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Without emphasis, for terminals and attributes.
    pub fn to_text(&self) -> String {
        self.0.iter().map(|piece| piece.text.as_str()).collect()
    }

    /// As Markdown, names escaped.
    pub fn to_markdown(&self) -> String {
        let mut out = String::new();
        for piece in &self.0 {
            let text = escape_markdown(&piece.text);
            match piece.kind {
                PieceKind::Plain | PieceKind::Name => out.push_str(&text),
                PieceKind::Strong | PieceKind::StrongName => out.push_str(&format!("**{text}**")),
            }
        }
        out
    }

    fn push(mut self, text: String, kind: PieceKind) -> Self {
        if !text.is_empty() {
            self.0.push(Piece { text, kind });
        }
        self
    }
}

/// Takes the meaning from every character that Markdown, a table in it or HTML within it could read.
pub fn escape_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '@' => out.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' | '$' => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    // A bare address would become a link.
    out.replace("://", ":&#47;&#47;").replace("www.", "www&#46;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_their_place_and_lose_their_power() {
        let prose = Prose::of("One boundary: ").strong_name("a|b").say(" against ").name("<i>").say(".");
        assert_eq!(prose.to_text(), "One boundary: a|b against <i>.");
        assert_eq!(prose.to_markdown(), "One boundary: **a\\|b** against &lt;i&gt;.");
        assert!(Prose::of("").is_empty());
    }

    #[test]
    fn backticks_mark_names() {
        let prose = Prose::marked("column `a<b` is called `c`");
        assert_eq!(prose.to_text(), "column “a<b” is called “c”");
        assert_eq!(Prose::marked("an odd ` stays").to_text(), "an odd ` stays");
    }

    #[test]
    fn markdown_makes_no_link_and_mentions_nobody() {
        let text = escape_markdown("[x](javascript:1) @team https://e.org www.e.org");
        assert!(!text.contains('@') && !text.contains("://") && text.starts_with("\\[x\\]"));
    }
}
