use std::collections::VecDeque;
use std::io::{Read, Seek, SeekFrom};
use std::sync::Arc;

use polars::io::mmap::MmapBytesReader;
use polars::io::parquet::read::_internal::to_deserializer;
use polars::io::parquet::read::{FileMetadata, ParquetReader};
use polars::prelude::{ArrowDataType, ArrowField, ArrowSchema, PolarsResult, SerReader, Series};
use rayon::prelude::*;

use super::arrow_column::{guarded, is_readable, type_name};
use super::fingerprinting::Fingerprinting;
use super::input::{Input, Seekable, unreadable};
use super::reader::Reader;
use super::typed_rows::{TypedColumns, chunks_of};
use super::{Chunk, SourceError, SourceFacts};

/// Row groups are gathered until there are this many rows, so that small ones keep all cores busy.
const ROWS_AT_ONCE: usize = 1 << 19;

/// Parquet, some row groups at a time: the bytes of the kept columns are read, not mapped, and decoded on all cores.
pub(super) struct Parquet {
    input: Input,
    file: Seekable,
    metadata: Arc<FileMetadata>,
    schema: Arc<ArrowSchema>,
    columns: TypedColumns,
    next_group: usize,
    ready: VecDeque<Chunk>,
    fingerprint: Option<Fingerprinting>,
    facts: SourceFacts,
}

impl MmapBytesReader for Seekable {}

/// The packed bytes of one column in one row group.
struct Packed<'a> {
    group: usize,
    name: &'a str,
    parts: Vec<Vec<u8>>,
}

impl Parquet {
    pub(super) fn open(input: Input) -> Result<Self, SourceError> {
        let mut file = input.seekable()?;
        let opened = guarded(|| read_footer(&mut file));
        let (metadata, schema) = opened.map_err(|error| damaged(&input, &error.to_string()))?;
        let columns = TypedColumns::new(schema.iter().map(|(name, field)| {
            let readable = is_readable(&field.dtype);
            (name.to_string(), (!readable).then(|| type_name(&field.dtype)))
        }));
        if metadata.num_rows == 0 {
            let remedy = "check that the export was complete";
            return Err(SourceError::new(&input.path, "there is no row in this file", remedy));
        }
        let facts = SourceFacts { notes: columns.notes(), ..SourceFacts::default() };
        Ok(Parquet {
            input,
            file,
            metadata,
            schema,
            columns,
            next_group: 0,
            ready: VecDeque::new(),
            fingerprint: None,
            facts,
        })
    }

    /// Reads and decodes the next row groups.
    fn advance(&mut self) -> Result<(), SourceError> {
        self.columns.check(&self.input.path)?;
        let groups = &self.metadata.row_groups;
        let first = self.next_group;
        let mut rows = 0;
        while self.next_group < groups.len() && rows < ROWS_AT_ONCE {
            rows += groups[self.next_group].num_rows();
            self.next_group += 1;
        }
        let names = self.columns.names();
        let mut packed = Vec::new();
        for group in first..self.next_group {
            for name in names.iter() {
                packed.push(self.read_column(group, name)?);
            }
        }
        let decoded: Vec<Result<Series, SourceError>> =
            packed.into_par_iter().map(|column| self.decode(column)).collect();
        let mut decoded = decoded.into_iter();
        for group in first..self.next_group {
            let series = decoded.by_ref().take(names.len()).collect::<Result<Vec<_>, _>>()?;
            let rows = self.metadata.row_groups[group].num_rows();
            let chunks = chunks_of(&self.input.path, &names, series, rows, self.facts.rows)?;
            self.ready.extend(chunks);
            self.facts.rows += rows as u64;
        }
        Ok(())
    }

    fn read_column<'a>(&self, group: usize, name: &'a str) -> Result<Packed<'a>, SourceError> {
        let fail = |error: &dyn std::fmt::Display| damaged(&self.input, &error.to_string()).in_column(name);
        let columns = self.metadata.row_groups[group]
            .columns_under_root_iter(name)
            .ok_or_else(|| fail(&"a row group lacks this column"))?;
        let mut file = self.file.again().map_err(|error| unreadable(&self.input.path, &error))?;
        let length = file.seek(SeekFrom::End(0)).map_err(|error| unreadable(&self.input.path, &error))?;
        let mut parts = Vec::new();
        for column in columns {
            let range = column.byte_range();
            if range.end > length {
                return Err(fail(&"its bytes lie beyond the file's end"));
            }
            let mut bytes = vec![0; (range.end - range.start) as usize];
            file.seek(SeekFrom::Start(range.start))
                .and_then(|_| file.read_exact(&mut bytes))
                .map_err(|error| unreadable(&self.input.path, &error))?;
            parts.push(bytes);
        }
        Ok(Packed { group, name, parts })
    }

    fn decode(&self, packed: Packed<'_>) -> Result<Series, SourceError> {
        guarded(|| self.try_decode(packed.group, packed.name, packed.parts))
            .map_err(|error| damaged(&self.input, &error.to_string()).in_column(packed.name))
    }

    fn try_decode(&self, group: usize, name: &str, parts: Vec<Vec<u8>>) -> PolarsResult<Series> {
        let mut field: ArrowField = self.schema.try_get(name)?.clone();
        // Categories are read as text: a dictionary per chunk is made later, none for the whole process.
        while let ArrowDataType::Dictionary(_, values, _) = field.dtype {
            field.dtype = *values;
            field.metadata = None;
        }
        let columns = self.metadata.row_groups[group].columns_under_root_iter(name).into_iter().flatten();
        let parts = columns.zip(parts).map(|(column, bytes)| (column, bytes.into())).collect();
        let (arrays, _) = to_deserializer(parts, field.clone(), None)?;
        Series::try_from((&field, arrays))
    }

    fn finish(&mut self) -> Result<(), SourceError> {
        if let Some(fingerprint) = self.fingerprint.take() {
            (self.facts.sha256, self.facts.bytes) = fingerprint.wait(&self.input.path)?;
        }
        Ok(())
    }
}

impl Reader for Parquet {
    fn columns(&self) -> Arc<[String]> {
        self.columns.names()
    }

    fn keep(&mut self, names: &[String]) {
        self.columns.keep(names);
    }

    fn next_chunk(&mut self) -> Option<Result<Chunk, SourceError>> {
        if self.next_group == 0 {
            match Fingerprinting::start(&self.input) {
                Ok(fingerprint) => self.fingerprint = Some(fingerprint),
                Err(error) => return Some(Err(error)),
            }
        }
        while self.ready.is_empty() && self.next_group < self.metadata.row_groups.len() {
            if let Err(error) = self.advance() {
                return Some(Err(error));
            }
        }
        match self.ready.pop_front() {
            Some(chunk) => Some(Ok(chunk)),
            None => self.finish().err().map(Err),
        }
    }

    fn facts(&self) -> SourceFacts {
        self.facts.clone()
    }
}

fn read_footer(file: &mut Seekable) -> PolarsResult<(Arc<FileMetadata>, Arc<ArrowSchema>)> {
    let mut reader = ParquetReader::new(file);
    Ok((Arc::clone(reader.get_metadata()?), reader.schema()?))
}

fn damaged(input: &Input, why: &str) -> SourceError {
    SourceError::new(
        &input.path,
        format!("cannot be read as Parquet: {}", why.replace('\n', " ")),
        "copy the file again, or write it anew",
    )
}
