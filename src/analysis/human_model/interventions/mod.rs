//! Suggestions and what annotators did with them: rates, latency, automation bias, anchoring, and agreement without them.

mod anchoring;
mod latency;
mod measure;
mod options;
mod rates;
mod result;
mod showing;
mod strata;
mod trend;
mod without_shown;

pub use measure::measure;
pub use options::InterventionOptions;
pub use result::{
    ActionRate, AgreementBeside, AnnotatorReviews, InterventionPart, Interventions, Latency, Passed, Showing,
    ShowingEffect, WeeklyTrend,
};
