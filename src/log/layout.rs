//! Where each role's cells lie in the chunks of one file.

use super::roles::Assigned;
use crate::vocabulary::Role;

/// Places of columns in a chunk.
#[derive(Debug, Clone, Default)]
pub(super) struct Layout {
    pub item: Option<usize>,
    pub annotator: Option<usize>,
    /// (place, question; or annotator in a wide log).
    pub labels: Vec<(usize, String)>,
    pub question: Option<usize>,
    pub submitted_at: Option<usize>,
    pub started_at: Option<usize>,
    pub time_on_item: Option<usize>,
    pub session: Option<usize>,
    pub order: Option<usize>,
    pub is_repeat: Option<usize>,
    pub status: Option<usize>,
    pub kind: Option<usize>,
    pub gold: Option<usize>,
    pub second_gold: Option<usize>,
    pub action: Option<usize>,
    pub suggestion: Option<usize>,
    pub suggestion_shown: Option<usize>,
    pub suggestion_confidence: Option<usize>,
    pub cluster: Option<usize>,
    pub version: Option<usize>,
    /// (model, place of its label, place of its confidence).
    pub models: Vec<(String, usize, Option<usize>)>,
    /// Confidence of the model that a row is by, where models have rows of their own.
    pub row_confidence: Option<usize>,
    /// (name, place).
    pub slices: Vec<(String, usize)>,
    /// (name, place).
    pub attributes: Vec<(String, usize)>,
    /// (name, place).
    pub item_attributes: Vec<(String, usize)>,
}

impl Layout {
    /// The places of roles in a chunk with these columns.
    pub fn of(assigned: &[Assigned], names: &[String]) -> Self {
        let mut out = Self::default();
        for (place, name) in names.iter().enumerate() {
            let Some(a) = assigned.iter().find(|a| a.column == *name) else { continue };
            out.put(&a.role, place);
        }
        for (place, name) in names.iter().enumerate() {
            if let Some(Assigned { role: Role::ModelConfidence(model), .. }) =
                assigned.iter().find(|a| a.column == *name)
            {
                match out.models.iter_mut().find(|(label, _, _)| label == model) {
                    Some((_, _, confidence)) => *confidence = Some(place),
                    None => out.row_confidence = Some(place),
                }
            }
        }
        out
    }

    fn put(&mut self, role: &Role, place: usize) {
        let single = match role {
            Role::Item => &mut self.item,
            Role::Annotator => &mut self.annotator,
            Role::Question => &mut self.question,
            Role::SubmittedAt => &mut self.submitted_at,
            Role::StartedAt => &mut self.started_at,
            Role::TimeOnItem => &mut self.time_on_item,
            Role::Session => &mut self.session,
            Role::Order => &mut self.order,
            Role::IsRepeat => &mut self.is_repeat,
            Role::Status => &mut self.status,
            Role::AnnotatorKind => &mut self.kind,
            Role::Gold => &mut self.gold,
            Role::SecondGold => &mut self.second_gold,
            Role::Cluster => &mut self.cluster,
            Role::ModelVersion => &mut self.version,
            Role::Action => &mut self.action,
            Role::Suggestion => &mut self.suggestion,
            Role::SuggestionShown => &mut self.suggestion_shown,
            Role::SuggestionConfidence => &mut self.suggestion_confidence,
            Role::Label(question) => return self.labels.push((place, question.clone())),
            Role::ModelLabel(model) => return self.models.push((model.clone(), place, None)),
            Role::Slice(name) => return self.slices.push((name.clone(), place)),
            Role::Attribute(name) => return self.attributes.push((name.clone(), place)),
            Role::ItemAttribute(name) => return self.item_attributes.push((name.clone(), place)),
            Role::ModelConfidence(_) | Role::Count | Role::Ignored => return,
        };
        *single = Some(place);
    }

    /// Whether a column of this role is read at all.
    pub fn reads(role: &Role) -> bool {
        !matches!(role, Role::Count | Role::Ignored)
    }
}
