//! The words that annotation tools write for what an annotator did with a suggestion.

use super::schema::plain;
use crate::vocabulary::Action;

/// The words that people's tools write for an action.
const ACTIONS: [(Action, &[&str]); 4] = [
    (
        Action::Approve,
        &[
            "approve",
            "approved",
            "accept",
            "accepted",
            "confirm",
            "confirmed",
            "agree",
            "agreed",
            "keep",
            "kept",
            "ok",
        ],
    ),
    (
        Action::Edit,
        &[
            "edit",
            "edited",
            "modify",
            "modified",
            "change",
            "changed",
            "correct",
            "corrected",
            "fix",
            "fixed",
            "fixed_and_accepted",
            "override",
            "overridden",
            "update",
            "updated",
            "replace",
            "replaced",
        ],
    ),
    (
        Action::Reject,
        &["reject", "rejected", "decline", "declined", "dismiss", "dismissed", "refuse", "refused"],
    ),
    (Action::Flag, &["flag", "flagged", "escalate", "escalated", "report", "reported", "query"]),
];

/// The action that a word means; `None` where it says nothing.
pub(super) fn action(text: &str) -> Option<Action> {
    let word = plain(text);
    if word.is_empty() || ["none", "na", "null", "n/a"].contains(&word.as_str()) {
        return None;
    }
    let known = ACTIONS.iter().find(|(_, words)| words.contains(&word.as_str()));
    Some(known.map_or(Action::Other, |&(action, _)| action))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_understood_and_strange_ones_stay_told_apart_from_none() {
        let meant =
            [("Approved", Action::Approve), ("fixed and accepted", Action::Edit), ("REJECT", Action::Reject)];
        assert!(meant.iter().all(|(word, meaning)| action(word) == Some(*meaning)));
        assert_eq!((action("snoozed"), action(" "), action("NA")), (Some(Action::Other), None, None));
    }
}
