use super::axis::{Axis, Unit};
use super::coverage::drawn;
use super::names::{in_sentence, shown, slug};
use super::palette::Colour;
use super::rows::{MarkedRows, Row, Rows, Style, Value};
use super::sketch::{Sketch, instead, remainder, spoken};
use crate::audit::{AttributeCoverage, GroupCoverage, Unseen};
use crate::render::number;

/// Share of items from which on a chart says more than the table.
const WORTH_DRAWING: f64 = 0.005;

fn of(group: &GroupCoverage) -> Option<&Unseen> {
    group.numbers.estimated()?.unseen.as_ref()
}

/// What each group of an attribute did not see; `None` where every group saw (nearly) everything.
pub fn sketch(attribute: &AttributeCoverage) -> Option<Sketch> {
    let name = in_sentence(&attribute.attribute);
    let (most, unseen) = attribute
        .groups
        .iter()
        .filter_map(|group| Some((group, of(group)?)))
        .max_by(|a, b| a.1.share.total_cmp(&b.1.share).then(b.0.group.cmp(&a.0.group)))?;
    if unseen.share < WORTH_DRAWING {
        return None;
    }
    let title = format!(
        "{name}: nobody of “{}” saw {} of the items; by lot it would be {}",
        in_sentence(&most.group),
        number::percent(unseen.share),
        number::percent(unseen.by_lot)
    );
    let groups = drawn(attribute);
    let rows: Vec<Row> = groups.iter().map(|group| row(group)).collect();
    let caption = format!(
        "Share of items that nobody of a group by {name} annotated, with their number; the upright line is the share had each \
         annotation been dealt to a group by lot. Groups too small to show without pointing at persons read “insufficient”.{}",
        remainder(rows.len(), attribute.groups.len())
    );
    let alt = spoken(&title, &rows);
    let marks: Vec<Option<f64>> = groups.iter().map(|group| Some(of(group)?.by_lot)).collect();
    let values = rows.iter().flat_map(|row| row.values.iter().map(|value| value.at));
    let largest = values.chain(marks.iter().flatten().copied()).fold(0.02, f64::max);
    let key = vec![("items nobody saw".to_owned(), Colour::Blue), ("by lot".to_owned(), Colour::Ink)];
    let axis = Axis::between(0.0, largest, 5, Unit::Percent);
    let rows = Rows { rows, axis, measure: String::new(), style: Style::Bar, reference: None, key };
    let id = format!("unseen-{}", slug(&attribute.attribute));
    Some(Sketch { id, section: "coverage", title, caption, alt, form: Box::new(MarkedRows { rows, marks }) })
}

fn row(group: &GroupCoverage) -> Row {
    let value = |unseen: &Unseen| Value {
        at: unseen.share,
        ends: None,
        hue: Colour::Blue,
        words: format!("{} · {}", number::count(unseen.items), number::percent(unseen.share)),
    };
    Row {
        name: shown(&group.group),
        values: of(group).map(value).into_iter().collect(),
        instead: group.numbers.reason().map_or_else(|| "not known".into(), instead),
    }
}
