//! Charts of suggestions and what people did with them.

use super::agreement::dots;
use super::axis::{Axis, Unit};
use super::palette::Colour;
use super::plane::{Plane, Spot, Style, Trace};
use super::rows::{Row, Value};
use super::sketch::{Sketch, ends, extent, instead, spoken};
use crate::audit::{InterventionPart, Interventions, QuestionAudit, Showing, ShowingEffect};
use crate::render::number;
use crate::vocabulary::{Action, Estimate, Outcome};

/// A line through fewer weeks would only look like a trend.
const FEWEST_WEEKS: usize = 3;
/// A week of fewer people is left out of the line.
const FEWEST_PEOPLE: u64 = 3;
/// Weeks that bear their date.
const DATED: usize = 4;

/// The charts of interventions that this question allows.
pub fn sketches(question: &QuestionAudit, level: &str) -> Vec<Sketch> {
    let Some(found) = question.interventions.estimated() else { return Vec::new() };
    [effects(&found.showing, level), weeks(found, level), times(found), bands(found, level)]
        .into_iter()
        .flatten()
        .collect()
}

fn effects(showing: &Showing, level: &str) -> Option<Sketch> {
    let bias = showing.automation_bias.estimated()?;
    let row = |name: &str, effect: &Outcome<ShowingEffect>| Row {
        name: name.into(),
        values: effect.estimated().map(|effect| value(&effect.estimate, Colour::Blue)).into_iter().collect(),
        instead: effect.reason().map(instead).unwrap_or_default(),
    };
    let rows = vec![
        row("wrong suggestions", &showing.automation_bias),
        row("right suggestions", &showing.right_suggestions),
        row("all suggestions", &showing.anchoring),
    ];
    let size = number::signed_estimate(&bias.estimate);
    let title = match (bias.reported, showing.randomised) {
        (true, true) => format!("Showing a wrong suggestion makes people give its label: {size}"),
        (true, false) => {
            format!("The label of a wrong suggestion is given more often where it is shown: {size}")
        }
        (false, _) => format!("No finding that people follow wrong suggestions: {size}"),
    };
    let caption = format!(
        "Share of annotations with the suggested label when it is shown minus when it is not, on the same items and \
         allowing for who annotated; {level} intervals."
    );
    let alt = spoken(&title, &rows);
    let mut values = extent(&rows);
    values.push(0.0);
    let form = Box::new(dots(Axis::around(values, Unit::Difference), rows, "difference of shares"));
    Some(Sketch { id: "suggestions-shown".into(), section: "interventions", title, caption, alt, form })
}

fn value(estimate: &Estimate, hue: Colour) -> Value {
    Value { at: estimate.value, ends: ends(estimate), hue, words: number::signed_estimate(estimate) }
}

fn approved(part: &InterventionPart) -> Option<&Estimate> {
    part.rates.iter().find(|rate| rate.action == Action::Approve)?.share.estimated()
}

/// Weeks in which enough people worked to be more than one person's habits.
fn drawn(found: &Interventions) -> Vec<&InterventionPart> {
    found.by_week.iter().filter(|week| week.annotators >= FEWEST_PEOPLE).collect()
}

/// Share approved by week and, where right and wrong are known, the share of wrong ones taken over.
fn weeks(found: &Interventions, level: &str) -> Option<Sketch> {
    let parts = drawn(found);
    if parts.len() < FEWEST_WEEKS {
        return None;
    }
    let spot =
        |(at, estimate): (usize, &Estimate)| Spot { x: at as f64, y: estimate.value, ends: ends(estimate) };
    let share: Vec<Spot> =
        parts.iter().enumerate().filter_map(|(at, part)| Some((at, approved(part)?))).map(spot).collect();
    let taken = |part: &InterventionPart| part.wrong_taken.as_ref()?.estimated().cloned();
    let wrong: Vec<Spot> = parts
        .iter()
        .enumerate()
        .filter_map(|(at, part)| Some((at, taken(part)?)))
        .map(|(at, estimate)| spot((at, &estimate)))
        .collect();
    let mut traces =
        vec![Trace { name: "approved".into(), hue: Colour::Blue, style: Style::Curve, spots: share }];
    if wrong.len() >= FEWEST_WEEKS {
        let name = "wrong ones taken over".into();
        traces.push(Trace { name, hue: Colour::Orange, style: Style::Dots, spots: wrong });
    }
    let title = match found.approval_trend.estimated().and_then(|trend| ends(&trend.estimate)) {
        Some((lower, _)) if lower > 0.0 => {
            "The share of suggestions that people approve rises over the weeks".into()
        }
        Some((_, upper)) if upper < 0.0 => {
            "The share of suggestions that people approve falls over the weeks".into()
        }
        Some(_) => "No evidence that the share approved changes over the weeks".into(),
        None => String::from("The share of suggestions that people approve, by week"),
    };
    let caption = format!(
        "Share of the reviews that approve the suggestion, by week; {level} intervals, annotators as clusters. Weeks of \
         fewer than {FEWEST_PEOPLE} annotators are left out."
    );
    let values = traces.iter().flat_map(|trace| &trace.spots).flat_map(|spot| {
        let (lower, upper) = spot.ends.unwrap_or((spot.y, spot.y));
        [spot.y, lower, upper]
    });
    let y = Axis::around(values.collect::<Vec<_>>(), Unit::Percent);
    let alt = told(&title, &parts, |part| approved(part).map(|share| number::percent(share.value)));
    let form = Box::new(plane(&parts, traces, y, "share of the reviews".into()));
    Some(Sketch { id: "approvals-by-week".into(), section: "interventions", title, caption, alt, form })
}

/// Median time of an approval by week.
fn times(found: &Interventions) -> Option<Sketch> {
    let parts = drawn(found);
    let spots: Vec<Spot> = parts
        .iter()
        .enumerate()
        .filter_map(|(at, part)| Some(Spot { x: at as f64, y: part.approval_secs?, ends: None }))
        .collect();
    if spots.len() < FEWEST_WEEKS {
        return None;
    }
    let title = match found.approval_time_trend.estimated().and_then(|trend| ends(&trend.estimate)) {
        Some((_, upper)) if upper < 0.0 => "An approval takes ever less time".into(),
        Some((lower, _)) if lower > 0.0 => "An approval takes ever more time".into(),
        Some(_) => "No evidence that the time of an approval changes over the weeks".into(),
        None => String::from("The time of an approval, by week"),
    };
    let y = Axis::around(spots.iter().map(|spot| spot.y).chain([0.0]).collect::<Vec<_>>(), Unit::Seconds);
    let traces = vec![Trace { name: String::new(), hue: Colour::Blue, style: Style::Curve, spots }];
    let alt = told(&title, &parts, |part| part.approval_secs.map(number::seconds));
    let caption = "Median time on the item of reviews that approve the suggestion, by week.".into();
    let form = Box::new(plane(&parts, traces, y, "median seconds of an approval".into()));
    Some(Sketch { id: "approval-time-by-week".into(), section: "interventions", title, caption, alt, form })
}

fn plane(parts: &[&InterventionPart], traces: Vec<Trace>, y: Axis, y_measure: String) -> Plane {
    let last = (parts.len() - 1) as f64;
    let mut x = Axis::between(0.0, last, 5, Unit::Count);
    (x.low, x.high) = (0.0, last);
    let every = parts.len().div_ceil(DATED);
    let dated = parts.iter().enumerate().step_by(every);
    let x_ticks = dated.map(|(at, part)| (at as f64, part.name.clone())).collect();
    Plane { traces, x, x_ticks, x_measure: "week of".into(), y, y_measure }
}

fn told(
    title: &str,
    parts: &[&InterventionPart],
    words: impl Fn(&InterventionPart) -> Option<String>,
) -> String {
    let mut had = parts.iter().filter_map(|part| Some((words(part)?, &part.name)));
    match (had.next(), had.last()) {
        (Some((first, from)), Some((last, to))) => {
            format!("{title}. From {first} in the week of {from} to {last} in the week of {to}.")
        }
        _ => format!("{title}."),
    }
}

/// Share approved by the suggestion's confidence.
fn bands(found: &Interventions, level: &str) -> Option<Sketch> {
    if found.by_band.len() < 2 {
        return None;
    }
    let row = |part: &InterventionPart| Row {
        name: part.name.clone(),
        values: approved(part)
            .map(|share| Value {
                at: share.value,
                ends: ends(share),
                hue: Colour::Blue,
                words: number::estimate(share),
            })
            .into_iter()
            .collect(),
        instead: "not estimable".into(),
    };
    let rows: Vec<Row> = found.by_band.iter().map(row).collect();
    // Bands with few reviews have wide intervals, so every two bands may show it, and none the opposite.
    let shares: Vec<(f64, f64)> = found.by_band.iter().filter_map(|part| ends(approved(part)?)).collect();
    let pairs = || (0..shares.len()).flat_map(|low| (low + 1..shares.len()).map(move |high| (low, high)));
    let rises = pairs().any(|(low, high)| shares[low].1 < shares[high].0);
    let apart = rises && !pairs().any(|(low, high)| shares[high].1 < shares[low].0);
    let title = match apart {
        true => "People approve confident suggestions more often than unsure ones",
        false => "No clear sign that people approve confident suggestions more often than unsure ones",
    };
    let caption = format!(
        "Share of the reviews that approve, by the confidence of the suggestion; {level} intervals, annotators as clusters."
    );
    let alt = spoken(title, &rows);
    let form = Box::new(dots(Axis::shares(extent(&rows)), rows, "share approved"));
    Some(Sketch {
        id: "approvals-by-confidence".into(),
        section: "interventions",
        title: title.into(),
        caption,
        alt,
        form,
    })
}
