use super::draws::binomial;
use super::resample::OfUnits;
use super::resampled::Replicate;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::Rng;
use rayon::prelude::*;

/// Leaves one unit of each cell out; a row stands for all units of its cell (Quenouille 1956, Biometrika 43:353;
/// Tukey 1958).
pub(super) fn delete_one(units: &[u64], columns: usize, statistic: &OfUnits<'_>) -> Vec<Replicate> {
    let rows: Vec<Option<Replicate>> = (0..units.len())
        .into_par_iter()
        .map_init(
            || (units.to_vec(), Vec::new()),
            |(left, room), cell| {
                if units[cell] == 0 {
                    return None;
                }
                left[cell] -= 1;
                let mut values = vec![None; columns];
                statistic(left, room, &mut values);
                left[cell] += 1;
                Some(Replicate { values, units: units[cell] })
            },
        )
        .collect();
    rows.into_iter().flatten().collect()
}

/// Deals the units into `groups` at random and leaves each group out once (Shao & Tu 1995, The Jackknife and
/// Bootstrap, §5.1): the error of delete-one to about 1 / √(2 · groups), at a price that does not grow with the
/// square of the cells.
pub(super) fn delete_group(
    units: &[u64],
    groups: usize,
    rng: &mut Xoshiro256PlusPlus,
    columns: usize,
    statistic: &OfUnits<'_>,
) -> Vec<Replicate> {
    let dealt = deal(units, groups, rng);
    dealt
        .par_iter()
        .filter(|group| !group.is_empty())
        .map_init(
            || (units.to_vec(), Vec::new()),
            |(left, room), group| {
                group.iter().for_each(|&(cell, n)| left[cell] -= n);
                let mut values = vec![None; columns];
                statistic(left, room, &mut values);
                group.iter().for_each(|&(cell, n)| left[cell] += n);
                Replicate { values, units: 1 }
            },
        )
        .collect()
}

/// For each group the (cell, units) that fall into it.
fn deal(units: &[u64], groups: usize, rng: &mut Xoshiro256PlusPlus) -> Vec<Vec<(usize, u64)>> {
    let mut out: Vec<Vec<(usize, u64)>> = vec![Vec::new(); groups];
    for (cell, &n) in units.iter().enumerate() {
        if n < groups as u64 {
            for _ in 0..n {
                let group = ((u128::from(rng.next_u64()) * groups as u128) >> 64) as usize;
                match out[group].last_mut() {
                    Some((last, n)) if *last == cell => *n += 1,
                    _ => out[group].push((cell, 1)),
                }
            }
        } else {
            let mut left = n;
            for (g, group) in out.iter_mut().enumerate() {
                let rest = groups - g;
                let share = if rest == 1 { left } else { binomial(left, 1.0 / rest as f64, rng) };
                if share > 0 {
                    group.push((cell, share));
                }
                left -= share;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::analysis::inference::{Scheme, Stream, resample};
    use crate::vocabulary::Seed;

    fn mean(drawn: &[u64], out: &mut [Option<f64>]) {
        let n: u64 = drawn.iter().sum();
        out[0] = Some(drawn.iter().enumerate().map(|(x, &n)| (x as u64 * n) as f64).sum::<f64>() / n as f64);
    }

    fn se(items: &[u64], scheme: Scheme) -> f64 {
        let stream = Stream { seed: Seed::default(), question: "q", slice: "", purpose: "items" };
        resample(items, scheme, stream, 1, &mean).se(0).expect("spread")
    }

    /// The jackknife error of a mean is exactly s / √n.
    #[test]
    fn the_mean_has_its_textbook_error() {
        let items = [4, 0, 7, 3];
        let n = 14.0_f64;
        let m = (7.0 * 2.0 + 3.0 * 3.0) / n;
        let s2 = (4.0 * m * m + 7.0 * (2.0 - m).powi(2) + 3.0 * (3.0 - m).powi(2)) / (n - 1.0);
        assert!((se(&items, Scheme::Jackknife) - (s2 / n).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn groups_come_close_to_single_items() {
        let items: Vec<u64> = (0..60).map(|i| if i % 2 == 0 { 3 } else { 900 }).collect();
        let exact = se(&items, Scheme::Jackknife);
        let grouped = se(&items, Scheme::GroupedJackknife { groups: 200 });
        assert!((grouped / exact - 1.0).abs() < 0.15, "{grouped} {exact}");
    }
}
