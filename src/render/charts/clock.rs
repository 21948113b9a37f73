use super::axis::{Axis, Unit};
use super::palette::Colour;
use super::plane::{Plane, Spot, Style, Trace};
use super::sketch::Sketch;
use crate::audit::Fatigue;
use crate::render::number;
use crate::vocabulary::Curve;

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// The outcome by hour of day and by day of the week, where local time is known.
pub(super) fn sketches(fatigue: &Fatigue, level: &str) -> Vec<Sketch> {
    let hours = fatigue.order.by_hour.estimated().map(|curve| {
        let tick = |x: f64| format!("{x:.0} h");
        sketch(fatigue, curve, ("hour-of-day", "hour of day", "local hour of day"), level, &tick)
    });
    let days = fatigue.order.by_weekday.estimated().map(|curve| {
        let tick = |x: f64| DAYS[(x as usize).min(6)].to_owned();
        sketch(fatigue, curve, ("day-of-week", "day of the week", "local day of the week"), level, &tick)
    });
    hours.into_iter().chain(days).collect()
}

fn sketch(
    fatigue: &Fatigue,
    curve: &Curve,
    (id, short, measure): (&str, &str, &str),
    level: &str,
    tick: &dyn Fn(f64) -> String,
) -> Sketch {
    let what = if fatigue.outcome_name.contains("gold") { "Correctness" } else { "Agreement" };
    let mean = curve.points.iter().map(|p| p.y * p.n as f64).sum::<f64>()
        / curve.points.iter().map(|p| p.n as f64).sum::<f64>().max(1.0);
    let apart = curve.points.iter().filter(|p| p.band.is_some_and(|(low, high)| low > mean || high < mean));
    let apart: Vec<String> = apart.map(|p| tick(p.x)).collect();
    let title = match apart.as_slice() {
        [] => format!("No {short} stands out in {}", what.to_lowercase()),
        some => format!("{what} by {short}: {} stands apart", some.join(", ")),
    };
    let caption = format!(
        "Mean {} by local time, each annotator beside their own mean; points with 8 annotators or more. Band: {level} \
         interval, for all points at once.",
        fatigue.outcome_name
    );
    let spots = curve.points.iter().map(|p| Spot { x: p.x, y: p.y, ends: p.band }).collect();
    let heights = curve.points.iter().flat_map(|p| {
        let (low, high) = p.band.unwrap_or((p.y, p.y));
        [p.y, low, high]
    });
    let y = Axis::around(heights.collect::<Vec<_>>(), Unit::Percent);
    let first = curve.points.first().map_or(0.0, |p| p.x);
    let last = curve.points.last().map_or(1.0, |p| p.x).max(first + 1.0);
    let mut x = Axis::between(first, last, 5, Unit::Count);
    (x.low, x.high) = (first, last);
    let points = curve.points.iter();
    let x_ticks = points.clone().map(|p| (p.x, tick(p.x))).collect();
    let words: Vec<String> = points.map(|p| format!("{} {}", tick(p.x), number::percent(p.y))).collect();
    let traces = vec![Trace { name: String::new(), hue: Colour::Blue, style: Style::Curve, spots }];
    let y_measure = "share, annotators beside themselves".into();
    let form = Box::new(Plane { traces, x, x_ticks, x_measure: measure.into(), y, y_measure });
    let alt = format!("{title}. {}.", words.join(", "));
    Sketch { id: id.into(), section: "fatigue", title, caption, alt, form }
}
