use super::session_curve::{ANNOTATORS_NEEDED, Panel};
use super::{FatigueVerdict, SessionCap};
use crate::analysis::inference::t_quantile;
use crate::tally::{BlockSums, SequenceTally};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};
use std::collections::BTreeMap;

/// Block 0 is warm-up, blocks 1 and 2 are what later ones are compared with.
const FIRST: u32 = 1;
const LAST: u32 = 2;

/// Whether sessions should be capped, and where: the first block that is below the first ones by more than the margin,
/// *and* whose pooled rest stays so. Each of the same annotators throughout is compared with themselves; bounds are
/// simultaneous over the blocks (Bonferroni t over annotators). A cap is advised only where the slope within sessions
/// falls too, for a panel's blocks come from sessions of different length.
pub(super) fn measure(
    blocks: &[BlockSums],
    verdict: FatigueVerdict,
    (margin, longest): (f64, u64),
    level: f64,
) -> Outcome<SessionCap> {
    let mut by_block: BTreeMap<u32, Vec<&BlockSums>> = BTreeMap::new();
    for block in blocks {
        by_block.entry(block.block).or_default().push(block);
    }
    let people = blocks.chunk_by(|a, b| a.annotator == b.annotator).count();
    let panel = Panel::choose(&by_block, people);
    let needed = LAST + 3;
    if panel.blocks < needed {
        let what = format!("blocks of 25 positions that {ANNOTATORS_NEEDED} annotators went through");
        return Outcome::NotEstimable(Reason::TooFew {
            what,
            found: u64::from(panel.blocks),
            needed: u64::from(needed),
        });
    }
    let means: Vec<Vec<f64>> =
        panel.members.iter().map(|who| own_means(&by_block, *who, panel.blocks)).collect();
    let base = |own: &Vec<f64>| mean(&own[FIRST as usize..=LAST as usize]);
    let judged = LAST + 1..panel.blocks - 1;
    let tests = 2.0 * f64::from(judged.len() as u32);
    let below = |from: u32, to: u32, tests: f64| {
        let own: Vec<f64> = means.iter().map(|m| mean(&m[from as usize..to as usize]) - base(m)).collect();
        Paired::of(&own, 1.0 - (1.0 - level) / tests)
    };
    let falls = |block: &u32| {
        let (own, rest) = (below(*block, block + 1, tests), below(block + 1, panel.blocks, tests));
        own.value + own.margin < -margin && rest.value + rest.margin < -margin
    };
    let capped = judged.clone().find(|block| verdict == FatigueVerdict::Falls && falls(block));
    let change = below(capped.unwrap_or(LAST + 1), panel.blocks, 1.0);
    let in_panel = |sums: &&&BlockSums| panel.members.binary_search(&sums.annotator).is_ok();
    let used = by_block.range(FIRST..panel.blocks).flat_map(|(_, own)| own.iter().filter(in_panel));
    Outcome::Estimated(SessionCap {
        positions: capped.map(|block| block * SequenceTally::BLOCK),
        margin,
        first: FIRST * SequenceTally::BLOCK + 1,
        last: (LAST + 1) * SequenceTally::BLOCK,
        reached: (panel.blocks * SequenceTally::BLOCK).min(u32::try_from(longest).unwrap_or(u32::MAX)),
        annotators: panel.members.len() as u64,
        change: change.estimate(panel.members.len() as u64, used.map(|sums| sums.n).sum(), level),
    })
}

fn own_means(by_block: &BTreeMap<u32, Vec<&BlockSums>>, who: u32, blocks: u32) -> Vec<f64> {
    let own = |block: u32| {
        let all = by_block.get(&block)?;
        let sums = all[all.binary_search_by_key(&who, |sums| sums.annotator).ok()?];
        Some(sums.y as f64 / sums.n as f64 / 1e6)
    };
    (0..blocks).filter_map(own).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// A mean over annotators with the margin of its interval.
struct Paired {
    value: f64,
    se: f64,
    margin: f64,
}

impl Paired {
    fn of(own: &[f64], level: f64) -> Self {
        let n = own.len() as f64;
        let value = mean(own);
        let squares: f64 = own.iter().map(|d| (d - value).powi(2)).sum();
        let se = (squares / (n - 1.0) / n).sqrt();
        Self { value, se, margin: t_quantile(0.5 + level / 2.0, n - 1.0) * se }
    }

    fn estimate(&self, annotators: u64, annotations: u64, level: f64) -> Outcome<Estimate> {
        if self.se <= 0.0 {
            return Outcome::NotEstimable(Reason::NoErrorToEstimate);
        }
        Outcome::Estimated(Estimate {
            value: self.value,
            interval: Outcome::Estimated(ConfidenceInterval {
                lower: self.value - self.margin,
                upper: self.value + self.margin,
                level,
                method: format!("paired t over annotators with {} degrees of freedom", annotators - 1),
            }),
            se: Some(self.se),
            sample: SampleSize { items: 0, annotations, annotators },
            method: "mean of the same annotators' differences, each weighing the same".into(),
            warnings: Vec::new(),
        })
    }
}
