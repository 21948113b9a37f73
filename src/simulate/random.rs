use crate::vocabulary::Seed;
use rand_core::{Rng, SeedableRng};
use rand_distr::{Distribution, StandardNormal};
use rand_xoshiro::Xoshiro256PlusPlus;

/// One named random stream.
pub(super) struct Stream(Xoshiro256PlusPlus);

impl Stream {
    /// The stream with this name.
    pub fn named(seed: Seed, parts: &[&str]) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed.stream(parts)))
    }

    /// The stream of item `item`: items can be drawn in any order and from any place.
    pub fn of_item(seed: Seed, item: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(
            seed.0.rotate_left(17) ^ item.wrapping_mul(0x9E37_79B9_7F4A_7C15),
        ))
    }

    /// Uniform in [0, 1).
    pub fn uniform(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }

    /// Uniform in `0..n`.
    pub fn below(&mut self, n: usize) -> usize {
        ((self.uniform() * n as f64) as usize).min(n.saturating_sub(1))
    }

    /// Standard normal.
    pub fn normal(&mut self) -> f64 {
        StandardNormal.sample(&mut self.0)
    }

    /// A position drawn by cumulative shares that end at 1.
    pub fn by_cumulative(&mut self, cumulative: &[f64]) -> usize {
        let u = self.uniform();
        cumulative.iter().position(|&c| u < c).unwrap_or(cumulative.len().saturating_sub(1))
    }
}
