//! The same table in every format.

use polars::prelude::{DataFrame, IpcWriter, SerReader, SerWriter};
use proptest::prelude::*;
use std::path::Path;
use std::sync::Arc;

use super::reading::{Given, read};
use crate::source::arrow_column::spelled_bytes;
use crate::source::{Chunk, Column, TextColumn, write};

fn texts(values: &[Option<&str>]) -> TextColumn {
    let mut column = TextColumn::default();
    for value in values {
        match value {
            Some(value) => column.push(value),
            None => column.push_null(),
        }
    }
    column
}

fn chunk(names: &[&str], columns: Vec<Column>, rows: usize) -> Chunk {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    Chunk {
        path: Arc::from(Path::new("made")),
        first_row: 1,
        row_numbers: None,
        rows,
        names: names.into(),
        columns,
        defective: Vec::new(),
    }
}

fn as_parquet(chunks: Vec<Chunk>) -> Vec<u8> {
    let mut bytes = Vec::new();
    write::parquet(chunks, &mut bytes).unwrap();
    bytes
}

fn as_ipc(parquet: &[u8]) -> Vec<u8> {
    let mut frame: DataFrame =
        polars::prelude::ParquetReader::new(std::io::Cursor::new(parquet)).finish().unwrap();
    let mut bytes = Vec::new();
    IpcWriter::new(&mut bytes).finish(&mut frame).unwrap();
    bytes
}

fn mixed() -> Chunk {
    let keys = vec![0, u32::MAX, 1];
    let valid = Some(vec![true, false, true]);
    chunk(
        &["item", "label", "n", "x", "ok", "at", "local"],
        vec![
            Column::Text(texts(&[Some("01"), None, Some("a value longer than twelve bytes, é")])),
            Column::Dictionary { keys, values: texts(&[Some("yes"), Some("no")]) },
            Column::Integer { values: vec![-1, 0, i64::MAX], valid: valid.clone() },
            Column::Float { values: vec![0.1, 0.0, 2.0], valid: valid.clone() },
            Column::Boolean { values: vec![true, false, false], valid: valid.clone() },
            Column::Instant { micros: vec![1_500_000, 0, -1], valid: valid.clone(), offset_known: true },
            Column::Instant { micros: vec![0, 0, 86_400_000_000], valid, offset_known: false },
        ],
        3,
    )
}

#[test]
fn typed_columns_come_back_with_their_nulls() {
    let parquet = as_parquet(vec![mixed(), mixed()]);
    for (name, bytes) in [("log.parquet", parquet.clone()), ("log.arrow", as_ipc(&parquet))] {
        let given = read(name, &bytes).unwrap();
        assert_eq!(given.names, ["item", "label", "n", "x", "ok", "at", "local"]);
        assert_eq!(given.row(0), ["01", "yes", "-1", "0.1", "true", "1500000", "0"], "{name}");
        assert_eq!(given.row(1), ["∅"; 7]);
        assert_eq!(given.row(5)[0], "a value longer than twelve bytes, é");
        assert_eq!(given.numbers, [1, 2, 3, 4, 5, 6]);
        assert_eq!(given.facts.bytes, bytes.len() as u64);
        assert_eq!(given.facts.sha256.len(), 64);
        assert_eq!(given.facts.notes, Vec::<String>::new());
    }
}

#[test]
fn bytes_are_text_or_hexadecimal() {
    assert_eq!(spelled_bytes("é".as_bytes()), "é");
    assert_eq!(spelled_bytes(&[0xff, 0x0a]), "0xff0a");
}

#[test]
fn whether_a_zone_was_stated_is_kept() {
    let mut reader = crate::source::reader_of(
        crate::source::input::Input::of_bytes("log.parquet", as_parquet(vec![mixed()])),
        &Default::default(),
    )
    .unwrap();
    reader.keep(&["local".into(), "at".into()]);
    let chunk = reader.next_chunk().unwrap().unwrap();
    let known: Vec<_> =
        chunk.columns.iter().map(|c| matches!(c, Column::Instant { offset_known: true, .. })).collect();
    assert_eq!((chunk.names.to_vec(), known), (vec!["at".to_owned(), "local".to_owned()], vec![true, false]));
}

#[test]
fn csv_spells_what_typed_columns_hold() {
    let mut bytes = Vec::new();
    assert_eq!(write::csv([mixed()], &mut bytes).unwrap(), 3);
    let given = read("log.csv", &bytes).unwrap();
    let long = "a value longer than twelve bytes, é";
    assert_eq!(
        given.row(0),
        ["01", "yes", "-1", "0.1", "true", "1970-01-01T00:00:01.5Z", "1970-01-01T00:00:00"]
    );
    assert_eq!(
        given.row(2),
        [
            long,
            "no",
            "9223372036854775807",
            "2",
            "false",
            "1969-12-31T23:59:59.999999Z",
            "1970-01-02T00:00:00"
        ]
    );
}

#[test]
fn damaged_files_are_refused() {
    let parquet = as_parquet(vec![mixed()]);
    let ipc = as_ipc(&parquet);
    for (bytes, kind) in [(parquet, "Parquet"), (ipc, "Arrow IPC")] {
        let told = read("log", &bytes[..bytes.len() - 9]).unwrap_err().to_string();
        assert!(told.contains(&format!("cannot be read as {kind}")), "{told}");
        let packed = zstd::encode_all(&bytes[..], 1).unwrap();
        assert_eq!(read("log.zst", &packed).unwrap().rows.len(), 3);
    }
    assert!(read("log", b"\xff\xff\xff\xff\0").unwrap_err().to_string().contains("Arrow IPC stream"));
}

#[test]
fn a_text_column_of_few_values_becomes_a_dictionary() {
    let rows = 20_000;
    let few: Vec<String> = (0..rows).map(|row| format!("annotator number {}", row % 50)).collect();
    let many: Vec<String> = (0..rows).map(|row| format!("item {row}")).collect();
    let column =
        |values: &[String]| Column::Text(texts(&values.iter().map(|v| Some(v.as_str())).collect::<Vec<_>>()));
    let bytes = as_parquet(vec![chunk(&["few", "many"], vec![column(&few), column(&many)], rows)]);
    let input = crate::source::input::Input::of_bytes("log.parquet", bytes.clone());
    let mut reader = crate::source::reader_of(input, &Default::default()).unwrap();
    let chunk = reader.next_chunk().unwrap().unwrap();
    assert!(matches!(&chunk.columns[0], Column::Dictionary { values, .. } if values.len() == 50));
    assert!(matches!(&chunk.columns[1], Column::Text(_)));
    let given = read("log.parquet", &bytes).unwrap();
    assert_eq!(given.row(12_345), ["annotator number 45", "item 12345"]);
}

#[test]
fn lists_of_labels_are_the_json_that_other_formats_have() {
    use polars::prelude::{IntoColumn, NamedFrom, Series};
    let text = |labels: &[Option<&str>]| Some(Series::new("".into(), labels));
    let labels = [text(&[Some("b"), Some("a\"c")]), None, text(&[]), text(&[None, Some("b")])];
    let numbers = [1_i64, 2, 3, 4].map(|n| Series::new("".into(), [n, -n]));
    let columns = [Series::new("label".into(), labels), Series::new("votes".into(), numbers)]
        .map(IntoColumn::into_column);
    let mut frame = DataFrame::new(4, columns.to_vec()).unwrap();
    let mut bytes = Vec::new();
    polars::prelude::ParquetWriter::new(&mut bytes).finish(&mut frame).unwrap();
    for bytes in [as_ipc(&bytes), bytes] {
        let given = read("log", &bytes).unwrap();
        assert_eq!(given.names, ["label", "votes"]);
        assert_eq!(given.row(0), [r#"["b","a\"c"]"#, "[1,-1]"]);
        assert_eq!(given.row(1), ["∅", "[2,-2]"]);
        assert_eq!(given.row(2)[0], "[]");
        assert_eq!(given.row(3)[0], r#"[null,"b"]"#);
        assert_eq!(given.facts.notes, Vec::<String>::new());
    }
}

#[test]
fn types_that_no_audit_uses_are_left_out_with_a_note() {
    use polars::prelude::{IntoColumn, IntoSeries, NamedFrom, NewChunkedArray, Series};
    let spans = Series::new("spans".into(), [Series::new("".into(), [0.5_f64, 2.0])]);
    let small = Series::new("small".into(), [0.1_f32]);
    let big = Series::new("big".into(), [u64::MAX]);
    let day = polars::prelude::Int32Chunked::from_iter_values("day".into(), [2].into_iter()).into_date();
    let columns = [spans, small, big, day.into_series()].map(IntoColumn::into_column).to_vec();
    let mut frame = DataFrame::new(1, columns).unwrap();
    let mut bytes = Vec::new();
    polars::prelude::ParquetWriter::new(&mut bytes).finish(&mut frame).unwrap();
    for bytes in [bytes.clone(), as_ipc(&bytes)] {
        let given = read("log", &bytes).unwrap();
        assert_eq!(given.names, ["small", "big", "day"]);
        assert_eq!(given.row(0), ["0.1", "18446744073709551615", "172800000000"]);
        assert_eq!(
            given.facts.notes,
            [
                "column `spans` is left out, as its type is list; to use it, write it as text, number or timestamp"
            ]
        );
        let input = crate::source::input::Input::of_bytes("log", bytes);
        let mut reader = crate::source::reader_of(input, &Default::default()).unwrap();
        reader.keep(&["spans".into()]);
        let told = reader.next_chunk().unwrap().unwrap_err().to_string();
        assert_eq!(
            told,
            "log, column `spans`: cannot read the type list; to use it, write it as text, number or timestamp"
        );
    }
}

proptest! {
    #[test]
    fn every_format_gives_the_same_cells(
        rows in prop::collection::vec(("[a-c]{1,2}", "\\PC{1,20}", "[ ,;\"'\n\t]{1,3}x"), 1..30),
    ) {
        let column = |pick: &dyn Fn(&(String, String, String)) -> String| {
            let values: Vec<String> = rows.iter().map(pick).collect();
            Column::Text(texts(&values.iter().map(|v| Some(v.as_str())).collect::<Vec<_>>()))
        };
        let columns = vec![column(&|r| r.0.clone()), column(&|r| r.1.clone()), column(&|r| r.2.clone())];
        let made = chunk(&["a", "b", "c"], columns, rows.len());
        let parquet = as_parquet(vec![made.clone()]);
        let mut csv = Vec::new();
        write::csv([made], &mut csv).unwrap();
        let json: String = rows.iter()
            .map(|(a, b, c)| format!("{}\n", serde_json::json!({"a": a, "b": b, "c": c}))).collect();
        let given: Vec<Given> = [("x.csv", csv), ("x.jsonl", json.into_bytes()),
            ("x.arrow", as_ipc(&parquet)), ("x.parquet", parquet)]
            .into_iter().map(|(name, bytes)| read(name, &bytes).unwrap()).collect();
        for other in &given[1..] {
            prop_assert_eq!(&given[0].rows, &other.rows);
            prop_assert_eq!(&given[0].numbers, &other.numbers);
        }
        prop_assert_eq!(given[0].rows.len(), rows.len());
    }
}
