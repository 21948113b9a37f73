//! Charts of who annotates, attribute by attribute.

use super::axis::{Axis, Unit};
use super::chart::MOST_ATTRIBUTES;
use super::names::{in_sentence, shown, slug};
use super::palette::Colour;
use super::parts;
use super::plane::{self, Plane, Spot, Trace};
use super::rows::{MarkedRows, Row, Rows, Style, Value};
use super::sketch::{Sketch, instead, remainder, spoken};
use super::unseen;
use crate::audit::{
    AttributeCoverage, CoverageGrid, GroupCoverage, GroupNumbers, QuestionAudit, TargetComparison,
    TargetGroup,
};
use crate::render::number;
use crate::vocabulary::{Estimate, Outcome};

/// Groups drawn at most.
const SHOWN: usize = 24;

/// Up to five charts for each attribute: shares beside the target, shares, items unseen, along the calendar, and alpha within
/// the groups.
pub fn sketches(question: &QuestionAudit, level: &str) -> Vec<Sketch> {
    let Some(coverage) = question.coverage.estimated() else { return Vec::new() };
    coverage
        .attributes
        .iter()
        .take(MOST_ATTRIBUTES)
        .flat_map(|attribute| {
            [
                targeted(attribute, level),
                shares(attribute),
                unseen::sketch(attribute),
                over_time(attribute),
                within(question, attribute, level),
            ]
        })
        .flatten()
        .collect()
}

/// The groups that are drawn, by name: the largest where there are many.
pub(super) fn drawn(attribute: &AttributeCoverage) -> Vec<&GroupCoverage> {
    let numbers = |group: &GroupCoverage| group.numbers.estimated().map_or(0.0, |n| n.annotation_share);
    let mut groups: Vec<&GroupCoverage> = attribute.groups.iter().collect();
    if groups.len() > SHOWN {
        groups.sort_by(|a, b| numbers(b).total_cmp(&numbers(a)).then(a.group.cmp(&b.group)));
        groups.truncate(SHOWN);
        groups.sort_by(|a, b| a.group.cmp(&b.group));
    }
    groups
}

fn shares(attribute: &AttributeCoverage) -> Option<Sketch> {
    let groups = drawn(attribute);
    let largest =
        attribute.groups.iter().filter_map(|group| Some((group, group.numbers.estimated()?))).max_by(
            |a, b| a.1.annotation_share.total_cmp(&b.1.annotation_share).then(b.0.group.cmp(&a.0.group)),
        )?;
    let hidden = attribute.groups.iter().filter(|group| group.numbers.estimated().is_none()).count();
    let mut title = format!(
        "{}: “{}” gives {} of the annotations",
        in_sentence(&attribute.attribute),
        in_sentence(&largest.0.group),
        number::percent(largest.1.annotation_share)
    );
    if hidden > 0 {
        let groups = number::counted(hidden as u64, "group is", "groups are");
        title.push_str(&format!("; {groups} not shown"));
    }
    let rows: Vec<Row> = groups
        .iter()
        .map(|group| match &group.numbers {
            Outcome::Estimated(numbers) => {
                Row { name: shown(&group.group), values: bars(numbers), instead: String::new() }
            }
            Outcome::NotEstimable(reason) => {
                Row { name: shown(&group.group), values: Vec::new(), instead: instead(reason) }
            }
        })
        .collect();
    let caption = format!(
        "Share of annotators and of annotations by {}, with their numbers. Groups too small to show without pointing at \
         persons read “insufficient”.{}",
        in_sentence(&attribute.attribute),
        remainder(rows.len(), attribute.groups.len())
    );
    let alt = spoken(&title, &rows);
    let largest = rows.iter().flat_map(|row| row.values.iter().map(|value| value.at)).fold(0.02, f64::max);
    let key = vec![("annotators".to_owned(), Colour::Blue), ("annotations".to_owned(), Colour::Orange)];
    let axis = Axis::between(0.0, largest, 5, Unit::Percent);
    let form = Box::new(Rows { rows, axis, measure: String::new(), style: Style::Bar, reference: None, key });
    let id = format!("coverage-{}", slug(&attribute.attribute));
    Some(Sketch { id, section: "coverage", title, caption, alt, form })
}

fn bars(numbers: &GroupNumbers) -> Vec<Value> {
    let bar = |share: f64, count: u64, hue: Colour| Value {
        at: share,
        ends: None,
        hue,
        words: format!("{} · {}", number::count(count), number::percent(share)),
    };
    vec![
        bar(numbers.annotator_share, numbers.annotators, Colour::Blue),
        bar(numbers.annotation_share, numbers.annotations, Colour::Orange),
    ]
}

fn within(question: &QuestionAudit, attribute: &AttributeCoverage, level: &str) -> Option<Sketch> {
    // A suppressed group's alpha is missing for the reason that its numbers are.
    let alphas: Vec<(&str, Outcome<Estimate>)> = attribute
        .groups
        .iter()
        .map(|group| {
            let alpha = match &group.numbers {
                Outcome::Estimated(numbers) => numbers.alpha.clone(),
                Outcome::NotEstimable(reason) => Outcome::NotEstimable(reason.clone()),
            };
            (group.group.as_str(), alpha)
        })
        .collect();
    let parts: Vec<(&str, &Outcome<Estimate>)> = alphas.iter().map(|(name, alpha)| (*name, alpha)).collect();
    let id = format!("alpha-by-{}", slug(&attribute.attribute));
    parts::within(question, &attribute.attribute, &parts, (id, "coverage"), level)
}

/// Shares of annotators and of annotations beside the stated target, drawn as a mark across each row.
fn targeted(attribute: &AttributeCoverage, level: &str) -> Option<Sketch> {
    let comparison = attribute.against_target.as_ref()?.estimated()?;
    let name = |group: &TargetGroup| match group.group.as_str() {
        "" => "not shown, together".to_owned(),
        name => shown(name),
    };
    let dot = |share: &crate::audit::TargetShare, hue: Colour| {
        let estimate = share.share.estimated()?;
        let ends = estimate.interval.estimated().map(|ends| (ends.lower, ends.upper));
        Some(Value { at: estimate.value, ends, hue, words: number::percent(estimate.value) })
    };
    let shown_groups: Vec<&TargetGroup> = comparison.groups.iter().take(SHOWN).collect();
    let rows: Vec<Row> = shown_groups
        .iter()
        .map(|group| Row {
            name: name(group),
            values: [dot(&group.annotators, Colour::Blue), dot(&group.annotations, Colour::Orange)]
                .into_iter()
                .flatten()
                .collect(),
            instead: "not estimable".into(),
        })
        .collect();
    let title = target_title(attribute, comparison, &name);
    let caption = format!(
        "Share of annotators and of annotations by {}, {level} intervals; the upright line is the stated target.{}",
        in_sentence(&attribute.attribute),
        remainder(rows.len(), comparison.groups.len())
    );
    let alt = spoken(&title, &rows);
    let marks: Vec<Option<f64>> = shown_groups.iter().map(|group| Some(group.target)).collect();
    let ends =
        rows.iter().flat_map(|row| row.values.iter().map(|value| value.ends.map_or(value.at, |ends| ends.1)));
    let largest = ends.chain(marks.iter().flatten().copied()).fold(0.02, f64::max);
    let key = vec![
        ("annotators".to_owned(), Colour::Blue),
        ("annotations".to_owned(), Colour::Orange),
        ("target".to_owned(), Colour::Ink),
    ];
    let axis = Axis::between(0.0, largest, 5, Unit::Percent);
    let rows = Rows { rows, axis, measure: String::new(), style: Style::Dot, reference: None, key };
    let id = format!("target-{}", slug(&attribute.attribute));
    Some(Sketch { id, section: "coverage", title, caption, alt, form: Box::new(MarkedRows { rows, marks }) })
}

/// Whether any group is far under its target.
fn target_title(
    attribute: &AttributeCoverage,
    comparison: &TargetComparison,
    name: &dyn Fn(&TargetGroup) -> String,
) -> String {
    let far: Vec<String> = comparison.groups.iter().filter(|group| group.reported).map(name).collect();
    let attribute = in_sentence(&attribute.attribute);
    match far.as_slice() {
        [] => format!("{attribute}: no group is far under its target"),
        [one] => format!("{attribute}: “{}” is far under its target", in_sentence(one)),
        more => format!("{attribute}: {} groups are far under their target", more.len()),
    }
}

/// Lines that tell groups apart; more would need more hues than there are.
const LINES: [(Colour, plane::Style); 4] = [
    (Colour::Blue, plane::Style::Curve),
    (Colour::Orange, plane::Style::Curve),
    (Colour::Ink, plane::Style::Dashed),
    (Colour::Mute, plane::Style::Thin),
];
/// Names under the axis at most.
const TICKS: usize = 6;

/// Shares of annotations along the calendar, the largest groups.
fn over_time(attribute: &AttributeCoverage) -> Option<Sketch> {
    let grid = attribute.over_time.as_ref()?.estimated().filter(|grid| grid.parts.len() > 2)?;
    let share = |part: usize, group: usize| {
        let own = &grid.parts[part].annotations;
        own[group] as f64 / own.iter().sum::<u64>().max(1) as f64
    };
    let mut groups: Vec<usize> = (0..grid.groups.len()).collect();
    let size = |group: usize| grid.parts.iter().map(|part| part.annotations[group]).sum::<u64>();
    groups.sort_by_key(|&group| (std::cmp::Reverse(size(group)), group));
    groups.truncate(LINES.len());
    let parts = grid.parts.len();
    let trace = |(at, &group): (usize, &usize)| Trace {
        name: shown(&grid.groups[group]),
        hue: LINES[at].0,
        style: LINES[at].1,
        spots: (0..parts).map(|part| Spot { x: part as f64, y: share(part, group), ends: None }).collect(),
    };
    let traces: Vec<Trace> = groups.iter().enumerate().map(trace).collect();
    let widest = |group: &usize| {
        let shares = (0..parts).map(|part| share(part, *group));
        let (low, high) =
            shares.fold((1.0_f64, 0.0_f64), |(low, high), share| (low.min(share), high.max(share)));
        (high - low, low, high)
    };
    let most = groups.iter().max_by(|a, b| widest(a).0.total_cmp(&widest(b).0).then(b.cmp(a)))?;
    let (_, low, high) = widest(most);
    let title = format!(
        "{} along the calendar: “{}” gives {} to {} of the annotations",
        in_sentence(&attribute.attribute),
        in_sentence(&grid.groups[*most]),
        number::percent(low),
        number::percent(high)
    );
    let caption = format!(
        "Share of annotations by group and {}{}.{} Stretches are as short as lets every group have enough annotators to be \
         shown; no share without people to answer for it is drawn.",
        grid.by,
        if grid.others { ", out of everybody’s" } else { "" },
        remainder(groups.len(), grid.groups.len())
    );
    let alt = format!("{title}. {}", spoken_course(grid));
    let form = course_form(grid, traces);
    let id = format!("coverage-over-time-{}", slug(&attribute.attribute));
    Some(Sketch { id, section: "coverage", title, caption, alt, form: Box::new(form) })
}

/// The lines over their axes.
fn course_form(grid: &CoverageGrid, traces: Vec<Trace>) -> Plane {
    let parts = grid.parts.len();
    let mut x = Axis::between(0.0, (parts - 1) as f64, 5, Unit::Count);
    (x.low, x.high) = (0.0, (parts - 1) as f64);
    let first = |name: &str| name.split(" – ").next().unwrap_or_default().to_owned();
    let x_ticks = (0..parts)
        .step_by(parts.div_ceil(TICKS))
        .map(|part| (part as f64, first(&grid.parts[part].part)))
        .collect();
    let heights: Vec<f64> = traces.iter().flat_map(|trace| trace.spots.iter().map(|spot| spot.y)).collect();
    let y = Axis::around(heights, Unit::Percent);
    let x_measure = format!("from {}", grid.by);
    Plane { traces, x, x_ticks, x_measure, y, y_measure: "share of annotations".into() }
}

/// The first and the last stretch in words.
fn spoken_course(grid: &CoverageGrid) -> String {
    let told = |part: &crate::audit::GridPart| {
        let all = part.annotations.iter().sum::<u64>().max(1) as f64;
        let shares = grid.groups.iter().zip(&part.annotations);
        let shares: Vec<String> =
            shares.map(|(name, &n)| format!("{} {}", shown(name), number::percent(n as f64 / all))).collect();
        format!("{}: {}.", part.part, shares.join(", "))
    };
    grid.parts.first().into_iter().chain(grid.parts.last()).map(told).collect::<Vec<_>>().join(" ")
}
