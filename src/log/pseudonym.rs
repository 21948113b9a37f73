use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::collections::BTreeMap;

/// Hex digits of a pseudonym where no two collide.
const SHORTEST: usize = 12;
const PREFIX: &str = "ann-";

/// HMAC-SHA256 of names: the same key gives the same pseudonym in every log, and without the key nobody can tell whose
/// it is (a bare hash of a guessable id could be tried out).
pub(super) struct Pseudonyms {
    mac: Hmac<Sha256>,
    codes: BTreeMap<String, u32>,
}

impl Pseudonyms {
    pub fn new(key: &[u8]) -> Self {
        let mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
        Self { mac, codes: BTreeMap::new() }
    }

    /// The full pseudonym of a name, and its code if it has one already.
    pub fn of(&self, name: &str) -> (String, Option<u32>) {
        let mut mac = self.mac.clone();
        mac.update(name.as_bytes());
        let mut out = String::from(PREFIX);
        for byte in mac.finalize().into_bytes() {
            out.push_str(&format!("{byte:02x}"));
        }
        let code = self.codes.get(&out).copied();
        (out, code)
    }

    /// Remembers a pseudonym's code.
    pub fn keep(&mut self, name: String, code: u32) {
        self.codes.insert(name, code);
    }
}

/// The shortest length from [`SHORTEST`] digits up at which sorted names still differ.
pub(super) fn distinct_length<'a>(sorted: impl Iterator<Item = &'a str>) -> usize {
    let mut length = PREFIX.len() + SHORTEST;
    let mut previous: Option<&str> = None;
    for name in sorted {
        if let Some(previous) = previous {
            let shared = previous.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
            length = length.max(shared + 1);
        }
        previous = Some(name);
    }
    length
}
