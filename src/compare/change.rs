use super::Change;
use crate::analysis::agreement::{AgreementOptions, Distance, Pool, Pooled, coefficient};
use crate::analysis::inference::{InferenceOptions, SamplingUnits, Scheme, Stream, quantile, resample_units};
use crate::audit::QuestionAudit;
use crate::tally::PatternTable;
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Question, Reason, SampleSize, SliceKey};
use std::collections::BTreeMap;

/// Undefined pairs of replicates beyond this share forbid an interval.
const UNDEFINED_LIMIT: f64 = 0.05;

/// One side's table and the replicates of its coefficients, one column per coefficient.
struct Side<'a> {
    table: &'a PatternTable,
    question: &'a Question,
    kinds: Vec<(Pooled, Distance)>,
    replicates: Vec<Vec<Option<f64>>>,
}

/// Changes of every coefficient on every part of the log whose table both audits show, the whole first.
pub(super) fn changes(
    before: &QuestionAudit,
    after: &QuestionAudit,
    asked: &AgreementOptions,
    options: &InferenceOptions,
) -> Vec<Change> {
    let kinds = Pooled::default_set(after.question.scale);
    let earlier: BTreeMap<&SliceKey, &Outcome<PatternTable>> =
        before.tables.iter().map(|table| (&table.slice, &table.patterns)).collect();
    let mut found = Vec::new();
    for table in &after.tables {
        let Some(earlier) = earlier.get(&table.slice) else { continue };
        match (earlier, &table.patterns) {
            (Outcome::Estimated(before_table), Outcome::Estimated(after_table)) => {
                let draw = |side, question, purpose| {
                    Side::draw(side, question, &table.slice, purpose, (asked, options))
                };
                let before = draw(before_table, &before.question, "compare, before");
                let after = draw(after_table, &after.question, "compare, after");
                found.extend(kinds.into_iter().enumerate().map(|(column, kind)| {
                    change(kind, column, &table.slice, [&before, &after], options.level)
                }));
            }
            (Outcome::NotEstimable(reason), _) | (_, Outcome::NotEstimable(reason)) => found.push(Change {
                metric: Pooled::KrippendorffAlpha.metric().into(),
                slice: table.slice.clone(),
                before: Outcome::NotEstimable(reason.clone()),
                after: Outcome::NotEstimable(reason.clone()),
                change: Outcome::NotEstimable(reason.clone()),
            }),
        }
    }
    found
}

impl<'a> Side<'a> {
    fn draw(
        table: &'a PatternTable,
        question: &'a Question,
        slice: &SliceKey,
        purpose: &str,
        (asked, options): (&AgreementOptions, &InferenceOptions),
    ) -> Self {
        let kinds: Vec<(Pooled, Distance)> = Pooled::default_set(question.scale)
            .into_iter()
            .map(|kind| (kind, kind.distance(asked, question)))
            .collect();
        // Each side has a stream of its own: the same draws twice would make the two sides move together.
        let stream = Stream { seed: options.seed, question: &question.name, slice: &slice.0, purpose };
        let scheme = Scheme::Bootstrap { replicates: options.replicates };
        let plain = PatternTable { clusters: None, ..table.clone() };
        let drawn =
            resample_units(&SamplingUnits::of(table), scheme, stream, kinds.len(), &|weights, out| {
                let sample = PatternTable { items: weights.to_vec(), ..plain.clone() };
                for ((kind, distance), out) in kinds.iter().zip(out) {
                    *out = value(*kind, distance, &sample, question).ok();
                }
            });
        let replicates = (0..kinds.len()).map(|column| drawn.column(column)).collect();
        Self { table, question, kinds, replicates }
    }

    fn sample(&self) -> SampleSize {
        let pairable = || self.table.iter().filter(|pattern| pattern.is_pairable());
        SampleSize {
            items: pairable().map(|pattern| pattern.items).sum(),
            annotations: pairable().map(|pattern| pattern.items * pattern.annotations()).sum(),
            annotators: 0,
        }
    }
}

fn value(
    kind: Pooled,
    distance: &Distance,
    table: &PatternTable,
    question: &Question,
) -> Result<f64, Reason> {
    coefficient(kind, &Pool::new(table, &question.labels), distance.clone()).map(|found| found.value)
}

fn change(kind: Pooled, column: usize, slice: &SliceKey, sides: [&Side<'_>; 2], level: f64) -> Change {
    let point = |side: &Side<'_>| match value(kind, &side.kinds[column].1, side.table, side.question) {
        Ok(value) => Outcome::Estimated(value),
        Err(reason) => Outcome::NotEstimable(reason),
    };
    let (before, after) = (point(sides[0]), point(sides[1]));
    let change = match (&before, &after) {
        (Outcome::Estimated(before), Outcome::Estimated(after)) => {
            Outcome::Estimated(estimate(after - before, column, sides, level))
        }
        (Outcome::NotEstimable(reason), _) | (_, Outcome::NotEstimable(reason)) => {
            Outcome::NotEstimable(reason.clone())
        }
    };
    Change { metric: kind.metric().into(), slice: slice.clone(), before, after, change }
}

fn estimate(value: f64, column: usize, sides: [&Side<'_>; 2], level: f64) -> Estimate {
    let [before, after] = sides.map(|side| &side.replicates[column]);
    let drawn = before.len();
    let pairs = before.iter().zip(after).filter_map(|(before, after)| Some((*after)? - (*before)?));
    let mut differences: Vec<f64> = pairs.collect();
    differences.sort_by(f64::total_cmp);
    let [before, after] = sides.map(Side::sample);
    let smaller = if after.items < before.items { after } else { before };
    let mut warnings = Vec::new();
    if smaller.items < 200 {
        warnings.push("fewer than 200 items on one side: the interval is a little narrow".into());
    }
    Estimate {
        value,
        interval: match sides.iter().find_map(|side| side.table.clusters.as_ref()?.left_out.clone()) {
            Some(reason) => Outcome::NotEstimable(reason),
            None => interval(&differences, drawn, &drawn_units(sides), level),
        },
        se: None,
        sample: smaller,
        method: "after minus before".into(),
        warnings,
    }
}

/// What is drawn on both sides.
fn drawn_units(sides: [&Side<'_>; 2]) -> String {
    let names = sides.map(|side| SamplingUnits::of(side.table).name("items"));
    match names {
        [before, after] if before == after => before,
        [before, after] => format!("{before} (before) and {after} (after)"),
    }
}

fn interval(differences: &[f64], drawn: usize, units: &str, level: f64) -> Outcome<ConfidenceInterval> {
    let undefined = drawn - differences.len();
    if undefined as f64 > UNDEFINED_LIMIT * drawn as f64 || drawn == 0 {
        let percent = (100 * undefined as u64).checked_div(drawn as u64).unwrap_or(100);
        return Outcome::NotEstimable(Reason::ReplicatesUndefined { percent });
    }
    let tail = (1.0 - level) / 2.0;
    match (quantile(differences, tail), quantile(differences, 1.0 - tail)) {
        (Some(lower), Some(upper)) if upper - lower > 1e-12 => Outcome::Estimated(ConfidenceInterval {
            lower,
            upper,
            level,
            method: format!(
                "independent bootstraps of both audits' {units}, {drawn} replicates, annotators as they are"
            ),
        }),
        _ => Outcome::NotEstimable(Reason::NoErrorToEstimate),
    }
}
