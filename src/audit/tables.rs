use super::DisclosedTable;
use super::slice_people::SlicePeople;
use crate::tally::{ClusterCells, PatternTable, QuestionTallies};
use crate::vocabulary::{Outcome, Reason, SliceKey};

/// Patterns that one table may show.
const MAX_PATTERNS: u64 = 5_000;
/// (label, count) entries that all tables of one question may show together: some 3 MB of JSON at most.
const MAX_ENTRIES: u64 = 300_000;

/// The pattern tables of a question that may leave the house: the whole, then groups, then slices, in sorted order.
///
/// `withheld(attribute, group)` tells why a group's table must not be shown. Slices cut items and annotations, not
/// people, and are shown whatever their number of annotators, like the whole log is; but a column that cuts people is one
/// of groups (see [`SlicePeople`]).
pub(super) fn disclosed_tables(
    tallies: &QuestionTallies,
    withheld: &dyn Fn(&str, &str) -> Option<Reason>,
    people: &SlicePeople,
) -> Vec<DisclosedTable> {
    let summaries = &tallies.summaries;
    let mut left = MAX_ENTRIES;
    // The audit does not keep the numbers that the patterns of a continuous question point to.
    let nameless = tallies.question.not_of_labels();
    let mut tables = vec![table(SliceKey::whole(), &summaries.patterns, &mut left, &nameless)];
    for attribute in &summaries.attributes {
        for group in &attribute.groups {
            let slice = SliceKey::of(&attribute.attribute.0, &group.group.0);
            tables.push(match withheld(&attribute.attribute.0, &group.group.0) {
                Some(reason) => DisclosedTable { slice, patterns: Outcome::NotEstimable(reason) },
                None => table(slice, &group.patterns, &mut left, &nameless),
            });
        }
    }
    for slice in &summaries.slices {
        let key = SliceKey::of(&slice.name, &slice.value);
        tables.push(match people.reason(&slice.name, &slice.value) {
            Some(reason) => DisclosedTable { slice: key, patterns: Outcome::NotEstimable(reason.clone()) },
            None => table(key, &slice.patterns, &mut left, &nameless),
        });
    }
    tables
}

fn table(
    slice: SliceKey,
    patterns: &PatternTable,
    left: &mut u64,
    nameless: &Option<Reason>,
) -> DisclosedTable {
    if let Some(reason) = nameless {
        return DisclosedTable { slice, patterns: Outcome::NotEstimable(reason.clone()) };
    }
    let too_many = |what: &str, found: u64, limit: u64| DisclosedTable {
        slice: slice.clone(),
        patterns: Outcome::NotEstimable(Reason::TooMany { what: what.into(), found, limit }),
    };
    let (found, entries) = (patterns.len() as u64, patterns.entries.len() as u64);
    if found > MAX_PATTERNS {
        return too_many("patterns", found, MAX_PATTERNS);
    }
    if entries > *left {
        return too_many("label counts in all tables", entries, *left);
    }
    *left -= entries;
    let plain = |clusters| PatternTable {
        entries: patterns.entries.clone(),
        offsets: patterns.offsets.clone(),
        items: patterns.items.clone(),
        clusters,
    };
    let clusters = patterns.clusters.as_ref().map(|cells| disclosed_clusters(cells, left));
    DisclosedTable { slice, patterns: Outcome::Estimated(plain(clusters)) }
}

/// Which items belong together, clusters without their names; nothing but a reason where they are too many.
fn disclosed_clusters(cells: &ClusterCells, left: &mut u64) -> ClusterCells {
    let found = (cells.cells.len() + cells.alone.len()) as u64;
    if found > *left {
        let what = "combinations of cluster and pattern in all tables".into();
        let left_out = Some(Reason::TooMany { what, found, limit: *left });
        return ClusterCells { column: cells.column.clone(), left_out, ..ClusterCells::default() };
    }
    *left -= found;
    cells.nameless()
}
