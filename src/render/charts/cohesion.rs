use super::sketch::Sketch;
use crate::audit::Cohesion;

/// Charts of this part.
pub(super) fn sketches(_found: &Cohesion, _level: &str) -> Vec<Sketch> {
    Vec::new()
}
