use super::place::Place;
use super::section::Section;
use super::table::{Cell, Table, numbers, words};
use crate::audit::{AnnotatorCourse, Course, CoursePoint, CourseSeries, PersonCourse, QuestionAudit};
use crate::render::charts::FEWEST_WEEKS;
use crate::render::prose::Prose;
use crate::render::{course_phrase, number, phrase};
use crate::vocabulary::{Estimate, Outcome};

/// What changes along the calendar.
pub fn section(place: &mut Place<'_, '_>, question: &QuestionAudit) -> Section {
    let mut section = place.section("course", "From week to week");
    match &question.course {
        Outcome::Estimated(course) => filled(place, &mut section, course),
        Outcome::NotEstimable(reason) => {
            section.absent(Prose::of("Whether the work changes from week to week"), reason);
        }
    }
    section
}

fn filled(place: &mut Place<'_, '_>, section: &mut Section, course: &Course) {
    section.lead(course_phrase::verdict(course));
    let told = course.annotators.iter().filter(|one| changed(one)).count() as u64;
    if told > 0 {
        section.text(Prose::of(format!(
            "{} from the others' agreement on the same items along the calendar; the table below has each, in alphabetical \
             order.",
            number::counted(told, "annotator drifts", "annotators drift")
        )));
    }
    section.figures(place.figures("course"));
    let weeks =
        course.agreement.estimated().or(course.pace.estimated()).map_or(0, |series| series.points.len());
    if weeks < FEWEST_WEEKS {
        section.text(Prose::of(format!(
            "No line is drawn: the log has {}, and a line through fewer than {FEWEST_WEEKS} would only look like a trend.",
            number::counted(weeks as u64, "week", "weeks")
        )));
    }
    section.table(trends(course));
    section.table(weekly(course, place.rows));
    section.table(people(course, place.rows));
    section.list(course.notes.iter().map(Prose::of).collect());
}

fn changed(one: &AnnotatorCourse) -> bool {
    matches!(one.verdict, PersonCourse::AwayFromOthers | PersonCourse::TowardsOthers)
}

fn trends(course: &Course) -> Table {
    let all: Vec<(&str, &CourseSeries, bool)> = [
        ("agreement with others", &course.agreement, false),
        ("correct against gold", &course.correctness, false),
        ("time on item", &course.pace, true),
    ]
    .into_iter()
    .filter_map(|(what, series, time)| Some((what, series.estimated()?, time)))
    .filter(|(_, series, _)| series.trend.estimated().is_some())
    .collect();
    let columns = vec![
        words("per week"),
        numbers("Sen's slope [95 % interval]"),
        numbers("p"),
        numbers("Kendall's tau"),
        numbers("weeks"),
        words("change of level"),
    ];
    Table::capped("Trends along the calendar, the same annotators compared", columns, &all, all.len(), |&(what, series, time)| {
        let mut cells = vec![Cell::text(what)];
        if let Outcome::Estimated(trend) = &series.trend {
            let size = if time { course_phrase::percent_change(&trend.slope) } else { phrase::signed_points(&trend.slope) };
            cells.push(Cell::number(trend.slope.value, size));
            cells.push(Cell::number(trend.p_value, course_phrase::certainty(trend)));
            cells.push(match trend.tau_b {
                Some(tau) => Cell::number(tau, number::signed(tau)),
                None => Cell::absent(number::DASH),
            });
            cells.push(Cell::count(trend.weeks));
        }
        let written = if time { number::seconds } else { number::percent };
        cells.push(match &series.level_changes {
            Outcome::Estimated(found) => Cell::text(course_phrase::changes(&found.changes, written)),
            Outcome::NotEstimable(reason) => Cell::absent(phrase::short_reason(reason)),
        });
        cells
    })
    .noted(Prose::of(
        "Mann–Kendall counts pairs of weeks that rise or fall; Sen's slope is the median slope of all pairs. A change of level \
         is told where one level throughout is refused (OLS-CUSUM, p at most .05), from 10 weeks on.",
    ))
}

fn weekly(course: &Course, cap: usize) -> Table {
    let empty: &[CoursePoint] = &[];
    let points = |series: &'_ Outcome<CourseSeries>| series.estimated().map(|series| series.points.clone());
    let (agreement, gold, pace) =
        (points(&course.agreement), points(&course.correctness), points(&course.pace));
    let mut weeks: Vec<_> = [&agreement, &gold, &pace]
        .into_iter()
        .flat_map(|series| {
            series.as_deref().unwrap_or(empty).iter().map(|point| (point.week, point.name.clone()))
        })
        .collect();
    weeks.sort();
    weeks.dedup();
    let mut columns = vec![words("week"), numbers("annotations"), numbers("annotators")];
    for (series, titles) in [
        (&agreement, &["agreement [95 % interval]", "same annotators"][..]),
        (&gold, &["correct [95 % interval]"][..]),
        (&pace, &["median time", "geometric mean [95 % interval]"][..]),
    ] {
        columns.extend(series.iter().flat_map(|_| titles.iter().map(|title| numbers(title))));
    }
    Table::capped("Week by week", columns, &weeks, cap, |(week, name)| {
        let at = |series: &'_ Option<Vec<CoursePoint>>| {
            series.as_ref().map(|points| points.iter().find(|point| point.week == *week).cloned())
        };
        let (agreement, gold, pace) = (at(&agreement), at(&gold), at(&pace));
        let any = [&pace, &agreement, &gold].into_iter().find_map(|point| point.as_ref()?.as_ref());
        let sample = any.map_or((0, 0), |point| (point.mean.sample.annotations, point.mean.sample.annotators));
        let mut cells = vec![Cell::text(name), Cell::count(sample.0), Cell::count(sample.1)];
        if let Some(point) = agreement {
            cells.push(cell(point.as_ref().map(|point| &point.mean), phrase::percent_with_interval));
            let same = point.and_then(|point| point.same_people);
            cells.push(same.map_or(Cell::absent(number::DASH), |same| Cell::number(same, number::percent(same))));
        }
        if let Some(point) = gold {
            cells.push(cell(point.as_ref().map(|point| &point.mean), phrase::percent_with_interval));
        }
        if let Some(point) = pace {
            let median = point.as_ref().and_then(|point| point.median_secs);
            cells.push(median.map_or(Cell::absent(number::DASH), |secs| Cell::number(secs, number::seconds(secs))));
            cells.push(cell(point.as_ref().map(|point| &point.mean), seconds_with_interval));
        }
        cells
    })
    .noted(Prose::of(
        "Same annotators: the week's mean if everybody worked in all weeks in equal parts. Intervals take annotators as units.",
    ))
}

fn cell(mean: Option<&Estimate>, text: fn(&Estimate) -> String) -> Cell {
    mean.map_or(Cell::absent(number::DASH), |mean| Cell::number(mean.value, text(mean)))
}

fn seconds_with_interval(estimate: &Estimate) -> String {
    let value = number::seconds(estimate.value);
    match estimate.interval.estimated() {
        Some(ends) => format!("{value} [{}, {}]", number::seconds(ends.lower), number::seconds(ends.upper)),
        None => value,
    }
}

fn people(course: &Course, cap: usize) -> Table {
    let judged =
        |one: &AnnotatorCourse| one.agreement.estimated().is_some() || one.pace.estimated().is_some();
    let all: Vec<&AnnotatorCourse> =
        if course.annotators.iter().any(judged) { course.annotators.iter().collect() } else { Vec::new() };
    let columns = vec![
        words("annotator"),
        numbers("weeks"),
        numbers("annotations"),
        numbers("agreement less that of others, per week [95 % interval]"),
        numbers("adjusted p"),
        numbers("time on item per week [95 % interval]"),
        words("what may be said"),
    ];
    Table::capped("Annotators along the calendar", columns, &all, cap, |one| {
        let slope = |outcome: &Outcome<Estimate>, text: fn(&Estimate) -> String| match outcome {
            Outcome::Estimated(slope) => Cell::number(slope.value, text(slope)),
            Outcome::NotEstimable(reason) => Cell::absent(phrase::short_reason(reason)),
        };
        vec![
            Cell::name(&one.annotator),
            Cell::count(one.weeks),
            Cell::count(one.annotations),
            slope(&one.agreement, phrase::signed_points),
            one.p_adjusted.map_or(Cell::absent(number::DASH), |p| Cell::number(p, number::p_value(p))),
            slope(&one.pace, course_phrase::percent_change),
            Cell::text(course_phrase::person(one.verdict)).toned(if changed(one) { "warn" } else { "" }),
        ]
    })
    .noted(Prose::of(format!(
        "In alphabetical order, no ranking and no basis for pay. Something is said only with 8 weeks of 5 annotations beside two \
         or more others, adjusted p ({}) of at most .05, 5 points or more over these weeks after shrinkage, and the same sign \
         in every second week as in the others. Pace is described, never judged.",
        course.adjustment.author()
    )))
}
