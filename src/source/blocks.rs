use std::io;

use super::cutter::Cutter;
use super::input::{Fingerprint, Unpacked, fill};
use super::transcoder::{Transcoder, Undecodable};

/// Bytes of one block: large enough that threads seldom meet, small enough that the few in flight are no matter.
pub(super) const BLOCK_BYTES: usize = 4 << 20;

/// The longest record: a quote that stays open for longer is one that never closes.
const RECORD_BYTES: usize = 64 << 20;

const READ_BYTES: usize = 1 << 18;

/// An input as UTF-8 in blocks of whole records, in order.
pub(super) struct Blocks {
    unpacked: Unpacked,
    transcoder: Transcoder,
    cutter: Cutter,
    block_bytes: usize,
    raw: Vec<u8>,
    text: Vec<u8>,
    ended: bool,
}

/// Why the blocks stop before the input's end.
#[derive(Debug)]
pub(super) enum Interruption {
    Unreadable(io::Error),
    Undecodable(Undecodable),
    /// A quote opens in the next record and never closes.
    UnclosedQuote,
    /// The next record has no end.
    EndlessRecord,
}

impl Blocks {
    pub(super) fn new(
        unpacked: Unpacked,
        transcoder: Transcoder,
        cutter: Cutter,
        block_bytes: usize,
    ) -> Self {
        // A byte-order mark must come in one piece.
        let raw = vec![0; READ_BYTES.min(block_bytes).max(4)];
        Blocks { unpacked, transcoder, cutter, block_bytes, raw, text: Vec::new(), ended: false }
    }

    /// The first bytes of what the next block is cut from: at least `length` unless the input is shorter.
    pub(super) fn peek(&mut self, length: usize) -> Result<&[u8], Interruption> {
        while self.text.len() < length && !self.ended {
            let got = fill(&mut self.unpacked, &mut self.raw).map_err(Interruption::Unreadable)?;
            self.ended = got < self.raw.len();
            self.transcoder
                .take(&self.raw[..got], self.ended, &mut self.text)
                .map_err(Interruption::Undecodable)?;
        }
        Ok(&self.text)
    }

    /// Settles how records end; before the first block.
    pub(super) fn cut_by(&mut self, cutter: Cutter) {
        self.cutter = cutter;
    }

    /// The next records, or `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Vec<u8>>, Interruption> {
        let mut reach = self.block_bytes;
        loop {
            self.peek(reach)?;
            if self.text.is_empty() {
                return Ok(None);
            }
            let seen = reach.min(self.text.len());
            let last = self.ended && seen == self.text.len();
            if let Some(end) = self.cutter.scan(&self.text[..seen], last) {
                return Ok(Some(self.cut(end)));
            }
            if last {
                return Err(Interruption::UnclosedQuote);
            }
            if seen > self.block_bytes + RECORD_BYTES {
                return Err(match self.cutter.quote_is_open() {
                    true => Interruption::UnclosedQuote,
                    false => Interruption::EndlessRecord,
                });
            }
            reach = seen + self.raw.len();
        }
    }

    fn cut(&mut self, end: usize) -> Vec<u8> {
        self.cutter.shift(end);
        let mut rest = Vec::with_capacity(self.block_bytes.max(self.text.len() - end) + READ_BYTES + 16);
        rest.extend_from_slice(&self.text[end..]);
        self.text.truncate(end);
        std::mem::replace(&mut self.text, rest)
    }

    /// Whether all that is left is a rest without a byte.
    pub(super) fn is_exhausted(&self) -> bool {
        self.ended && self.text.is_empty()
    }

    /// What is known when all is read: fingerprint and notes.
    pub(super) fn into_ending(self) -> Result<(Fingerprint, Vec<String>), Interruption> {
        let notes = self.transcoder.note().into_iter().collect();
        Ok((self.unpacked.fingerprint().map_err(Interruption::Unreadable)?, notes))
    }
}
