//! Charts of annotators: who agrees with whom, and how each compares with others on the same items.

use super::agreement::dots;
use super::axis::{Axis, Unit};
use super::heat_map::{Cell, HeatMap, LARGEST};
use super::names::shown;
use super::palette::Colour;
use super::rows::{Row, Rows, Value};
use super::sketch::{Sketch, ends, extent, remainder, spoken};
use crate::audit::{AnnotatorAgreement, PersonVerdict, QuestionAudit};
use crate::render::number;

/// The charts of annotators that this question allows.
pub fn sketches(question: &QuestionAudit, level: &str) -> Vec<Sketch> {
    [matrix(question), differences(question, level)].into_iter().flatten().collect()
}

fn matrix(question: &QuestionAudit) -> Option<Sketch> {
    let matrix = question.agreement.annotator_matrix.estimated()?;
    let mut kappas: Vec<f64> =
        matrix.pairs.iter().filter_map(|pair| pair.shown().estimated().map(|kappa| kappa.value)).collect();
    kappas.sort_by(f64::total_cmp);
    let (low, high) = (*kappas.first()?, *kappas.last()?);
    let size = matrix.kappa.rows.len().min(LARGEST);
    // Nobody is compared with themselves: the diagonal is blank, not wanting.
    let cell = |r: usize, c: usize| match r == c {
        true => Some(Cell { strength: 0.0, hue: Colour::Blue, words: String::new(), under: String::new() }),
        false => matrix.kappa.cell(r, c).map(kappa_cell),
    };
    let cells: Vec<Option<Cell>> =
        (0..size).flat_map(|r| (0..size).map(move |c| (r, c))).map(|(r, c)| cell(r, c)).collect();
    if size < 2 || cells.iter().flatten().count() <= size {
        return None;
    }
    let names: Vec<String> = matrix.kappa.rows.iter().take(size).map(|name| shown(name)).collect();
    let title = match kappas.len() {
        1 => format!("The one pair that can be compared has a kappa of {}", number::share(low)),
        pairs => format!(
            "Kappa of two annotators runs from {} to {}; half of {} pairs are above {}",
            number::share(low),
            number::share(high),
            number::count(pairs as u64),
            number::share(kappas[pairs / 2])
        ),
    };
    let all = size + matrix.not_shown as usize;
    let caption = format!(
        "{} of each pair with at least {} shared items, like annotators side by side; blue above 0, orange below; a grey \
         dot: too few shared items.{}",
        match &matrix.weights {
            Some(weights) => format!("Weighted kappa ({})", shown(weights)),
            None => "Cohen’s kappa".into(),
        },
        number::count(matrix.min_overlap),
        remainder(size, all)
    );
    let key = kappa_key(low, matrix.min_overlap);
    let alt = format!("{title}. Heat map of {size} by {size} annotators.");
    let form = Box::new(HeatMap { rows: names.clone(), columns: names, cells, sides: String::new(), key });
    Some(Sketch { id: "annotator-matrix".into(), section: "matrix", title, caption, alt, form })
}

fn kappa_cell(kappa: f64) -> Cell {
    Cell {
        strength: kappa.abs(),
        hue: if kappa < 0.0 { Colour::Orange } else { Colour::Blue },
        words: number::share(kappa),
        under: String::new(),
    }
}

/// Colours from the lowest kappa to 1, and what a cell without kappa looks like.
fn kappa_key(low: f64, min_overlap: u64) -> Vec<(Option<Cell>, String)> {
    let steps = [-1.0, -0.5, 0.0, 0.25, 0.5, 0.75, 1.0];
    let mut key: Vec<(Option<Cell>, String)> = steps
        .into_iter()
        .filter(|step| *step >= 0.0 || *step > low - 0.5)
        .map(|step| (Some(kappa_cell(step)), number::share(step)))
        .collect();
    key.push((None, format!("fewer than {} shared items", number::count(min_overlap))));
    key
}

fn differences(question: &QuestionAudit, level: &str) -> Option<Sketch> {
    let all = question.agreement.annotators.estimated()?;
    let few = all.iter().filter(|a| a.verdict == PersonVerdict::TooFew).count();
    // Of so few items the difference is noise with a name on it.
    let mut had: Vec<&AnnotatorAgreement> = all
        .iter()
        .filter(|a| a.verdict != PersonVerdict::TooFew && a.adjusted.estimated().is_some())
        .collect();
    if had.is_empty() {
        return None;
    }
    let judged = had.len();
    // Who differs is shown, then whoever shares most items; in alphabetical order, which ranks nobody.
    had.sort_by(|a, b| {
        differs(b)
            .cmp(&differs(a))
            .then(b.shared_items.cmp(&a.shared_items))
            .then(a.annotator.cmp(&b.annotator))
    });
    had.truncate(LARGEST);
    had.sort_by(|a, b| a.annotator.cmp(&b.annotator));
    let title = differences_title(all, judged);
    let rows: Vec<Row> = had
        .iter()
        .filter_map(|annotator| {
            let estimate = annotator.adjusted.estimated()?;
            let hue = if differs(annotator) { Colour::Orange } else { Colour::Blue };
            let words = number::signed_estimate(estimate);
            let value = Value { at: estimate.value, ends: ends(estimate), hue, words };
            Some(Row { name: shown(&annotator.annotator), values: vec![value], instead: String::new() })
        })
        .collect();
    let key = differences_key(&had);
    let caption = format!(
        "Each annotator’s agreement with the others of an item, minus what those others reach among themselves on the \
         same items; {level} intervals, alphabetical. No basis for pay or ranking.{}{}",
        remainder(rows.len(), judged),
        left_out(few)
    );
    let alt = spoken(&title, &rows);
    let mut extent = extent(&rows);
    extent.push(0.0);
    let axis = Axis::around(extent, Unit::Difference);
    let form = Box::new(Rows { key, ..dots(axis, rows, "difference in agreement on the same items") });
    Some(Sketch { id: "annotator-differences".into(), section: "annotators", title, caption, alt, form })
}

/// What the hues mean, where both or the stronger one occur.
fn differences_key(had: &[&AnnotatorAgreement]) -> Vec<(String, Colour)> {
    let mut key = Vec::new();
    if had.iter().any(|a| differs(a)) {
        key.push(("differs".to_owned(), Colour::Orange));
        if had.iter().any(|a| !differs(a)) {
            key.push(("no evidence".to_owned(), Colour::Blue));
        }
    }
    key
}

/// A sentence on those of whom nothing is said.
fn left_out(few: usize) -> String {
    match few {
        0 => String::new(),
        few => format!(
            " {} too few items with others to be drawn.",
            number::counted(few as u64, "annotator shares", "annotators share")
        ),
    }
}

fn differs(annotator: &AnnotatorAgreement) -> bool {
    matches!(annotator.verdict, PersonVerdict::AgreesLess | PersonVerdict::AgreesMore)
}

fn differences_title(all: &[AnnotatorAgreement], judged: usize) -> String {
    let of = |verdict: PersonVerdict| all.iter().filter(|a| a.verdict == verdict).count() as u64;
    let (less, more) = (of(PersonVerdict::AgreesLess), of(PersonVerdict::AgreesMore));
    let among = number::counted(judged as u64, "annotator", "annotators");
    match (less, more) {
        (0, 0) => {
            "No evidence that any annotator agrees less or more than others did on the same items".into()
        }
        (less, 0) => format!("{less} of {among} agree less with others than those did on the same items"),
        (0, more) => format!("{more} of {among} agree more with others than those did on the same items"),
        (less, more) => {
            format!("Of {among} {less} agree less and {more} agree more than others did on the same items")
        }
    }
}
