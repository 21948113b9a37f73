//! Charts along the session: outcome and pace.

use super::axis::{Axis, Unit};
use super::clock;
use super::palette::Colour;
use super::plane::{Plane, Spot, Style, Trace};
use super::sketch::{Sketch, ends};
use crate::audit::{Fatigue, FatigueVerdict, QuestionAudit, SessionCurve};
use crate::render::number;
use crate::vocabulary::{Curve, Estimate};

/// A line through fewer blocks would only look like a trend.
pub const FEWEST_BLOCKS: usize = 3;

/// The curves that this question allows.
pub fn sketches(question: &QuestionAudit, level: &str) -> Vec<Sketch> {
    let Some(fatigue) = question.fatigue.estimated() else { return Vec::new() };
    let mut all: Vec<Sketch> =
        [outcome(fatigue, level), pace(fatigue, level)].into_iter().flatten().collect();
    all.extend(clock::sketches(fatigue, level));
    all
}

fn outcome(fatigue: &Fatigue, level: &str) -> Option<Sketch> {
    let gold = fatigue.outcome_name.contains("gold");
    let what = if gold { "Correctness" } else { "Agreement" };
    let slope = fatigue.outcome.primary.estimated().map(|slope| &slope.estimate);
    let words = slope
        .map_or(String::new(), |slope| format!(": {} per 100 annotations", number::signed_estimate(slope)));
    let title = match fatigue.verdict {
        FatigueVerdict::Falls => format!("{what} falls along the session{words}"),
        FatigueVerdict::ItemsOrOrder => {
            format!("{what} falls along the session, perhaps because later items are harder{words}")
        }
        FatigueVerdict::Rises => format!("{what} rises along the session{words}"),
        FatigueVerdict::NoEvidence => {
            format!("No evidence that {} changes along the session{words}", what.to_lowercase())
        }
        FatigueVerdict::NoVerdict => {
            format!("Too few annotators to say whether {} changes along the session", what.to_lowercase())
        }
    };
    let measure = format!("share {}", if gold { "correct against gold" } else { "of the others who agree" });
    let drawing = plane(&fatigue.outcome_curve, Unit::Percent, measure)?;
    let caption = format!(
        "Mean {} by block of 25 positions. {} Band: {level} interval. The slope compares each annotator with \
         themselves within a session.",
        fatigue.outcome_name,
        panel_words(&fatigue.outcome_curve)
    );
    let alt = spoken(&title, &fatigue.outcome_curve, number::percent);
    let (id, form) = ("fatigue".to_owned(), Box::new(drawing));
    Some(Sketch { id, section: "fatigue", title, caption, alt, form })
}

fn pace(fatigue: &Fatigue, level: &str) -> Option<Sketch> {
    let curve = fatigue.time_curve.estimated()?;
    let slope =
        fatigue.log_time.estimated().and_then(|pair| pair.primary.estimated()).map(|slope| &slope.estimate);
    let title = match slope {
        Some(slope) => pace_words(slope),
        None => "Time on an item along the session".into(),
    };
    let drawing = plane(curve, Unit::Seconds, "geometric mean of seconds on an item".into())?;
    let caption = format!(
        "Geometric mean of the time on an item by block of 25 positions. {} Band: {level} interval.",
        panel_words(curve)
    );
    let alt = spoken(&title, curve, number::seconds);
    let (id, form) = ("time-on-item".to_owned(), Box::new(drawing));
    Some(Sketch { id, section: "fatigue", title, caption, alt, form })
}

/// A slope of log time in per cent of time, in words.
fn pace_words(slope: &Estimate) -> String {
    let change = |log: f64| log.exp_m1();
    let value = number::percent(change(slope.value).abs());
    match ends(slope) {
        Some((_, upper)) if upper < 0.0 => {
            format!("People get faster along the session: {value} less time per 100 annotations")
        }
        Some((lower, _)) if lower > 0.0 => {
            format!("People get slower along the session: {value} more time per 100 annotations")
        }
        Some((lower, upper)) => format!(
            "No evidence that the pace changes along the session: time by {} to {} per 100 annotations",
            signed_percent(change(lower)),
            signed_percent(change(upper))
        ),
        None => "Time on an item along the session".into(),
    }
}

fn signed_percent(change: f64) -> String {
    let sign = if change > 0.0 { "+" } else { "" };
    format!("{sign}{}{}%", number::decimal(change * 100.0, 1), number::NARROW_SPACE)
}

fn panel_words(curve: &SessionCurve) -> String {
    match curve.panel.points.len() {
        0 | 1 => "Everybody who got that far.".into(),
        _ => format!(
            "Blue: the same {} throughout, who reached the last block shown; grey: everybody who got that far.",
            number::counted(curve.panel_annotators, "annotator", "annotators")
        ),
    }
}

fn plane(curve: &SessionCurve, unit: Unit, y_measure: String) -> Option<Plane> {
    if curve.everybody.points.len() < FEWEST_BLOCKS {
        return None;
    }
    let with_panel = curve.panel.points.len() > 1;
    let mut traces = Vec::new();
    if with_panel {
        traces.push(trace(&curve.everybody, "everybody", Colour::Mute, Style::Thin));
        let name = number::counted(curve.panel_annotators, "annotator", "annotators");
        traces.push(trace(&curve.panel, &format!("the same {name}"), Colour::Blue, Style::Curve));
    } else {
        traces.push(trace(&curve.everybody, "", Colour::Blue, Style::Curve));
    }
    // A trace that stands back does not stretch the axis by its band, which is not drawn.
    let heights = traces.iter().flat_map(|trace| {
        let banded = trace.style == Style::Curve;
        trace.spots.iter().flat_map(move |spot| {
            let (lower, upper) = spot.ends.filter(|_| banded).unwrap_or((spot.y, spot.y));
            [spot.y, lower, upper]
        })
    });
    let y = Axis::around(heights.collect::<Vec<_>>(), unit);
    let places: Vec<f64> = curve.everybody.points.iter().map(|point| point.x).collect();
    let (first, last) = (*places.first()?, *places.last()?);
    let mut x = Axis::between(first, last.max(first + 1.0), 5, Unit::Count);
    (x.low, x.high) = (first, last.max(first + 1.0));
    let x_ticks = places.iter().map(|place| (*place, number::count(place.max(0.0).round() as u64))).collect();
    Some(Plane { traces, x, x_ticks, x_measure: "position in the session".into(), y, y_measure })
}

fn trace(curve: &Curve, name: &str, hue: Colour, style: Style) -> Trace {
    let spots = curve.points.iter().map(|point| Spot { x: point.x, y: point.y, ends: point.band }).collect();
    Trace { name: name.into(), hue, style, spots }
}

fn spoken(title: &str, curve: &SessionCurve, words: fn(f64) -> String) -> String {
    let points = match curve.panel.points.len() {
        0 | 1 => &curve.everybody.points,
        _ => &curve.panel.points,
    };
    match (points.first(), points.last()) {
        (Some(first), Some(last)) => format!(
            "{title}. From {} at position {} to {} at position {}.",
            words(first.y),
            number::decimal(first.x, 0),
            words(last.y),
            number::decimal(last.x, 0)
        ),
        _ => format!("{title}."),
    }
}
