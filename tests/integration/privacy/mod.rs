//! Privacy: what is withheld cannot be worked out from all that is written, and pseudonyms leave nothing of the ids.

mod artifacts;
mod differencing;
mod equations;
mod grids;
mod panel;
mod provenance;
mod pseudonyms;
