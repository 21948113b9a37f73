/// Where each annotation stands in its annotator's work, row by row beside [`ItemIndex`](super::ItemIndex): for whatever
/// must know order and item at once (item effects, what came before). An index: as long as the log, kept for logs of at
/// most [`OrderIndex::MOST_ROWS`] annotations, never serialised, dropped by a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderIndex {
    /// Session number within the annotator.
    pub session: Vec<u32>,
    /// 1, 2, 3 … within the session; 0 for an annotation without a place.
    pub position: Vec<u32>,
    /// Milliseconds on the item, up to twice the idle cap; `u32::MAX` where unknown. `None` where the log tells no times.
    pub time_on_item_ms: Option<Vec<u32>>,
    /// A longer time counts as unknown, but for looking at what another cap would do.
    pub idle_cap_ms: u32,
    /// Local hour of the week (0 = Monday 0:00) of each annotation, [`OrderIndex::NO_HOUR`] where the offset of its clock
    /// is not known; `None` where no offset is known at all.
    pub hour_of_week: Option<Vec<u8>>,
}

impl OrderIndex {
    /// Longer logs are judged by their sums alone.
    pub const MOST_ROWS: usize = 2_000_000;
    /// No hour is known.
    pub const NO_HOUR: u8 = u8::MAX;
}
