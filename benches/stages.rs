//! Seconds by stage over one log, in one process: `cargo bench --bench stages -- LOG [--interval]`. For whole-program time and memory
//! beside another program see `ten_million.py`.
#![allow(missing_docs, clippy::print_stdout)]

use raterscope::analysis::{
    agreement, consensus, coverage, fatigue, human_model, inference::InferenceOptions,
};
use raterscope::vocabulary::Scale;
use raterscope::{audit, log, render, source, tally};
use std::error::Error;
use std::path::Path;
use std::time::Instant;

/// Runs `work`, prints what it took, and hands its result on.
fn timed<T>(stage: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    println!("{stage:<28} {:>8.3} s", start.elapsed().as_secs_f64());
    result
}

fn main() -> Result<(), Box<dyn Error>> {
    let Some(path) = std::env::args().skip(1).find(|argument| !argument.starts_with('-')) else {
        println!("name a log: cargo bench --bench stages -- LOG");
        return Ok(());
    };
    let source = source::open(Path::new(&path), &source::Options::default())?;
    let inputs = log::Inputs { logs: vec![source], roster: None, items: None, predictions: Vec::new() };
    let interval = std::env::args().any(|argument| argument == "--interval");
    let options = log::Options { scale: interval.then_some(Scale::Interval), ..log::Options::default() };
    let log = timed("source and log", || log::normalize(inputs, &options, None))?;
    let (tallies, intake) = timed("tally", || tally::count(log));
    let options = InferenceOptions::default();
    for question in &tallies.questions {
        timed("agreement", || {
            agreement::measure(question, &agreement::AgreementOptions::default(), &options)
        });
        timed("self-consistency", || agreement::self_consistency(question, &options));
        if let Some(index) = &question.index {
            let (annotators, labels) = (question.annotators.len(), question.question.labels.len());
            let found = timed("Dawid–Skene, 10 iterations", || {
                consensus::Votes::of(index, annotators, labels)
                    .map(|votes| consensus::dawid_skene(&votes, 10))
            });
            let course = found.ok().and_then(|found| found.fit.course);
            println!("  log-likelihood {:?}", course.and_then(|course| course.objective()));
            for model in consensus::ConsensusModel::ALL {
                let asked = consensus::ConsensusOptions { model, asked: true };
                let found = timed(model.name(), || consensus::settle(question, &asked));
                let course = found.as_ref().and_then(|found| found.estimated()?.course.as_ref());
                println!("  iterations {:?}", course.map(|course| (course.iterations(), course.converged)));
            }
        }
        timed("human and model", || {
            human_model::measure(question, &Default::default(), &Default::default(), &options)
        });
        timed("fatigue", || fatigue::measure(question, &Default::default(), &options));
        timed("coverage", || coverage::measure(question, &Default::default(), &Default::default(), &options));
    }
    let audit = timed("all of audit", || audit::conduct(&tallies, &intake, &audit::Plan::default()));
    let artifacts = timed("render", || render::artifacts(&audit, &render::Options::default()))?;
    println!("{} artifacts", artifacts.len());
    Ok(())
}
