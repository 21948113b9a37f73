use super::shared::{Part, SharedSums, Sides};
use crate::analysis::inference::{t_quantile, t_two_sided_p};
use crate::vocabulary::Reason;

/// Fewer hits, or annotations that are none, than this on one side: then the side's own spread says too little.
const FEW_HITS: f64 = 10.0;
/// Degrees of freedom without which no interval is given: two and a half annotators who bring alike amounts.
const FEWEST_DF: f64 = 1.5;
/// Degrees of freedom that a t quantile is taken with at least. Satterthwaite's fit of a few uneven squares is far too heavy in
/// the tail under about four (Tipton 2015, Psychological Methods 20:375): for six annotators who bring .5, .2, .1, .1, .05 and
/// .05 the error's own 95 % quantile is 3.4, where 1.3 to 2.2 degrees of freedom claim 4.0 to 7.7.
const LEAST_T_DF: f64 = 3.0;
/// An annotator of whose residuals items and coefficient leave less is scaled up no further.
const LEAST_LEFT: f64 = 0.05;
/// How surely the smallest difference that would have been seen would have been.
const POWER: f64 = 0.8;

/// A group against the rest in one measure, with annotators as the units.
///
/// The difference that Mantel and Haenszel's weights give is the coefficient of "is of the group" in a regression on it and
/// on one intercept per item, so its error is that of a regression with annotators as clusters: CR2 (Bell & McCaffrey 2002,
/// Survey Methodology 28:169), in which every annotator's part is scaled up by what the items' means and the coefficient
/// itself took from it. How much that is depends on how much of an annotator's residuals is a habit; the working model with
/// spread between annotators and within them says it ([`Components`]). A complete crossing makes it Welch's two-sample error
/// of annotators' means.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Contrast {
    /// Group minus rest.
    pub difference: f64,
    /// Standard error and degrees of freedom, or why there are none.
    pub error: Result<(f64, f64), Reason>,
    /// Variance by side.
    pub sides: (f64, f64),
    /// Annotators who meet the other side, by side.
    pub people: (u64, u64),
}

/// One annotator who meets the other side.
#[derive(Debug, Clone, Copy)]
pub(super) struct Person {
    /// Annotator id.
    pub annotator: usize,
    /// Whether of the group.
    pub own: bool,
}

/// The annotators who meet the other side of this group, ascending.
pub(super) fn people(sums: &SharedSums, sides: Sides<'_>, group: usize) -> Vec<Person> {
    (0..sides.of_annotator.len())
        .filter(|&annotator| sums.part(annotator, group).load > 0.0)
        .map(|annotator| Person { annotator, own: sides.of_annotator[annotator] == group as u32 })
        .collect()
}

impl Contrast {
    /// The contrast of one group and one measure; `None` where no item was seen by both sides.
    pub fn of(
        sums: &SharedSums,
        people: &[Person],
        (group, measure): (usize, usize),
        shares: bool,
    ) -> Option<Self> {
        let table = sums.table(group, measure);
        let (difference, weight) = (table.difference()?, table.weight);
        let mut sides = [Side::default(); 2];
        let spread = Components::of(sums, people, (group, measure), difference);
        for person in people {
            let part = sums.part(person.annotator, group);
            let residual = sums.score(person.annotator, group, measure).sided - difference * part.v2;
            let left = (spread.left(&part) - part.v2 / weight).max(LEAST_LEFT);
            let variance = residual * residual / left / (weight * weight);
            sides[usize::from(!person.own)].add(variance, spread.expected(&part));
        }
        let [own, rest] = sides;
        let mut variance = own.variance + rest.variance;
        if shares && few_hits(sums, (group, measure), people) {
            let pooled = exchanged(sums, people, (group, measure), difference);
            variance = variance.max(pooled / (weight * weight));
        }
        Some(Self {
            difference,
            error: error(variance, own, rest),
            sides: (own.variance, rest.variance),
            people: (own.people, rest.people),
        })
    }

    /// Ends of the interval at this level.
    pub fn ends(&self, level: f64) -> Option<(f64, f64)> {
        let &(se, df) = self.error.as_ref().ok()?;
        let half = t_quantile(0.5 + level / 2.0, df) * se;
        Some((self.difference - half, self.difference + half))
    }

    /// Two-sided p of no difference.
    pub fn p(&self) -> Option<f64> {
        let &(se, df) = self.error.as_ref().ok()?;
        Some(t_two_sided_p(self.difference / se, df))
    }

    /// The smallest difference that the interval at this level would have excluded 0 by, four times in five.
    pub fn detectable(&self, level: f64) -> Option<f64> {
        let &(se, df) = self.error.as_ref().ok()?;
        Some((t_quantile(0.5 + level / 2.0, df) + t_quantile(POWER, df)) * se)
    }
}

/// One side's part of the variance.
#[derive(Debug, Clone, Copy, Default)]
struct Side {
    people: u64,
    variance: f64,
    /// Σ and Σ² of what annotators are expected to bring to it.
    expected: (f64, f64),
}

impl Side {
    fn add(&mut self, variance: f64, expected: f64) {
        self.people += 1;
        self.variance += variance;
        self.expected.0 += expected;
        self.expected.1 += expected * expected;
    }

    /// As many annotators who bring alike amounts would say as much, less one for the mean.
    fn df(&self) -> f64 {
        if self.expected.1 > 0.0 { self.expected.0.powi(2) / self.expected.1 - 1.0 } else { 0.0 }
    }
}

/// Satterthwaite's degrees of freedom from what is expected of both sides: what is seen of a small one is itself unsure.
fn error(variance: f64, own: Side, rest: Side) -> Result<(f64, f64), Reason> {
    if variance < 1e-18 {
        return Err(Reason::NoErrorToEstimate);
    }
    let both = own.expected.0 + rest.expected.0;
    let share = |side: Side| {
        if side.df() > 1e-9 { (side.expected.0 / both).powi(2) / side.df() } else { f64::INFINITY }
    };
    let df = 1.0 / (share(own) + share(rest));
    if df < FEWEST_DF {
        let what = "annotators who bring alike amounts to the comparison".into();
        return Err(Reason::TooFew { what, found: (df + 1.0).max(0.0) as u64, needed: 3 });
    }
    Ok((variance.sqrt(), df.max(LEAST_T_DF)))
}

/// Spread between annotators and within them: more annotations of one annotator do not average out a habit.
struct Components {
    between: f64,
    within: f64,
    /// 1 / (annotators − 1): what each other annotator shares with one, were all to meet alike often.
    meeting: f64,
}

impl Components {
    /// By the mean product of two residuals of one annotator, and their mean square. An item's mean takes m = 1 − 1/N of each
    /// residual's own part, and others' habits in it come back on every item that they share.
    fn of(sums: &SharedSums, people: &[Person], (group, measure): (usize, usize), difference: f64) -> Self {
        let meeting = 1.0 / (people.len() as f64 - 1.0).max(1.0);
        let (mut squared, mut pairs, mut n) = (0.0, 0.0, 0.0);
        for person in people {
            let part = sums.part(person.annotator, group);
            let residual = sums.score(person.annotator, group, measure).plain - difference * part.v;
            squared += residual * residual;
            pairs += (part.m * part.m - part.m2) * (1.0 + meeting);
            n += part.m;
        }
        let weight = sums.table(group, measure).weight;
        let squares = (sums.squares(group, measure) - difference * difference * weight).max(0.0);
        let between = if pairs > 0.0 { ((squared - squares) / pairs).max(0.0) } else { 0.0 };
        Self { between, within: (squares / n - between).max(1e-12), meeting }
    }

    /// Variance of what an annotator brings.
    fn expected(&self, part: &Part) -> f64 {
        self.within * part.v2 + self.between * part.v * part.v
    }

    /// Which share of it the items' means leave.
    fn left(&self, part: &Part) -> f64 {
        let expected = self.expected(part);
        if expected <= 0.0 {
            return 1.0;
        }
        // v² (1 − 1/N)/N = v² (m − m²): others on one item; what is left of them meets on further items.
        let others = part.v2m - part.v2m2 + (part.vm * part.vm - part.v2m2) * self.meeting;
        (self.within * part.v2m + self.between * (part.vm * part.vm + others)) / expected
    }
}

/// Whether one side gives, or does not give, the label in a handful of annotations.
fn few_hits(sums: &SharedSums, (group, measure): (usize, usize), people: &[Person]) -> bool {
    let (own, rest) = sums.hits(group, measure);
    let load = |side: bool| -> f64 {
        people.iter().filter(|p| p.own == side).map(|p| sums.part(p.annotator, group).load).sum()
    };
    [own, load(true) - own, rest, load(false) - rest].into_iter().any(|n| n < FEW_HITS)
}

/// Variance of Σ e over the group's annotators, were they any of these people but for the difference itself: a side whose
/// own annotators hardly ever give a label, or always do, borrows the spread of all.
fn exchanged(sums: &SharedSums, people: &[Person], (group, measure): (usize, usize), difference: f64) -> f64 {
    let n = people.len() as f64;
    let own = people.iter().filter(|person| person.own).count() as f64;
    let of = |person: &Person| {
        sums.score(person.annotator, group, measure).plain - difference * sums.part(person.annotator, group).v
    };
    let mean = people.iter().map(of).sum::<f64>() / n;
    let squares: f64 = people.iter().map(|person| (of(person) - mean).powi(2)).sum();
    if n > 1.0 { own * (n - own) / (n * (n - 1.0)) * squares } else { 0.0 }
}
