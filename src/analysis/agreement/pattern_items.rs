use crate::tally::ItemIndex;

/// Examples kept per pattern.
const KEPT: usize = 5;

/// The first items, by name, of every pattern.
pub(super) struct PatternItems {
    items: Vec<u32>,
    filled: Vec<u8>,
}

impl PatternItems {
    pub fn of(index: &ItemIndex, patterns: usize) -> Self {
        let mut out = Self { items: vec![0; KEPT * patterns], filled: vec![0; patterns] };
        for (item, &p) in index.pattern.iter().enumerate() {
            if let Some(filled) = out.filled.get_mut(p as usize)
                && (*filled as usize) < KEPT
            {
                out.items[KEPT * p as usize + *filled as usize] = item as u32;
                *filled += 1;
            }
        }
        out
    }

    /// Up to five items of pattern `p`, ids ascending.
    pub fn first(&self, p: usize) -> &[u32] {
        &self.items[KEPT * p..KEPT * p + self.filled[p] as usize]
    }
}
