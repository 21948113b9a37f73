use super::score_sums::ScoreSums;
use super::{ItemIndex, PatternTable, coalesce};
use crate::log::ModelAnswers;
use crate::vocabulary::Label;

/// What a model's probabilities of labels come to: scores against gold and against every label that people gave, and
/// the probabilities beside gold. Small: no array is as long as the log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProbabilityTally {
    /// (gold label, scores), sorted.
    pub by_gold: Vec<(Label, ScoreSums)>,
    /// (row of the question's pattern table, one of its labels, scores were that label right), sorted.
    pub by_pattern: Vec<(u32, Label, ScoreSums)>,
    /// Probabilities beside gold, by label and probability; sorted. Empty without gold, or for more than
    /// [`ProbabilityTally::MOST_RANKED`] labels.
    pub ranks: Vec<RankCell>,
    /// Items whose probabilities are no distribution (they do not add up to 1 within a hundredth): left out.
    pub not_distributions: u64,
}

/// Items to which a model gave one label with one probability.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RankCell {
    /// The label.
    pub label: Label,
    /// Its probability in ten-thousandths.
    pub probability: u16,
    /// Items.
    pub items: u64,
    /// Of these, those whose gold is the label.
    pub hits: u64,
}

/// Steps of probability that are told apart when items are ranked.
const STEPS: usize = 10_000;
/// Probabilities may miss the sum of 1 by this much: exports round them.
const SLACK: f64 = 0.01;

impl ProbabilityTally {
    /// Labels up to which probabilities are kept by label.
    pub const MOST_RANKED: usize = 200;

    /// Takes over another part's sums under new patterns and labels; [`ProbabilityTally::add_up`] must follow.
    pub(super) fn absorb(&mut self, other: &Self, places: &[u32], relabel: &impl Fn(Label) -> Label) {
        self.by_gold.extend(other.by_gold.iter().map(|&(gold, sums)| (relabel(gold), sums)));
        let place = |&(p, l, sums): &(u32, Label, ScoreSums)| (places[p as usize], relabel(l), sums);
        self.by_pattern.extend(other.by_pattern.iter().map(place));
        let named = |cell: &RankCell| RankCell { label: relabel(cell.label), ..*cell };
        self.ranks.extend(other.ranks.iter().map(named));
        self.not_distributions += other.not_distributions;
    }

    /// Sorts, and adds up equal cells.
    pub(super) fn add_up(&mut self) {
        coalesce(&mut self.by_gold, |&(gold, _)| gold, |kept, next| kept.1.absorb(&next.1));
        coalesce(&mut self.by_pattern, |&(p, l, _)| (p, l), |kept, next| kept.2.absorb(&next.2));
        let key = |cell: &RankCell| (cell.label, cell.probability);
        coalesce(&mut self.ranks, key, |kept, next| {
            kept.items += next.items;
            kept.hits += next.hits;
        });
    }

    /// Counts one model's probabilities; `None` where it gave none.
    pub(super) fn count(
        answers: &ModelAnswers,
        index: &ItemIndex,
        table: &PatternTable,
        gold: Option<&[Label]>,
    ) -> Option<Self> {
        let columns = &answers.probabilities;
        columns.first()?;
        let mut out = Self::default();
        let mut by_gold = std::collections::BTreeMap::<Label, ScoreSums>::new();
        let mut by_entry = vec![ScoreSums::default(); table.entries.len()];
        let mut ranks = Ranks::of(columns.len(), gold.is_some());
        let mut own = vec![0.0; columns.len()];
        for item in 0..index.items() {
            match distribution(columns, item, &mut own) {
                None => continue,
                Some(false) => {
                    out.not_distributions += 1;
                    continue;
                }
                Some(true) => {}
            }
            let scores = Scores::of(columns, &own);
            if let Some(gold) = gold.map(|gold| gold[item]).filter(|gold| gold.is_some()) {
                let (brier, loss) = scores.were(gold);
                by_gold.entry(gold).or_default().add(brier, loss);
                ranks.add(columns, &own, gold);
            }
            let pattern = index.pattern[item];
            if pattern != u32::MAX {
                let entries = table.offsets[pattern as usize] as usize..;
                let labels = table.pattern(pattern as usize).counts;
                for (entry, &(label, _)) in by_entry[entries].iter_mut().zip(labels) {
                    let (brier, loss) = scores.were(label);
                    entry.add(brier, loss);
                }
            }
        }
        out.by_gold = by_gold.into_iter().collect();
        for pattern in 0..table.len() {
            let entries = table.offsets[pattern] as usize..;
            let labels = table.pattern(pattern).counts;
            let met = by_entry[entries].iter().zip(labels).filter(|(sums, _)| sums.items > 0);
            out.by_pattern.extend(met.map(|(&sums, &(label, _))| (pattern as u32, label, sums)));
        }
        out.ranks = ranks.cells(columns);
        Some(out)
    }
}

/// Writes the probabilities of one item; `None` where not all are known, `false` where they are no distribution.
fn distribution(columns: &[(Label, Vec<f32>)], item: usize, own: &mut [f64]) -> Option<bool> {
    for (own, (_, values)) in own.iter_mut().zip(columns) {
        if values[item].is_nan() {
            return None;
        }
        *own = as_written(values[item]);
    }
    Some((own.iter().sum::<f64>() - 1.0).abs() <= SLACK)
}

/// The decimal of up to six digits that was read as this number, else the number itself: .1 and not .100000001.
fn as_written(value: f32) -> f64 {
    let decimal = (f64::from(value) * 1e6).round() / 1e6;
    if decimal as f32 == value { decimal } else { f64::from(value) }
}

/// The scores of one item's probabilities.
struct Scores<'a> {
    columns: &'a [(Label, Vec<f32>)],
    own: &'a [f64],
    /// Σ p².
    squares: f64,
    /// Σ of the probabilities after clipping.
    clipped: f64,
}

impl<'a> Scores<'a> {
    fn of(columns: &'a [(Label, Vec<f32>)], own: &'a [f64]) -> Self {
        Self {
            columns,
            own,
            squares: own.iter().map(|p| p * p).sum(),
            clipped: own.iter().map(|&p| clipped(p)).sum(),
        }
    }

    /// Brier and log loss, were this label right. A label without a column has probability 0.
    fn were(&self, right: Label) -> (f64, f64) {
        let at = self.columns.binary_search_by_key(&right, |&(label, _)| label);
        let p = at.map_or(0.0, |at| self.own[at]);
        (self.squares - 2.0 * p + 1.0, -(clipped(p) / self.clipped).ln())
    }
}

/// Away from 0 and 1 by the smallest step of a number around 1, as scikit-learn clips before it takes logs.
fn clipped(p: f64) -> f64 {
    p.clamp(f64::EPSILON, 1.0 - f64::EPSILON)
}

/// Dense counts of (label, probability) beside gold.
struct Ranks {
    items: Vec<u64>,
    hits: Vec<u64>,
}

impl Ranks {
    fn of(labels: usize, gold: bool) -> Self {
        let cells = if gold && labels <= ProbabilityTally::MOST_RANKED { labels * (STEPS + 1) } else { 0 };
        Self { items: vec![0; cells], hits: vec![0; cells] }
    }

    fn add(&mut self, columns: &[(Label, Vec<f32>)], own: &[f64], gold: Label) {
        if self.items.is_empty() {
            return;
        }
        for (at, (&p, &(label, _))) in own.iter().zip(columns).enumerate() {
            let cell = at * (STEPS + 1) + ((p * STEPS as f64).round() as usize).min(STEPS);
            self.items[cell] += 1;
            self.hits[cell] += u64::from(label == gold);
        }
    }

    fn cells(self, columns: &[(Label, Vec<f32>)]) -> Vec<RankCell> {
        let counts = self.items.into_iter().zip(self.hits).enumerate().filter(|(_, (items, _))| *items > 0);
        let cell = |(cell, (items, hits)): (usize, (u64, u64))| RankCell {
            label: columns[cell / (STEPS + 1)].0,
            probability: (cell % (STEPS + 1)) as u16,
            items,
            hits,
        };
        counts.map(cell).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(rows: &[[f32; 2]], gold: &[Label]) -> ProbabilityTally {
        let answers = ModelAnswers {
            name: "m".into(),
            label: vec![Label(0); rows.len()],
            confidence: None,
            probabilities: (0..2).map(|l| (Label(l), rows.iter().map(|r| r[l as usize]).collect())).collect(),
        };
        let offsets = vec![0; rows.len() + 1];
        let index = ItemIndex { offsets, pattern: vec![u32::MAX; rows.len()], ..ItemIndex::default() };
        ProbabilityTally::count(&answers, &index, &PatternTable::default(), Some(gold))
            .expect("probabilities")
    }

    /// By hand: p = (.8, .2) and the first is right: Brier .04 + .04, loss −ln .8; (.3, .7): .49 + .49, −ln .3.
    #[test]
    fn scores_are_those_by_hand() {
        let found = counted(&[[0.8, 0.2], [0.3, 0.7], [0.9, 0.3], [f32::NAN, 1.0]], &[Label(0); 4]);
        let sums = found.by_gold[0].1;
        assert_eq!((sums.items, found.not_distributions), (2, 1));
        assert_eq!(sums.brier, 1_060_000_000_000);
        let loss = sums.log_loss as f64 / ScoreSums::UNIT;
        assert!((loss + 0.8_f64.ln() + 0.3_f64.ln()).abs() < 1e-11);
        assert_eq!(found.ranks.iter().map(|cell| cell.items).sum::<u64>(), 4);
    }

    #[test]
    fn a_probability_of_nothing_costs_much_and_not_everything() {
        let found = counted(&[[1.0, 0.0]], &[Label(1)]);
        let loss = found.by_gold[0].1.log_loss as f64 / ScoreSums::UNIT;
        assert!((loss - 36.04).abs() < 0.01, "{loss}");
    }

    #[test]
    fn parts_add_up_to_the_whole() {
        let rows: Vec<[f32; 2]> = (0..60).map(|i| [i as f32 / 60.0, 1.0 - i as f32 / 60.0]).collect();
        let gold: Vec<Label> = (0..60).map(|i| Label(u32::from(i % 7 < 3))).collect();
        let whole = counted(&rows, &gold);
        let mut sum = ProbabilityTally::default();
        for part in [0..25, 25..60] {
            sum.absorb(&counted(&rows[part.clone()], &gold[part]), &[], &|label| label);
        }
        sum.add_up();
        assert_eq!(sum, whole);
    }
}
