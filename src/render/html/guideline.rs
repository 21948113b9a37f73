use super::comparison::sections::{change_columns, change_row, pair_table};
use super::place::Place;
use super::section::Section;
use super::table::{Cell, Table};
use crate::audit::{GuidelineVersions, QuestionAudit, VersionBasis, VersionStep};
use crate::render::comparison::phrase;
use crate::render::number;
use crate::render::prose::Prose;
use crate::vocabulary::Outcome;

/// What changed from each version of the guideline to the next; none where the log names no versions.
pub fn section(place: &mut Place<'_, '_>, question: &QuestionAudit) -> Option<Section> {
    let found = question.guideline_versions.as_ref()?;
    let mut section = place.section("guideline-versions", "Guideline versions");
    let found = match found {
        Outcome::NotEstimable(reason) => {
            section.absent(Prose::of("Change between guideline versions"), reason);
            return Some(section);
        }
        Outcome::Estimated(found) => found,
    };
    section.lead(lead(found));
    section.figures(place.figures("guideline_versions"));
    let shown = found.steps.len().min(place.parts);
    section.more(shown, found.steps_total as usize, "changes of version");
    for step in found.steps.iter().rev().take(shown) {
        of_step(step, found, place.rows, &mut section);
    }
    Some(section)
}

fn lead(found: &GuidelineVersions) -> Prose {
    let Some(last) = found.steps.last() else { return Prose::default() };
    let told: u64 =
        found.steps.iter().flat_map(|step| &step.changes).filter(|change| change.reported).count() as u64;
    let Some(change) = last.changes.first() else { return Prose::default() };
    let prose = Prose::of("From ").name(&last.before).say(" to ").name(&last.after).say(": ");
    let prose = prose.then(phrase::moved(change));
    match found.steps.len() {
        1 => prose,
        steps => prose.say(format!(
            " Over all {steps} changes of version {} told.",
            number::counted(told, "changed coefficient is", "changed coefficients are")
        )),
    }
}

fn of_step(step: &VersionStep, found: &GuidelineVersions, rows: usize, section: &mut Section) {
    section.heading(Prose::named(&step.before).say(" to ").name(&step.after));
    section.text(Prose::of(match step.basis {
        VersionBasis::SameItems => format!(
            "On the same items: the {} that two or more people annotated under each version ({} under the earlier, {} under the \
             later). Nothing of the change is due to other items.",
            number::count(step.items_in_both),
            number::count(step.items_before),
            number::count(step.items_after)
        ),
        VersionBasis::OtherItems => format!(
            "On other items: {} under the earlier version, {} under the later; {} under both, too few to compare alone. Part of \
             the change may be due to other items: have some items annotated again under the new version.",
            number::count(step.items_before),
            number::count(step.items_after),
            number::count(step.items_in_both)
        ),
    }));
    if let Some(matched) = &step.matched {
        let prose = Prose::of("On like items (by ").name(&matched.by).say(format!(
            ", {} that both versions have, {} of the items): percent agreement changed by ",
            number::counted(matched.strata, "kind", "kinds"),
            number::percent(matched.matched)
        ));
        section.text(match &matched.change {
            Outcome::Estimated(estimate) => prose.say(format!("{}.", number::signed_estimate(estimate))),
            Outcome::NotEstimable(reason) => prose.say(format!("an unknown amount. {}", reason.sentence())),
        });
    }
    let title = format!("Coefficients, {}", number::counted(step.annotators, "annotator", "annotators"));
    let table = Table::capped(title, change_columns("coefficient"), &step.changes, rows, |change| {
        change_row(Cell::text(&change.name), change)
    });
    section.table(table.noted(Prose::of(format!(
        "{} over all versions judged as one family (Benjamini–Hochberg, q ≤ .05).",
        number::counted(found.tested, "comparison", "comparisons")
    ))));
    section.text(phrase::pair_changes(&step.pairs));
    if !step.pairs.pairs.is_empty() {
        section.table(pair_table(&step.pairs, rows));
    }
}
