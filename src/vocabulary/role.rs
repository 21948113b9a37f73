use serde::{Deserialize, Serialize};

/// What a column of an annotation log is for. Column names are known to `source` and `log` alone; everything after
/// speaks of roles.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// What was judged.
    Item,
    /// Who judged it.
    Annotator,
    /// The label given; the text is the question's name.
    Label(String),
    /// Which question this row answers (long form with several questions).
    Question,
    /// When the annotator began.
    StartedAt,
    /// When the annotation was handed in.
    SubmittedAt,
    /// Seconds, or milliseconds, spent on the item.
    TimeOnItem,
    /// The work session.
    Session,
    /// The position of the annotation in the annotator's work (no clock).
    Order,
    /// Marks a repeat that was shown on purpose.
    IsRepeat,
    /// Submitted, skipped, discarded …
    Status,
    /// Approve, edit, reject, flag.
    Action,
    /// What the annotator was shown as a suggestion.
    Suggestion,
    /// Whether the suggestion was shown to the annotator.
    SuggestionShown,
    /// How confident the maker of the suggestion was, in 0–1.
    SuggestionConfidence,
    /// The label held to be right.
    Gold,
    /// Another label that the item speaks for: what answers that miss gold may follow instead.
    SecondGold,
    /// Human or model.
    AnnotatorKind,
    /// A model's label; the text is the model's name.
    ModelLabel(String),
    /// A model's confidence in 0–1; the text is the model's name.
    ModelConfidence(String),
    /// Which version of the model.
    ModelVersion,
    /// Which items belong together (thread, document, author), so that they are no independent evidence.
    Cluster,
    /// Splits items or annotations (batch, language, guideline version …); the text is its name.
    Slice(String),
    /// Describes the annotator (gender, country …); the text is its name.
    Attribute(String),
    /// Describes the item (whose content it is, where it comes from …); the text is its name.
    ItemAttribute(String),
    /// How many rows this one stands for.
    Count,
    /// Read by nobody.
    Ignored,
}
