use crate::audit::Audit;
use std::collections::{BTreeMap, BTreeSet};

/// What an audit was made with, in the settings' own names and words, with what else moves numbers: the program's version,
/// whether there was a roster, the labels that were found.
pub(super) fn of(audit: &Audit) -> BTreeMap<String, String> {
    let plan = &audit.provenance.plan;
    let mut all = plan.settings.clone();
    // Audits that were made without a settings file tell these in the plan alone.
    for (name, value) in [
        ("inference.seed", plan.inference.seed.0.to_string()),
        ("inference.replicates", plan.inference.replicates.to_string()),
        ("inference.level", plan.inference.level.to_string()),
        ("inference.min_overlap", plan.inference.min_overlap.to_string()),
        ("privacy.min_group", plan.min_group.to_string()),
        ("privacy.pseudonymize", plan.pseudonymized.to_string()),
    ] {
        all.insert(name.into(), value);
    }
    all.insert("version of raterscope".into(), audit.provenance.raterscope.clone());
    for kind in ["roster", "predictions"] {
        let there = audit.intake.inputs.iter().any(|input| input.kind == kind);
        all.insert(kind.into(), if there { "present" } else { "none" }.into());
    }
    for question in &audit.questions {
        let question = &question.question;
        let name = format!("labels of {}", question.name);
        all.insert(
            name,
            question.labels.names.iter().take(MOST_LABELS).cloned().collect::<Vec<_>>().join(", "),
        );
    }
    all
}

/// Labels that are held against each other in words.
const MOST_LABELS: usize = 50;
/// Settings told of one audit; more are counted.
const MOST: usize = 8;
/// Longest value that is quoted.
const LONGEST: usize = 60;

/// What differs from one audit to the next, in sentences with `names` marked.
pub(super) fn changed(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> Vec<String> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut told = Vec::new();
    for name in names {
        match (before.get(name), after.get(name)) {
            (old, new) if old == new => {}
            (Some(old), Some(new)) => told.push(format!("`{name}`: {} → {}", quoted(old), quoted(new))),
            (None, Some(new)) => told.push(format!("`{name}`: new, {}", quoted(new))),
            (_, None) => told.push(format!("`{name}`: no longer there")),
        }
    }
    let more = told.len().saturating_sub(MOST);
    told.truncate(MOST);
    if more > 0 {
        told.push(format!("and {more} more settings"));
    }
    told
}

fn quoted(value: &str) -> String {
    let text = value.replace('`', "'");
    match text.chars().count() > LONGEST {
        true => format!("`{}…`", text.chars().take(LONGEST - 1).collect::<String>()),
        false => format!("`{text}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::changed;
    use std::collections::BTreeMap;

    #[test]
    fn only_what_differs_is_told() {
        let of = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
            pairs.iter().map(|&(name, value)| (name.into(), value.into())).collect()
        };
        let before = of(&[("inference.seed", "1"), ("roster", "none"), ("gone", "x")]);
        let after = of(&[("inference.seed", "2"), ("roster", "none"), ("fresh", "y")]);
        assert_eq!(
            changed(&before, &after),
            ["`fresh`: new, `y`", "`gone`: no longer there", "`inference.seed`: `1` → `2`"]
        );
        assert!(changed(&after, &after).is_empty());
    }
}
