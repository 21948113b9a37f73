use super::json_elements::JsonElements;
use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Turns stored text into UTF-8 while it streams by, and decides about the whole file as it goes.
///
/// Undeclared text is taken for UTF-8. At the first byte that UTF-8 does not know, two cases remain: only ASCII was seen
/// so far, which reads the same in Windows-1252, so that what was already given stays right and the rest is read as
/// Windows-1252; or a multi-byte character was seen, and the file is a mixture. Likewise a valid multi-byte sequence after
/// the switch makes it a mixture.
pub(super) struct Transcoder {
    mode: Mode,
    /// Bytes taken in.
    taken: u64,
    /// The last up to three bytes where they may be the beginning of a sequence.
    carry: Vec<u8>,
    /// Whether the switch to Windows-1252 was made, and where.
    switched_at: Option<u64>,
}

enum Mode {
    /// Nothing seen yet.
    Start,
    /// Bytes pass unchanged; each line is judged by its reader (JSON).
    Verbatim,
    /// JSON that is not one object per line becomes lines.
    Elements(JsonElements),
    Utf8 {
        multibyte: bool,
        declared: bool,
    },
    Windows1252,
    Declared(Box<Decoder>, &'static Encoding),
}

/// Why text could not be decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Undecodable {
    /// UTF-8 and something else in one file, at this byte.
    Mixture(u64),
    /// Not the declared (or by its byte-order mark stated) encoding, at this byte.
    Malformed(&'static str, u64),
    /// A NUL at this byte: no text at all.
    Binary(u64),
}

impl Transcoder {
    /// Text whose encoding is to be recognised.
    pub(super) fn recognising() -> Self {
        Self::with(Mode::Start)
    }

    /// Bytes that are handed on as they are, without a byte-order mark.
    pub(super) fn verbatim() -> Self {
        Self::with(Mode::Verbatim)
    }

    /// JSON values that are put on lines of their own.
    pub(super) fn elements(elements: JsonElements) -> Self {
        Self::with(Mode::Elements(elements))
    }

    /// Text in a declared encoding.
    pub(super) fn declared(encoding: &'static Encoding) -> Self {
        if encoding == UTF_8 {
            return Self::with(Mode::Utf8 { multibyte: true, declared: true });
        }
        Self::with(Mode::Declared(Box::new(encoding.new_decoder_with_bom_removal()), encoding))
    }

    fn with(mode: Mode) -> Self {
        Transcoder { mode, taken: 0, carry: Vec::new(), switched_at: None }
    }

    /// What the reader of a report should know.
    pub(super) fn note(&self) -> Option<String> {
        match (&self.mode, self.switched_at) {
            (Mode::Windows1252, Some(at)) => {
                Some(format!("read as Windows-1252, as byte {at} is not UTF-8 (`--encoding` states another)"))
            }
            (Mode::Declared(_, encoding), _) => Some(format!("read as {}", encoding.name())),
            _ => None,
        }
    }

    /// Appends `raw` to `text` as UTF-8; `last` says that nothing follows.
    pub(super) fn take(&mut self, raw: &[u8], last: bool, text: &mut Vec<u8>) -> Result<(), Undecodable> {
        let mut raw = raw;
        if self.taken == 0 && self.carry.is_empty() {
            raw = self.begin(raw);
        }
        match &mut self.mode {
            Mode::Declared(decoder, encoding) => {
                let name = encoding.name();
                decode(decoder, raw, last, text)
                    .map_err(|at| Undecodable::Malformed(name, self.taken + at))?;
                self.taken += raw.len() as u64;
                Ok(())
            }
            Mode::Elements(elements) => {
                elements.take(raw, text);
                self.taken += raw.len() as u64;
                Ok(())
            }
            Mode::Verbatim => {
                text.extend_from_slice(raw);
                self.taken += raw.len() as u64;
                Ok(())
            }
            _ => self.take_bytewise(raw, last, text),
        }
    }

    /// Settles the mode by a byte-order mark, which is passed over.
    fn begin<'a>(&mut self, raw: &'a [u8]) -> &'a [u8] {
        let utf8_mark = raw.starts_with(&[0xef, 0xbb, 0xbf]);
        let wide = match raw {
            [0xff, 0xfe, ..] => Some(UTF_16LE),
            [0xfe, 0xff, ..] => Some(UTF_16BE),
            _ => None,
        };
        if matches!(self.mode, Mode::Start) {
            self.mode = match wide {
                Some(encoding) => Mode::Declared(Box::new(encoding.new_decoder_with_bom_removal()), encoding),
                None => Mode::Utf8 { multibyte: utf8_mark, declared: false },
            };
        }
        if utf8_mark && matches!(self.mode, Mode::Utf8 { .. } | Mode::Verbatim | Mode::Elements(_)) {
            self.taken = 3;
            return &raw[3..];
        }
        raw
    }

    fn take_bytewise(&mut self, raw: &[u8], last: bool, text: &mut Vec<u8>) -> Result<(), Undecodable> {
        if let Some(at) = memchr::memchr(0, raw) {
            return Err(Undecodable::Binary(self.taken + (self.carry.len() + at) as u64));
        }
        if self.carry.is_empty() {
            return self.take_joined(raw, last, text);
        }
        let mut joined = std::mem::take(&mut self.carry);
        joined.extend_from_slice(raw);
        self.take_joined(&joined, last, text)
    }

    fn take_joined(&mut self, bytes: &[u8], last: bool, text: &mut Vec<u8>) -> Result<(), Undecodable> {
        let Mode::Utf8 { multibyte, declared } = &mut self.mode else {
            return self.take_windows_1252(bytes, last, text);
        };
        let (valid, rest_is_open) = match std::str::from_utf8(bytes) {
            Ok(_) => (bytes.len(), true),
            Err(error) => (error.valid_up_to(), error.error_len().is_none() && !last),
        };
        *multibyte = *multibyte || !bytes[..valid].is_ascii();
        text.extend_from_slice(&bytes[..valid]);
        self.taken += valid as u64;
        let rest = &bytes[valid..];
        if rest_is_open {
            self.carry.extend_from_slice(rest);
            return Ok(());
        }
        if *declared {
            return Err(Undecodable::Malformed("UTF-8", self.taken));
        }
        if *multibyte {
            return Err(Undecodable::Mixture(self.taken));
        }
        self.mode = Mode::Windows1252;
        self.switched_at = Some(self.taken);
        self.take_windows_1252(rest, last, text)
    }

    fn take_windows_1252(&mut self, bytes: &[u8], last: bool, text: &mut Vec<u8>) -> Result<(), Undecodable> {
        if let Some(at) = multibyte_sequence(bytes) {
            return Err(Undecodable::Mixture(self.taken + at as u64));
        }
        // What may be the beginning of a sequence waits for its end.
        let open = if last { 0 } else { bytes.iter().rev().take(3).take_while(|b| **b >= 0x80).count() };
        let (now, later) = bytes.split_at(bytes.len() - open);
        let (decoded, _) = WINDOWS_1252.decode_without_bom_handling(now);
        text.extend_from_slice(decoded.as_bytes());
        self.taken += now.len() as u64;
        self.carry.clear();
        self.carry.extend_from_slice(later);
        Ok(())
    }
}

/// Where the first whole multi-byte UTF-8 sequence begins.
fn multibyte_sequence(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(step) = bytes[at..].iter().position(|byte| *byte >= 0xc2) {
        at += step;
        let length = match bytes[at] {
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            _ => 4,
        };
        if bytes.get(at..at + length).is_some_and(|sequence| std::str::from_utf8(sequence).is_ok()) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// Appends `raw` decoded; an error is the place in `raw` behind the malformed sequence.
fn decode(decoder: &mut Decoder, raw: &[u8], last: bool, text: &mut Vec<u8>) -> Result<(), u64> {
    let mut read = 0;
    loop {
        let room = decoder.max_utf8_buffer_length_without_replacement(raw.len() - read).unwrap_or(1 << 20);
        let before = text.len();
        text.resize(before + room.max(16), 0);
        let (result, got, written) =
            decoder.decode_to_utf8_without_replacement(&raw[read..], &mut text[before..], last);
        text.truncate(before + written);
        read += got;
        match result {
            DecoderResult::InputEmpty => return Ok(()),
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => return Err(read as u64),
        }
    }
}
