use super::distance::Distance;
use super::pool::{Disagreement, Margins, Pool};
use super::sampling::{Sampling, item_stream};
use super::{AgreementOptions, Basis, Evaluated, Pooled, WeightTable};
use crate::analysis::inference::{
    Bounds, InferenceOptions, Resampled, clopper_pearson_of_units, resample_units,
};
use crate::tally::PatternTable;
use crate::vocabulary::{
    ConfidenceInterval, Estimate, Outcome, Question, Reason, SampleSize, Scale, SliceKey,
};
use std::sync::OnceLock;

/// One pooled coefficient of a pattern table with its interval over items, annotators as they are: 2 000 bootstrap
/// replicates, or a jackknife-t for small samples; the interval names which. `asked` settles distance and weights. Serves the whole log, slices and groups;
/// `slice` names the stream of random numbers. The number of annotators is not known here and left 0.
pub fn pooled(
    kind: Pooled,
    table: &PatternTable,
    question: &Question,
    slice: &SliceKey,
    asked: &AgreementOptions,
    options: &InferenceOptions,
) -> Outcome<Estimate> {
    if let Some(reason) = question.not_of_labels().filter(|_| asked.distance.is_none()) {
        return match kind {
            Pooled::KrippendorffAlpha => super::continuous::pooled_alpha(table, question, slice, options),
            _ => Outcome::NotEstimable(reason),
        };
    }
    let coefficients = Coefficients::new(table, question, asked);
    if let Err(reason) = coefficients.point(kind) {
        return Outcome::NotEstimable(reason);
    }
    let sampling = Sampling::of(table).on(question.scale, &question.labels);
    let stream = item_stream(question, slice, options);
    let resampled = resample_units(&sampling.units, sampling.scheme(options), stream, 1, &|weights, out| {
        out[0] = coefficients.at(weights).value(kind);
    });
    coefficients.estimate(kind, &resampled, 0, &sampling, options.level)
}

/// The pooled coefficients of one table, ready to be evaluated under any weighting of its patterns: alpha with the
/// distance in effect, the weighted ones with 1 − weight, the others nominal.
pub(super) struct Coefficients<'a> {
    pub pool: Pool<'a>,
    alpha: Disagreement,
    nominal: OnceLock<Disagreement>,
    weights: Result<WeightTable, Reason>,
    weighted: OnceLock<Disagreement>,
    /// What a distance is called that was refused.
    named: &'static str,
}

/// All that a weighting of the patterns determines.
pub(super) struct Weighted<'c, 'a> {
    coefficients: &'c Coefficients<'a>,
    pub weights: &'c [u64],
    pub margins: Margins,
}

impl<'a> Coefficients<'a> {
    pub fn new(table: &'a PatternTable, question: &Question, asked: &AgreementOptions) -> Self {
        let pool = Pool::new(table, &question.labels);
        let alpha = Disagreement::new(&pool, Distance::of_question(asked, question));
        let weights = WeightTable::of(asked, question);
        let sets = question.scale == Scale::Set && asked.distance.is_none();
        let named = if sets { asked.set_distance.name() } else { "no" };
        Self { pool, alpha, nominal: OnceLock::new(), weights, weighted: OnceLock::new(), named }
    }

    /// What names and methods tell of distances and labels.
    pub fn basis(&self) -> Basis<'_> {
        Basis {
            distance: match self.alpha.distance.refusal() {
                Some(_) => self.named,
                None => self.alpha.distance.name(),
            },
            weights: self.weights.as_ref().map_or(self.named, WeightTable::name),
            q: self.pool.q,
        }
    }

    /// Disagreement under the distance of a coefficient.
    pub fn disagreement(&self, kind: Pooled) -> &Disagreement {
        let of = |distance| Disagreement::new(&self.pool, distance);
        match kind {
            Pooled::KrippendorffAlpha => &self.alpha,
            kind if kind.is_weighted() => self.weighted.get_or_init(|| match &self.weights {
                Ok(weights) => of(weights.distance(self.pool.set.len())),
                Err(reason) => of(Distance::Refused(reason.clone())),
            }),
            _ if self.alpha.distance == Distance::Nominal => &self.alpha,
            _ => self.nominal.get_or_init(|| of(Distance::Nominal)),
        }
    }

    /// Disagreement under the distance of alpha.
    pub fn alpha(&self) -> &Disagreement {
        &self.alpha
    }

    pub fn at<'c>(&'c self, weights: &'c [u64]) -> Weighted<'c, 'a> {
        Weighted { coefficients: self, weights, margins: self.pool.margins(weights) }
    }

    /// Value on the table itself, or why there is none.
    pub fn point(&self, kind: Pooled) -> Result<Evaluated, Reason> {
        self.at(&self.pool.table.items).evaluate(kind)
    }

    /// Point and interval; column `column` of `resampled` is this coefficient.
    pub fn estimate(
        &self,
        kind: Pooled,
        resampled: &Resampled,
        column: usize,
        sampling: &Sampling<'_>,
        level: f64,
    ) -> Outcome<Estimate> {
        let value = match self.point(kind) {
            Ok(evaluated) => evaluated.value,
            Err(reason) => return Outcome::NotEstimable(reason),
        };
        let interval = self.interval(kind, value, resampled, column, sampling, level);
        Outcome::Estimated(Estimate {
            value,
            se: interval.estimated().and_then(|_| resampled.se(column)),
            interval,
            sample: self.sample(kind, sampling),
            method: kind.method(&self.basis()),
            warnings: sampling.warnings(),
        })
    }

    fn interval(
        &self,
        kind: Pooled,
        value: f64,
        resampled: &Resampled,
        column: usize,
        sampling: &Sampling<'_>,
        level: f64,
    ) -> Outcome<ConfidenceInterval> {
        let share = kind.is_share();
        // Perfect agreement has no error to estimate; a share still has its exact bound, items as units.
        let hits = match () {
            () if sampling.disagreeing == 0 => Some(sampling.pairable_units),
            () if share && value <= 0.0 => Some(0),
            () => None,
        };
        match hits {
            Some(hits) if share => {
                clopper_pearson_of_units(hits, sampling.pairable_units, &sampling.units, level)
                    .map_or(Outcome::NotEstimable(Reason::NoErrorToEstimate), Outcome::Estimated)
            }
            Some(_) => Outcome::NotEstimable(Reason::NoErrorToEstimate),
            None => {
                let bounds = if share { Bounds::Share } else { Bounds::BelowOne };
                resampled.interval(column, bounds, level)
            }
        }
    }

    fn sample(&self, kind: Pooled, sampling: &Sampling<'_>) -> SampleSize {
        if kind.recipe().pairable_only { sampling.pairable } else { sampling.rated }
    }
}

impl Weighted<'_, '_> {
    /// The coefficient's value, `None` where it is undefined under this weighting.
    pub fn value(&self, kind: Pooled) -> Option<f64> {
        self.evaluate(kind).ok().map(|evaluated| evaluated.value)
    }

    pub fn evaluate(&self, kind: Pooled) -> Result<Evaluated, Reason> {
        let c = self.coefficients;
        let disagreement = c.disagreement(kind);
        if let Some(reason) = disagreement.distance.refusal() {
            return Err(reason.clone());
        }
        let metric = disagreement.distance.metric(&self.margins.counts);
        kind.recipe().evaluate(&c.pool, self.weights, &self.margins, disagreement, &metric)
    }

    /// Whether alpha's distance was refused.
    pub fn has_no_distance(&self) -> bool {
        self.coefficients.alpha.distance.refusal().is_some()
    }

    /// The distances of alpha under this weighting.
    pub fn metric(&self) -> super::distance::Metric<'_> {
        self.coefficients.alpha.distance.metric(&self.margins.counts)
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod theorems;
