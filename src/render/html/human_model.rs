use super::place::Place;
use super::section::Section;
use super::table::{Cell, Table, numbers, words};
use super::{beside_people, estimate_cell, interventions, model_kinds, model_quality, two_golds};
use crate::audit::{
    Against, ConsensusModel, HumanModel, HumanReference, ModelComparison, ModelQuality, QuestionAudit,
};
use crate::render::prose::Prose;
use crate::render::{number, phrase};
use crate::vocabulary::{Estimate, Outcome};

/// People beside models.
pub fn section(place: &mut Place<'_, '_>, question: &QuestionAudit) -> Section {
    let mut section = place.section("model", "Human and model");
    match &question.human_model {
        Outcome::Estimated(models) => {
            filled(place, &mut section, models);
            if let Some(Outcome::Estimated(chosen)) = &question.consensus.chosen
                && chosen.model != ConsensusModel::Majority
            {
                section.text(Prose::of(format!(
                    "The consensus in this section is the majority, not the one by {} above.",
                    chosen.model.title()
                )));
            }
        }
        Outcome::NotEstimable(reason) => section.absent(Prose::of("People beside a model"), reason),
    }
    if let Some(golds) = &question.two_golds {
        two_golds::block(&mut section, golds, place.rows);
    }
    interventions::add(place, &mut section, question);
    section
}

fn filled(place: &mut Place<'_, '_>, section: &mut Section, models: &HumanModel) {
    section.lead(lead(models));
    let tied = models.tied_items as f64 / models.rated_items.max(1) as f64;
    section.text(Prose::of(format!(
        "The consensus is the majority of an item's annotators, which is not the truth; {} of {} ({}) are tied and left \
         out of it. Accuracy is said only where there is gold.",
        number::count(models.tied_items),
        number::counted(models.rated_items, "rated item", "rated items"),
        number::percent(tied),
    )));
    if let Some(warning) = &models.warning {
        section.text(Prose::default().strong("Careful: ").say(warning));
    }
    section.figures(place.figures("human_model"));
    section.table(overview(&models.models, place.rows));
    beside_people::alternative_tests(section, &models.models, place.rows);
    model_quality::summaries(section, &models.models, place.rows);
    model_kinds::fill(section, &models.kinds, place.rows);
    model_quality::pairs(section, models, place.rows);
    section.figures(place.figures("human_model_details"));
    for model in models.models.iter().take(place.parts) {
        details(place, section, model);
        model_quality::slices(section, model, models.slice_tests, place.rows);
        model_quality::groups(section, model, models.group_tests, place.rows);
    }
    section.more(place.parts, models.models.len(), "models");
}

fn lead(models: &HumanModel) -> Prose {
    let best = models
        .models
        .iter()
        .filter_map(|m| Some((m, m.reference.estimated()?)))
        .find_map(|(m, r)| Some((m, r.model_human.estimated()?, r.human_human.estimated()?, r)));
    let Some((model, with_human, between, reference)) = best else {
        return Prose::of(format!(
            "{} compared with people.",
            number::counted(models.models.len() as u64, "model is", "models are")
        ));
    };
    let prose = Prose::default()
        .strong_name(&model.model)
        .strong(format!(" agrees with a person on {}", phrase::percent_with_interval(with_human)));
    let prose = prose
        .say(format!(" of the items; another person does on {}", phrase::percent_with_interval(between)));
    match reference.difference.estimated() {
        Some(difference) => prose.say(format!(". The difference is {}.", phrase::signed_points(difference))),
        None => prose.say("."),
    }
}

fn overview(models: &[ModelComparison], cap: usize) -> Table {
    let columns = vec![
        words("model"),
        numbers("items compared"),
        numbers("agreement with consensus"),
        numbers("kappa with consensus"),
        numbers("accuracy against gold"),
        numbers("agreement with one person"),
        numbers("person with person"),
        numbers("model minus person"),
    ];
    Table::capped("Models by name", columns, models, cap, |model| {
        vec![
            Cell::name(&model.model),
            Cell::count(model.items),
            of_quality(&model.consensus, |q| &q.agreement),
            of_quality(&model.consensus, |q| &q.kappa),
            of_quality(&model.gold, |q| &q.agreement),
            of_reference(&model.reference, |r| &r.model_human),
            of_reference(&model.reference, |r| &r.human_human),
            match &model.reference {
                Outcome::Estimated(reference) => estimate_cell::difference(&reference.difference),
                Outcome::NotEstimable(reason) => Cell::absent(phrase::short_reason(reason)),
            },
        ]
    })
    .noted(Prose::of(
        "All with 95 % intervals. The last three columns are like for like: one labeller against one person.",
    ))
}

fn of_quality(quality: &Outcome<ModelQuality>, which: fn(&ModelQuality) -> &Outcome<Estimate>) -> Cell {
    match quality {
        Outcome::Estimated(quality) => estimate_cell::share(which(quality)),
        Outcome::NotEstimable(reason) => Cell::absent(phrase::short_reason(reason)),
    }
}

fn of_reference(outcome: &Outcome<HumanReference>, which: fn(&HumanReference) -> &Outcome<Estimate>) -> Cell {
    match outcome {
        Outcome::Estimated(reference) => estimate_cell::share(which(reference)),
        Outcome::NotEstimable(reason) => Cell::absent(phrase::short_reason(reason)),
    }
}

fn details(place: &mut Place<'_, '_>, section: &mut Section, model: &ModelComparison) {
    section.heading(Prose::of("Model ").name(&model.model));
    section.text(Prose::of(format!(
        "{} with people's labels and an answer; {} without an answer; {} that nobody rated.",
        number::counted(model.items, "item", "items"),
        number::count(model.unanswered),
        number::counted(model.unrated, "answered item", "answered items"),
    )));
    section.list(model.notes.iter().map(Prose::of).collect());
    if let Some(soft) = model.soft.as_ref().and_then(|soft| soft.agreement.estimated()) {
        section.text(Prose::of(format!(
            "With every annotation counted its part of the item, ties and minorities among them, the model gives a person's \
             label on {}.",
            phrase::percent_with_interval(soft)
        )));
    }
    for (against, quality) in [(Against::Consensus, &model.consensus), (Against::Gold, &model.gold)] {
        let what = against.name();
        match quality {
            Outcome::Estimated(quality) => {
                if quality.most_confused.is_empty() {
                    let words =
                        format!("The model gives every item the label of {}.", model_quality::the(against));
                    section.text(Prose::of(words));
                }
                section.table(model_quality::confused(against, quality, place.rows));
                section.table(labels(against, quality, place.rows));
            }
            Outcome::NotEstimable(reason) => {
                section.absent(Prose::of(format!("The model against {what}")), reason)
            }
        }
    }
    if !model.annotators.is_empty() {
        section.table(beside_annotators(model, place.rows));
    }
    beside_people::against_annotators(section, model, place.rows);
    if let Outcome::NotEstimable(reason) = &model.reference {
        section.absent(Prose::of("The human yardstick"), reason);
    }
}

fn labels(against: Against, quality: &ModelQuality, cap: usize) -> Table {
    let columns = vec![
        words("label"),
        numbers("items in reference"),
        numbers("items by model"),
        numbers("precision"),
        numbers("recall"),
        numbers("F1"),
    ];
    let caption = format!(
        "By label, against {} ({})",
        model_quality::the(against),
        number::counted(quality.items, "item", "items")
    );
    Table::capped(caption, columns, &quality.labels, cap, |label| {
        vec![
            Cell::name(&label.label),
            Cell::count(label.support),
            Cell::count(label.predicted),
            estimate_cell::share(&label.precision),
            estimate_cell::share(&label.recall),
            estimate_cell::share(&label.f1),
        ]
    })
}

fn beside_annotators(model: &ModelComparison, cap: usize) -> Table {
    let columns = vec![words("annotator"), numbers("Cohen's kappa with the model"), numbers("items")];
    let caption = "The model beside each annotator, in alphabetical order";
    let table = Table::capped(caption, columns, &model.annotators, cap, |one| {
        vec![Cell::name(&one.annotator), estimate_cell::share(&one.kappa), estimate_cell::items(&one.kappa)]
    });
    let left_out = match model.annotators_left_out {
        0 => String::new(),
        n => format!(
            " {} with too few items in common.",
            number::counted(n, "annotator is left out", "annotators are left out")
        ),
    };
    table.noted(Prose::of(format!(
        "Kappa with a model tells how alike the two label, not who of them is right.{left_out}"
    )))
}
