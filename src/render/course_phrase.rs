//! Words for what changes along the calendar.

use super::number;
use super::phrase;
use super::prose::Prose;
use crate::audit::{Course, CourseSeries, CourseVerdict, LevelChange, PersonCourse, Trend};
use crate::vocabulary::{Estimate, Outcome};

/// The sentence to read if nothing else is read.
pub fn verdict(course: &Course) -> Prose {
    let (what, series) = judged(course);
    match series {
        Outcome::NotEstimable(reason) => Prose::default()
            .strong(format!("Whether {what} drifts cannot be told."))
            .say(" ")
            .say(reason.sentence()),
        Outcome::Estimated(series) => Prose::default().strong(sentence(what, series)),
    }
}

/// What is judged: correctness where there is gold, else agreement.
pub fn judged(course: &Course) -> (&'static str, &Outcome<CourseSeries>) {
    match &course.correctness {
        Outcome::Estimated(_) => ("correctness against gold", &course.correctness),
        Outcome::NotEstimable(_) => ("agreement with others", &course.agreement),
    }
}

/// One sentence on a share along the calendar.
pub fn sentence(what: &str, series: &CourseSeries) -> String {
    let weeks = weeks(series);
    match &series.trend {
        Outcome::NotEstimable(_) => format!("{weeks} with work show no trend of {what}: 8 are needed."),
        Outcome::Estimated(trend) => {
            let size = phrase::signed_points(&trend.slope);
            match trend.verdict {
                CourseVerdict::Falls => {
                    format!("From week to week {what} falls: {size} a week over {weeks}.")
                }
                CourseVerdict::Rises => {
                    format!("From week to week {what} rises: {size} a week over {weeks}.")
                }
                CourseVerdict::NoEvidence => {
                    format!("No evidence that {what} drifts over {weeks}: {size} a week.")
                }
            }
        }
    }
}

/// How many weeks, and over how long where not all of them were worked in: `10 weeks`, `10 of 82 weeks`.
fn weeks(series: &CourseSeries) -> String {
    let worked = series.points.len() as u64;
    let lasted = match (series.points.first(), series.points.last()) {
        (Some(first), Some(last)) => u64::from(last.week.0 - first.week.0) + 1,
        _ => worked,
    };
    match lasted > worked {
        true => format!("{} of {} weeks", number::count(worked), number::count(lasted)),
        false => number::counted(worked, "week", "weeks"),
    }
}

/// One sentence on time along the calendar.
pub fn pace_sentence(series: &CourseSeries) -> String {
    let weeks = weeks(series);
    let Some(trend) = series.trend.estimated() else {
        return format!("Time on an item over {weeks}");
    };
    let size = percent_change(&trend.slope);
    match trend.verdict {
        CourseVerdict::Falls => {
            format!("People get faster from week to week: time by {size} a week over {weeks}")
        }
        CourseVerdict::Rises => {
            format!("People get slower from week to week: time by {size} a week over {weeks}")
        }
        CourseVerdict::NoEvidence => {
            format!("No evidence that the pace drifts over {weeks}: time by {size} a week")
        }
    }
}

/// A slope of a logarithm as a change in per cent: `−1.2 % [−1.5 %, −0.9 %]`.
pub fn percent_change(estimate: &Estimate) -> String {
    let percent = |log: f64| {
        let text = number::decimal(log.exp_m1() * 100.0, 1);
        let sign = if log > 0.0 && text != "0.0" { "+" } else { "" };
        format!("{sign}{text}{}%", number::NARROW_SPACE)
    };
    match estimate.interval.estimated() {
        Some(ends) => {
            format!("{} [{}, {}]", percent(estimate.value), percent(ends.lower), percent(ends.upper))
        }
        None => percent(estimate.value),
    }
}

/// How sure a trend is, in words for a table cell.
pub fn certainty(trend: &Trend) -> String {
    let allowed = if trend.serial_factor > 1.0 {
        format!(
            " (variance × {} for weeks that resemble each other)",
            number::decimal(trend.serial_factor, 1)
        )
    } else {
        String::new()
    };
    format!("{}{allowed}", number::p_value(trend.p_value))
}

/// Where the level changes, in words for a table cell; `written` writes a level.
pub fn changes(changes: &[LevelChange], written: fn(f64) -> String) -> String {
    if changes.is_empty() {
        return "no evidence".into();
    }
    let each = changes.iter().map(|change| {
        format!("from {}: {} → {}", change.from_week, written(change.before), written(change.after))
    });
    each.collect::<Vec<_>>().join("; ")
}

/// What may be said of a person, without blame.
pub fn person(verdict: PersonCourse) -> &'static str {
    match verdict {
        PersonCourse::TooFew => "too few weeks or shared items",
        PersonCourse::NoEvidence => "no evidence of a drift",
        PersonCourse::AwayFromOthers => "agrees less with others from week to week",
        PersonCourse::TowardsOthers => "agrees more with others from week to week",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::{ConfidenceInterval, SampleSize};

    fn slope(value: f64, lower: f64, upper: f64) -> Estimate {
        let method = String::new();
        let interval = ConfidenceInterval { lower, upper, level: 0.95, method: method.clone() };
        let sample = SampleSize::default();
        Estimate {
            value,
            interval: Outcome::Estimated(interval),
            se: None,
            sample,
            method,
            warnings: Vec::new(),
        }
    }

    #[test]
    fn an_end_that_is_not_zero_does_not_read_as_zero() {
        let told = |lower| phrase::signed_points(&slope(0.003, lower, 0.02));
        assert_eq!(told(0.000_4), "+0.30 points [+0.04, +2.00]");
        assert_eq!(told(0.001), "+0.3 points [+0.1, +2.0]");
        assert_eq!(told(-0.000_4), "+0.3 points [0.0, +2.0]", "0 lies within");
    }
}
