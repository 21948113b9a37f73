use super::Stream;
use super::draws::binomial;
use rand_distr::{Distribution, StandardNormal};
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

/// Replicates per block: a block has its own generator, so that threads change nothing.
const BLOCK: usize = 50;

/// Draws the hits of every cell of (items, probability of a hit) anew, `replicates` times, and keeps what `statistic`
/// makes of them; in a fixed order.
pub fn redrawn_hits<T: Send>(
    cells: &[(u64, f64)],
    replicates: usize,
    stream: Stream<'_>,
    statistic: impl Fn(&[f64]) -> T + Sync,
) -> Vec<T> {
    let draw = |rng: &mut Xoshiro256PlusPlus, drawn: &mut [f64]| {
        for (out, &(items, share)) in drawn.iter_mut().zip(cells) {
            *out = binomial(items, share, rng) as f64;
        }
    };
    redrawn(cells.len(), replicates, stream, draw, statistic)
}

/// The same of normal numbers around 0 with these standard deviations.
pub fn redrawn_normals<T: Send>(
    deviations: &[f64],
    replicates: usize,
    stream: Stream<'_>,
    statistic: impl Fn(&[f64]) -> T + Sync,
) -> Vec<T> {
    let draw = |rng: &mut Xoshiro256PlusPlus, drawn: &mut [f64]| {
        for (out, &deviation) in drawn.iter_mut().zip(deviations) {
            let normal: f64 = StandardNormal.sample(rng);
            *out = deviation * normal;
        }
    };
    redrawn(deviations.len(), replicates, stream, draw, statistic)
}

fn redrawn<T: Send>(
    cells: usize,
    replicates: usize,
    stream: Stream<'_>,
    draw: impl Fn(&mut Xoshiro256PlusPlus, &mut [f64]) + Sync,
    statistic: impl Fn(&[f64]) -> T + Sync,
) -> Vec<T> {
    let blocks: Vec<Vec<T>> = (0..replicates.div_ceil(BLOCK))
        .into_par_iter()
        .map(|block| {
            let mut rng = stream.block(block);
            let mut drawn = vec![0.0; cells];
            let rows = BLOCK.min(replicates - block * BLOCK);
            let mut out = Vec::with_capacity(rows);
            for _ in 0..rows {
                draw(&mut rng, &mut drawn);
                out.push(statistic(&drawn));
            }
            out
        })
        .collect();
    blocks.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Seed;

    #[test]
    fn hits_and_normals_have_their_means_and_spreads() {
        let stream = Stream { seed: Seed::default(), question: "q", slice: "", purpose: "hits" };
        let sums = redrawn_hits(&[(100, 0.2), (50, 1.0), (7, 0.0)], 4000, stream, |hits| hits.iter().sum());
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        assert!((mean(&sums) - 70.0).abs() < 0.3, "{}", mean(&sums));
        let squares = redrawn_normals(&[2.0], 4000, stream, |drawn| drawn[0] * drawn[0]);
        assert!((mean(&squares) - 4.0).abs() < 0.4, "{}", mean(&squares));
    }
}
