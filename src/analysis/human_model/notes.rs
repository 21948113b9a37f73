use crate::analysis::consensus::Majority;
use crate::tally::{ModelTally, QuestionTallies};
use crate::vocabulary::Label;
use std::collections::BTreeSet;

/// What a reader of one model's numbers must know: labels that one side never uses, and items that are not compared.
pub(super) fn notes(
    model: &ModelTally,
    tallies: &QuestionTallies,
    majorities: &[Option<Majority>],
) -> Vec<String> {
    let mut notes = Vec::new();
    let people: BTreeSet<Label> =
        tallies.summaries.patterns.entries.iter().map(|&(label, _)| label).collect();
    let models: BTreeSet<Label> = model.joint.iter().map(|&(_, label, _)| label).collect();
    let names = |labels: &mut dyn Iterator<Item = &Label>| {
        let names: Vec<&str> = labels.map(|&label| tallies.question.labels.name(label)).collect();
        listed(&names)
    };
    if models.difference(&people).next().is_some() {
        notes.push(format!("Labels that people never use: {}.", names(&mut models.difference(&people))));
    }
    if people.difference(&models).next().is_some() {
        notes.push(format!("Labels that the model never gives: {}.", names(&mut people.difference(&models))));
    }
    let tied: u64 = model
        .joint
        .iter()
        .filter(|(pattern, _, _)| majorities[*pattern as usize].as_ref().is_some_and(|v| v.label().is_none()))
        .map(|&(_, _, items)| items)
        .sum();
    for (count, one, many) in [
        (
            tied,
            "item is left out of the comparison with the majority: the vote is tied.",
            "items are left out of the comparison with the majority: the vote is tied.",
        ),
        (
            model.unanswered,
            "rated item has no answer, and enters nothing here.",
            "rated items have no answer, and enter nothing here.",
        ),
        (
            model.unrated,
            "answered item was rated by nobody: at most compared with gold.",
            "answered items were rated by nobody: at most compared with gold.",
        ),
        (
            model.bad_confidence,
            "confidence is no number in 0–1, left out.",
            "confidences are no numbers in 0–1, left out.",
        ),
    ] {
        match count {
            0 => {}
            1 => notes.push(format!("1 {one}")),
            more => notes.push(format!("{more} {many}")),
        }
    }
    notes
}

/// At most ten names, the rest counted.
fn listed(names: &[&str]) -> String {
    let rest = names.len().saturating_sub(10);
    let shown = names[..names.len() - rest].join(", ");
    if rest == 0 { shown } else { format!("{shown} and {rest} more") }
}
