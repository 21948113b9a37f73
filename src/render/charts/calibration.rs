//! Reliability diagrams: how often a model is right where it is how confident.

use super::axis::{Axis, Unit};
use super::names::{in_sentence, slug};
use super::palette::Colour;
use super::plane::{Plane, Spot, Style, Trace};
use super::sketch::{Sketch, ends};
use crate::audit::{
    CalibrationAgainst, CalibrationVerdict, ModelCalibration, QuestionAudit, Reference, ReliabilityBin,
};
use crate::render::{confidence_phrase, number, phrase};

/// Models that get charts of their own.
const MODELS: usize = 6;

/// One diagram per model, against gold where there is gold, else against people's majority.
pub fn sketches(question: &QuestionAudit, level: &str) -> Vec<Sketch> {
    let Some(models) = question.calibration.estimated() else { return Vec::new() };
    models.iter().take(MODELS).filter_map(|model| reliability(model, level)).collect()
}

fn reliability(model: &ModelCalibration, level: &str) -> Option<Sketch> {
    let against = confidence_phrase::decisive(model)?;
    let title = title(&in_sentence(&model.model), against);
    let whom = match against.reference {
        Reference::Gold => "is the gold label",
        Reference::Consensus => "is that of people’s majority",
        Reference::People => "is that of a person",
    };
    let caption = format!(
        "Share of items whose label by the model {whom}, by its confidence, in bands of equal width and in bands of \
         equally many items; {level} intervals; {}; a larger dot holds more items. On the dashed line confidence and \
         agreement are equal; above it the model knows more than it says.",
        number::counted(against.items, "item", "items")
    );
    let spoken: Vec<String> = against
        .equal_width
        .bins
        .iter()
        .filter_map(|bin| {
            let agreement = bin.agreement.estimated()?;
            Some(format!("At {}: {}.", number::share(bin.mean_confidence), number::estimate(agreement)))
        })
        .collect();
    let alt = format!("{title}. {}", spoken.join(" "));
    let form = Box::new(diagram(against));
    let id = format!("reliability-{}", slug(&model.model));
    Some(Sketch { id, section: "confidence", title, caption, alt, form })
}

fn title(name: &str, against: &CalibrationAgainst) -> String {
    let by = against.difference.estimated().map(phrase::points_with_interval).unwrap_or_default();
    let claimed = confidence_phrase::claim(against.verdict, against.reference);
    match against.verdict {
        CalibrationVerdict::OverConfident | CalibrationVerdict::UnderConfident => {
            format!("“{name}” is {claimed} by {by}")
        }
        CalibrationVerdict::NoEvidence => format!("No evidence that “{name}” is {claimed} on the whole"),
        CalibrationVerdict::Unknown => format!("Confidence of “{name}” against how often it is right"),
    }
}

fn diagram(against: &CalibrationAgainst) -> Plane {
    let axis = axis(against);
    let corner = |v: f64| Spot { x: v, y: v, ends: None };
    let mut traces = vec![Trace {
        name: "equal".into(),
        hue: Colour::Mute,
        style: Style::Dashed,
        spots: vec![corner(axis.low), corner(axis.high)],
    }];
    traces.extend(bands(&against.equal_mass.bins, "equally many items", Colour::Orange));
    traces.extend(bands(&against.equal_width.bins, "equal width", Colour::Blue));
    let measure = match against.reference {
        Reference::Gold => "share right against gold",
        Reference::Consensus => "agreement with people’s majority",
        Reference::People => "agreement with one person",
    };
    Plane {
        traces,
        x_ticks: axis.ticks.iter().map(|tick| (*tick, axis.written(*tick))).collect(),
        x_measure: "the model’s mean confidence in the band".into(),
        y: axis.clone(),
        x: axis,
        y_measure: measure.into(),
    }
}

/// Both axes: from the lowest band that holds more than a few items up to 1, and the same on both.
fn axis(against: &CalibrationAgainst) -> Axis {
    let low = |bin: &ReliabilityBin| {
        let below = bin.agreement.estimated().map(|e| ends(e).map_or(e.value, |ends| ends.0));
        below.unwrap_or(1.0).min(bin.mean_confidence)
    };
    let bins = against.equal_width.bins.iter().chain(&against.equal_mass.bins);
    let low = bins.filter(|bin| bin.items * 50 >= against.items).map(low).fold(0.8, f64::min);
    Axis::between((low * 5.0).floor() / 5.0, 1.0, 5, Unit::Share)
}

/// A trace for every size of dot, the first of which bears the name.
fn bands(bins: &[ReliabilityBin], name: &str, hue: Colour) -> Vec<Trace> {
    let most = bins.iter().map(|bin| bin.items).max().unwrap_or(1) as f64;
    let trace = |bin: &ReliabilityBin| {
        let estimate = bin.agreement.estimated()?;
        let spot = Spot { x: bin.mean_confidence, y: estimate.value, ends: ends(estimate) };
        // The area tells the items.
        let radius = (2.0 + 3.0 * (bin.items as f64 / most).sqrt()).round() as u8;
        Some(Trace { name: String::new(), hue, style: Style::Discs(radius), spots: vec![spot] })
    };
    let mut traces: Vec<Trace> = bins.iter().filter_map(trace).collect();
    if let Some(first) = traces.first_mut() {
        first.name = name.into();
    }
    traces
}
