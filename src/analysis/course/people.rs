use super::trend::{SIGNIFICANT, trend};
use super::week_means::MILLION;
use super::{AnnotatorCourse, PersonCourse, Trend};
use crate::analysis::inference::{Adjustment, normal_quantile, sen_slope, shrunk};
use crate::tally::{QuestionTallies, WorkCell, WorkOutcome, WorkTally};
use crate::vocabulary::{Outcome, Reason, SampleSize, Week};
use rayon::prelude::*;

/// Annotations that a person's week needs to count as one point of a trend.
const ENOUGH_IN_A_WEEK: u64 = 5;
/// Items with two or more others that a person must share before anything is said of them.
const ENOUGH_ITEMS: u64 = 30;
/// Smallest change over the whole period that matters in practice.
const MARGIN: f64 = 0.05;

/// Every annotator's own agreement less that of the others on the same items, week by week (METHODS §1: nobody is flagged
/// lightly). A change of the queue or of everybody is no change of a person.
///
/// A drift is told only with 8 weeks of 5 such annotations and 30 of them together, adjusted p ≤ 0.05 over all annotators
/// with so many, 5 points or more over their weeks after shrinkage, and the same sign in every second week as in the others.
/// Pace is described and judged by nobody.
pub(super) fn annotators(
    tallies: &QuestionTallies,
    calendar: &WorkTally,
    adjustment: Adjustment,
    level: f64,
) -> Vec<AnnotatorCourse> {
    let people: Vec<&[WorkCell]> = calendar.cells.chunk_by(|a, b| a.annotator == b.annotator).collect();
    let mut found: Vec<Person> = people
        .into_par_iter()
        .map(|cells| Person::of(tallies.annotators.name(cells[0].annotator), cells, level))
        .collect();
    judge(&mut found, adjustment, level);
    found.into_iter().map(|person| person.row).collect()
}

struct Person {
    row: AnnotatorCourse,
    trend: Option<Trend>,
    both_halves: bool,
}

impl Person {
    fn of(name: &str, cells: &[WorkCell], level: f64) -> Self {
        let differences = weekly(cells, WorkOutcome::Difference);
        let items: u64 = cells.iter().map(|cell| cell.sums[WorkOutcome::Difference as usize].n).sum();
        let sample = |annotations| SampleSize { items: annotations, annotations, annotators: 1 };
        let agreement = match items < ENOUGH_ITEMS {
            true => Outcome::NotEstimable(Reason::TooFew {
                what: "items with two or more others".into(),
                found: items,
                needed: ENOUGH_ITEMS,
            }),
            false => trend(&differences, sample(items), level),
        };
        let times = cells.iter().map(|cell| cell.sums[WorkOutcome::LogTime as usize].n).sum();
        let pace = trend(&weekly(cells, WorkOutcome::LogTime), sample(times), level);
        let half = |first: usize| {
            let points = differences.iter().skip(first).step_by(2);
            let points: Vec<(f64, f64)> = points.map(|&(week, y)| (f64::from(week.0), y)).collect();
            sen_slope(&points, level, 1.0).map_or(0.0, |found| found.slope)
        };
        let both_halves = half(0) * half(1) > 0.0;
        let row = AnnotatorCourse {
            annotator: name.to_owned(),
            weeks: cells.len() as u64,
            annotations: cells.iter().map(|cell| cell.annotations).sum(),
            agreement: agreement.clone().map(|found| found.slope),
            p_value: agreement.estimated().map(|found| found.p_value),
            p_adjusted: None,
            pace: pace.map(|found| found.slope),
            verdict: PersonCourse::TooFew,
        };
        Self { row, trend: agreement.estimated().cloned(), both_halves }
    }
}

/// Mean outcome of each week with enough annotations.
fn weekly(cells: &[WorkCell], of: WorkOutcome) -> Vec<(Week, f64)> {
    let enough = cells.iter().filter(|cell| cell.sums[of as usize].n >= ENOUGH_IN_A_WEEK);
    enough.filter_map(|cell| Some((cell.week, cell.sums[of as usize].mean()? / MILLION))).collect()
}

fn judge(people: &mut [Person], adjustment: Adjustment, level: f64) {
    let tested: Vec<(usize, Trend)> = people
        .iter()
        .enumerate()
        .filter_map(|(place, person)| Some((place, person.trend.clone()?)))
        .collect();
    let p: Vec<f64> = tested.iter().map(|(_, trend)| trend.p_value).collect();
    let z = normal_quantile(0.5 + level / 2.0);
    let error = |trend: &Trend| {
        let ends = trend.slope.interval.estimated().map_or(0.0, |ends| ends.upper - ends.lower);
        (ends / (2.0 * z)).max(1e-9)
    };
    let slopes: Vec<(f64, f64)> = tested.iter().map(|(_, trend)| (trend.slope.value, error(trend))).collect();
    let drawn = shrunk(&slopes);
    for (((place, trend), adjusted), slope) in tested.iter().zip(adjustment.adjusted(&p)).zip(drawn) {
        let person = &mut people[*place];
        person.row.p_adjusted = Some(adjusted);
        let own = trend.slope.value;
        let told = adjusted <= SIGNIFICANT
            && (slope * trend.span as f64).abs() >= MARGIN
            && slope * own > 0.0
            && person.both_halves;
        person.row.verdict = match told {
            false => PersonCourse::NoEvidence,
            true if own < 0.0 => PersonCourse::AwayFromOthers,
            true => PersonCourse::TowardsOthers,
        };
    }
}
