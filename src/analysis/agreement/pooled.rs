use super::coefficient::{Evaluated, Pooled};
use super::distance::Distance;
use super::pool::{Disagreement, Margins, Pool};
use super::sampling::{Sampling, item_stream};
use crate::analysis::inference::{Bounds, InferenceOptions, Resampled, clopper_pearson, resample};
use crate::tally::PatternTable;
use crate::vocabulary::{
    ConfidenceInterval, Estimate, Outcome, Question, Reason, SampleSize, Scale, SliceKey,
};

/// One pooled coefficient of a pattern table with its interval over items, annotators as they are: 2 000 bootstrap
/// replicates, or a jackknife-t for small samples; the interval names which. Serves the whole log, slices and groups;
/// `slice` names the stream of random numbers. The number of annotators is not known here and left 0.
pub fn pooled(
    kind: Pooled,
    table: &PatternTable,
    question: &Question,
    slice: &SliceKey,
    options: &InferenceOptions,
) -> Outcome<Estimate> {
    let coefficients =
        Coefficients::new(Pool::new(table, &question.labels), question.scale, &question.labels);
    if let Err(reason) = coefficients.point(kind) {
        return Outcome::NotEstimable(reason);
    }
    let sampling = Sampling::of(table).on(question.scale, &question.labels);
    let stream = item_stream(question, slice, options);
    let resampled = resample(&table.items, sampling.scheme(options), stream, 1, &|weights, out| {
        out[0] = coefficients.at(weights).value(kind);
    });
    coefficients.estimate(kind, &resampled, 0, &sampling, options.level)
}

/// The pooled coefficients of one table, ready to be evaluated under any weighting of its patterns: alpha with the
/// scale's distance, the others nominal.
pub(super) struct Coefficients<'a> {
    pub pool: Pool<'a>,
    pub scale: Scale,
    alpha: Disagreement,
    nominal: Option<Disagreement>,
}

/// All that a weighting of the patterns determines.
pub(super) struct Weighted<'c, 'a> {
    coefficients: &'c Coefficients<'a>,
    pub weights: &'c [u64],
    pub margins: Margins,
}

impl<'a> Coefficients<'a> {
    pub fn new(pool: Pool<'a>, scale: Scale, labels: &crate::vocabulary::LabelSet) -> Self {
        let alpha = Disagreement::new(&pool, Distance::of_scale(scale, labels));
        let nominal = (scale != Scale::Nominal).then(|| Disagreement::new(&pool, Distance::Nominal));
        Self { pool, scale, alpha, nominal }
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
        sampling: &Sampling,
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
            method: kind.method(self.scale, self.pool.q),
            warnings: sampling.warnings(),
        })
    }

    fn interval(
        &self,
        kind: Pooled,
        value: f64,
        resampled: &Resampled,
        column: usize,
        sampling: &Sampling,
        level: f64,
    ) -> Outcome<ConfidenceInterval> {
        let share = kind == Pooled::PercentAgreement;
        // Perfect agreement has no error to estimate; a share still has its exact bound, items as units.
        let hits = match () {
            () if sampling.disagreeing == 0 => Some(sampling.pairable.items),
            () if share && value <= 0.0 => Some(0),
            () => None,
        };
        match hits {
            Some(hits) if share => clopper_pearson(hits, sampling.pairable.items, level)
                .map_or(Outcome::NotEstimable(Reason::NoErrorToEstimate), Outcome::Estimated),
            Some(_) => Outcome::NotEstimable(Reason::NoErrorToEstimate),
            None => {
                let bounds = if share { Bounds::Share } else { Bounds::BelowOne };
                resampled.interval(column, bounds, level)
            }
        }
    }

    fn sample(&self, kind: Pooled, sampling: &Sampling) -> SampleSize {
        match kind.recipe() {
            Some(recipe) if !recipe.pairable_only => sampling.rated,
            _ => sampling.pairable,
        }
    }
}

impl Weighted<'_, '_> {
    /// The coefficient's value, `None` where it is undefined under this weighting.
    pub fn value(&self, kind: Pooled) -> Option<f64> {
        self.evaluate(kind).ok().map(|evaluated| evaluated.value)
    }

    pub fn evaluate(&self, kind: Pooled) -> Result<Evaluated, Reason> {
        let c = self.coefficients;
        let disagreement = match (&c.nominal, kind) {
            (Some(nominal), kind) if kind != Pooled::KrippendorffAlpha => nominal,
            _ => &c.alpha,
        };
        if let Some(reason) = disagreement.distance.refusal() {
            return Err(reason.clone());
        }
        let metric = disagreement.distance.metric(&self.margins.counts);
        let observed = disagreement.observed(&c.pool, self.weights, &metric);
        kind.evaluate(&c.pool, &self.margins, &observed, &metric)
    }

    /// The distances of alpha under this weighting.
    pub fn metric(&self) -> super::distance::Metric<'_> {
        self.coefficients.alpha.distance.metric(&self.margins.counts)
    }
}

#[cfg(test)]
mod tests;
