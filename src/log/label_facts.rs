//! Which labels people gave to a question, and which gold and models add.

use super::cells::EVERY_QUESTION;
use super::item_facts::{CONFLICT, Constant};
use super::reading::Reading;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// Annotations counted by one thread at a time.
const BLOCK: usize = 1 << 20;

/// How often people gave each label code, by question number.
pub(super) fn counts(reading: &Reading) -> Vec<Vec<u64>> {
    let records = &reading.records;
    let (labels, questions) = (reading.labels.bound(), reading.questions.len());
    let none = || vec![vec![0; labels]; questions];
    let blocks = records.label.par_chunks(BLOCK).enumerate();
    let counted = blocks.fold(none, |mut counts: Vec<Vec<u64>>, (block, codes)| {
        for (i, &code) in (block * BLOCK..).zip(codes) {
            counts[records.question_of(i) as usize][code as usize] += 1;
        }
        counts
    });
    counted.reduce(none, |mut a, b| {
        for (sum, more) in a.iter_mut().flatten().zip(b.into_iter().flatten()) {
            *sum += more;
        }
        a
    })
}

/// Label codes that gold and models give to a question. Where columns ask several questions, a model's or gold column
/// belongs to those with which it shares a label.
pub(super) fn others(reading: &Reading, number: u16, counts: &[u64]) -> BTreeSet<u32> {
    let gold = reading.gold.iter().chain(&reading.second_gold).map(|(question, column)| (*question, column));
    let models = reading.models.iter().map(|((_, question), columns)| (*question, &columns.label));
    let mut out = BTreeSet::new();
    for (question, column) in gold.chain(models) {
        let codes = distinct(column);
        let shares = || codes.iter().any(|&code| counts.get(code as usize).is_some_and(|&count| count > 0));
        if question == number || (question == EVERY_QUESTION && (reading.questions.len() == 1 || shares())) {
            out.extend(codes);
        }
    }
    for (question, codes) in reading.suggested.labels() {
        let shares = || codes.iter().any(|&code| counts.get(code as usize).is_some_and(|&count| count > 0));
        if question == number || (question == EVERY_QUESTION && (reading.questions.len() == 1 || shares())) {
            out.extend(codes);
        }
    }
    // Whatever a model has a probability of belongs to the question that its answers belong to.
    let own = |question: u16| question == number || question == EVERY_QUESTION;
    for (_, columns) in reading.models.iter().filter(|((_, question), _)| own(*question)) {
        if distinct(&columns.label).iter().any(|code| out.contains(code)) {
            out.extend(columns.probabilities.keys());
        }
    }
    out
}

fn distinct(column: &Constant) -> BTreeSet<u32> {
    let mut out = BTreeSet::new();
    let mut last = CONFLICT;
    for (_, code) in column.told().filter(|&(_, code)| code != CONFLICT) {
        if code != last {
            out.insert(code);
            last = code;
        }
    }
    out
}
