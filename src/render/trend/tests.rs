//! Renderings of a trend made by hand.
