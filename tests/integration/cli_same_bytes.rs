//! The same log gives the same bytes: as CSV, JSON lines and Parquet, rows shuffled, on one thread and two.

use crate::program::{files, json, place, put, raterscope};
use polars::prelude::{Column, DataFrame, ParquetWriter};
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// A table of texts.
struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    fn read(path: &Path) -> Self {
        let mut reader = csv::Reader::from_path(path).expect("readable");
        let texts = |record: &csv::StringRecord| record.iter().map(String::from).collect::<Vec<_>>();
        let header = texts(reader.headers().expect("a header"));
        Self { header, rows: reader.records().map(|record| texts(&record.expect("a row"))).collect() }
    }

    /// The rows in another order.
    fn shuffle(&mut self, mut state: u64) {
        for i in (1..self.rows.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            self.rows.swap(i, (state >> 33) as usize % (i + 1));
        }
    }

    fn csv(&self) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&self.header).expect("in memory");
        self.rows.iter().for_each(|row| writer.write_record(row).expect("in memory"));
        writer.into_inner().expect("in memory")
    }

    fn json_lines(&self) -> Vec<u8> {
        let mut text = String::new();
        for row in &self.rows {
            let object: serde_json::Map<String, serde_json::Value> =
                self.header.iter().cloned().zip(row.iter().map(|cell| cell.clone().into())).collect();
            writeln!(text, "{}", serde_json::Value::Object(object)).expect("in memory");
        }
        text.into_bytes()
    }

    fn parquet(&self) -> Vec<u8> {
        let column = |(i, name): (usize, &String)| {
            let cells: Vec<&str> = self.rows.iter().map(|row| row[i].as_str()).collect();
            Column::new(name.as_str().into(), cells)
        };
        let columns: Vec<Column> = self.header.iter().enumerate().map(column).collect();
        let mut frame = DataFrame::new(self.rows.len(), columns).expect("columns of one length");
        let mut bytes = Vec::new();
        ParquetWriter::new(&mut bytes).with_row_group_size(Some(997)).finish(&mut frame).expect("in memory");
        bytes
    }
}

/// The artifacts of one run, without what names or digests the input.
fn artifacts(name: &str, content: &[u8], threads: &str, flags: &[&str]) -> Vec<(String, Vec<u8>)> {
    let place = place();
    put(place.path(), name, content);
    let mut args =
        vec!["audit", name, "-o", "out", "--threads", threads, "--replicates", "200", "--title", "same"];
    args.extend(flags);
    let ran = raterscope(place.path(), &args);
    assert_eq!(ran.status, 0, "{name} on {threads}: {ran:?}");
    let out = place.path().join("out");
    let inputs = json(&out.join("audit.json"))["intake"]["inputs"].clone();
    let digest = inputs[0]["sha256"].as_str().expect("a digest").to_string();
    let read = |file: String| {
        let bytes = fs::read(out.join(&file)).expect("read");
        let bytes = match String::from_utf8(bytes) {
            Ok(text) => {
                let text = text.replace(&digest, "DIGEST").replace(&digest[..16], "DIGEST");
                text.replace(&digest[..12], "DIGEST").replace(name, "LOG").into_bytes()
            }
            Err(png) => png.into_bytes(),
        };
        (file, bytes)
    };
    files(&out).into_iter().filter(|file| !file.starts_with('.')).map(read).collect()
}

fn assert_same(mut table: Table, flags: &[&str]) {
    let first = artifacts("log.csv", &table.csv(), "1", flags);
    assert!(first.len() > 4, "{:?}", first.iter().map(|(name, _)| name).collect::<Vec<_>>());
    for (turn, threads) in ["2", "1"].into_iter().enumerate() {
        table.shuffle(turn as u64 + 1);
        let forms =
            [("log.csv", table.csv()), ("log.jsonl", table.json_lines()), ("log.parquet", table.parquet())];
        for (name, content) in forms {
            let again = artifacts(name, &content, threads, flags);
            for ((file, one), (_, other)) in first.iter().zip(&again) {
                assert!(
                    one == other,
                    "{file} differs for {name} on {threads} threads: {}",
                    difference(one, other)
                );
            }
            assert_eq!(first.len(), again.len());
        }
    }
}

/// Where two texts part.
fn difference(one: &[u8], other: &[u8]) -> String {
    let at = one.iter().zip(other).take_while(|(a, b)| a == b).count().saturating_sub(100);
    let part = |bytes: &[u8]| {
        String::from_utf8_lossy(&bytes[at.min(bytes.len())..bytes.len().min(at + 300)]).into_owned()
    };
    format!("\n{}\n--- instead of ---\n{}", part(other), part(one))
}

/// A log with everything in it: times, ties in time, attributes, slices, gold, a model, missing labels, repeats.
fn everything() -> Table {
    let header = "item_id,annotator_id,label,submitted_at,time_on_item_secs,gender,batch,gold,model_label,model_confidence";
    let mut rows = Vec::new();
    for annotator in 0..12u32 {
        for item in 0..60u32 {
            if (item + annotator) % 4 == 3 {
                continue;
            }
            let truth = item % 3;
            let label = (truth + u32::from((item * 11 + annotator * 17 + item * annotator) % 5 == 0)) % 3;
            let model = (truth + u32::from(item % 9 == 0)) % 3;
            rows.push(vec![
                format!("{item}"),
                format!("ann-{annotator}"),
                if item == 7 { String::new() } else { format!("label {label}") },
                format!("2026-02-{:02}T09:{:02}:{:02}Z", annotator + 1, item / 2, item / 2 % 4),
                format!("{}.5", 5 + item % 7),
                ["f", "m"][(annotator % 2) as usize].into(),
                format!("b{}", item % 2),
                format!("label {truth}"),
                format!("label {model}"),
                format!("0.{}", 50 + item % 45),
            ]);
        }
    }
    Table { header: header.split(',').map(String::from).collect(), rows }
}

#[test]
fn format_order_and_threads_change_no_byte() {
    assert_same(everything(), &["--attribute", "gender", "--slice", "batch"]);
}

#[test]
fn real_logs_with_ties_in_time_give_the_same_bytes_too() {
    let Ok(reference) = std::env::var("RATERSCOPE_REFERENCE") else {
        println!("LEFT OUT: RATERSCOPE_REFERENCE is not set, so no real log was shuffled");
        return;
    };
    let log = Path::new(&reference).join("logs/crowdtruth_reldir.csv");
    assert_same(Table::read(&log), &["--attribute", "country", "--slice", "batch"]);
}
