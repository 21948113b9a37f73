use super::LabelShare;
use crate::analysis::inference::clustered_share;
use crate::tally::{ItemAttribute, ItemIndex, QuestionTallies};
use crate::vocabulary::{Estimate, Group, Label, Question, SampleSize};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Groups of items by one attribute: whose content was annotated, and how it was labelled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ItemAttributeCoverage {
    /// The attribute.
    pub attribute: String,
    /// Its groups by name, unknown last; groups none of whose items anybody annotated are left out.
    pub groups: Vec<ItemGroupCoverage>,
    /// Groups beyond those listed.
    #[serde(default)]
    pub left_out: u64,
}

/// One group of items. Items are no people: nothing is suppressed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ItemGroupCoverage {
    /// Its name.
    pub group: String,
    /// Items that somebody annotated.
    pub items: u64,
    /// Their share of all such items.
    pub item_share: f64,
    /// Annotations.
    pub annotations: u64,
    /// Their share of all annotations.
    pub annotation_share: f64,
    /// Annotators of any of its items.
    pub annotators: u64,
    /// Share of each label among its annotations, clustered by annotator.
    pub labels: Vec<LabelShare>,
}

/// Groups of an attribute that are measured; the largest.
const MOST_GROUPS: usize = 100;
/// Groups × annotators × labels beyond which no label shares are given (32 MB of counts).
const MOST_CELLS: u64 = 8_000_000;

/// Coverage of items by every attribute of items; empty where the log knows none, or its rows are not at hand.
pub fn of_items(tallies: &QuestionTallies, level: f64) -> Vec<ItemAttributeCoverage> {
    let Some(index) = &tallies.index else { return Vec::new() };
    tallies
        .item_attributes
        .par_iter()
        .map(|attribute| of_attribute(attribute, index, tallies, level))
        .collect()
}

/// Items and annotations of one group.
#[derive(Debug, Clone, Copy, Default)]
struct Size {
    items: u64,
    annotations: u64,
}

fn of_attribute(
    attribute: &ItemAttribute,
    index: &ItemIndex,
    tallies: &QuestionTallies,
    level: f64,
) -> ItemAttributeCoverage {
    let mut sizes = vec![Size::default(); attribute.groups.len()];
    for item in 0..index.items() {
        let rows = index.rows(item).len() as u64;
        let size = &mut sizes[attribute.of_item[item] as usize];
        size.items += u64::from(rows > 0);
        size.annotations += rows;
    }
    let name = |g: &usize| attribute.groups[*g].0.as_str();
    let mut listed: Vec<usize> = (0..sizes.len()).filter(|&g| sizes[g].items > 0).collect();
    listed.sort_by_key(|g| (std::cmp::Reverse(sizes[*g].items), *g));
    let left_out = listed.len().saturating_sub(MOST_GROUPS) as u64;
    listed.truncate(MOST_GROUPS);
    listed.sort_by_key(|g| (Group::is_unstated(name(g)), *g));
    let mut place = vec![usize::MAX; sizes.len()];
    listed.iter().enumerate().for_each(|(at, &g)| place[g] = at);
    let counts = Counts::of(index, tallies, listed.len(), |item| place[attribute.of_item[item] as usize]);
    let (items, annotations) =
        sizes.iter().fold((0, 0), |sum, size| (sum.0 + size.items, sum.1 + size.annotations));
    let part = |n: u64, of: u64| if of == 0 { 0.0 } else { n as f64 / of as f64 };
    let group = |(at, &g): (usize, &usize)| ItemGroupCoverage {
        group: name(&g).to_string(),
        items: sizes[g].items,
        item_share: part(sizes[g].items, items),
        annotations: sizes[g].annotations,
        annotation_share: part(sizes[g].annotations, annotations),
        annotators: counts.annotators(at),
        labels: counts.labels(at, &tallies.question, sizes[g].items, level),
    };
    let groups = listed.iter().enumerate().map(group).collect();
    ItemAttributeCoverage { attribute: attribute.attribute.0.clone(), groups, left_out }
}

/// Annotations by group of items, annotator and label; by group and annotator alone where labels would be too many.
struct Counts {
    annotators: usize,
    labels: usize,
    cells: Vec<u32>,
}

impl Counts {
    fn of(
        index: &ItemIndex,
        tallies: &QuestionTallies,
        groups: usize,
        group: impl Fn(usize) -> usize,
    ) -> Self {
        let annotators = tallies.annotators.len();
        let labels = tallies.question.labels.len();
        let fits = (groups * annotators) as u64 * labels as u64 <= MOST_CELLS;
        let told = fits && tallies.question.not_of_labels().is_none();
        let mut out = Self { annotators, labels: if told { labels } else { 0 }, cells: Vec::new() };
        let width = out.labels.max(1);
        out.cells = vec![0; groups * annotators * width];
        for item in 0..index.items() {
            let at = group(item);
            if at >= groups {
                continue;
            }
            for row in index.rows(item) {
                let label = if out.labels == 0 { 0 } else { index.label[row].index() };
                out.cells[(at * annotators + index.annotator[row] as usize) * width + label] += 1;
            }
        }
        out
    }

    /// Label counts of every annotator of a group.
    fn people(&self, group: usize) -> impl Iterator<Item = &[u32]> {
        let width = self.labels.max(1);
        let size = self.annotators * width;
        self.cells[group * size..(group + 1) * size].chunks(width).filter(|own| own.iter().any(|&n| n > 0))
    }

    fn annotators(&self, group: usize) -> u64 {
        self.people(group).count() as u64
    }

    fn labels(&self, group: usize, question: &Question, items: u64, level: f64) -> Vec<LabelShare> {
        if self.labels == 0 {
            return Vec::new();
        }
        let by_label = |label: Label| {
            let clusters: Vec<(u64, u64)> = self
                .people(group)
                .map(|own| (own.iter().map(|&n| u64::from(n)).sum(), u64::from(own[label.index()])))
                .collect();
            let share = clustered_share(&clusters, level);
            LabelShare {
                label: question.labels.names[label.index()].clone(),
                share: share.map(|found| Estimate { sample: SampleSize { items, ..found.sample }, ..found }),
            }
        };
        (0..self.labels as u32).map(|label| by_label(Label(label))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_log::TestLog;
    use crate::vocabulary::Attribute;
    use std::sync::Arc;

    #[test]
    fn items_are_counted_by_whose_content_they_are() {
        let mut log = TestLog::of_items(&[&[0, 1], &[1, 1], &[0, 0], &[]], 2);
        log.items = 4;
        let mut tallies = log.tallies();
        tallies.item_attributes = Arc::new(vec![ItemAttribute {
            attribute: Attribute("author".into()),
            groups: ["man", "unknown", "woman"].map(|group| Group(group.into())).to_vec(),
            of_item: vec![2, 2, 1, 0],
        }]);
        let found = of_items(&tallies, 0.95);
        let told: Vec<(&str, u64, u64, u64)> = found[0]
            .groups
            .iter()
            .map(|own| (own.group.as_str(), own.items, own.annotations, own.annotators))
            .collect();
        assert_eq!(told, [("woman", 2, 4, 2), ("unknown", 1, 2, 2)], "nobody annotated the man's item");
        let share = found[0].groups[0].labels[1].share.estimated().map(|share| share.value);
        assert_eq!(share, Some(0.75));
        assert!(of_items(&TestLog::of_items(&[&[0, 1]], 2).tallies(), 0.95).is_empty());
    }
}
