//! Stage 1: a path becomes an iterator of [`Chunk`]s. One reader per format. A reader knows its format's traps and
//! nothing of roles or statistics.

mod chunk;

pub use chunk::{Chunk, Column, DefectiveRow, TextColumn};
