use super::input::Input;
use super::{Format, Options, SourceError};

/// The stated format, or the one that the first bytes show; between kinds of text the file's ending decides, and
/// without a telling ending the first character.
pub(super) fn recognise(input: &Input, options: &Options) -> Result<Format, SourceError> {
    if let Some(format) = options.format {
        return Ok(format);
    }
    let head = input.head(512)?;
    if head.starts_with(b"PAR1") {
        return Ok(Format::Parquet);
    }
    if head.starts_with(b"ARROW1") {
        return Ok(Format::Ipc);
    }
    if let Some(kind) = foreign(&head) {
        return Err(SourceError::new(
            &input.path,
            format!("this is {kind}"),
            "save it as CSV, JSON lines, Parquet or Arrow IPC",
        ));
    }
    let name = input.path.to_string_lossy().to_lowercase();
    let name = name.trim_end_matches(".gz").trim_end_matches(".zst");
    let ends_in = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if ends_in(&[".jsonl", ".ndjson", ".json"]) {
        return Ok(Format::JsonLines);
    }
    if ends_in(&[".csv", ".tsv", ".tab"]) {
        return Ok(Format::Delimited);
    }
    let text = head.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(&head);
    match text.iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'{' | b'[') => Ok(Format::JsonLines),
        _ => Ok(Format::Delimited),
    }
}

/// What a file that is no log shows at its beginning.
fn foreign(head: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 11] = [
        (b"PK\x03\x04", "a zip archive (an Excel workbook is one)"),
        (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
        (b"%PDF", "a PDF"),
        (b"\x89PNG", "a PNG image"),
        (b"\xff\xd8\xff", "a JPEG image"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
        (b"BZh", "compressed by bzip2, which is not read here (gzip and zstd are)"),
        (b"\xfd7zXZ\0", "compressed by xz, which is not read here (gzip and zstd are)"),
        (b"\xff\xff\xff\xff", "an Arrow IPC stream, which is not read here (Arrow IPC files are)"),
        (b"Obj\x01", "an Avro file"),
    ];
    KINDS.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, kind)| *kind)
}
