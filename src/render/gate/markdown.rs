use super::super::hostile_text::shown_name;
use super::super::prose::escape_markdown;
use super::line::{Line, notes, standing};
use crate::gate::{Effect, Judgement, Ruling};

/// Rows that the table shows at most.
const MOST: usize = 50;

/// A comment on a pull request: the standing, a table, worst first, and what to know of it.
pub(super) fn text(ruling: &Ruling) -> String {
    let mut out = format!("## {}\n\n", escape_markdown(&standing(ruling)));
    let mut of = vec![escape_markdown(&shown_name(&ruling.title))];
    of.extend(
        ruling.baseline.iter().map(|baseline| format!("against {}", escape_markdown(&shown_name(baseline)))),
    );
    out.push_str(&format!("{}\n\n", of.join(" ")));
    let mut worst: Vec<_> = ruling.verdicts.iter().collect();
    // Stable: of the same effect and judgement the settings' order stays.
    worst.sort_by_key(|verdict| (std::cmp::Reverse(verdict.effect()), verdict.judgement == Judgement::Pass));
    if !worst.is_empty() {
        out.push_str("| verdict | number | limit | value | why |\n|---|---|---|---|---|\n");
    }
    for verdict in worst.iter().take(MOST) {
        let line = Line::of(verdict);
        let word = match verdict.effect() {
            Effect::Fails | Effect::Open => format!("**{}**", line.verdict),
            Effect::Told | Effect::Kept => line.verdict,
        };
        let cells = [line.subject, line.limit, line.value, line.why].map(|cell| escape_markdown(&cell));
        out.push_str(&format!("| {word} | {} |\n", cells.join(" | ")));
    }
    if worst.len() > MOST {
        out.push_str(&format!("\nShowing {MOST} of {} verdicts, worst first.\n", worst.len()));
    }
    for note in notes(ruling) {
        out.push_str(&format!("\n{}\n", escape_markdown(&note)));
    }
    out
}
