use super::key::{Key, Kind};
use super::known_keys::looked;

/// Which column plays which role.
pub(super) const COLUMN_KEYS: &[Key] = &[
    looked("columns.item", Kind::Text, "\"item_id\"", "What was judged."),
    looked("columns.annotator", Kind::Text, "\"annotator_id\"", "Who judged it."),
    looked(
        "columns.label",
        Kind::Texts,
        "[\"label\"]",
        "The label given. Several columns are as many questions.",
    ),
    looked("columns.question", Kind::Text, "\"question\"", "Which question a row answers."),
    looked("columns.gold", Kind::Text, "\"gold\"", "The label held to be right."),
    looked(
        "columns.second_gold",
        Kind::Text,
        "\"old_gold\"",
        "Another label that the item speaks for (an earlier guideline's, a misleading cue's): tells which of the two \
         people and models follow where they differ.",
    ),
    looked(
        "columns.action",
        Kind::Text,
        "\"action\"",
        "What the annotator did with the suggestion: approve, edit, reject, flag.",
    ),
    looked(
        "columns.suggestion",
        Kind::Text,
        "\"suggestion\"",
        "The label that was suggested to the annotator.",
    ),
    looked(
        "columns.suggestion_shown",
        Kind::Text,
        "\"suggestion_shown\"",
        "Whether the suggestion was shown; left out, every suggestion that stands in a row was.",
    ),
    looked(
        "columns.suggestion_confidence",
        Kind::Text,
        "\"suggestion_confidence\"",
        "How confident the maker of the suggestion was.",
    ),
    looked("columns.model", Kind::Texts, "[\"model_*\"]", "What models said; * stands for any text."),
    looked(
        "columns.slice",
        Kind::Texts,
        "[\"batch\"]",
        "What splits annotations into parts: batch, language.",
    ),
    looked("columns.attribute", Kind::Texts, "[\"gender\"]", "What is known of annotators: gender, country."),
    looked(
        "columns.item_attribute",
        Kind::Texts,
        "[\"author_region\"]",
        "What is known of items: whose content it is, where it comes from. Of a file of items, which columns are taken.",
    ),
    looked("columns.ignore", Kind::Texts, "[]", "Columns to leave unread although their names are known."),
    looked("columns.order", Kind::Text, "\"order\"", "The position in the annotator's work."),
    looked(
        "columns.time",
        Kind::Text,
        "\"time_on_item_secs\"",
        "The time spent on the item (_ms: milliseconds).",
    ),
    looked("columns.submitted_at", Kind::Text, "\"submitted_at\"", "When the annotation was handed in."),
    looked("columns.started_at", Kind::Text, "\"started_at\"", "When the annotator began."),
    looked("columns.session", Kind::Text, "\"session_id\"", "The work session."),
    looked("columns.status", Kind::Text, "\"status\"", "Submitted, skipped, discarded."),
    looked("columns.is_repeat", Kind::Text, "\"is_repeat\"", "Marks repeats that were shown on purpose."),
    looked(
        "columns.cluster",
        Kind::Text,
        "\"cluster_id\"",
        "Which items belong together (thread, document, author): intervals draw such clusters whole.",
    ),
    looked("columns.annotator_kind", Kind::Text, "\"annotator_kind\"", "Tells humans from models."),
    looked("columns.wide", Kind::Truth, "false", "One column per annotator instead of a row per annotation."),
    looked(
        "columns.wide_columns",
        Kind::Texts,
        "[]",
        "The annotators' columns of a wide log; empty: all others.",
    ),
];
