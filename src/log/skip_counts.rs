/// Skips of one question while the log is read.
#[derive(Debug, Clone, Default)]
pub(super) struct SkipCounts {
    /// By annotator code.
    pub by_annotator: Vec<u64>,
    /// The item's code of each skip, in order of reading.
    pub items: Vec<u32>,
}

impl SkipCounts {
    /// Somebody skipped an item.
    pub fn tell(&mut self, annotator: u32, item: u32) {
        let who = annotator as usize;
        if who >= self.by_annotator.len() {
            self.by_annotator.resize(who + 1, 0);
        }
        self.by_annotator[who] += 1;
        self.items.push(item);
    }
}
