use std::path::Path;
use std::sync::Arc;

/// Some consecutive rows of one input file, by column.
#[derive(Debug, Clone)]
pub struct Chunk {
    /// The file, as the user named it (`-` for standard input).
    pub path: Arc<Path>,
    /// 1-based number of the chunk's first data row in that file (a header is not counted). Row `i` of the chunk is
    /// row `row_numbers[i]` where given, else `first_row + i`.
    pub first_row: u64,
    /// Set where defective rows lie between good ones, so that numbers are not consecutive.
    pub row_numbers: Option<Vec<u64>>,
    /// Rows in every column.
    pub rows: usize,
    /// Column names in file order, the same for every chunk of one file (one that was not asked for is absent).
    pub names: Arc<[String]>,
    /// One column per name.
    pub columns: Vec<Column>,
    /// Rows that could not be split into columns (ragged, not JSON …): already left out of `columns`.
    pub defective: Vec<DefectiveRow>,
}

/// A row that its format's reader could not make sense of. It counts as read and set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefectiveRow {
    /// 1-based data row.
    pub row: u64,
    /// What is wrong, in words: `3 fields where the header has 5`.
    pub reason: String,
    /// The row as read, for `--set-aside`.
    pub text: String,
}

/// The values of one column in one chunk. A null is a missing cell of a typed format; null *tokens* of text are the
/// log's business.
#[derive(Debug, Clone)]
pub enum Column {
    /// Text, one value per row.
    Text(TextColumn),
    /// Text by dictionary (Parquet dictionaries, categoricals): row → key → value; `u32::MAX` is null.
    Dictionary {
        /// Per row, the place of its value in `values`, or `u32::MAX`.
        keys: Vec<u32>,
        /// The values, not necessarily all used.
        values: TextColumn,
    },
    /// Whole numbers; null = `None` in `valid` (absent = all valid).
    Integer {
        /// One per row; anything where null.
        values: Vec<i64>,
        /// Which rows hold a value; absent = all.
        valid: Option<Vec<bool>>,
    },
    /// Numbers.
    Float {
        /// One per row; anything where null.
        values: Vec<f64>,
        /// Which rows hold a value; absent = all.
        valid: Option<Vec<bool>>,
    },
    /// Truth values.
    Boolean {
        /// One per row; anything where null.
        values: Vec<bool>,
        /// Which rows hold a value; absent = all.
        valid: Option<Vec<bool>>,
    },
    /// Microseconds since 1970-01-01T00:00Z; `offset_known` says whether the file stated a zone.
    Instant {
        /// One per row; anything where null.
        micros: Vec<i64>,
        /// Which rows hold a value; absent = all.
        valid: Option<Vec<bool>>,
        /// Whether the file stated a zone, so that instants of several files compare.
        offset_known: bool,
    },
}

/// Text values in one buffer: value `i` is `bytes[offsets[i]..offsets[i + 1]]`, always valid UTF-8.
#[derive(Debug, Clone, Default)]
pub struct TextColumn {
    /// The values, end to end.
    pub bytes: Vec<u8>,
    /// `len + 1` ends; empty for no values.
    pub offsets: Vec<u32>,
    /// Where a typed format says null; absent = none.
    pub valid: Option<Vec<bool>>,
}

impl TextColumn {
    /// How many values it holds.
    pub fn len(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// Whether it holds no value.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes of value `i`; a null reads as empty.
    pub fn bytes_at(&self, i: usize) -> &[u8] {
        &self.bytes[self.offsets[i] as usize..self.offsets[i + 1] as usize]
    }

    /// Value `i`, or `None` where it is null.
    pub fn value(&self, i: usize) -> Option<&str> {
        match &self.valid {
            Some(valid) if !valid[i] => None,
            _ => std::str::from_utf8(self.bytes_at(i)).ok(),
        }
    }

    /// Appends a value.
    pub fn push(&mut self, value: &str) {
        if self.offsets.is_empty() {
            self.offsets.push(0);
        }
        self.bytes.extend_from_slice(value.as_bytes());
        self.offsets
            .push(u32::try_from(self.bytes.len()).expect("a chunk holds less than 4 GiB of one column"));
        if let Some(valid) = &mut self.valid {
            valid.push(true);
        }
    }

    /// Appends a null.
    pub fn push_null(&mut self) {
        let before = self.len();
        self.push("");
        let valid = self.valid.get_or_insert_with(|| vec![true; before + 1]);
        valid[before] = false;
    }
}
