//! Audit → named bytes: page, charts, tables. Never opens a tally, never touches the disk.

pub mod number;
