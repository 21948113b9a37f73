use super::Stream;
use rand_xoshiro::rand_core::Rng;
use rayon::prelude::*;

/// Shuffles per block: a block has its own generator, so that threads change nothing.
const BLOCK: usize = 10;

/// Deals the codes of units anew within each stratum, `replicates` times, and keeps what `statistic` makes of them; in a
/// fixed order. How often each code stands in each stratum stays as it is.
pub fn shuffled_within<T: Send>(
    codes: &[u32],
    stratum: &[u32],
    replicates: usize,
    stream: Stream<'_>,
    statistic: impl Fn(&[u32]) -> T + Sync,
) -> Vec<T> {
    let mut order: Vec<u32> = (0..codes.len() as u32).collect();
    order.sort_by_key(|&place| (stratum[place as usize], place));
    let strata: Vec<&[u32]> = order.chunk_by(|a, b| stratum[*a as usize] == stratum[*b as usize]).collect();
    let blocks: Vec<Vec<T>> = (0..replicates.div_ceil(BLOCK))
        .into_par_iter()
        .map(|block| {
            let mut rng = stream.block(block);
            let mut dealt = codes.to_vec();
            let rows = BLOCK.min(replicates - block * BLOCK);
            let mut out = Vec::with_capacity(rows);
            for _ in 0..rows {
                for places in &strata {
                    for last in (1..places.len()).rev() {
                        let other = ((u128::from(rng.next_u64()) * (last as u128 + 1)) >> 64) as usize;
                        dealt.swap(places[last] as usize, places[other] as usize);
                    }
                }
                out.push(statistic(&dealt));
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
    fn strata_keep_their_codes_and_every_place_gets_every_code() {
        let stream = Stream { seed: Seed::default(), question: "q", slice: "", purpose: "shuffles" };
        let (codes, strata) = ([0, 0, 1, 2, 2, 2], [0, 0, 0, 0, 1, 1]);
        let dealt = shuffled_within(&codes, &strata, 4000, stream, <[u32]>::to_vec);
        let mut ones = [0u32; 6];
        for own in &dealt {
            let mut first = own[..4].to_vec();
            first.sort_unstable();
            assert_eq!((first, &own[4..]), (vec![0, 0, 1, 2], &[2, 2][..]));
            ones[own.iter().position(|&code| code == 1).expect("the only one")] += 1;
        }
        assert!(ones[..4].iter().all(|&n| (900..1100).contains(&n)), "{ones:?}");
    }
}
