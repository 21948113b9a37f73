//! Charts of who annotates, attribute by attribute.

use super::axis::{Axis, Unit};
use super::chart::MOST_ATTRIBUTES;
use super::names::{in_sentence, shown, slug};
use super::palette::Colour;
use super::parts;
use super::rows::{Row, Rows, Style, Value};
use super::sketch::{Sketch, instead, remainder, spoken};
use crate::audit::{AttributeCoverage, GroupCoverage, GroupNumbers, QuestionAudit};
use crate::render::number;
use crate::vocabulary::{Estimate, Outcome};

/// Groups drawn at most.
const SHOWN: usize = 24;

/// Two charts for each attribute: shares, and alpha within the groups.
pub fn sketches(question: &QuestionAudit, level: &str) -> Vec<Sketch> {
    let Some(coverage) = question.coverage.estimated() else { return Vec::new() };
    coverage
        .attributes
        .iter()
        .take(MOST_ATTRIBUTES)
        .flat_map(|attribute| [shares(attribute), within(question, attribute, level)])
        .flatten()
        .collect()
}

fn shares(attribute: &AttributeCoverage) -> Option<Sketch> {
    let numbers = |group: &GroupCoverage| group.numbers.estimated().map_or(0.0, |n| n.annotation_share);
    let mut groups: Vec<&GroupCoverage> = attribute.groups.iter().collect();
    if groups.len() > SHOWN {
        groups.sort_by(|a, b| numbers(b).total_cmp(&numbers(a)).then(a.group.cmp(&b.group)));
        groups.truncate(SHOWN);
        groups.sort_by(|a, b| a.group.cmp(&b.group));
    }
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
        title.push_str(&format!("; {groups} too small to show"));
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
