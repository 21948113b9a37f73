use super::phrase;
use crate::compare::Comparison;
use crate::render::hostile_text::shown_name;
use crate::render::number;
use crate::render::prose::Prose;
use crate::render::terminal::wrapped;
use crate::vocabulary::Outcome;

/// Parts that a screen lists.
const PARTS: usize = 12;
/// Characters of a line.
const WIDTH: usize = 100;

/// A comparison on one screen: verdict, the coefficients of the whole, the parts that changed, what moved it.
pub fn terminal(comparison: &Comparison) -> String {
    let mut out = String::new();
    for (title, facts) in
        [(&comparison.before, &comparison.sides[0]), (&comparison.after, &comparison.sides[1])]
    {
        out.push_str(&phrase::side(&Prose::of(title).to_text(), facts));
        out.push('\n');
    }
    for question in &comparison.questions {
        out.push('\n');
        if comparison.questions.len() > 1 {
            out.push_str(&format!("{}\n", shown_name(&question.question)));
        }
        out.push_str(&format!("{}\n\n", phrase::verdict(question).to_text()));
        let parts = question.changes.iter().filter(|change| !change.slice.is_whole() && change.reported);
        let whole = question.changes.iter().filter(|change| change.slice.is_whole());
        for change in whole.chain(parts.take(PARTS)) {
            let named = match change.slice.is_whole() {
                true => phrase::short_name(&change.name).to_owned(),
                false => format!("{} ({})", phrase::short_name(&change.name), shown_name(&change.slice.0)),
            };
            let moved = match &change.change {
                Outcome::Estimated(estimate) => number::signed_estimate(estimate),
                Outcome::NotEstimable(reason) => reason.sentence(),
            };
            out.push_str(&format!("  {named:<32} {moved}   {}\n", phrase::said(change)));
        }
        let pairs = phrase::pairs(question);
        if !pairs.is_empty() {
            out.push_str(&format!("\n{}\n", pairs.to_text()));
        }
        for split in &question.drivers.splits {
            out.push_str(&format!("{}\n", phrase::split(split).to_text()));
        }
        if let Some(people) = &question.drivers.people {
            out.push_str(&format!("{}\n", phrase::people(people).to_text()));
        }
    }
    for note in &comparison.notes {
        out.push_str(&format!("\n{}\n", Prose::marked(note).to_text()));
    }
    out.lines().map(|line| within(line) + "\n").collect()
}

/// A line as wide as a screen; a row of the list, which is indented, stays in one piece.
fn within(line: &str) -> String {
    if line.starts_with(' ') { line.to_owned() } else { wrapped(line, WIDTH).join("\n") }
}
