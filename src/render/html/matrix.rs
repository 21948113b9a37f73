use super::estimate_cell;
use super::place::Place;
use super::section::Section;
use super::table::{Cell, Table, numbers, words};
use crate::audit::{AnnotatorMatrix, AnnotatorPair, QuestionAudit};
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
    section.text(label_shares(matrix));
    let mut table = pairs(matrix, place.rows);
    if matrix.not_shown > 0 {
        table = table.noted(Prose::of(format!(
            "{} not in the picture; their pairs are in audit.json.",
            number::counted(matrix.not_shown, "annotator is", "annotators are")
        )));
    }
    section.table(table);
}

/// A pair a row: weighted kappa only where the matrix shows it.
fn pairs(matrix: &AnnotatorMatrix, rows: usize) -> Table {
    let weighted = matrix.weights.is_some();
    let mut columns = vec![words("annotator"), words("and")];
    if weighted {
        columns.push(numbers("weighted kappa [95 % interval]"));
    }
    columns.extend([
        numbers("Cohen's kappa [95 % interval]"),
        numbers("shared items"),
        numbers("label shares apart"),
        numbers("q of that"),
    ]);
    let row = |pair: &AnnotatorPair| {
        let margins = &pair.margins;
        let q = match margins.homogeneity_q {
            Some(q) => Cell::number(q, number::p_value(q)),
            None => Cell::absent(number::DASH),
        };
        let mut row = vec![Cell::name(&pair.first), Cell::name(&pair.second)];
        if weighted {
            row.push(estimate_cell::share(pair.shown()));
        }
        row.extend([
            estimate_cell::share(&pair.kappa),
            estimate_cell::items(&pair.kappa),
            Cell::number(margins.bias_index, number::percent(margins.bias_index)),
            q.toned(if margins.reported { "warn" } else { "" }),
        ]);
        row
    };
    let caption = match &matrix.weights {
        Some(weights) => format!("Kappa of each pair ({weights} weights), in alphabetical order"),
        None => "Cohen's kappa of each pair, in alphabetical order".into(),
    };
    Table::capped(caption, columns, &matrix.pairs, rows, row).noted(Prose::of(
        "Label shares apart: the least share of the shared items that one of the two would have to label otherwise for \
         both to use the labels equally often. Other facts of each pair (the highest possible kappa, prevalence, PABAK, \
         Bowker's test) are in audit.json.",
    ))
}

/// Whether two annotators use the labels equally often: where not, kappa falls for a reason other than carelessness.
fn label_shares(matrix: &AnnotatorMatrix) -> Prose {
    let tested = matrix.homogeneity_tests;
    if tested == 0 {
        return Prose::default();
    }
    let reported = matrix.pairs.iter().filter(|pair| pair.margins.reported).count() as u64;
    let found = match reported {
        0 => "no pair is found to use".to_owned(),
        n => number::counted(n, "pair uses", "pairs use"),
    };
    Prose::of(format!(
        "Of {}, {found} the labels at different rates (Stuart–Maxwell, with two labels McNemar's exact test; false \
         discoveries held at 5 % over all of them).",
        number::counted(tested, "pair that ever disagrees", "pairs that ever disagree"),
    ))
}

fn lead(matrix: &AnnotatorMatrix) -> Prose {
    let compared = matrix.pairs.len() as u64;
    let mut prose = Prose::default().strong(format!(
        "{} at least {} items",
        number::counted(compared, "pair of annotators shares", "pairs of annotators share"),
        number::count(matrix.min_overlap)
    ));
    let mut kappas: Vec<f64> =
        matrix.pairs.iter().filter_map(|p| p.shown().estimated()).map(|e| e.value).collect();
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
