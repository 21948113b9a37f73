use super::judged::{FALSE_DISCOVERY, interval_leaves_zero_out};
use super::pair_change::meeting_pairs;
use super::{Meeting, PairChange, PairVerdict};
use crate::analysis::agreement::LabelPair;
use crate::analysis::inference::benjamini_hochberg;
use crate::tally::PatternTable;
use crate::vocabulary::{Estimate, LabelSet};
use serde::{Deserialize, Serialize};

/// Label pairs before and after: one family.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PairChanges {
    /// Those that changed most, mended and newly broken ones first, then by the size of the change; ties in the set's
    /// order; at most 200.
    pub pairs: Vec<PairChange>,
    /// Pairs that meet on some item of either side.
    pub pairs_total: u64,
    /// Pairs that were tested: the size of the family.
    pub tested: u64,
    /// By how much the errors over items were widened for annotators redrawn, before and after; 1 where annotators are
    /// taken as they are.
    pub widened: [f64; 2],
}

/// Pairs that are listed.
const MOST_PAIRS: usize = 200;

/// Which label pairs annotators exchange less often, or more often, than before. `shares`: the pairs' shares of the observed
/// disagreement as each side has them. `widened`: how much wider percent agreement's error is with annotators redrawn.
pub fn pair_changes(
    [before, after]: [&PatternTable; 2],
    shares: [&[LabelPair]; 2],
    labels: &LabelSet,
    widened: [f64; 2],
    level: f64,
) -> PairChanges {
    let mut keys = meeting_pairs(before);
    keys.extend(meeting_pairs(after));
    keys.sort_unstable();
    keys.dedup();
    let name = |label: u32| labels.names.get(label as usize).cloned().unwrap_or_default();
    let mut pairs: Vec<PairChange> = keys
        .iter()
        .map(|&(k, l)| {
            let (old, new) = (Meeting::of(before, (k, l)), Meeting::of(after, (k, l)));
            let moved = Meeting::change(&old, &new, widened, level);
            let (first, second) = (name(k), name(l));
            PairChange {
                before: old.estimate(widened[0], level),
                after: new.estimate(widened[1], level),
                share_before: share(shares[0], &first, &second),
                share_after: share(shares[1], &first, &second),
                change: moved.estimate,
                p_value: moved.p_value,
                q_value: None,
                verdict: PairVerdict::NoEvidence,
                first,
                second,
            }
        })
        .collect();
    let tested = judge(&mut pairs);
    // Stable: pairs that changed alike stay in the set's order.
    let told = |pair: &PairChange| pair.verdict != PairVerdict::NoEvidence;
    pairs.sort_by(|a, b| told(b).cmp(&told(a)).then(b.change.value.abs().total_cmp(&a.change.value.abs())));
    pairs.truncate(MOST_PAIRS);
    PairChanges { pairs, pairs_total: keys.len() as u64, tested, widened }
}

fn judge(pairs: &mut [PairChange]) -> u64 {
    let tested: Vec<usize> = (0..pairs.len()).filter(|&i| pairs[i].p_value.is_some()).collect();
    let p: Vec<f64> = pairs.iter().filter_map(|pair| pair.p_value).collect();
    for (&i, q) in tested.iter().zip(benjamini_hochberg(&p)) {
        let pair = &mut pairs[i];
        pair.q_value = Some(q);
        pair.verdict = match q <= FALSE_DISCOVERY && interval_leaves_zero_out(&pair.change) {
            false => PairVerdict::NoEvidence,
            true if pair.change.value < 0.0 => PairVerdict::Mended,
            true => PairVerdict::NewlyBroken,
        };
    }
    tested.len() as u64
}

fn share(pairs: &[LabelPair], first: &str, second: &str) -> Option<Estimate> {
    let own = pairs.iter().find(|pair| pair.first == first && pair.second == second)?;
    own.share.estimated().cloned()
}
