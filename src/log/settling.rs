//! The log is read: ids take their final order, duplicates and repeats are settled, questions are gathered.

use super::clock::UNKNOWN;
use super::duplicates::ByItem;
use super::interner::Ranked;
use super::label_sets::{OUTSIDE, Settled, Shown};
use super::normalize::rank_all;
use super::question_rows::Gathering;
use super::reading::{AttributeColumn, MOST_QUESTIONS, Reading};
use super::records::Fate;
use super::repeats::{self, Resolved};
use super::sequences::{self, Sequences};
use super::{
    Account, AnnotationLog, InputFile, ItemAttribute, LogError, QuestionRows, RepeatPolicy, RosterAttribute,
    attributes, calendar, clusters, duplicates, intersections, item_attributes, label_facts, later_rows,
    model_attributes, model_facts, reviews,
};
use crate::vocabulary::Group;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Settles a log that was read whole.
///
/// # Errors
/// Scales and labels that do not fit, repeats that settings forbid, no usable row.
pub(super) fn settle(
    mut reading: Reading,
    columns: &[String],
    files: Vec<InputFile>,
) -> Result<AnnotationLog, LogError> {
    refuse_none(&reading)?;
    let mut settled = label_sets(&mut reading, columns)?;
    let working = attributes::working(&reading);
    let known = reading.items_known;
    let models = model_attributes::codes(&mut reading);
    attributes::note_unmatched(&mut reading, &working, |code| models.contains_key(&code));
    let model_attributes = model_attributes::settle(&reading, &models);
    let items = rank_all(&mut reading.items, |code| (code as usize) < known);
    let annotators = rank_all(&mut reading.annotators, |code| working.contains(&code));
    let clusters = clusters::settle(&mut reading, &items);
    let slices = ranked_columns(&mut reading, &items, &annotators);
    let mut fates = outside(&reading, &settled);
    let orders = without_duplicates(&reading, &settled, items.names.len(), &mut fates);
    let ranks = question_ranks(&settled);
    let placed =
        sequences::place(&mut reading.records, &fates, annotators.names.len(), &ranks, reading.options);
    let resolved = resolve(&reading, &settled, &orders, placed.as_ref().ok(), &mut fates)?;
    later_rows::set_aside(&mut reading, &fates, &items.names, &annotators.names);
    refuse(&reading, &fates)?;
    let span = period(&reading, &fates);
    let roster = roster(&mut reading, &annotators)?;
    let item_attributes = item_attributes::settle(&mut reading, &items)?;
    bands_are_used(&reading, &roster, &item_attributes)?;
    note(&mut reading, &mut settled, placed.as_ref().ok());
    let revisions = resolved.iter().map(|r| r.revisions).sum();
    let period = reading.options.drift_period;
    let mut gathering = Gathering {
        items: &items,
        annotators: &annotators,
        slices: &slices,
        sequences: placed,
        calendar: calendar::calendar(reading.records.time.values.as_deref(), period),
        several: settled.len() > 1,
        period,
    };
    reviews::settle(&mut reading);
    reading.records.forget_clock();
    let questions = all_rows(&mut reading, (settled, resolved, orders), &fates, &mut gathering);
    let account = settled_account(reading, files, revisions, span);
    Ok(AnnotationLog {
        items: items.names,
        annotators: annotators.names,
        questions,
        roster,
        item_attributes,
        model_attributes,
        clusters,
        account,
    })
}

/// Refuses a log without a single row that says anything.
fn refuse_none(reading: &Reading) -> Result<(), LogError> {
    if reading.records.len() > 0 {
        return Ok(());
    }
    Err(LogError::NoUsableRow { of: reading.defects.read, reasons: reading.defects.reasons() })
}

/// What was read, with what is wrong with rows.
fn settled_account(
    reading: Reading,
    files: Vec<InputFile>,
    revisions: u64,
    period: Option<(i64, i64)>,
) -> Account {
    let mut account =
        Account { inputs: files, skips: reading.skip_rows, revisions, period, ..Account::default() };
    reading.defects.settle(&mut account);
    account
}

/// Rows by item of every question; what counts twice is marked among the fates.
fn without_duplicates(
    reading: &Reading,
    settled: &[Settled],
    items: usize,
    fates: &mut [Fate],
) -> Vec<ByItem> {
    let mut orders = Vec::new();
    for (number, question) in (0u16..).zip(settled) {
        let order = duplicates::by_item(&reading.records, fates, number, items, &question.place);
        duplicates::mark(&reading.records, &order, &question.place, fates);
        orders.push(order);
    }
    orders
}

/// The rows of every question, sorted by its name.
fn all_rows(
    reading: &mut Reading,
    (settled, resolved, orders): (Vec<Settled>, Vec<Resolved>, Vec<ByItem>),
    fates: &[Fate],
    gathering: &mut Gathering<'_>,
) -> Vec<QuestionRows> {
    let last = settled.len() - 1;
    let mut questions: Vec<QuestionRows> = Vec::new();
    for (number, ((question, found), order)) in (0u16..).zip(settled.into_iter().zip(resolved).zip(orders)) {
        let is_last = number as usize == last;
        questions.push(gathering.rows(reading, number, question, found, (order, is_last), fates));
    }
    questions.sort_by(|a, b| a.question.name.cmp(&b.question.name));
    questions
}

/// The label set of every question, by question number.
fn label_sets(reading: &mut Reading, columns: &[String]) -> Result<Vec<Settled>, LogError> {
    let options = reading.options;
    if reading.questions.len() > MOST_QUESTIONS {
        let (limit, example) = (MOST_QUESTIONS, reading.questions[0].clone());
        return Err(LogError::TooManyQuestions { limit, example });
    }
    let single = (reading.questions.len() == 1 && columns.len() == 1).then(|| columns[0].as_str());
    for name in options.questions.keys() {
        if !reading.questions.contains(name) && single != Some(name) {
            let mut questions = reading.questions.clone();
            questions.sort_by(|a, b| {
                strsim::jaro_winkler(name, b).total_cmp(&strsim::jaro_winkler(name, a)).then(a.cmp(b))
            });
            return Err(LogError::UnknownQuestion { name: name.clone(), questions });
        }
    }
    let counts = label_facts::counts(reading);
    let mut out = Vec::new();
    for (number, name) in (0u16..).zip(&reading.questions) {
        let counts = &counts[number as usize];
        let others = label_facts::others(reading, number, counts);
        let shown = Shown { name, counts, others: &others, labels: &reading.labels };
        out.push(shown.settle(&options.of_question(name, single.unwrap_or(name)), options.merge_variants)?);
    }
    Ok(out)
}

/// Replaces codes by final ids in every column; gives the slices' values.
fn ranked_columns(reading: &mut Reading, items: &Ranked, annotators: &Ranked) -> BTreeMap<String, Ranked> {
    let sessions = rank_all(&mut reading.sessions, |_| true);
    let records = &mut reading.records;
    items.replace(&mut records.item);
    annotators.replace(&mut records.annotator);
    if let Some(session) = &mut records.session.values {
        sessions.replace(session);
    }
    let mut slices = BTreeMap::new();
    for (name, mut interner) in std::mem::take(&mut reading.slice_values) {
        let ranked = rank_all(&mut interner, |_| true);
        if let Some(values) = records.slices.get_mut(&name).and_then(|column| column.values.as_mut()) {
            ranked.replace(values);
        }
        slices.insert(name, ranked);
    }
    slices
}

fn outside(reading: &Reading, settled: &[Settled]) -> Vec<Fate> {
    let records = &reading.records;
    let mut fates = vec![Fate::Counts; records.len()];
    if settled.iter().any(|question| question.place.contains(&OUTSIDE)) {
        for (i, fate) in fates.iter_mut().enumerate() {
            let place = &settled[records.question_of(i) as usize].place;
            if place[records.label[i] as usize] == OUTSIDE {
                *fate = Fate::OutsideSet;
            }
        }
    }
    fates
}

fn question_ranks(settled: &[Settled]) -> Vec<u32> {
    let mut sorted: Vec<&str> = settled.iter().map(|s| s.question.name.as_str()).collect();
    sorted.sort_unstable();
    settled.iter().map(|s| sorted.partition_point(|name| *name < s.question.name.as_str()) as u32).collect()
}

fn resolve(
    reading: &Reading,
    settled: &[Settled],
    orders: &[ByItem],
    sequences: Option<&Sequences>,
    fates: &mut [Fate],
) -> Result<Vec<Resolved>, LogError> {
    let mut out = Vec::new();
    for (question, order) in settled.iter().zip(orders) {
        let refused = reading.options.repeats == RepeatPolicy::Error;
        // Whoever allows no second annotation does not want two that contradict each other set aside either.
        let contradicting = if refused { duplicates::conflicts(order, fates) } else { 0 };
        let found =
            repeats::resolve(&reading.records, order, &question.place, sequences, reading.options, fates);
        let pairs = found.pairs + contradicting;
        if refused && pairs > 0 {
            let question = question.question.name.clone();
            return Err(LogError::Repeated { question, pairs });
        }
        out.push(found);
    }
    Ok(out)
}

fn refuse(reading: &Reading, fates: &[Fate]) -> Result<(), LogError> {
    let (of, rows) = (reading.defects.read, reading.defects.rows_aside());
    if !fates.contains(&Fate::Counts) {
        return Err(LogError::NoUsableRow { of, reasons: reading.defects.reasons() });
    }
    match reading.options.max_set_aside {
        Some(limit) if rows as f64 > limit * of as f64 => {
            Err(LogError::TooManySetAside { rows, of, limit, reasons: reading.defects.reasons() })
        }
        _ => Ok(()),
    }
}

fn period(reading: &Reading, fates: &[Fate]) -> Option<(i64, i64)> {
    let times = reading.records.time.values.as_ref()?;
    let used = times.par_iter().zip(fates).with_min_len(1 << 14);
    let used = used.filter(|&(&time, fate)| time != UNKNOWN && fate.is_used()).map(|(&time, _)| (time, time));
    used.reduce_with(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}

/// Attributes of annotators and their intersections, by name.
fn roster(reading: &mut Reading, annotators: &Ranked) -> Result<Vec<RosterAttribute>, LogError> {
    let columns = std::mem::take(&mut reading.attributes);
    let (options, notes) = (reading.options, &mut reading.defects.notes);
    let grouped = |(name, column): (&String, &AttributeColumn)| {
        attributes::of_annotators(name, column, annotators, options, notes).transpose()
    };
    let mut roster: Vec<RosterAttribute> = columns.iter().filter_map(grouped).collect::<Result<_, _>>()?;
    intersections::add(&mut roster, options.intersections, &mut reading.defects.notes);
    Ok(roster)
}

/// Refuses bands of an attribute that nobody and nothing has.
fn bands_are_used(
    reading: &Reading,
    roster: &[RosterAttribute],
    items: &[ItemAttribute],
) -> Result<(), LogError> {
    let known = || roster.iter().map(|a| &a.attribute.0).chain(items.iter().map(|a| &a.attribute.0));
    match reading.options.bands.keys().find(|name| known().all(|own| own != *name)) {
        None => Ok(()),
        Some(name) => Err(LogError::UnknownAttribute {
            name: name.clone(),
            attributes: known().filter(|own| !own.contains(Group::CROSS)).cloned().collect(),
        }),
    }
}

fn note(reading: &mut Reading, settled: &mut [Settled], placed: Option<&Sequences>) {
    let percent = model_facts::like_percent(reading);
    reading.defects.notes.extend(percent);
    for question in settled {
        reading.defects.notes.append(&mut question.notes);
    }
    if let Some(idle) = placed.map(|placed| placed.idle).filter(|&idle| idle > 0) {
        let cap = reading.options.idle_cap_secs;
        reading.defects.notes.push(format!("{idle} times on items above {cap} s were read as unknown"));
    }
}
