use super::super::terminal::wrapped;
use super::line::{Line, notes, standing};
use crate::gate::Ruling;

/// Columns of the screen.
const WIDTH: usize = 80;
/// Where the words begin.
const INDENT: &str = "  ";

/// One paragraph per verdict, and the standing as the last line.
pub(super) fn text(ruling: &Ruling) -> String {
    let mut text = String::new();
    for verdict in &ruling.verdicts {
        let line = Line::of(verdict);
        let head = format!("{}: {}: {}", line.verdict.to_uppercase(), line.subject, line.limit);
        wrap(&head, "", &mut text);
        wrap(&line.reason(), INDENT, &mut text);
        text.push('\n');
    }
    for note in notes(ruling) {
        wrap(&note, "", &mut text);
    }
    if !text.is_empty() && !text.ends_with("\n\n") {
        text.push('\n');
    }
    text.push_str(&standing(ruling));
    text.push('\n');
    text
}

fn wrap(words: &str, indent: &str, text: &mut String) {
    for line in wrapped(words, WIDTH - indent.len()) {
        text.push_str(&format!("{indent}{line}\n"));
    }
}
