use super::phrase;
use crate::compare::{Change, Comparison, PairVerdict, QuestionComparison};
use crate::render::prose::{Prose, escape_markdown};
use crate::render::{Artifact, number};
use crate::vocabulary::Outcome;

/// Questions, parts and pairs that a summary names at most.
const MOST: usize = 12;

/// `comparison.md`: what a pull request or a message shows.
pub fn artifact(comparison: &Comparison) -> Artifact {
    Artifact::new("comparison.md", summary(comparison))
}

fn summary(comparison: &Comparison) -> String {
    let mut out = String::from("# What changed\n\n");
    for (title, facts) in
        [(&comparison.before, &comparison.sides[0]), (&comparison.after, &comparison.sides[1])]
    {
        out.push_str(&format!("- {}\n", escape_markdown(&phrase::side(&Prose::of(title).to_text(), facts))));
    }
    out.push('\n');
    for question in comparison.questions.iter().take(MOST) {
        if comparison.questions.len() > 1 {
            out.push_str(&format!("## {}\n\n", Prose::named(&question.question).to_markdown()));
        }
        of_question(question, &mut out);
    }
    if comparison.questions.len() > MOST {
        out.push_str(&format!(
            "{} more questions are in comparison.html.\n\n",
            comparison.questions.len() - MOST
        ));
    }
    for note in &comparison.notes {
        out.push_str(&format!("- {}\n", Prose::marked(note).to_markdown()));
    }
    out.push_str("\nThe whole comparison is in comparison.html, every number in changes.csv.\n");
    out
}

fn of_question(question: &QuestionComparison, out: &mut String) {
    out.push_str(&format!("{}\n\n", phrase::verdict(question).to_markdown()));
    out.push_str("| | before | after | change | what may be said |\n|---|--:|--:|--:|---|\n");
    let whole = question.changes.iter().filter(|change| change.slice.is_whole());
    let parts = question.changes.iter().filter(|change| !change.slice.is_whole() && change.reported);
    for change in whole.chain(parts.take(MOST)) {
        out.push_str(&row(change));
    }
    out.push('\n');
    let pairs = phrase::pairs(question);
    if !pairs.is_empty() {
        out.push_str(&format!("{}\n\n", pairs.to_markdown()));
    }
    for pair in question.pairs.iter().flat_map(|pairs| &pairs.pairs).take(MOST) {
        if pair.verdict == PairVerdict::NoEvidence {
            break;
        }
        let named = Prose::named(&pair.first).say(" with ").name(&pair.second);
        out.push_str(&format!(
            "- {}: {}, {} → {}\n",
            named.to_markdown(),
            phrase::pair_word(pair.verdict),
            number::percent(pair.before.value),
            number::percent(pair.after.value)
        ));
    }
    for split in &question.drivers.splits {
        out.push_str(&format!("- {}\n", phrase::split(split).to_markdown()));
    }
    if let Some(people) = &question.drivers.people {
        out.push_str(&format!("- {}\n", phrase::people(people).to_markdown()));
    }
    out.push('\n');
}

fn row(change: &Change) -> String {
    let value = |outcome: &Outcome<f64>| match outcome {
        Outcome::Estimated(value) => number::share(*value),
        Outcome::NotEstimable(_) => number::DASH.into(),
    };
    let part = match change.slice.is_whole() {
        true => String::new(),
        false => format!(" ({})", Prose::named(&change.slice.0).to_markdown()),
    };
    let moved = match &change.change {
        Outcome::Estimated(estimate) => number::signed_estimate(estimate),
        Outcome::NotEstimable(reason) => reason.sentence(),
    };
    format!(
        "| {}{part} | {} | {} | {} | {} |\n",
        escape_markdown(phrase::short_name(&change.name)),
        value(&change.before),
        value(&change.after),
        escape_markdown(&moved),
        escape_markdown(&phrase::said(change))
    )
}
