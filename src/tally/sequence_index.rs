use std::ops::Range;

/// Rows by annotator: one counting sort brings a column into annotator order (items ascending within each), so that
/// whatever is summed by annotator reads it front to back. Scattering once is ten times cheaper than gathering rows of
/// one annotator from all over a long log.
pub(super) struct SequenceIndex {
    offsets: Vec<u32>,
}

impl SequenceIndex {
    /// Counts the rows of each annotator; `annotator` holds ids below `annotators`.
    pub(super) fn build(annotators: usize, annotator: &[u32]) -> Self {
        let mut offsets = vec![0u32; annotators + 1];
        for &who in annotator {
            offsets[who as usize + 1] += 1;
        }
        for who in 0..annotators {
            offsets[who + 1] += offsets[who];
        }
        Self { offsets }
    }

    /// `column` in annotator order; `annotator` is the one the index was built from.
    pub(super) fn arrange<T: Copy + Default>(&self, annotator: &[u32], column: &[T]) -> Vec<T> {
        let mut next = self.offsets.clone();
        let mut arranged = vec![T::default(); column.len()];
        for (&who, &value) in annotator.iter().zip(column) {
            let place = &mut next[who as usize];
            arranged[*place as usize] = value;
            *place += 1;
        }
        arranged
    }

    /// Where each annotator's first row stands in an arranged column.
    pub(super) fn starts(&self) -> Vec<u32> {
        self.offsets.clone()
    }

    /// How many annotators the log has.
    pub(super) fn annotators(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Where annotator `who` stands in an arranged column.
    pub(super) fn rows(&self, who: usize) -> Range<usize> {
        self.offsets[who] as usize..self.offsets[who + 1] as usize
    }
}
