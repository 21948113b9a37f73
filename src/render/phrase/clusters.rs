use crate::audit::QuestionAudit;
use crate::render::number;
use crate::render::prose::Prose;

/// Which items belong together and what that means for intervals; `None` where every item stands for itself.
pub fn clusters(question: &QuestionAudit) -> Option<Prose> {
    let found = question.agreement.clusters.as_ref()?;
    let single = match found.of_one_item {
        0 => String::new(),
        n => format!(", {} of a single item", number::count(n)),
    };
    Some(
        Prose::of("Items belong together by “").name(&found.column).say(format!(
            "”: {}, the largest of {}{single}; in {} annotators disagree somewhere. Items of one cluster are no \
             independent evidence, so intervals draw clusters whole; where an interval does not, its method says so.",
            number::counted(found.clusters, "cluster", "clusters"),
            number::counted(found.largest, "item", "items"),
            number::count(found.disagreeing),
        )),
    )
}
