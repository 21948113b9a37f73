//! Names in order of their first appearance, end to end, and how they are brought into sorted order.

use super::Names;
use super::interner::NONE;
use super::pseudonym;
use super::ranked::Ranked;
use rayon::prelude::*;
use std::cmp::Ordering;

/// Distinct names by code: their place in order of appearance.
#[derive(Default)]
pub(super) struct NameList {
    bytes: Vec<u8>,
    ends: Vec<u64>,
}

impl NameList {
    /// Appends a name that is not there yet; gives its code.
    pub fn push(&mut self, name: &[u8]) -> u32 {
        self.bytes.extend_from_slice(name);
        self.ends.push(self.bytes.len() as u64);
        self.ends.len() as u32 - 1
    }

    /// How many names there are; codes are `0..len`.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The name of a code.
    pub fn name(&self, code: u32) -> &str {
        std::str::from_utf8(self.bytes_of(code)).expect("names are pushed as whole texts")
    }

    /// The name that came last.
    pub fn last(&self) -> Option<&[u8]> {
        (self.len() as u32).checked_sub(1).map(|code| self.bytes_of(code))
    }

    /// The code of a name, where names came in sorted order.
    pub fn find_sorted(&self, name: &[u8]) -> Option<u32> {
        let (mut low, mut high) = (0, self.len() as u32);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.bytes_of(middle).cmp(name) {
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
                Ordering::Equal => return Some(middle),
            }
        }
        None
    }

    /// The bytes of a code's name.
    pub fn bytes_of(&self, code: u32) -> &[u8] {
        let code = code as usize;
        let start = if code == 0 { 0 } else { self.ends[code - 1] as usize };
        &self.bytes[start..self.ends[code] as usize]
    }

    /// Names in sorted order and, by code, the place of each; codes that `keep` refuses have none. Names that appeared in
    /// sorted order are taken over as they lie. `pseudonyms` are shown as short as they still differ.
    pub fn ranked(self, keep: impl Fn(u32) -> bool, pseudonyms: bool) -> Ranked {
        let mut order: Vec<u32> = (0..self.len() as u32).filter(|&code| keep(code)).collect();
        let all = order.len() == self.len();
        let ascending = order.par_windows(2).all(|pair| self.bytes_of(pair[0]) < self.bytes_of(pair[1]));
        if all && ascending && !pseudonyms {
            return Ranked {
                names: Names::of_parts(vec![(self.bytes, self.ends)]),
                place: order,
                same: true,
            };
        }
        if !ascending {
            order = self.sorted(order);
        }
        let mut place = vec![NONE; self.len()];
        for (rank, &code) in (0u32..).zip(&order) {
            place[code as usize] = rank;
        }
        let length = if pseudonyms {
            pseudonym::distinct_length(order.iter().map(|&code| self.name(code)))
        } else {
            usize::MAX
        };
        let part = |codes: &[u32]| {
            let (mut bytes, mut ends) = (Vec::new(), Vec::with_capacity(codes.len()));
            for &code in codes {
                let name = self.bytes_of(code);
                bytes.extend_from_slice(&name[..name.len().min(length)]);
                ends.push(bytes.len() as u64);
            }
            (bytes, ends)
        };
        Ranked { names: Names::of_parts(order.par_chunks(1 << 15).map(part).collect()), place, same: false }
    }

    /// Codes in order of their names: by the first bytes that differ, packed beside them, seldom by the names themselves.
    fn sorted(&self, codes: Vec<u32>) -> Vec<u32> {
        let shared = self.shared_prefix(&codes);
        let key = |code: u32| (sort_key(self.bytes_of(code), shared), code);
        let mut keyed: Vec<(u64, u32)> = codes.into_par_iter().map(key).collect();
        keyed.par_sort_unstable_by(|a, b| {
            a.0.cmp(&b.0).then_with(|| self.bytes_of(a.1).cmp(self.bytes_of(b.1)))
        });
        keyed.into_par_iter().map(|(_, code)| code).collect()
    }

    fn shared_prefix(&self, codes: &[u32]) -> usize {
        let Some(first) = codes.first().map(|&code| self.bytes_of(code)) else { return 0 };
        codes.iter().fold(first.len(), |shared, &code| {
            let other = self.bytes_of(code);
            if other.get(..shared) == first.get(..shared) {
                return shared;
            }
            first.iter().zip(other).take(shared).take_while(|(a, b)| a == b).count()
        })
    }
}

/// The eight bytes after the prefix that all names share, as a number that sorts like them.
fn sort_key(name: &[u8], shared: usize) -> u64 {
    let mut key = [0; 8];
    let rest = &name[shared.min(name.len())..];
    let n = rest.len().min(8);
    key[..n].copy_from_slice(&rest[..n]);
    u64::from_be_bytes(key)
}
