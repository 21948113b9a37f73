use super::clustered_order::clustered_order;
use super::overlap::{LabelTable, Overlap, label_tables, overlaps};
use super::{
    AgreementOptions, AnnotatorMatrix, AnnotatorPair, Contingency, Kappa, KappaQuantiles,
    MarginalHomogeneity, NullTest, PairMargins, WeightTable,
};
use crate::analysis::inference::{InferenceOptions, benjamini_hochberg};
use crate::tally::{Names, PatternTable, QuestionTallies};
use crate::vocabulary::{Estimate, Matrix, Outcome, Reason, SampleSize};
use rayon::prelude::*;

/// Annotators shown in the matrix.
const SHOWN: usize = 40;
/// Pairs listed beyond it: more would not fit into an audit file.
const LISTED: usize = 5_000;
/// Pairs of annotations that may be visited.
const WORK_LIMIT: u64 = 2_000_000_000;

/// False discoveries that the family of tests of label shares allows.
const FALSE_DISCOVERY: f64 = 0.05;
/// Label pairs over all pairs of annotators that weighted kappas may walk: some seconds.
const WEIGHTED_WORK: usize = 200_000_000;

/// Cohen's kappa of each pair of annotators who share enough items, clustered: at most 40 annotators (those with most
/// such overlap) in the matrix, and a list of the 5 000 pairs with most overlap. Who agrees with whom is a question
/// about known people, so it needs the rows. On an ordered scale, or where weights or distances are asked for, the
/// weighted kappa stands beside the plain one and is what the matrix shows.
pub(super) fn annotator_matrix(
    tallies: &QuestionTallies,
    asked: &AgreementOptions,
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
    let pairs = listed(overlaps.enough, &shown, LISTED);
    let tables = label_tables(index, &pairs, tallies.question.labels.len());
    let comparing = Comparing::new(tallies, asked, options, pairs.len());
    let mut rows: Vec<AnnotatorPair> =
        pairs.par_iter().zip(&tables).map(|(pair, cells)| comparing.pair(pair, cells)).collect();
    let homogeneity_tests = judge_homogeneity(&mut rows);
    let shown_kappas: Vec<&Outcome<Estimate>> = rows.iter().map(AnnotatorPair::shown).collect();
    let (kappa, overlap) = matrices(&shown, &pairs, &shown_kappas, &tallies.annotators);
    // Others with any annotation of this question, whether they overlap enough or not.
    let annotators = tallies.summaries.annotator_labels.len().max(overlapping);
    Outcome::Estimated(AnnotatorMatrix {
        kappa,
        weights: comparing.weights_name(),
        overlap,
        pairs: rows,
        homogeneity_tests,
        too_little_overlap: overlaps.too_little,
        min_overlap: options.min_overlap,
        not_shown: (annotators - shown.len()) as u64,
    })
}

/// What every pair is compared by.
struct Comparing<'a> {
    tallies: &'a QuestionTallies,
    weights: Result<WeightTable, Reason>,
    /// Labels of one pair for whom a weighted kappa is still affordable.
    most_labels: usize,
    gwet: bool,
    q: usize,
    level: f64,
}

impl<'a> Comparing<'a> {
    fn new(
        tallies: &'a QuestionTallies,
        asked: &AgreementOptions,
        options: &InferenceOptions,
        pairs: usize,
    ) -> Self {
        Self {
            tallies,
            weights: WeightTable::of(asked, &tallies.question),
            most_labels: (WEIGHTED_WORK / pairs.max(1)).isqrt(),
            gwet: asked.coefficients.iter().any(|metric| metric == "cohen_kappa_gwet"),
            q: tallies.question.labels.q(),
            level: options.level,
        }
    }

    /// The weights that the matrix shows, where it is weighted.
    fn weights_name(&self) -> Option<String> {
        let weights = self.weights.as_ref().ok().filter(|weights| !weights.is_identity());
        weights.map(|weights| weights.name().to_owned())
    }

    fn pair(&self, pair: &Overlap, cells: &LabelTable) -> AnnotatorPair {
        let items = u64::from(pair.items);
        let sample = SampleSize { items, annotations: 2 * items, annotators: 2 };
        let estimate = |kappa: &Result<Kappa, Reason>, quantiles| match kappa {
            Ok(kappa) => Outcome::Estimated(kappa.estimate(sample, self.level, quantiles)),
            Err(reason) => Outcome::NotEstimable(reason.clone()),
        };
        let table = Contingency::of(cells);
        let plain = Kappa::of(&table, &WeightTable::identity());
        let weighted = self.weighted(&table);
        let name = |id: u32| self.tallies.annotators.name(id).to_owned();
        let in_effect = weighted.as_ref().unwrap_or(&plain);
        AnnotatorPair {
            first: name(pair.first),
            second: name(pair.second),
            kappa: estimate(&plain, KappaQuantiles::Normal),
            gwet: self.gwet.then(|| estimate(in_effect, KappaQuantiles::StudentsT)),
            weighted_null: weighted.as_ref().and_then(|kappa| NullTest::of(kappa.as_ref().ok()?)),
            margins: PairMargins::of(&table, plain.as_ref().ok(), self.q),
            weighted: weighted.map(|weighted| estimate(&weighted, KappaQuantiles::Normal)),
        }
    }

    fn weighted(&self, table: &Contingency) -> Option<Result<Kappa, Reason>> {
        match &self.weights {
            Ok(weights) if weights.is_identity() => None,
            Ok(_) if table.labels.len() > self.most_labels => {
                let (what, found) = ("labels for weights".into(), table.labels.len() as u64);
                Some(Err(Reason::TooMany { what, found, limit: self.most_labels as u64 }))
            }
            Ok(weights) => Some(Kappa::of(table, weights)),
            Err(reason) => Some(Err(reason.clone())),
        }
    }
}

/// One family of tests: do the two use the labels equally often? Fills in q and returns the family's size.
fn judge_homogeneity(pairs: &mut [AnnotatorPair]) -> u64 {
    let p = |pair: &AnnotatorPair| pair.margins.homogeneity.estimated().and_then(MarginalHomogeneity::p);
    let tested: Vec<(usize, f64)> =
        pairs.iter().enumerate().filter_map(|(at, pair)| p(pair).map(|p| (at, p))).collect();
    let q = benjamini_hochberg(&tested.iter().map(|&(_, p)| p).collect::<Vec<_>>());
    for (&(at, _), q) in tested.iter().zip(q) {
        pairs[at].margins.homogeneity_q = Some(q);
        pairs[at].margins.reported = q <= FALSE_DISCOVERY;
    }
    tested.len() as u64
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
    kappas: &[&Outcome<Estimate>],
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
