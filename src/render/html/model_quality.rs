use super::estimate_cell;
use super::section::Section;
use super::table::{Cell, Column, Table, numbers, words};
use crate::audit::{
    Against, ConfusedPair, HumanModel, ModelComparison, ModelGroup, ModelPair, ModelPairs, ModelQuality,
    ModelSlice, QualityMeasure,
};
use crate::render::number;
use crate::render::prose::Prose;
use crate::vocabulary::{Estimate, Outcome};

/// Measures of a whole matrix that stand side by side for all models.
const SHOWN: [QualityMeasure; 5] = [
    QualityMeasure::BalancedAccuracy,
    QualityMeasure::Mcc,
    QualityMeasure::MacroPrecision,
    QualityMeasure::MacroRecall,
    QualityMeasure::MacroF1,
];

/// What sums up each model's confusion matrix, a row a model; once against the consensus, once against gold.
pub fn summaries(section: &mut Section, models: &[ModelComparison], cap: usize) {
    let mut any = false;
    for against in Against::BOTH {
        let had: Vec<(&ModelComparison, &ModelQuality)> =
            models.iter().filter_map(|model| Some((model, quality(model, against)?))).collect();
        let mut columns = vec![words("model"), numbers("items")];
        columns.extend(SHOWN.map(|measure| numbers(measure.title(against))));
        columns.push(numbers(QualityMeasure::WeightedF1.title(against)));
        let caption = format!("Beyond the share of equal labels, against {}", the(against));
        let table = Table::capped(caption, columns, &had, cap, |(model, quality)| {
            let mut cells = vec![Cell::name(&model.model), Cell::count(quality.items)];
            cells.extend(SHOWN.map(|measure| summary(quality, measure)));
            cells.push(summary(quality, QualityMeasure::WeightedF1));
            cells
        });
        if !had.is_empty() {
            section.table(table);
            any = true;
        }
    }
    if any {
        section.text(Prose::of(
            "“Labels alike” gives a rare label as much weight as a frequent one: precision is how often the model is right \
             when it gives a label, recall how much of a label it finds, F1 their harmonic mean; a label that the model never \
             gives counts 0. Balanced is the mean recall over the labels of the reference. Matthews correlation is 0 by \
             chance, 1 at best. Micro-averaged precision, recall and F1 all equal the share of equal labels above. † rests \
             on a label with fewer than 5 items.",
        ));
    }
}

fn quality(model: &ModelComparison, against: Against) -> Option<&ModelQuality> {
    match against {
        Against::Consensus => model.consensus.estimated(),
        Against::Gold => model.gold.estimated(),
    }
}

fn summary(quality: &ModelQuality, measure: QualityMeasure) -> Cell {
    match quality.summaries.iter().find(|own| own.measure == measure) {
        Some(own) => estimate_cell::share(&own.outcome),
        None => Cell::absent(number::DASH),
    }
}

/// `the consensus`, `gold`.
pub fn the(against: Against) -> &'static str {
    match against {
        Against::Consensus => "the consensus",
        Against::Gold => "gold",
    }
}

/// Any two models on the same items, and what may be said of each pair.
pub fn pairs(section: &mut Section, found: &HumanModel, cap: usize) {
    let Some(own) = &found.pairs else { return };
    section.heading(Prose::of("Two models on the same items"));
    section.text(pairs_lead(own));
    let columns = vec![
        words("first"),
        words("second"),
        words("against"),
        numbers("items"),
        numbers("only first matches"),
        numbers("only second matches"),
        numbers("first minus second"),
        words("what may be said"),
    ];
    let table = Table::capped("Pairs of models by name", columns, &own.pairs, cap, |pair| {
        vec![
            Cell::name(&pair.first),
            Cell::name(&pair.second),
            Cell::text(pair.against.name()),
            Cell::count(pair.both + pair.first_only + pair.second_only + pair.neither),
            Cell::count(pair.first_only),
            Cell::count(pair.second_only),
            estimate_cell::difference(&pair.difference),
            said_of_pair(pair),
        ]
    });
    let mut note = String::from(
        "A model matches where it gives the reference's label. Only items on which the two models part can tell which is better: McNemar's \
         exact test on them, q over all pairs of this table. The interval of the difference is Newcombe's for paired shares.",
    );
    if own.models_left_out > 0 {
        let more = number::counted(own.models_left_out, "model was", "models were");
        note.push_str(&format!(" {more} not compared, last by name."));
    }
    section.table(table.noted(Prose::of(note)));
}

fn pairs_lead(own: &ModelPairs) -> Prose {
    let told = own.pairs.iter().filter(|pair| pair.reported).count() as u64;
    match (own.tests, told) {
        (0, _) => Prose::of("No two models answered the same items."),
        (tests, 0) => Prose::default()
            .strong("No evidence that any model is better than another")
            .say(format!(", in {}.", number::counted(tests, "comparison", "comparisons"))),
        (tests, told) => Prose::default().strong("Some models differ").say(format!(
            ": {} of {}.",
            number::count(told),
            number::counted(tests, "comparison", "comparisons")
        )),
    }
}

fn said_of_pair(pair: &ModelPair) -> Cell {
    let Some(q) = pair.q_value else { return Cell::absent("no common item") };
    let words = match (pair.reported, pair.first_only > pair.second_only, pair.against) {
        (false, ..) => "no evidence of a difference",
        (true, true, Against::Gold) => "first is right more often",
        (true, false, Against::Gold) => "second is right more often",
        (true, true, Against::Consensus) => "first agrees more often",
        (true, false, Against::Consensus) => "second agrees more often",
    };
    let tone = if pair.reported { "warn" } else { "mute" };
    Cell::text(format!("{words} (q\u{a0}{})", number::p_value(q))).toned(tone)
}

/// The most confused pairs of labels, with their shares and a few items to look at.
pub fn confused(against: Against, quality: &ModelQuality, cap: usize) -> Table {
    let columns = vec![
        words(if against == Against::Gold { "gold says" } else { "people say" }),
        words("the model says"),
        numbers("items"),
        numbers("of the row"),
        numbers("of the column"),
        words("for example"),
    ];
    let caption = format!("Where the model departs from {} most often", the(against));
    Table::capped(caption, columns, &quality.most_confused, cap, |pair: &ConfusedPair| {
        vec![
            Cell::name(&pair.reference),
            Cell::name(&pair.given),
            Cell::count(pair.items),
            estimate_cell::share(&pair.row_share),
            estimate_cell::share(&pair.column_share),
            Cell::prose(Prose::default().names(pair.example_items.iter().map(String::as_str))),
        ]
    })
    .noted(Prose::of(
        "Of the row: of all items with that label by the reference. Of the column: of all items that the model calls so. \
         audit.json has the whole matrix.",
    ))
}

/// The model inside each slice beside the rest.
pub fn slices(section: &mut Section, model: &ModelComparison, tests: u64, cap: usize) {
    if model.slices.is_empty() {
        return;
    }
    let columns = vec![
        words("slice"),
        words("value"),
        words("against"),
        numbers("same label"),
        numbers("difference to the rest"),
        words("what may be said"),
        numbers("items"),
    ];
    let table =
        Table::capped("The model inside slices", columns, &model.slices, cap, |slice: &ModelSlice| {
            vec![
                Cell::name(&slice.name),
                Cell::name(&slice.value),
                Cell::text(slice.against.name()),
                estimate_cell::share(&slice.agreement),
                estimate_cell::difference(&slice.difference),
                said(slice.q_value, slice.reported, &slice.difference),
                estimate_cell::items(&slice.agreement),
            ]
        });
    let mut note = format!(
        "Against the consensus of the annotations inside the slice; the rest are those with another value. q over {} in \
         this log.",
        number::counted(tests, "comparison of a model inside a slice", "comparisons of models inside slices")
    );
    if model.slices_left_out > 0 {
        let more = number::counted(model.slices_left_out, "smaller slice is", "smaller slices are");
        note.push_str(&format!(" {more} left out."));
    }
    section.table(table.noted(Prose::of(note)));
}

/// The model beside the people of each group.
pub fn groups(section: &mut Section, model: &ModelComparison, tests: u64, cap: usize) {
    if model.groups.is_empty() {
        return;
    }
    let columns: Vec<Column> = vec![
        words("attribute"),
        words("group"),
        numbers("agreement with its people"),
        numbers("difference to others, same items"),
        words("what may be said"),
        numbers("people"),
    ];
    let caption = "The model beside groups of annotators";
    let table = Table::capped(caption, columns, &model.groups, cap, |group: &ModelGroup| {
        vec![
            Cell::name(&group.attribute),
            Cell::name(&group.group),
            estimate_cell::share(&group.agreement),
            estimate_cell::difference(&group.difference),
            said(group.q_value, group.reported, &group.difference),
            match group.agreement.estimated() {
                Some(found) => Cell::count(found.sample.annotators),
                None => Cell::absent(number::DASH),
            },
        ]
    });
    section.table(table.noted(Prose::of(format!(
        "Share of the group's annotations with the model's label; the difference compares them with other people's \
         annotations of the same items, and its interval allows for other people of the same kind. q over {}. A model that \
         sides with one group does not make the other wrong.",
        number::counted(tests, "comparison", "comparisons")
    ))));
}

fn said(q: Option<f64>, reported: bool, difference: &Outcome<Estimate>) -> Cell {
    let (Some(q), Some(difference)) = (q, difference.estimated()) else { return Cell::absent(number::DASH) };
    let words = match (reported, difference.value < 0.0) {
        (true, true) => "agrees less",
        (true, false) => "agrees more",
        (false, _) => "no evidence of a difference",
    };
    let tone = if reported { "warn" } else { "mute" };
    Cell::text(format!("{words} (q\u{a0}{})", number::p_value(q))).toned(tone)
}
