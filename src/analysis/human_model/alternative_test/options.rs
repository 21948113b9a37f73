use serde::{Deserialize, Serialize};

/// How the alternative annotator test is made.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct AlternativeTestOptions {
    /// How much a person may cost more than a model and still be worth it, in 0–1: the share by which the model may fall
    /// short of the person and still stand in.
    pub epsilon: f64,
    /// Annotators with fewer items than the t test needs are tested by Wilcoxon's signed ranks instead of left out.
    pub signed_rank: bool,
}

impl AlternativeTestOptions {
    /// Who the annotators are, and the epsilon that Calderon et al. (2025, §3) propose for them.
    pub const WORDS: [(&'static str, f64); 3] = [("expert", 0.2), ("trained", 0.15), ("crowd", 0.1)];

    /// The epsilon of a word.
    pub fn epsilon_of(word: &str) -> Option<f64> {
        Self::WORDS.iter().find(|(known, _)| *known == word).map(|&(_, epsilon)| epsilon)
    }
}

impl Default for AlternativeTestOptions {
    /// The strictest of the proposed ones: a log does not tell what its annotators cost.
    fn default() -> Self {
        Self { epsilon: 0.1, signed_rank: false }
    }
}
