//! What the suppression log says of groups.

use super::suppression::EVERYWHERE;
use super::withheld::Withheld;
use super::{SuppressionNote, SuppressionRule};
use crate::vocabulary::Reason;

/// That the settings let groups be shown that are too small to be.
pub(super) fn allowed(why: &str) -> SuppressionNote {
    SuppressionNote {
        what: "small groups".into(),
        why: why.into(),
        rule: SuppressionRule::SmallGroupsAllowed,
        place: EVERYWHERE.into(),
        ..SuppressionNote::default()
    }
}

/// What is withheld of one attribute, a note per rule.
pub(super) fn notes(
    question: &str,
    attribute: &str,
    withheld: &Withheld,
    min_group: u64,
) -> Vec<SuppressionNote> {
    let note = |rule: SuppressionRule, groups: Option<u64>, why: String| SuppressionNote {
        question: question.into(),
        what: attribute.into(),
        why,
        rule,
        place: EVERYWHERE.into(),
        groups,
    };
    if withheld.names_too {
        let why = format!(
            "Fewer than {min_group} annotators, or one group only: no group is shown, not even by name."
        );
        return vec![note(SuppressionRule::Names, None, why)];
    }
    let (small, others) =
        (withheld.because(&Reason::Insufficient), withheld.because(&Reason::WithheldForOthers));
    let mut out = Vec::new();
    if small > 0 {
        let why = format!("Groups of fewer than {min_group} annotators are not shown.");
        out.push(note(SuppressionRule::SmallGroup, Some(small), why));
    }
    if others > 0 {
        let why = "Larger groups by which a small one could be worked out by subtraction, from this attribute or with \
                   others, are not shown either.";
        out.push(note(SuppressionRule::Complementary, Some(others), why.into()));
    }
    out
}

/// That groups by slice or along the calendar are not told, because with those of other attributes they would tell of few.
pub(super) fn grid_note(question: &str, attribute: &str, by: &str) -> SuppressionNote {
    SuppressionNote {
        question: question.into(),
        what: attribute.into(),
        why: "Together with other attributes' numbers in the same parts of the log, sums and differences might tell of a \
              few annotators."
            .into(),
        rule: SuppressionRule::Complementary,
        place: format!("coverage by {by}"),
        groups: None,
    }
}

/// That groups are withheld for the sake of who came or went since the baseline.
pub(super) fn baseline_note(question: &str, attribute: &str, groups: u64) -> Option<SuppressionNote> {
    (groups > 0).then(|| SuppressionNote {
        question: question.into(),
        what: attribute.into(),
        why: "Beside the baseline they would tell of the few annotators by whom they grew or shrank.".into(),
        rule: SuppressionRule::Baseline,
        place: EVERYWHERE.into(),
        groups: Some(groups),
    })
}

/// That groups by slice or along the calendar are not told for the sake of who came to a cell, or left it, since the baseline.
pub(super) fn baseline_grid_note(question: &str, attribute: &str, by: &str) -> SuppressionNote {
    SuppressionNote {
        question: question.into(),
        what: attribute.into(),
        why: "Beside the baseline's, they would tell of the few annotators by whom a group grew or shrank in a part of the \
              log."
            .into(),
        rule: SuppressionRule::Baseline,
        place: format!("coverage by {by}"),
        groups: None,
    }
}

/// That somebody's texts were cut.
pub(super) fn long_texts_note() -> SuppressionNote {
    SuppressionNote {
        what: "texts of more than 200 characters".into(),
        why: "Shortened to their beginning, with a digest: a report carries nobody's text.".into(),
        rule: SuppressionRule::FreeText,
        place: EVERYWHERE.into(),
        ..SuppressionNote::default()
    }
}
