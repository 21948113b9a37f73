//! raterscope audits annotation logs. `src/` is the pipeline; data flows one way, top to bottom:
//!
//! `source` → `log` → `tally` → `analysis` → `audit` → (`compare` → `gate`) → `render` → `cli`,
//! with `simulate` beside `source` and `vocabulary` under all of them. ARCHITECTURE.md says who may import whom.

// Unit tests say aloud what they leave out, and write the files that they read.
#![cfg_attr(test, allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods))]

pub mod vocabulary;

pub mod source;

pub mod simulate;

pub mod log;

pub mod tally;

pub mod analysis;

pub mod audit;

pub mod compare;

pub mod gate;

pub mod render;

pub mod cli;
