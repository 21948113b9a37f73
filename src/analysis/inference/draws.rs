//! Random numbers of items: the draws behind the bootstrap and the dealt jackknife.

use rand_distr::{Binomial, Distribution};
use rand_xoshiro::Xoshiro256PlusPlus;

/// As many draws as there are items, each falling on a cell in proportion to its items.
pub(super) fn multinomial(items: &[u64], rng: &mut Xoshiro256PlusPlus, drawn: &mut [u64]) {
    let mut weight: u64 = items.iter().sum();
    let mut draws = weight;
    for (&cell, out) in items.iter().zip(drawn) {
        *out = if draws == 0 || cell == 0 {
            0
        } else if cell == weight {
            draws
        } else {
            binomial(draws, cell as f64 / weight as f64, rng)
        };
        draws -= *out;
        weight -= cell;
    }
}

/// One binomial draw; `p` is a proper share here, so the distribution always exists.
pub(super) fn binomial(n: u64, p: f64, rng: &mut Xoshiro256PlusPlus) -> u64 {
    Binomial::new(n, p.clamp(0.0, 1.0)).map_or(0, |d| d.sample(rng)).min(n)
}
