use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use rayon::prelude::*;

use super::blocks::{Blocks, Interruption};
use super::input::{Fingerprint, unreadable};
use super::transcoder::Undecodable;
use super::{Chunk, Column, DefectiveRow, SourceError, SourceFacts};

/// The rows of one block, counted from its own beginning.
pub(super) struct Parsed {
    /// Rows in every column.
    pub(super) rows: usize,
    pub(super) columns: Vec<Column>,
    /// 1-based numbers of the rows within the block, where some between them are defective.
    pub(super) row_numbers: Option<Vec<u64>>,
    pub(super) defective: Vec<DefectiveRow>,
}

/// Turns the bytes of one block, whole records, into rows.
pub(super) trait ParseBlock: Send + Sync + 'static {
    fn parse(&self, block: &[u8]) -> Parsed;
}

/// One thread reads, unpacks, fingerprints, decodes and cuts; the caller's pool parses some blocks at once and hands
/// them on in order. What is in flight is bounded by the channel and the number of threads.
pub(super) struct Pipeline<P> {
    path: Arc<Path>,
    names: Arc<[String]>,
    parser: P,
    fed: Receiver<Fed>,
    ready: VecDeque<Parsed>,
    /// Set by what ends the feed.
    ending: Option<Result<(), SourceError>>,
    facts: SourceFacts,
}

enum Fed {
    Block(Vec<u8>),
    End(Fingerprint, Vec<String>),
    Interrupted(Interruption),
}

impl<P: ParseBlock> Pipeline<P> {
    /// `first` are records that were already cut off.
    pub(super) fn start(
        path: Arc<Path>,
        names: Arc<[String]>,
        parser: P,
        first: Vec<u8>,
        blocks: Blocks,
    ) -> Self {
        let (sender, fed) = sync_channel(2);
        std::thread::spawn(move || feed(first, blocks, &sender));
        let ready = VecDeque::new();
        Pipeline { path, names, parser, fed, ready, ending: None, facts: SourceFacts::default() }
    }

    pub(super) fn facts(&self) -> &SourceFacts {
        &self.facts
    }

    pub(super) fn next_chunk(&mut self) -> Option<Result<Chunk, SourceError>> {
        while self.ready.is_empty() {
            let blocks = self.receive();
            if blocks.is_empty() {
                return match self.ending.take()? {
                    Err(error) => {
                        self.ending = Some(Ok(()));
                        Some(Err(error))
                    }
                    Ok(()) => {
                        self.ending = Some(Ok(()));
                        None
                    }
                };
            }
            let parser = &self.parser;
            let parsed: Vec<Parsed> = blocks.par_iter().map(|block| parser.parse(block)).collect();
            self.ready.extend(parsed.into_iter().filter(|block| block.rows + block.defective.len() > 0));
        }
        self.ready.pop_front().map(|parsed| Ok(self.number(parsed)))
    }

    /// As many blocks as there are threads, at most; none at the end.
    fn receive(&mut self) -> Vec<Vec<u8>> {
        let mut blocks = Vec::new();
        while self.ending.is_none() && blocks.len() < rayon::current_num_threads() {
            match self.fed.recv() {
                Ok(Fed::Block(block)) => blocks.push(block),
                Ok(Fed::End(fingerprint, notes)) => {
                    self.facts.sha256 = fingerprint.sha256;
                    self.facts.bytes = fingerprint.bytes;
                    self.facts.notes.extend(notes);
                    self.ending = Some(Ok(()));
                }
                Ok(Fed::Interrupted(why)) => self.ending = Some(Err(self.explain(why, &blocks))),
                Err(_) => {
                    let remedy = "run again; if it happens again, report it";
                    self.ending =
                        Some(Err(SourceError::new(&self.path, "the thread that reads it stopped", remedy)));
                }
            }
        }
        blocks
    }

    /// Names the row behind those of the blocks that are not yet numbered.
    fn explain(&self, why: Interruption, waiting: &[Vec<u8>]) -> SourceError {
        let rows_of = |parsed: Parsed| (parsed.rows + parsed.defective.len()) as u64;
        let waiting: u64 = waiting.iter().map(|block| rows_of(self.parser.parse(block))).sum();
        let error = interruption(&self.path, &why);
        match why {
            Interruption::UnclosedQuote | Interruption::EndlessRecord => {
                error.at_row(self.facts.rows + waiting + 1)
            }
            _ => error,
        }
    }

    fn number(&mut self, mut parsed: Parsed) -> Chunk {
        let before = self.facts.rows;
        self.facts.rows += (parsed.rows + parsed.defective.len()) as u64;
        for number in parsed.row_numbers.iter_mut().flatten() {
            *number += before;
        }
        for defective in &mut parsed.defective {
            defective.row += before;
        }
        Chunk {
            path: Arc::clone(&self.path),
            first_row: before + 1,
            row_numbers: parsed.row_numbers,
            rows: parsed.rows,
            names: Arc::clone(&self.names),
            columns: parsed.columns,
            defective: parsed.defective,
        }
    }
}

fn feed(first: Vec<u8>, mut blocks: Blocks, sender: &SyncSender<Fed>) {
    // A send fails when nobody reads on: then there is nothing left to do.
    if !first.is_empty() && sender.send(Fed::Block(first)).is_err() {
        return;
    }
    let end = loop {
        match blocks.next() {
            Ok(Some(block)) => {
                if sender.send(Fed::Block(block)).is_err() {
                    return;
                }
            }
            Ok(None) => match blocks.into_ending() {
                Ok((fingerprint, notes)) => break Fed::End(fingerprint, notes),
                Err(why) => break Fed::Interrupted(why),
            },
            Err(why) => break Fed::Interrupted(why),
        }
    };
    let _ = sender.send(end);
}

/// What an interruption means to the user.
pub(super) fn interruption(path: &Path, why: &Interruption) -> SourceError {
    let (message, remedy) = match why {
        Interruption::Unreadable(error) => return unreadable(path, error),
        Interruption::UnclosedQuote => (
            "a quote opens here and never closes".to_owned(),
            "close it, or double it if it is part of the text".to_owned(),
        ),
        Interruption::EndlessRecord => (
            "a row without an end begins here".to_owned(),
            "check that this is a text file with one row per line".to_owned(),
        ),
        Interruption::Undecodable(Undecodable::Binary(at)) => (
            format!("not text: byte {at} is NUL"),
            "give CSV, TSV, JSON lines, Parquet or Arrow IPC; UTF-16 without a byte-order mark needs \
             `--encoding utf-16le` or `utf-16be`"
                .to_owned(),
        ),
        Interruption::Undecodable(Undecodable::Mixture(at)) => (
            format!("mixed encodings: neither UTF-8 nor Windows-1252 as a whole, which shows at byte {at}"),
            "convert the file to UTF-8, or state its encoding by `--encoding`".to_owned(),
        ),
        Interruption::Undecodable(Undecodable::Malformed(name, at)) => (
            format!("not {name}: malformed before or at byte {at}"),
            "state the right one by `--encoding`".to_owned(),
        ),
    };
    SourceError::new(path, message, remedy)
}
