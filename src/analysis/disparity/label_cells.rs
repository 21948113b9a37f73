use crate::tally::ItemIndex;

/// Every (item, label) that somebody gave, as one cell, and the cells of every annotator: what groups are counted over
/// again and again with their members exchanged.
#[derive(Debug, Clone)]
pub(super) struct LabelCells {
    /// Item → cells; items + 1 entries.
    pub offsets: Vec<u32>,
    /// Label of each cell, ascending within an item.
    pub label: Vec<u32>,
    /// Item of each cell.
    pub item: Vec<u32>,
    own_offsets: Vec<u32>,
    own: Vec<u32>,
}

impl LabelCells {
    /// Of all items of a log with these annotators, or of those that are kept.
    pub fn of(index: &ItemIndex, annotators: usize, kept: impl Fn(usize) -> bool) -> Self {
        let mut cells = Self {
            offsets: vec![0],
            label: Vec::new(),
            item: Vec::new(),
            own_offsets: Vec::new(),
            own: Vec::new(),
        };
        let mut rows: Vec<(u32, u32)> = Vec::new();
        let mut labels: Vec<u32> = Vec::new();
        for i in (0..index.items()).filter(|&i| kept(i)) {
            let start = cells.label.len();
            labels.clear();
            labels.extend(index.labels(i).iter().map(|label| label.0));
            labels.sort_unstable();
            labels.dedup();
            cells.label.extend_from_slice(&labels);
            cells.item.resize(cells.label.len(), cells.offsets.len() as u32 - 1);
            for (&who, label) in index.annotators(i).iter().zip(index.labels(i)) {
                if let Ok(at) = labels.binary_search(&label.0) {
                    rows.push((who, (start + at) as u32));
                }
            }
            cells.offsets.push(cells.label.len() as u32);
        }
        cells.arrange(&rows, annotators);
        cells
    }

    /// Brings rows of (annotator, cell) into the order of annotators.
    fn arrange(&mut self, rows: &[(u32, u32)], annotators: usize) {
        let mut ends = vec![0u32; annotators + 1];
        rows.iter().for_each(|&(who, _)| ends[who as usize + 1] += 1);
        for who in 0..annotators {
            ends[who + 1] += ends[who];
        }
        let mut next = ends.clone();
        self.own = vec![0; rows.len()];
        for &(who, cell) in rows {
            let place = &mut next[who as usize];
            self.own[*place as usize] = cell;
            *place += 1;
        }
        self.own_offsets = ends;
    }

    /// The cells of one annotator.
    pub fn own(&self, annotator: u32) -> &[u32] {
        let who = annotator as usize;
        &self.own[self.own_offsets[who] as usize..self.own_offsets[who + 1] as usize]
    }

    /// Annotations by cell of these people.
    pub fn counts(&self, people: impl IntoIterator<Item = u32>) -> Vec<u32> {
        let mut counts = vec![0; self.label.len()];
        for who in people {
            self.own(who).iter().for_each(|&cell| counts[cell as usize] += 1);
        }
        counts
    }
}
