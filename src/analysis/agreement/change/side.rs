use super::super::pooled::Coefficients;
use super::super::sampling::Sampling;
use super::super::{AgreementOptions, Pooled};
use crate::analysis::inference::{
    Bounds, InferenceOptions, LeaveOuts, Resampled, Scheme, SideError, Stream, clopper_pearson_of_units,
    resample_units,
};
use crate::tally::PatternTable;
use crate::vocabulary::{Estimate, Outcome, Question, Reason, SampleSize};

/// One side of a comparison: a pattern table, and what is known of its coefficients if annotators had been others.
#[derive(Debug, Clone)]
pub struct Side<'a> {
    /// The table.
    pub table: &'a PatternTable,
    /// The question as this side asked it.
    pub question: &'a Question,
    /// Coefficients with annotators redrawn, by metric.
    pub redrawn: Vec<(&'a str, &'a Outcome<Estimate>)>,
    /// By how much other annotators widen a coefficient's error over items, by metric, for those that `redrawn` does not know:
    /// as on the whole of which this is a part.
    pub widened: Vec<(&'a str, f64)>,
    /// The table that these rest on: this one, or the whole of which it is a part.
    pub redrawn_of: &'a PatternTable,
    /// Annotators behind the table; 0 where not known.
    pub annotators: u64,
}

/// A side made ready: its coefficients, and how its items are drawn.
pub(super) struct Prepared<'a> {
    side: &'a Side<'a>,
    pub coefficients: Coefficients<'a>,
    pub sampling: Sampling<'a>,
}

/// On which scale a coefficient's interval is symmetric.
pub(super) fn bounds(kind: Pooled) -> Bounds {
    if kind.is_share() { Bounds::Share } else { Bounds::BelowOne }
}

impl<'a> Prepared<'a> {
    pub fn of(side: &'a Side<'a>, asked: &AgreementOptions) -> Self {
        Self {
            side,
            coefficients: Coefficients::new(side.table, side.question, asked),
            sampling: Sampling::of(side.table).on(side.question.scale, &side.question.labels),
        }
    }

    /// Items or clusters, their draws, and every coefficient of `kinds` in each.
    pub fn resampled(
        &self,
        kinds: &[Pooled],
        scheme: Scheme,
        purpose: &str,
        slice: &str,
        options: &InferenceOptions,
    ) -> Resampled {
        let stream = Stream { seed: options.seed, question: &self.side.question.name, slice, purpose };
        resample_units(&self.sampling.units, scheme, stream, kinds.len(), &|weights, out| {
            let at = self.coefficients.at(weights);
            out.iter_mut().zip(kinds).for_each(|(out, &kind)| *out = at.value(kind));
        })
    }

    /// The value, or why there is none.
    pub fn value(&self, kind: Pooled) -> Outcome<f64> {
        match self.coefficients.point(kind) {
            Ok(found) => Outcome::Estimated(found.value),
            Err(reason) => Outcome::NotEstimable(reason),
        }
    }

    /// The question's name.
    pub fn question_name(&self) -> &str {
        &self.side.question.name
    }

    /// Why clusters of items, which the log names, cannot be drawn here.
    pub fn clusters_left_out(&self) -> Option<Reason> {
        self.side.table.clusters.as_ref()?.left_out.clone()
    }

    /// Pairable items, annotations and annotators.
    pub fn sample(&self) -> SampleSize {
        SampleSize { annotators: self.side.annotators, ..self.sampling.pairable }
    }

    /// What a share's exact interval says where every unit agrees or none does, so that there is no error to estimate.
    pub fn exact(&self, kind: Pooled, value: f64, level: f64) -> Option<SideError> {
        let all = self.sampling.pairable_units;
        let hits = match () {
            () if !kind.is_share() => return None,
            () if self.sampling.disagreeing == 0 => all,
            () if value <= 0.0 => 0,
            () => return None,
        };
        clopper_pearson_of_units(hits, all, &self.sampling.units, level)
            .map(|interval| SideError::Ends(interval.lower, interval.upper))
    }

    /// An error over items, widened as other annotators widen the whole's; at most annotators − 1 degrees of freedom. `None`
    /// where that is not known.
    pub fn widened(&self, kind: Pooled, items: LeaveOuts) -> Option<LeaveOuts> {
        let (_, factor) = self.side.widened.iter().find(|(metric, _)| *metric == kind.metric())?;
        let annotators = self.side.annotators as f64;
        let df = if annotators > 2.0 { items.df.min(annotators - 1.0) } else { return None };
        Some(LeaveOuts { se: items.se * factor.max(1.0), df })
    }

    /// The error with annotators redrawn that this side brings along.
    pub fn redrawn(&self, kind: Pooled) -> Result<LeaveOuts, Reason> {
        let own = self.side.redrawn.iter().find(|(metric, _)| *metric == kind.metric());
        let (_, outcome) = own.ok_or(Reason::NeedsRows)?;
        let estimate = match outcome {
            Outcome::Estimated(estimate) => estimate,
            Outcome::NotEstimable(reason) => return Err(reason.clone()),
        };
        match (LeaveOuts::behind(estimate, bounds(kind)), estimate.interval.reason()) {
            (Some(error), _) => Ok(error),
            (None, Some(reason)) => Err(reason.clone()),
            (None, None) => Err(Reason::NoErrorToEstimate),
        }
    }
}
