use super::estimate_cell;
use super::place::Place;
use super::section::Section;
use super::table::{Cell, Table, numbers, words};
use crate::audit::{AnnotatorMatrix, QuestionAudit};
use crate::render::number;
use crate::render::prose::Prose;
use crate::vocabulary::Outcome;

/// Annotator by annotator.
pub fn section(place: &mut Place<'_, '_>, question: &QuestionAudit) -> Section {
    let mut section = place.section("matrix", "Annotator by annotator");
    match &question.agreement.annotator_matrix {
        Outcome::Estimated(matrix) => filled(place, &mut section, matrix),
        Outcome::NotEstimable(reason) => {
            section.absent(Prose::of("Cohen's kappa of each pair of annotators"), reason);
        }
    }
    section
}

fn filled(place: &mut Place<'_, '_>, section: &mut Section, matrix: &AnnotatorMatrix) {
    section.lead(lead(matrix));
    section.figures(place.figures("matrix"));
    let mut table = Table::capped(
        "Cohen's kappa of each pair, in alphabetical order",
        vec![
            words("annotator"),
            words("and"),
            numbers("Cohen's kappa [95 % interval]"),
            numbers("shared items"),
        ],
        &matrix.pairs,
        place.rows,
        |pair| {
            vec![
                Cell::name(&pair.first),
                Cell::name(&pair.second),
                estimate_cell::share(&pair.kappa),
                estimate_cell::items(&pair.kappa),
            ]
        },
    );
    if matrix.not_shown > 0 {
        table = table.noted(Prose::of(format!(
            "{} not in the picture; their pairs are in audit.json.",
            number::counted(matrix.not_shown, "annotator is", "annotators are")
        )));
    }
    section.table(table);
}

fn lead(matrix: &AnnotatorMatrix) -> Prose {
    let compared = matrix.pairs.len() as u64;
    let mut prose = Prose::default().strong(format!(
        "{} at least {} items",
        number::counted(compared, "pair of annotators shares", "pairs of annotators share"),
        number::count(matrix.min_overlap)
    ));
    let mut kappas: Vec<f64> =
        matrix.pairs.iter().filter_map(|p| p.kappa.estimated()).map(|e| e.value).collect();
    kappas.sort_by(f64::total_cmp);
    if let (Some(low), Some(high)) = (kappas.first(), kappas.last()) {
        prose = prose.say(format!(
            "; their kappas run from {} to {}, half of them above {}",
            number::share(*low),
            number::share(*high),
            number::share(kappas[kappas.len() / 2])
        ));
    }
    prose = prose.say(".");
    if matrix.too_little_overlap > 0 {
        prose = prose.say(format!(
            " {} too little to be compared.",
            number::counted(matrix.too_little_overlap, "more pair overlaps", "more pairs overlap")
        ));
    }
    prose
}
