//! Two annotators who gave numbers: their difference over their mean (Bland & Altman 1986).

use super::axis::{Axis, Unit};
use super::names::in_sentence;
use super::palette::Colour;
use super::plane::{Plane, Spot, Style, Trace};
use super::sketch::{Sketch, ends};
use crate::audit::{QuestionAudit, TwoAnnotators};
use crate::render::number;

/// The chart, where two annotators are the whole pool of a question of numbers.
pub fn sketches(question: &QuestionAudit, level: &str) -> Vec<Sketch> {
    question.agreement.two_annotators.as_ref().and_then(|pair| differences(pair, level)).into_iter().collect()
}

fn differences(pair: &TwoAnnotators, level: &str) -> Option<Sketch> {
    let (first, last) = (pair.points.first()?.0, pair.points.last()?.0);
    let x = Axis::around([first, last], Unit::Number);
    let level_line = |name: &str, y: f64, hue| Trace {
        name: name.to_owned(),
        hue,
        style: Style::Dashed,
        spots: [x.low, x.high].map(|x| Spot { x, y, ends: None }).to_vec(),
    };
    let spots = pair.points.iter().map(|&(x, y)| Spot { x, y, ends: None }).collect();
    let heights = pair.points.iter().map(|point| point.1);
    let form = Box::new(Plane {
        traces: vec![
            level_line("limits of agreement", pair.lower.value, Colour::Mute),
            level_line("", pair.upper.value, Colour::Mute),
            level_line("mean difference", pair.bias.value, Colour::Orange),
            Trace { name: String::new(), hue: Colour::Blue, style: Style::Dots, spots },
        ],
        x_ticks: x.ticks.iter().map(|&tick| (tick, x.written(tick))).collect(),
        x_measure: "mean of the two".into(),
        y: Axis::around(heights.chain([pair.lower.value, pair.upper.value, 0.0]), Unit::Number),
        y_measure: "first minus second".into(),
        x,
    });
    let title = title(pair);
    let shown = pair.points.len() as u64;
    let which = match shown == pair.items {
        true => String::new(),
        false => format!(" {} of {} items, evenly spread.", number::count(shown), number::count(pair.items)),
    };
    let caption = format!(
        "Each dot is an item both judged: {} minus {} over the mean of the two. Between the dashed grey lines lie 95 % \
         of the differences, if these are normal; the {level} intervals stand in the table.{which}",
        in_sentence(&pair.first),
        in_sentence(&pair.second)
    );
    let alt = format!("{title}. {caption}");
    Some(Sketch { id: "two-annotators".into(), section: "agreement", title, caption, alt, form })
}

fn title(pair: &TwoAnnotators) -> String {
    let (first, second) = (in_sentence(&pair.first), in_sentence(&pair.second));
    match ends(&pair.bias) {
        Some((lower, _)) if lower > 0.0 => format!("{first} gives higher numbers than {second}"),
        Some((_, upper)) if upper < 0.0 => format!("{first} gives lower numbers than {second}"),
        _ => format!("No constant difference between {first} and {second} is to be seen"),
    }
}
