use super::measures::{Measure, Measures};
use super::result::LabelSpread;
use super::shared::{NO_GROUP, OUTSIDE, Sides};
use super::workload;
use crate::analysis::inference::{Stream, quantile, shuffled_within};
use crate::tally::ItemIndex;
use crate::vocabulary::{Outcome, Reason};

/// Shuffles of group labels.
const SHUFFLES: usize = 500;
/// Fewer where very many people make each one long.
const MOST_WORK: usize = 200_000_000;

/// Annotations' values less their items' means, by annotator.
struct Excess {
    /// Annotator ids of those who annotated an item that others did too.
    people: Vec<usize>,
    /// Annotations by person.
    load: Vec<f64>,
    /// Σ of differences by person and measure.
    sums: Vec<f64>,
    /// Mean by measure.
    means: Vec<f64>,
}

/// How far groups are apart in each measure, beside the same with group labels shuffled among annotators of alike workload.
/// A group's rate is the overall one plus the mean difference of its annotations from their items' means.
pub(super) fn spreads(
    index: &ItemIndex,
    sides: Sides<'_>,
    names: &[&str],
    measures: &Measures,
    stream: Stream<'_>,
) -> Outcome<Vec<LabelSpread>> {
    if names.len() < 2 {
        let found = names.len() as u64;
        return Outcome::NotEstimable(Reason::TooFew { what: "groups".into(), found, needed: 2 });
    }
    let excess = Excess::of(index, sides, &measures.all);
    let codes: Vec<u32> = excess.people.iter().map(|&who| sides.of_annotator[who]).collect();
    if excess.people.is_empty() {
        return Outcome::NotEstimable(Reason::NothingPairable);
    }
    let strata = workload::bands(&excess.load);
    let width = excess.people.len() * measures.all.len();
    let shuffles = SHUFFLES.min(MOST_WORK / width.max(1)).max(50);
    let ranges = shuffled_within(&codes, &strata, shuffles, stream, |dealt| {
        let rates = excess.rates(dealt, sides.groups);
        (0..measures.all.len()).map(|m| range(&rates, m, measures.all.len())).collect::<Vec<f64>>()
    });
    let rates = excess.rates(&codes, sides.groups);
    let of =
        |(m, measure): (usize, &Measure)| spread(&rates, names, (m, measures.all.len()), measure, &ranges);
    Outcome::Estimated(measures.all.iter().enumerate().map(of).collect())
}

fn spread(
    rates: &[f64],
    names: &[&str],
    (m, measures): (usize, usize),
    measure: &Measure,
    ranges: &[Vec<f64>],
) -> LabelSpread {
    let rate = |group: usize| rates[group * measures + m];
    let mut order: Vec<usize> = (0..names.len()).filter(|&group| rate(group).is_finite()).collect();
    order.sort_by(|&a, &b| rate(a).total_cmp(&rate(b)).then(a.cmp(&b)));
    let named =
        |group: Option<&usize>| group.map_or((String::new(), 0.0), |&g| (names[g].to_owned(), rate(g)));
    let mut shuffled: Vec<f64> = ranges.iter().map(|range| range[m]).collect();
    shuffled.sort_by(f64::total_cmp);
    LabelSpread {
        label: measure.label.clone(),
        lowest: named(order.first()),
        highest: named(order.last()),
        shuffled: shuffled.iter().sum::<f64>() / shuffled.len() as f64,
        shuffled_95: quantile(&shuffled, 0.95).unwrap_or_default(),
    }
}

/// Highest minus lowest rate of a measure; groups that nobody is dealt into have none.
fn range(rates: &[f64], m: usize, measures: usize) -> f64 {
    let of = || rates.iter().skip(m).step_by(measures).copied().filter(|rate| rate.is_finite());
    let (low, high) = (of().fold(f64::INFINITY, f64::min), of().fold(f64::NEG_INFINITY, f64::max));
    if high >= low { high - low } else { 0.0 }
}

impl Excess {
    /// Over items that annotators of two groups or more saw: the others say nothing of groups.
    fn of(index: &ItemIndex, sides: Sides<'_>, measures: &[Measure]) -> Self {
        let people = sides.of_annotator.len();
        let (mut load, mut sums) = (vec![0.0; people], vec![0.0; people * measures.len()]);
        let (mut all, mut totals) = (0.0, vec![0.0; measures.len()]);
        let mut item = vec![0.0; measures.len()];
        for i in 0..index.items() {
            let code = |annotator: u32| sides.of_annotator[annotator as usize];
            let rows =
                || index.annotators(i).iter().zip(index.labels(i)).filter(|(who, _)| code(**who) != OUTSIDE);
            let first = rows().next().map(|(&who, _)| code(who));
            if rows().all(|(&who, _)| Some(code(who)) == first) {
                continue;
            }
            item.fill(0.0);
            for (_, label) in rows() {
                item.iter_mut().zip(measures).for_each(|(sum, of)| *sum += of.values[label.index()]);
            }
            let n = rows().count() as f64;
            all += n;
            totals.iter_mut().zip(&item).for_each(|(total, own)| *total += own);
            for (&annotator, label) in rows() {
                load[annotator as usize] += 1.0;
                let own = &mut sums[annotator as usize * measures.len()..][..measures.len()];
                for (measure, sum) in own.iter_mut().enumerate() {
                    *sum += measures[measure].values[label.index()] - item[measure] / n;
                }
            }
        }
        let kept: Vec<usize> = (0..people).filter(|&who| load[who] > 0.0).collect();
        let own = |who: &usize| sums[who * measures.len()..][..measures.len()].to_vec();
        Self {
            load: kept.iter().map(|&who| load[who]).collect(),
            sums: kept.iter().flat_map(own).collect(),
            people: kept,
            means: totals.iter().map(|total| total / f64::max(all, 1.0)).collect(),
        }
    }

    /// Rates by group and measure with these group codes; NaN for groups without annotations.
    fn rates(&self, codes: &[u32], groups: usize) -> Vec<f64> {
        let measures = self.means.len();
        let (mut rates, mut load) = (vec![0.0; groups * measures], vec![0.0; groups]);
        for (person, &code) in codes.iter().enumerate().filter(|(_, code)| **code != NO_GROUP) {
            let group = code as usize;
            load[group] += self.load[person];
            let own = &self.sums[person * measures..][..measures];
            rates[group * measures..][..measures].iter_mut().zip(own).for_each(|(rate, sum)| *rate += sum);
        }
        for (at, rate) in rates.iter_mut().enumerate() {
            *rate = self.means[at % measures] + *rate / load[at / measures];
        }
        rates
    }
}
