//! Stage 4: pure functions from tallies to numbers. No column name, no file, no clock, no unseeded generator.

pub mod agreement;
pub mod calibration;
pub mod consensus;
pub mod course;
pub mod coverage;
pub mod disparity;
pub mod drift;
pub mod fatigue;
pub mod feedback;
pub mod human_model;
pub mod inference;
pub mod pace;
pub mod routing;
#[cfg(test)]
pub(crate) mod test_log;
