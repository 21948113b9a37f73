//! The error of a model's most confident answers, by how many of them it labels alone.

use super::axis::{Axis, Unit};
use super::names::{in_sentence, slug};
use super::palette::Colour;
use super::plane::{Plane, Spot, Style, Trace};
use super::sketch::Sketch;
use crate::audit::{ModelRouting, QuestionAudit, Reference, RoutingThreshold};
use crate::render::{confidence_phrase, number};

/// Models that get charts of their own.
const MODELS: usize = 6;
/// A curve through fewer places would only look like one.
const FEWEST: usize = 3;

/// One curve per model.
pub fn sketches(question: &QuestionAudit, level: &str) -> Vec<Sketch> {
    let Some(models) = question.routing.estimated() else { return Vec::new() };
    models.iter().take(MODELS).filter_map(|model| curve(model, level)).collect()
}

fn curve(model: &ModelRouting, level: &str) -> Option<Sketch> {
    if model.curve.len() < FEWEST {
        return None;
    }
    let name = in_sentence(&model.model);
    let title = title(&name, model)?;
    let wrong = match model.against {
        Reference::Gold => "wrong against gold",
        _ => "not the label of people’s majority",
    };
    let marked = match (&model.by_target, &model.by_hours) {
        (None, None) => "",
        _ => " Dashed: what was asked for.",
    };
    let caption = format!(
        "Share of the model’s labels that are {wrong}, among its most confident ones, by how many of them are taken; {}; \
         {level} intervals place by place.{marked}",
        number::counted(model.judged, "item", "items")
    );
    let places = [0.25, 0.5, 0.75, 1.0].iter().filter_map(|&share| {
        let point = model.curve.iter().find(|point| point.coverage >= share - 1e-9)?;
        Some(format!("{} of items: {}.", number::percent(point.coverage), number::percent(point.error)))
    });
    let alt = format!("{title}. Error at {}", places.collect::<Vec<_>>().join(" "));
    let id = format!("risk-coverage-{}", slug(&model.model));
    Some(Sketch { id, section: "confidence", title, caption, alt, form: Box::new(plane(model)) })
}

fn title(name: &str, model: &ModelRouting) -> Option<String> {
    if let Some(asked) = &model.by_target {
        return Some(match asked.threshold.estimated() {
            Some(found) => format!(
                "From {} up, “{name}” can label {} of the items alone with an error of at most {}",
                confidence_phrase::threshold(found.threshold),
                number::percent(found.alone_share),
                confidence_phrase::target(asked.target)
            ),
            None => format!(
                "No confidence of “{name}” certifies an error of at most {}",
                confidence_phrase::target(asked.target)
            ),
        });
    }
    let (first, last) = (model.curve.first()?, model.curve.last()?);
    Some(format!(
        "“{name}” errs on {} of all items and on {} of the {} it is surest of",
        number::percent(last.error),
        number::percent(model.curve.iter().find(|point| point.coverage >= 0.5).unwrap_or(first).error),
        number::percent(model.curve.iter().find(|point| point.coverage >= 0.5).unwrap_or(first).coverage),
    ))
}

fn plane(model: &ModelRouting) -> Plane {
    let spots =
        model.curve.iter().map(|point| Spot { x: point.coverage, y: point.error, ends: Some(point.ends) });
    let spots: Vec<Spot> = spots.collect();
    // The first few items have intervals that would flatten everything else.
    let settled = model.curve.iter().skip(model.curve.len() / 10).map(|point| point.ends.1);
    let target = model.by_target.as_ref().map(|asked| asked.target);
    let high = settled.chain(model.curve.iter().map(|point| point.error)).chain(target).fold(0.02, f64::max);
    let y = Axis::between(0.0, high.min(1.0), 5, Unit::Percent);
    let x = Axis::between(0.0, 1.0, 5, Unit::Percent);
    let mut traces = vec![Trace { name: "error".into(), hue: Colour::Blue, style: Style::Line, spots }];
    if let Some(target) = target {
        traces.push(dashed(
            format!("target {}", confidence_phrase::target(target)),
            [(0.0, target), (1.0, target)],
        ));
    }
    let asked = [
        model.by_target.as_ref().map(|asked| &asked.threshold),
        model.by_hours.as_ref().map(|asked| &asked.threshold),
    ];
    for (found, hue) in asked.into_iter().zip([Colour::Orange, Colour::Mute]) {
        if let Some(found) = found.and_then(|threshold| threshold.estimated()) {
            traces.push(mark(found, model, y.high, hue));
        }
    }
    Plane {
        traces,
        x_ticks: x.ticks.iter().map(|tick| (*tick, x.written(*tick))).collect(),
        x_measure: "most confident items that the model labels alone".into(),
        x,
        y,
        y_measure: match model.against {
            Reference::Gold => "error against gold".into(),
            _ => "differs from people’s majority".into(),
        },
    }
}

/// An upright line where a threshold stands.
fn mark(found: &RoutingThreshold, model: &ModelRouting, high: f64, hue: Colour) -> Trace {
    let x = found.judged as f64 / model.judged.max(1) as f64;
    let name = format!("from {} up", confidence_phrase::threshold(found.threshold));
    Trace { hue, ..dashed(name, [(x, 0.0), (x, high)]) }
}

fn dashed(name: String, ends: [(f64, f64); 2]) -> Trace {
    let spots = ends.map(|(x, y)| Spot { x, y, ends: None }).to_vec();
    Trace { name, hue: Colour::Mute, style: Style::Dashed, spots }
}
