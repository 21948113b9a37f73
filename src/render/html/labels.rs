use super::estimate_cell;
use super::influence::ends;
use super::numbers as of_numbers;
use super::place::Place;
use super::section::Section;
use super::table::{Cell, Table, numbers, words};
use crate::audit::{Agreement, LabelAgreement, LabelPair, QuestionAudit};
use crate::render::number;
use crate::render::prose::Prose;
use crate::vocabulary::{EMPTY_SET, Outcome, Scale, SliceKey};

/// Label by label, and which labels are exchanged.
pub fn section(place: &mut Place<'_, '_>, question: &QuestionAudit) -> Section {
    let mut section = place.section("labels", "Label by label");
    let agreement = &question.agreement;
    if let Some(found) = &agreement.numbers {
        of_numbers::summary(&mut section, found);
        return section;
    }
    let sets = question.question.scale == Scale::Set;
    let members: Vec<LabelAgreement> = agreement.members.iter().map(|member| member.has.clone()).collect();
    section.lead(lead(if sets { &members } else { &agreement.labels }));
    section.figures(place.figures("labels"));
    if sets {
        section.text(of_sets(question));
        section.table(by_member(agreement, place.rows));
    } else {
        section.table(labels(agreement, place.rows));
    }
    if let Outcome::NotEstimable(reason) = &agreement.coincidences {
        section.absent(Prose::of("The matrix of label pairs"), reason);
    }
    section.heading(Prose::of(if sets { "Which sets are exchanged" } else { "Which labels are exchanged" }));
    if agreement.label_pairs.is_empty() && agreement.disagreeing_items > 0 {
        section.text(Prose::of(
            "There are too many distinct labels for their distances to be taken pair by pair, so no pair is singled out.",
        ));
    } else if agreement.label_pairs.is_empty() {
        section.text(Prose::of("No two annotations of one item differ, so no labels are exchanged."));
    } else {
        let only = agreement.label_pairs.len() == 1 && question.question.labels.q() == 2;
        section.table(pairs(&agreement.label_pairs, only, place.rows));
        if only {
            section.text(only_pair(question));
        }
    }
    section
}

/// Names the label on which annotators agree least, where there is a choice.
fn lead(labels: &[LabelAgreement]) -> Prose {
    let weakest = labels
        .iter()
        .filter_map(|l| l.specific_agreement.estimated().map(|e| (l, e)))
        .min_by(|(_, a), (_, b)| a.value.total_cmp(&b.value));
    match weakest {
        Some((label, estimate)) => Prose::default()
            .strong_name(&label.label)
            .strong(" is the label on which annotators agree least")
            .say(format!(
                ": where one gives it, another gives it too with probability {} ({} items).",
                number::estimate(estimate),
                number::count(estimate.sample.items)
            )),
        None => Prose::of("No label was compared between annotators."),
    }
}

fn labels(agreement: &Agreement, cap: usize) -> Table {
    let redrawn = |label: &str| {
        let key = SliceKey::of("label", label);
        let own = agreement.redrawn.iter().find(|own| own.metric == "label_alpha" && own.slice == key);
        own.map_or_else(|| Cell::absent(number::DASH), |own| ends(&own.outcome).toned("mute"))
    };
    let columns = vec![
        words("label"),
        numbers("annotations"),
        numbers("share"),
        numbers("specific agreement [95 % interval]"),
        numbers("alpha against the rest [95 % interval]"),
        words("with other people"),
        numbers("items"),
    ];
    Table::capped("Labels in the order of their scale", columns, &agreement.labels, cap, |label| {
        vec![
            Cell::name(&label.label),
            Cell::count(label.annotations),
            Cell::number(label.share, number::percent(label.share)),
            estimate_cell::share(&label.specific_agreement),
            estimate_cell::share(&label.alpha),
            redrawn(&label.label),
            estimate_cell::items(&label.specific_agreement),
        ]
    })
    .noted(Prose::of(
        "Specific agreement: given that one annotator says so, the share of the others of that item who say so too. \
         Alpha against the rest: how far above chance annotators tell this label from all others; with other people: where it \
         would lie had other annotators like these judged other items like these.",
    ))
}

/// What a set is, before its members are spoken of.
fn of_sets(question: &QuestionAudit) -> Prose {
    let empty = question.question.labels.names.iter().any(|name| name == EMPTY_SET);
    let empty = if empty { " “{}” is the empty set: nothing was chosen." } else { "" };
    Prose::of(format!(
        "An annotation may give several labels at once; {} of {} were met. Below, each label by itself: an annotation \
         has it or has it not, whatever else it has.{empty}",
        number::counted(question.question.labels.q() as u64, "distinct set", "distinct sets"),
        number::counted(question.agreement.members_total, "label", "labels"),
    ))
}

fn by_member(agreement: &Agreement, cap: usize) -> Table {
    let columns = vec![
        words("label"),
        numbers("annotations with it"),
        numbers("share"),
        numbers("specific agreement [95 % interval]"),
        numbers("alpha, has or has not [95 % interval]"),
        numbers("items"),
    ];
    Table::capped("Labels by name", columns, &agreement.members, cap, |member| {
        let has = &member.has;
        vec![
            Cell::name(&has.label),
            Cell::count(has.annotations),
            Cell::number(has.share, number::percent(has.share)),
            estimate_cell::share(&has.specific_agreement),
            estimate_cell::share(&member.alpha),
            estimate_cell::items(&has.specific_agreement),
        ]
    })
    .noted(Prose::of(
        "Specific agreement: given that one annotator has the label, the share of the others of that item who have it too. \
         Alpha takes off what chance would bring. Shares add up to more than 1 where several labels are given at once.",
    ))
}

/// Of two labels the one pair has everything, so neither a share nor a gain would say anything.
fn only_pair(question: &QuestionAudit) -> Prose {
    let agreement = &question.agreement;
    let (disputed, items) = (agreement.disagreeing_items, agreement.pairable.items);
    if items == 0 {
        return Prose::default();
    }
    Prose::of(format!(
        "There are only two labels, so every disagreement is between them: {} of {} ({}) divide their annotators.",
        number::count(disputed),
        number::counted(items, "item with two or more annotations", "items with two or more annotations"),
        number::percent(disputed as f64 / items as f64)
    ))
}

fn pairs(pairs: &[LabelPair], only: bool, cap: usize) -> Table {
    let mut columns = vec![words("labels"), numbers("items"), numbers("annotators")];
    if !only {
        columns.insert(1, numbers("share of disagreement"));
        columns.push(numbers("gain in alpha if settled"));
    }
    columns.push(words("examples"));
    let caption =
        if only { "The one pair of labels" } else { "Label pairs by their share of all disagreement" };
    let table = Table::capped(caption, columns, pairs, cap, |pair| {
        let examples = Prose::default().names(pair.example_items.iter().map(String::as_str));
        let mut row = vec![
            Cell::prose(Prose::named(&pair.first).say(" / ").name(&pair.second)),
            Cell::count(pair.items),
            Cell::count(pair.annotators),
        ];
        if !only {
            row.insert(1, estimate_cell::share(&pair.share));
            row.push(estimate_cell::difference(&pair.gain_in_alpha));
        }
        row.push(Cell::prose(examples).toned("mute"));
        row
    });
    if only {
        return table;
    }
    table.noted(Prose::of(
        "Shares add up to 1. The gain is what alpha would rise by if these disagreements were settled evenly both ways.",
    ))
}
