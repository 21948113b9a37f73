use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use flate2::bufread::MultiGzDecoder;
use sha2::{Digest, Sha256};

use super::SourceError;

/// Bytes of an input before any format is known: a regular file, or what was spooled from a stream. It can be opened
/// again, so that a format may look twice.
#[derive(Clone)]
pub(super) struct Input {
    pub(super) path: Arc<Path>,
    /// `None` for a regular file, which is read from the disk each time.
    spooled: Option<Arc<[u8]>>,
}

/// How the stored bytes are packed, by their first bytes (names lie).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    None,
    Gzip,
    Zstd,
}

/// SHA-256 in hex and length of the stored bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Fingerprint {
    pub(super) sha256: String,
    pub(super) bytes: u64,
}

impl Input {
    pub(super) fn open(path: &Path) -> Result<Self, SourceError> {
        if path == Path::new("-") {
            let spooled = spool(&mut io::stdin().lock(), path)?;
            return Ok(Input { path: Arc::from(path), spooled: Some(spooled) });
        }
        let metadata = std::fs::metadata(path).map_err(|error| cannot_open(path, &error))?;
        if metadata.is_dir() {
            return Err(SourceError::new(
                path,
                "this is a folder",
                format!("name the files in it, for instance '{}/*.csv'", path.display()),
            ));
        }
        let mut file = File::open(path).map_err(|error| cannot_open(path, &error))?;
        // A pipe (`<(…)`) cannot be read twice.
        let spooled = if metadata.is_file() { None } else { Some(spool(&mut file, path)?) };
        Ok(Input { path: Arc::from(path), spooled })
    }

    #[cfg(test)]
    pub(super) fn of_bytes(name: &str, bytes: Vec<u8>) -> Self {
        Input { path: Arc::from(Path::new(name)), spooled: Some(Arc::from(bytes)) }
    }

    /// The bytes as stored, fingerprinted as they pass.
    pub(super) fn stored(&self) -> Result<Stored, SourceError> {
        let inner: Box<dyn Read + Send> = match &self.spooled {
            Some(bytes) => Box::new(io::Cursor::new(Arc::clone(bytes))),
            None => Box::new(File::open(&self.path).map_err(|error| cannot_open(&self.path, &error))?),
        };
        Ok(Stored { inner, digest: Sha256::new(), bytes: 0 })
    }

    /// The bytes unpacked.
    pub(super) fn unpacked(&self) -> Result<Unpacked, SourceError> {
        Unpacked::new(self.stored()?, self.packing()?).map_err(|error| unreadable(&self.path, &error))
    }

    pub(super) fn packing(&self) -> Result<Packing, SourceError> {
        let mut head = [0; 4];
        let got = fill(&mut self.stored()?, &mut head).map_err(|error| unreadable(&self.path, &error))?;
        Ok(match &head[..got] {
            [0x1f, 0x8b, ..] => Packing::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd] => Packing::Zstd,
            // A zstd file may begin with a skippable frame.
            [low, 0x2a, 0x4d, 0x18] if low & 0xf0 == 0x50 => Packing::Zstd,
            _ => Packing::None,
        })
    }

    /// Up to `length` first bytes, unpacked.
    pub(super) fn head(&self, length: usize) -> Result<Vec<u8>, SourceError> {
        let mut head = vec![0; length];
        let got = fill(&mut self.unpacked()?, &mut head).map_err(|error| unreadable(&self.path, &error))?;
        head.truncate(got);
        Ok(head)
    }

    /// Bytes that can be read at any place: the file itself, or what is unpacked from it.
    pub(super) fn seekable(&self) -> Result<Seekable, SourceError> {
        if self.packing()? != Packing::None {
            let unpacked = spool(&mut self.unpacked()?, &self.path)?;
            return Ok(Seekable::Memory(io::Cursor::new(unpacked)));
        }
        match &self.spooled {
            Some(bytes) => Ok(Seekable::Memory(io::Cursor::new(Arc::clone(bytes)))),
            None => {
                Ok(Seekable::File(File::open(&self.path).map_err(|error| cannot_open(&self.path, &error))?))
            }
        }
    }
}

/// A file or spooled bytes, for formats that begin with their end.
pub(super) enum Seekable {
    File(File),
    Memory(io::Cursor<Arc<[u8]>>),
}

impl Seekable {
    /// The same bytes, to be read in turn with the others of its kind (a file's place is shared).
    pub(super) fn again(&self) -> io::Result<Self> {
        Ok(match self {
            Seekable::File(file) => Seekable::File(file.try_clone()?),
            Seekable::Memory(bytes) => Seekable::Memory(bytes.clone()),
        })
    }
}

impl Read for Seekable {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Seekable::File(file) => file.read(buffer),
            Seekable::Memory(bytes) => bytes.read(buffer),
        }
    }
}

impl io::Seek for Seekable {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        match self {
            Seekable::File(file) => file.seek(to),
            Seekable::Memory(bytes) => bytes.seek(to),
        }
    }
}

/// Stored bytes, fingerprinted while they are read.
pub(super) struct Stored {
    inner: Box<dyn Read + Send>,
    digest: Sha256,
    bytes: u64,
}

impl Read for Stored {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = self.inner.read(buffer)?;
        self.digest.update(&buffer[..got]);
        self.bytes += got as u64;
        Ok(got)
    }
}

impl Stored {
    /// The fingerprint of all bytes: those not yet read are read now.
    pub(super) fn fingerprint(mut self) -> io::Result<Fingerprint> {
        let mut rest = vec![0; 1 << 18];
        while self.read(&mut rest)? > 0 {}
        let sha256 = self.digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Fingerprint { sha256, bytes: self.bytes })
    }
}

/// Unpacked bytes. Gzip members and zstd frames that follow each other are one file.
pub(super) enum Unpacked {
    Plain(Stored),
    Gzip(Box<MultiGzDecoder<BufReader<Stored>>>),
    Zstd(Box<zstd::stream::read::Decoder<'static, BufReader<Stored>>>),
}

impl Unpacked {
    fn new(stored: Stored, packing: Packing) -> io::Result<Self> {
        let buffered = |stored| BufReader::with_capacity(1 << 17, stored);
        Ok(match packing {
            Packing::None => Unpacked::Plain(stored),
            Packing::Gzip => Unpacked::Gzip(Box::new(MultiGzDecoder::new(buffered(stored)))),
            Packing::Zstd => {
                Unpacked::Zstd(Box::new(zstd::stream::read::Decoder::with_buffer(buffered(stored))?))
            }
        })
    }

    /// The fingerprint of the stored bytes beneath.
    pub(super) fn fingerprint(self) -> io::Result<Fingerprint> {
        match self {
            Unpacked::Plain(stored) => stored.fingerprint(),
            Unpacked::Gzip(decoder) => decoder.into_inner().into_inner().fingerprint(),
            Unpacked::Zstd(decoder) => decoder.finish().into_inner().fingerprint(),
        }
    }
}

impl Read for Unpacked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Unpacked::Plain(stored) => stored.read(buffer),
            Unpacked::Gzip(decoder) => decoder.read(buffer),
            Unpacked::Zstd(decoder) => decoder.read(buffer),
        }
    }
}

/// Reads until `buffer` is full or the input ends; says how much there was.
pub(super) fn fill(from: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match from.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(got) => filled += got,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

fn spool(from: &mut impl Read, path: &Path) -> Result<Arc<[u8]>, SourceError> {
    let mut bytes = Vec::new();
    from.read_to_end(&mut bytes).map_err(|error| unreadable(path, &error))?;
    Ok(Arc::from(bytes))
}

fn cannot_open(path: &Path, error: &io::Error) -> SourceError {
    match error.kind() {
        io::ErrorKind::NotFound => {
            SourceError::new(path, "no such file", "check the spelling and the working folder")
        }
        io::ErrorKind::PermissionDenied => {
            SourceError::new(path, "not allowed to read this file", "change its permissions")
        }
        _ => SourceError::new(path, format!("cannot be opened: {error}"), "check the path"),
    }
}

/// An error of reading or unpacking.
pub(super) fn unreadable(path: &Path, error: &io::Error) -> SourceError {
    let message = match error.kind() {
        io::ErrorKind::UnexpectedEof => "ends too early: it was not stored whole".to_owned(),
        _ => format!("cannot be read: {error}"),
    };
    SourceError::new(path, message, "copy or compress the file again")
}
