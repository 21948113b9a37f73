use super::pool::Pool;
use super::pooled::Weighted;
use crate::tally::{ItemIndex, Names};
use crate::vocabulary::LabelSet;
use serde::{Deserialize, Serialize};

/// Items that are listed.
const LISTED: usize = 50;

/// An item that divides its annotators.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DisputedItem {
    /// The item.
    pub item: String,
    /// Annotations it has.
    pub annotations: u64,
    /// How often it was skipped.
    #[serde(default)]
    pub skips: u64,
    /// Share of its pairs that disagree (by the question's distance, scaled to 0–1).
    pub disagreement: f64,
    /// Entropy of its labels in bits.
    pub entropy: f64,
    /// Standard deviation of its numbers (over n − 1), where the question is continuous.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sd: Option<f64>,
    /// (label, annotations), most frequent first.
    pub labels: Vec<(String, u64)>,
}

/// How divided the items of one pattern are.
struct Division {
    pattern: usize,
    disagreement: f64,
    entropy: f64,
    annotations: u64,
}

impl Division {
    /// Most divided first; in billionths, so that rounding cannot part patterns that differ by label names only.
    fn rank(&self) -> (i64, i64, i64) {
        let billionths = |x: f64| (x * 1e9).round() as i64;
        (-billionths(self.disagreement), -billionths(self.entropy), -(self.annotations as i64))
    }
}

/// The most disputed items: by the share of their pairs that disagree (by the question's distance, scaled to 0–1), then
/// by the entropy of their labels, then by annotations, then by name.
pub(super) fn disputed(
    pool: &Pool<'_>,
    at: &Weighted<'_, '_>,
    index: &ItemIndex,
    items: &Names,
    labels: &LabelSet,
) -> Vec<DisputedItem> {
    let mut divisions = divisions(pool, at);
    divisions.sort_by_key(|d| (d.rank(), d.pattern));
    // Only patterns down to the rank that fills the list need their items looked up.
    let mut rank_of_pattern = vec![u32::MAX; pool.table.len()];
    let (mut covered, mut rank, mut ranks) = (0, None, 0u32);
    for division in &divisions {
        if rank != Some(division.rank()) {
            if covered >= LISTED as u64 {
                break;
            }
            rank = Some(division.rank());
            ranks += 1;
        }
        rank_of_pattern[division.pattern] = ranks - 1;
        covered += pool.table.items[division.pattern];
    }
    let mut found: Vec<Vec<u32>> = vec![Vec::new(); ranks as usize];
    for (item, &p) in index.pattern.iter().enumerate() {
        let rank = rank_of_pattern.get(p as usize).copied().unwrap_or(u32::MAX);
        if let Some(list) = found.get_mut(rank as usize)
            && list.len() < LISTED
        {
            list.push(item as u32);
        }
    }
    let by_pattern = |p: usize| divisions.iter().find(|d| d.pattern == p);
    let row = |item: u32| {
        let p = index.pattern[item as usize] as usize;
        by_pattern(p).map(|d| DisputedItem {
            item: items.name(item).to_owned(),
            annotations: d.annotations,
            skips: 0,
            disagreement: d.disagreement,
            entropy: d.entropy,
            sd: None,
            labels: counted(pool, p, labels),
        })
    };
    found.into_iter().flatten().take(LISTED).filter_map(row).collect()
}

fn divisions(pool: &Pool<'_>, at: &Weighted<'_, '_>) -> Vec<Division> {
    let metric = at.metric();
    let used: Vec<usize> = (0..at.margins.counts.len()).filter(|&k| at.margins.counts[k] > 0.0).collect();
    let widest = metric.widest(&used);
    let mut out = Vec::new();
    for (pattern, counts) in pool.table.iter().enumerate() {
        let n = pool.sizes[pattern];
        if counts.items == 0 || n < 2.0 || counts.counts.len() < 2 {
            continue;
        }
        let mut shares: Vec<f64> = pool.counts(pattern).map(|(_, r)| r / n).collect();
        shares.sort_by(f64::total_cmp);
        out.push(Division {
            pattern,
            disagreement: metric.pairs(pool.counts(pattern)) / (n * (n - 1.0)) / widest,
            entropy: shares.iter().map(|share| -share * share.log2()).sum(),
            annotations: n as u64,
        });
    }
    out
}

/// Labels of a pattern, most frequent first, ties in the set's order.
fn counted(pool: &Pool<'_>, p: usize, labels: &LabelSet) -> Vec<(String, u64)> {
    let mut counts: Vec<_> = pool.table.pattern(p).counts.to_vec();
    counts.sort_by_key(|&(label, n)| (std::cmp::Reverse(n), label));
    counts.into_iter().map(|(label, n)| (labels.name(label).to_owned(), u64::from(n))).collect()
}
