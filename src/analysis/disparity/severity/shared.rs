use super::measures::Measure;
use crate::analysis::inference::{BreslowDay, BreslowDaySums, MantelHaenszel, TwoSides};
use crate::tally::ItemIndex;

/// The code of who is in no group that is compared.
pub(super) const NO_GROUP: u32 = u32::MAX;

/// The code of whose group is not known: it may be any, so they stand on neither side.
pub(super) const OUTSIDE: u32 = u32::MAX - 1;

/// Who is in which of the groups that are compared.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sides<'a> {
    /// Group by annotator; [`NO_GROUP`] for who is in none of them and yet among the rest of each; [`OUTSIDE`].
    pub of_annotator: &'a [u32],
    /// How many groups.
    pub groups: usize,
}

/// What one annotator brings to the contrast of one group with the rest, whatever the label. With N annotations on an item
/// that both sides saw, n₁ of them the group's, v = (is of the group) − n₁/N and m = 1 − 1/N:
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Part {
    /// Annotations.
    pub load: f64,
    /// Σ v.
    pub v: f64,
    /// Σ v².
    pub v2: f64,
    /// Σ v m.
    pub vm: f64,
    /// Σ v² m.
    pub v2m: f64,
    /// Σ v² m².
    pub v2m2: f64,
    /// Σ m.
    pub m: f64,
    /// Σ m².
    pub m2: f64,
}

/// The same for one label, with e = the annotation's value less the item's mean.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Score {
    /// Σ e.
    pub plain: f64,
    /// Σ v e.
    pub sided: f64,
}

/// Everything that contrasts of one attribute are made of; one pass over the items.
#[derive(Debug)]
pub(super) struct SharedSums {
    groups: usize,
    measures: usize,
    tables: Vec<MantelHaenszel>,
    /// Σ e² by contrast.
    squares: Vec<f64>,
    /// Σ of values on the group's side and on both, by contrast.
    hits: Vec<(f64, f64)>,
    parts: Vec<Part>,
    scores: Vec<Score>,
}

impl SharedSums {
    /// Reads the items.
    pub fn of(index: &ItemIndex, sides: Sides<'_>, measures: &[Measure]) -> Self {
        let people = sides.of_annotator.len();
        let contrasts = sides.groups * measures.len();
        let mut sums = Self {
            groups: sides.groups,
            measures: measures.len(),
            tables: vec![MantelHaenszel::default(); contrasts],
            squares: vec![0.0; contrasts],
            hits: vec![(0.0, 0.0); contrasts],
            parts: vec![Part::default(); people * sides.groups],
            scores: vec![Score::default(); people * contrasts],
        };
        let mut item = OnItem::new(sides.groups, measures.len());
        for i in 0..index.items() {
            item.read(index, i, sides, measures);
            if !item.present.is_empty() {
                sums.add_item(&item);
                sums.add_people(index, i, sides, measures, &item);
            }
        }
        sums
    }

    /// Whether the odds ratio of each contrast is the same on all items, were annotations independent; by group and measure.
    pub fn homogeneity(
        &self,
        index: &ItemIndex,
        sides: Sides<'_>,
        measures: &[Measure],
    ) -> Vec<Option<BreslowDay>> {
        let around = |table: &MantelHaenszel| table.odds_ratio().map(BreslowDaySums::around);
        let mut sums: Vec<Option<BreslowDaySums>> = self.tables.iter().map(around).collect();
        let mut item = OnItem::new(sides.groups, measures.len());
        for i in 0..index.items() {
            item.read(index, i, sides, measures);
            for &group in &item.present {
                for (measure, total) in item.totals.iter().enumerate() {
                    let at = group * self.measures + measure;
                    if let Some(sums) = &mut sums[at] {
                        sums.add(item.sides(group, at, *total));
                    }
                }
            }
        }
        sums.into_iter().map(|sums| sums?.test()).collect()
    }

    /// Mantel and Haenszel's sums of a group in a measure.
    pub fn table(&self, group: usize, measure: usize) -> &MantelHaenszel {
        &self.tables[group * self.measures + measure]
    }

    /// Σ e² over the items that both sides saw.
    pub fn squares(&self, group: usize, measure: usize) -> f64 {
        self.squares[group * self.measures + measure]
    }

    /// Σ of values on the group's side and on the rest's.
    pub fn hits(&self, group: usize, measure: usize) -> (f64, f64) {
        let (own, both) = self.hits[group * self.measures + measure];
        (own, both - own)
    }

    /// What an annotator brings.
    pub fn part(&self, annotator: usize, group: usize) -> Part {
        self.parts[annotator * self.groups + group]
    }

    /// The same in a measure.
    pub fn score(&self, annotator: usize, group: usize, measure: usize) -> Score {
        self.scores[(annotator * self.groups + group) * self.measures + measure]
    }

    fn add_item(&mut self, item: &OnItem) {
        for &group in &item.present {
            for (measure, &total) in item.totals.iter().enumerate() {
                let at = group * self.measures + measure;
                self.tables[at].add(item.sides(group, at, total));
                self.hits[at].0 += item.sums[at];
                self.hits[at].1 += total;
            }
        }
    }

    fn add_people(
        &mut self,
        index: &ItemIndex,
        i: usize,
        sides: Sides<'_>,
        measures: &[Measure],
        item: &OnItem,
    ) {
        let m = 1.0 - 1.0 / item.all;
        for (&annotator, label) in index.annotators(i).iter().zip(index.labels(i)) {
            let own = sides.of_annotator[annotator as usize];
            if own == OUTSIDE {
                continue;
            }
            for &group in &item.present {
                let v = f64::from(u8::from(own == group as u32)) - item.n[group] / item.all;
                let place = annotator as usize * self.groups + group;
                let part = &mut self.parts[place];
                part.load += 1.0;
                part.v += v;
                part.v2 += v * v;
                part.vm += v * m;
                part.v2m += v * v * m;
                part.v2m2 += v * v * m * m;
                part.m += m;
                part.m2 += m * m;
                let scores = &mut self.scores[place * self.measures..][..self.measures];
                let squares = &mut self.squares[group * self.measures..][..self.measures];
                for (measure, (score, squares)) in scores.iter_mut().zip(squares).enumerate() {
                    let e = measures[measure].values[label.index()] - item.totals[measure] / item.all;
                    score.plain += e;
                    score.sided += v * e;
                    *squares += e * e;
                }
            }
        }
    }
}

/// One item's annotations by group.
struct OnItem {
    /// Annotations.
    all: f64,
    /// Groups that saw the item together with others.
    present: Vec<usize>,
    /// Annotations by group.
    n: Vec<f64>,
    /// Σ of values by group and measure.
    sums: Vec<f64>,
    /// Σ of values by measure.
    totals: Vec<f64>,
}

impl OnItem {
    fn new(groups: usize, measures: usize) -> Self {
        Self {
            all: 0.0,
            present: Vec::with_capacity(groups),
            n: vec![0.0; groups],
            sums: vec![0.0; groups * measures],
            totals: vec![0.0; measures],
        }
    }

    /// A group and the rest in the measure with this total, whose sum stands at `at`.
    fn sides(&self, group: usize, at: usize, total: f64) -> TwoSides {
        let (own, n) = (self.sums[at], self.n[group]);
        TwoSides { first: (own, n), second: (total - own, self.all - n) }
    }

    fn read(&mut self, index: &ItemIndex, i: usize, sides: Sides<'_>, measures: &[Measure]) {
        self.n.fill(0.0);
        self.sums.fill(0.0);
        self.totals.fill(0.0);
        self.all = 0.0;
        for (&annotator, label) in index.annotators(i).iter().zip(index.labels(i)) {
            let code = sides.of_annotator[annotator as usize];
            if code == OUTSIDE {
                continue;
            }
            self.all += 1.0;
            let group = code as usize;
            let known = group < sides.groups;
            if known {
                self.n[group] += 1.0;
            }
            for (measure, of) in measures.iter().enumerate() {
                let value = of.values[label.index()];
                self.totals[measure] += value;
                if known {
                    self.sums[group * measures.len() + measure] += value;
                }
            }
        }
        self.present.clear();
        self.present.extend((0..sides.groups).filter(|&g| self.n[g] > 0.0 && self.n[g] < self.all));
    }
}
