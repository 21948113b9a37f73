//! Whose view the consensus loses: groups beside the majority of the others, and the items that would flip if others decided.
//! Distances from each model are measured with the models (`human_model`).

mod deciders;
mod disputed;
mod distance;
mod flipped_items;
mod flips;
mod item_votes;
mod leading_label;
mod measure;
mod options;
mod relabelling;
mod result;
mod spread;
#[cfg(test)]
mod tests;
mod weighting;

pub use flipped_items::{FlippedUnder, flipped};
pub use flips::{FlippedItem, Flips, GroupWeight, Relabelled, WeightedConsensus, WeightedFlips};
pub use measure::measure;
pub use options::ViewOptions;
pub use result::{AttributeViews, GroupView, GroupViews, ViewDistance, Views};
