use super::estimate_cell;
use super::section::Section;
use super::table::{Cell, Table, numbers, words};
use crate::audit::{AlternativeTest, BesidePeople, CrossReplication, LeftOutReference, ModelComparison};
use crate::render::prose::Prose;
use crate::render::{number, phrase};
use crate::vocabulary::{Estimate, Outcome};

/// Whether models may stand in for people: one row a model.
pub fn alternative_tests(section: &mut Section, models: &[ModelComparison], cap: usize) {
    let had: Vec<(&ModelComparison, &BesidePeople)> =
        models.iter().filter_map(|model| Some((model, model.people.as_ref()?))).collect();
    let Some((_, first)) = had.first() else { return };
    section.heading(Prose::of("Can a model stand in for a person?"));
    let estimated: Vec<(&ModelComparison, &AlternativeTest)> =
        had.iter().filter_map(|(model, people)| Some((*model, people.alternative.estimated()?))).collect();
    match (&first.alternative, estimated.first()) {
        (Outcome::NotEstimable(reason), None) => {
            section.absent(Prose::of("The alternative annotator test"), reason);
        }
        (_, Some((_, test))) => {
            section.text(verdict(&estimated));
            section.text(Prose::of(explained(test)));
        }
        _ => {}
    }
    if !estimated.is_empty() {
        section.table(test_table(&had, cap));
    }
    section.table(yardsticks(&had, cap));
}

fn verdict(estimated: &[(&ModelComparison, &AlternativeTest)]) -> Prose {
    let passing: Vec<&str> =
        estimated.iter().filter(|(_, test)| test.passes).map(|(model, _)| model.model.as_str()).collect();
    match (passing.len(), estimated) {
        (0, [_]) => Prose::default().strong("No: the model does not pass the alternative annotator test."),
        (0, _) => Prose::default()
            .strong(format!("None of {} models passes the alternative annotator test.", estimated.len())),
        (1, [_]) => Prose::default().strong("Yes, by the alternative annotator test."),
        (n, all) => Prose::default()
            .strong(format!("{n} of {} models pass the alternative annotator test: ", all.len()))
            .names(passing.into_iter().take(10))
            .say(if n > 10 { " and others." } else { "." }),
    }
}

fn explained(test: &AlternativeTest) -> String {
    format!(
        "Each annotator in turn is left out and compared with the model: who is nearer to the item's other annotators \
         ({})? The model wins against an annotator whom it falls short of by less than ε = {}; it passes where it wins \
         against half of them or more. ε is what a person's higher cost is worth: .2 for experts, .15 for trained people, \
         .1 for a crowd (setting human_model.annotators, or --epsilon). Passing says that the model labels like a member \
         of this group, not that either is right.",
        test.alignment,
        number::share_to(test.epsilon, if (test.epsilon * 100.0).fract().abs() < 1e-9 { 2 } else { 3 })
    )
}

fn test_table(had: &[(&ModelComparison, &BesidePeople)], cap: usize) -> Table {
    let columns = vec![
        words("model"),
        words("verdict"),
        numbers("winning rate"),
        numbers("annotators tested"),
        numbers("average advantage"),
        numbers("left out: few items"),
    ];
    Table::capped("Alternative annotator test", columns, had, cap, |(model, people)| {
        let name = Cell::name(&model.model);
        match &people.alternative {
            Outcome::NotEstimable(reason) => {
                let absent = || Cell::absent(phrase::short_reason(reason));
                vec![name, absent(), absent(), absent(), absent(), absent()]
            }
            Outcome::Estimated(test) => vec![
                name,
                match test.passes {
                    true => Cell::text("passes").toned("good"),
                    false => Cell::text("does not pass").toned("warn"),
                },
                Cell::number(test.winning_rate, number::share(test.winning_rate)),
                Cell::count(test.tested),
                estimate_cell::share(&Outcome::Estimated(test.advantage.clone())),
                Cell::count(test.left_out),
            ],
        }
    })
    .noted(Prose::of(
        "Average advantage: how often the model is at least as near to the others as the person left out, with items and \
         annotators taken as redrawn.",
    ))
}

/// Model and people on the same yardsticks.
fn yardsticks(had: &[(&ModelComparison, &BesidePeople)], cap: usize) -> Table {
    let columns = vec![
        words("model"),
        numbers("person with majority of others"),
        numbers("model with same majorities"),
        numbers("model minus person"),
        numbers("kappa: person"),
        numbers("kappa: model"),
        numbers("alpha among people"),
        numbers("xRR: model with people"),
        numbers("xRR normalised"),
    ];
    Table::capped("The same yardstick for model and people", columns, had, cap, |(model, people)| {
        let replication: &CrossReplication = &people.replication;
        vec![
            Cell::name(&model.model),
            of_left_out(&people.left_out, |l| &l.human, estimate_cell::share),
            of_left_out(&people.left_out, |l| &l.model, estimate_cell::share),
            of_left_out(&people.left_out, |l| &l.difference, estimate_cell::difference),
            of_left_out(&people.left_out, |l| &l.human_kappa, estimate_cell::share),
            of_left_out(&people.left_out, |l| &l.model_kappa, estimate_cell::share),
            estimate_cell::share(&replication.within),
            estimate_cell::share(&replication.xrr),
            estimate_cell::share(&replication.normalised),
        ]
    })
    .noted(Prose::of(
        "Each annotator in turn is left out; person and model are held against the majority of the others, on items with \
         three annotators or more. xRR is the agreement of the model with people beyond chance, to be read beside alpha \
         among people on the same items; normalised, it is divided by the root of people's reliability (the model's own \
         is not known from one answer and taken as 1), so 1 means: as near to people as their noise allows.",
    ))
}

fn of_left_out(
    outcome: &Outcome<LeftOutReference>,
    which: fn(&LeftOutReference) -> &Outcome<Estimate>,
    cell: fn(&Outcome<Estimate>) -> Cell,
) -> Cell {
    match outcome {
        Outcome::Estimated(left_out) => cell(which(left_out)),
        Outcome::NotEstimable(reason) => Cell::absent(phrase::short_reason(reason)),
    }
}

/// The test's annotators, for the details of one model.
pub fn against_annotators(section: &mut Section, model: &ModelComparison, cap: usize) {
    let Some(test) = model.people.as_ref().and_then(|people| people.alternative.estimated()) else { return };
    let columns = vec![
        words("annotator"),
        numbers("items"),
        numbers("model at least as near"),
        numbers("annotator at least as near"),
        numbers("p"),
        words("the model can stand in"),
    ];
    let caption = "The model against each annotator, in alphabetical order";
    let table = Table::capped(caption, columns, &test.annotators, cap, |one| {
        vec![
            Cell::name(&one.annotator),
            Cell::count(one.items),
            Cell::number(one.advantage, number::share(one.advantage)),
            Cell::number(one.human_advantage, number::share(one.human_advantage)),
            estimate_cell::plain(&one.p, number::p_value),
            match (&one.p, one.wins) {
                (Outcome::NotEstimable(_), _) => Cell::absent("not tested: too few items"),
                (_, true) => Cell::text("yes"),
                (_, false) => Cell::text("not shown"),
            },
        ]
    });
    section.table(table.noted(Prose::of(format!(
        "Ties count for both. p: one-sided, that the annotator is ahead by ε or more; false discoveries are held at 5 % by \
         Benjamini and Yekutieli over {}. The table tells about the model; it is no basis for judging a person.",
        number::counted(test.tested, "annotator", "annotators")
    ))));
}
