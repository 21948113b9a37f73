//! What is reported of groups where there is nothing to report, and what is found where something was planted:
//! `cargo bench --bench disparity -- MODE [LOGS]`. A mode is a file under `disparity/`; seeds are fixed in the code. Results
//! stand in README.md beside this file.
#![allow(missing_docs, clippy::print_stdout, dead_code)]

#[path = "disparity/cohesion.rs"]
mod cohesion;
#[path = "disparity/fairness.rs"]
mod fairness;
#[path = "../tests/integration/agreement/log.rs"]
mod log;
#[path = "disparity/severity.rs"]
mod severity;
#[path = "disparity/share.rs"]
mod share;
#[path = "disparity/views.rs"]
mod views;

fn main() {
    let logs: u64 = std::env::args().filter_map(|argument| argument.parse().ok()).next().unwrap_or(2000);
    let asked = |mode: &str| std::env::args().any(|argument| argument == mode);
    if asked("cohesion") {
        cohesion::run(logs);
    }
    if asked("severity") {
        severity::run(logs);
    }
    if asked("views") {
        views::run(logs);
    }
    if asked("fairness") {
        fairness::run(logs);
    }
    if asked("cohesion-intervals") {
        cohesion::intervals(logs);
    }
    if asked("cohesion-speed") {
        cohesion::speed();
    }
}
