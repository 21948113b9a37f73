//! Pairs of simulated weeks whose true change is known: `cargo bench --bench weeks -- MODE [PAIRS]`. A mode is a file under
//! `weeks/`; seeds are fixed in the code. Results stand in README.md beside this file.
//! `coverage`: how often the intervals of `compare` hold the true change. `gate`: how often the gate fails where the true drop
//! is what it allows, and where it is far more.
#![allow(missing_docs, clippy::print_stdout, dead_code)]

#[path = "weeks/coverage.rs"]
mod coverage;
#[path = "weeks/gate.rs"]
mod gate;
#[path = "../tests/integration/agreement/log.rs"]
mod log;
#[path = "weeks/pair.rs"]
mod pair;
#[path = "weeks/people.rs"]
mod people;

fn main() {
    let pairs: u64 = std::env::args().filter_map(|argument| argument.parse().ok()).next().unwrap_or(2000);
    let asked = |mode: &str| std::env::args().any(|argument| argument == mode);
    if asked("coverage") {
        coverage::run(pairs);
    }
    if asked("gate") {
        gate::run(pairs);
    }
}
