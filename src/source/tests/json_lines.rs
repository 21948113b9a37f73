use proptest::prelude::*;

use super::reading::{drain, read};
use crate::source::input::Input;
use crate::source::json_lines::JsonLines;

#[test]
fn objects_are_flattened_and_numbers_keep_their_spelling() {
    let text = concat!(
        "{\"id\": \"01\", \"n\": 1.0, \"big\": 12345678901234567890123, \"who\": {\"id\": 7, \"at\": {\"x\": null}}}\n",
        "\n",
        "{\"late\": true, \"id\": \"a\\n\\u00e9\", \"spans\": [ {\"start\": 1,  \"label\": \"a b\"} , 2 ], \"n\":1e3}\r\n",
    );
    let given = read("log.jsonl", text.as_bytes()).expect("lines");
    assert_eq!(given.names, ["id", "n", "big", "who.id", "who.at.x", "late", "spans"]);
    assert_eq!(given.row(0), ["01", "1.0", "12345678901234567890123", "7", "∅", "∅", "∅"]);
    assert_eq!(given.row(1), ["a\né", "1e3", "∅", "∅", "∅", "true", "[{\"start\":1,\"label\":\"a b\"},2]"]);
}

#[test]
fn a_bad_line_is_a_defective_row() {
    let mut text = b"{\"a\":1}\n{\"a\":\n[1]\n{\"a\":\"\xff\"}\n{\"a\":\"\\ud800\"}\n{\"a\":2}".to_vec();
    for name in ["log.jsonl", "-"] {
        let given = read(name, &text).expect("lines");
        assert_eq!(given.numbers, [1, 6]);
        let reasons: Vec<_> = given.defective.iter().map(|d| (d.row, d.reason.as_str())).collect();
        assert_eq!(
            reasons,
            [
                (2, "not JSON: EOF while parsing a value at character 5"),
                (3, "not a JSON object"),
                (4, "not UTF-8 from byte 6 of the line"),
                (5, "not JSON: \"\\ud800\" holds half of a character"),
            ]
        );
        text.splice(0..0, *b"\xef\xbb\xbf");
    }
}

#[test]
fn an_array_reads_like_lines() {
    let text = "\u{feff} [\n {\"a\": \"x,\\\"]\\n\",\n  \"b\": {\"c\": [1,\n 2]}},\n {\"a\": \"{\"}, 3 ]\n";
    for block_bytes in [1, 5, 1 << 20] {
        let input = Input::of_bytes("log.json", text.as_bytes().to_vec());
        let given =
            drain(&mut JsonLines::open_in_blocks(input, block_bytes).expect("it opens")).expect("objects");
        assert_eq!(given.names, ["a", "b.c"]);
        assert_eq!(given.row(0), ["x,\"]\n", "[1,2]"]);
        assert_eq!(given.row(1), ["{", "∅"]);
        assert_eq!(given.defective.len(), 1);
    }
}

#[test]
fn objects_may_be_written_over_several_lines() {
    let text = "{\n  \"a\": [1,\n 2],\n \"b\": \"}\"\n}\n{ \"a\":\n null }";
    let given = read("log.json", text.as_bytes()).expect("objects");
    assert_eq!((given.row(0), given.row(1)), (vec!["[1,2]", "}"], vec!["∅", "∅"]));
    let cut = read("log.jsonl", b"{\"a\":\n{\"a\":1}\n").expect("lines");
    assert_eq!((cut.rows.len(), cut.defective.len()), (1, 1));
}

#[test]
fn what_is_no_json_log_is_refused() {
    let message = |bytes: &[u8]| read("log.json", bytes).unwrap_err().to_string();
    assert!(message(b"").contains("there is no row in this JSON; give one JSON object per line"));
    assert!(message(b"[]").contains("no row"));
    assert!(message(b"hello\n").contains("row 1: no row can be read: not JSON"));
    assert!(message(b"\xff\xfe[\0").contains("UTF-16"));
}

proptest! {
    #[test]
    fn what_serde_writes_reads_back(
        rows in prop::collection::vec(prop::collection::vec("\\PC{0,5}|[\"\\\\\n{}\\[\\],]{0,4}", 2), 1..20),
        block_bytes in 1_usize..60,
        pretty in any::<bool>(),
    ) {
        let objects: Vec<serde_json::Value> = rows.iter()
            .map(|row| serde_json::json!({"a": row[0], "b": {"c": row[1]}})).collect();
        let text = if pretty {
            serde_json::to_string_pretty(&objects).expect("JSON")
        } else {
            objects.iter().map(|object| format!("{object}\n")).collect()
        };
        let input = Input::of_bytes("log.json", text.into_bytes());
        let given = drain(&mut JsonLines::open_in_blocks(input, block_bytes).expect("it opens")).expect("objects");
        let cells: Vec<Vec<String>> = given.rows.iter()
            .map(|row| row.iter().map(|cell| cell.clone().expect("a value")).collect()).collect();
        prop_assert_eq!(cells, rows);
        prop_assert_eq!(given.names, ["a", "b.c"]);
    }
}
