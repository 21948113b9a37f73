use csv_core::{ReadRecordResult, Reader};
use memchr::{memchr, memchr3};

use super::pipeline::{ParseBlock, Parsed};
use super::{Column, DefectiveRow, TextColumn};

/// Splits the records of a block into cells.
pub(super) struct RowParser {
    delimiter: u8,
    /// Cells that a row must have.
    width: usize,
    /// Cells that become columns.
    kept: Vec<usize>,
}

impl RowParser {
    pub(super) fn new(delimiter: u8, width: usize, kept: &[usize]) -> Self {
        RowParser { delimiter, width, kept: kept.to_vec() }
    }

    /// Shows the cells of the first record of `block`, and says where the next begins.
    pub(super) fn first_record(block: &[u8], delimiter: u8, mut cell: impl FnMut(&[u8])) -> usize {
        let mut records = QuotedRecords::new(block, delimiter);
        if let Some(record) = records.next() {
            for (start, end) in record.cells {
                cell(&record.bytes[*start..*end]);
            }
        }
        records.at
    }
}

impl ParseBlock for RowParser {
    fn parse(&self, block: &[u8]) -> Parsed {
        let mut rows = Rows::new(self, block.len());
        if memchr(b'"', block).is_none() {
            split_plain(block, self.delimiter, &mut rows);
        } else {
            let mut records = QuotedRecords::new(block, self.delimiter);
            while let Some(record) = records.next() {
                rows.accept(record.bytes, record.cells, record.raw);
            }
        }
        rows.finish()
    }
}

/// Without a quote in the block, cells end at a delimiter and records at a line's end: three bytes to look for.
fn split_plain(block: &[u8], delimiter: u8, rows: &mut Rows) {
    let mut cells: Vec<(usize, usize)> = Vec::new();
    let mut record = 0;
    let mut cell = 0;
    while cell <= block.len() {
        let end = memchr3(delimiter, b'\n', b'\r', &block[cell..]).map_or(block.len(), |step| cell + step);
        cells.push((cell, end));
        cell = end + 1;
        if block.get(end) == Some(&delimiter) {
            continue;
        }
        if end > record {
            rows.accept(block, &cells, &block[record..end]);
        }
        cells.clear();
        record = cell;
    }
}

/// Records read by `csv-core`, each with the bytes it was read from.
struct QuotedRecords<'a> {
    block: &'a [u8],
    at: usize,
    reader: Reader,
    unquoted: Vec<u8>,
    ends: Vec<usize>,
    cells: Vec<(usize, usize)>,
}

struct Record<'a, 'b> {
    bytes: &'b [u8],
    cells: &'b [(usize, usize)],
    raw: &'a [u8],
}

impl<'a> QuotedRecords<'a> {
    fn new(block: &'a [u8], delimiter: u8) -> Self {
        let reader = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
        QuotedRecords {
            block,
            at: 0,
            reader,
            unquoted: vec![0; 1 << 10],
            ends: vec![0; 64],
            cells: Vec::new(),
        }
    }

    fn next(&mut self) -> Option<Record<'a, '_>> {
        while matches!(self.block.get(self.at), Some(b'\n' | b'\r')) {
            self.at += 1;
        }
        let start = self.at;
        let (mut written, mut cells) = (0, 0);
        loop {
            let (result, read, wrote, ended) = self.reader.read_record(
                &self.block[self.at..],
                &mut self.unquoted[written..],
                &mut self.ends[cells..],
            );
            self.at += read;
            written += wrote;
            cells += ended;
            match result {
                // An empty input says that the block's last record ends here.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.unquoted.resize(self.unquoted.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record => break,
                ReadRecordResult::End => return None,
            }
        }
        let starts = std::iter::once(0).chain(self.ends[..cells].iter().copied());
        self.cells.clear();
        self.cells.extend(starts.zip(self.ends[..cells].iter().copied()));
        Some(Record {
            bytes: &self.unquoted[..written],
            cells: &self.cells,
            raw: &self.block[start..self.at],
        })
    }
}

/// Appends a cell. Most are short: sixteen bytes are copied at once, and what is too many cut off again.
fn append(out: &mut Vec<u8>, bytes: &[u8], start: usize, end: usize) {
    match bytes[start..].first_chunk::<16>() {
        Some(wide) if end - start <= wide.len() => {
            let length = out.len() + end - start;
            out.extend_from_slice(wide);
            out.truncate(length);
        }
        _ => out.extend_from_slice(&bytes[start..end]),
    }
}

/// Columns in the making.
struct Rows<'a> {
    parser: &'a RowParser,
    columns: Vec<TextColumn>,
    seen: u64,
    good: usize,
    /// Only from the first defective row on; those before it are consecutive.
    numbers: Option<Vec<u64>>,
    defective: Vec<DefectiveRow>,
}

impl<'a> Rows<'a> {
    fn new(parser: &'a RowParser, block_bytes: usize) -> Self {
        let column = || {
            let mut column = TextColumn::default();
            column.bytes.reserve(block_bytes / parser.width.max(1));
            column.offsets.push(0);
            column
        };
        let columns = parser.kept.iter().map(|_| column()).collect();
        Rows { parser, columns, seen: 0, good: 0, numbers: None, defective: Vec::new() }
    }

    fn accept(&mut self, bytes: &[u8], cells: &[(usize, usize)], raw: &[u8]) {
        if cells.len() != self.parser.width {
            return self.refuse(cells.len(), raw);
        }
        self.seen += 1;
        self.good += 1;
        if let Some(numbers) = &mut self.numbers {
            numbers.push(self.seen);
        }
        for (column, place) in self.columns.iter_mut().zip(&self.parser.kept) {
            let (start, end) = cells[*place];
            append(&mut column.bytes, bytes, start, end);
            column
                .offsets
                .push(u32::try_from(column.bytes.len()).expect("a block is shorter than 4 GiB by far"));
        }
    }

    fn refuse(&mut self, cells: usize, raw: &[u8]) {
        if cells == 1 && raw.iter().all(u8::is_ascii_whitespace) {
            return;
        }
        self.seen += 1;
        self.numbers.get_or_insert_with(|| (1..=self.good as u64).collect());
        let fields = if cells == 1 { "field" } else { "fields" };
        let text = String::from_utf8_lossy(raw);
        self.defective.push(DefectiveRow {
            row: self.seen,
            reason: format!("{cells} {fields} where the header has {}", self.parser.width),
            text: text.trim_end_matches(['\n', '\r']).to_owned(),
        });
    }

    fn finish(self) -> Parsed {
        Parsed {
            rows: self.good,
            columns: self.columns.into_iter().map(Column::Text).collect(),
            row_numbers: self.numbers,
            defective: self.defective,
        }
    }
}
