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

/// A text as read. Up to sixteen bytes lie in the slot itself, so that most look-ups touch one cache line.
struct Slot {
    number: u32,
    len: u32,
    /// The text with zeros behind, or its hash and where it begins among the long ones.
    head: [u64; 2],
}

/// What a text is looked up by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key {
    /// Of the whole text.
    pub hash: u64,
    len: u32,
    head: [u64; 2],
}

impl Key {
    /// The key of a text.
    pub fn of(text: &[u8]) -> Self {
        Self::within(text, 0, text.len())
    }

    /// The key of a row's text.
    #[inline]
    pub fn at(column: &TextColumn, row: usize) -> Self {
        let start = column.offsets[row] as usize;
        Self::within(&column.bytes, start, column.offsets[row + 1] as usize - start)
    }

    /// Whether the text itself lies in the key, so that equal keys are equal texts.
    pub fn is_whole(&self) -> bool {
        self.len <= 16
    }

    /// A short text is read as one number, together with what follows it, which is blotted out: no call, no loop.
    #[inline]
    fn within(bytes: &[u8], start: usize, len: usize) -> Self {
        let text = &bytes[start..start + len];
        if len > 16 {
            let hash = xxh3_64(text);
            return Self { hash, len: len as u32, head: [hash, 0] };
        }
        let number = match bytes[start..].first_chunk() {
            Some(wide) if len == 16 => u128::from_le_bytes(*wide),
            Some(wide) => u128::from_le_bytes(*wide) & ((1 << (8 * len)) - 1),
            None => {
                let mut padded = [0; 16];
                padded[..len].copy_from_slice(text);
                u128::from_le_bytes(padded)
            }
        };
        let head = [number as u64, (number >> 64) as u64];
        Self { hash: short_hash(head, len as u32), len: len as u32, head }
    }
}

/// The two halves, each mixed with a constant, multiplied and folded.
#[inline]
fn short_hash(head: [u64; 2], len: u32) -> u64 {
    let first = head[0] ^ 0x9E37_79B9_7F4A_7C15 ^ u64::from(len).rotate_right(8);
    let product = u128::from(first) * u128::from(head[1] ^ 0xD6E8_FEB8_6659_FD93);
    (product as u64) ^ (product >> 64) as u64
}

impl Slot {
    fn text<'a>(&self, long: &'a [u8]) -> &'a [u8] {
        let start = self.head[1] as usize;
        &long[start..start + self.len as usize]
    }

    fn hash(&self) -> u64 {
        if self.len <= 16 { short_hash(self.head, self.len) } else { self.head[0] }
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
    pub fn find(&self, key: Key, text: &[u8]) -> Option<u32> {
        self.number(key, text).map(|number| self.codes[number as usize])
    }

    #[inline]
    fn number(&self, key: Key, text: &[u8]) -> Option<u32> {
        let found = if key.is_whole() {
            self.table.find(key.hash, |slot| slot.len == key.len && slot.head == key.head)
        } else {
            let same = |slot: &Slot| slot.len == key.len && slot.text(&self.long) == text;
            self.table.find(key.hash, |slot| slot.head[0] == key.hash && same(slot))
        };
        found.map(|slot| slot.number)
    }

    /// Adds a text that no slot holds.
    pub fn insert(&mut self, key: Key, text: &[u8], code: u32) {
        let number = self.codes.len() as u32;
        self.codes.push(code);
        self.add_slot(key, text, number);
    }

    fn add_slot(&mut self, key: Key, text: &[u8], number: u32) {
        let mut head = key.head;
        if !key.is_whole() {
            head[1] = self.long.len() as u64;
            self.long.extend_from_slice(text);
        }
        self.table.insert_unique(key.hash, Slot { number, len: key.len, head }, Slot::hash);
    }

    /// Gives slots to rows whose text had none; texts that may have another canonical form, and all where names are
    /// `renamed`, are left out. [`Shard::give`] must follow.
    pub fn fill(&mut self, column: &TextColumn, rows: &[u32], renamed: bool) -> Filled {
        let mut out = Filled::default();
        for &row in rows {
            let text = column.bytes_at(row as usize);
            let key = Key::at(column, row as usize);
            if let Some(number) = self.number(key, text) {
                out.known.push((row, number));
            } else if !renamed && text.is_ascii() {
                self.add_slot(key, text, (self.codes.len() + out.fresh.len()) as u32);
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
