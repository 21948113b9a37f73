use super::alignment::Alignment;
use crate::tally::{ItemIndex, PatternTable};
use crate::vocabulary::Label;
use rayon::prelude::*;
use std::cmp::Ordering;
use std::ops::Range;

/// How a model fared against one left-out annotator, item by item, before the item's other annotators.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Duels {
    /// Items on which the model is nearer to the others.
    pub model: u64,
    /// Items on which the annotator is.
    pub human: u64,
    /// Items on which both are as near.
    pub tied: u64,
}

impl Duels {
    /// Items compared.
    pub fn items(self) -> u64 {
        self.model + self.human + self.tied
    }

    /// Share of items on which the model is at least as near: the paper's ρ of the model.
    pub fn advantage(self) -> f64 {
        (self.model + self.tied) as f64 / self.items() as f64
    }

    /// Share of items on which the annotator is at least as near.
    pub fn human_advantage(self) -> f64 {
        (self.human + self.tied) as f64 / self.items() as f64
    }
}

/// Items that one thread takes at a time; the sums are added in the order of the items.
const BLOCK: usize = 8192;

fn blocks(items: usize) -> Vec<Range<usize>> {
    (0..items).step_by(BLOCK).map(|start| start..(start + BLOCK).min(items)).collect()
}

/// The log as the duels see it.
pub(super) struct Field<'a> {
    pub index: &'a ItemIndex,
    pub table: &'a PatternTable,
    pub alignment: &'a Alignment,
    /// Every model's answers by item.
    pub answers: Vec<&'a [Label]>,
    pub annotators: usize,
}

impl Field<'_> {
    /// `models × annotators` duels, all models in one pass over the items that two or more people annotated.
    pub fn duels(&self) -> Vec<Duels> {
        let none = || vec![Duels::default(); self.answers.len() * self.annotators];
        let ranges = blocks(self.index.items());
        let counted = ranges.into_par_iter().fold(none, |mut sums, items| {
            self.walk(items, |model, annotator, order| {
                let own = &mut sums[model * self.annotators + annotator as usize];
                match order {
                    Ordering::Less => own.model += 1,
                    Ordering::Greater => own.human += 1,
                    Ordering::Equal => own.tied += 1,
                }
            });
            sums
        });
        counted.reduce(none, |mut a, b| {
            for (a, b) in a.iter_mut().zip(b) {
                (a.model, a.human, a.tied) = (a.model + b.model, a.human + b.human, a.tied + b.tied);
            }
            a
        })
    }

    /// By model: Σ over items of the square of what the item adds to the average advantage beyond what its annotators
    /// lead to expect. `weight` is 1 / (items of the annotator × annotators averaged), 0 for who is not; `expected` the
    /// annotator's own advantage, both `models × annotators`.
    pub fn item_squares(&self, weight: &[f64], expected: &[f64]) -> Vec<f64> {
        let models = self.answers.len();
        let parts: Vec<Vec<f64>> = blocks(self.index.items())
            .into_par_iter()
            .map(|items| {
                let (mut squares, mut item) = (vec![0.0; models], vec![0.0; models]);
                for one in items {
                    item.fill(0.0);
                    self.walk(one..one + 1, |model, annotator, order| {
                        let at = model * self.annotators + annotator as usize;
                        let reached = if order == Ordering::Greater { 0.0 } else { 1.0 };
                        item[model] += weight[at] * (reached - expected[at]);
                    });
                    squares.iter_mut().zip(&item).for_each(|(sum, own)| *sum += own * own);
                }
                squares
            })
            .collect();
        parts.into_iter().fold(vec![0.0; models], |mut sum, part| {
            sum.iter_mut().zip(part).for_each(|(sum, own)| *sum += own);
            sum
        })
    }

    fn walk(&self, items: Range<usize>, mut told: impl FnMut(usize, u32, Ordering)) {
        for item in items {
            let rows = self.index.rows(item);
            if rows.len() < 2 {
                continue;
            }
            let own = self.alignment.item(self.table.pattern(self.index.pattern[item] as usize));
            for (model, answers) in self.answers.iter().enumerate() {
                let answer = answers[item];
                if !answer.is_some() {
                    continue;
                }
                for row in rows.clone() {
                    told(model, self.index.annotator[row], own.nearer(self.index.label[row], answer));
                }
            }
        }
    }
}
