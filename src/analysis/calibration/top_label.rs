use super::by_label::by_label;
use super::calibration_error::calibration_error;
use super::difference::{Difference, verdict};
use super::null::null_errors;
use super::reliability::{bins, mean_outcome};
use super::{
    Binning, CalibrationAgainst, CalibrationVerdict, ConfidencePair, Reference, ReliabilityDiagram,
    reliability,
};
use crate::analysis::inference::{Bounds, InferenceOptions, Stream, item_mean};
use crate::vocabulary::{Estimate, LabelSet, Outcome, Reason, SampleSize};

/// Bands of a reliability diagram.
const BANDS: u32 = 10;

/// One model's confidence in its label against one reference, from pairs ascending by confidence: mean confidence minus
/// how often the label is right, reliability diagrams with ECE and MCE beside their value under perfect calibration,
/// Brier score and log loss of the confidence, and the same by label. Any scale, whole labels. Not estimable without an
/// item that has a confidence and the reference.
///
/// `question` and `model` name the random streams.
pub fn calibration(
    pairs: &[ConfidencePair],
    reference: Reference,
    (question, model): (&str, &str),
    (labels, sample): (&LabelSet, SampleSize),
    options: &InferenceOptions,
) -> Outcome<CalibrationAgainst> {
    let Some(difference) = Difference::of(pairs.iter()) else {
        let what = match reference {
            Reference::Gold => "items with gold and a confidence",
            Reference::Consensus => "items with one majority label and a confidence",
            Reference::People => "rated items with a confidence",
        };
        return Outcome::NotEstimable(Reason::TooFew { what: what.into(), found: 0, needed: 1 });
    };
    let level = options.level;
    let sample = SampleSize { items: difference.items(), ..sample };
    let in_the_large = difference.estimate(sample, level);
    let diagram = |binning: Binning| {
        let purpose = match binning {
            Binning::EqualWidth(_) => "outcomes in bands of equal width",
            Binning::EqualMass(_) => "outcomes in bands of equal mass",
        };
        let slice = format!("{model}={}", reference.word());
        let stream = Stream { seed: options.seed, question, slice: &slice, purpose };
        diagram(pairs, binning, options, stream)
    };
    let few = (difference.items() / u64::from(BANDS)).clamp(1, u64::from(BANDS)) as u32;
    let (labels, labels_left_out) = by_label(pairs, labels, sample, level);
    Outcome::Estimated(CalibrationAgainst {
        reference,
        items: difference.items(),
        mean_confidence: difference.mean_confidence(),
        agreement: mean_outcome(pairs, sample, level),
        verdict: verdict(&in_the_large),
        difference: Outcome::Estimated(in_the_large),
        equal_width: diagram(Binning::EqualWidth(BANDS)),
        equal_mass: diagram(Binning::EqualMass(few)),
        brier: score(pairs, sample, level, "mean of (confidence − outcome)²", |confidence, outcome| {
            (confidence - outcome).powi(2)
        }),
        log_loss: score(pairs, sample, level, "mean log loss of the confidence in the label", log_loss),
        labels,
        labels_left_out,
    })
}

fn diagram(
    pairs: &[ConfidencePair],
    binning: Binning,
    options: &InferenceOptions,
    stream: Stream<'_>,
) -> ReliabilityDiagram {
    let sums = bins(pairs, binning);
    let error = calibration_error(&sums);
    let (ece_null, mce_null) = null_errors(pairs, &sums, (error.ece, error.mce), options.replicates, stream);
    ReliabilityDiagram {
        bins: reliability(pairs, binning, options.level).0,
        ece: error.ece,
        mce: error.mce,
        debiased_ece: error.debiased_ece,
        ece_null,
        mce_null,
    }
}

/// −ln of what the confidence gave to the outcome, confidences kept away from 0 and 1 as in log loss everywhere.
fn log_loss(confidence: f64, outcome: f64) -> f64 {
    let p = confidence.clamp(f64::EPSILON, 1.0 - f64::EPSILON);
    -(outcome * p.ln() + (1.0 - outcome) * (1.0 - p).ln())
}

fn score(
    pairs: &[ConfidencePair],
    sample: SampleSize,
    level: f64,
    method: &str,
    of: impl Fn(f64, f64) -> f64,
) -> Outcome<Estimate> {
    let cells: Vec<(f64, u64)> =
        pairs.iter().map(|pair| (of(pair.stated(), pair.outcome), pair.items)).collect();
    item_mean(&cells, Bounds::Loss, level).map(|mean| Estimate { sample, method: method.into(), ..mean })
}

/// The verdict at a false discovery rate of 5 %.
pub(super) fn verdict_at(difference: &Estimate, q: Option<f64>) -> CalibrationVerdict {
    match (q, difference.value > 0.0) {
        (None, _) => CalibrationVerdict::Unknown,
        (Some(q), true) if q <= 0.05 => CalibrationVerdict::OverConfident,
        (Some(q), false) if q <= 0.05 => CalibrationVerdict::UnderConfident,
        (Some(_), _) => CalibrationVerdict::NoEvidence,
    }
}
