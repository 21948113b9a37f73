use crate::vocabulary::Role;

/// A role in the words of the `columns` table.
pub fn role_words(role: &Role) -> String {
    match role {
        Role::Item => "item".into(),
        Role::Annotator => "annotator".into(),
        Role::Label(question) => format!("label of \"{question}\""),
        Role::Question => "question".into(),
        Role::StartedAt => "time of start".into(),
        Role::SubmittedAt => "time of submission".into(),
        Role::TimeOnItem => "time on item".into(),
        Role::Session => "session".into(),
        Role::Order => "order of work".into(),
        Role::IsRepeat => "marks repeats".into(),
        Role::Status => "status".into(),
        Role::Action => "action".into(),
        Role::Suggestion => "suggestion".into(),
        Role::SuggestionShown => "suggestion shown or not".into(),
        Role::SuggestionConfidence => "suggestion's confidence".into(),
        Role::Gold => "gold".into(),
        Role::SecondGold => "second gold".into(),
        Role::Cluster => "cluster of items".into(),
        Role::AnnotatorKind => "human or model".into(),
        Role::ModelLabel(model) => format!("label by model \"{model}\""),
        Role::ModelConfidence(model) => format!("confidence of model \"{model}\""),
        Role::ModelVersion => "model's version".into(),
        Role::Slice(name) => format!("slice \"{name}\""),
        Role::Attribute(name) => format!("attribute \"{name}\""),
        Role::ItemAttribute(name) => format!("attribute \"{name}\" of the item"),
        Role::Count => "row count".into(),
        Role::Ignored => "not used".into(),
    }
}
