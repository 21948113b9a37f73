use memchr::{memchr, memrchr, memrchr2};

/// Finds where a buffer can be cut without cutting a record, by looking at each byte once.
pub(super) enum Cutter {
    /// A record ends at a line feed.
    Lines { scanned: usize, boundary: Option<usize> },
    /// A record ends at a line feed or carriage return outside quotes.
    Quoted(QuoteCutter),
}

/// Follows the quotes of delimited text. A quote opens a field only at the field's beginning; elsewhere it is a
/// character like any other, as `csv-core` reads it.
pub(super) struct QuoteCutter {
    delimiter: u8,
    inside: bool,
    scanned: usize,
    boundary: Option<usize>,
}

impl Cutter {
    pub(super) fn lines() -> Self {
        Cutter::Lines { scanned: 0, boundary: None }
    }

    pub(super) fn quoted(delimiter: u8) -> Self {
        Cutter::Quoted(QuoteCutter { delimiter, inside: false, scanned: 0, boundary: None })
    }

    /// Looks at what is new in `buffer`, which begins with a record; `last` says that nothing follows. Gives the last
    /// place where a record ends, which is the buffer's end if nothing follows and no quote is open.
    pub(super) fn scan(&mut self, buffer: &[u8], last: bool) -> Option<usize> {
        match self {
            Cutter::Lines { scanned, boundary } => {
                // After a cut, what is left may be scanned further than the caller reaches.
                let new = buffer.get(*scanned..).unwrap_or_default();
                if let Some(at) = memrchr(b'\n', new) {
                    *boundary = Some(*scanned + at + 1);
                }
                *scanned = buffer.len().max(*scanned);
                if last { Some(buffer.len()) } else { *boundary }
            }
            Cutter::Quoted(cutter) => cutter.scan(buffer, last),
        }
    }

    /// Says that the first `length` bytes of the buffer were taken away.
    pub(super) fn shift(&mut self, length: usize) {
        let (scanned, boundary) = match self {
            Cutter::Lines { scanned, boundary } => (scanned, boundary),
            Cutter::Quoted(cutter) => (&mut cutter.scanned, &mut cutter.boundary),
        };
        *scanned = scanned.saturating_sub(length);
        *boundary = None;
    }

    /// Whether a quote is open at the end of what was scanned.
    pub(super) fn quote_is_open(&self) -> bool {
        matches!(self, Cutter::Quoted(cutter) if cutter.inside)
    }
}

impl QuoteCutter {
    fn scan(&mut self, buffer: &[u8], last: bool) -> Option<usize> {
        let mut at = self.scanned;
        while at < buffer.len() {
            let quote = memchr(b'"', &buffer[at..]).map(|step| at + step);
            if self.inside {
                match quote {
                    None => at = buffer.len(),
                    Some(quote) if buffer.get(quote + 1) == Some(&b'"') => at = quote + 2,
                    Some(quote) if quote + 1 == buffer.len() && !last => {
                        // Whether it is doubled shows only when more is read.
                        at = quote;
                        break;
                    }
                    Some(quote) => {
                        self.inside = false;
                        at = quote + 1;
                    }
                }
                continue;
            }
            let end = quote.unwrap_or(buffer.len());
            if let Some(step) = memrchr2(b'\n', b'\r', &buffer[at..end]) {
                self.boundary = Some(at + step + 1);
            }
            at = end;
            if let Some(quote) = quote {
                self.inside = quote == 0 || self.opens_after(buffer[quote - 1]);
                at = quote + 1;
            }
        }
        self.scanned = at;
        if last && !self.inside { Some(buffer.len()) } else { self.boundary }
    }

    fn opens_after(&self, byte: u8) -> bool {
        byte == self.delimiter || byte == b'\n' || byte == b'\r'
    }
}
