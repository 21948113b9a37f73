//! Trends of audits made by hand.
