use crate::tally::{ItemIndex, QuestionTallies, SliceCrossing, SliceTally};
use std::collections::BTreeMap;

/// Annotators who could as well have stood in each other's place: the same pool of items, the same values of slicing
/// columns, about the same number of annotations. Within a stratum, group labels are exchanged to learn what chance makes
/// of them; between strata never, so that neither other items nor another amount of work can pose as another view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strata {
    /// Stratum by annotator id; [`Strata::NONE`] for who did not annotate the question.
    pub of_annotator: Vec<u32>,
    /// How many there are.
    pub count: u32,
    /// Pools of items: people of two pools share no item, nor do those with whom they share items.
    pub pools: u32,
    /// Slicing columns that were heeded, sorted.
    pub columns: Vec<String>,
}

impl Strata {
    /// The stratum of an annotator in none.
    pub const NONE: u32 = u32::MAX;

    /// Of one question. A pool is a connected component of who shares items with whom. A person's value of a slicing
    /// column is the one of most of their annotations (ties: the first by name). Workloads are one where they double no
    /// more than once: bands of 1, 2–3, 4–7, 8–15 … annotations. Without `columns` those are heeded that cut people: a
    /// locale, a team, of which hardly anybody has two.
    pub fn of(tallies: &QuestionTallies, index: &ItemIndex, columns: Option<&[String]>) -> Self {
        let people = tallies.annotators.len();
        let (pool_of, pools) = pools(index, people);
        let mut load = vec![0u32; people];
        index.annotator.iter().for_each(|&who| load[who as usize] += 1);
        let chosen: Vec<&SliceCrossing> =
            tallies.crossings.iter().filter(|c| heeded(tallies, c, columns)).collect();
        let values: Vec<Vec<u32>> =
            chosen.iter().map(|c| usual_values(c, tallies.question.labels.len(), people)).collect();
        let key = |who: usize| -> (u32, Vec<u32>, u32) {
            (pool_of[who], values.iter().map(|of| of[who]).collect(), load[who].ilog2())
        };
        let mut codes: BTreeMap<(u32, Vec<u32>, u32), u32> = BTreeMap::new();
        let mut of_annotator = vec![Self::NONE; people];
        for who in (0..people).filter(|&who| load[who] > 0) {
            let next = codes.len() as u32;
            of_annotator[who] = *codes.entry(key(who)).or_insert(next);
        }
        let columns = chosen.iter().map(|crossing| crossing.name.clone()).collect();
        Self { of_annotator, count: codes.len() as u32, pools, columns }
    }
}

/// Whether a slicing column tells strata apart.
fn heeded(tallies: &QuestionTallies, crossing: &SliceCrossing, columns: Option<&[String]>) -> bool {
    if crossing.left_out.is_some() {
        return false;
    }
    match columns {
        Some(named) => named.contains(&crossing.name),
        None => {
            let slices = tallies.summaries.slices.chunk_by(|a, b| a.name == b.name);
            slices.filter(|own| own[0].name == crossing.name).any(SliceTally::cut_people)
        }
    }
}

/// The value of most of each annotator's annotations; the number of values where none is known.
fn usual_values(crossing: &SliceCrossing, labels: usize, people: usize) -> Vec<u32> {
    let values = crossing.values.len();
    let mut usual = vec![values as u32; people];
    let mut met = vec![0u64; values];
    for own in crossing.annotator_patterns.cells.chunk_by(|a, b| a.annotator == b.annotator) {
        met.fill(0);
        for cell in own {
            if let Some(met) = met.get_mut(cell.label.index() / labels) {
                *met += cell.items;
            }
        }
        let most = (0..values).rev().max_by_key(|&value| met[value]).filter(|&value| met[value] > 0);
        usual[own[0].annotator as usize] = most.unwrap_or(values) as u32;
    }
    usual
}

/// Pool by annotator, numbered in the order of their first members, and how many pools have anybody.
fn pools(index: &ItemIndex, people: usize) -> (Vec<u32>, u32) {
    let mut above: Vec<u32> = (0..people as u32).collect();
    for i in 0..index.items() {
        if let Some((&first, others)) = index.annotators(i).split_first() {
            for &other in others {
                let (a, b) = (root(&mut above, first), root(&mut above, other));
                above[a.max(b) as usize] = a.min(b);
            }
        }
    }
    let mut working = vec![false; people];
    index.annotator.iter().for_each(|&who| working[who as usize] = true);
    let mut number = vec![u32::MAX; people];
    let mut pools = 0;
    let pool = |who: usize| {
        let top = root(&mut above, who as u32) as usize;
        if working[who] && number[top] == u32::MAX {
            number[top] = pools;
            pools += 1;
        }
        number[top]
    };
    let of = (0..people).map(pool).collect();
    (of, pools)
}

/// The first member of someone's pool; the way there is shortened.
fn root(above: &mut [u32], who: u32) -> u32 {
    let mut at = who;
    while above[at as usize] != at {
        above[at as usize] = above[above[at as usize] as usize];
        at = above[at as usize];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_log::TestLog;
    use crate::tally::{AnnotatorPatterns, OwnLabel, PatternTable};
    use crate::vocabulary::Label;

    /// People 0, 1, 2 share items 0–3 (the third did one alone), 3 and 4 share item 4.
    fn tallies() -> QuestionTallies {
        let rows = (0..4).flat_map(|i| [(i, 0, 0), (i, 1, 1)]).chain([(0, 2, 0), (4, 3, 0), (4, 4, 1)]);
        TestLog { rows: rows.collect(), labels: 2, items: 5, annotators: 6, ..TestLog::default() }.tallies()
    }

    fn crossing(name: &str, of: &[u32]) -> SliceCrossing {
        let cells = (0u32..).zip(of);
        let cells = cells.map(|(annotator, &value)| OwnLabel {
            annotator,
            pattern: 0,
            label: Label(2 * value),
            items: 1,
        });
        SliceCrossing {
            name: name.into(),
            values: vec!["de".into(), "en".into()],
            patterns: PatternTable::default(),
            annotator_patterns: AnnotatorPatterns { cells: cells.collect(), left_out: None },
            own_clusters: None,
            left_out: None,
        }
    }

    #[test]
    fn pools_and_workloads_part_people() {
        let tallies = tallies();
        let strata = Strata::of(&tallies, tallies.index.as_ref().expect("rows"), None);
        assert_eq!(strata.of_annotator, [0, 0, 1, 2, 2, Strata::NONE]);
        assert_eq!((strata.count, strata.pools), (3, 2));
    }

    #[test]
    fn a_named_column_parts_them_further_and_an_unnamed_part_of_the_work_does_not() {
        let mut tallies = tallies();
        tallies.crossings = vec![crossing("lang", &[0, 1, 0, 0, 0])];
        let index = tallies.index.clone().expect("rows");
        let named = Strata::of(&tallies, &index, Some(&["lang".into()]));
        assert_eq!(named.of_annotator, [0, 1, 2, 3, 3, Strata::NONE]);
        assert_eq!(named.columns, ["lang"]);
        assert_eq!(Strata::of(&tallies, &index, None).count, 3, "the column is no slice of this log");
        assert_eq!(Strata::of(&tallies, &index, Some(&[])).count, 3);
    }
}
