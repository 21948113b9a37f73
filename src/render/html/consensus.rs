use super::estimate_cell;
use super::place::Place;
use super::section::Section;
use super::table::{Cell, Table, numbers, words};
use crate::audit::{ChosenConsensus, QuestionAudit};
use crate::render::prose::Prose;
use crate::render::{consensus_phrase, number};
use crate::vocabulary::{Matrix, Outcome};

/// The consensus that was asked for; `None` where none was.
pub fn section(place: &mut Place<'_, '_>, question: &QuestionAudit) -> Option<Section> {
    let chosen = question.consensus.chosen.as_ref()?;
    let mut section = place.section("consensus", "Consensus");
    match chosen {
        Outcome::Estimated(chosen) => {
            section.lead(consensus_phrase::chosen_consensus(question).unwrap_or_default());
            filled(place, &mut section, chosen);
        }
        Outcome::NotEstimable(reason) => {
            section.absent(Prose::of("One label per item, by the model asked for"), reason)
        }
    }
    Some(section)
}

fn filled(place: &mut Place<'_, '_>, section: &mut Section, chosen: &ChosenConsensus) {
    section.text(Prose::of(
        "A consensus sums up what annotators said; it is not the truth, and its confidence holds only as far as the model \
         of the annotators does. Every item's label is in consensus.csv beside this page, every annotator's figures in \
         annotators.csv, where they were written.",
    ));
    for warning in &chosen.warnings {
        section.text(Prose::default().strong("Careful: ").say(warning));
    }
    section.text(course(chosen));
    section.table(overview(chosen));
    section.table(labels(chosen, place.rows));
    match &chosen.pooled_errors {
        Outcome::Estimated(matrix) => section.table(errors(matrix, place.rows)),
        Outcome::NotEstimable(reason) => {
            section.absent(Prose::of("Which labels annotators give for another"), reason)
        }
    }
    section.table(annotators(chosen, place.rows));
}

fn course(chosen: &ChosenConsensus) -> Prose {
    let method =
        format!("{} Confidence is the {}.", sentence(chosen.model.method()), chosen.model.confidence_is());
    match &chosen.course {
        None => Prose::of(method),
        Some(course) => Prose::of(format!(
            "{method} {} after {}; objective (log) {}.",
            if course.converged { "It came to rest" } else { "It had not come to rest" },
            number::counted(course.iterations, "iteration", "iterations"),
            number::decimal(course.log_likelihood, 1),
        )),
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

fn overview(chosen: &ChosenConsensus) -> Table {
    let rows: [(&str, &Outcome<_>); 3] = [
        ("items whose labels are tied", &chosen.tie_rate),
        ("same label as the majority, where neither is tied", &chosen.majority_agreement),
        ("consensus is the gold label (a tie counts its part)", &chosen.against_gold),
    ];
    let mut table = Table::capped(
        "The consensus in short",
        vec![words("what"), numbers("value [95 % interval]"), numbers("items")],
        &rows,
        rows.len(),
        |(what, outcome)| {
            vec![Cell::text(what), estimate_cell::share(outcome), estimate_cell::items(outcome)]
        },
    );
    table.rows.push(vec![
        Cell::text("mean confidence, as the model holds it"),
        estimate_cell::plain(&chosen.mean_confidence, number::share),
        Cell::count(chosen.rated_items),
    ]);
    table
}

fn labels(chosen: &ChosenConsensus, cap: usize) -> Table {
    let columns = vec![words("label"), numbers("share of decided items")];
    Table::capped("Labels of the consensus", columns, &chosen.label_shares, cap, |(label, share)| {
        vec![Cell::name(label), Cell::number(*share, number::percent(*share))]
    })
}

fn errors(matrix: &Matrix, cap: usize) -> Table {
    let columns = vec![
        words("where the consensus is"),
        numbers("annotators gave it"),
        words("most often else"),
        numbers("which they gave"),
    ];
    let met: Vec<usize> = (0..matrix.rows.len()).filter(|&row| matrix.cell(row, row).is_some()).collect();
    Table::capped("Which labels annotators give for another, all together", columns, &met, cap, |&row| {
        let share = |column: usize| matrix.cell(row, column).unwrap_or(0.0);
        let others = (0..matrix.columns.len()).filter(|&column| column != row && share(column) > 0.0);
        // The first of equals, as in every list of labels.
        let most = others.fold(None, |best: Option<usize>, column| match best {
            Some(best) if share(best) >= share(column) => Some(best),
            _ => Some(column),
        });
        let percent = |value: f64| Cell::number(value, number::percent(value));
        vec![
            Cell::name(&matrix.rows[row]),
            percent(share(row)),
            most.map_or(Cell::absent(number::DASH), |column| Cell::name(&matrix.columns[column])),
            most.map_or(Cell::absent(number::DASH), |column| percent(share(column))),
        ]
    })
    .noted(Prose::of("Shares of annotations by row; the whole matrix is in estimates.csv."))
}

fn annotators(chosen: &ChosenConsensus, cap: usize) -> Table {
    let columns = vec![words("annotator"), numbers("annotations"), numbers("reliability")];
    Table::capped("Annotators in alphabetical order", columns, &chosen.annotators, cap, |one| {
        vec![
            Cell::name(&one.annotator),
            Cell::count(one.annotations),
            estimate_cell::plain(&one.reliability, number::share),
        ]
    })
    .noted(Prose::of(format!(
        "Reliability: {}. It has no interval here, depends on which items a person was given, and is no basis for pay or \
         ranking; what may be said of a person stands under Annotators.",
        chosen.model.reliability_is()
    )))
}
