use super::judged::led;
use super::side::{Prepared, bounds};
use super::{Change, Moved, Side};
use crate::analysis::agreement::{AgreementOptions, Pooled};
use crate::analysis::inference::{
    InferenceOptions, LeaveOuts, Resampled, Scheme, SideError, independent_difference, percentile, t_name,
};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize, SliceKey};

/// Changes of every coefficient of the scale's default set between two sides that rest on different items. With annotators
/// as they are: independent bootstraps of both sides, or, where a side is small (METHODS §1), jackknife-t intervals of
/// both put together by MOVER. With annotators redrawn: the errors that both sides bring along, put together the same way.
pub fn independent(
    before: &Side<'_>,
    after: &Side<'_>,
    slice: &SliceKey,
    asked: &AgreementOptions,
    options: &InferenceOptions,
) -> Vec<Change> {
    let kinds = Pooled::default_set(after.question.scale);
    let sides = [Prepared::of(before, asked), Prepared::of(after, asked)];
    let large = sides.iter().all(|side| matches!(side.sampling.scheme(options), Scheme::Bootstrap { .. }));
    let scheme =
        |side: &Prepared<'_>| if large { side.sampling.scheme(options) } else { side.sampling.leave_outs() };
    // Each side has a stream of its own: the same draws twice would make the two sides move together.
    let drawn = ["compare, before", "compare, after"];
    let [old, new] =
        [0, 1].map(|i| sides[i].resampled(&kinds, scheme(&sides[i]), drawn[i], &slice.0, options));
    let of = |(column, kind): (usize, Pooled)| {
        let named = kind.name(&sides[1].coefficients.basis());
        let key = (kind.metric(), named.as_str());
        let values = [sides[0].value(kind), sides[1].value(kind)];
        let (first, second) = match (&values[0], &values[1]) {
            (Outcome::Estimated(first), Outcome::Estimated(second)) => (*first, *second),
            (Outcome::NotEstimable(reason), _) | (_, Outcome::NotEstimable(reason)) => {
                let reason = reason.clone();
                let absent = Change::absent(key, slice, &reason);
                let [before, after] = values;
                return Change { before, after, ..absent };
            }
        };
        let pair = Pair { sides: &sides, kind, first, second, level: options.level };
        let fixed = match large {
            true => pair.bootstrapped(&old, &new, column),
            false => pair.jackknifed(&old, &new, column),
        };
        let redrawn = pair.redrawn(&old, &new, column);
        led(key, slice, values, [Outcome::Estimated(fixed), Outcome::Estimated(redrawn)], options.panel)
    };
    kinds.into_iter().enumerate().map(of).collect()
}

/// One coefficient on both sides.
struct Pair<'p, 'a> {
    sides: &'p [Prepared<'a>; 2],
    kind: Pooled,
    first: f64,
    second: f64,
    level: f64,
}

impl Pair<'_, '_> {
    /// Differences of the replicates, percentile.
    fn bootstrapped(&self, old: &Resampled, new: &Resampled, column: usize) -> Moved {
        let (old, new) = (old.column(column), new.column(column));
        let pairs = old.iter().zip(&new).filter_map(|(old, new)| Some((*new)? - (*old)?));
        let mut differences: Vec<f64> = pairs.collect();
        differences.sort_by(f64::total_cmp);
        let n = differences.len() as f64;
        let mean = differences.iter().sum::<f64>() / n;
        let se = (differences.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
        let error = LeaveOuts { se, df: 1e9 };
        let refused = self.sides.iter().find_map(|side| side.clusters_left_out());
        let interval = match refused {
            Some(reason) => Outcome::NotEstimable(reason),
            None => percentile(
                &differences,
                old.len(),
                &format!("{} of both sides, drawn independently", self.units()),
                self.level,
            ),
        };
        self.moved(interval, error)
    }

    /// Jackknife errors of both sides.
    fn jackknifed(&self, old: &Resampled, new: &Resampled, column: usize) -> Moved {
        let side = |i: usize, resampled: &Resampled, value: f64| -> Result<SideError, Reason> {
            if let Some(reason) = self.sides[i].clusters_left_out() {
                return Err(reason);
            }
            if let Some(exact) = self.sides[i].exact(self.kind, value, self.level) {
                return Ok(exact);
            }
            if let Outcome::NotEstimable(reason) = resampled.interval(column, bounds(self.kind), self.level) {
                return Err(reason);
            }
            resampled.leave_outs(column).map(SideError::Spread).ok_or(Reason::NoErrorToEstimate)
        };
        let how = format!("jackknives over the {} of both sides", self.units());
        self.put_together(side(0, old, self.first), side(1, new, self.second), how)
    }

    /// Errors of both sides with annotators redrawn.
    fn redrawn(&self, old: &Resampled, new: &Resampled, column: usize) -> Moved {
        let widened = |i: usize| {
            let resampled = [old, new][i];
            let df = resampled.leave_outs(column).map_or(1e9, |own| own.df);
            let items = resampled.se(column).map(|se| LeaveOuts { se, df });
            items.and_then(|items| self.sides[i].widened(self.kind, items))
        };
        let side = |i: usize| match self.sides[i].redrawn(self.kind) {
            Err(Reason::NeedsRows) => widened(i).map(SideError::Spread).ok_or(Reason::NeedsRows),
            known => known.map(SideError::Spread),
        };
        let borrowed = (0..2).any(|i| self.sides[i].redrawn(self.kind) == Err(Reason::NeedsRows));
        let how = match borrowed {
            true => "errors over the items of both sides, widened as other annotators widen the whole log's",
            false => "jackknives over the items and annotators of both sides, all redrawn",
        };
        self.put_together(side(0), side(1), how.into())
    }

    fn put_together(
        &self,
        old: Result<SideError, Reason>,
        new: Result<SideError, Reason>,
        how: String,
    ) -> Moved {
        let (old, new) = match (old, new) {
            (Ok(old), Ok(new)) => (old, new),
            (Err(reason), _) | (_, Err(reason)) => {
                return self.moved(Outcome::NotEstimable(reason), LeaveOuts { se: f64::NAN, df: 1.0 });
            }
        };
        let bounds = bounds(self.kind);
        match independent_difference((self.first, old), (self.second, new), bounds, self.level) {
            None => self
                .moved(Outcome::NotEstimable(Reason::NoErrorToEstimate), LeaveOuts { se: f64::NAN, df: 1.0 }),
            Some(found) => {
                let method = format!("{how}, {} on {}, MOVER", t_name(found.error.df), bounds.name());
                let (lower, upper, level) = (found.lower, found.upper, self.level);
                self.moved(
                    Outcome::Estimated(ConfidenceInterval { lower, upper, level, method }),
                    found.error,
                )
            }
        }
    }

    /// `items`, or the clusters that are drawn.
    fn units(&self) -> String {
        let [before, after] = [0, 1].map(|i| self.sides[i].sampling.units.name("items"));
        if before == after { before } else { format!("{before} (before) and {after} (after)") }
    }

    fn moved(&self, interval: Outcome<ConfidenceInterval>, error: LeaveOuts) -> Moved {
        let value = self.second - self.first;
        let known = interval.estimated().is_some() && error.se > 1e-12;
        let estimate = Estimate {
            value,
            se: known.then_some(error.se),
            interval,
            sample: self.smaller(),
            method: "after minus before".into(),
            warnings: self.warnings(),
        };
        Moved::judged(estimate, Some(error))
    }

    fn smaller(&self) -> SampleSize {
        let [before, after] = [0, 1].map(|i| self.sides[i].sample());
        if after.items < before.items { after } else { before }
    }

    fn warnings(&self) -> Vec<String> {
        let of = |i: usize, when: &str| {
            let own = self.sides[i].sampling.warnings().into_iter();
            own.map(|warning| format!("{when}: {warning}")).collect::<Vec<_>>()
        };
        [of(0, "before"), of(1, "after")].concat()
    }
}
