//! Stage 1: a path becomes an iterator of [`Chunk`]s. One reader per format. A reader knows its format's traps and
//! nothing of roles or statistics.

mod arrow_column;
mod blocks;
mod chunk;
mod cutter;
mod delimited;
mod delimited_rows;
mod error;
mod expand;
mod fingerprinting;
mod input;
mod ipc;
mod json_elements;
mod json_flat;
mod json_lines;
mod json_rows;
mod list_column;
mod options;
mod parquet;
mod pipeline;
mod prodigy;
mod reader;
mod recognise;
#[cfg(test)]
mod tests;
mod transcoder;
mod typed_rows;
pub mod write;

use std::path::Path;
use std::sync::Arc;

pub use chunk::{Chunk, Column, DefectiveRow, TextColumn};
pub use error::SourceError;
pub use expand::expand;
pub use options::{Format, Options};

use input::Input;
use reader::Reader;

/// One input being read: an iterator of its chunks in file order, which ends after an error.
pub struct Source {
    reader: Box<dyn Reader>,
    failed: bool,
}

/// What is known of an input once it is read; before that, only what is known already.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceFacts {
    /// SHA-256 of the bytes as stored (packed, if they are), in hex; empty until all chunks were given.
    pub sha256: String,
    /// Length of the bytes as stored; 0 until all chunks were given.
    pub bytes: u64,
    /// Data rows given so far, the defective ones included.
    pub rows: u64,
    /// The annotation tool whose export this is, where one was recognised.
    pub tool: Option<&'static str>,
    /// What a reader of the report should know: an encoding that was not UTF-8, a column that was renamed.
    pub notes: Vec<String>,
}

/// Opens an input (`-` is standard input, which is spooled in memory) and reads as much of it as names its columns.
///
/// # Errors
/// No such file, a folder, not allowed, empty, a header only, binary, packed but damaged, an encoding that is none.
pub fn open(path: &Path, options: &Options) -> Result<Source, SourceError> {
    reader_of(Input::open(path)?, options).map(|reader| Source { reader, failed: false })
}

fn reader_of(input: Input, options: &Options) -> Result<Box<dyn Reader>, SourceError> {
    Ok(match recognise::recognise(&input, options)? {
        Format::Delimited => Box::new(delimited::Delimited::open(input, options)?),
        Format::JsonLines => json(input, options)?,
        Format::Prodigy => Box::new(prodigy::Prodigy::open(input)?),
        Format::Parquet => Box::new(parquet::Parquet::open(input)?),
        Format::Ipc => Box::new(ipc::Ipc::open(input)?),
    })
}

/// JSON that no format was stated of is a tool's export where its keys say so.
fn json(input: Input, options: &Options) -> Result<Box<dyn Reader>, SourceError> {
    let json = json_lines::JsonLines::open(input.clone())?;
    if options.format.is_none() && prodigy::recognised(&json.columns()) {
        return Ok(Box::new(prodigy::Prodigy::open(input)?));
    }
    Ok(Box::new(json))
}

impl Source {
    /// Names of the columns that the chunks will have, in file order.
    pub fn columns(&self) -> Arc<[String]> {
        self.reader.columns()
    }

    /// Materialises only the columns of these names; the others are absent from [`Source::columns`] and from every
    /// chunk. Names that the input does not have are ignored. Only before the first chunk.
    pub fn keep(&mut self, names: &[String]) {
        self.reader.keep(names);
    }

    /// Fingerprint, rows and notes; complete after the last chunk.
    pub fn facts(&self) -> SourceFacts {
        self.reader.facts()
    }
}

impl Iterator for Source {
    type Item = Result<Chunk, SourceError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let next = self.reader.next_chunk();
        self.failed = matches!(next, Some(Err(_)));
        next
    }
}
