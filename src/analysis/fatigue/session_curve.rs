use super::SessionCurve;
use crate::analysis::inference::t_quantile;
use crate::tally::{BlockSums, SequenceTally};
use crate::vocabulary::{Curve, CurvePoint};
use std::collections::BTreeMap;

/// Annotators that a block needs for a band, and the panel for being one.
pub(super) const ANNOTATORS_NEEDED: usize = 8;
/// Share of the annotators that must have reached the panel's last block.
const PANEL_SHARE: f64 = 0.25;
/// Blocks drawn at most: the first 1 500 positions.
const MOST_BLOCKS: usize = 60;

/// The outcome by block of 25 positions.
///
/// *Everybody*: the mean of all annotations, as far as blocks reached by 8 annotators (by half of them, where that is
/// fewer). *Panel*: annotators with annotations in every block up to the last one shown, each weighing the same in
/// every block, so that neither who left nor who works most moves the curve; the last block is the furthest that at
/// least 8 and 25 % of the annotators reached so. Bands are simultaneous over the blocks of a curve (Bonferroni t over
/// annotators) and missing where fewer than 8 annotators stand behind a point. `shown` turns a mean in millionths into
/// the unit of the curve; it must be monotone.
pub(super) fn measure(blocks: &[BlockSums], level: f64, shown: impl Fn(f64) -> f64) -> SessionCurve {
    let mut by_block: BTreeMap<u32, Vec<&BlockSums>> = BTreeMap::new();
    for block in blocks {
        by_block.entry(block.block).or_default().push(block);
    }
    let people = blocks.chunk_by(|a, b| a.annotator == b.annotator).count();
    let enough = ANNOTATORS_NEEDED.min(people.div_ceil(2)).max(1);
    let reached = by_block.iter().filter(|(_, own)| own.len() >= enough);
    let everybody: Vec<Point> =
        reached.take(MOST_BLOCKS).map(|(&b, own)| Point::of_annotations(b, own)).collect();
    let panel = Panel::choose(&by_block, people);
    let points: Vec<Point> = by_block
        .range(..panel.blocks)
        .map(|(&b, own)| {
            let members: Vec<&BlockSums> = own
                .iter()
                .filter(|sums| panel.members.binary_search(&sums.annotator).is_ok())
                .copied()
                .collect();
            Point::of_annotators(b, &members)
        })
        .collect();
    SessionCurve {
        everybody: curve("all annotators", &everybody, level, &shown),
        panel: curve("the same annotators throughout", &points, level, &shown),
        panel_annotators: panel.members.len() as u64,
    }
}

/// Annotators with annotations in every block below `blocks`, ascending.
pub(super) struct Panel {
    pub members: Vec<u32>,
    pub blocks: u32,
}

impl Panel {
    /// The furthest block that at least 8 and a quarter of all `people` reached with work in every block before it.
    pub fn choose(by_block: &BTreeMap<u32, Vec<&BlockSums>>, people: usize) -> Self {
        let needed = ANNOTATORS_NEEDED.max((people as f64 * PANEL_SHARE).ceil() as usize);
        let mut panel = Self { members: Vec::new(), blocks: 0 };
        while (panel.blocks as usize) < MOST_BLOCKS {
            let Some(own) = by_block.get(&panel.blocks) else { break };
            let stayed = |who: &u32| panel.blocks == 0 || panel.members.binary_search(who).is_ok();
            let members: Vec<u32> = own.iter().map(|sums| sums.annotator).filter(stayed).collect();
            if members.len() < needed {
                break;
            }
            panel = Self { members, blocks: panel.blocks + 1 };
        }
        panel
    }
}

/// A mean in millionths with its standard error over annotators.
struct Point {
    block: u32,
    mean: f64,
    se: f64,
    annotators: usize,
    n: u64,
}

impl Point {
    /// Every annotation weighs the same; the error is that of a ratio of annotators' sums.
    fn of_annotations(block: u32, own: &[&BlockSums]) -> Self {
        let n: u64 = own.iter().map(|sums| sums.n).sum();
        let mean = own.iter().map(|sums| sums.y).sum::<i128>() as f64 / n as f64;
        let residuals: f64 = own.iter().map(|sums| (sums.y as f64 - mean * sums.n as f64).powi(2)).sum();
        let g = own.len() as f64;
        Self { block, mean, se: (g / (g - 1.0) * residuals).sqrt() / n as f64, annotators: own.len(), n }
    }

    /// Every annotator weighs the same.
    fn of_annotators(block: u32, own: &[&BlockSums]) -> Self {
        let means: Vec<f64> = own.iter().map(|sums| sums.y as f64 / sums.n as f64).collect();
        let g = means.len() as f64;
        let mean = means.iter().sum::<f64>() / g;
        let squares: f64 = means.iter().map(|m| (m - mean).powi(2)).sum();
        let n = own.iter().map(|sums| sums.n).sum();
        Self { block, mean, se: (squares / (g - 1.0) / g).sqrt(), annotators: means.len(), n }
    }
}

fn curve(name: &str, points: &[Point], level: f64, shown: &impl Fn(f64) -> f64) -> Curve {
    let banded = points.iter().filter(|point| point.annotators >= ANNOTATORS_NEEDED).count().max(1);
    let tail = (1.0 - level) / (2.0 * banded as f64);
    let point = |point: &Point| {
        let has_band = point.annotators >= ANNOTATORS_NEEDED && point.se > 0.0;
        let margin = || t_quantile(1.0 - tail, point.annotators as f64 - 1.0) * point.se;
        CurvePoint {
            x: f64::from(point.block * SequenceTally::BLOCK + 1),
            y: shown(point.mean),
            band: has_band
                .then(margin)
                .map(|margin| (shown(point.mean - margin), shown(point.mean + margin))),
            n: point.n,
        }
    };
    Curve { name: name.into(), points: points.iter().map(point).collect() }
}
