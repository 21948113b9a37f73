use super::day::day_number;
use super::{Snapshot, TrendError};

/// Audits in order of time, and where each stands.
pub(super) struct Chronology {
    /// The audits.
    pub snapshots: Vec<Snapshot>,
    /// Day of each counted from 1970-01-01, or its place where none tells a day.
    pub at: Vec<i32>,
    /// Whether those are days.
    pub dated: bool,
}

impl Chronology {
    /// Orders audits by the day they bear (`--as-of`, else the last day of their log), then by title, then by file. Where no
    /// audit tells a day, title and file alone decide; where some do, all must.
    pub fn of(mut snapshots: Vec<Snapshot>) -> Result<Self, TrendError> {
        let dated = snapshots.iter().any(|own| day(own).is_some());
        if dated
            && let Some(without) =
                snapshots.iter().filter(|own| day(own).is_none()).map(|own| &own.file).min()
        {
            return Err(TrendError::Undated { file: without.clone() });
        }
        snapshots.sort_by(|a, b| (day(a), &a.title, &a.file).cmp(&(day(b), &b.title, &b.file)));
        let mut found = Self { at: Vec::new(), snapshots, dated };
        found.place();
        Ok(found)
    }

    /// Keeps the audits that `keep` says, by their place.
    pub fn retain(&mut self, keep: &[bool]) {
        let mut flags = keep.iter();
        self.snapshots.retain(|_| flags.next().copied().unwrap_or(true));
        self.place();
    }

    fn place(&mut self) {
        let place = |(place, own): (usize, &Snapshot)| {
            if self.dated { day(own) } else { None }.unwrap_or(place as i32)
        };
        self.at = self.snapshots.iter().enumerate().map(place).collect();
    }
}

/// The text of the day that an audit bears.
pub(super) fn day_text(snapshot: &Snapshot) -> Option<&str> {
    snapshot.as_of.as_deref().or(snapshot.period.as_ref().map(|period| period.1.as_str()))
}

fn day(snapshot: &Snapshot) -> Option<i32> {
    day_text(snapshot).and_then(day_number)
}

/// First and last day of an audit's log.
pub(super) fn span(snapshot: &Snapshot) -> Option<(i32, i32)> {
    let (first, last) = snapshot.period.as_ref()?;
    Some((day_number(first)?, day_number(last)?))
}

/// Days that two audits' logs share.
pub(super) fn shared_days(before: &Snapshot, after: &Snapshot) -> i32 {
    match (span(before), span(after)) {
        (Some(before), Some(after)) => (before.1.min(after.1) - before.0.max(after.0) + 1).max(0),
        _ => 0,
    }
}

/// Whether two audits may hold the same annotations: their periods overlap by more than the day on which one ends and the
/// other begins, or they read the same file.
pub(super) fn may_share_rows(before: &Snapshot, after: &Snapshot) -> bool {
    shared_days(before, after) > 1 || before.digests.iter().any(|digest| after.digests.contains(digest))
}

/// What is odd about when `after` was, beside `before`: overlaps, gaps longer than `usual` days, the same log twice.
pub(super) fn remarks(before: &Snapshot, after: &Snapshot, usual: i32) -> Vec<String> {
    let mut told = Vec::new();
    if before.digests.iter().any(|digest| after.digests.contains(digest)) {
        told.push("reads a log that the audit before read too: its annotations count twice here".to_string());
    } else if shared_days(before, after) > 1 {
        told.push(format!(
            "its log overlaps the one before by {} days: what is in both counts twice here",
            shared_days(before, after)
        ));
    }
    if let (Some(before), Some(after)) = (span(before), span(after)) {
        let days = after.0 - before.1 - 1;
        if days > usual.max(1) {
            told.push(format!("{days} days without an audit lie before it"));
        }
    }
    told
}

/// The median length of the audits' periods in days; 0 where none is known.
pub(super) fn usual_length(snapshots: &[Snapshot]) -> i32 {
    let mut lengths: Vec<i32> =
        snapshots.iter().filter_map(span).map(|(first, last)| last - first + 1).collect();
    lengths.sort_unstable();
    lengths.get(lengths.len() / 2).copied().unwrap_or(0)
}
