//! Names become dense codes, fast: tables in shards, looked up in parallel and filled in parallel, each name kept once.
//! Codes are provisional; [`Interner::ranked`] re-assigns ids in sorted order, so no order of rows survives.

use super::Names;
use super::pseudonym::Pseudonyms;
pub(super) use super::ranked::Ranked;
use super::values;
use crate::source::{Column, TextColumn};
use hashbrown::HashTable;
use rayon::prelude::*;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use xxhash_rust::xxh3::xxh3_64;

/// No value.
pub(super) const NONE: u32 = u32::MAX;
const MISSED: u32 = u32::MAX - 1;
/// The same text as in the row before, which lies in the same block.
const AS_BEFORE: u32 = u32::MAX - 2;
const BLOCK: usize = 1 << 13;
/// Integers closer together than this are coded by position, without a table per row.
const DENSE: i64 = 1 << 24;

/// A table from texts to codes. Null tokens have the code [`NONE`]; texts are compared in Unicode NFC.
pub(super) struct Interner {
    shards: Vec<Shard>,
    bits: u32,
    pseudonyms: Option<Pseudonyms>,
    integers: Option<(i64, Vec<u32>)>,
}

#[derive(Default)]
struct Shard {
    table: HashTable<Slot>,
    long: Vec<u8>,
    names: Vec<u8>,
    ends: Vec<u32>,
}

/// A text as read and its code. Up to 16 bytes lie in the slot itself, so that most look-ups touch one cache line.
struct Slot {
    code: u32,
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

impl Shard {
    fn find(&self, hash: u64, text: &[u8]) -> Option<u32> {
        let len = text.len() as u32;
        let found = if text.len() <= 16 {
            let head = padded(text);
            self.table.find(hash, |slot| slot.len == len && slot.head == head)
        } else {
            self.table.find(hash, |slot| slot.len == len && slot.text(&self.long) == text)
        };
        found.map(|slot| slot.code)
    }

    fn insert(&mut self, hash: u64, text: &[u8], code: u32) {
        let mut head = padded(&text[..text.len().min(16)]);
        if text.len() > 16 {
            head[..8].copy_from_slice(&text[..8]);
            head[8..].copy_from_slice(&(self.long.len() as u64).to_le_bytes());
            self.long.extend_from_slice(text);
        }
        let slot = Slot { code, len: text.len() as u32, head };
        let long = &self.long;
        self.table.insert_unique(hash, slot, |slot| xxh3_64(slot.text(long)));
    }

    fn add_name(&mut self, text: &[u8]) -> u32 {
        self.names.extend_from_slice(text);
        self.ends.push(u32::try_from(self.names.len()).expect("one shard's names stay under 4 GiB"));
        self.ends.len() as u32 - 1
    }

    fn name(&self, local: usize) -> &[u8] {
        let start = if local == 0 { 0 } else { self.ends[local - 1] as usize };
        &self.names[start..self.ends[local] as usize]
    }
}

impl Interner {
    /// For a few distinct values (labels, batches).
    pub fn small(nulls: &[String]) -> Self {
        Self::new(0, nulls)
    }

    /// For very many (items, sessions).
    pub fn large(nulls: &[String]) -> Self {
        Self::new(6, nulls)
    }

    fn new(bits: u32, nulls: &[String]) -> Self {
        let shards = (0..1usize << bits).map(|_| Shard::default()).collect();
        let mut out = Self { shards, bits, pseudonyms: None, integers: None };
        for null in nulls {
            let hash = xxh3_64(null.as_bytes());
            let shard = out.shard_of(hash);
            if out.shards[shard].find(hash, null.as_bytes()).is_none() {
                out.shards[shard].insert(hash, null.as_bytes(), NONE);
            }
        }
        out
    }

    /// Names become pseudonyms before anything else sees them.
    pub fn with_pseudonyms(mut self, key: Option<&[u8]>) -> Self {
        self.pseudonyms = key.map(Pseudonyms::new);
        self
    }

    fn shard_of(&self, hash: u64) -> usize {
        if self.bits == 0 { 0 } else { (hash >> (64 - self.bits)) as usize }
    }

    /// Codes of a column's values.
    pub fn codes(&mut self, column: &Column) -> Vec<u32> {
        match column {
            Column::Text(text) => self.text_codes(text),
            Column::Dictionary { keys, values } => {
                let codes = self.text_codes(values);
                keys.par_iter()
                    .with_min_len(BLOCK)
                    .map(|&k| codes.get(k as usize).copied().unwrap_or(NONE))
                    .collect()
            }
            Column::Integer { values, valid } => self.integer_codes(values, valid.as_deref()),
            other => self.text_codes(&values::as_text(other)),
        }
    }

    /// The code of one text.
    pub fn code(&mut self, text: &str) -> u32 {
        let hash = xxh3_64(text.as_bytes());
        match self.shards[self.shard_of(hash)].find(hash, text.as_bytes()) {
            Some(code) => code,
            None => self.add(text),
        }
    }

    fn text_codes(&mut self, column: &TextColumn) -> Vec<u32> {
        let mut codes = vec![NONE; column.len()];
        let shards = &*self;
        let missed: Vec<Vec<(u64, u32)>> = codes
            .par_chunks_mut(BLOCK)
            .enumerate()
            .map(|(block, out)| shards.look_up(column, block * BLOCK, out))
            .collect();
        self.fill(column, &missed, &mut codes);
        codes.par_chunks_mut(BLOCK).for_each(|block| {
            let mut before = NONE;
            for code in block {
                if *code == AS_BEFORE {
                    *code = before;
                }
                before = *code;
            }
        });
        codes
    }

    /// Codes of one block of rows; what the tables do not hold yet is returned with its hash. Tables in shards are not
    /// looked up here but shard by shard, because one shard fits a core's cache and all of them do not.
    fn look_up(&self, column: &TextColumn, first: usize, out: &mut [u32]) -> Vec<(u64, u32)> {
        let mut missed = Vec::new();
        let mut previous: Option<(&[u8], u32)> = None;
        for (i, code) in out.iter_mut().enumerate() {
            let row = first + i;
            if column.valid.as_ref().is_some_and(|valid| !valid[row]) {
                previous = None;
                continue;
            }
            let text = column.bytes_at(row);
            if let Some((_, known)) = previous.filter(|(before, _)| *before == text) {
                // Logs are often grouped by item: a run of one text is looked up once.
                *code = if known == MISSED { AS_BEFORE } else { known };
                continue;
            }
            let hash = xxh3_64(text);
            *code = if self.bits == 0 { self.shards[0].find(hash, text).unwrap_or(MISSED) } else { MISSED };
            if *code == MISSED {
                missed.push((hash, row as u32));
            }
            previous = Some((text, *code));
        }
        missed
    }

    fn fill(&mut self, column: &TextColumn, missed: &[Vec<(u64, u32)>], codes: &mut [u32]) {
        if missed.iter().all(Vec::is_empty) {
            return;
        }
        let mut by_shard: Vec<Vec<(u64, u32)>> = vec![Vec::new(); self.shards.len()];
        for &(hash, row) in missed.iter().flatten() {
            by_shard[self.shard_of(hash)].push((hash, row));
        }
        let (bits, renamed) = (self.bits, self.pseudonyms.is_some());
        let found: Vec<Vec<(u32, u32)>> = self
            .shards
            .par_iter_mut()
            .zip(&by_shard)
            .enumerate()
            .map(|(number, (shard, rows))| {
                shard.fill(column, rows, |local| (local << bits) | number as u32, renamed)
            })
            .collect();
        for &(row, code) in found.iter().flatten() {
            codes[row as usize] = code;
        }
        for &(_, row) in missed.iter().flatten() {
            if codes[row as usize] == MISSED {
                let text = String::from_utf8_lossy(column.bytes_at(row as usize)).into_owned();
                codes[row as usize] = self.code(&text);
            }
        }
    }

    /// Adds a text that no slot holds: its canonical form gets the code, the text as read points there.
    fn add(&mut self, text: &str) -> u32 {
        let canonical: String = match is_nfc_quick(text.chars()) {
            IsNormalized::Yes => text.to_string(),
            _ => text.nfc().collect(),
        };
        let hash = xxh3_64(text.as_bytes());
        let code = if let Some(pseudonyms) = &mut self.pseudonyms {
            let (name, known) = pseudonyms.of(&canonical);
            match known {
                Some(code) => code,
                None => {
                    let code = self.shards[0].add_name(name.as_bytes()) << self.bits;
                    if let Some(pseudonyms) = &mut self.pseudonyms {
                        pseudonyms.keep(name, code);
                    }
                    code
                }
            }
        } else if canonical != text {
            self.code(&canonical)
        } else {
            let number = self.shard_of(hash);
            let local = self.shards[number].add_name(text.as_bytes());
            (local << self.bits) | number as u32
        };
        let shard = self.shard_of(hash);
        self.shards[shard].insert(hash, text.as_bytes(), code);
        code
    }

    fn integer_codes(&mut self, values: &[i64], valid: Option<&[bool]>) -> Vec<u32> {
        let is_valid = |i: usize| valid.is_none_or(|valid| valid[i]);
        let range = values.iter().enumerate().filter(|&(i, _)| is_valid(i)).map(|(_, &v)| v);
        let (Some(low), Some(high)) = (range.clone().min(), range.max()) else {
            return vec![NONE; values.len()];
        };
        let (base, mut dense) = self.integers.take().unwrap_or((low, Vec::new()));
        let near = high.checked_sub(base).is_some_and(|span| span < DENSE);
        if low < base || !near {
            // Another base, or values far apart: through text, which is slower and just as right.
            self.integers = (!dense.is_empty()).then_some((base, dense));
            let text = values::as_text(&Column::Integer {
                values: values.to_vec(),
                valid: valid.map(<[bool]>::to_vec),
            });
            return self.text_codes(&text);
        }
        dense.resize(dense.len().max((high - base) as usize + 1), MISSED);
        let mut out = Vec::with_capacity(values.len());
        for (i, &value) in values.iter().enumerate() {
            if !is_valid(i) {
                out.push(NONE);
                continue;
            }
            let place = (value - base) as usize;
            if dense[place] == MISSED {
                dense[place] = self.code(&value.to_string());
            }
            out.push(dense[place]);
        }
        self.integers = Some((base, dense));
        out
    }

    /// All codes given.
    pub fn given(&self) -> impl Iterator<Item = u32> {
        let bits = self.bits;
        (0u32..).zip(&self.shards).flat_map(move |(number, shard)| {
            (0..shard.ends.len() as u32).map(move |local| (local << bits) | number)
        })
    }

    /// One more than the highest code given.
    pub fn bound(&self) -> usize {
        let last = |(number, shard): (usize, &Shard)| match shard.ends.len() {
            0 => 0,
            n => (((n - 1) << self.bits) | number) + 1,
        };
        self.shards.iter().enumerate().map(last).max().unwrap_or(0)
    }

    fn bytes_of(&self, code: u32) -> &[u8] {
        self.shards[(code & ((1 << self.bits) - 1)) as usize].name((code >> self.bits) as usize)
    }

    /// The name of a code.
    pub fn name(&self, code: u32) -> &str {
        std::str::from_utf8(self.bytes_of(code)).expect("names are pushed as whole texts")
    }

    /// Ends interning: names in sorted order and, by code, the place of each. Codes that `keep` refuses have none.
    pub fn ranked(mut self, keep: impl Fn(u32) -> bool) -> Ranked {
        for shard in &mut self.shards {
            shard.table = HashTable::new();
            shard.long = Vec::new();
        }
        let mut order: Vec<(u64, u32)> =
            self.given().filter(|&code| keep(code)).map(|code| (0, code)).collect();
        let shared = self.shared_prefix(&order);
        order.par_iter_mut().for_each(|(key, code)| *key = sort_key(self.bytes_of(*code), shared));
        order.par_sort_unstable_by(|a, b| {
            a.0.cmp(&b.0).then_with(|| self.bytes_of(a.1).cmp(self.bytes_of(b.1)))
        });
        let mut place = vec![NONE; self.bound()];
        for (rank, &(_, code)) in order.iter().enumerate() {
            place[code as usize] = rank as u32;
        }
        let short = self
            .pseudonyms
            .as_ref()
            .map(|_| super::pseudonym::distinct_length(order.iter().map(|&(_, c)| self.name(c))));
        let shown = |code| short.map_or(self.name(code), |length| &self.name(code)[..length]);
        Ranked { names: Names::from_sorted(order.iter().map(|&(_, code)| shown(code))), place }
    }

    fn shared_prefix(&self, order: &[(u64, u32)]) -> usize {
        let Some(first) = order.first().map(|&(_, code)| self.bytes_of(code)) else { return 0 };
        order.iter().fold(first.len(), |shared, &(_, code)| {
            let other = self.bytes_of(code);
            if other.get(..shared) == first.get(..shared) {
                return shared;
            }
            first.iter().zip(other).take(shared).take_while(|(a, b)| a == b).count()
        })
    }
}

impl Shard {
    /// Gives codes to rows whose text was in no table; texts that have another canonical form are left out.
    fn fill(
        &mut self,
        column: &TextColumn,
        rows: &[(u64, u32)],
        code: impl Fn(u32) -> u32,
        renamed: bool,
    ) -> Vec<(u32, u32)> {
        let mut out = Vec::with_capacity(rows.len());
        for &(hash, row) in rows {
            let text = column.bytes_at(row as usize);
            if let Some(found) = self.find(hash, text) {
                out.push((row, found));
            } else if !renamed && text.is_ascii() {
                let new = code(self.add_name(text));
                self.insert(hash, text, new);
                out.push((row, new));
            }
        }
        out
    }
}

/// Up to sixteen bytes with zeros behind: compared at once, together with the length.
fn padded(text: &[u8]) -> [u8; 16] {
    let mut head = [0; 16];
    head[..text.len()].copy_from_slice(text);
    head
}

/// The eight bytes after the prefix that all names share, as a number that sorts like them.
fn sort_key(name: &[u8], shared: usize) -> u64 {
    let mut key = [0; 8];
    let rest = &name[shared.min(name.len())..];
    let n = rest.len().min(8);
    key[..n].copy_from_slice(&rest[..n]);
    u64::from_be_bytes(key)
}
