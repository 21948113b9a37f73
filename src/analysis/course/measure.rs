use super::week_means::{MILLION, by_week, mean};
use super::{
    Course, CourseOptions, CoursePoint, CourseSeries, level_changes, notes, people, same_people, trend,
};
use crate::analysis::inference::InferenceOptions;
use crate::tally::{QuestionTallies, WeekSums, WorkCell, WorkOutcome, WorkTally};
use crate::vocabulary::{Estimate, Outcome, Reason, SampleSize, Week};
use std::collections::BTreeMap;

/// A week with fewer annotations is drawn, but enters no trend.
pub(super) const ENOUGH_ANNOTATIONS: u64 = 10;
/// Outcomes of time are tallied in ln(ms).
const LN_MS_PER_SEC: f64 = 6.907_755_278_982_137;

/// Whether the work changes along the calendar: agreement with the others, correctness against gold and pace, by week, for
/// everybody and for each annotator.
///
/// Trends and changes of level compare the same annotators (see `same_people`), because who works when is no drift.
/// Not estimable without days; a series without weeks says why.
pub fn measure(
    tallies: &QuestionTallies,
    drift: &CourseOptions,
    options: &InferenceOptions,
) -> Outcome<Course> {
    let calendar = match &tallies.summaries.work {
        Outcome::Estimated(calendar) => calendar,
        Outcome::NotEstimable(reason) => return Outcome::NotEstimable(reason.clone()),
    };
    if calendar.weeks.is_empty() {
        let what = "annotations with a day".into();
        return Outcome::NotEstimable(Reason::TooFew { what, found: 0, needed: 1 });
    }
    let of = |outcome, lacking| series(calendar, outcome, options.level, lacking);
    let no_gold = Reason::NotInLog { what: "gold labels".into(), columns: "gold".into() };
    let no_times = Reason::NotInLog {
        what: "how long an annotation took".into(),
        columns: "time_on_item_secs, or submitted_at".into(),
    };
    let agreement = of(WorkOutcome::Agreement, Reason::NothingPairable);
    let notes = notes::notes(calendar, &agreement);
    Outcome::Estimated(Course {
        agreement,
        correctness: of(WorkOutcome::Correctness, no_gold),
        pace: of(WorkOutcome::LogTime, no_times).map(|pace| in_seconds(pace, calendar)),
        annotators: people::annotators(tallies, calendar, drift.adjustment, options.level),
        adjustment: drift.adjustment,
        undated: calendar.undated,
        notes,
    })
}

fn series(calendar: &WorkTally, of: WorkOutcome, level: f64, lacking: Reason) -> Outcome<CourseSeries> {
    let weeks = by_week(calendar, of);
    if weeks.is_empty() {
        return Outcome::NotEstimable(lacking);
    }
    let annotations = |cells: &[&WorkCell]| cells.iter().map(|cell| cell.sums[of as usize].n).sum::<u64>();
    let filled: BTreeMap<u32, Vec<&WorkCell>> = weeks
        .iter()
        .filter(|(_, cells)| annotations(cells) >= ENOUGH_ANNOTATIONS)
        .map(|(w, c)| (*w, c.clone()))
        .collect();
    let adjusted = same_people::same_people(&filled, of);
    let compared: Vec<(Week, f64)> =
        filled.keys().zip(adjusted.iter().flatten()).map(|(&week, y)| (Week(week), y / MILLION)).collect();
    let sums: BTreeMap<u32, &WeekSums> = calendar.weeks.iter().map(|sums| (sums.week.0, sums)).collect();
    let point = |(&number, cells): (&u32, &Vec<&WorkCell>)| CoursePoint {
        week: Week(number),
        name: Week(number).name(),
        mean: mean(cells, sums.get(&number).copied(), of, level),
        same_people: compared.iter().find(|point| point.0.0 == number).map(|point| point.1),
        median_secs: None,
    };
    let mut people: Vec<u32> = filled.values().flatten().map(|cell| cell.annotator).collect();
    people.sort_unstable();
    people.dedup();
    let annotated = filled.values().map(|cells| annotations(cells)).sum();
    let sample = SampleSize { items: 0, annotations: annotated, annotators: people.len() as u64 };
    let apart = || Reason::NoVariation {
        what: "who works in which weeks, so that people and weeks cannot be told apart".into(),
    };
    let (trend, level_changes) = match &adjusted {
        None => (Outcome::NotEstimable(apart()), Outcome::NotEstimable(apart())),
        Some(_) => (trend::trend(&compared, sample, level), level_changes::level_changes(&compared)),
    };
    Outcome::Estimated(CourseSeries { points: weeks.iter().map(point).collect(), trend, level_changes })
}

/// From ln(ms) to the geometric mean in seconds, medians beside it; slopes stay those of the logarithm.
fn in_seconds(mut pace: CourseSeries, calendar: &WorkTally) -> CourseSeries {
    let secs = |log_ms: f64| (log_ms - LN_MS_PER_SEC).exp();
    for point in &mut pace.points {
        let sums = calendar.weeks.iter().find(|sums| sums.week == point.week);
        point.median_secs = sums.and_then(WeekSums::median_log_time).map(secs);
        point.same_people = point.same_people.map(secs);
        point.mean = seconds(&point.mean, secs);
    }
    if let Outcome::Estimated(found) = &mut pace.level_changes {
        for change in &mut found.changes {
            (change.before, change.after) = (secs(change.before), secs(change.after));
        }
    }
    pace
}

fn seconds(mean: &Estimate, secs: impl Fn(f64) -> f64) -> Estimate {
    let interval = mean.interval.clone().map(|mut ends| {
        (ends.lower, ends.upper) = (secs(ends.lower), secs(ends.upper));
        ends.method.push_str(" of ln seconds");
        ends
    });
    let method = "geometric mean of seconds over the week's annotations".into();
    Estimate { value: secs(mean.value), interval, se: None, method, ..mean.clone() }
}
