use super::crossed::Part;
use crate::analysis::inference::{Bounds, LeaveOuts, redrawn, t_name};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};

/// Annotators that an interval over redrawn annotators needs: with two, leaving one out leaves nothing to compare.
const FEWEST_ANNOTATORS: u64 = 3;

/// Alpha of a part, or its difference from another part of the same log, with all that is left when an item, an
/// annotation or an annotator is left out of both at once: items and people that the two share keep them paired. Where
/// clusters of items are drawn, a cluster is left out in the place of an item, and what an annotator gave in it in the
/// place of an annotation.
pub(super) struct Contrast {
    /// The value or difference.
    pub value: f64,
    bounds: Bounds,
    items: Outcome<LeaveOuts>,
    units: u64,
    unit_name: String,
    redrawn: Outcome<LeaveOuts>,
    /// Annotators who move it.
    pub annotators: u64,
    /// The value without each of them, ascending, so that no place tells who it was.
    pub leave_outs: Vec<f64>,
}

/// Alpha, or a difference of alphas, where something is left out: `None` at the outside where that changes nothing.
type Without = Option<Option<f64>>;

impl Contrast {
    /// `first` minus `second`, or `first` alone. `people`: whether annotators are to be redrawn as well.
    pub fn of(first: &Part<'_>, second: Option<&Part<'_>>, people: bool) -> Self {
        let value = first.value() - second.map_or(0.0, Part::value);
        let pair = Pair { first: first.value(), second: second.map(Part::value) };
        let cells = pair.all(first.without_units(), second.map(Part::without_units));
        let (weights, unit_name) = (first.units(), first.unit_name());
        let items: Option<Vec<(f64, u64)>> =
            cells.iter().zip(weights).filter_map(|(d, &n)| (*d).map(|d| d.map(|d| (d, n)))).collect();
        let mut out = Self {
            value,
            bounds: if second.is_some() { Bounds::Unbounded } else { Bounds::BelowOne },
            units: items.iter().flatten().map(|&(_, n)| n).sum(),
            items: spread(items.as_deref(), &unit_name),
            unit_name,
            redrawn: Outcome::NotEstimable(Reason::NeedsRows),
            annotators: 0,
            leave_outs: Vec::new(),
        };
        if people {
            out.redraw(&pair, first, second, items.as_deref());
        }
        out
    }

    fn redraw(
        &mut self,
        pair: &Pair,
        first: &Part<'_>,
        second: Option<&Part<'_>>,
        items: Option<&[(f64, u64)]>,
    ) {
        let alone = |part: &Part<'_>| part.without_annotators().into_iter().map(|(_, d)| d).collect();
        let who: Vec<Without> = pair.all(alone(first), second.map(alone));
        self.annotators = who.iter().flatten().count() as u64;
        if self.annotators < FEWEST_ANNOTATORS {
            let (found, needed) = (self.annotators, FEWEST_ANNOTATORS);
            let few = Reason::TooFew { what: "annotators".into(), found, needed };
            self.redrawn = Outcome::NotEstimable(few);
            return;
        }
        let people: Option<Vec<(f64, u64)>> = who.into_iter().flatten().map(|d| d.map(|d| (d, 1))).collect();
        let (alone, weights) = first.without_parts();
        let single = pair.all(alone, second.map(|second| second.without_parts().0));
        let single: Option<Vec<(f64, u64)>> =
            single.iter().zip(weights).filter_map(|(d, n)| (*d).map(|d| d.map(|d| (d, n)))).collect();
        self.leave_outs = people.iter().flatten().map(|&(d, _)| d).collect();
        self.leave_outs.sort_by(f64::total_cmp);
        self.redrawn = match (items, people, single) {
            (Some(items), Some(people), Some(single)) => match redrawn(items, &people, &single) {
                Some(spread) => Outcome::Estimated(spread),
                None => Outcome::NotEstimable(Reason::NoErrorToEstimate),
            },
            _ => Outcome::NotEstimable(rests_on_one("items or annotators")),
        };
    }

    /// With annotators as they are: items redrawn.
    pub fn fixed(&self, sample: SampleSize, method: &str, level: f64) -> Estimate {
        let paired = if self.bounds == Bounds::Unbounded { ", paired" } else { "" };
        let how = format!("jackknife over {} {}{paired}", self.units, self.unit_name);
        self.estimate(&self.items, how, sample, method, level)
    }

    /// With items and annotators redrawn.
    pub fn redrawn(&self, sample: SampleSize, method: &str, level: f64) -> Estimate {
        let (units, name, people) = (self.units, &self.unit_name, self.annotators);
        let how = format!("jackknives over {units} {name} and {people} annotators, both redrawn");
        self.estimate(&self.redrawn, how, sample, method, level)
    }

    /// Error and degrees of freedom of the wider of both: for tests of differences that cross annotators.
    pub fn wider(&self) -> Option<LeaveOuts> {
        self.redrawn.estimated().copied()
    }

    /// Error over items.
    pub fn over_items(&self) -> Option<LeaveOuts> {
        self.items.estimated().copied()
    }

    fn estimate(
        &self,
        spread: &Outcome<LeaveOuts>,
        how: String,
        sample: SampleSize,
        method: &str,
        level: f64,
    ) -> Estimate {
        let interval = match spread {
            Outcome::NotEstimable(reason) => Outcome::NotEstimable(reason.clone()),
            Outcome::Estimated(spread) => match self.bounds.interval(self.value, spread.se, spread.df, level)
            {
                Some((lower, upper)) => {
                    let method = format!("{how}, {} on {}", t_name(spread.df), self.bounds.name());
                    Outcome::Estimated(ConfidenceInterval { lower, upper, level, method })
                }
                None => Outcome::NotEstimable(Reason::NoErrorToEstimate),
            },
        };
        Estimate {
            value: self.value,
            se: interval.estimated().and(spread.estimated()).map(|spread| spread.se),
            interval,
            sample,
            method: method.to_owned(),
            warnings: Vec::new(),
        }
    }
}

/// The values with nothing left out.
struct Pair {
    first: f64,
    second: Option<f64>,
}

impl Pair {
    fn all(&self, first: Vec<Without>, second: Option<Vec<Without>>) -> Vec<Without> {
        match (self.second, second) {
            (Some(whole), Some(second)) => first
                .into_iter()
                .zip(second)
                .map(|(a, b)| {
                    (a.is_some() || b.is_some())
                        .then(|| Some(a.unwrap_or(Some(self.first))? - b.unwrap_or(Some(whole))?))
                })
                .collect(),
            _ => first,
        }
    }
}

/// The spread of what is left, or why there is none; `None` where something could not be left out.
pub(super) fn spread(rows: Option<&[(f64, u64)]>, unit: &str) -> Outcome<LeaveOuts> {
    match rows.map(LeaveOuts::of) {
        None => Outcome::NotEstimable(rests_on_one(unit)),
        Some(None) => Outcome::NotEstimable(Reason::NoErrorToEstimate),
        Some(Some(spread)) => Outcome::Estimated(spread),
    }
}

fn rests_on_one(unit: &str) -> Reason {
    Reason::TooFew { what: format!("{unit} on which the value rests"), found: 1, needed: 2 }
}
