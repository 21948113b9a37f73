use std::collections::HashSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::blocks::{BLOCK_BYTES, Blocks};
use super::cutter::Cutter;
use super::input::Input;
use super::json_elements::JsonElements;
use super::json_rows::JsonRows;
use super::pipeline::{Pipeline, interruption};
use super::reader::Reader;
use super::transcoder::Transcoder;
use super::{Chunk, SourceError, SourceFacts};

/// More columns than an annotation log can mean: ids were taken for keys.
const MOST_COLUMNS: usize = 4096;

/// JSON lines, or one array of objects, or objects written over several lines, read as if each stood on one line.
///
/// Columns are the union of all keys in the order in which they first appear, for which the file is read twice: a key that
/// only a late row has must be known before the first chunk. Objects within objects give names joined by `.`; arrays stay
/// compact JSON text; numbers keep their spelling; a key that is absent is null.
pub(super) struct JsonLines {
    input: Input,
    names: Arc<[String]>,
    block_bytes: usize,
    pipeline: Option<Box<Pipeline<JsonRows>>>,
}

impl JsonLines {
    pub(super) fn open(input: Input) -> Result<Self, SourceError> {
        Self::open_in_blocks(input, BLOCK_BYTES)
    }

    pub(super) fn open_in_blocks(input: Input, block_bytes: usize) -> Result<Self, SourceError> {
        let names = all_keys(&input, block_bytes)?;
        Ok(JsonLines { input, names: names.into(), block_bytes, pipeline: None })
    }

    fn start(&mut self) -> Result<(), SourceError> {
        if self.pipeline.is_none() {
            let blocks = blocks(&self.input, self.block_bytes)?;
            let parser = JsonRows::new(&self.names);
            let path = Arc::clone(&self.input.path);
            let names = Arc::clone(&self.names);
            self.pipeline = Some(Box::new(Pipeline::start(path, names, parser, Vec::new(), blocks)));
        }
        Ok(())
    }
}

impl Reader for JsonLines {
    fn columns(&self) -> Arc<[String]> {
        Arc::clone(&self.names)
    }

    fn keep(&mut self, names: &[String]) {
        self.names = self.names.iter().filter(|name| names.contains(name)).cloned().collect();
    }

    fn next_chunk(&mut self) -> Option<Result<Chunk, SourceError>> {
        if let Err(error) = self.start() {
            return Some(Err(error));
        }
        self.pipeline.as_mut()?.next_chunk()
    }

    fn facts(&self) -> SourceFacts {
        self.pipeline.as_ref().map(|pipeline| pipeline.facts().clone()).unwrap_or_default()
    }
}

fn blocks(input: &Input, block_bytes: usize) -> Result<Blocks, SourceError> {
    let head = input.head(512)?;
    if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
        return Err(SourceError::new(&input.path, "this JSON is UTF-16", "store it as UTF-8"));
    }
    let text = head.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(&head);
    let transcoder = match text.trim_ascii_start() {
        [b'[', ..] => Transcoder::elements(JsonElements::of_array()),
        text if spans_lines(text) => Transcoder::elements(JsonElements::of_objects()),
        _ => Transcoder::verbatim(),
    };
    Ok(Blocks::new(input.unpacked()?, transcoder, Cutter::lines(), block_bytes))
}

/// Whether the first object goes on in the second line. (A first line that merely is cut short is followed by another
/// object.)
fn spans_lines(text: &[u8]) -> bool {
    let mut lines = text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    let (Some(first), Some(second)) = (lines.next(), lines.next()) else { return false };
    let parsed = serde_json::from_slice::<serde::de::IgnoredAny>(first);
    !second.starts_with(b"{") && parsed.is_err_and(|error| error.is_eof())
}

/// The first of the two readings.
fn all_keys(input: &Input, block_bytes: usize) -> Result<Vec<String>, SourceError> {
    let mut blocks = blocks(input, block_bytes)?;
    let mut names: Vec<String> = Vec::new();
    let mut known: HashSet<String> = HashSet::new();
    let mut first_defect = None;
    loop {
        let mut some = Vec::new();
        while some.len() < rayon::current_num_threads() {
            match blocks.next().map_err(|why| interruption(&input.path, &why))? {
                Some(block) => some.push(block),
                None => break,
            }
        }
        if some.is_empty() {
            break;
        }
        let seen: Vec<_> = some.par_iter().map(|block| JsonRows::keys(block)).collect();
        for (keys, defect) in seen {
            first_defect = first_defect.or(defect);
            for key in keys {
                if known.insert(key.clone()) {
                    names.push(key);
                }
            }
        }
        if names.len() > MOST_COLUMNS {
            return Err(SourceError::new(
                &input.path,
                format!("more than {MOST_COLUMNS} different keys"),
                "write one annotation per line, with ids as values rather than as keys",
            ));
        }
    }
    if !names.is_empty() {
        return Ok(names);
    }
    let remedy = "give one JSON object per line, or one array of objects";
    Err(match first_defect {
        None => SourceError::new(&input.path, "there is no row in this JSON", remedy),
        Some(defect) => {
            SourceError::new(&input.path, format!("no row can be read: {defect}"), remedy).at_row(1)
        }
    })
}
