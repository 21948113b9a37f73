//! Names become dense codes, fast: tables in shards, looked up in parallel and filled in parallel, each name kept once.
//! Codes are provisional; [`Interner::ranked`] re-assigns ids in sorted order, so no order of rows survives.

use super::name_list::NameList;
use super::pseudonym::Pseudonyms;
pub(super) use super::ranked::Ranked;
use super::shard::{Filled, Key, Shard};
use super::values;
use crate::source::{Column, TextColumn};
use rayon::prelude::*;
use std::cmp::Ordering;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// No value.
pub(super) const NONE: u32 = u32::MAX;
const MISSED: u32 = u32::MAX - 1;
/// The same text as in the row before, which lies in the same block.
const AS_BEFORE: u32 = u32::MAX - 2;
/// The first row of a text that is new.
const FRESH: u32 = u32::MAX - 3;
const BLOCK: usize = 1 << 13;
/// Integers closer together than this are coded by position, without a table per row.
const DENSE: i64 = 1 << 24;

/// A table from texts to codes. Null tokens have the code [`NONE`]; texts are compared in Unicode NFC.
pub(super) struct Interner {
    shards: Vec<Shard>,
    bits: u32,
    pseudonyms: Option<Pseudonyms>,
    integers: Option<(i64, Vec<u32>)>,
    names: NameList,
    /// A bit for each length that a null token has.
    null_lengths: u64,
    /// Whether all names so far came in sorted order, so that none had to be put into a table.
    ascending: bool,
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
        let names = NameList::default();
        let null_lengths = nulls.iter().fold(0, |lengths, null| lengths | length_bit(null.as_bytes()));
        let ascending = bits > 0;
        let mut out = Self { shards, bits, pseudonyms: None, integers: None, names, null_lengths, ascending };
        for null in nulls {
            let key = Key::of(null.as_bytes());
            let shard = out.shard_of(key.hash);
            if out.shards[shard].find(key, null.as_bytes()).is_none() {
                out.shards[shard].insert(key, null.as_bytes(), NONE);
            }
        }
        out
    }

    /// Names become pseudonyms before anything else sees them.
    pub fn with_pseudonyms(mut self, key: Option<&[u8]>) -> Self {
        self.pseudonyms = key.map(Pseudonyms::new);
        self
    }

    /// By bits that tables do not look at: they take the lowest and the highest.
    fn shard_of(&self, hash: u64) -> usize {
        (hash >> 32) as usize & (self.shards.len() - 1)
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
            Column::Boolean { values, valid } => {
                let is_valid = |row: usize| valid.as_ref().is_none_or(|valid| valid[row]);
                // A text that no row holds gets no code.
                let mut code = |held: bool| {
                    let holds = |row: usize| is_valid(row) && values[row] == held;
                    let text = if held { "true" } else { "false" };
                    if (0..values.len()).any(holds) { self.code(text) } else { NONE }
                };
                let codes = [code(false), code(true)];
                let of = |(row, &value): (usize, &bool)| {
                    if is_valid(row) { codes[usize::from(value)] } else { NONE }
                };
                values.par_iter().enumerate().with_min_len(BLOCK).map(of).collect()
            }
            Column::Integer { values, valid } => self.integer_codes(values, valid.as_deref()),
            other => self.text_codes(&values::as_text(other)),
        }
    }

    /// The code of one text.
    pub fn code(&mut self, text: &str) -> u32 {
        if self.ascending {
            self.tabulate();
        }
        let key = Key::of(text.as_bytes());
        match self.shards[self.shard_of(key.hash)].find(key, text.as_bytes()) {
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
        if self.ascending {
            self.ascend(column, &missed, &mut codes);
        }
        if !self.ascending {
            self.fill(column, &missed, &mut codes);
        }
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
        let mut previous: Option<(Key, &[u8], u32)> = None;
        for (i, code) in out.iter_mut().enumerate() {
            let row = first + i;
            if column.valid.as_ref().is_some_and(|valid| !valid[row]) {
                previous = None;
                continue;
            }
            let (key, text) = (Key::at(column, row), column.bytes_at(row));
            let same =
                |&(before, was, _): &(Key, &[u8], u32)| before == key && (key.is_whole() || was == text);
            if let Some((_, _, known)) = previous.filter(same) {
                // Logs are often grouped by item: a run of one text is looked up once.
                *code = if known == MISSED { AS_BEFORE } else { known };
                continue;
            }
            *code = if self.bits == 0 { self.shards[0].find(key, text).unwrap_or(MISSED) } else { MISSED };
            if *code == MISSED {
                missed.push((key.hash, row as u32));
            }
            previous = Some((key, text, *code));
        }
        missed
    }

    /// Logs are often sorted by item: as long as new names follow the last one, each is new without a search, and the few
    /// that come back are found by halving. Ends, with the rest of the rows still to be coded, where names go astray.
    fn ascend(&mut self, column: &TextColumn, missed: &[Vec<(u64, u32)>], codes: &mut [u32]) {
        let mut strays = 0;
        for (seen, &(hash, row)) in missed.iter().flatten().enumerate() {
            let text = column.bytes_at(row as usize);
            let shard = &self.shards[self.shard_of(hash)];
            let is_null = || shard.find(Key::at(column, row as usize), text).is_some();
            let code = match self.names.last().map_or(Ordering::Less, |last| last.cmp(text)) {
                _ if !text.is_ascii() => None,
                _ if self.null_lengths & length_bit(text) != 0 && is_null() => Some(NONE),
                Ordering::Less => Some(self.names.push(text)),
                Ordering::Equal => Some(self.names.len() as u32 - 1),
                Ordering::Greater => {
                    strays += 1;
                    if strays < 64 + seen / 8 { self.names.find_sorted(text) } else { None }
                }
            };
            match code {
                Some(code) => codes[row as usize] = code,
                None => return self.tabulate(),
            }
        }
    }

    /// Puts all names into tables.
    fn tabulate(&mut self) {
        self.ascending = false;
        let names = &self.names;
        let hash = |code: u32| Key::of(names.bytes_of(code)).hash;
        let hashes: Vec<u64> = (0..names.len() as u32).into_par_iter().map(hash).collect();
        let mut by_shard: Vec<Vec<u32>> = vec![Vec::new(); self.shards.len()];
        for (code, &hash) in (0u32..).zip(&hashes) {
            by_shard[self.shard_of(hash)].push(code);
        }
        self.shards.par_iter_mut().zip(by_shard).for_each(|(shard, codes)| {
            for code in codes {
                let name = names.bytes_of(code);
                shard.insert(Key::of(name), name, code);
            }
        });
    }

    fn fill(&mut self, column: &TextColumn, missed: &[Vec<(u64, u32)>], codes: &mut [u32]) {
        if missed.iter().all(Vec::is_empty) {
            return;
        }
        let mut by_shard: Vec<Vec<u32>> = vec![Vec::new(); self.shards.len()];
        for &(hash, row) in missed.iter().flatten().filter(|(_, row)| codes[*row as usize] == MISSED) {
            by_shard[self.shard_of(hash)].push(row);
        }
        let renamed = self.pseudonyms.is_some();
        let shards = self.shards.par_iter_mut().zip(&by_shard);
        let filled: Vec<Filled> = shards.map(|(shard, rows)| shard.fill(column, rows, renamed)).collect();
        self.give_codes(column, &filled, codes);
        for &(_, row) in missed.iter().flatten() {
            if codes[row as usize] == MISSED {
                let text = String::from_utf8_lossy(column.bytes_at(row as usize)).into_owned();
                codes[row as usize] = self.code(&text);
            }
        }
    }

    /// New texts take their codes in order of their first rows: names that come sorted need no sorting in the end.
    fn give_codes(&mut self, column: &TextColumn, filled: &[Filled], codes: &mut [u32]) {
        for &row in filled.iter().flat_map(|filled| &filled.fresh) {
            codes[row as usize] = FRESH;
        }
        for (row, code) in codes.iter_mut().enumerate().filter(|(_, code)| **code == FRESH) {
            *code = self.names.push(column.bytes_at(row));
        }
        let given = &*codes;
        self.shards.par_iter_mut().zip(filled).for_each(|(shard, filled)| shard.give(&filled.fresh, given));
        for (shard, filled) in self.shards.iter().zip(filled) {
            for &(row, number) in &filled.known {
                codes[row as usize] = shard.code(number);
            }
        }
    }

    /// Adds a text that no slot holds: its canonical form gets the code, the text as read points there.
    fn add(&mut self, text: &str) -> u32 {
        let canonical: String = match is_nfc_quick(text.chars()) {
            IsNormalized::Yes => text.to_string(),
            _ => text.nfc().collect(),
        };
        let key = Key::of(text.as_bytes());
        let code = if let Some(pseudonyms) = &mut self.pseudonyms {
            let (name, known) = pseudonyms.of(&canonical);
            match known {
                Some(code) => code,
                None => {
                    let code = self.names.push(name.as_bytes());
                    if let Some(pseudonyms) = &mut self.pseudonyms {
                        pseudonyms.keep(name, code);
                    }
                    code
                }
            }
        } else if canonical != text {
            self.code(&canonical)
        } else {
            self.names.push(text.as_bytes())
        };
        let shard = self.shard_of(key.hash);
        self.shards[shard].insert(key, text.as_bytes(), code);
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
    pub fn given(&self) -> std::ops::Range<u32> {
        0..self.names.len() as u32
    }

    /// One more than the highest code given.
    pub fn bound(&self) -> usize {
        self.names.len()
    }

    /// The name of a code.
    pub fn name(&self, code: u32) -> &str {
        self.names.name(code)
    }

    /// Ends interning: names in sorted order and, by code, the place of each. Codes that `keep` refuses have none.
    pub fn ranked(self, keep: impl Fn(u32) -> bool) -> Ranked {
        drop((self.shards, self.integers));
        self.names.ranked(keep, self.pseudonyms.is_some())
    }
}

fn length_bit(text: &[u8]) -> u64 {
    1 << text.len().min(63)
}
