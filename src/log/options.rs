use crate::vocabulary::{EMPTY_SET, Period, Scale};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a log is to be read. Every field has a default that suits a log with canonical names; a column named here beats
/// every name that would have been recognised. Column names match without regard to case; `*` stands for any text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Column of the item's id.
    pub item: Option<String>,
    /// Column of the annotator's id.
    pub annotator: Option<String>,
    /// Label columns; more than one makes as many questions.
    pub label: Vec<String>,
    /// Column that tells which question a row answers.
    pub question: Option<String>,
    /// Column of the label held to be right.
    pub gold: Option<String>,
    /// Column of another label that the item speaks for.
    pub second_gold: Option<String>,
    /// Column of what the annotator did with the suggestion.
    pub action: Option<String>,
    /// Column of the label that was suggested to the annotator.
    pub suggestion: Option<String>,
    /// Column that tells whether the suggestion was shown.
    pub suggestion_shown: Option<String>,
    /// Column of the suggestion's confidence.
    pub suggestion_confidence: Option<String>,
    /// Columns of models' labels, patterns allowed: `model_*`.
    pub model: Vec<String>,
    /// Columns that split annotations: batch, language.
    pub slice: Vec<String>,
    /// Columns that describe annotators: gender, country. Where any is named, none is taken for its name alone.
    pub attribute: Vec<String>,
    /// Columns that describe items (whose content it is): groups of items, not of people.
    pub item_attribute: Vec<String>,
    /// Ascending edges of the bands that numbers of an attribute are cut into, by the attribute's name; numbers of others
    /// are cut by themselves.
    pub bands: BTreeMap<String, Vec<f64>>,
    /// Answers in attributes that mean "I would rather not say": a group of their own, whatever their wording.
    pub withheld: Vec<String>,
    /// Up to how many attributes of annotators are crossed into further ones; 1 = none.
    pub intersections: u32,
    /// Whether attributes are named that only a joined file has; normalising a log finds it out.
    #[serde(skip)]
    pub attributes_elsewhere: bool,
    /// Columns to leave unread although their names are known.
    pub ignore: Vec<String>,
    /// Column of the position in the annotator's work.
    pub order: Option<String>,
    /// Column of the time spent on the item; the unit is read from the name (`_ms`, `_s`, `_secs`; seconds otherwise).
    pub time: Option<String>,
    /// Column of the time of submission.
    pub submitted_at: Option<String>,
    /// Column of the time when the annotator began.
    pub started_at: Option<String>,
    /// Column of the session.
    pub session: Option<String>,
    /// Column of the status (submitted, skipped …).
    pub status: Option<String>,
    /// Column that marks repeats shown on purpose.
    pub is_repeat: Option<String>,
    /// Column of the cluster that an item belongs to.
    pub cluster: Option<String>,
    /// Column that tells humans from models.
    pub annotator_kind: Option<String>,
    /// One column per annotator instead of a row per annotation.
    pub wide: bool,
    /// The annotators' columns of a wide log; empty = all that have no other role.
    pub wide_columns: Vec<String>,
    /// Texts that mean "no value" in labels, ids, attributes and slices.
    pub null: Vec<String>,
    /// Labels that mean "skipped".
    pub skip_labels: Vec<String>,
    /// Scale of every question that [`Options::questions`] does not name.
    pub scale: Option<Scale>,
    /// Labels that may be given, in order, for every question that [`Options::questions`] does not name.
    pub labels: Vec<String>,
    /// Settings by question.
    pub questions: BTreeMap<String, QuestionOptions>,
    /// What stands between the labels of a set in a text, for every question that has none of its own.
    pub set_separator: Option<String>,
    /// Texts that mean the empty set, where labels are sets; the empty list of JSON is one always.
    pub empty_set: Vec<String>,
    /// Whether labels that differ only in case and surrounding space are one label.
    pub merge_variants: bool,
    /// Which of several annotations of one item by one annotator counts.
    pub repeats: RepeatPolicy,
    /// Seconds between two annotations in different sessions from which the second is a repeat and no revision.
    pub repeat_lag_secs: i64,
    /// Seconds without a submission that end a session.
    pub session_gap_secs: i64,
    /// Seconds on an item above which the time is unknown (the annotator was away).
    pub idle_cap_secs: i64,
    /// How long the stretches of the calendar are in which drift is looked for.
    pub drift_period: Period,
    /// Share of rows set aside, in 0–1, above which the log is refused.
    pub max_set_aside: Option<f64>,
    /// Whether models' probabilities of all labels are kept however many labels there are.
    pub probabilities: bool,
    /// Key of the pseudonyms of annotators (HMAC-SHA256); absent = ids as they are. Never written out.
    #[serde(skip)]
    pub pseudonym_key: Option<Vec<u8>>,
}

/// How questionnaires and panels say that somebody would rather not say; compared without regard to case.
pub(super) const WITHHELD: [&str; 6] = [
    "prefer not to say",
    "prefer not to answer",
    "rather not say",
    "declined to answer",
    "withheld",
    "CONSENT_REVOKED",
];

impl Default for Options {
    fn default() -> Self {
        Self {
            item: None,
            annotator: None,
            label: Vec::new(),
            question: None,
            gold: None,
            second_gold: None,
            action: None,
            suggestion: None,
            suggestion_shown: None,
            suggestion_confidence: None,
            model: Vec::new(),
            slice: Vec::new(),
            attribute: Vec::new(),
            item_attribute: Vec::new(),
            bands: BTreeMap::new(),
            withheld: WITHHELD.map(String::from).to_vec(),
            intersections: 1,
            attributes_elsewhere: false,
            ignore: Vec::new(),
            order: None,
            time: None,
            submitted_at: None,
            started_at: None,
            session: None,
            status: None,
            is_repeat: None,
            cluster: None,
            annotator_kind: None,
            wide: false,
            wide_columns: Vec::new(),
            null: ["", "NA", "null"].map(String::from).to_vec(),
            skip_labels: Vec::new(),
            scale: None,
            labels: Vec::new(),
            questions: BTreeMap::new(),
            set_separator: None,
            empty_set: vec![EMPTY_SET.into()],
            merge_variants: false,
            repeats: RepeatPolicy::Last,
            repeat_lag_secs: 24 * 3600,
            session_gap_secs: 30 * 60,
            idle_cap_secs: 10 * 60,
            drift_period: Period::Week,
            max_set_aside: None,
            probabilities: false,
            pseudonym_key: None,
        }
    }
}

impl Options {
    /// Whether attributes are named, in this log or in its roster.
    pub(super) fn names_attributes(&self) -> bool {
        self.attributes_elsewhere || !self.attribute.is_empty()
    }

    /// Scale and declared labels of a question, by its name or by its column's name.
    pub fn of_question(&self, name: &str, column: &str) -> QuestionOptions {
        let own = self.questions.get(name).or_else(|| self.questions.get(column));
        let mut out = own.cloned().unwrap_or_default();
        out.scale = out.scale.or(self.scale);
        if out.labels.is_empty() {
            out.labels.clone_from(&self.labels);
        }
        out.set_separator = out.set_separator.or_else(|| self.set_separator.clone());
        if out.empty_set.is_empty() {
            out.empty_set.clone_from(&self.empty_set);
        }
        out
    }
}

impl Options {
    /// Texts that mean "no label": a text that means the empty set is a label, though it be empty.
    pub(super) fn label_nulls(&self) -> Vec<String> {
        let own = self.questions.values().flat_map(|question| &question.empty_set);
        let empty_sets: Vec<&String> = self.empty_set.iter().chain(own).collect();
        self.null.iter().filter(|null| !empty_sets.contains(null)).cloned().collect()
    }
}

/// What is set for one question.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct QuestionOptions {
    /// Its scale; where none is set, sets for lists, else nominal.
    pub scale: Option<Scale>,
    /// The labels that may be given, in the scale's order; of a set, its members.
    pub labels: Vec<String>,
    /// What stands between the labels of a set in a text.
    pub set_separator: Option<String>,
    /// Texts that mean the empty set.
    pub empty_set: Vec<String>,
}

/// Which of several annotations of one item by one annotator counts for agreement.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RepeatPolicy {
    /// The last by time.
    #[default]
    Last,
    /// The first by time.
    First,
    /// None: the log is refused.
    Error,
}
