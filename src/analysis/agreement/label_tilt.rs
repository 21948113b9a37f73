use super::LabelTilt;
use super::person_test::ENOUGH_ITEMS;
use super::pool::Pool;
use crate::analysis::inference::{Bounds, benjamini_hochberg, t_two_sided_p};
use crate::tally::OwnLabel;
use crate::vocabulary::{ConfidenceInterval, Estimate, LabelSet, Outcome, SampleSize};

/// False discovery rate among the tilts told.
const FALSE_DISCOVERY: f64 = 0.05;
/// Smallest tilt that matters in practice.
const MARGIN: f64 = 0.05;
/// Tilts told of one person, largest first.
const TOLD: usize = 3;
/// People × labels beyond which nobody's tilt is worked out.
const MOST_WORK: usize = 2_000_000;

/// One person's sums for one label over shared items.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    x: f64,
    xx: f64,
}

struct Person {
    annotator: u32,
    items: f64,
    labels: Vec<Sums>,
}

/// Which labels each annotator gives more (or less) often than the others of the same items: the mean over shared items
/// of [own label = l] minus the share of the item's others who say l. Told with q ≤ 0.05 over all people with 30 shared
/// items and all labels, and 5 points or more; the error is the person's own or the one from everybody's spread for that
/// label, whichever is larger, times what sessions add. By annotator id, those with something to tell.
pub(super) fn label_tilts(
    pool: &Pool<'_>,
    cells: &[OwnLabel],
    labels: &LabelSet,
    design_effect: f64,
    level: f64,
) -> Vec<(u32, Vec<LabelTilt>)> {
    let by_annotator: Vec<&[OwnLabel]> = cells.chunk_by(|a, b| a.annotator == b.annotator).collect();
    let q = labels.len();
    if by_annotator.len().saturating_mul(q) > MOST_WORK {
        return Vec::new();
    }
    let people: Vec<Person> = by_annotator
        .into_iter()
        .map(|own| person(pool, own, q))
        .filter(|person| person.items >= ENOUGH_ITEMS as f64)
        .collect();
    let pooled: Vec<f64> = (0..q).map(|l| pooled_variance(&people, l)).collect();
    let mut tests: Vec<(usize, usize, f64, f64)> = Vec::new();
    for (who, person) in people.iter().enumerate() {
        for (label, &pooled) in pooled.iter().enumerate() {
            let (mean, variance) = person.moments(label);
            let se = (variance.max(pooled) / person.items * design_effect.max(1.0)).sqrt();
            if se > 1e-9 {
                tests.push((who, label, mean, se));
            }
        }
    }
    let p: Vec<f64> =
        tests.iter().map(|&(who, _, mean, se)| t_two_sided_p(mean / se, people[who].items - 1.0)).collect();
    let mut told: Vec<(u32, Vec<LabelTilt>)> = Vec::new();
    for (&(who, label, mean, se), q_value) in tests.iter().zip(benjamini_hochberg(&p)) {
        if q_value > FALSE_DISCOVERY || mean.abs() < MARGIN {
            continue;
        }
        let person = &people[who];
        let tilt = LabelTilt {
            label: labels.names[label].clone(),
            difference: estimate(mean, se, person.items, level),
            q_value,
        };
        match told.last_mut().filter(|own| own.0 == person.annotator) {
            Some(own) => own.1.push(tilt),
            None => told.push((person.annotator, vec![tilt])),
        }
    }
    for (_, own) in &mut told {
        own.sort_by(|a, b| size(b).total_cmp(&size(a)).then_with(|| a.label.cmp(&b.label)));
        own.truncate(TOLD);
    }
    told
}

fn size(tilt: &LabelTilt) -> f64 {
    tilt.difference.estimated().map_or(0.0, |found| found.value.abs())
}

fn person(pool: &Pool<'_>, own: &[OwnLabel], labels: usize) -> Person {
    let mut out = Person { annotator: own[0].annotator, items: 0.0, labels: vec![Sums::default(); labels] };
    for cell in own {
        let (p, label, items) = (cell.pattern as usize, cell.label.index(), cell.items as f64);
        let n = pool.sizes[p];
        if n < 2.0 {
            continue;
        }
        out.items += items;
        for (k, r) in pool.counts(p) {
            let x = if k == label { 1.0 - (r - 1.0) / (n - 1.0) } else { -r / (n - 1.0) };
            out.labels[k].x += items * x;
            out.labels[k].xx += items * x * x;
        }
    }
    out
}

impl Person {
    /// Mean and variance of a label's differences.
    fn moments(&self, label: usize) -> (f64, f64) {
        let Sums { x, xx } = self.labels[label];
        let mean = x / self.items;
        (mean, ((xx - self.items * mean * mean) / (self.items - 1.0)).max(0.0))
    }
}

fn pooled_variance(people: &[Person], label: usize) -> f64 {
    let items: f64 = people.iter().map(|person| person.items).sum();
    people.iter().map(|person| person.items * person.moments(label).1).sum::<f64>() / items.max(1.0)
}

fn estimate(mean: f64, se: f64, items: f64, level: f64) -> Outcome<Estimate> {
    let ends = Bounds::Unbounded.interval(mean, se, items - 1.0, level);
    let interval =
        ends.map_or(Outcome::NotEstimable(crate::vocabulary::Reason::NoErrorToEstimate), |(lower, upper)| {
            let method = format!("the larger of own and everybody's spread over items, t({items:.0} − 1)");
            let (lower, upper) = (lower.max(-1.0), upper.min(1.0));
            Outcome::Estimated(ConfidenceInterval { lower, upper, level, method })
        });
    Outcome::Estimated(Estimate {
        value: mean,
        interval,
        se: Some(se),
        sample: SampleSize { items: items as u64, annotations: items as u64, annotators: 1 },
        method: "share of own labels minus share of the others' on the same items".into(),
        warnings: Vec::new(),
    })
}
