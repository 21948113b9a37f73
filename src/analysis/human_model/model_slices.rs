use super::against::{Against, References};
use crate::analysis::consensus::majority;
use crate::analysis::inference::{PairedItems, TwoShares, benjamini_hochberg, share_of_items};
use crate::tally::{ItemIndex, QuestionTallies, SliceColumn};
use crate::vocabulary::{Estimate, Label, Outcome, Reason, SampleSize};
use serde::{Deserialize, Serialize};

/// Rows that one model keeps, the slices with most items; a table of more is not read.
const KEPT: usize = 400;
/// False discovery rate among the differences told.
const FALSE_DISCOVERY: f64 = 0.05;

/// One model within one value of a slicing column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelSlice {
    /// Slicing column.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Gold, or the majority of the item's annotations in the slice.
    pub against: Against,
    /// Share of items with the reference's label.
    pub agreement: Outcome<Estimate>,
    /// That share minus the same share of the rest of the column.
    pub difference: Outcome<Estimate>,
    /// p of no difference after Benjamini–Hochberg over all slices of all columns and models.
    pub q_value: Option<f64>,
    /// Whether the difference is told as one: q ≤ 0.05.
    pub reported: bool,
}

/// Slices of every model.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct SlicesOfModels {
    /// By model, in order of column, value and reference.
    pub by_model: Vec<Vec<ModelSlice>>,
    /// Rows of each model that are not kept.
    pub left_out: Vec<u64>,
    /// Size of the family of tests.
    pub tests: u64,
}

/// What became of an item in a sample: not in it (or no reference), wrong, right.
type Fate = usize;

/// One slice: items by what became of them in the slice and in the rest, and the rest of items that are not in it.
#[derive(Debug, Clone, Default)]
struct SliceCells {
    /// Items with an annotation in the slice: \[fate in the slice\]\[fate in the rest\].
    inside: [[u64; 3]; 3],
    /// Those items by their fate in the whole column.
    in_column: [u64; 3],
}

/// One column against one reference for one model.
struct ColumnCells {
    values: Vec<SliceCells>,
    /// All items with a value, by their fate in the whole column.
    column: [u64; 3],
}

/// Each model inside each slice, beside the rest of the slice's column.
///
/// Against gold, an item is in a slice where an annotation of it is. Against the consensus, the reference is the majority
/// of the item's annotations *in the slice* (the rest's: of those with another value), so that slices that share items
/// (guideline versions) are each held against their own people. Items in both samples stay paired.
pub(super) fn model_slices(
    tallies: &QuestionTallies,
    references: &References<'_>,
    level: f64,
) -> SlicesOfModels {
    let models = tallies.answers.len();
    let mut found =
        SlicesOfModels { by_model: vec![Vec::new(); models], left_out: vec![0; models], tests: 0 };
    let Some(index) = &tallies.index else { return found };
    let mut p = vec![Vec::new(); models];
    for column in &tallies.slice_columns {
        let cells = cells_of(column, tallies, index, references);
        for (model, own) in cells.iter().enumerate() {
            for value in 0..column.values.len() {
                for (against, cells) in Against::BOTH.iter().zip(own) {
                    if let Some((slice, p_value)) = row(column, value, *against, cells, level) {
                        found.by_model[model].push(slice);
                        p[model].push(p_value);
                    }
                }
            }
        }
    }
    judge(&mut found, &p);
    for (rows, left_out) in found.by_model.iter_mut().zip(&mut found.left_out) {
        *left_out = keep_largest(rows);
    }
    found
}

/// q over all models, columns and references: one family.
fn judge(found: &mut SlicesOfModels, p: &[Vec<Option<f64>>]) {
    let known: Vec<f64> = p.iter().flatten().filter_map(|p| *p).collect();
    found.tests = known.len() as u64;
    let mut q = benjamini_hochberg(&known).into_iter();
    let rows = found.by_model.iter_mut().flatten().zip(p.iter().flatten());
    for (row, _) in rows.filter(|(_, p)| p.is_some()) {
        row.q_value = q.next();
        row.reported = row.q_value.is_some_and(|q| q <= FALSE_DISCOVERY);
    }
}

fn keep_largest(rows: &mut Vec<ModelSlice>) -> u64 {
    if rows.len() <= KEPT {
        return 0;
    }
    let items = |row: &ModelSlice| row.agreement.estimated().map_or(0, |found| found.sample.items);
    let mut sizes: Vec<(u64, usize)> = rows.iter().map(items).zip(0..).collect();
    sizes.sort_by_key(|&(items, place)| (std::cmp::Reverse(items), place));
    let mut kept: Vec<usize> = sizes[..KEPT].iter().map(|&(_, place)| place).collect();
    kept.sort_unstable();
    let left_out = (rows.len() - KEPT) as u64;
    *rows = kept.into_iter().map(|place| rows[place].clone()).collect();
    left_out
}

/// By model, then by reference as in [`Against::BOTH`].
fn cells_of(
    column: &SliceColumn,
    tallies: &QuestionTallies,
    index: &ItemIndex,
    references: &References<'_>,
) -> Vec<[ColumnCells; 2]> {
    let empty = || ColumnCells { values: vec![SliceCells::default(); column.values.len()], column: [0; 3] };
    let mut out: Vec<[ColumnCells; 2]> = tallies.answers.iter().map(|_| [empty(), empty()]).collect();
    let mut parts = Parts::none();
    for item in 0..index.items() {
        let rows = index.rows(item);
        if rows.is_empty() || tallies.answers.iter().all(|model| !model.by_item[item].is_some()) {
            continue;
        }
        parts.of(&column.code[rows.clone()], &index.label[rows], column.values.len() as u32, || {
            references.leading[index.pattern[item] as usize]
        });
        let gold = references.label(Against::Gold, item);
        for (model, [consensus, against_gold]) in tallies.answers.iter().zip(&mut out) {
            let answer = model.by_item[item];
            let fate = |reference: Label| match answer.is_some() && reference.is_some() {
                false => 0,
                true => 1 + usize::from(reference == answer),
            };
            consensus.add(&parts, &|part: &Part| (fate(part.own), fate(part.rest)), fate(parts.whole));
            let gold = fate(gold);
            let alone = parts.found.len() < 2;
            against_gold.add(&parts, &|_: &Part| (gold, if alone { 0 } else { gold }), gold);
        }
    }
    out
}

impl ColumnCells {
    fn add(&mut self, parts: &Parts, fates: &dyn Fn(&Part) -> (Fate, Fate), whole: Fate) {
        if parts.found.is_empty() {
            return;
        }
        self.column[whole] += 1;
        for part in &parts.found {
            let cells = &mut self.values[part.value as usize];
            let (own, rest) = fates(part);
            cells.inside[own][rest] += 1;
            cells.in_column[whole] += 1;
        }
    }

    /// The slice and the rest as two samples of items that may overlap.
    fn samples(&self, value: usize) -> TwoShares {
        let SliceCells { inside, in_column } = &self.values[value];
        let outside = |fate: Fate| self.column[fate] - in_column[fate];
        TwoShares {
            paired: PairedItems {
                both: inside[2][2],
                first_only: inside[2][1],
                second_only: inside[1][2],
                neither: inside[1][1],
            },
            first_alone: (inside[2][0], inside[1][0] + inside[2][0]),
            second_alone: (inside[0][2] + outside(2), inside[0][1] + inside[0][2] + outside(1) + outside(2)),
        }
    }
}

/// One item's annotations in one slice.
struct Part {
    value: u32,
    /// Their majority's label.
    own: Label,
    /// That of the annotations with another value.
    rest: Label,
}

/// One item's slices of one column.
struct Parts {
    found: Vec<Part>,
    /// The majority of all annotations with a value.
    whole: Label,
    known: Vec<(u32, Label)>,
    counts: Vec<(Label, u32)>,
}

impl Parts {
    fn none() -> Self {
        Self { found: Vec::new(), whole: Label::NONE, known: Vec::new(), counts: Vec::new() }
    }

    /// `leading`: the majority of all of the item's annotations.
    fn of(&mut self, codes: &[u32], labels: &[Label], values: u32, leading: impl Fn() -> Label) {
        self.found.clear();
        let first = codes[0];
        if first < values && codes.iter().all(|&code| code == first) {
            self.whole = leading();
            self.found.push(Part { value: first, own: self.whole, rest: Label::NONE });
            return;
        }
        self.known.clear();
        self.known.extend(codes.iter().copied().zip(labels.iter().copied()).filter(|own| own.0 < values));
        self.known.sort_unstable();
        self.whole = self.leader(|_| true);
        for at in 0..self.known.len() {
            let value = self.known[at].0;
            if at == 0 || self.known[at - 1].0 != value {
                let (own, rest) = (self.leader(|code| code == value), self.leader(|code| code != value));
                self.found.push(Part { value, own, rest });
            }
        }
    }

    fn leader(&mut self, of: impl Fn(u32) -> bool) -> Label {
        self.counts.clear();
        for &(_, label) in self.known.iter().filter(|own| of(own.0)) {
            match self.counts.iter_mut().find(|(own, _)| *own == label) {
                Some((_, votes)) => *votes += 1,
                None => self.counts.push((label, 1)),
            }
        }
        self.counts.sort_unstable();
        majority(&self.counts).and_then(|vote| vote.label()).unwrap_or(Label::NONE)
    }
}

/// A slice's row with its p; `None` where no item of it has a reference and an answer.
fn row(
    column: &SliceColumn,
    value: usize,
    against: Against,
    cells: &ColumnCells,
    level: f64,
) -> Option<(ModelSlice, Option<f64>)> {
    let samples = cells.samples(value);
    let (hits, items) = samples.first();
    if items == 0 {
        return None;
    }
    let sample = SampleSize { items, ..SampleSize::default() };
    let method = match against {
        Against::Consensus => "items of the slice with the label of its majority",
        Against::Gold => "items of the slice with the label of gold",
    };
    let (difference, p) = match samples.difference(level) {
        None => {
            let what = "items in the rest of the column".into();
            (Outcome::NotEstimable(Reason::TooFew { what, found: 0, needed: 1 }), None)
        }
        Some(found) => {
            let estimate = Estimate {
                value: found.value,
                interval: Outcome::Estimated(found.interval),
                se: None,
                sample,
                method: "share inside the slice minus share in the rest of its column".into(),
                warnings: Vec::new(),
            };
            (Outcome::Estimated(estimate), found.p)
        }
    };
    let slice = ModelSlice {
        name: column.name.clone(),
        value: column.values[value].clone(),
        against,
        agreement: share_of_items(hits, items, sample, level, method),
        difference,
        q_value: None,
        reported: false,
    };
    Some((slice, p))
}

#[cfg(test)]
mod tests;
