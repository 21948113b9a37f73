use std::sync::Arc;

use super::blocks::{BLOCK_BYTES, Blocks};
use super::cutter::Cutter;
use super::delimited_rows::RowParser;
use super::input::Input;
use super::pipeline::{Pipeline, interruption};
use super::reader::Reader;
use super::transcoder::Transcoder;
use super::{Chunk, Options, SourceError, SourceFacts};

/// Candidates for a delimiter, the likelier first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How much of the file the delimiter is guessed from; a header is shorter.
const SNIFFED_BYTES: usize = 1 << 16;

/// Delimited text: a header, then one row per record, every cell text.
///
/// Header cells are trimmed; one that is empty is called `column_3` by its place, and one that repeats an earlier one
/// `label (2)`, with a note, so that an accidental repetition in a column that nobody needs stops no audit. Blank lines
/// are no rows. A row with more or fewer cells than the header is defective.
pub(super) struct Delimited {
    input: Input,
    delimiter: u8,
    names: Arc<[String]>,
    /// Place of each kept name in the header.
    kept: Vec<usize>,
    width: usize,
    state: State,
    notes: Vec<String>,
    rows_given: bool,
}

enum State {
    Opened {
        first: Vec<u8>,
        blocks: Box<Blocks>,
    },
    Running(Box<Pipeline<RowParser>>),
    /// Only while one becomes the other.
    Starting,
}

impl Delimited {
    pub(super) fn open(input: Input, options: &Options) -> Result<Self, SourceError> {
        Self::open_in_blocks(input, options, BLOCK_BYTES)
    }

    pub(super) fn open_in_blocks(
        input: Input,
        options: &Options,
        block_bytes: usize,
    ) -> Result<Self, SourceError> {
        let transcoder = transcoder(&input, options)?;
        let mut blocks = Blocks::new(input.unpacked()?, transcoder, Cutter::lines(), block_bytes);
        let head =
            blocks.peek(SNIFFED_BYTES.max(block_bytes)).map_err(|why| interruption(&input.path, &why))?;
        let delimiter = options.delimiter.unwrap_or_else(|| sniff(head, &input));
        blocks.cut_by(Cutter::quoted(delimiter));
        let (header, first) = split_header(&input, &mut blocks, delimiter)?;
        if blocks.is_exhausted() && first.iter().all(|byte| matches!(byte, b'\r' | b'\n')) {
            return Err(header_only(&input));
        }
        let (names, notes) = name_columns(header);
        let width = names.len();
        Ok(Delimited {
            input,
            delimiter,
            kept: (0..width).collect(),
            names: names.into(),
            width,
            state: State::Opened { first, blocks: Box::new(blocks) },
            notes,
            rows_given: false,
        })
    }

    fn start(&mut self) {
        if matches!(self.state, State::Running(_)) {
            return;
        }
        if let State::Opened { first, blocks } = std::mem::replace(&mut self.state, State::Starting) {
            let parser = RowParser::new(self.delimiter, self.width, &self.kept);
            let path = Arc::clone(&self.input.path);
            let names = Arc::clone(&self.names);
            self.state = State::Running(Box::new(Pipeline::start(path, names, parser, first, *blocks)));
        }
    }
}

impl Reader for Delimited {
    fn columns(&self) -> Arc<[String]> {
        Arc::clone(&self.names)
    }

    fn keep(&mut self, names: &[String]) {
        let (kept, kept_names) = self
            .kept
            .iter()
            .zip(self.names.iter())
            .filter(|(_, name)| names.contains(name))
            .map(|(place, name)| (*place, name.clone()))
            .unzip::<_, _, Vec<_>, Vec<_>>();
        self.kept = kept;
        self.names = kept_names.into();
    }

    fn next_chunk(&mut self) -> Option<Result<Chunk, SourceError>> {
        self.start();
        let State::Running(pipeline) = &mut self.state else { return None };
        match pipeline.next_chunk() {
            Some(chunk) => {
                self.rows_given = true;
                Some(chunk)
            }
            None if !self.rows_given => {
                self.rows_given = true;
                Some(Err(header_only(&self.input)))
            }
            None => None,
        }
    }

    fn facts(&self) -> SourceFacts {
        let mut facts = match &self.state {
            State::Running(pipeline) => pipeline.facts().clone(),
            _ => SourceFacts::default(),
        };
        facts.notes.extend(self.notes.iter().cloned());
        facts
    }
}

fn transcoder(input: &Input, options: &Options) -> Result<Transcoder, SourceError> {
    let Some(label) = &options.encoding else { return Ok(Transcoder::recognising()) };
    match encoding_rs::Encoding::for_label(label.as_bytes()) {
        Some(encoding) => Ok(Transcoder::declared(encoding)),
        None => Err(SourceError::new(
            &input.path,
            format!("no encoding is called `{label}`"),
            "use a name such as utf-8, windows-1252, utf-16le, shift_jis",
        )),
    }
}

/// The candidate that the header has most of, outside quotes; of a `.tsv` file the tab.
fn sniff(head: &[u8], input: &Input) -> u8 {
    let name = input.path.to_string_lossy().to_lowercase();
    let name = name.trim_end_matches(".gz").trim_end_matches(".zst");
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut quoted = false;
    let mut begun = false;
    for byte in head {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted && begun => break,
            b'\n' | b'\r' => continue,
            _ if quoted => {}
            _ => {
                if let Some(which) = DELIMITERS.iter().position(|candidate| candidate == byte) {
                    counts[which] += 1;
                }
            }
        }
        begun = true;
    }
    if counts[2] > 0 && (name.ends_with(".tsv") || name.ends_with(".tab")) {
        return b'\t';
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    counts.iter().position(|count| *count == most).map_or(b',', |which| DELIMITERS[which])
}

/// The header's cells and the records of its block that follow it.
fn split_header(
    input: &Input,
    blocks: &mut Blocks,
    delimiter: u8,
) -> Result<(Vec<String>, Vec<u8>), SourceError> {
    loop {
        let block = blocks.next().map_err(|why| interruption(&input.path, &why))?;
        let Some(block) = block else {
            return Err(SourceError::new(
                &input.path,
                "the file is empty",
                "give a file with a header and one annotation per row",
            ));
        };
        let mut header = Vec::new();
        let after = RowParser::first_record(&block, delimiter, |cell| {
            header.push(String::from_utf8_lossy(cell).trim().to_owned());
        });
        if !header.iter().all(String::is_empty) {
            return Ok((header, block[after..].to_vec()));
        }
    }
}

fn header_only(input: &Input) -> SourceError {
    SourceError::new(
        &input.path,
        "there is a header but no row",
        "check that the export was complete; the first line must name the columns",
    )
}

/// Names that are unique and not empty, and what had to be done for it.
fn name_columns(header: Vec<String>) -> (Vec<String>, Vec<String>) {
    let mut names: Vec<String> = Vec::with_capacity(header.len());
    let mut notes = Vec::new();
    let given = header.clone();
    for (place, cell) in header.into_iter().enumerate() {
        let mut name = cell.clone();
        if name.is_empty() {
            name = format!("column_{}", place + 1);
        }
        let mut copy = 1;
        while names.contains(&name) || (copy > 1 && given.contains(&name)) {
            copy += 1;
            name = format!("{cell} ({copy})");
        }
        if copy > 1 {
            notes.push(format!("another column `{cell}` is called `{name}`"));
        }
        names.push(name);
    }
    (names, notes)
}
