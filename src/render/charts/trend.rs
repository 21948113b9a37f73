//! Each number of several audits over time.

use super::axis::{Axis, Unit};
use super::chart::{Chart, draw, unique};
use super::names::slug;
use super::palette::Colour;
use super::plane::{Plane, Spot, Style, Trace};
use super::sketch::Sketch;
use crate::compare::trend::{Trend, TrendLine, TrendPoint};
use crate::render::trend::phrase::{change_words, is_told};
use crate::render::trend::words::{Numbers, audit_name, inner_subject, part, subject};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// Numbers that are drawn: nobody looks at hundreds of pictures.
pub const MOST_TREND_CHARTS: usize = 48;
/// Points with dots and whiskers of their own; more would touch each other.
const DOTS: usize = 60;
/// A line through fewer audits would only look like a trend.
const FEWEST: usize = 3;
/// How far the ticks of changed settings reach into the picture.
const TICK: f64 = 0.06;

/// A chart of every line with three points or more.
pub fn draw_trend(trend: &Trend) -> Vec<Chart> {
    let mut taken = BTreeSet::new();
    let mut sketches: Vec<(&str, String, Sketch)> = Vec::new();
    for line in trend.lines.iter().filter(|line| is_drawn(line)).take(MOST_TREND_CHARTS) {
        let words = [line.question.as_str(), line.metric.as_str(), line.slice.as_str()];
        let words: Vec<String> =
            words.iter().map(|word| slug(word)).filter(|word| !word.is_empty()).collect();
        let id = unique(&words.join("-"), &mut taken);
        sketches.push((&line.question, id, sketch(trend, line)));
    }
    sketches.into_par_iter().map(|(question, id, sketch)| draw(question, id, sketch)).collect()
}

/// Whether there is something to see: enough points, and not all of them alike.
pub fn is_drawn(line: &TrendLine) -> bool {
    line.points.len() >= FEWEST && line.points.iter().any(|point| point.value != line.points[0].value)
}

fn sketch(trend: &Trend, line: &TrendLine) -> Sketch {
    let what = inner_subject(line).to_text();
    let audits = line.points.len();
    let title = match line.change.estimated() {
        Some(_) if is_told(line) => capital(&change_words(trend, line).to_text()),
        Some(_) => format!("No change of {what} is shown in {audits} audits"),
        None => format!("{} in {audits} audits: not tested for a change", subject(line).to_text()),
    };
    let numbers = Numbers::of(line);
    let said = |point: &TrendPoint| {
        format!(
            "{} in {}",
            numbers.with_ends(point.value, point.ends),
            audit_name(trend, point.audit).to_text()
        )
    };
    let ends = line.points.first().zip(line.points.last());
    let ends =
        ends.map_or(String::new(), |(first, last)| format!(" From {} to {}.", said(first), said(last)));
    let alt = format!("{title}.{ends}");
    let caption = caption(trend, line);
    let id = line.metric.clone();
    Sketch {
        id,
        section: part(line.part).0,
        title,
        caption,
        alt,
        form: Box::new(plane(trend, line, numbers)),
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// What is drawn, but for what is not there.
fn caption(trend: &Trend, line: &TrendLine) -> String {
    let mut parts = Vec::new();
    let has = |test: fn(&TrendPoint) -> bool| line.points.iter().any(test);
    if has(|point| point.ends.is_some()) {
        parts.push("Whiskers: each audit’s own interval.");
    }
    if has(|point| point.expected.is_some()) {
        parts.push("Grey: where it was to be expected, given the others.");
    }
    if has(|point| point.outside) {
        parts.push("Orange: outside of that.");
    }
    if is_told(line) {
        parts.push("Dashed: where the change is likeliest.");
    }
    if trend.audits.iter().any(is_marked) {
        parts.push("Ticks at the foot: something was made otherwise than before.");
    }
    if !line.gaps.is_empty() {
        parts.push("Gaps: audits without this number.");
    }
    parts.join(" ")
}

/// Whether an audit gets a tick.
fn is_marked(audit: &crate::compare::trend::TrendAudit) -> bool {
    !audit.changed.is_empty()
}

fn plane(trend: &Trend, line: &TrendLine, numbers: Numbers) -> Plane {
    let at = |audit: u32| trend.audits.get(audit as usize).map_or(0.0, |own| f64::from(own.at));
    let unit = match numbers {
        Numbers::Shares => Unit::Share,
        Numbers::Differences => Unit::Difference,
        Numbers::Decimals => Unit::Number,
    };
    let y = Axis::around(heights(line), unit);
    let (first, last) = (at(0), trend.audits.last().map_or(1.0, |own| f64::from(own.at)));
    let mut x = Axis::between(first, last.max(first + 1.0), 5, Unit::Count);
    (x.low, x.high) = (first, last.max(first + 1.0));
    let name = |place: u32| (at(place), audit_name(trend, place).to_text());
    let mut traces = marks(trend, line, &y, &at);
    traces.extend(expected(line, &at));
    traces.extend(values(line, &at));
    Plane {
        traces,
        x,
        x_ticks: (0u32..).take(trend.audits.len()).map(name).collect(),
        x_measure: if trend.dated { "last day of the audit’s log" } else { "audit" }.into(),
        y,
        y_measure: subject(line).to_text(),
    }
}

/// What the upright axis must hold: values with their intervals; ranges that reach far beyond are cut there, so that few
/// audits, of which little is to be expected, do not flatten what was measured.
fn heights(line: &TrendLine) -> Vec<f64> {
    let ends = |point: &TrendPoint| point.ends.map_or([point.value; 2], |(lower, upper)| [lower, upper]);
    let mut all: Vec<f64> =
        line.points.iter().flat_map(|point| [[point.value; 2], ends(point)].concat()).collect();
    let low = all.iter().copied().fold(f64::INFINITY, f64::min);
    let high = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let room = 0.4 * (high - low);
    let ranges = line.points.iter().filter_map(|point| point.expected);
    all.extend(
        ranges.flat_map(|(lower, upper)| [lower, upper]).map(|end| end.clamp(low - room, high + room)),
    );
    all
}

/// Dashed lines where the level changes, ticks where settings did.
fn marks(trend: &Trend, line: &TrendLine, y: &Axis, at: &impl Fn(u32) -> f64) -> Vec<Trace> {
    let upright = |x: f64, top: f64, style, hue| {
        let spot = |y: f64| Spot { x, y, ends: None };
        Trace { name: String::new(), hue, style, spots: vec![spot(y.low), spot(top)] }
    };
    let mut traces = Vec::new();
    for (place, _) in (0u32..).zip(&trend.audits).filter(|(_, own)| is_marked(own)) {
        traces.push(upright(at(place), y.low + TICK * (y.high - y.low), Style::Line, Colour::Mute));
    }
    if let Some(change) = line.change.estimated().filter(|change| change.reported) {
        let all = [change.from].into_iter().chain(change.further.iter().copied());
        traces.extend(all.map(|place| upright(at(place), y.high, Style::Dashed, Colour::Orange)));
    }
    traces
}

/// The ranges in which points were to be expected, as bands.
fn expected(line: &TrendLine, at: &impl Fn(u32) -> f64) -> Vec<Trace> {
    let stretches = line.points.split(|point| point.expected.is_none()).filter(|own| !own.is_empty());
    let spots = |own: &[TrendPoint]| -> Vec<Spot> {
        own.iter()
            .filter_map(|point| Some((point, point.expected?)))
            .map(|(point, ends)| Spot { x: at(point.audit), y: (ends.0 + ends.1) / 2.0, ends: Some(ends) })
            .collect()
    };
    stretches
        .map(|own| Trace { name: String::new(), hue: Colour::Mute, style: Style::Band, spots: spots(own) })
        .collect()
}

/// The values: a line over each stretch without a gap, dots with whiskers, and in orange those outside.
fn values(line: &TrendLine, at: &impl Fn(u32) -> f64) -> Vec<Trace> {
    let spot = |point: &TrendPoint, whisker: bool| Spot {
        x: at(point.audit),
        y: point.value,
        ends: point.ends.filter(|_| whisker),
    };
    let trace = |hue, style, spots| Trace { name: String::new(), hue, style, spots };
    let mut traces: Vec<Trace> = line
        .points
        .chunk_by(|a, b| a.audit + 1 == b.audit)
        .map(|own| trace(Colour::Blue, Style::Line, own.iter().map(|point| spot(point, false)).collect()))
        .collect();
    let dots = line.points.len() <= DOTS;
    let inside = line.points.iter().filter(|point| dots && !point.outside).map(|point| spot(point, true));
    let outside = line.points.iter().filter(|point| point.outside).map(|point| spot(point, dots));
    traces.push(trace(Colour::Blue, Style::Discs(3), inside.collect()));
    traces.push(trace(Colour::Orange, Style::Dots, outside.collect()));
    traces
}
