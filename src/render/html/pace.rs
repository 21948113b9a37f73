use super::place::Place;
use super::section::Section;
use super::table::{Cell, Table, numbers, words};
use crate::audit::{AnnotatorPace, Pace, QuestionAudit};
use crate::render::prose::Prose;
use crate::render::{number, phrase};
use crate::vocabulary::{Estimate, Outcome};

/// Each annotator's pace, and early work beside late work.
pub fn section(place: &mut Place<'_, '_>, question: &QuestionAudit) -> Section {
    let mut section = place.section("pace", "Pace and early work");
    match &question.pace {
        Outcome::Estimated(pace) => filled(place, &mut section, pace),
        Outcome::NotEstimable(reason) => section.absent(Prose::of("Each annotator's pace"), reason),
    }
    section
}

fn filled(place: &mut Place<'_, '_>, section: &mut Section, pace: &Pace) {
    let medians: Vec<f64> = pace
        .annotators
        .iter()
        .filter_map(|one| one.seconds.estimated().map(|seconds| seconds.median))
        .collect();
    let (least, most) = medians.iter().fold((f64::INFINITY, 0.0_f64), |(a, b), &m| (a.min(m), b.max(m)));
    if medians.is_empty() {
        section.lead(Prose::of("How long people take is not known."));
    } else {
        section.lead(Prose::of(format!(
            "{} take {} to {} on an item in the median. Speed alone says nothing of quality.",
            number::counted(medians.len() as u64, "annotator", "annotators"),
            number::seconds(least),
            number::seconds(most)
        )));
    }
    section.table(seconds(pace, place.rows));
    section.table(early(pace, place.rows));
}

fn seconds(pace: &Pace, cap: usize) -> Table {
    let all: Vec<&AnnotatorPace> =
        pace.annotators.iter().filter(|one| one.seconds.estimated().is_some()).collect();
    let columns = vec![
        words("annotator"),
        numbers("annotations"),
        numbers("median time"),
        numbers("a quarter under"),
        numbers("deviation"),
        numbers("time along the work: rho (p)"),
    ];
    Table::capped("Time on an item", columns, &all, cap, |one| {
        let mut cells = vec![Cell::name(&one.annotator), Cell::count(one.annotations)];
        if let Outcome::Estimated(found) = &one.seconds {
            let secs = |value: f64| Cell::number(value, number::seconds(value));
            cells.extend([secs(found.median), secs(found.first_quartile), secs(found.deviation)]);
            cells.push(match (found.order_correlation, found.order_p) {
                (Some(rho), Some(p)) => Cell::number(rho, format!("{} ({})", number::signed(rho), number::p_value(p))),
                _ => Cell::absent(number::DASH),
            });
        }
        cells
    })
    .noted(Prose::of(
        "In alphabetical order, no ranking and no basis for pay. Deviation: median distance from the median. rho: Spearman's \
         correlation of time with the place in all of one's work; below 0 where a person gets faster.",
    ))
}

fn early(pace: &Pace, cap: usize) -> Table {
    let all: Vec<&AnnotatorPace> =
        pace.annotators.iter().filter(|one| one.correctness.estimated().is_some()).collect();
    let columns = vec![
        words("annotator"),
        numbers("correct [95 % interval]"),
        numbers("first half of the work"),
        numbers("last half"),
        numbers("change [95 % interval]"),
        numbers("adjusted p"),
    ];
    Table::capped("Early and late work against gold", columns, &all, cap, |one| {
        let mut cells = vec![Cell::name(&one.annotator)];
        if let Outcome::Estimated(found) = &one.correctness {
            let share = |estimate: &Estimate| Cell::number(estimate.value, phrase::percent_with_interval(estimate));
            cells.extend([share(&found.all), share(&found.early), share(&found.late)]);
            cells.push(Cell::number(found.change.value, phrase::signed_points(&found.change)));
            cells.push(Cell::number(found.p_adjusted, number::p_value(found.p_adjusted)));
        }
        cells
    })
    .noted(Prose::of(
        "First and last half of the annotations of items with gold, in the order of the work. p: Fisher's exact test, adjusted \
         over all annotators. Easier items later look the same as learning.",
    ))
}
