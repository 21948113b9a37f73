//! One of an interner's tables: texts as read → codes.

use super::interner::NONE;
use crate::source::TextColumn;
use hashbrown::HashTable;
use xxhash_rust::xxh3::xxh3_64;

/// Texts whose hash begins alike.
#[derive(Default)]
pub(super) struct Shard {
    table: HashTable<Slot>,
    /// Texts beyond sixteen bytes.
    long: Vec<u8>,
    /// Code by slot number: texts that are one name once canonical have one code.
    codes: Vec<u32>,
}

/// A text as read. Up to 16 bytes lie in the slot itself, so that most look-ups touch one cache line.
struct Slot {
    number: u32,
    len: u32,
    head: [u8; 16],
}

impl Slot {
    fn text<'a>(&'a self, long: &'a [u8]) -> &'a [u8] {
        let len = self.len as usize;
        if len <= 16 {
            return &self.head[..len];
        }
        let mut start = [0; 8];
        start.copy_from_slice(&self.head[8..]);
        let start = u64::from_le_bytes(start) as usize;
        &long[start..start + len]
    }
}

/// What one shard made of rows whose text no table was known to hold.
#[derive(Default)]
pub(super) struct Filled {
    /// Rows of new texts, each where it stood first; their codes are still to be given.
    pub fresh: Vec<u32>,
    /// (row, slot number) of the others.
    pub known: Vec<(u32, u32)>,
}

impl Shard {
    /// The code of a text.
    pub fn find(&self, hash: u64, text: &[u8]) -> Option<u32> {
        self.number(hash, text).map(|number| self.codes[number as usize])
    }

    fn number(&self, hash: u64, text: &[u8]) -> Option<u32> {
        let len = text.len() as u32;
        let found = if text.len() <= 16 {
            let head = padded(text);
            self.table.find(hash, |slot| slot.len == len && slot.head == head)
        } else {
            self.table.find(hash, |slot| slot.len == len && slot.text(&self.long) == text)
        };
        found.map(|slot| slot.number)
    }

    /// Adds a text that no slot holds.
    pub fn insert(&mut self, hash: u64, text: &[u8], code: u32) {
        let number = self.codes.len() as u32;
        self.codes.push(code);
        self.add_slot(hash, text, number);
    }

    fn add_slot(&mut self, hash: u64, text: &[u8], number: u32) {
        let mut head = padded(&text[..text.len().min(16)]);
        if text.len() > 16 {
            head[..8].copy_from_slice(&text[..8]);
            head[8..].copy_from_slice(&(self.long.len() as u64).to_le_bytes());
            self.long.extend_from_slice(text);
        }
        let slot = Slot { number, len: text.len() as u32, head };
        let long = &self.long;
        self.table.insert_unique(hash, slot, |slot| xxh3_64(slot.text(long)));
    }

    /// Gives slots to rows whose text had none; texts that may have another canonical form, and all where names are
    /// `renamed`, are left out. [`Shard::give`] must follow.
    pub fn fill(&mut self, column: &TextColumn, rows: &[(u64, u32)], renamed: bool) -> Filled {
        let mut out = Filled::default();
        for &(hash, row) in rows {
            let text = column.bytes_at(row as usize);
            if let Some(number) = self.number(hash, text) {
                out.known.push((row, number));
            } else if !renamed && text.is_ascii() {
                self.add_slot(hash, text, (self.codes.len() + out.fresh.len()) as u32);
                out.fresh.push(row);
            }
        }
        out
    }

    /// The new texts' codes, by row.
    pub fn give(&mut self, fresh: &[u32], codes: &[u32]) {
        self.codes.extend(fresh.iter().map(|&row| codes[row as usize]));
    }

    /// The code of a slot.
    pub fn code(&self, number: u32) -> u32 {
        self.codes.get(number as usize).copied().unwrap_or(NONE)
    }
}

/// Up to sixteen bytes with zeros behind: compared at once, together with the length.
fn padded(text: &[u8]) -> [u8; 16] {
    let mut head = [0; 16];
    head[..text.len()].copy_from_slice(text);
    head
}
