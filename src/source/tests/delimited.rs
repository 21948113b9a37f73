use proptest::prelude::*;

use super::reading::{Given, drain, read, read_with};
use crate::source::delimited::Delimited;
use crate::source::input::Input;
use crate::source::{Options, SourceError};

fn read_in_blocks(bytes: &[u8], block_bytes: usize) -> Result<Given, SourceError> {
    let input = Input::of_bytes("log.csv", bytes.to_vec());
    drain(&mut Delimited::open_in_blocks(input, &Options::default(), block_bytes)?)
}

fn message(result: Result<Given, SourceError>) -> String {
    result.expect_err("must not be readable").to_string()
}

#[test]
fn cells_are_text_and_header_cells_are_trimmed() {
    let given = read("log.csv", b" item_id ,label\n01,1.0\n02, yes \n").unwrap();
    assert_eq!(given.names, ["item_id", "label"]);
    assert_eq!(given.row(0), ["01", "1.0"]);
    assert_eq!(given.row(1), ["02", " yes "]);
    assert_eq!(given.numbers, [1, 2]);
}

#[test]
fn every_line_end_byte_order_mark_and_blank_line() {
    for end in ["\n", "\r\n", "\r"] {
        for last in ["", end] {
            let text = format!("\u{feff}{end}a,b{end}{end}1,2{end}  {end}3,4{last}");
            let given = read("log.csv", text.as_bytes()).unwrap();
            assert_eq!(given.names, ["a", "b"], "{text:?}");
            assert_eq!((given.row(0), given.row(1)), (vec!["1", "2"], vec!["3", "4"]), "{text:?}");
            assert_eq!(given.numbers, [1, 2]);
            assert!(given.facts.notes.is_empty());
        }
    }
}

#[test]
fn delimiters_are_recognised_or_stated() {
    for (name, text) in [("a.csv", "x;y,z\n1;2,5\n"), ("a.csv", "x\ty\n1\t2\n"), ("a", "x|y\n1|2\n")] {
        assert_eq!(read(name, text.as_bytes()).unwrap().names.len(), 2, "{text:?}");
    }
    assert_eq!(read("a.tsv", b"a,b,c\td\n1\t2\n").unwrap().names, ["a,b,c", "d"]);
    assert_eq!(read("a.csv", b"\"a;b;c\",d\n1,2\n").unwrap().names, ["a;b;c", "d"]);
    assert_eq!(read("a.csv", b"label\nyes\n").unwrap().names, ["label"]);
    let options = Options { delimiter: Some(b':'), ..Options::default() };
    assert_eq!(read_with("a.csv", b"a:b,c\n1:2\n", &options).unwrap().names, ["a", "b,c"]);
}

#[test]
fn quotes_hold_delimiters_newlines_and_doubled_quotes() {
    let given = read("log.csv", b"a,b\n\"1,\n\"\"x\"\"\",5\" tall\n\"\",\"q\"r\n").unwrap();
    assert_eq!(given.row(0), ["1,\n\"x\"", "5\" tall"]);
    assert_eq!(given.row(1), ["", "qr"]);
}

#[test]
fn an_unclosed_quote_names_the_row_it_opens_in() {
    let text = b"a,b\n1,2\n3\n4,\"5\n6,7\n8,9\n";
    for block_bytes in [1, 3, 7, 1 << 20] {
        let error = read_in_blocks(text, block_bytes).unwrap_err();
        assert_eq!(error.row, Some(3), "{error}");
        assert!(
            error.to_string().starts_with("log.csv, row 3: a quote opens here and never closes; close it")
        );
    }
}

#[test]
fn ragged_rows_are_counted_with_their_text() {
    let given = read("log.csv", b"a,b,c\n1,2,3\n1,2\n\"x\ny\",2,3,4\r\n5,6,7\n").unwrap();
    assert_eq!(given.numbers, [1, 4]);
    let told: Vec<_> = given.defective.iter().map(|d| (d.row, d.reason.as_str(), d.text.as_str())).collect();
    assert_eq!(
        told,
        [
            (2, "2 fields where the header has 3", "1,2"),
            (3, "4 fields where the header has 3", "\"x\ny\",2,3,4")
        ]
    );
}

#[test]
fn what_is_no_log_is_refused_with_a_remedy() {
    assert!(message(read("log.csv", b"")).contains("the file is empty; give a file with a header"));
    assert!(message(read("log.csv", b"\n\r\n\n")).contains("the file is empty"));
    assert!(message(read("log.csv", b"a,b\n")).contains("a header but no row"));
    assert!(message(read("log.csv", b"a,b\n \n\n")).contains("a header but no row"));
    assert!(message(read("log.csv", b"a,b\n1,\x002\n")).contains("byte 6 is NUL"));
    assert!(message(read("log.csv", b"PK\x03\x04rest")).contains("zip archive"));
    assert!(message(read("log.csv", b"\x1f\x8b\x08\0damaged")).contains("copy or compress"));
    let options = Options { encoding: Some("latin-zero".to_owned()), ..Options::default() };
    assert!(
        message(read_with("log.csv", b"a\n1\n", &options)).contains("no encoding is called `latin-zero`")
    );
}

#[test]
fn columns_without_a_name_of_their_own_are_named_with_a_note() {
    let given = read("log.csv", b",label,label,label (2)\n1,2,3,4\n").unwrap();
    assert_eq!(given.names, ["column_1", "label", "label (3)", "label (2)"]);
    assert_eq!(given.facts.notes, ["another column `label` is called `label (3)`"]);
}

#[test]
fn only_kept_columns_are_there() {
    let input = Input::of_bytes("log.csv", b"a,b,c\n1,2,3\n4,5,6\n".to_vec());
    let mut reader = Delimited::open_in_blocks(input, &Options::default(), 8).unwrap();
    crate::source::reader::Reader::keep(&mut reader, &["c".into(), "a".into(), "zzz".into()]);
    let given = drain(&mut reader).unwrap();
    assert_eq!(given.names, ["a", "c"]);
    assert_eq!(given.row(1), ["4", "6"]);
}

#[test]
fn packed_text_reads_the_same_and_the_digest_is_of_the_stored_bytes() {
    use sha2::Digest;
    use std::io::Write;
    let gzip = |bytes: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let members = [gzip(b"a,b\n1,2\n3,"), gzip(b"4\n")].concat();
    let frames =
        [zstd::encode_all(&b"a,b\n1,2\n3,"[..], 1).unwrap(), zstd::encode_all(&b"4\n"[..], 1).unwrap()];
    for packed in [members, frames.concat()] {
        let given = read("log.csv", &packed).unwrap();
        assert_eq!((given.row(0), given.row(1)), (vec!["1", "2"], vec!["3", "4"]));
        let digest: String = sha2::Sha256::digest(&packed).iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!((given.facts.sha256, given.facts.bytes), (digest, packed.len() as u64));
        assert!(message(read("log.csv", &packed[..packed.len() - 3])).contains("copy or compress"));
    }
}

proptest! {
    #[test]
    fn what_the_csv_crate_writes_reads_back(
        rows in prop::collection::vec(prop::collection::vec("[a\",;\r\n é€]{0,6}", 3), 1..20),
        ragged in prop::collection::vec(1_usize..6, 20),
        always in any::<bool>(),
        block_bytes in 1_usize..40,
    ) {
        let style = if always { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary };
        let mut writer = csv::WriterBuilder::new().flexible(true).quote_style(style).from_writer(Vec::new());
        writer.write_record(["é", "b", "c"]).unwrap();
        let mut good = Vec::new();
        for (row, width) in rows.iter().zip(&ragged) {
            // Some rows are too short or too long.
            let width = if *width < 3 && row[0].len() > 3 { *width } else if *width == 5 { 5 } else { 3 };
            let cells: Vec<&str> = row.iter().map(String::as_str).chain(["x", "y"]).take(width).collect();
            if width == 1 && cells[0].trim().is_empty() { continue }
            writer.write_record(&cells).unwrap();
            if width == 3 { good.push(row.clone()) }
        }
        let bytes = writer.into_inner().unwrap();
        let mut expected = csv::ReaderBuilder::new().flexible(true).from_reader(&bytes[..]);
        let records = expected.records().count();
        match read_in_blocks(&bytes, block_bytes) {
            Ok(given) => {
                prop_assert_eq!(given.facts.rows as usize, records);
                let cells: Vec<Vec<String>> = given.rows.iter()
                    .map(|row| row.iter().map(|cell| cell.clone().unwrap()).collect()).collect();
                prop_assert_eq!(cells, good);
            }
            Err(error) => prop_assert!(records == 0, "{}", error),
        }
    }

    #[test]
    fn block_size_changes_nothing(text in "[ab\",\r\n]{0,60}", one in 1_usize..9, other in 1_usize..80) {
        let text = format!("a,b\n{text}");
        let shown = |block_bytes| match read_in_blocks(text.as_bytes(), block_bytes) {
            Ok(given) => format!("{:?} {:?} {:?}", given.rows, given.numbers, given.defective),
            Err(error) => error.to_string(),
        };
        prop_assert_eq!(shown(one), shown(other));
    }
}
