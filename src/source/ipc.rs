use std::collections::VecDeque;
use std::sync::Arc;

use polars::io::ipc::IpcReader;
use polars::prelude::{PolarsResult, SerReader, Series};

use super::arrow_column::{guarded, is_readable, type_name};
use super::fingerprinting::Fingerprinting;
use super::input::Input;
use super::reader::Reader;
use super::typed_rows::{TypedColumns, chunks_of};
use super::{Chunk, SourceError, SourceFacts};

/// Rows that are made chunks at a time.
const ROWS_AT_ONCE: usize = 1 << 19;

/// Arrow IPC files. The kept columns are read whole, which is how the format's reader gives them, and handed on in parts.
pub(super) struct Ipc {
    input: Input,
    columns: TypedColumns,
    loaded: Option<Loaded>,
    ready: VecDeque<Chunk>,
    facts: SourceFacts,
}

struct Loaded {
    series: Vec<Series>,
    rows: usize,
    given: usize,
    fingerprint: Option<Fingerprinting>,
}

impl Ipc {
    pub(super) fn open(input: Input) -> Result<Self, SourceError> {
        let mut reader = IpcReader::new(input.seekable()?);
        let schema = guarded(|| reader.schema()).map_err(|error| damaged(&input, &error))?;
        let columns = TypedColumns::new(schema.iter().map(|(name, field)| {
            let readable = is_readable(&field.dtype);
            (name.to_string(), (!readable).then(|| type_name(&field.dtype)))
        }));
        let facts = SourceFacts { notes: columns.notes(), ..SourceFacts::default() };
        Ok(Ipc { input, columns, loaded: None, ready: VecDeque::new(), facts })
    }

    fn load(&mut self) -> Result<Loaded, SourceError> {
        self.columns.check(&self.input.path)?;
        let fingerprint = Some(Fingerprinting::start(&self.input)?);
        let (series, rows) = self.read().map_err(|error| match error {
            Failure::Source(error) => error,
            Failure::Format(error) => damaged(&self.input, &error),
        })?;
        if rows == 0 {
            let remedy = "check that the export was complete";
            return Err(SourceError::new(&self.input.path, "there is no row in this file", remedy));
        }
        Ok(Loaded { series, rows, given: 0, fingerprint })
    }

    fn read(&self) -> Result<(Vec<Series>, usize), Failure> {
        let names = self.columns.names();
        let mut reader = IpcReader::new(self.input.seekable().map_err(Failure::Source)?).set_rechunk(false);
        let schema = reader.schema().map_err(Failure::Format)?;
        let projection = names.iter().filter_map(|name| schema.index_of(name)).collect();
        let reader = reader.with_projection(Some(projection));
        let frame = guarded(|| reader.finish()).map_err(Failure::Format)?;
        let series: PolarsResult<Vec<Series>> =
            names.iter().map(|name| frame.column(name).map(|c| c.as_materialized_series().clone())).collect();
        Ok((series.map_err(Failure::Format)?, frame.height()))
    }

    fn advance(&mut self) -> Result<Option<Chunk>, SourceError> {
        if let Some(chunk) = self.ready.pop_front() {
            return Ok(Some(chunk));
        }
        let mut loaded = match self.loaded.take() {
            Some(loaded) => loaded,
            None => self.load()?,
        };
        let length = ROWS_AT_ONCE.min(loaded.rows - loaded.given);
        if length == 0 {
            if let Some(fingerprint) = loaded.fingerprint.take() {
                (self.facts.sha256, self.facts.bytes) = fingerprint.wait(&self.input.path)?;
            }
            self.loaded = Some(loaded);
            return Ok(None);
        }
        let part = loaded.series.iter().map(|series| series.slice(loaded.given as i64, length)).collect();
        let names = self.columns.names();
        let chunks = chunks_of(&self.input.path, &names, part, length, self.facts.rows)?;
        self.ready.extend(chunks);
        loaded.given += length;
        self.facts.rows += length as u64;
        self.loaded = Some(loaded);
        Ok(self.ready.pop_front())
    }
}

enum Failure {
    Source(SourceError),
    Format(polars::error::PolarsError),
}

impl Reader for Ipc {
    fn columns(&self) -> Arc<[String]> {
        self.columns.names()
    }

    fn keep(&mut self, names: &[String]) {
        self.columns.keep(names);
    }

    fn next_chunk(&mut self) -> Option<Result<Chunk, SourceError>> {
        self.advance().transpose()
    }

    fn facts(&self) -> SourceFacts {
        self.facts.clone()
    }
}

fn damaged(input: &Input, error: &polars::error::PolarsError) -> SourceError {
    SourceError::new(
        &input.path,
        format!("cannot be read as Arrow IPC: {}", error.to_string().replace('\n', " ")),
        "write it anew as an Arrow IPC file, or as Parquet",
    )
}
