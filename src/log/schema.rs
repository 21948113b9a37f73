//! The one place where column names are written: canonical names and the aliases people's tools write, with ranks.
//! Names are compared in lower case with spaces and hyphens as underscores.

use crate::vocabulary::Role;

/// Names of one role, best first: every inner list is one rank. Rank 0 is the canonical name.
pub(super) struct Names {
    /// The role.
    pub role: Role,
    /// The flag that names the column by hand.
    pub flag: &'static str,
    /// The reader's word for it.
    pub word: &'static str,
    /// Ranked names; `x:*` is a prefix.
    pub ranks: &'static [&'static [&'static str]],
}

/// All roles that a log fills at most once, except labels of several questions.
pub(super) fn single_roles() -> Vec<Names> {
    let names = |role, flag, word, ranks| Names { role, flag, word, ranks };
    vec![
        names(Role::Item, "--item", "the item's id", ITEM),
        names(Role::Annotator, "--annotator", "the annotator's id", ANNOTATOR),
        names(Role::Label(String::new()), "--label", "the label", LABEL),
        names(Role::Question, "--question", "the question", QUESTION),
        names(Role::SubmittedAt, "--submitted-at", "the time of submission", SUBMITTED),
        names(Role::StartedAt, "--started-at", "the time of starting", STARTED),
        names(Role::TimeOnItem, "--time", "the time on the item", TIME_ON_ITEM),
        names(Role::Session, "--session", "the session", SESSION),
        names(Role::Order, "--order", "the order of work", ORDER),
        names(Role::IsRepeat, "--is-repeat", "declared repeats", IS_REPEAT),
        names(Role::Status, "--status", "the status", STATUS),
        names(Role::Action, "--action", "the action", ACTION),
        names(Role::Suggestion, "--suggestion", "the suggestion", SUGGESTION),
        names(
            Role::SuggestionShown,
            "--suggestion-shown",
            "whether the suggestion was shown",
            SUGGESTION_SHOWN,
        ),
        names(
            Role::SuggestionConfidence,
            "--suggestion-confidence",
            "the suggestion's confidence",
            SUGGESTION_CONFIDENCE,
        ),
        names(Role::Gold, "--gold", "the gold label", GOLD),
        names(Role::SecondGold, "--second-gold", "the second gold label", &[&["second_gold"]]),
        names(Role::Cluster, "--cluster", "the cluster of items", CLUSTER),
        names(Role::AnnotatorKind, "--annotator-kind", "human or model", ANNOTATOR_KIND),
        names(Role::ModelVersion, "--model-version", "the model's version", MODEL_VERSION),
    ]
}

const ITEM: &[&[&str]] = &[
    &["item_id"],
    &["item"],
    &[
        "task_id",
        "task",
        "unit_id",
        "unit",
        "_unit_id",
        "document_id",
        "doc_id",
        "example_id",
        "record_id",
        "sample_id",
        "instance_id",
        "hitid",
        "_input_hash",
        "external_id",
        "entity_id",
        "source_ref",
        "image_id",
        "text_id",
        "input:*",
    ],
    &["id", "document", "image", "filename", "file_name", "data_row.id"],
    &["data_row.global_key"],
    &["data_row.external_id"],
];
const ANNOTATOR: &[&[&str]] = &[
    &["annotator_id"],
    &["annotator"],
    &[
        "worker_id",
        "worker",
        "workerid",
        "rater_id",
        "rater",
        "coder_id",
        "coder",
        "user_id",
        "reviewer_id",
        "reviewer",
        "labeler_id",
        "labeler",
        "completed_by",
        "_annotator_id",
        "_worker_id",
        "participant_id",
        "prolific_pid",
        "created_by",
        "assignment:worker_id",
        "annotator.id",
        "completed_by.id",
        "responses.user_id",
        "label_details.created_by",
    ],
    &["user", "username", "email", "subject_id", "subject", "judge", "performer", "_session_id"],
    &["annotator.email", "completed_by.email"],
];
const LABEL: &[&[&str]] = &[
    &["label"],
    // label_*, OUTPUT:*, Answer.*: several questions; see `label_column`.
    &[],
    &["annotation", "answer", "rating", "response", "judgment", "judgement", "choice", "category", "value"],
    &["sentiment", "labels", "class", "verdict"],
];
const QUESTION: &[&[&str]] = &[&["question"], &["question_name", "question_id"]];
const SUBMITTED: &[&[&str]] = &[
    &["submitted_at"],
    &[
        "submit_time",
        "submittime",
        "submission_time",
        "completed_at",
        "task_submitted_time",
        "assignment:submitted",
        "annotated_at",
    ],
    &[
        "created_at",
        "_created_at",
        "timestamp",
        "_timestamp",
        "datetime",
        "inserted_at",
        "end_time",
        "label_details.created_at",
    ],
    &["updated_at", "updated_date"],
];
const STARTED: &[&[&str]] = &[
    &["started_at"],
    &["start_time", "accepttime", "accept_time", "task_accepted_time", "assignment:started", "_started_at"],
];
const TIME_ON_ITEM: &[&[&str]] = &[
    &["time_on_item_secs"],
    &["time_on_item_ms", "time_on_item_s", "time_on_item"],
    &[
        "duration_ms",
        "duration_s",
        "duration_secs",
        "duration_seconds",
        "duration",
        "lead_time",
        "lead_time_s",
        "lead_time_secs",
        "lead_time_ms",
        "time_taken",
        "total_time_ms",
        "worktimeinseconds",
        "timespentinseconds",
        "time_spent",
        "time_spent_s",
        "time_spent_secs",
        "time_spent_ms",
        "response_time_ms",
        "reaction_time_ms",
        "seconds_to_create",
        "performance_details.seconds_to_create",
    ],
];
const SESSION: &[&[&str]] = &[&["session_id"], &["session"]];
const ORDER: &[&[&str]] = &[&["order"], &["position", "sequence", "trial", "trial_index", "trial_number"]];
const IS_REPEAT: &[&[&str]] = &[&["is_repeat"], &["repeat", "repeated", "is_repeated"]];
const STATUS: &[&[&str]] = &[
    &["status"],
    &["was_cancelled", "assignment:status", "assignmentstatus", "annotation_status", "skipped", "is_skipped"],
];
const ACTION: &[&[&str]] = &[&["action"], &["review_action", "annotator_action", "intervention"]];
const SUGGESTION: &[&[&str]] = &[
    &["suggestion"],
    &["suggested_label", "label_suggestion", "suggestion_label", "suggestion_value", "suggestion.value"],
    &["pre_label", "prelabel", "pre_annotation", "preannotation", "suggestions.value"],
];
const SUGGESTION_SHOWN: &[&[&str]] =
    &[&["suggestion_shown"], &["suggestion_visible", "shown_suggestion", "was_suggestion_shown"]];
const SUGGESTION_CONFIDENCE: &[&[&str]] = &[
    &["suggestion_confidence"],
    &["suggestion_score", "suggestion_confidence_pct", "suggestion_probability", "suggestion.score"],
    &["suggestions.score"],
];
const GOLD: &[&[&str]] = &[
    &["gold"],
    &[
        "gold_label",
        "true_label",
        "reference_label",
        "correct_label",
        "ground_truth_label",
        "truth",
        "golden:*",
    ],
];
const CLUSTER: &[&[&str]] = &[&["cluster_id"], &["cluster"]];
const ANNOTATOR_KIND: &[&[&str]] = &[&["annotator_kind"], &["annotator_type", "worker_type"]];
const MODEL_VERSION: &[&[&str]] = &[&["model_version"], &["model_name", "model_id", "model"]];

const MODEL_LABELS: [&str; 5] =
    ["model_label", "prediction", "predicted_label", "model_prediction", "pred_label"];
const MODEL_CONFIDENCES: [&str; 6] = [
    "model_confidence",
    "model_confidence_pct",
    "model_score",
    "prediction_score",
    "predicted_confidence",
    "prediction_confidence",
];
const CONFIDENCE_ENDINGS: [&str; 5] = ["_confidence", "_confidence_pct", "_score", "_probability", "_prob"];
const SLICES: [&str; 10] = [
    "batch",
    "batch_id",
    "lang",
    "language",
    "locale",
    "guideline_version",
    "task_type",
    "objects_per_item",
    "source",
    "domain",
];
const ATTRIBUTES: [&str; 33] = [
    "gender",
    "sex",
    "age",
    "age_group",
    "race",
    "ethnicity",
    "ethnicity_simplified",
    "country",
    "country_birth",
    "country_of_birth",
    "country_residence",
    "country_of_residence",
    "nationality",
    "education",
    "education_level",
    "politics",
    "political_view",
    "political_views",
    "political_affiliation",
    "religion",
    "first_language",
    "native_language",
    "student",
    "student_status",
    "employment",
    "employment_status",
    "occupation",
    "income",
    "marital_status",
    "sexual_orientation",
    "disability",
    "region",
    "expertise",
];

/// A name as the tables above write it.
pub(super) fn plain(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '-'], "_")
}

/// The rank of `name` in `ranks`, if it is there.
pub(super) fn rank(name: &str, ranks: &[&[&str]]) -> Option<usize> {
    ranks.iter().position(|names| {
        names.iter().any(|known| match known.strip_suffix('*') {
            Some(prefix) => name.starts_with(prefix) && name.len() > prefix.len(),
            None => *known == name,
        })
    })
}

/// Whether a column is one of several label columns (`label_tone`, `OUTPUT:tone`, `Answer.tone`), and its question.
pub(super) fn label_column(original: &str) -> Option<String> {
    let name = plain(original);
    for prefix in ["output:", "answer."] {
        if name.len() > prefix.len() && name.starts_with(prefix) {
            return Some(original.trim()[prefix.len()..].to_string());
        }
    }
    let aside =
        ["label_id", "label_confidence", "label_set", "label_kind", "label_source", "label_suggestion"];
    let several = name.len() > 6 && name.starts_with("label_") && !aside.contains(&name.as_str());
    several.then(|| original.trim().to_string())
}

/// The model that a column is the label or the confidence of.
pub(super) fn model_column(original: &str) -> Option<Role> {
    let name = plain(original);
    if MODEL_LABELS.contains(&name.as_str()) {
        return Some(Role::ModelLabel("model".into()));
    }
    if MODEL_CONFIDENCES.contains(&name.as_str()) {
        return Some(Role::ModelConfidence("model".into()));
    }
    if rank(&name, MODEL_VERSION).is_some() || !name.starts_with("model_") || name.len() == 6 {
        return None;
    }
    Some(model_by_ending(&original.trim()[6..]))
}

/// `gpt_confidence` → confidence of `gpt`; `gpt_label` and `gpt` → label of `gpt`.
pub(super) fn model_by_ending(rest: &str) -> Role {
    match confidence_of(rest) {
        Some(base) => Role::ModelConfidence(base.to_string()),
        None => Role::ModelLabel(rest.strip_suffix("_label").unwrap_or(rest).to_string()),
    }
}

/// What precedes `_confidence` and its like.
pub(super) fn confidence_of(name: &str) -> Option<&str> {
    let lower = name.to_lowercase();
    let ending = CONFIDENCE_ENDINGS.iter().find(|ending| lower.ends_with(**ending))?;
    name.get(..name.len() - ending.len()).filter(|base| !base.is_empty())
}

/// Whether the name is known as a slicing column.
pub(super) fn is_slice(name: &str) -> bool {
    SLICES.contains(&plain(name).as_str())
}

/// Whether the name is known as something told of annotators.
pub(super) fn is_attribute(name: &str) -> bool {
    ATTRIBUTES.contains(&plain(name).as_str())
}

/// Milliseconds in one unit of a duration column, from its name; seconds where the name says nothing.
pub(super) fn milliseconds_per_unit(name: &str) -> f64 {
    let name = plain(name);
    if name.ends_with("_ms") || name.contains("milli") {
        1.0
    } else if name.ends_with("_min") || name.ends_with("_mins") || name.contains("minutes") {
        60_000.0
    } else {
        1000.0
    }
}

/// Whether a confidence column holds per cent.
pub(super) fn is_percent(name: &str) -> bool {
    let name = plain(name);
    name.ends_with("_pct") || name.ends_with("_percent")
}

/// Names of a prediction file's confidence.
pub(super) const PREDICTION_CONFIDENCE: &[&[&str]] = &[
    &["confidence"],
    &["model_confidence", "confidence_pct"],
    &["score", "probability", "prob", "prediction_score", "prediction_confidence"],
];
/// Names of a prediction file's label.
pub(super) const PREDICTION_LABEL: &[&[&str]] = &[
    &["label"],
    &["model_label", "prediction", "predicted_label"],
    &["answer", "class", "category", "value"],
];
/// Names of a prediction file's model.
pub(super) const PREDICTION_MODEL: &[&[&str]] =
    &[&["model"], &["model_name", "model_id"], &["model_version", "annotator_id", "annotator"]];
