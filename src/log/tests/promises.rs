use super::{Joined, Typed, normalize_tables, plain};
use crate::log::LogError;
use proptest::prelude::*;

const HEADER: &str = "item,worker,label,submitted_at,session_id,duration_s,is_repeat,batch,gender,gold,model_label,model_confidence,status";

/// Cells that are few enough to collide and odd enough to fail.
fn row() -> impl Strategy<Value = Vec<String>> {
    let cell = |values: &'static [&'static str]| prop::sample::select(values).prop_map(String::from);
    vec![
        cell(&["1", "2", "3", "cafe\u{301}", "caf\u{e9}", "a name longer than sixteen bytes", ""]),
        cell(&["a", "b", "c", "another name longer than sixteen", "NA"]),
        cell(&["x", "y", "X ", "x", "null"]),
        cell(&["2026-01-01", "2026-01-02T12:00:00Z", "1767300000", "never", "", "2026-02-01 08:00"]),
        cell(&["s1", "s2", ""]),
        cell(&["1.5", "-2", "9999", "abc", ""]),
        cell(&["true", "False", ""]),
        cell(&["b1", "b2", ""]),
        cell(&["f", "m", ""]),
        cell(&["x", "y", ""]),
        cell(&["x", "z", ""]),
        cell(&["0.5", "0.9", "7", ""]),
        cell(&["submitted", "skipped", "draft", ""]),
    ]
}

/// The log or the error, with everything in it, as text.
fn told(rows: &[Vec<String>], per_chunk: usize) -> (String, u64, u64) {
    let header: Vec<String> = HEADER.split(',').map(String::from).collect();
    let (options, mut handed_out) = (plain(), 0);
    let mut sink = |_| handed_out += 1;
    let table = Typed::of_rows(&header, rows, per_chunk);
    let log = normalize_tables(vec![table], Joined::none(), &options, Some(&mut sink));
    let unused = match &log {
        Ok(log) => log.account.rows_read - log.account.rows_used,
        Err(LogError::NoUsableRow { reasons, .. }) => reasons.iter().map(|(_, rows)| rows).sum(),
        Err(_) => 0,
    };
    (format!("{log:?}"), unused, handed_out)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn neither_order_nor_chunks_of_rows_change_the_log(
        (rows, shuffled) in prop::collection::vec(row(), 1..60)
            .prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
        per_chunk in 1usize..9,
    ) {
        let (log, _, _) = told(&rows, 1000);
        prop_assert_eq!(log, told(&shuffled, per_chunk).0);
    }

    #[test]
    fn every_row_is_used_or_handed_out(rows in prop::collection::vec(row(), 0..60), per_chunk in 1usize..9) {
        let (_, unused, handed_out) = told(&rows, per_chunk);
        prop_assert_eq!(unused, handed_out);
    }
}
