//! Charts along the calendar: agreement, correctness and pace by week.

use super::axis::{Axis, Unit};
use super::palette::Colour;
use super::plane::{Plane, Spot, Style, Trace};
use super::sketch::Sketch;
use crate::audit::{CoursePoint, CourseSeries, QuestionAudit};
use crate::render::{course_phrase, number};

/// A line through fewer weeks would only look like a trend.
pub const FEWEST_WEEKS: usize = 3;
/// Annotators of a week whose interval the axis must hold.
const ENOUGH_ANNOTATORS: u64 = 5;
/// Names under the axis at most.
const NAMES: usize = 8;

/// The lines that this question allows.
pub fn sketches(question: &QuestionAudit, level: &str) -> Vec<Sketch> {
    let Some(drift) = question.course.estimated() else { return Vec::new() };
    let share = |series: &CourseSeries, id: &str, what: &str, measure: &str| {
        let title = course_phrase::sentence(what, series);
        line(series, Unit::Percent, measure, (id, title.trim_end_matches('.')), level)
    };
    let agreement = drift.agreement.estimated().and_then(|series| {
        share(series, "course-agreement", "agreement with others", "share of the others who agree")
    });
    let gold = drift.correctness.estimated().and_then(|series| {
        share(series, "course-correctness", "correctness against gold", "share correct against gold")
    });
    let pace = drift.pace.estimated().and_then(|series| {
        let title = course_phrase::pace_sentence(series);
        line(series, Unit::Seconds, "geometric mean of seconds on an item", ("course-pace", &title), level)
    });
    [agreement, gold, pace].into_iter().flatten().collect()
}

/// What the vertical axis must hold. A week of few annotators has a band that would flatten all others: it is cut where
/// the others end.
fn heights(points: &[CoursePoint]) -> impl Iterator<Item = f64> {
    let many = |point: &CoursePoint| point.mean.sample.annotators >= ENOUGH_ANNOTATORS;
    let enough = points.iter().any(many);
    points.iter().flat_map(move |point| {
        let ends = point.mean.interval.estimated().filter(|_| !enough || many(point));
        let (lower, upper) =
            ends.map_or((point.mean.value, point.mean.value), |ends| (ends.lower, ends.upper));
        [point.mean.value, lower, upper]
    })
}

fn line(
    series: &CourseSeries,
    unit: Unit,
    measure: &str,
    (id, title): (&str, &str),
    level: &str,
) -> Option<Sketch> {
    let points = &series.points;
    let (first, last) = (points.first()?, points.last()?);
    if points.len() < FEWEST_WEEKS {
        return None;
    }
    let place = |week: crate::vocabulary::Week| f64::from(week.0 - first.week.0);
    let spots = points.iter().map(|point| {
        let ends = point.mean.interval.estimated().map(|ends| (ends.lower, ends.upper));
        Spot { x: place(point.week), y: point.mean.value, ends }
    });
    let spots: Vec<Spot> = spots.collect();
    let same: Vec<Spot> = points
        .iter()
        .filter_map(|point| Some(Spot { x: place(point.week), y: point.same_people?, ends: None }))
        .collect();
    let y = Axis::around(heights(points).chain(same.iter().map(|spot| spot.y)).collect::<Vec<_>>(), unit);
    let end = place(last.week);
    let mut x = Axis::between(0.0, end, 5, Unit::Count);
    (x.low, x.high) = (0.0, end);
    let step = points.len().div_ceil(NAMES);
    let x_ticks = points.iter().step_by(step).map(|point| (place(point.week), point.name.clone())).collect();
    let mut traces = Vec::new();
    let with_same = same.len() > 1;
    if with_same {
        let style = Style::Thin;
        traces.push(Trace { name: "same annotators".into(), hue: Colour::Mute, style, spots: same });
    }
    let name = if with_same { "everybody".to_owned() } else { String::new() };
    traces.push(Trace { name, hue: Colour::Blue, style: Style::Curve, spots });
    let caption = format!(
        "Each week's {measure}. Band: {level} interval over annotators. {}",
        match with_same {
            true =>
                "Grey: the same with every annotator working in all weeks in equal parts; the trend is judged on it.",
            false => "Who works in which weeks differs too much to compare the same annotators throughout.",
        }
    );
    let words =
        |value: f64| if unit == Unit::Seconds { number::seconds(value) } else { number::percent(value) };
    let alt = format!(
        "{title}. From {} in {} to {} in {}.",
        words(first.mean.value),
        first.name,
        words(last.mean.value),
        last.name
    );
    let form = Plane { traces, x, x_ticks, x_measure: "week".into(), y, y_measure: measure.into() };
    let title = title.to_owned();
    Some(Sketch { id: id.into(), section: "course", title, caption, alt, form: Box::new(form) })
}
