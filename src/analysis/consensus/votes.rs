use crate::tally::ItemIndex;
use crate::vocabulary::{Label, Reason};
use rayon::prelude::*;
use std::ops::Range;

/// Numbers that one table of a consensus model may hold: 800 MB.
const MAX_CELLS: usize = 100_000_000;
/// Numbers that the tables of all blocks together may hold, beyond which fewer blocks share them.
const MAX_BLOCK_CELLS: usize = 32_000_000;
/// Blocks that items are dealt into. They follow from the log and never from the number of threads: sums are made block
/// by block, so their last digit must not depend on the machine.
const LEAST_BLOCKS: usize = 8;
const MOST_BLOCKS: usize = 64;

/// Who voted for what, as consensus models want it: labels that people gave numbered without gaps (*classes*), and the
/// (annotator, class) pairs that occur numbered too, so that no table is as large as annotators × labels².
#[derive(Debug, Clone)]
pub struct Votes<'a> {
    /// Item → rows.
    pub index: &'a ItemIndex,
    /// The labels that people gave, ascending: class → label.
    pub classes: Vec<Label>,
    /// Class of each row.
    pub class: Vec<u32>,
    /// Pair of each row.
    pub pair: Vec<u32>,
    /// Class of each pair; pairs are sorted by annotator, then class.
    pub pair_class: Vec<u32>,
    /// Annotator `a` owns pairs `pair_offsets[a]..pair_offsets[a + 1]`.
    pub pair_offsets: Vec<u32>,
    /// Rows of each pair.
    pub pair_rows: Vec<u32>,
}

impl<'a> Votes<'a> {
    /// The votes of a log with annotators `0..annotators` and labels below `labels`.
    ///
    /// # Errors
    /// The tables that the models need would be too large: too many labels for so many items or annotators.
    pub fn of(index: &'a ItemIndex, annotators: usize, labels: usize) -> Result<Self, Reason> {
        Self::over(index, annotators, labels, given_labels(index, labels))
    }

    /// The votes with these classes, ascending; every label that somebody gave is one of them.
    ///
    /// # Errors
    /// As for [`Votes::of`].
    pub fn over(
        index: &'a ItemIndex,
        annotators: usize,
        labels: usize,
        classes: Vec<Label>,
    ) -> Result<Self, Reason> {
        let k = classes.len();
        within("items times labels", index.items() * k)?;
        within("annotators times labels", annotators * k)?;
        let mut class_of = vec![u32::MAX; labels];
        for (class, label) in (0u32..).zip(&classes) {
            class_of[label.index()] = class;
        }
        let class: Vec<u32> = index.label.par_iter().map(|label| class_of[label.index()]).collect();
        let mut rows = vec![0u32; annotators * k];
        for (&annotator, &class) in index.annotator.iter().zip(&class) {
            rows[annotator as usize * k + class as usize] += 1;
        }
        let mut number = vec![u32::MAX; rows.len()];
        let (mut pair_class, mut pair_rows, mut pair_offsets) = (Vec::new(), Vec::new(), vec![0u32]);
        for annotator in 0..annotators {
            for class in 0..k {
                let cell = annotator * k + class;
                if rows[cell] > 0 {
                    number[cell] = pair_class.len() as u32;
                    pair_class.push(class as u32);
                    pair_rows.push(rows[cell]);
                }
            }
            pair_offsets.push(pair_class.len() as u32);
        }
        within("error matrices", pair_class.len() * k)?;
        let pair = (&index.annotator, &class)
            .into_par_iter()
            .map(|(&annotator, &class)| number[annotator as usize * k + class as usize])
            .collect();
        Ok(Self { index, classes, class, pair, pair_class, pair_offsets, pair_rows })
    }

    /// How many items there are, rated or not.
    pub fn items(&self) -> usize {
        self.index.items()
    }

    /// How many classes there are.
    pub fn k(&self) -> usize {
        self.classes.len()
    }

    /// How many annotators there are, whether they gave labels or not.
    pub fn annotators(&self) -> usize {
        self.pair_offsets.len() - 1
    }

    /// The pairs of one annotator.
    pub fn pairs(&self, annotator: usize) -> Range<usize> {
        self.pair_offsets[annotator] as usize..self.pair_offsets[annotator + 1] as usize
    }

    /// How many labels one annotator gave.
    pub fn given(&self, annotator: usize) -> u64 {
        self.pairs(annotator).map(|pair| u64::from(self.pair_rows[pair])).sum()
    }

    /// Whether some item has two or more labels.
    pub fn pairable(&self) -> bool {
        self.index.offsets.windows(2).any(|ends| ends[1] - ends[0] > 1)
    }

    /// How many items have a label.
    pub fn rated(&self) -> u64 {
        self.index.offsets.windows(2).filter(|ends| ends[1] > ends[0]).count() as u64
    }

    /// Shares of each item's votes by class, `items × classes`; zeros where nobody voted.
    pub fn shares(&self) -> Vec<f64> {
        let mut shares = vec![0.0; self.items() * self.k()];
        self.pass(&mut shares, 0, |items, own| {
            for (item, shares) in items.zip(own.chunks_exact_mut(self.k())) {
                let rows = self.index.rows(item);
                let each = 1.0 / rows.len() as f64;
                rows.clone().for_each(|row| shares[self.class[row] as usize] += 1.0);
                shares.iter_mut().for_each(|share| *share *= if rows.is_empty() { 0.0 } else { each });
            }
        });
        shares
    }

    /// Runs over all items in blocks side by side. `table` is `items × classes`, and each block owns its part of it;
    /// `cells` tells how many numbers a block sums up for itself. The answers come in the order of the blocks.
    pub fn pass<T: Send>(
        &self,
        table: &mut [f64],
        cells: usize,
        work: impl Fn(Range<usize>, &mut [f64]) -> T + Sync,
    ) -> Vec<T> {
        let per_block = self.per_block(cells);
        let parts = table.par_chunks_mut(per_block * self.k().max(1)).enumerate();
        parts.map(|(block, own)| work(self.block(block, per_block), own)).collect()
    }

    /// The same run where the table is only read.
    pub fn scan<T: Send>(
        &self,
        table: &[f64],
        cells: usize,
        work: impl Fn(Range<usize>, &[f64]) -> T + Sync,
    ) -> Vec<T> {
        let per_block = self.per_block(cells);
        let parts = table.par_chunks(per_block * self.k().max(1)).enumerate();
        parts.map(|(block, own)| work(self.block(block, per_block), own)).collect()
    }

    fn per_block(&self, cells: usize) -> usize {
        // A block should sum up several times more rows than it has sums of its own, which are added up afterwards, as
        // long as every core finds work.
        let worth = (self.class.len() / (4 * cells).max(1)).clamp(LEAST_BLOCKS, MOST_BLOCKS);
        let blocks = worth.min(MAX_BLOCK_CELLS / cells.max(1)).max(1);
        self.items().div_ceil(blocks).max(256)
    }

    fn block(&self, block: usize, per_block: usize) -> Range<usize> {
        block * per_block..self.items().min((block + 1) * per_block)
    }
}

/// The labels that people gave, ascending.
pub(super) fn given_labels(index: &ItemIndex, labels: usize) -> Vec<Label> {
    let mut used = vec![false; labels];
    for label in &index.label {
        used[label.index()] = true;
    }
    (0u32..).zip(&used).filter(|&(_, &used)| used).map(|(label, _)| Label(label)).collect()
}

fn within(what: &str, found: usize) -> Result<(), Reason> {
    if found <= MAX_CELLS {
        return Ok(());
    }
    Err(Reason::TooMany { what: what.into(), found: found as u64, limit: MAX_CELLS as u64 })
}

/// Adds up the tables of all blocks, cell by cell in the order of the blocks.
pub(super) fn sum_tables(tables: impl IntoIterator<Item = Vec<f64>>) -> Vec<f64> {
    /// Cells that are worth a thread's while.
    const PIECE: usize = 1 << 12;
    let mut tables = tables.into_iter();
    let mut sum = tables.next().unwrap_or_default();
    let rest: Vec<Vec<f64>> = tables.collect();
    sum.par_chunks_mut(PIECE).enumerate().for_each(|(piece, own)| {
        for table in &rest {
            own.iter_mut().zip(&table[piece * PIECE..]).for_each(|(sum, value)| *sum += value);
        }
    });
    sum
}
