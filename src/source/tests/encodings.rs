use proptest::prelude::*;

use super::reading::{Given, drain, read_with};
use crate::source::delimited::Delimited;
use crate::source::input::Input;
use crate::source::{Options, SourceError};

fn read_in_blocks(bytes: &[u8], block_bytes: usize) -> Result<Given, SourceError> {
    let input = Input::of_bytes("log.csv", bytes.to_vec());
    drain(&mut Delimited::open_in_blocks(input, &Options::default(), block_bytes)?)
}

#[test]
fn text_that_is_no_utf_8_is_windows_1252_with_a_note() {
    let bytes = b"item,label\n1,plain\n2,caf\xe9 \x80\n3,na\xefve\xe9\n";
    for block_bytes in [1, 2, 5, 1 << 20] {
        let given = read_in_blocks(bytes, block_bytes).unwrap();
        assert_eq!((given.row(1), given.row(2)), (vec!["2", "café €"], vec!["3", "naïveé"]));
        assert_eq!(
            given.facts.notes,
            ["read as Windows-1252, as byte 24 is not UTF-8 (`--encoding` states another)"]
        );
    }
}

#[test]
fn a_mixture_is_refused_by_the_byte_where_it_shows() {
    let utf8_first = b"a,b\n1,caf\xc3\xa9\n2,caf\xe9\n";
    let utf8_last = b"a,b\n1,caf\xe9\n2,caf\xc3\xa9\n";
    for block_bytes in [1, 3, 1 << 20] {
        let told = read_in_blocks(utf8_first, block_bytes).unwrap_err().to_string();
        assert!(told.contains("mixed encodings") && told.contains("at byte 17;"), "{told}");
        assert!(told.contains("--encoding"));
        let told = read_in_blocks(utf8_last, block_bytes).unwrap_err().to_string();
        assert!(told.contains("at byte 16;"), "{told}");
    }
}

#[test]
fn utf_16_by_its_mark_and_declared_encodings() {
    let text = "a,b\n1,né\u{1f600}\n";
    let little: Vec<u8> =
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> =
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    for bytes in [little, big] {
        for block_bytes in [1, 3, 1 << 20] {
            let given = read_in_blocks(&bytes, block_bytes).unwrap();
            assert_eq!(given.names, ["a", "b"]);
            assert_eq!(given.row(0), ["1", "né\u{1f600}"]);
            assert!(given.facts.notes[0].starts_with("read as UTF-16"));
        }
    }
    let declared = |label: &str, bytes: &[u8]| {
        let options = Options { encoding: Some(label.to_owned()), ..Options::default() };
        read_with("log.csv", bytes, &options)
    };
    assert_eq!(declared("latin1", b"a\n\xc3\xa9\n").unwrap().row(0), ["Ã©"]);
    assert_eq!(declared("shift_jis", b"a\n\x93\xfa\n").unwrap().row(0), ["日"]);
    let told = declared("utf-8", b"a\n\xe9\n").unwrap_err().to_string();
    assert!(told.contains("not UTF-8: malformed before or at byte 2"), "{told}");
}

proptest! {
    #[test]
    fn the_decision_does_not_depend_on_blocks(bytes in prop::collection::vec(
        prop::sample::select(&b"ab,\n\xc3\xa9\xe2\x82\xac\xf0\x9f"[..]), 0..40), one in 1_usize..6, other in 1_usize..60) {
        let text = [b"a,b\n1,2\n", &bytes[..]].concat();
        let shown = |block_bytes| match read_in_blocks(&text, block_bytes) {
            Ok(given) => format!("{:?} {:?} {:?}", given.rows, given.defective, given.facts.notes),
            Err(error) => error.to_string(),
        };
        prop_assert_eq!(shown(one), shown(other));
        let valid = std::str::from_utf8(&text).is_ok();
        let given = read_in_blocks(&text, one);
        if valid { prop_assert!(given.unwrap().facts.notes.is_empty()); }
    }
}
