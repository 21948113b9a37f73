use super::Moments;
use crate::analysis::agreement::DisputedItem;
use crate::analysis::agreement::skipped_items::skips_of;
use crate::tally::QuestionTallies;

/// Items that are listed.
const LISTED: usize = 50;

/// The items whose numbers lie furthest apart: by their standard deviation, ties by name.
pub(super) fn spread_items(tallies: &QuestionTallies, moments: &[Moments]) -> Vec<DisputedItem> {
    let Some(index) = &tallies.index else { return Vec::new() };
    let labels = &tallies.question.labels;
    let range = match labels.values.as_deref() {
        Some([lowest, .., highest]) => highest - lowest,
        _ => return Vec::new(),
    };
    let spread = |(item, &pattern): (u32, &u32)| {
        let cell = moments.get(pattern as usize).filter(|cell| cell.n >= 2.0 && cell.within > 0.0)?;
        Some(((cell.within / (cell.n - 1.0)).sqrt(), item))
    };
    let mut items: Vec<(f64, u32)> = (0u32..).zip(&index.pattern).filter_map(spread).collect();
    let most_first = |a: &(f64, u32), b: &(f64, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
    if items.len() > LISTED {
        items.select_nth_unstable_by(LISTED - 1, most_first);
        items.truncate(LISTED);
    }
    items.sort_by(most_first);
    let row = |(sd, item): (f64, u32)| {
        let counts = tallies.summaries.patterns.pattern(index.pattern[item as usize] as usize).counts;
        let entropy = |n: f64, all: f64| -n / all * (n / all).log2();
        let all: f64 = counts.iter().map(|&(_, n)| f64::from(n)).sum();
        DisputedItem {
            item: tallies.items.name(item).to_owned(),
            annotations: all as u64,
            skips: skips_of(tallies, item),
            disagreement: 2.0 * (sd / range).powi(2),
            entropy: counts.iter().map(|&(_, n)| entropy(f64::from(n), all)).sum(),
            sd: Some(sd),
            labels: counts.iter().map(|&(label, n)| (labels.name(label).to_owned(), u64::from(n))).collect(),
        }
    };
    items.into_iter().map(row).collect()
}
