use super::sketch::Sketch;
use crate::audit::Fairness;

/// Charts of this part.
pub(super) fn sketches(_found: &Fairness, _level: &str) -> Vec<Sketch> {
    Vec::new()
}
