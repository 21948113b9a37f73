use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

/// The one number from which every random stream of a run is derived. Streams are named, so no interval depends on
/// what was computed before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seed(pub u64);

impl Default for Seed {
    fn default() -> Self {
        Self(20_260_101)
    }
}

impl Seed {
    /// The seed of the stream with this name: hash of seed and name parts (question, slice, metric, block …).
    /// Parts are length-prefixed, so `["ab", "c"]` and `["a", "bc"]` are two streams.
    pub fn stream(self, parts: &[&str]) -> u64 {
        let mut hasher = Xxh3::with_seed(self.0);
        for part in parts {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        hasher.digest()
    }
}

#[cfg(test)]
mod tests {
    use super::Seed;

    #[test]
    fn streams_are_told_apart_by_where_their_parts_end() {
        let seed = Seed::default();
        assert_ne!(seed.stream(&["ab", "c"]), seed.stream(&["a", "bc"]));
        assert_eq!(seed.stream(&["ab", "c"]), seed.stream(&["ab", "c"]));
        assert_ne!(seed.stream(&["ab"]), Seed(1).stream(&["ab"]));
    }
}
