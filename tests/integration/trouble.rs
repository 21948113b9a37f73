//! What can be wrong with what goes in: each trouble with its message and exit status, at the level that the
//! conventions give it. A row that is wrong is set aside, a field that is wrong is unknown, a file that is wrong is
//! refused.

use crate::program::{Ran, json, place, put, raterscope, small_log};
use std::fs;
use std::path::Path;

/// Audits `content` as `log.csv` into `out`.
fn audited(folder: &Path, content: impl AsRef<[u8]>, flags: &[&str]) -> Ran {
    put(folder, "log.csv", content);
    let mut args = vec!["audit", "log.csv", "-o", "out", "--replicates", "100"];
    args.extend(flags);
    raterscope(folder, &args)
}

/// The run ended with `status`, said all of `words` on standard error, and wrote nothing.
fn refused(ran: &Ran, folder: &Path, status: i32, words: &[&str]) {
    assert_eq!(ran.status, status, "{ran:?}");
    for word in words {
        assert!(
            ran.stderr.to_lowercase().contains(&word.to_lowercase()),
            "{word:?} is not in: {}",
            ran.stderr
        );
    }
    assert!(ran.stderr.starts_with("error: "), "{}", ran.stderr);
    assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
    assert_eq!(ran.stdout, "");
    assert!(!folder.join("out").exists());
}

/// Rows read, rows used, and rows set aside by reason, as the audit tells them.
fn account(folder: &Path) -> (u64, u64, Vec<(String, u64)>) {
    let intake = json(&folder.join("out/audit.json"))["intake"].clone();
    let number = |value: &serde_json::Value| value.as_u64().expect("a count");
    let set_aside = intake["set_aside"].as_array().expect("a list");
    let set_aside =
        set_aside.iter().map(|pair| (pair[0].as_str().expect("a reason").into(), number(&pair[1])));
    (number(&intake["rows_read"]), number(&intake["rows_used"]), set_aside.collect())
}

#[test]
fn no_such_file() {
    let place = place();
    let ran = raterscope(place.path(), &["audit", "nowhere.csv", "-o", "out"]);
    refused(&ran, place.path(), 3, &["nowhere.csv", "no such file"]);
}

#[test]
fn a_folder() {
    let place = place();
    fs::create_dir(place.path().join("logs")).expect("made");
    let ran = raterscope(place.path(), &["audit", "logs", "-o", "out"]);
    refused(&ran, place.path(), 3, &["logs", "folder"]);
}

#[test]
fn an_empty_file() {
    let place = place();
    refused(&audited(place.path(), "", &[]), place.path(), 3, &["log.csv", "empty"]);
}

#[test]
fn a_header_only() {
    let place = place();
    let ran = audited(place.path(), "item_id,annotator_id,label\n", &[]);
    refused(&ran, place.path(), 3, &["log.csv", "no row"]);
}

#[test]
fn a_binary_file() {
    let place = place();
    let bytes: Vec<u8> = (0..4096u32).map(|i| (i * 7919 % 251) as u8).collect();
    refused(&audited(place.path(), bytes, &[]), place.path(), 3, &["log.csv"]);
}

#[test]
fn a_ragged_row_is_set_aside_and_can_be_had() {
    let place = place();
    let log = small_log(40).replacen("item-0003,ann-0,", "item-0003,", 1);
    let ran = audited(place.path(), &log, &["--set-aside", "aside.csv"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let (read, used, set_aside) = account(place.path());
    assert_eq!((read, used), (240, 239));
    assert_eq!(set_aside.iter().map(|(_, rows)| rows).sum::<u64>(), 1);
    let aside = fs::read_to_string(place.path().join("aside.csv")).expect("written");
    assert!(aside.starts_with("file,row,reason,text\n"), "{aside}");
    assert!(aside.contains(",4,") && aside.contains("3 fields"), "{aside}");
    let strict = place.path().join("strict");
    fs::create_dir(&strict).expect("made");
    refused(&audited(&strict, &log, &["--max-set-aside", "0"]), &strict, 3, &["1 of 240", "max_set_aside"]);
}

#[test]
fn mixed_encodings() {
    let place = place();
    let mut log = small_log(10).into_bytes();
    log.extend_from_slice("item-0000,Zoë,spam,2026-03-09T09:00:00Z\n".as_bytes());
    log.extend_from_slice(b"item-0000,Andr\xe9,spam,2026-03-09T09:00:00Z\n");
    refused(&audited(place.path(), &log, &[]), place.path(), 3, &["log.csv", "byte", "--encoding"]);
    let stated = audited(place.path(), &log, &["--encoding", "windows-1252"]);
    assert_eq!(stated.status, 0, "{stated:?}");
}

#[test]
fn a_quote_that_never_closes() {
    let place = place();
    let log = small_log(40).replacen("item-0003", "\"item-0003", 1);
    refused(&audited(place.path(), log, &[]), place.path(), 3, &["log.csv", "quot"]);
}

#[test]
fn a_missing_role() {
    let place = place();
    let log = small_log(5).replacen("annotator_id", "whoever", 1);
    let ran = audited(place.path(), log, &[]);
    refused(&ran, place.path(), 3, &["log.csv", "annotator", "`whoever`", "--annotator"]);
}

#[test]
fn a_column_that_is_not_there() {
    let place = place();
    let ran = audited(place.path(), small_log(5), &["--label", "lable"]);
    refused(&ran, place.path(), 2, &["`lable`", "--label", "`label`"]);
}

#[test]
fn columns_of_the_roster_may_be_named() {
    let place = place();
    let roster: String = (0..6).map(|a| format!("ann-{a},red,{a}\n")).collect();
    put(place.path(), "roster.csv", format!("annotator_id,team,badge\n{roster}"));
    let flags = ["--roster", "roster.csv", "--attribute", "team", "--ignore", "badge"];
    let ran = audited(place.path(), small_log(20), &flags);
    assert_eq!(ran.status, 0, "{ran:?}");
    let mut init = vec!["init", "log.csv"];
    init.extend(flags);
    assert_eq!(raterscope(place.path(), &init).status, 0);
    let unedited = raterscope(place.path(), &["audit", "log.csv", "-o", "out", "--replicates", "100"]);
    assert_eq!(unedited.status, 0, "{unedited:?}");
    let near = audited(place.path(), small_log(20), &["--roster", "roster.csv", "--attribute", "taem"]);
    assert!(near.status == 2 && near.stderr.contains("`taem`"), "{near:?}");
}

#[test]
fn free_text_for_labels_is_slow_work_but_works() {
    let place = place();
    let row = |i: u32| format!("i{},a{},what annotator {} wrote of {}\n", i / 2, i % 2, i % 2, i / 2);
    let log: String = (0..20_000).map(row).collect();
    let ran = audited(place.path(), format!("item_id,annotator_id,label\n{log}"), &[]);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert!(fs::metadata(place.path().join("out/audit.json")).expect("there").len() < 10_000_000);
}

#[test]
fn a_label_as_long_as_a_page_does_not_fill_the_screen() {
    let place = place();
    let log = small_log(60).replace(",spam,", &format!(",{},", "spam ".repeat(2000)));
    let ran = audited(place.path(), log, &["--format", "terminal"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert!(ran.stdout.len() < 5_000, "{}", ran.stdout.len());
    assert!(fs::metadata(place.path().join("out/summary.md")).expect("there").len() < 20_000);
}

#[test]
fn a_label_outside_the_declared_set_is_set_aside() {
    let place = place();
    let log = small_log(40).replacen(",spam,", ",spma,", 1);
    let ran = audited(place.path(), log, &["--labels", "spam,ham,unsure"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let (read, used, set_aside) = account(place.path());
    assert_eq!((read, used), (240, 239));
    assert!(set_aside[0].0.contains("declared"), "{set_aside:?}");
}

#[test]
fn a_date_that_is_none_leaves_the_row_in_use() {
    let place = place();
    let log = small_log(40).replacen("2026-03-01T", "2026-13-41T", 1);
    let ran = audited(place.path(), log, &[]);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert_eq!(account(place.path()), (240, 240, vec![]));
    let defects = json(&place.path().join("out/audit.json"))["intake"]["field_defects"].clone();
    assert_eq!(defects[0][1], 1, "{defects}");
}

#[test]
fn labels_in_words_have_no_order_of_their_own() {
    let place = place();
    let log = small_log(40).replace("unsure", "medium");
    let ran = audited(place.path(), &log, &["--scale", "ordinal"]);
    refused(&ran, place.path(), 2, &["medium", "order"]);
    let declared = audited(place.path(), &log, &["--scale", "ordinal", "--labels", "ham,medium,spam"]);
    assert_eq!(declared.status, 0, "{declared:?}");
}

#[test]
fn an_unknown_key_in_the_settings() {
    let place = place();
    put(place.path(), "raterscope.toml", "title = \"x\"\n\n[privacy]\nmin_groups = 5\n");
    let ran = audited(place.path(), small_log(5), &[]);
    refused(&ran, place.path(), 2, &["raterscope.toml:4:1", "`min_groups`", "did you mean `min_group`?"]);
    let named = audited(place.path(), small_log(5), &["--config", "elsewhere.toml"]);
    refused(&named, place.path(), 2, &["elsewhere.toml", "--config"]);
}

#[test]
fn flags_that_cannot_be_meant() {
    let place = place();
    let low = audited(place.path(), small_log(5), &["--min-group", "2"]);
    refused(&low, place.path(), 2, &["--min-group: 2", "at least 3"]);
    let lag = audited(place.path(), small_log(5), &["--repeat-lag", "soon"]);
    refused(&lag, place.path(), 2, &["--repeat-lag", "24h"]);
    let key = audited(place.path(), small_log(5), &["--pseudonymize"]);
    refused(&key, place.path(), 2, &["RATERSCOPE_KEY", "--key-file"]);
    put(place.path(), "key.txt", "hunter2");
    let short = audited(place.path(), small_log(5), &["--key-file", "key.txt"]);
    refused(&short, place.path(), 2, &["key.txt", "16"]);
    assert!(!short.stderr.contains("hunter2"));
    let unknown = raterscope(place.path(), &["audit", "log.csv", "--colour"]);
    assert_eq!(unknown.status, 2, "{unknown:?}");
    assert_eq!(raterscope(place.path(), &["--version"]).status, 0);
    assert_eq!(raterscope(place.path(), &[]).status, 2);
}

#[test]
fn standard_input_is_read_once() {
    let place = place();
    put(place.path(), "log.csv", small_log(20));
    let line = "\"$RATERSCOPE\" audit - --replicates 100 --format csv < log.csv";
    let ran = crate::program::shell(place.path(), line);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert!(ran.stdout.contains("krippendorff_alpha"), "{}", ran.stdout);
    let twice = raterscope(place.path(), &["audit", "-", "-", "-o", "out"]);
    refused(&twice, place.path(), 2, &["twice"]);
}
