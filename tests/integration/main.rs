//! One binary for all tests over the public face: every extra one is one more heavy link.
// Tests say aloud what they leave out, and write the logs that they audit.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, missing_docs)]

mod agreement;
mod build;
mod cli_annotator_aware;
mod cli_coefficients;
mod cli_compare;
mod cli_consensus;
mod cli_course;
mod cli_fatigue;
mod cli_gate;
mod cli_group_items;
mod cli_hostile;
mod cli_models;
mod cli_output;
mod cli_real_logs;
mod cli_same_bytes;
mod cli_trend;
mod confidence;
mod demo;
mod drift;
mod fatigue;
mod fatigue_reference;
mod gate;
mod house;
mod interventions;
mod oracles;
mod oracles_cli;
mod privacy;
mod prodigy;
mod program;
mod schemas;
mod sets;
mod traps;
mod trouble;
