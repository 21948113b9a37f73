use super::Audit;
use crate::analysis::disparity::views::{FlippedUnder, flipped};
use crate::tally::{QuestionTallies, Tallies};
use crate::vocabulary::Outcome;

/// By question, the items whose consensus flips under each weighting that `audit` tells of, all of them: an audit keeps the
/// first, `flips.csv` has the rest.
pub fn flipped_items<'a>(tallies: &'a Tallies, audit: &Audit) -> Vec<(&'a str, Vec<FlippedUnder>)> {
    let of = |question: &'a QuestionTallies| {
        let name = question.question.name.as_str();
        (name, of_question(question, audit, name))
    };
    tallies.questions.iter().map(of).filter(|(_, found)| !found.is_empty()).collect()
}

fn of_question(question: &QuestionTallies, audit: &Audit, name: &str) -> Vec<FlippedUnder> {
    let own = audit.questions.iter().find(|own| own.question.name == name);
    let views = own.and_then(|own| own.disparity.as_ref()).and_then(|found| found.views.estimated());
    let Some(views) = views.filter(|views| !views.weighted.is_empty()) else { return Vec::new() };
    let plan = &audit.provenance.plan;
    let mut found = flipped(question, &plan.disparity.views, &plan.targets, plan.min_group);
    let told = |under: &FlippedUnder| {
        let mut own = views.weighted.iter().filter(|own| own.attributes == under.attributes);
        own.any(|own| matches!(own.numbers, Outcome::Estimated(_)))
    };
    found.retain(told);
    found
}
