use super::value::Values;
use crate::audit::{
    CohesionOptions, DisparityOptions, FairnessOptions, SeverityOptions, Targets, ViewOptions,
};

/// What is asked of groups.
pub(super) fn disparity(_values: &Values) -> DisparityOptions {
    DisparityOptions {
        cohesion: CohesionOptions {},
        severity: SeverityOptions {},
        views: ViewOptions {},
        fairness: FairnessOptions {},
    }
}

/// Stated shares of groups.
pub(super) fn targets(_values: &Values) -> Targets {
    Targets::default()
}
