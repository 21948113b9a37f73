use super::clustered_order::clustered_order;
use super::cohen::cohen_kappa;
use super::overlap::{LabelTable, Overlap, label_tables, overlaps};
use super::{AnnotatorMatrix, AnnotatorPair};
use crate::analysis::inference::InferenceOptions;
use crate::tally::{Names, PatternTable, QuestionTallies};
use crate::vocabulary::{Estimate, Matrix, Outcome, Reason, SampleSize};

/// Annotators shown in the matrix.
const SHOWN: usize = 40;
/// Pairs listed beyond it: more would not fit into an audit file.
const LISTED: usize = 5_000;
/// Pairs of annotations that may be visited.
const WORK_LIMIT: u64 = 2_000_000_000;

/// Cohen's kappa of each pair of annotators who share enough items, clustered: at most 40 annotators (those with most
/// such overlap) in the matrix, and a list of the 5 000 pairs with most overlap. Who agrees with whom is a question
/// about known people, so it needs the rows.
pub(super) fn annotator_matrix(
    tallies: &QuestionTallies,
    options: &InferenceOptions,
) -> Outcome<AnnotatorMatrix> {
    let Some(index) = &tallies.index else { return Outcome::NotEstimable(Reason::NeedsRows) };
    let work = annotation_pairs(&tallies.summaries.patterns);
    if work == 0 {
        return Outcome::NotEstimable(Reason::NothingPairable);
    }
    if work > WORK_LIMIT {
        let what = "pairs of annotations".to_owned();
        return Outcome::NotEstimable(Reason::TooMany { what, found: work, limit: WORK_LIMIT });
    }
    let overlaps = overlaps(index, tallies.annotators.len(), options.min_overlap);
    if overlaps.enough.is_empty() {
        let what = "items that two annotators share".to_owned();
        return Outcome::NotEstimable(Reason::TooFew { what, found: 0, needed: options.min_overlap });
    }
    let (shown, overlapping) = most_overlapping(&overlaps.enough);
    let labels = tallies.question.labels.len();
    let pairs = listed(overlaps.enough, &shown, LISTED);
    let tables = label_tables(index, &pairs, labels);
    let kappas: Vec<Outcome<Estimate>> = pairs
        .iter()
        .zip(&tables)
        .map(|(pair, cells)| {
            let items = u64::from(pair.items);
            let sample = SampleSize { items, annotations: 2 * items, annotators: 2 };
            let (cells, used) = of_used_labels(cells);
            cohen_kappa(&cells, used, sample, options.level)
        })
        .collect();
    let (kappa, overlap) = matrices(&shown, &pairs, &kappas, &tallies.annotators);
    // Others with any annotation of this question, whether they overlap enough or not.
    let annotators = tallies.summaries.annotator_labels.len().max(overlapping);
    let name = |id: u32| tallies.annotators.name(id).to_owned();
    let pairs = pairs.iter().zip(kappas);
    Outcome::Estimated(AnnotatorMatrix {
        kappa,
        overlap,
        pairs: pairs
            .map(|(pair, kappa)| AnnotatorPair { first: name(pair.first), second: name(pair.second), kappa })
            .collect(),
        too_little_overlap: overlaps.too_little,
        min_overlap: options.min_overlap,
        not_shown: (annotators - shown.len()) as u64,
    })
}

/// A label table renumbered to the labels it holds, and their number: two people use few of a hundred thousand labels.
fn of_used_labels(cells: &[(usize, usize, u64)]) -> (LabelTable, usize) {
    let mut used: Vec<usize> = cells.iter().flat_map(|&(first, second, _)| [first, second]).collect();
    used.sort_unstable();
    used.dedup();
    let place = |label: usize| used.binary_search(&label).unwrap_or_else(|next| next);
    let cells = cells.iter().map(|&(first, second, n)| (place(first), place(second), n)).collect();
    (cells, used.len())
}

/// Pairs of annotations of one item, over all items.
fn annotation_pairs(table: &PatternTable) -> u64 {
    let pairs = table.iter().map(|pattern| {
        let n = pattern.annotations();
        pattern.items.saturating_mul(n * n.saturating_sub(1) / 2)
    });
    pairs.fold(0, u64::saturating_add)
}

/// Ids of the annotators with most items in sufficient overlaps, ascending, and how many have any.
fn most_overlapping(pairs: &[Overlap]) -> (Vec<u32>, usize) {
    let last = pairs.iter().map(|pair| pair.second as usize + 1).max().unwrap_or(0);
    let mut items = vec![0u64; last];
    for pair in pairs {
        items[pair.first as usize] += u64::from(pair.items);
        items[pair.second as usize] += u64::from(pair.items);
    }
    let mut ranked: Vec<u32> = (0..last as u32).filter(|&a| items[a as usize] > 0).collect();
    let overlapping = ranked.len();
    ranked.sort_by_key(|&a| (std::cmp::Reverse(items[a as usize]), a));
    ranked.truncate(SHOWN);
    ranked.sort_unstable();
    (ranked, overlapping)
}

/// The pairs of the matrix and, up to `limit`, the others with most overlap; sorted by ids.
fn listed(mut pairs: Vec<Overlap>, shown: &[u32], limit: usize) -> Vec<Overlap> {
    let inside = |a: u32| shown.binary_search(&a).is_ok();
    pairs.sort_by_key(|pair| {
        let outside = !(inside(pair.first) && inside(pair.second));
        (outside, std::cmp::Reverse(pair.items), pair.first, pair.second)
    });
    pairs.truncate(limit);
    pairs.sort_by_key(|pair| (pair.first, pair.second));
    pairs
}

/// Kappa and shared items among the annotators shown, in clustered order.
fn matrices(
    shown: &[u32],
    pairs: &[Overlap],
    kappas: &[Outcome<Estimate>],
    names: &Names,
) -> (Matrix, Matrix) {
    let n = shown.len();
    let (mut kappa, mut overlap) = (vec![None; n * n], vec![None; n * n]);
    for (pair, estimate) in pairs.iter().zip(kappas) {
        let (Ok(i), Ok(j)) = (shown.binary_search(&pair.first), shown.binary_search(&pair.second)) else {
            continue;
        };
        for cell in [i * n + j, j * n + i] {
            kappa[cell] = estimate.estimated().map(|estimate| estimate.value);
            overlap[cell] = Some(f64::from(pair.items));
        }
    }
    let known: Vec<f64> = kappa.iter().flatten().copied().collect();
    let usual = known.iter().sum::<f64>() / known.len().max(1) as f64;
    let order = clustered_order(n, usual, |i, j| kappa[i * n + j]);
    let labels: Vec<String> = order.iter().map(|&i| names.name(shown[i]).to_owned()).collect();
    (in_order(&kappa, &order, &labels), in_order(&overlap, &order, &labels))
}

fn in_order(cells: &[Option<f64>], order: &[usize], names: &[String]) -> Matrix {
    let n = order.len();
    let mut turned = Vec::with_capacity(n * n);
    for &i in order {
        turned.extend(order.iter().map(|&j| cells[i * n + j]));
    }
    Matrix { rows: names.to_vec(), columns: names.to_vec(), cells: turned }
}
