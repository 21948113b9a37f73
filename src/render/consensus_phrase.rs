use super::prose::Prose;
use super::{number, phrase};
use crate::audit::{ConsensusModel, QuestionAudit};
use crate::vocabulary::Outcome;

/// The consensus that was asked for, in a sentence or two; `None` where none was.
pub fn chosen_consensus(question: &QuestionAudit) -> Option<Prose> {
    let chosen = match question.consensus.chosen.as_ref()? {
        Outcome::Estimated(chosen) => chosen,
        Outcome::NotEstimable(reason) => {
            return Some(Prose::of(format!("No consensus: {}", reason.sentence())));
        }
    };
    let prose = Prose::default().strong(format!(
        "By {}, {} of {} have one label.",
        chosen.model.title(),
        number::count(chosen.rated_items - chosen.tied_items),
        number::counted(chosen.rated_items, "rated item", "rated items")
    ));
    Some(match chosen.majority_agreement.estimated() {
        Some(same) if chosen.model != ConsensusModel::Majority => prose.say(format!(
            " It is the majority's label on {} of those where neither is tied.",
            phrase::percent_with_interval(same)
        )),
        _ => prose,
    })
}
