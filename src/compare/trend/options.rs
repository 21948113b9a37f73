use crate::analysis::inference::InferenceOptions;

/// What a trend is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct TrendOptions {
    /// Title of the page.
    pub title: String,
    /// Seed, level and panel (fixed: intervals with annotators as they are lead; random: the wider one); replicates are those
    /// that the audits made.
    pub inference: InferenceOptions,
    /// Metrics of estimates.csv beside the headline numbers.
    pub metrics: Vec<String>,
    /// Whether audits that ask another question than the latest one are left out with a note instead of refused.
    pub skip_unlike: bool,
}

impl Default for TrendOptions {
    fn default() -> Self {
        Self {
            title: "Audits over time".into(),
            inference: InferenceOptions::default(),
            metrics: Vec::new(),
            skip_unlike: false,
        }
    }
}
