//! Set-valued labels through the program: as lists of JSON and Parquet, and as text with a separator.

use crate::program::{estimates, place, put, raterscope};
use polars::prelude::{Column, DataFrame, IntoColumn, NamedFrom, ParquetWriter, Series};
use std::fs;

type Annotation = (String, String, Vec<&'static str>);

/// Eighty items by three people: mostly alike, members in any order, some empty sets.
fn annotations() -> Vec<Annotation> {
    const MEMBERS: [&str; 4] = ["anger", "fear", "joy", "surprise"];
    let mut all = Vec::new();
    for item in 0..80 {
        for annotator in 0..3 {
            let odd = (item * 7 + annotator * 5) % 6 == 0;
            let bits = ((item % 5) * 3 % 16) ^ (usize::from(odd) << ((annotator + item) % 4));
            let mut set: Vec<&str> = (0..4).filter(|m| (bits >> m) & 1 == 1).map(|m| MEMBERS[m]).collect();
            if annotator == 1 {
                set.reverse();
            }
            all.push((format!("item-{item:02}"), format!("ann-{annotator}"), set));
        }
    }
    all
}

fn csv(all: &[Annotation], empty: &str) -> Vec<u8> {
    let mut text = String::from("item_id,annotator_id,label\n");
    for (item, annotator, set) in all {
        let set = if set.is_empty() { empty.to_owned() } else { set.join(";") };
        text.push_str(&format!("{item},{annotator},{set}\n"));
    }
    text.into_bytes()
}

fn json(all: &[Annotation]) -> Vec<u8> {
    let line = |(item, annotator, set): &Annotation| {
        serde_json::json!({"item_id": item, "annotator_id": annotator, "label": set}).to_string()
    };
    all.iter().map(line).collect::<Vec<_>>().join("\n").into_bytes()
}

fn parquet(all: &[Annotation]) -> Vec<u8> {
    let texts = |name: &str, of: fn(&Annotation) -> &String| {
        Column::new(name.into(), all.iter().map(|row| of(row).as_str()).collect::<Vec<_>>())
    };
    let lists: Vec<Series> = all.iter().map(|(_, _, set)| Series::new("".into(), set.as_slice())).collect();
    let columns = vec![
        texts("item_id", |row| &row.0),
        texts("annotator_id", |row| &row.1),
        Series::new("label".into(), lists).into_column(),
    ];
    let mut frame = DataFrame::new(all.len(), columns).expect("columns of one length");
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes).with_row_group_size(Some(97)).finish(&mut frame).expect("in memory");
    bytes
}

fn audited(name: &str, log: &[u8], flags: &[&str]) -> String {
    let place = place();
    put(place.path(), name, log);
    let ran = raterscope(place.path(), &[&["audit", name, "-o", "out"], flags].concat());
    assert_eq!(ran.status, 0, "{name}: {ran:?}");
    fs::read_to_string(place.path().join("out/estimates.csv")).expect("written")
}

#[test]
fn every_way_of_writing_sets_and_every_order_of_rows_gives_the_same_bytes() {
    let mut all = annotations();
    let first = audited("log.jsonl", &json(&all), &[]);
    assert!(first.contains("krippendorff_alpha,member=fear"), "{first}");
    for turn in [31, 67] {
        all.rotate_left(turn);
        all.chunks_mut(5).for_each(<[Annotation]>::reverse);
        assert_eq!(audited("log.jsonl", &json(&all), &["--threads", "1"]), first);
        assert_eq!(audited("log.parquet", &parquet(&all), &[]), first);
        assert_eq!(audited("log.csv", &csv(&all, "{}"), &["--set-separator", ";"]), first);
        let flags = ["--set-separator", ";", "--scale", "set", "--empty-set", "none"];
        assert_eq!(audited("log.csv", &csv(&all, "none"), &flags), first);
        let flags = ["--set-separator", ";", "--empty-set", "", "--null", "NA", "--null", ""];
        assert_eq!(audited("log.csv", &csv(&all, ""), &flags), first);
    }
}

#[test]
fn an_empty_cell_is_missing_unless_it_is_said_to_be_the_empty_set() {
    let all = annotations();
    let empty = all.iter().filter(|(_, _, set)| set.is_empty()).count() as u64;
    let place = place();
    put(place.path(), "log.csv", csv(&all, ""));
    let ran = raterscope(place.path(), &["audit", "log.csv", "-o", "out", "--set-separator", ";"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let audit = crate::program::json(&place.path().join("out/audit.json"));
    assert_eq!(audit["intake"]["set_aside"][0], serde_json::json!(["no label", empty]));
}

#[test]
fn init_and_columns_propose_sets_and_the_page_speaks_of_members() {
    let place = place();
    put(place.path(), "log.jsonl", json(&annotations()));
    let told = raterscope(place.path(), &["columns", "log.jsonl"]);
    assert!(told.stdout.contains("sets"), "{told:?}");
    assert_eq!(raterscope(place.path(), &["init", "log.jsonl"]).status, 0);
    let settings = fs::read_to_string(place.path().join("raterscope.toml")).expect("written");
    assert!(settings.contains("\nscale = \"set\""), "{settings}");
    assert!(settings.contains("declared = [\"anger\", \"fear\", \"joy\", \"surprise\"]"), "{settings}");
    assert_eq!(raterscope(place.path(), &["audit", "log.jsonl", "-o", "out"]).status, 0);
    let page = fs::read_to_string(place.path().join("out/report.html")).expect("written");
    assert!(page.contains("alpha, has or has not") && page.contains("distinct sets"));
    let rows = estimates(&place.path().join("out/estimates.csv"));
    let members =
        rows.iter().filter(|row| row.slice.starts_with("member=") && row.metric == "krippendorff_alpha");
    assert_eq!(members.count(), 4);
}

#[test]
fn alpha_of_sets_meets_its_oracles_from_the_command_line() {
    let Ok(reference) = std::env::var("RATERSCOPE_REFERENCE") else {
        println!("LEFT OUT: RATERSCOPE_REFERENCE is not set, so no oracle was checked");
        return;
    };
    let folder = std::path::Path::new(&reference).join("oracles");
    let oracles = crate::program::json(&folder.join("expected.json"));
    let of_sets = oracles.as_array().expect("a list").iter().filter(|oracle| oracle["metric"] == "set_alpha");
    let mut met = 0;
    for oracle in of_sets {
        let place = place();
        let log = folder.join(oracle["data"].as_str().expect("one CSV"));
        let word = oracle["params"]["distance"].as_str().expect("masi or jaccard");
        put(place.path(), "raterscope.toml", format!("[agreement]\ndistance = \"{word}\"\n"));
        let log = log.to_str().expect("a text");
        let args = ["audit", log, "-o", "out", "--scale", "set", "--set-separator", "|"];
        let ran = raterscope(place.path(), &args);
        assert_eq!(ran.status, 0, "{ran:?}");
        let rows = estimates(&place.path().join("out/estimates.csv"));
        let alpha = rows.iter().find(|row| row.metric == "krippendorff_alpha" && row.slice.is_empty());
        let (found, wanted) = (alpha.and_then(|row| row.value), oracle["expected"]["alpha"].as_f64());
        let apart = (found.expect("estimated") - wanted.expect("a number")).abs();
        println!("{word}: {found:?}, expected {wanted:?}");
        assert!(apart <= oracle["tolerance"].as_f64().expect("a tolerance"), "{word}");
        met += 1;
    }
    assert_eq!(met, 2);
}
