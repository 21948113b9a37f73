use super::draws::multinomial;
use super::resampled::{Replicate, Resampled};
use super::{SamplingUnits, Scheme, Statistic, jackknife};
use crate::vocabulary::Seed;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;
use rayon::prelude::*;

/// Names one stream of random numbers. It is derived from the seed and these names alone, so no interval depends on
/// what was computed before it.
#[derive(Debug, Clone, Copy)]
pub struct Stream<'a> {
    /// The run's seed.
    pub seed: Seed,
    /// The question.
    pub question: &'a str,
    /// The slice; empty for the whole log.
    pub slice: &'a str,
    /// What is drawn, in the plural; the method column names it: `items`.
    pub purpose: &'a str,
}

impl Stream<'_> {
    /// The generator of one block of this stream.
    pub(super) fn block(&self, block: usize) -> Xoshiro256PlusPlus {
        let name = block.to_string();
        let seed = self.seed.stream(&[self.question, self.slice, self.purpose, &name]);
        Xoshiro256PlusPlus::seed_from_u64(seed)
    }
}

/// Replicates per block: a block has its own generator, so that threads change nothing.
const BLOCK: usize = 64;

/// Recomputes `statistic` on samples of units: items, or whole clusters of items. Units come as cells of interchangeable
/// ones. The statistic is given the sampled number of items per pattern and fills `columns` values; `None` is
/// "undefined in this sample".
///
/// The bootstrap is one multinomial draw over cells, made of binomials one after the other, so its price does not grow
/// with the log. Where every cluster is one item, the draws are those of items, bit by bit.
pub fn resample_units(
    units: &SamplingUnits<'_>,
    scheme: Scheme,
    stream: Stream<'_>,
    columns: usize,
    statistic: &Statistic<'_>,
) -> Resampled {
    let mut point = vec![None; columns];
    statistic(units.items(), &mut point);
    let of_units = |drawn: &[u64], room: &mut Vec<u64>, out: &mut [Option<f64>]| {
        statistic(units.drawn(drawn, room), out);
    };
    let cells = units.cells();
    let rows = match scheme {
        Scheme::Bootstrap { replicates } => bootstrap(cells, replicates as usize, stream, columns, &of_units),
        Scheme::Jackknife => jackknife::delete_one(cells, columns, &of_units),
        Scheme::GroupedJackknife { groups } => {
            jackknife::delete_group(cells, groups as usize, &mut stream.block(0), columns, &of_units)
        }
    };
    Resampled::new(point, rows, scheme, units, stream.purpose)
}

/// [`resample_units`] of items alone, by cells of interchangeable ones: for what knows of no clusters.
pub fn resample(
    items: &[u64],
    scheme: Scheme,
    stream: Stream<'_>,
    columns: usize,
    statistic: &Statistic<'_>,
) -> Resampled {
    resample_units(&items.into(), scheme, stream, columns, statistic)
}

/// A statistic of so many units by cell, with room for the items they bring.
pub(super) type OfUnits<'a> = dyn Fn(&[u64], &mut Vec<u64>, &mut [Option<f64>]) + Sync + 'a;

fn bootstrap(
    cells: &[u64],
    replicates: usize,
    stream: Stream<'_>,
    columns: usize,
    statistic: &OfUnits<'_>,
) -> Vec<Replicate> {
    let blocks: Vec<Vec<Replicate>> = (0..replicates.div_ceil(BLOCK))
        .into_par_iter()
        .map(|block| {
            let mut rng = stream.block(block);
            let (mut drawn, mut room) = (vec![0u64; cells.len()], Vec::new());
            let rows = BLOCK.min(replicates - block * BLOCK);
            let mut out = Vec::with_capacity(rows);
            for _ in 0..rows {
                multinomial(cells, &mut rng, &mut drawn);
                let mut values = vec![None; columns];
                statistic(&drawn, &mut room, &mut values);
                out.push(Replicate { values, units: 1 });
            }
            out
        })
        .collect();
    blocks.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::{Scheme, Stream, resample};
    use crate::vocabulary::Seed;

    fn stream(slice: &str) -> Stream<'_> {
        Stream { seed: Seed::default(), question: "q", slice, purpose: "items" }
    }

    fn share(drawn: &[u64], out: &mut [Option<f64>]) {
        out[0] = Some(drawn[0] as f64 / drawn.iter().sum::<u64>() as f64);
    }

    #[test]
    fn the_bootstrap_of_a_share_has_the_binomial_error() {
        let got = resample(&[300, 700], Scheme::Bootstrap { replicates: 4000 }, stream(""), 1, &share);
        let se = got.se(0).expect("spread");
        assert!((se - (0.3_f64 * 0.7 / 1000.0).sqrt()).abs() < 0.0006, "{se}");
    }

    #[test]
    fn streams_repeat_themselves_on_any_number_of_threads() {
        let run = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
            pool.install(|| {
                resample(&[5, 9, 2], Scheme::Bootstrap { replicates: 300 }, stream("a"), 1, &share).column(0)
            })
        };
        assert_eq!(run(1), run(3));
        let other =
            resample(&[5, 9, 2], Scheme::Bootstrap { replicates: 300 }, stream("b"), 1, &share).column(0);
        assert_ne!(run(1), other);
    }
}
