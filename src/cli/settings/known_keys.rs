use super::column_keys::COLUMN_KEYS;
use super::group_keys::GROUP_KEYS;
use super::key::{Key, Kind, Unset};
use crate::audit::{Adjustment, ConsensusModel, DifferenceInterval, ShareInterval};
use crate::gate::Inconclusive;

/// The tables of a settings file in the order in which `init` writes them, with what they hold.
pub const TABLES: &[(&str, &str)] = &[
    ("columns", "Which column plays which role. What is left out is recognised by its name."),
    (
        "attributes",
        "What is known of annotators and items. Edges of bands stand in [bands], target shares in [targets.ATTRIBUTE].",
    ),
    ("labels", "The labels, for every question that has no table of its own."),
    ("rows", "How rows are read."),
    ("inference", "How intervals are made."),
    ("consensus", "How one label is made of the labels of several annotators."),
    ("human_model", "How people and models are compared."),
    ("routing", "What a model may label alone, and what people have time for."),
    ("interventions", "How annotators' dealings with suggestions are judged."),
    ("fatigue", "What is asked about the order of work."),
    ("course", "How changes along the calendar are judged."),
    ("pace", "How one annotator's own shares are told."),
    ("cohesion", "How it is judged whether groups agree more within themselves than with the others."),
    ("severity", "How label rates of groups of annotators are compared."),
    ("coverage", "How coverage of groups is judged."),
    ("views", "How groups of annotators are held against the consensus."),
    ("fairness", "How models are compared over groups of items."),
    ("privacy", "What is shown of people."),
    ("report", "How the report is written."),
    (
        "agreement",
        "Which coefficients of agreement are given, and how far apart labels are. `raterscope coefficients` lists them.",
    ),
    (
        "gate",
        "What `raterscope gate` holds an audit to; its rules stand at the end, one [[gate.rules]] each.",
    ),
];

/// The table of tables with settings for one question: `[questions.toxicity]`.
pub const QUESTIONS: &str = "questions";

/// Every setting that raterscope knows. `init` writes them, errors suggest from them, and nothing else is accepted.
pub const KEYS: &[Key] = &ALL;

const ALL: [Key; COLUMN_KEYS.len() + GROUP_KEYS.len() + OTHER_KEYS.len()] = {
    let mut all = [COLUMN_KEYS[0]; COLUMN_KEYS.len() + GROUP_KEYS.len() + OTHER_KEYS.len()];
    let (columns, groups) = (COLUMN_KEYS.len(), COLUMN_KEYS.len() + GROUP_KEYS.len());
    let mut next = 0;
    while next < all.len() {
        all[next] = if next < columns {
            COLUMN_KEYS[next]
        } else if next < groups {
            GROUP_KEYS[next - columns]
        } else {
            OTHER_KEYS[next - groups]
        };
        next += 1;
    }
    all
};

/// All but the columns and what is asked of groups.
const OTHER_KEYS: &[Key] = &[
    silent("title", Kind::Text, "\"Annotation audit\"", "Title of the report."),
    silent("as_of", Kind::Text, "\"2026-01-31\"", "The day the report bears; left out, the log's last day."),
    silent(
        "roster",
        Kind::Text,
        "\"annotators.csv\"",
        "A file of annotators and their attributes, joined by annotator id.",
    ),
    silent(
        "items",
        Kind::Text,
        "\"items.csv\"",
        "A file of items and their attributes (whose content it is), joined by item id.",
    ),
    silent(
        "targets",
        Kind::Text,
        "\"targets.csv\"",
        "A file of target shares of groups among the annotators: attribute, group, share. Or state them here, in tables: \
         [targets.gender], then Female = 0.5 and so on; [targets.\"gender × race\"], then \"Female × Black\" = 0.1.",
    ),
    silent(
        "predictions",
        Kind::Texts,
        "[\"predictions.csv\"]",
        "Files of models' labels, joined by item id.",
    ),
    silent(
        "threads",
        Kind::Whole,
        "2",
        "Threads to work with; left out, all there are. Results do not depend on it.",
    ),
    looked(
        "labels.scale",
        Kind::Word(&["nominal", "ordinal", "interval", "ratio", "circular", "bipolar", "set"]),
        "\"nominal\"",
        "nominal: names; ordinal: ordered; interval: numbers whose differences mean something; ratio: with a true zero; \
         circular: the last is next to the first; bipolar: between two poles; set: several at once.",
    ),
    looked(
        "labels.declared",
        Kind::Texts,
        "[\"low\", \"medium\", \"high\"]",
        "The labels that may be given, in order. Rows with others are set aside; left out, what the log shows.",
    ),
    looked(
        "labels.set_separator",
        Kind::Text,
        "\"|\"",
        "What stands between the labels of a set in a text: \"anger|fear\". Lists of JSON and Parquet need none.",
    ),
    default(
        "labels.empty_set",
        Kind::Texts,
        "[\"{}\"]",
        "Texts that mean the empty set (nothing chosen, which is an answer); an empty list is one always.",
    ),
    default(
        "labels.null",
        Kind::Texts,
        "[\"\", \"NA\", \"null\"]",
        "Texts that mean \"no value\"; an empty one always does.",
    ),
    default("labels.skip", Kind::Texts, "[]", "Labels that mean the annotator skipped the item."),
    default(
        "labels.merge_variants",
        Kind::Truth,
        "false",
        "Whether labels that differ only in case and surrounding space are one.",
    ),
    silent(
        "rows.encoding",
        Kind::Text,
        "\"windows-1252\"",
        "Encoding of delimited text; left out, told from the bytes.",
    ),
    silent(
        "rows.format",
        Kind::Word(&["delimited", "json_lines", "parquet", "ipc", "prodigy"]),
        "\"delimited\"",
        "Format of the log, or the tool that exported it; left out, told from the bytes.",
    ),
    silent("rows.delimiter", Kind::Text, "\";\"", "What separates fields; left out, told from the header."),
    default(
        "rows.repeats",
        Kind::Word(&["last", "first", "error"]),
        "\"last\"",
        "Which of several annotations of one item by one annotator counts.",
    ),
    default(
        "rows.repeat_lag",
        Kind::Seconds,
        "\"24h\"",
        "From which distance a second annotation is a repeat, no edit.",
    ),
    default("rows.session_gap", Kind::Seconds, "\"30min\"", "A pause that ends a session."),
    default("rows.idle_cap", Kind::Seconds, "\"10min\"", "A longer time on one item counts as unknown."),
    default(
        "rows.drift_period",
        Kind::Word(&["day", "week", "month"]),
        "\"week\"",
        "How long the stretches of the calendar are in which drift is looked for.",
    ),
    looked(
        "rows.max_set_aside",
        Kind::Number,
        "0.05",
        "The share of rows set aside above which the log is refused.",
    ),
    looked(
        "agreement.coefficients",
        Kind::Texts,
        "[\"gwet_ac2\", \"scott_pi\"]",
        "Coefficients beside the default ones, by the ids that `raterscope coefficients` lists.",
    ),
    looked(
        "agreement.weights",
        Kind::Word(&[
            "identity",
            "linear",
            "quadratic",
            "ordinal",
            "radical",
            "ratio",
            "circular",
            "bipolar",
        ]),
        "\"linear\"",
        "Weights of the weighted coefficients: how much labels that differ agree. Left out, those of the scale.",
    ),
    looked(
        "agreement.distance",
        Kind::Text,
        "\"distances.csv\"",
        "A CSV file with the distance of every two labels, in the place of the scale's: labels as header and first \
         column, symmetric, 0 on the diagonal. For sets \"masi\" (where none is set) or \"jaccard\".",
    ),
    default(
        "agreement.target_reliability",
        Kind::Number,
        "0.8",
        "The reliability that the mean or majority of an item's annotators should have; the report tells how many \
         annotators that takes.",
    ),
    default("inference.seed", Kind::Whole, "20260101", "Root of all random numbers."),
    default("inference.replicates", Kind::Whole, "2000", "Bootstrap replicates."),
    default("inference.level", Kind::Number, "0.95", "Confidence level."),
    default(
        "inference.min_overlap",
        Kind::Whole,
        "20",
        "Items two annotators must share before they are compared.",
    ),
    default(
        "inference.panel",
        Kind::Word(&["random", "fixed"]),
        "\"random\"",
        "Who stands behind a comparison of two audits: a sample of people like these, or (fixed) the same people both times, and \
         nobody else is meant.",
    ),
    looked(
        "consensus.model",
        Kind::Word(&ConsensusModel::NAMES),
        "\"dawid_skene\"",
        "The model whose labels are written to consensus.csv and annotators.csv; left out, the majority and no files.",
    ),
    looked(
        "human_model.annotators",
        Kind::Word(&["expert", "trained", "crowd"]),
        "\"trained\"",
        "Who the annotators are, for the test whether a model may stand in for one of them: the costlier they are, the \
         more it may fall short (epsilon .2, .15, .1); left out, crowd, the strictest.",
    ),
    looked(
        "human_model.epsilon",
        Kind::Number,
        "0.15",
        "How far a model may fall short of a person and still stand in for them; beats the word above.",
    ),
    default(
        "human_model.signed_rank",
        Kind::Truth,
        "false",
        "Whether annotators of under 30 items are tested by signed ranks instead of being left out of that test.",
    ),
    looked(
        "routing.target_error",
        Kind::Number,
        "0.05",
        "The share of wrong labels that is acceptable where a model labels alone; the report then certifies from which \
         confidence on.",
    ),
    looked(
        "routing.human_hours",
        Kind::Number,
        "40",
        "Hours that people have for what the model does not label alone; the report then tells the threshold and its error.",
    ),
    looked(
        "routing.secs_per_item",
        Kind::Number,
        "12",
        "Seconds that one person takes for one item; left out, the median time on item of the log.",
    ),
    default(
        "interventions.randomised",
        Kind::Truth,
        "false",
        "Whether chance decided which suggestions were shown to whom; only then may the report say that showing them is \
         the cause.",
    ),
    default(
        "fatigue.cap_margin",
        Kind::Number,
        "0.02",
        "The smallest fall along a session for which a cap on its length is advised.",
    ),
    default(
        "fatigue.load",
        Kind::Text,
        "\"objects_per_item\"",
        "The slicing column with the number of objects of an item.",
    ),
    default("fatigue.task_type", Kind::Text, "\"task_type\"", "The slicing column with the kind of task."),
    default(
        "course.adjustment",
        Kind::Word(&Adjustment::NAMES),
        "\"benjamini_hochberg\"",
        "How p values of all annotators' trends along the calendar are adjusted: the first two bound the share of false \
         reports (the second under any dependence), the others the probability of a single one. Early work \
         beside late work is adjusted alike.",
    ),
    default(
        "pace.share_interval",
        Kind::Word(&ShareInterval::NAMES),
        "\"wilson\"",
        "The interval of one annotator's share of right answers, in which every item counts once.",
    ),
    default(
        "pace.difference_interval",
        Kind::Word(&DifferenceInterval::NAMES),
        "\"newcombe\"",
        "The interval of the difference between one annotator's late and early share of right answers.",
    ),
    default("privacy.min_group", Kind::Whole, "5", "Groups of fewer annotators are not shown; at least 3."),
    default(
        "privacy.allow_small_groups",
        Kind::Truth,
        "false",
        "Whether min_group may be 1 or 2; the report then warns that it shows persons who can be recognised.",
    ),
    default(
        "privacy.pseudonymize",
        Kind::Truth,
        "false",
        "Whether annotators appear under pseudonyms; the key comes from RATERSCOPE_KEY or --key-file.",
    ),
    silent(
        "report.table_rows",
        Kind::Whole,
        "50",
        "Rows that a table of the page shows at most; the rest is in the CSV.",
    ),
    silent(
        "report.annotator_sheets",
        Kind::Text,
        "\"sheets\"",
        "A folder for one feedback page per annotator, to hand over, and an index; each page names nobody else.",
    ),
    silent(
        "report.group_items",
        Kind::Truth,
        "false",
        "Whether group_items.csv is written into output folders: every item's label shares by group of annotators, cells of \
         few annotators withheld.",
    ),
    silent(
        "report.keep_items",
        Kind::Truth,
        "false",
        "Whether what each item shows is kept beside the audit (items.json, items told by hashes), so that `compare` can pair \
         the items of two audits.",
    ),
    silent("report.png", Kind::Truth, "true", "Whether charts are also written as PNG."),
    silent(
        "gate.inconclusive",
        Kind::Word(&Inconclusive::NAMES),
        "\"report\"",
        "What an inconclusive verdict counts as: report (exit status 4), fail (1) or pass (0).",
    ),
];

/// What can be set for one question, in `[questions.NAME]`; same meaning as in `[labels]`.
pub const QUESTION_KEYS: &[&str] = &["scale", "declared", "set_separator", "empty_set"];

pub(super) const fn silent(path: &'static str, kind: Kind, example: &'static str, doc: &'static str) -> Key {
    Key { path, kind, doc, example, unset: Unset::Silent }
}

pub(super) const fn looked(path: &'static str, kind: Kind, example: &'static str, doc: &'static str) -> Key {
    Key { path, kind, doc, example, unset: Unset::Looked }
}

pub(super) const fn default(path: &'static str, kind: Kind, example: &'static str, doc: &'static str) -> Key {
    Key { path, kind, doc, example, unset: Unset::Default }
}

/// The setting of this path.
pub fn known(path: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.path == path)
}
