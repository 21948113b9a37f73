use super::group_count::{MOST_SLICE_VALUES, too_many_values};
use super::merger::Merger;
use super::union::Union;
use super::{
    AnnotatorLabels, AnnotatorPatterns, AttributeTally, CalendarTally, GroupTally, ModelTally, OwnLabel,
    PatternTable, SequenceTally, SliceTally, SlopeSums, Summaries, WorkTally, coalesce,
};
use crate::vocabulary::{Attribute, Label, Outcome, Reason};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn annotator_patterns(
    m: &Merger,
    places: &Union,
    a: &Summaries,
    b: &Summaries,
) -> AnnotatorPatterns {
    let parts = [&a.annotator_patterns, &b.annotator_patterns];
    if let Some(left_out) = parts.iter().find_map(|part| part.left_out.clone()) {
        return AnnotatorPatterns { cells: Vec::new(), left_out: Some(left_out) };
    }
    let renamed = |cell: &OwnLabel, annotators: &[u32], places: &[u32], labels: &[u32]| OwnLabel {
        annotator: annotators[cell.annotator as usize],
        pattern: places[cell.pattern as usize],
        label: Union::label_of(labels, cell.label),
        items: cell.items,
    };
    let ours = parts[0].cells.iter().map(|c| renamed(c, &m.annotators.ours, &places.ours, &m.labels.ours));
    let theirs =
        parts[1].cells.iter().map(|c| renamed(c, &m.annotators.theirs, &places.theirs, &m.labels.theirs));
    let mut cells: Vec<OwnLabel> = ours.chain(theirs).collect();
    coalesce(&mut cells, |c| (c.annotator, c.pattern, c.label), |kept, next| kept.items += next.items);
    if cells.len() as u64 > AnnotatorPatterns::MOST_CELLS {
        return AnnotatorPatterns::too_many(cells.len() as u64);
    }
    AnnotatorPatterns { cells, left_out: None }
}

pub(super) fn annotator_labels(
    m: &Merger,
    a: &[AnnotatorLabels],
    b: &[AnnotatorLabels],
) -> Vec<AnnotatorLabels> {
    let mut all: BTreeMap<u32, Vec<(Label, u64)>> = BTreeMap::new();
    for (own, annotators, labels) in
        [(a, &m.annotators.ours, &m.labels.ours), (b, &m.annotators.theirs, &m.labels.theirs)]
    {
        for own in own {
            let counts = all.entry(annotators[own.annotator as usize]).or_default();
            counts.extend(own.counts.iter().map(|&(label, n)| (Union::label_of(labels, label), n)));
        }
    }
    let merged = |(annotator, mut counts)| {
        coalesce(&mut counts, |&(label, _)| label, |kept: &mut (Label, u64), next| kept.1 += next.1);
        AnnotatorLabels { annotator, counts }
    };
    all.into_iter().map(merged).collect()
}

pub(super) fn attributes(m: &Merger, a: &[AttributeTally], b: &[AttributeTally]) -> Vec<AttributeTally> {
    let names: BTreeSet<_> = a.iter().chain(b).map(|tally| &tally.attribute).collect();
    let groups_of = |side: &[AttributeTally], name: &Attribute| -> Vec<GroupTally> {
        side.iter()
            .find(|tally| &tally.attribute == name)
            .map(|tally| tally.groups.clone())
            .unwrap_or_default()
    };
    let merged = |name: &Attribute| {
        let (ours, theirs) = (groups_of(a, name), groups_of(b, name));
        let groups: BTreeSet<_> = ours.iter().chain(&theirs).map(|tally| tally.group.clone()).collect();
        let group = |group| {
            let ours = ours.iter().find(|tally| tally.group == group);
            let theirs = theirs.iter().find(|tally| tally.group == group);
            let people = |side: Option<&GroupTally>| side.map(|t| t.annotators.clone()).unwrap_or_default();
            let annotators = annotator_labels(m, &people(ours), &people(theirs));
            let patterns = merged_tables(m, ours.map(|t| &t.patterns), theirs.map(|t| &t.patterns));
            GroupTally { group, annotators, patterns }
        };
        let depth = |side: &[AttributeTally]| side.iter().find(|t| &t.attribute == name).map(|t| t.depth);
        AttributeTally {
            attribute: name.clone(),
            depth: depth(a).or_else(|| depth(b)).unwrap_or(1),
            groups: groups.into_iter().map(group).collect(),
        }
    };
    names.into_iter().map(merged).collect()
}

fn merged_tables(m: &Merger, a: Option<&PatternTable>, b: Option<&PatternTable>) -> PatternTable {
    let none = PatternTable::default();
    m.patterns(a.unwrap_or(&none), b.unwrap_or(&none)).0
}

pub(super) fn slices(m: &Merger, a: &Summaries, b: &Summaries) -> (Vec<SliceTally>, Vec<(String, Reason)>) {
    let mut left_out: BTreeMap<String, Reason> = BTreeMap::new();
    left_out.extend(a.slices_left_out.iter().chain(&b.slices_left_out).cloned());
    let mut pairs: BTreeMap<(&str, &str), [Option<&SliceTally>; 2]> = BTreeMap::new();
    for (side, slices) in [&a.slices, &b.slices].into_iter().enumerate() {
        for slice in slices {
            pairs.entry((&slice.name, &slice.value)).or_default()[side] = Some(slice);
        }
    }
    let mut values: BTreeMap<&str, usize> = BTreeMap::new();
    for &(name, _) in pairs.keys() {
        *values.entry(name).or_default() += 1;
    }
    for (&name, &found) in values.iter().filter(|&(_, &found)| found > MOST_SLICE_VALUES) {
        left_out.entry(name.into()).or_insert_with(|| too_many_values(name, found as u64));
    }
    let mut slices = Vec::new();
    for ((name, value), [ours, theirs]) in pairs {
        if left_out.contains_key(name) {
            continue;
        }
        let mut people: BTreeMap<u32, u64> = BTreeMap::new();
        for (side, map) in [(ours, &m.annotators.ours), (theirs, &m.annotators.theirs)] {
            let Some(side) = side else { continue };
            for (&who, &n) in side.annotator_ids.iter().zip(&side.annotator_annotations) {
                *people.entry(map[who as usize]).or_default() += n;
            }
        }
        slices.push(SliceTally {
            name: name.into(),
            value: value.into(),
            patterns: merged_tables(m, ours.map(|s| &s.patterns), theirs.map(|s| &s.patterns)),
            annotators: people.len() as u64,
            annotator_ids: people.keys().copied().collect(),
            annotator_annotations: people.into_values().collect(),
        });
    }
    (slices, left_out.into_iter().collect())
}

/// A model of which one side knows nothing gave no answer to any item that people rated there.
pub(super) fn models(m: &Merger, places: &Union, a: &Summaries, b: &Summaries) -> Vec<ModelTally> {
    let names: BTreeSet<&str> = a.models.iter().chain(&b.models).map(|model| model.name.as_str()).collect();
    let merged = |name: &str| {
        let mut model = ModelTally::silent(name);
        for (side, places, people, labels) in [
            (a, &places.ours, &m.annotators.ours, &m.labels.ours),
            (b, &places.theirs, &m.annotators.theirs, &m.labels.theirs),
        ] {
            match side.models.iter().find(|own| own.name == name) {
                Some(own) => model.absorb(own, places, people, |label| Union::label_of(labels, label)),
                None => model.unanswered += side.patterns.rated_items(),
            }
        }
        model.add_up();
        model
    };
    names.into_iter().map(merged).collect()
}

/// Sums add; where one side has no clock, only the other side's annotations are known.
pub(super) fn calendar(
    m: &Merger,
    a: &Outcome<CalendarTally>,
    b: &Outcome<CalendarTally>,
) -> Outcome<CalendarTally> {
    let known = || [(a, &m.annotators.ours, &m.labels.ours), (b, &m.annotators.theirs, &m.labels.theirs)];
    let first = match known().into_iter().find_map(|(side, _, _)| side.estimated()) {
        Some(first) => first.period,
        None => return a.clone(),
    };
    let sides =
        || known().into_iter().filter_map(|(side, who, labels)| Some((side.estimated()?, who, labels)));
    let mut periods: Vec<(i32, String)> = sides().flat_map(|(side, _, _)| side.periods.clone()).collect();
    periods.sort();
    periods.dedup();
    let mut merged = CalendarTally::empty(first, periods);
    for (side, annotators, labels) in sides().filter(|(side, _, _)| side.period == first) {
        merged.absorb(side, annotators, |label| Union::label_of(labels, label));
    }
    merged.add_up();
    Outcome::Estimated(merged)
}

/// Sums add; where one side has no order, only the other side's annotations are known, and the rest is not invented.
pub(super) fn sequence(
    m: &Merger,
    a: &Outcome<SequenceTally>,
    b: &Outcome<SequenceTally>,
) -> Outcome<SequenceTally> {
    let mut merged = SequenceTally::default();
    let mut methods = BTreeSet::new();
    for (side, annotators) in [(a, &m.annotators.ours), (b, &m.annotators.theirs)] {
        let Some(side) = side.estimated() else { continue };
        methods.insert(side.method.as_str());
        merged.sessions.extend(side.sessions.iter().map(|s| {
            let mut length = *s;
            length.annotator = annotators[s.annotator as usize];
            length
        }));
        merged.differences.extend(side.differences.iter().map(|s| {
            let mut difference = *s;
            difference.annotator = annotators[s.annotator as usize];
            difference
        }));
        merged.times.absorb(&side.times);
        absorb(&mut merged.agreement, &side.agreement, annotators);
        absorb(&mut merged.correctness, &side.correctness, annotators);
        absorb(&mut merged.log_time, &side.log_time, annotators);
    }
    if methods.is_empty() {
        return a.clone();
    }
    merged.method = methods.into_iter().collect::<Vec<_>>().join("; ");
    coalesce(
        &mut merged.sessions,
        |s| (s.annotator, s.session),
        |kept, next| kept.annotations += next.annotations,
    );
    coalesce(
        &mut merged.differences,
        |s| (s.annotator, s.session),
        |kept, next| (kept.n, kept.sum) = (kept.n + next.n, kept.sum + next.sum),
    );
    for sums in [&mut merged.agreement, &mut merged.correctness, &mut merged.log_time] {
        coalesce(&mut sums.sessions, |s| (s.annotator, s.session), |kept, next| kept.absorb(next));
        coalesce(&mut sums.blocks, |b| (b.annotator, b.block), |kept, next| kept.absorb(next));
    }
    Outcome::Estimated(merged)
}

/// Sums add; a side without days adds none.
pub(super) fn work(m: &Merger, a: &Outcome<WorkTally>, b: &Outcome<WorkTally>) -> Outcome<WorkTally> {
    if a.estimated().or(b.estimated()).is_none() {
        return a.clone();
    }
    let mut merged = WorkTally::default();
    for (side, annotators) in [(a, &m.annotators.ours), (b, &m.annotators.theirs)] {
        if let Some(side) = side.estimated() {
            merged.absorb(side, annotators);
        }
    }
    Outcome::Estimated(merged)
}

fn absorb(sums: &mut SlopeSums, side: &SlopeSums, annotators: &[u32]) {
    sums.items += side.items;
    sums.left_out += side.left_out;
    sums.crossing.absorb(&side.crossing);
    for session in &side.sessions {
        let mut session = *session;
        session.annotator = annotators[session.annotator as usize];
        sums.sessions.push(session);
    }
    for block in &side.blocks {
        let mut block = *block;
        block.annotator = annotators[block.annotator as usize];
        sums.blocks.push(block);
    }
}
