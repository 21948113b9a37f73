//! Charts along the calendar.

use super::axis::{Axis, Unit};
use super::names::{in_sentence, slug};
use super::palette::Colour;
use super::plane::{Plane, Spot, Style, Trace};
use super::sketch::Sketch;
use crate::audit::{Drift, DriftKind, DriftSeries, QuestionAudit};
use crate::render::number;

/// Models that get lines of their own.
const MODELS: usize = 4;
/// A line through fewer periods would only look like a trend.
const FEWEST: usize = 3;

/// The lines that this question allows: each model's agreement with people and its calibration, and the label of people
/// that changes most clearly (the most used one, where none does).
pub fn sketches(question: &QuestionAudit, level: &str) -> Vec<Sketch> {
    let Some(drift) = question.drift.as_ref().and_then(|found| found.estimated()) else { return Vec::new() };
    let of =
        |kind: DriftKind| drift.series.iter().filter(move |s| s.kind == kind && s.points.len() >= FEWEST);
    let agreement = of(DriftKind::HumanModelAgreement).take(MODELS);
    let calibration = of(DriftKind::CalibrationInTheLarge).take(MODELS);
    let q = |s: &&DriftSeries| s.change.estimated().filter(|c| c.reported).map_or(2.0, |c| c.q_value);
    let label = of(DriftKind::LabelShare).min_by(|a, b| q(a).total_cmp(&q(b)));
    agreement.chain(calibration).chain(label).map(|series| line(drift, series, level)).collect()
}

fn line(drift: &Drift, series: &DriftSeries, level: &str) -> Sketch {
    let (what, measure, id) = words(series);
    let period = drift.period.name();
    let span = number::counted(series.points.len() as u64, period, &format!("{period}s"));
    let change = series.change.estimated();
    let title = match change {
        Some(change) if change.reported => format!(
            "{what} changes by {} from {} on",
            number::signed_estimate(&change.difference),
            drift.periods[change.from as usize]
        ),
        Some(_) => format!("No change of {} is shown in {span}", lowered(&what)),
        None => format!("{what} over {span}: too few to test for a change"),
    };
    let marked = change.filter(|change| change.reported).map(|change| change.from);
    let caption = format!(
        "By {period}; band: {level} interval, clustered by annotator.{}",
        if marked.is_some() { " Dashed: where the change is likeliest." } else { "" }
    );
    let ends = series.points.first().zip(series.points.last()).map_or(String::new(), |(first, last)| {
        let at = |point: &crate::audit::DriftPoint| {
            format!("{} in {}", number::share(point.value), drift.periods[point.period as usize])
        };
        format!(" From {} to {}.", at(first), at(last))
    });
    let alt = format!("{title}.{ends}");
    let form = Box::new(plane(drift, series, measure, marked));
    Sketch { id, section: "drift", title, caption, alt, form }
}

/// (subject of a title, measure of the axis, id).
fn words(series: &DriftSeries) -> (String, &'static str, String) {
    let model = series.model.as_deref().unwrap_or_default();
    let label = series.label.as_deref().unwrap_or_default();
    match series.kind {
        DriftKind::HumanModelAgreement => (
            format!("Agreement of people with “{}”", in_sentence(model)),
            "share of annotations with the model’s label",
            format!("drift-agreement-{}", slug(model)),
        ),
        DriftKind::CalibrationInTheLarge => (
            format!("Over-confidence of “{}”", in_sentence(model)),
            "mean confidence minus agreement",
            format!("drift-confidence-{}", slug(model)),
        ),
        DriftKind::ModelLabelShare => (
            format!("How often “{}” says “{}”", in_sentence(model), in_sentence(label)),
            "share of items",
            format!("drift-model-label-{}", slug(label)),
        ),
        DriftKind::LabelShare => (
            format!("How often people say “{}”", in_sentence(label)),
            "share of annotations",
            format!("drift-label-{}", slug(label)),
        ),
    }
}

fn lowered(what: &str) -> String {
    let mut letters = what.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}

fn plane(drift: &Drift, series: &DriftSeries, measure: &str, marked: Option<u32>) -> Plane {
    let day = |period: u32| f64::from(drift.starts[period as usize]);
    let spots: Vec<Spot> =
        series.points.iter().map(|p| Spot { x: day(p.period), y: p.value, ends: p.ends }).collect();
    let heights = spots.iter().flat_map(|spot| {
        let (lower, upper) = spot.ends.unwrap_or((spot.y, spot.y));
        [spot.y, lower, upper]
    });
    let unit = if series.kind == DriftKind::CalibrationInTheLarge { Unit::Difference } else { Unit::Percent };
    let y = Axis::around(heights.collect::<Vec<_>>(), unit);
    let (first, last) = (spots.first().map_or(0.0, |s| s.x), spots.last().map_or(1.0, |s| s.x));
    let mut x = Axis::between(first, last.max(first + 1.0), 5, Unit::Count);
    (x.low, x.high) = (first, last.max(first + 1.0));
    let name = |p: &crate::audit::DriftPoint| (day(p.period), drift.periods[p.period as usize].clone());
    let x_ticks = series.points.iter().map(name).collect();
    let line = Trace { name: String::new(), hue: Colour::Blue, style: Style::Curve, spots };
    let mark = marked.map(|period| {
        let at = |y: f64| Spot { x: day(period), y, ends: None };
        Trace {
            name: String::new(),
            hue: Colour::Orange,
            style: Style::Dashed,
            spots: vec![at(y.low), at(y.high)],
        }
    });
    Plane {
        traces: mark.into_iter().chain([line]).collect(),
        x,
        x_ticks,
        x_measure: drift.period.name().into(),
        y,
        y_measure: measure.into(),
    }
}
