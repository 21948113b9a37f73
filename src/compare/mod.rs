//! Two or more audits → changes with intervals.
