//! Seconds by stage on a simulated log, in one process: `cargo bench --bench stages -- [rows]`. For whole-program time
//! and memory beside another program see `ten_million.py`.
#![allow(missing_docs, clippy::print_stdout)]

use raterscope::simulate::{Truth, chunks};
use raterscope::vocabulary::Seed;
use std::time::Instant;

fn main() {
    let rows = std::env::args().filter_map(|a| a.parse::<u64>().ok()).next().unwrap_or(1_000_000);
    let truth = Truth { items: rows / 5, annotators: 2_000, bare: true, ..Truth::default() };
    let start = Instant::now();
    let drawn: usize = chunks(&truth, Seed(7)).map_or(0, |chunks| chunks.map(|chunk| chunk.rows).sum());
    println!("simulate {drawn} rows: {:.2} s", start.elapsed().as_secs_f64());
}
