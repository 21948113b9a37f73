/// Annotator → rows, in order of items: a permutation, had by one counting sort. Session, position, item and time of a
/// row stay where the log has them.
pub(super) struct SequenceIndex {
    offsets: Vec<u32>,
    rows: Vec<u32>,
}

impl SequenceIndex {
    /// Sorts the rows by annotator; `annotator` holds ids below `annotators`.
    pub(super) fn build(annotators: usize, annotator: &[u32]) -> Self {
        let mut offsets = vec![0u32; annotators + 1];
        for &who in annotator {
            offsets[who as usize + 1] += 1;
        }
        for who in 0..annotators {
            offsets[who + 1] += offsets[who];
        }
        let mut next = offsets.clone();
        let mut rows = vec![0u32; annotator.len()];
        for (row, &who) in annotator.iter().enumerate() {
            rows[next[who as usize] as usize] = row as u32;
            next[who as usize] += 1;
        }
        Self { offsets, rows }
    }

    /// How many annotators the log has.
    pub(super) fn annotators(&self) -> usize {
        self.offsets.len() - 1
    }

    /// The rows of annotator `who`, ascending.
    pub(super) fn rows(&self, who: usize) -> &[u32] {
        &self.rows[self.offsets[who] as usize..self.offsets[who + 1] as usize]
    }
}
