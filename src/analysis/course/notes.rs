use super::CourseSeries;
use super::measure::ENOUGH_ANNOTATIONS;
use super::trend::WEEKS_NEEDED;
use crate::tally::WorkTally;
use crate::vocabulary::Outcome;

/// What the numbers cannot know, and what was left out.
pub(super) fn notes(calendar: &WorkTally, agreement: &Outcome<CourseSeries>) -> Vec<String> {
    let mut notes = vec![
        "Weeks begin on Monday, in UTC or by the log's own clock. Trends and changes of level compare the same annotators \
         from week to week; a change of items, of the guideline or of the tool looks like drift all the same."
            .to_string(),
        "Weekly intervals take annotators as the units and allow for pairs that share an item. The trend's p and interval \
         allow for weeks that resemble their neighbours (Hamed and Rao, or the correlation of neighbours where it asks for more)."
            .into(),
    ];
    if let Outcome::Estimated(series) = agreement {
        let few = series.points.iter().filter(|p| p.mean.sample.annotations < ENOUGH_ANNOTATIONS).count();
        if few > 0 {
            notes.push(format!(
                "{few} weeks have fewer than {ENOUGH_ANNOTATIONS} annotations with others: drawn, but left out of trends."
            ));
        }
        let weeks = series.points.len() as u64;
        if weeks < WEEKS_NEEDED {
            notes.push(format!("A trend needs {WEEKS_NEEDED} weeks of work; this log has {weeks}."));
        }
    }
    if calendar.undated > 0 {
        notes.push(format!("{} annotations have no known day: left out.", calendar.undated));
    }
    notes
}
