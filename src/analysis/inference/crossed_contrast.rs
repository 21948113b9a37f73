use super::{Bounds, LeaveOuts, redrawn, t_two_sided_p};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};
use std::collections::BTreeMap;

/// One observation of a comparison within strata (an item, or an item seen by one referee) and within annotators.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crossed {
    /// What is compared with itself; numbered without gaps from 0.
    pub stratum: u32,
    /// The item it belongs to.
    pub item: u32,
    /// What items are drawn with: themselves, or a cluster of items.
    pub unit: u32,
    /// Who: the other cluster.
    pub annotator: u32,
    /// Whether it is of the first kind (x = 1) or of the second (x = 0).
    pub first: bool,
    /// The outcome.
    pub y: f64,
    /// How much it counts.
    pub weight: f64,
}

/// The mean difference between two kinds of observations within strata, and what it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct CrossedContrast {
    /// The difference with its interval.
    pub estimate: Estimate,
    /// Two-sided p of "no difference"; absent where there is no error.
    pub p_value: Option<f64>,
    /// Mean outcome of the first kind, strata weighted as they count for the difference within strata.
    pub first: f64,
    /// Mean outcome of the second kind, likewise.
    pub second: f64,
}

/// Conjugate gradients end after so many steps, or when what is left is this small a part.
const STEPS: usize = 500;
const SMALL: f64 = 1e-20;

/// Least squares of y on the kind with an intercept for each stratum and, where `within_annotators`, for each annotator:
/// y_sa = α_s + γ_a + β x_sa. With x̃ the part of x that the intercepts do not explain, β = Σ w x̃ y / Σ w x̃² (Frisch &
/// Waugh 1933, Econometrica 1:387).
///
/// Error: items and annotators drawn anew, V_items + max(0, V_annotators − V_cells), each a one-step jackknife: leaving
/// unit u out moves β by −Σ_u w x̃ e / (S (1 − h_u)), h_u = Σ_u w x̃² / S. A stratum's intercept is fitted to the observation
/// itself too, which hides part of its error, so for annotators and cells e is divided by one minus the observation's share
/// of its stratum; items hold whole strata and need no such factor. t with the degrees of freedom of [`redrawn()`].
///
/// Not estimable without a stratum that holds both kinds or, within annotators, where nobody's x varies beside the strata.
pub fn crossed_contrast(rows: &[Crossed], within_annotators: bool, level: f64) -> Outcome<CrossedContrast> {
    let Some(design) = Design::of(rows) else {
        let what = "items with annotations of both kinds".into();
        return Outcome::NotEstimable(Reason::TooFew { what, found: 0, needed: 1 });
    };
    let x: Vec<f64> = design.rows.iter().map(|row| f64::from(u8::from(row.first))).collect();
    let y: Vec<f64> = design.rows.iter().map(|row| row.y).collect();
    let within = design.square(&design.centred(&x));
    let (x, y) = match within_annotators {
        true => (design.residual(&x), design.residual(&y)),
        false => (design.centred(&x), design.centred(&y)),
    };
    let s = design.square(&x);
    if s <= 1e-6 * within {
        let what = "annotators who did both".into();
        return Outcome::NotEstimable(Reason::TooFew { what, found: 0, needed: 1 });
    }
    let weight = |at: usize| design.rows[at].weight;
    let beta = (0..x.len()).map(|at| weight(at) * x[at] * y[at]).sum::<f64>() / s;
    let errors: Vec<f64> = (0..x.len()).map(|at| y[at] - beta * x[at]).collect();
    let units = Units::of(&design, &x, &errors, s);
    let found = redrawn(&units.drawn, &units.annotators, &units.cells);
    let (first, second) = design.means();
    let sample = SampleSize {
        items: units.items,
        annotations: units.annotations,
        annotators: units.annotators.len() as u64,
    };
    Outcome::Estimated(CrossedContrast {
        estimate: estimate(beta, found, sample, (within_annotators, units.clustered), level),
        p_value: found.map(|found| t_two_sided_p(beta / found.se, found.df)),
        first,
        second,
    })
}

fn estimate(
    value: f64,
    found: Option<LeaveOuts>,
    sample: SampleSize,
    (within_annotators, clustered): (bool, bool),
    level: f64,
) -> Estimate {
    let interval =
        found.and_then(|found| Some((found, Bounds::Unbounded.interval(value, found.se, found.df, level)?)));
    let interval = match interval {
        None => Outcome::NotEstimable(Reason::NoErrorToEstimate),
        Some((found, (lower, upper))) => {
            let drawn = if clustered { "clusters of items" } else { "items" };
            let method = format!("{drawn} and annotators drawn anew, t({:.1})", found.df);
            Outcome::Estimated(ConfidenceInterval { lower, upper, level, method })
        }
    };
    let method = if within_annotators { "within items and annotators" } else { "within items" };
    let se = interval.estimated().and(found).map(|found| found.se);
    Estimate { value, interval, se, sample, method: method.into(), warnings: Vec::new() }
}

/// Observations of strata that hold both kinds.
struct Design<'a> {
    rows: Vec<&'a Crossed>,
    strata: Vec<f64>,
    annotators: usize,
}

impl<'a> Design<'a> {
    fn of(rows: &'a [Crossed]) -> Option<Self> {
        let count = rows.iter().map(|row| row.stratum as usize + 1).max()?;
        let mut kinds = vec![[0.0; 2]; count];
        for row in rows {
            kinds[row.stratum as usize][usize::from(row.first)] += row.weight;
        }
        let both = |row: &&Crossed| kinds[row.stratum as usize].iter().all(|&weight| weight > 0.0);
        let rows: Vec<&Crossed> = rows.iter().filter(both).collect();
        let annotators = rows.iter().map(|row| row.annotator as usize + 1).max()?;
        Some(Self { rows, strata: kinds.iter().map(|kinds| kinds[0] + kinds[1]).collect(), annotators })
    }

    /// A vector without its strata's means.
    fn centred(&self, of: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.strata.len()];
        for (row, value) in self.rows.iter().zip(of) {
            sums[row.stratum as usize] += row.weight * value;
        }
        let mean = |row: &Crossed| sums[row.stratum as usize] / self.strata[row.stratum as usize];
        self.rows.iter().zip(of).map(|(row, value)| value - mean(row)).collect()
    }

    fn square(&self, of: &[f64]) -> f64 {
        self.rows.iter().zip(of).map(|(row, value)| row.weight * value * value).sum()
    }

    fn by_annotator(&self, of: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.annotators];
        for (row, value) in self.rows.iter().zip(of) {
            sums[row.annotator as usize] += row.weight * value;
        }
        sums
    }

    fn spread(&self, effects: &[f64]) -> Vec<f64> {
        let by_row: Vec<f64> = self.rows.iter().map(|row| effects[row.annotator as usize]).collect();
        self.centred(&by_row)
    }

    /// A vector without what intercepts of strata and annotators explain: the normal equations of the annotators, strata
    /// already taken out, by conjugate gradients (Hestenes & Stiefel 1952), which need no matrix.
    fn residual(&self, of: &[f64]) -> Vec<f64> {
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let mut left = self.centred(of);
        let mut gradient = self.by_annotator(&left);
        let mut step = gradient.clone();
        let start = dot(&gradient, &gradient);
        let mut size = start;
        for _ in 0..STEPS {
            if size <= SMALL * start || size == 0.0 {
                break;
            }
            let moved = self.spread(&step);
            let curvature = self.square(&moved);
            if curvature <= 0.0 {
                break;
            }
            let length = size / curvature;
            left.iter_mut().zip(&moved).for_each(|(left, moved)| *left -= length * moved);
            gradient = self.by_annotator(&left);
            let next = dot(&gradient, &gradient);
            step.iter_mut().zip(&gradient).for_each(|(step, own)| *step = own + next / size * *step);
            size = next;
        }
        left
    }

    /// Mean outcome of the first and of the second kind; a stratum counts w₁w₀ / (w₁ + w₀), as within strata.
    fn means(&self) -> (f64, f64) {
        let mut sums = vec![[0.0; 4]; self.strata.len()];
        for row in &self.rows {
            let own = &mut sums[row.stratum as usize];
            let kind = usize::from(row.first);
            own[kind] += row.weight;
            own[2 + kind] += row.weight * row.y;
        }
        let (mut first, mut second, mut total) = (0.0, 0.0, 0.0);
        for [w0, w1, y0, y1] in sums.into_iter().filter(|own| own[0] > 0.0 && own[1] > 0.0) {
            let weight = w0 * w1 / (w0 + w1);
            first += weight * y1 / w1;
            second += weight * y0 / w0;
            total += weight;
        }
        (first / total, second / total)
    }
}

/// β without each unit of items, annotator and cell.
struct Units {
    drawn: Vec<(f64, u64)>,
    annotators: Vec<(f64, u64)>,
    cells: Vec<(f64, u64)>,
    items: u64,
    annotations: u64,
    /// Whether units are clusters of items.
    clustered: bool,
}

impl Units {
    fn of(design: &Design<'_>, x: &[f64], errors: &[f64], s: f64) -> Self {
        let mut drawn: BTreeMap<u32, (f64, f64)> = BTreeMap::new();
        let mut items: BTreeMap<u32, f64> = BTreeMap::new();
        let mut annotators: BTreeMap<u32, (f64, f64)> = BTreeMap::new();
        let mut cells: BTreeMap<(u32, u32), (f64, f64)> = BTreeMap::new();
        for ((row, x), error) in design.rows.iter().zip(x).zip(errors) {
            let (score, carried) = (row.weight * x * error, row.weight * x * x);
            let own = score / (1.0 - row.weight / design.strata[row.stratum as usize]);
            let add = |sum: &mut (f64, f64), score: f64| (sum.0, sum.1) = (sum.0 + score, sum.1 + carried);
            add(drawn.entry(row.unit).or_default(), score);
            *items.entry(row.item).or_default() += carried;
            add(annotators.entry(row.annotator).or_default(), own);
            add(cells.entry((row.item, row.annotator)).or_default(), own);
        }
        // Who or what carries nothing of x leaves β where it is.
        let without = |&(score, carried): &(f64, f64)| (-score / (s - carried).max(1e-3 * s), 1);
        let carries = |unit: &&(f64, f64)| unit.1 > 1e-12 * s;
        Self {
            drawn: drawn.values().filter(carries).map(without).collect(),
            items: items.values().filter(|&&carried| carried > 1e-12 * s).count() as u64,
            clustered: design.rows.iter().any(|row| row.unit != row.item),
            annotators: annotators.values().filter(carries).map(without).collect(),
            annotations: cells.len() as u64,
            cells: cells.values().filter(carries).map(without).collect(),
        }
    }
}

#[cfg(test)]
mod tests;
