/// Interned names in sorted (byte) order, end to end in one buffer: dense id → text. Ids follow the order of the
/// names, so nothing downstream depends on the order of rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    bytes: String,
    ends: Vec<u64>,
}

impl Names {
    /// Takes names that are already sorted and distinct.
    pub fn from_sorted<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut out = Self::default();
        for name in names {
            out.bytes.push_str(name);
            out.ends.push(out.bytes.len() as u64);
        }
        out
    }

    /// Takes names that are already sorted and distinct, in parts: each the names' bytes and where every name ends.
    pub(super) fn of_parts(parts: Vec<(Vec<u8>, Vec<u64>)>) -> Self {
        let mut parts = parts.into_iter();
        let (mut bytes, mut ends) = parts.next().unwrap_or_default();
        for (more, own) in parts {
            let start = bytes.len() as u64;
            bytes.extend_from_slice(&more);
            ends.extend(own.into_iter().map(|end| start + end));
        }
        Self { bytes: String::from_utf8(bytes).expect("names are whole texts"), ends }
    }

    /// How many names there are; ids are `0..len`.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The name of `id`.
    pub fn name(&self, id: u32) -> &str {
        let start = if id == 0 { 0 } else { self.ends[id as usize - 1] as usize };
        &self.bytes[start..self.ends[id as usize] as usize]
    }

    /// All names in order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len() as u32).map(|id| self.name(id))
    }

    /// The id of `name`.
    pub fn id(&self, name: &str) -> Option<u32> {
        let (mut low, mut high) = (0u32, self.len() as u32);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.name(middle).cmp(name) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }
}
