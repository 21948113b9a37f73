use super::estimate_cell;
use super::section::Section;
use super::table::{Cell, Table, numbers, words};
use crate::audit::{AggregateReliability, NumberSummary, QuestionAudit, TwoAnnotators};
use crate::render::prose::Prose;
use crate::render::{number, phrase};
use crate::vocabulary::{Estimate, Outcome};

/// The tests that belong to coefficients, where there are any.
pub fn tests(section: &mut Section, question: &QuestionAudit) {
    let tests = &question.agreement.tests;
    if tests.is_empty() {
        return;
    }
    let names = |metric: &str| {
        let all = question.agreement.coefficients.iter().chain(&question.agreement.further);
        all.clone().find(|one| one.metric == metric).map_or(metric.to_owned(), |one| one.name.clone())
    };
    let columns = vec![words("coefficient"), words("statistic"), numbers("value"), words("df"), numbers("p")];
    section.table(
        Table::capped("Tests of “items do not differ”", columns, tests, tests.len(), |test| {
            let statistic = if test.statistic == "F" { "F" } else { "χ²" };
            let df: Vec<String> = test.df.iter().map(|df| number::decimal(*df, 0)).collect();
            vec![
                Cell::text(names(&test.metric)),
                Cell::text(statistic),
                Cell::number(test.value, number::decimal(test.value, 2)),
                Cell::text(df.join(" and ")),
                Cell::number(test.p, number::p_value(test.p)),
            ]
        })
        .noted(Prose::of("A small p says that agreement is above nothing, not that it is enough.")),
    );
}

/// How reliable several annotators are together.
pub fn aggregate(section: &mut Section, question: &QuestionAudit) {
    let Some(aggregate) = &question.agreement.aggregate else { return };
    section.heading(Prose::of("How many annotators an item needs"));
    if let Some(sentence) = phrase::annotators_needed(question) {
        section.text(sentence);
    }
    match aggregate.by_annotators.first() {
        Some((_, Outcome::NotEstimable(reason))) => {
            section.absent(Prose::of("The reliability of several annotators together"), reason);
        }
        _ => section.table(by_annotators(aggregate, phrase::aggregate_word(question))),
    }
}

fn by_annotators(aggregate: &AggregateReliability, what: &str) -> Table {
    let columns = vec![
        numbers("annotators per item"),
        numbers("reliability [95 % interval]"),
        words("reaches what is wanted"),
    ];
    let rows = &aggregate.by_annotators;
    let title = format!("Reliability of the {what} of k annotators");
    Table::capped(title.as_str(), columns, rows, rows.len(), |(k, reliability)| {
        let met = reliability.estimated().map(|found| found.value >= aggregate.target);
        // .798 reads .80 and is not yet there: the word says on which side it lies.
        let word = met.map_or("", |met| if met { "yes" } else { "not yet" });
        vec![Cell::count(u64::from(*k)), estimate_cell::share(reliability), Cell::text(word)]
    })
    .noted(Prose::of(
        "Spearman and Brown's formula from alpha, interval carried over: it supposes further annotators like these.",
    ))
}

/// By how much two annotators differ, where they are the whole pool.
pub fn two_annotators(section: &mut Section, pair: &TwoAnnotators) {
    let digits = digits_of(pair.sd);
    section.heading(Prose::of("The two annotators beside each other"));
    section.text(Prose::default().name(&pair.first).say(" minus ").name(&pair.second).say(format!(
        ": {} on average; 95 % of the differences are expected between {} and {}.",
        number::decimal_estimate(&pair.bias, digits),
        number::decimal(pair.lower.value, digits),
        number::decimal(pair.upper.value, digits),
    )));
    let row = |what: &'static str, estimate: &Estimate| {
        vec![Cell::text(what), Cell::number(estimate.value, number::decimal_estimate(estimate, digits))]
    };
    let rows = [
        row("mean difference (bias)", &pair.bias),
        row("lower limit of agreement, bias − 1.96 sd", &pair.lower),
        row("upper limit of agreement, bias + 1.96 sd", &pair.upper),
        vec![
            Cell::text("standard deviation of the differences"),
            Cell::number(pair.sd, number::decimal(pair.sd, digits)),
        ],
        vec![Cell::text("Lin's concordance (1 = both the same)"), estimate_cell::share(&pair.concordance)],
    ];
    let columns = vec![words("what"), numbers("value [95 % interval]")];
    section.table(
        Table::capped("Differences in the labels' own unit", columns, &rows, rows.len(), Clone::clone)
            .noted(Prose::of(format!("{} judged by both.", number::counted(pair.items, "item", "items")))),
    );
}

/// What the numbers of a continuous question are like.
pub fn summary(section: &mut Section, found: &NumberSummary) {
    let digits = digits_of(found.sd);
    let written = |value: f64| number::decimal(value, digits);
    let within = match found.sd_within {
        Some(within) => format!(" An annotator typically lies {} from the item's mean.", written(within)),
        None => String::new(),
    };
    section.lead(Prose::of(format!(
        "The answers are {} different numbers from {} to {}: mean {}, standard deviation {}.{within}",
        number::count(found.distinct),
        written(found.lowest),
        written(found.highest),
        written(found.mean),
        written(found.sd),
    )));
    section.text(Prose::of(
        "Two annotators hardly ever give the very same number, so labels are not set beside each other: percent \
         agreement, kappas, confusions and the majority are left out, and distances are measured instead.",
    ));
    let all: u64 = found.bins.iter().map(|bin| bin.annotations).sum();
    let columns = vec![words("from"), words("to below"), numbers("annotations"), numbers("share")];
    let edges = digits_of(found.bins.first().map_or(1.0, |bin| (bin.to - bin.from) * 10.0));
    section.table(Table::capped("Numbers given", columns, &found.bins, found.bins.len(), |bin| {
        let share = bin.annotations as f64 / all.max(1) as f64;
        vec![
            Cell::text(number::decimal(bin.from, edges)),
            Cell::text(number::decimal(bin.to, edges)),
            Cell::count(bin.annotations),
            Cell::number(share, number::percent(share)),
        ]
    }));
}

/// Digits that tell numbers of this spread apart.
fn digits_of(spread: f64) -> usize {
    let wanted = 2.0 - spread.abs().log10().floor();
    if wanted.is_finite() { wanted.clamp(0.0, 6.0) as usize } else { 2 }
}
