use crate::analysis::inference::InferenceOptions;

/// What a trend is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct TrendOptions {
    /// Title of the page.
    pub title: String,
    /// Seed and level; replicates are those that the audits made.
    pub inference: InferenceOptions,
    /// Metrics of estimates.csv beside the headline numbers.
    pub metrics: Vec<String>,
    /// Whether audits that ask another question than the latest one are left out with a note instead of refused.
    pub skip_unlike: bool,
    /// Whether the annotators are declared the same throughout: then intervals with annotators as they are lead.
    pub same_annotators: bool,
}

impl Default for TrendOptions {
    fn default() -> Self {
        Self {
            title: "Audits over time".into(),
            inference: InferenceOptions::default(),
            metrics: Vec::new(),
            skip_unlike: false,
            same_annotators: false,
        }
    }
}
