//! Small logs for tests of analyses: rows in, tallies out, by the plainest possible counting.

use crate::tally::{
    AnnotatorLabels, AnnotatorPatterns, AttributeTally, GroupTally, ItemIndex, ModelLabels,
    ModelProbabilities, ModelTally, Names, OwnAnswer, OwnLabel, PatternTable, QuestionTallies, Summaries,
};
use crate::vocabulary::{Attribute, Group, Label, LabelSet, Outcome, Question, Reason, Scale};
use std::collections::BTreeMap;
use std::sync::Arc;

type Counts = Vec<(Label, u32)>;

/// A log as rows of (item, annotator, label), numbered from 0.
#[derive(Debug, Clone, Default)]
pub(crate) struct TestLog {
    pub rows: Vec<(u32, u32, u32)>,
    pub labels: usize,
    pub items: u32,
    pub annotators: u32,
    /// (attribute, group by annotator).
    pub roster: Vec<(&'static str, Vec<&'static str>)>,
    /// (name, answer by item).
    pub models: Vec<(&'static str, Vec<Option<u32>>)>,
    /// By item.
    pub gold: Option<Vec<Option<u32>>>,
    /// (model, its probability of every label by item).
    pub probabilities: Vec<(&'static str, Vec<Vec<f32>>)>,
}

impl TestLog {
    /// Every item's labels in order of annotators 0, 1, 2 …
    pub(crate) fn of_items(items: &[&[u32]], labels: usize) -> Self {
        let rows = items.iter().enumerate().flat_map(|(i, given)| {
            given.iter().enumerate().map(move |(a, &label)| (i as u32, a as u32, label))
        });
        Self {
            rows: rows.collect(),
            labels,
            items: items.len() as u32,
            annotators: items.iter().map(|given| given.len() as u32).max().unwrap_or(0),
            ..Self::default()
        }
    }

    pub(crate) fn tallies(&self) -> QuestionTallies {
        let keep = |_: u32| true;
        let patterns = self.patterns(&keep);
        let by_item = self.by_item(&keep);
        QuestionTallies {
            question: self.question(),
            items: Arc::new(names("i", self.items)),
            annotators: Arc::new(names("a", self.annotators)),
            summaries: Summaries {
                annotator_patterns: self.annotator_patterns(&patterns, &by_item),
                annotator_labels: self.annotator_labels(&keep),
                sequence: Outcome::NotEstimable(Reason::NotInLog {
                    what: "order".into(),
                    columns: "order".into(),
                }),
                work: Outcome::NotEstimable(Reason::NotInLog { what: "days".into(), columns: "day".into() }),
                attributes: self.roster.iter().map(|(name, of)| self.attribute(name, of)).collect(),
                calendar: Outcome::NotEstimable(Reason::NotInLog {
                    what: "when annotations were made".into(),
                    columns: "submitted_at".into(),
                }),
                slices: Vec::new(),
                slices_left_out: Vec::new(),
                models: self
                    .models
                    .iter()
                    .map(|(name, said)| self.model(name, said, &patterns, &by_item))
                    .collect(),
                repeats: Vec::new(),
                interventions: None,
                no_repeats: Some(Reason::NotInLog { what: "repeats".into(), columns: "is_repeat".into() }),
                skips: Vec::new(),
                item_skips: Vec::new(),
                clusters: Names::default(),
                patterns: table(&patterns),
            },
            own_clusters: None,
            order: Outcome::NotEstimable(Reason::NeedsRows),
            crossings: Vec::new(),
            answers: self.models.iter().map(|(name, said)| labels_of(name, said)).collect(),
            slice_columns: Vec::new(),
            item_attributes: Arc::default(),
            model_attributes: Arc::default(),
            suggestions: None,
            index: Some(self.index(&patterns, &by_item)),
            gold: self.gold.as_ref().map(|gold| gold.iter().map(|l| l.map_or(Label::NONE, Label)).collect()),
            second_gold: None,
            probabilities: self.known_probabilities(),
        }
    }

    fn question(&self) -> Question {
        let labels = LabelSet {
            names: (0..self.labels).map(|l| format!("l{l}")).collect(),
            values: None,
            declared: false,
            used: vec![true; self.labels],
        };
        Question { name: "label".into(), labels, scale: Scale::Nominal }
    }

    fn known_probabilities(&self) -> Vec<ModelProbabilities> {
        let of = |(model, by_item): &(&str, Vec<Vec<f32>>)| ModelProbabilities {
            model: (*model).into(),
            labels: (0..self.labels as u32).map(Label).collect(),
            by_item: by_item.concat(),
        };
        self.probabilities.iter().map(of).collect()
    }

    fn by_item(&self, keep: &dyn Fn(u32) -> bool) -> BTreeMap<u32, Counts> {
        let mut counts: BTreeMap<u32, BTreeMap<Label, u32>> = BTreeMap::new();
        for &(item, annotator, label) in &self.rows {
            if keep(annotator) {
                *counts.entry(item).or_default().entry(Label(label)).or_default() += 1;
            }
        }
        counts.into_iter().map(|(item, counts)| (item, counts.into_iter().collect())).collect()
    }

    fn patterns(&self, keep: &dyn Fn(u32) -> bool) -> BTreeMap<Counts, u64> {
        let mut patterns = BTreeMap::new();
        for counts in self.by_item(keep).into_values() {
            *patterns.entry(counts).or_default() += 1;
        }
        patterns
    }

    fn annotator_labels(&self, keep: &dyn Fn(u32) -> bool) -> Vec<AnnotatorLabels> {
        let mut counts: BTreeMap<u32, BTreeMap<Label, u64>> = BTreeMap::new();
        for &(_, annotator, label) in self.rows.iter().filter(|row| keep(row.1)) {
            *counts.entry(annotator).or_default().entry(Label(label)).or_default() += 1;
        }
        counts
            .into_iter()
            .map(|(annotator, counts)| AnnotatorLabels { annotator, counts: counts.into_iter().collect() })
            .collect()
    }

    fn annotator_patterns(
        &self,
        patterns: &BTreeMap<Counts, u64>,
        by_item: &BTreeMap<u32, Counts>,
    ) -> AnnotatorPatterns {
        let mut cells: BTreeMap<(u32, u32, Label), u64> = BTreeMap::new();
        for &(item, annotator, label) in &self.rows {
            *cells.entry((annotator, row_of(patterns, &by_item[&item]), Label(label))).or_default() += 1;
        }
        let cell = |((annotator, pattern, label), items)| OwnLabel { annotator, pattern, label, items };
        AnnotatorPatterns { cells: cells.into_iter().map(cell).collect(), left_out: None }
    }

    fn attribute(&self, name: &str, of: &[&'static str]) -> AttributeTally {
        let mut groups: Vec<&str> = of.to_vec();
        groups.sort_unstable();
        groups.dedup();
        let tally = |group: &str| {
            let keep = |annotator: u32| of[annotator as usize] == group;
            GroupTally {
                group: Group(group.into()),
                annotators: self.annotator_labels(&keep),
                patterns: table(&self.patterns(&keep)),
            }
        };
        AttributeTally {
            attribute: Attribute(name.into()),
            depth: name.split(Group::CROSS).count() as u32,
            groups: groups.into_iter().map(tally).collect(),
        }
    }

    fn model(
        &self,
        name: &str,
        said: &[Option<u32>],
        patterns: &BTreeMap<Counts, u64>,
        by_item: &BTreeMap<u32, Counts>,
    ) -> ModelTally {
        let mut joint: BTreeMap<(u32, Label), u64> = BTreeMap::new();
        let mut against_gold: BTreeMap<(Label, Label), u64> = BTreeMap::new();
        let (mut unanswered, mut unrated) = (0, 0);
        for (item, answer) in said.iter().enumerate() {
            match (by_item.get(&(item as u32)), answer) {
                (Some(counts), Some(label)) => {
                    *joint.entry((row_of(patterns, counts), Label(*label))).or_default() += 1
                }
                (Some(_), None) => unanswered += 1,
                (None, Some(_)) => unrated += 1,
                (None, None) => {}
            }
            let gold = self.gold.as_ref().and_then(|gold| gold[item]);
            if let (Some(gold), Some(label)) = (gold, answer) {
                *against_gold.entry((Label(gold), Label(*label))).or_default() += 1;
            }
        }
        let mut by_annotator: BTreeMap<(u32, Label, Label), u64> = BTreeMap::new();
        for &(item, annotator, label) in &self.rows {
            if let Some(answer) = said[item as usize] {
                *by_annotator.entry((annotator, Label(label), Label(answer))).or_default() += 1;
            }
        }
        let own = |((annotator, label, answer), items)| OwnAnswer { annotator, label, answer, items };
        ModelTally {
            by_annotator: by_annotator.into_iter().map(own).collect(),
            joint: joint.into_iter().map(|((p, l), n)| (p, l, n)).collect(),
            against_gold: against_gold.into_iter().map(|((g, m), n)| (g, m, n)).collect(),
            unanswered,
            unrated,
            ..ModelTally::silent(name)
        }
    }

    fn index(&self, patterns: &BTreeMap<Counts, u64>, by_item: &BTreeMap<u32, Counts>) -> ItemIndex {
        let mut rows = self.rows.clone();
        rows.sort_unstable();
        let offset = |item: u32| rows.iter().filter(|row| row.0 < item).count() as u32;
        ItemIndex {
            offsets: (0..=self.items).map(offset).collect(),
            annotator: rows.iter().map(|row| row.1).collect(),
            label: rows.iter().map(|row| Label(row.2)).collect(),
            pattern: (0..self.items)
                .map(|item| by_item.get(&item).map_or(u32::MAX, |counts| row_of(patterns, counts)))
                .collect(),
            clusters: None,
        }
    }
}

fn labels_of(model: &str, said: &[Option<u32>]) -> ModelLabels {
    let by_item = said.iter().map(|label| label.map_or(Label::NONE, Label)).collect();
    ModelLabels { model: model.into(), by_item }
}

fn names(prefix: &str, n: u32) -> Names {
    let names: Vec<String> = (0..n).map(|i| format!("{prefix}{i:04}")).collect();
    Names::from_sorted(names.iter().map(String::as_str))
}

fn row_of(patterns: &BTreeMap<Counts, u64>, counts: &Counts) -> u32 {
    patterns.keys().position(|pattern| pattern == counts).expect("every item's pattern was counted") as u32
}

fn table(patterns: &BTreeMap<Counts, u64>) -> PatternTable {
    let mut table = PatternTable { offsets: vec![0], ..PatternTable::default() };
    for (pattern, &items) in patterns {
        table.entries.extend(pattern);
        table.offsets.push(table.entries.len() as u32);
        table.items.push(items);
    }
    table
}
