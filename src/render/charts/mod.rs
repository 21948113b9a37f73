//! Charts of an audit: laid out once as a scene, written as SVG for the page (a column's width, and a narrow
//! variant) and as PNG for slides, from the same data.

mod agreement;
mod annotators;
mod axis;
mod band_strip;
mod calibration;
mod chart;
mod clock;
mod cohesion;
mod comparison;
mod course;
mod coverage;
mod drift;
mod fairness;
mod fatigue;
mod format;
mod guideline;
mod heat_map;
mod human_model;
mod interventions;
mod model_quality;
mod names;
mod palette;
mod parts;
mod picture;
mod plane;
mod risk_coverage;
mod rows;
mod scene;
mod severity;
mod sketch;
mod svg;
mod trend;
mod two_annotators;
mod typeface;
mod unseen;
mod views;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod sample_confidence;
#[cfg(test)]
mod tests;

pub use chart::{Chart, MOST_ATTRIBUTES, MOST_QUESTIONS, draw_all, draw_comparison};
pub use course::FEWEST_WEEKS;
pub use fatigue::FEWEST_BLOCKS;
pub use names::slug;
pub use palette::palette_css;
pub use trend::{MOST_TREND_CHARTS, draw_trend, is_drawn};
