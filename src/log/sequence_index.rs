use rayon::prelude::*;
use std::ops::Range;

/// Rows by annotator: one counting sort brings a column into annotator order (rows ascending within each), so that
/// whatever is summed by annotator reads it front to back. Scattering once is ten times cheaper than gathering rows of
/// one annotator from all over a long log. Blocks of rows are scattered side by side: each knows where its first row of
/// every annotator goes, so that the order does not depend on threads.
pub(crate) struct SequenceIndex {
    offsets: Vec<u32>,
    blocks: Vec<Block>,
}

/// Consecutive rows and, by annotator, where the first of them stands in an arranged column.
struct Block {
    rows: Range<usize>,
    starts: Vec<u32>,
}

/// Rows that are sorted at once, so few that what is looked up for them stays in a core's cache, and so many that most
/// annotators have some: memory is then touched run by run instead of row by row.
const TILE: usize = 1 << 16;

/// The rows of one tile by annotator.
struct Tile {
    ends: Vec<u32>,
    rows: Vec<u32>,
}

impl Tile {
    fn sort(&mut self, rows: Range<usize>, who: &impl Fn(usize) -> u32) {
        self.ends.fill(0);
        let annotators = self.ends.len();
        for own in rows.clone().map(who).filter(|&own| (own as usize) < annotators) {
            self.ends[own as usize] += 1;
        }
        let mut next = 0;
        for end in &mut self.ends {
            next += std::mem::replace(end, next);
        }
        self.rows.resize(next as usize, 0);
        for row in rows {
            if let Some(end) = self.ends.get_mut(who(row) as usize) {
                self.rows[*end as usize] = row as u32;
                *end += 1;
            }
        }
    }

    /// Each annotator's rows.
    fn runs(&self) -> impl Iterator<Item = &[u32]> {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let run = &self.rows[start..end as usize];
            start = end as usize;
            run
        })
    }
}

impl SequenceIndex {
    /// An annotator whose rows have no place.
    pub(crate) const NOBODY: u32 = u32::MAX;

    /// Counts the rows of each annotator. `who` says whose a row is: an id below `annotators`, or [`Self::NOBODY`].
    pub(crate) fn build(annotators: usize, rows: usize, who: &(impl Fn(usize) -> u32 + Sync)) -> Self {
        // Fewer blocks where tables by annotator would outweigh the rows.
        let blocks = (rows / (annotators * 8).max(1 << 12)).clamp(1, 8);
        Self::of_blocks(annotators, (0..blocks).map(|b| rows * b / blocks..rows * (b + 1) / blocks), who)
    }

    fn of_blocks(
        annotators: usize,
        blocks: impl Iterator<Item = Range<usize>>,
        who: &(impl Fn(usize) -> u32 + Sync),
    ) -> Self {
        let count = |rows: Range<usize>| {
            let mut starts = vec![0u32; annotators];
            for own in rows.clone().map(who).filter(|&own| own != Self::NOBODY) {
                starts[own as usize] += 1;
            }
            Block { rows, starts }
        };
        let blocks: Vec<Range<usize>> = blocks.collect();
        let mut blocks: Vec<Block> = blocks.into_par_iter().map(count).collect();
        let mut offsets = Vec::with_capacity(annotators + 1);
        let mut next = 0;
        for annotator in 0..annotators {
            offsets.push(next);
            for block in &mut blocks {
                let start = &mut block.starts[annotator];
                next += std::mem::replace(start, next);
            }
        }
        offsets.push(next);
        Self { offsets, blocks }
    }

    /// A column in annotator order; `who` is the one the index was built from, `value` gives a row's value.
    pub(crate) fn arrange<T: Copy + Default + Send>(
        &self,
        who: &(impl Fn(usize) -> u32 + Sync),
        value: &(impl Fn(usize) -> T + Sync),
    ) -> Vec<T> {
        self.arrange_both(who, value, &|_| ()).0
    }

    /// Two columns in annotator order, for little more than the price of one.
    pub(crate) fn arrange_both<T: Copy + Default + Send, U: Copy + Default + Send>(
        &self,
        who: &(impl Fn(usize) -> u32 + Sync),
        first: &(impl Fn(usize) -> T + Sync),
        second: &(impl Fn(usize) -> U + Sync),
    ) -> (Vec<T>, Vec<U>) {
        let rows = self.offsets[self.annotators()] as usize;
        let (mut firsts, mut seconds) = (vec![T::default(); rows], vec![U::default(); rows]);
        let places = self.shares(&mut firsts).into_iter().zip(self.shares(&mut seconds));
        let blocks: Vec<_> = self.blocks.iter().zip(places).collect();
        blocks.into_par_iter().for_each(|(block, (mut firsts, mut seconds))| {
            self.each_tile(block, who, |tile| {
                for ((firsts, seconds), run) in firsts.iter_mut().zip(&mut seconds).zip(tile.runs()) {
                    // Rows come first: where they end, no place must have been taken.
                    for (&row, (one, other)) in run.iter().zip(firsts.by_ref().zip(seconds.by_ref())) {
                        (*one, *other) = (first(row as usize), second(row as usize));
                    }
                }
            });
        });
        (firsts, seconds)
    }

    /// The places of an arranged column by block and annotator.
    fn shares<'v, T>(&self, mut rest: &'v mut [T]) -> Vec<Vec<std::slice::IterMut<'v, T>>> {
        let mut shares: Vec<Vec<_>> = self.blocks.iter().map(|_| Vec::new()).collect();
        for annotator in 0..self.annotators() {
            for (number, share) in shares.iter_mut().enumerate() {
                let later =
                    self.blocks.get(number + 1).map_or(self.offsets[annotator + 1], |b| b.starts[annotator]);
                let rows = (later - self.blocks[number].starts[annotator]) as usize;
                let (own, after) = rest.split_at_mut(rows);
                share.push(own.iter_mut());
                rest = after;
            }
        }
        shares
    }

    /// Two arranged columns in order of rows again; `missing` where a row is nobody's.
    pub(crate) fn by_row<T: Copy + Send + Sync, U: Copy + Send + Sync>(
        &self,
        who: &(impl Fn(usize) -> u32 + Sync),
        arranged: (&[T], &[U]),
        missing: (T, U),
    ) -> (Vec<T>, Vec<U>) {
        let rows = self.blocks.last().map_or(0, |block| block.rows.end);
        let (mut firsts, mut seconds) = (vec![missing.0; rows], vec![missing.1; rows]);
        let (mut rest, mut others) = (&mut firsts[..], &mut seconds[..]);
        let mut parts = Vec::new();
        for block in &self.blocks {
            let (own, after) = rest.split_at_mut(block.rows.len());
            let (other, later) = others.split_at_mut(block.rows.len());
            parts.push((block, own, other));
            (rest, others) = (after, later);
        }
        parts.into_par_iter().for_each(|(block, firsts, seconds)| {
            let mut next = block.starts.clone();
            self.each_tile(block, who, |tile| {
                for (next, run) in next.iter_mut().zip(tile.runs()) {
                    for (&row, place) in run.iter().zip(*next as usize..) {
                        let row = row as usize - block.rows.start;
                        (firsts[row], seconds[row]) = (arranged.0[place], arranged.1[place]);
                    }
                    *next += run.len() as u32;
                }
            });
        });
        (firsts, seconds)
    }

    fn each_tile(&self, block: &Block, who: &impl Fn(usize) -> u32, mut take: impl FnMut(&Tile)) {
        let mut tile = Tile { ends: vec![0; self.annotators()], rows: Vec::new() };
        let step = TILE.max(self.annotators() * 8);
        for first in block.rows.clone().step_by(step) {
            tile.sort(first..(first + step).min(block.rows.end), who);
            take(&tile);
        }
    }

    /// How many annotators the log has.
    pub(crate) fn annotators(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Where annotator `who` stands in an arranged column.
    pub(crate) fn rows(&self, who: usize) -> Range<usize> {
        self.offsets[who] as usize..self.offsets[who + 1] as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_and_tiles_change_nothing_and_rows_come_back_to_their_places() {
        let who = |row: usize| if row % 7 == 3 { SequenceIndex::NOBODY } else { (row * row % 5) as u32 };
        let rows = 3 * TILE;
        let whole = SequenceIndex::of_blocks(5, std::iter::once(0..rows), &who);
        let blocks = [0..1, 1..TILE, TILE..TILE, TILE..rows];
        let split = SequenceIndex::of_blocks(5, blocks.into_iter(), &who);
        let (arranged, doubled) = whole.arrange_both(&who, &|row| row, &|row| 2 * row);
        assert_eq!(arranged, split.arrange(&who, &|row| row));
        assert_eq!(arranged, SequenceIndex::build(5, rows, &who).arrange(&who, &|row| row));
        for annotator in 0..5 {
            let own = &arranged[whole.rows(annotator)];
            let all = (0..rows).filter(|&row| who(row) == annotator as u32);
            assert!(own.iter().copied().eq(all));
        }
        let (back, double) = split.by_row(&who, (&arranged, &doubled), (usize::MAX, usize::MAX));
        for row in 0..rows {
            let nobody = who(row) == SequenceIndex::NOBODY;
            let expected = if nobody { (usize::MAX, usize::MAX) } else { (row, 2 * row) };
            assert_eq!((back[row], double[row]), expected);
        }
    }
}
