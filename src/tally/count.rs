use super::pattern_census::item_ranges;
use super::sequence_count::{self, SequenceRows};
use super::work_count::{self, DatedRows};
use super::{
    Intake, ItemAttribute, ItemClusters, ItemIndex, ModelAttribute, ModelLabels, ModelProbabilities, Names,
    OrderIndex, OwnClusters, PatternTable, QuestionTallies, SequenceTally, SliceColumn, SliceCrossing,
    SuggestionIndex, Summaries, Tallies, WorkTally, annotator_patterns, calendar_count, group_count,
    intervention_count, model_count, pattern_census, slice_crossing,
};
use crate::log::{
    AnnotationLog, ClusterColumn, ModelAnswers, PeriodColumn, QuestionRows, RosterAttribute, SequenceColumns,
    SequenceIndex,
};
use crate::vocabulary::{GUIDELINE_VERSION, Label, Outcome, Question, Reason};
use rayon::prelude::*;
use std::ops::Range;
use std::sync::Arc;

/// Counts a canonical log: everything analyses will see of it, and what was read. Takes the log's arrays over instead
/// of copying them and lets go of each as soon as it is summed.
pub fn count(log: AnnotationLog) -> (Tallies, Intake) {
    let AnnotationLog {
        items,
        annotators,
        questions,
        roster,
        item_attributes,
        model_attributes,
        clusters,
        account,
    } = log;
    let intake = Intake { account, items: items.len() as u64, annotators: annotators.len() as u64 };
    let shared = Shared {
        items: Arc::new(items),
        annotators: Arc::new(annotators),
        item_attributes: Arc::new(item_attributes),
        model_attributes: Arc::new(model_attributes),
        roster,
        clusters,
    };
    let count = |rows| count_question(rows, &shared);
    (Tallies { questions: questions.into_iter().map(count).collect() }, intake)
}

/// What the log knows whatever the question.
struct Shared {
    items: Arc<Names>,
    annotators: Arc<Names>,
    item_attributes: Arc<Vec<ItemAttribute>>,
    model_attributes: Arc<Vec<ModelAttribute>>,
    roster: Vec<RosterAttribute>,
    clusters: Option<ClusterColumn>,
}

fn count_question(rows: QuestionRows, shared: &Shared) -> QuestionTallies {
    let Shared { items, annotators, roster, .. } = shared;
    let clusters = shared.clusters.as_ref();
    let QuestionRows { question, mut sequence, slices, models, periods, .. } = rows;
    let labels = question.labels.len();
    let of_clusters = clusters.map(ItemClusters::of);
    let offsets = offsets(&rows.item, items.len());
    let (mut index, patterns) = indexed(offsets, rows.annotator, rows.label, of_clusters, labels);
    let who = |row: usize| index.annotator[row];
    let by_annotator = SequenceIndex::build(annotators.len(), index.label.len(), &who);
    let entry = entries_by_row(&index, &patterns);
    let arranged = by_annotator.arrange(&who, &|row| entry[row]);
    let (annotator_patterns, annotator_labels) =
        annotator_patterns::count(&patterns, &arranged, &by_annotator, question.not_of_labels());
    drop(arranged);
    let (table, known, size) = (&patterns, rows.gold.as_deref(), (annotators.len(), labels));
    let item = if known.is_some() { rows.item } else { Vec::new() };
    let ordered = SequenceRows { item, index: &index, table, entry, by_annotator, gold: known };
    let kept = sequence_count::kept(&mut sequence);
    let times = sequence.as_ref().ok().and_then(|columns| columns.time_on_item_ms.as_deref());
    let work = work(&index, table, (&ordered.entry, &periods, times), known, annotators.len());
    let (interventions, suggestions) =
        rows.interventions.map(|columns| intervention_count::count(columns, &index, times, labels)).unzip();
    let (sequence, order) = in_order(ordered, sequence, kept);
    let crossings = crossings(&question, &slices, &mut index, size);
    let attributes = roster.iter().map(|a| group_count::attribute(a, &index, labels, &annotator_labels));
    let (slice_tallies, slices_left_out) = group_count::all_slices(&slices, &index, labels);
    let needless = models.is_empty() && order.estimated().is_none() && !has_versions(&slices);
    let counted = |model| model_count::count(model, (&index, &patterns), size, known);
    let summaries = Summaries {
        calendar: calendar_count::count(periods, &index, &models, size),
        attributes: attributes.collect(),
        models: models.iter().map(counted).collect(),
        patterns,
        annotator_patterns,
        annotator_labels,
        sequence,
        work,
        slices: slice_tallies,
        slices_left_out,
        interventions,
        repeats: rows.repeats,
        no_repeats: rows.no_repeats,
        skips: (0u32..).zip(rows.skips).filter(|&(_, n)| n > 0).collect(),
        item_skips: rows.item_skips,
        clusters: clusters.map(|column| column.clusters.clone()).unwrap_or_default(),
    };
    let known = Known { shared, gold: rows.gold, second_gold: rows.second_gold };
    let slice_columns = if needless { Vec::new() } else { group_count::few_valued(slices) };
    let beside = Beside { order, crossings, models, slice_columns, suggestions };
    assembled(question, summaries, index, known, beside)
}

/// Whether versions of a guideline are told: they are compared on like items, which takes the rows.
fn has_versions(slices: &[SliceColumn]) -> bool {
    slices.iter().any(|slice| slice.name == GUIDELINE_VERSION)
}

/// What the log knows of all its questions, or of items.
struct Known<'n> {
    shared: &'n Shared,
    gold: Option<Vec<Label>>,
    second_gold: Option<Vec<Label>>,
}

/// What is as long as the log and stands beside the index.
struct Beside {
    order: Outcome<OrderIndex>,
    crossings: Vec<SliceCrossing>,
    models: Vec<ModelAnswers>,
    slice_columns: Vec<SliceColumn>,
    suggestions: Option<SuggestionIndex>,
}

fn assembled(
    question: Question,
    summaries: Summaries,
    index: ItemIndex,
    known: Known<'_>,
    beside: Beside,
) -> QuestionTallies {
    QuestionTallies {
        question,
        items: Arc::clone(&known.shared.items),
        annotators: Arc::clone(&known.shared.annotators),
        item_attributes: Arc::clone(&known.shared.item_attributes),
        model_attributes: Arc::clone(&known.shared.model_attributes),
        summaries,
        own_clusters: OwnClusters::count(&index),
        index: Some(index),
        order: beside.order,
        crossings: beside.crossings,
        gold: known.gold,
        second_gold: known.second_gold,
        probabilities: beside.models.iter().filter_map(ModelProbabilities::of_answers).collect(),
        answers: beside.models.into_iter().map(ModelLabels::of_answers).collect(),
        slice_columns: beside.slice_columns,
        suggestions: beside.suggestions,
    }
}

/// Slices crossed with labels and annotators; slices of numbers are compared by moments, which need no crossing.
fn crossings(
    question: &Question,
    slices: &[SliceColumn],
    index: &mut ItemIndex,
    (annotators, labels): (usize, usize),
) -> Vec<SliceCrossing> {
    let crossed = if question.is_continuous() { &[][..] } else { slices };
    slice_crossing::all(crossed, index, labels, annotators)
}

/// The rows by item, and the patterns that items show.
fn indexed(
    offsets: Vec<u32>,
    annotator: Vec<u32>,
    label: Vec<Label>,
    clusters: Option<ItemClusters>,
    labels: usize,
) -> (ItemIndex, PatternTable) {
    let mut index = ItemIndex { offsets, annotator, label, pattern: Vec::new(), clusters };
    let (patterns, of_item) = pattern_census::of_items(&index, labels);
    index.pattern = of_item;
    (index, patterns)
}

/// What order and time tell; lets go of what only they would have needed where they are not known.
fn in_order(
    rows: SequenceRows<'_>,
    columns: Result<SequenceColumns, Reason>,
    kept: Outcome<OrderIndex>,
) -> (Outcome<SequenceTally>, Outcome<OrderIndex>) {
    match columns {
        Ok(columns) => {
            let (sums, order) = sequence_count::count(rows, columns, kept);
            (Outcome::Estimated(sums), order)
        }
        Err(reason) => {
            drop(rows);
            (Outcome::NotEstimable(reason.clone()), Outcome::NotEstimable(reason))
        }
    }
}

/// Work by week; `entry`, periods and times on the item stand by row.
fn work(
    index: &ItemIndex,
    table: &PatternTable,
    (entry, periods, time_ms): (&[u32], &Result<PeriodColumn, Reason>, Option<&[u32]>),
    gold: Option<&[Label]>,
    annotators: usize,
) -> Outcome<WorkTally> {
    match periods {
        Err(reason) => Outcome::NotEstimable(reason.clone()),
        Ok(periods) => {
            work_count::count(&DatedRows { index, table, entry, periods, time_ms, gold, annotators })
        }
    }
}

/// Where each item's rows begin, from the ascending item ids of the rows.
fn offsets(item: &[u32], items: usize) -> Vec<u32> {
    let part = |range: Range<usize>| {
        let mut next = item.partition_point(|&i| (i as usize) < range.start);
        let end = |i: usize| {
            next += item[next..].iter().take_while(|&&own| own as usize == i).count();
            next as u32
        };
        range.map(end).collect::<Vec<u32>>()
    };
    let parts: Vec<Vec<u32>> = item_ranges(items).into_par_iter().map(part).collect();
    std::iter::once(0).chain(parts.into_iter().flatten()).collect()
}

/// By row, the place of (the item's pattern, the row's label) in the entries of the table.
pub(super) fn entries_by_row(index: &ItemIndex, table: &PatternTable) -> Vec<u32> {
    let mut entry = vec![0u32; index.label.len()];
    let mut rest = entry.as_mut_slice();
    let mut parts = Vec::new();
    for range in item_ranges(index.items()) {
        let rows = (index.offsets[range.end] - index.offsets[range.start]) as usize;
        let (own, after) = rest.split_at_mut(rows);
        rest = after;
        parts.push((range, own));
    }
    parts.into_par_iter().for_each(|(range, own)| {
        let mut own = own.iter_mut();
        for item in range {
            for (&label, entry) in index.labels(item).iter().zip(&mut own) {
                *entry = place(table, index.pattern[item], label);
            }
        }
    });
    entry
}

fn place(table: &PatternTable, pattern: u32, label: Label) -> u32 {
    let start = table.offsets[pattern as usize];
    let counts = table.pattern(pattern as usize).counts;
    let at = if counts.len() <= 8 {
        counts.iter().position(|&(l, _)| l == label)
    } else {
        counts.binary_search_by_key(&label, |&(l, _)| l).ok()
    };
    start + at.expect("an item's pattern holds the labels the item was given") as u32
}
