use super::Evaluated;
use super::LabelPair;
use super::pattern_items::PatternItems;
use super::pool::Pool;
use super::pooled::Weighted;
use crate::analysis::inference::{Bounds, Resampled};
use crate::tally::{AnnotatorPatterns, Names};
use crate::vocabulary::{Estimate, LabelSet, Outcome, Reason, SampleSize};

/// Pairs that are listed.
const PAIR_LIMIT: usize = 200;
/// Example items of each.
const EXAMPLES: usize = 5;

/// The label pairs that carry the observed disagreement of alpha. Pair (k, l) has 2 o_kl d_kl of it; all pairs together
/// have all of it. Settling a pair's disagreements evenly onto (k, k) and (l, l) leaves the margins and with them D_e
/// unchanged, so alpha gains exactly share · D_o / D_e.
pub(super) struct LabelPairs {
    /// Listed pairs, largest share first.
    pairs: Vec<(usize, usize)>,
    /// (listed pair, r_k r_l / (n − 1)) of each pattern, end to end.
    parts: Vec<(u32, f64)>,
    /// Pattern `p` owns `parts[offsets[p]..offsets[p + 1]]`.
    offsets: Vec<usize>,
}

impl LabelPairs {
    pub fn of(pool: &Pool<'_>, at: &Weighted<'_, '_>) -> Self {
        if at.has_no_distance() {
            // Nothing to share out: an empty list, which is not the same as a list of zeros.
            return Self { pairs: Vec::new(), parts: Vec::new(), offsets: vec![0; pool.table.len() + 1] };
        }
        let mut meetings: Vec<((usize, usize), f64)> = Vec::new();
        for (p, pattern) in pool.table.iter().enumerate() {
            meetings.extend(exchanges(pool, p).map(|(pair, part)| (pair, part * pattern.items as f64)));
        }
        meetings.sort_by_key(|&(pair, _)| pair);
        meetings.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            kept.1 += if same { later.1 } else { 0.0 };
            same
        });
        let metric = at.metric();
        let mut weighed: Vec<((usize, usize), f64)> =
            meetings.into_iter().map(|((k, l), o)| ((k, l), o * metric.between(k, l))).collect();
        weighed.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        weighed.truncate(PAIR_LIMIT);
        let pairs: Vec<(usize, usize)> = weighed.into_iter().map(|(pair, _)| pair).collect();
        let mut sorted: Vec<((usize, usize), u32)> = pairs.iter().copied().zip(0u32..).collect();
        sorted.sort_unstable();
        let (mut parts, mut offsets) = (Vec::new(), vec![0]);
        for p in 0..pool.table.len() {
            for (pair, part) in exchanges(pool, p) {
                if let Ok(found) = sorted.binary_search_by_key(&pair, |&(pair, _)| pair) {
                    parts.push((sorted[found].1, part));
                }
            }
            offsets.push(parts.len());
        }
        Self { pairs, parts, offsets }
    }

    /// Columns it fills: all shares, then all gains.
    pub fn columns(&self) -> usize {
        2 * self.pairs.len()
    }

    pub fn fill(&self, at: &Weighted<'_, '_>, alpha: Option<&Evaluated>, out: &mut [Option<f64>]) {
        let Some(alpha) = alpha.filter(|alpha| alpha.observed > 0.0) else {
            return out.fill(None);
        };
        let mut meet = vec![0.0; self.pairs.len()];
        for (p, &weight) in at.weights.iter().enumerate() {
            if weight > 0 {
                for &(pair, part) in self.of_pattern(p) {
                    meet[pair as usize] += weight as f64 * part;
                }
            }
        }
        let metric = at.metric();
        for (j, &(k, l)) in self.pairs.iter().enumerate() {
            let disagreement = 2.0 * meet[j] * metric.between(k, l) / at.margins.annotations;
            out[j] = Some(disagreement / alpha.observed);
            out[self.pairs.len() + j] = Some(disagreement / alpha.expected);
        }
    }

    fn of_pattern(&self, p: usize) -> &[(u32, f64)] {
        &self.parts[self.offsets[p]..self.offsets[p + 1]]
    }

    /// One row a pair; the columns of `resampled` start at `first`.
    pub fn rows(
        &self,
        resampled: &Resampled,
        first: usize,
        level: f64,
        facts: &PairFacts<'_>,
    ) -> Vec<LabelPair> {
        let items = self.items(facts.pool);
        let annotators = self.annotators(facts);
        let row = |(j, &(k, l)): (usize, &(usize, usize))| {
            let sample = SampleSize { items: items[j], annotations: 0, annotators: annotators[j] };
            let estimate = |column: usize, bounds: Bounds, method: &str| match resampled.point(column) {
                None => Outcome::NotEstimable(Reason::NoExpectedDisagreement),
                Some(value) => {
                    let interval = resampled.interval(column, bounds, level);
                    let se = interval.estimated().and_then(|_| resampled.se(column));
                    Outcome::Estimated(Estimate {
                        value,
                        interval,
                        se,
                        sample,
                        method: method.into(),
                        warnings: Vec::new(),
                    })
                }
            };
            LabelPair {
                first: facts.labels.names[k].clone(),
                second: facts.labels.names[l].clone(),
                share: estimate(first + j, Bounds::Share, "share of alpha's observed disagreement"),
                items: items[j],
                annotators: annotators[j],
                gain_in_alpha: estimate(
                    first + self.pairs.len() + j,
                    Bounds::Positive,
                    "gain in alpha, the pair settled evenly, margins unchanged",
                ),
                example_items: self.examples(k, l, facts),
            }
        };
        self.pairs.iter().enumerate().map(row).collect()
    }

    /// Items on which each pair meets.
    fn items(&self, pool: &Pool<'_>) -> Vec<u64> {
        let mut items = vec![0; self.pairs.len()];
        for (p, pattern) in pool.table.iter().enumerate() {
            self.of_pattern(p).iter().for_each(|&(pair, _)| items[pair as usize] += pattern.items);
        }
        items
    }

    /// Annotators who gave one of the two labels on an item where both meet.
    fn annotators(&self, facts: &PairFacts<'_>) -> Vec<u64> {
        let mut last = vec![u32::MAX; self.pairs.len()];
        let mut annotators = vec![0; self.pairs.len()];
        for cell in &facts.annotator_patterns.cells {
            for &(pair, _) in self.of_pattern(cell.pattern as usize) {
                let (k, l) = self.pairs[pair as usize];
                let pair = pair as usize;
                if (cell.label.index() == k || cell.label.index() == l) && last[pair] != cell.annotator {
                    last[pair] = cell.annotator;
                    annotators[pair] += 1;
                }
            }
        }
        annotators
    }

    /// Items of the patterns in which the pair's exchanges are most of the item's pairs, ties by name.
    fn examples(&self, k: usize, l: usize, facts: &PairFacts<'_>) -> Vec<String> {
        let Some(pattern_items) = facts.pattern_items else { return Vec::new() };
        let mut candidates: Vec<(u64, u32)> = Vec::new();
        for p in 0..facts.pool.table.len() {
            let Some((_, part)) = exchanges(facts.pool, p).find(|&(pair, _)| pair == (k, l)) else {
                continue;
            };
            // Parts per million of the item's pairs, so that rounding cannot part equal splits.
            let evenness = (2e6 * part / facts.pool.sizes[p]).round() as u64;
            candidates.extend(pattern_items.first(p).iter().map(|&item| (u64::MAX - evenness, item)));
        }
        candidates.sort_unstable();
        candidates.truncate(EXAMPLES);
        candidates.into_iter().map(|(_, item)| facts.items.name(item).to_owned()).collect()
    }
}

/// What a pair's row needs beside its numbers.
pub(super) struct PairFacts<'a> {
    pub pool: &'a Pool<'a>,
    pub labels: &'a LabelSet,
    pub annotator_patterns: &'a AnnotatorPatterns,
    pub pattern_items: Option<&'a PatternItems>,
    pub items: &'a Names,
}

/// The unordered label pairs of a pattern with r_k r_l / (n − 1).
fn exchanges<'p>(pool: &'p Pool<'_>, p: usize) -> impl Iterator<Item = ((usize, usize), f64)> + 'p {
    let n = pool.sizes[p];
    let counts = pool.table.pattern(p).counts;
    counts.iter().enumerate().flat_map(move |(i, &(k, a))| {
        counts[i + 1..]
            .iter()
            .map(move |&(l, b)| ((k.index(), l.index()), f64::from(a) * f64::from(b) / (n - 1.0)))
    })
}
