//! Confidence and routing of a model made by hand.

use super::sample::about;
use crate::audit::*;
use crate::vocabulary::*;

/// Confidence that is too high by seven points.
pub fn calibration(model: &str) -> ModelCalibration {
    let bin = |b: usize| ReliabilityBin {
        from: 0.5 + 0.1 * b as f64,
        to: 0.6 + 0.1 * b as f64,
        items: 100 * (b as u64 * b as u64 + 1),
        mean_confidence: 0.56 + 0.1 * b as f64,
        agreement: about(0.45 + 0.1 * b as f64, 0.04),
    };
    let null = NullError { mean: 0.02, upper: 0.03, p: 0.001 };
    let diagram = || ReliabilityDiagram {
        bins: (0..5).map(bin).collect(),
        ece: 0.07,
        mce: 0.12,
        debiased_ece: 0.06,
        ece_null: null,
        mce_null: null,
    };
    let against = |reference| CalibrationAgainst {
        reference,
        items: 4_400,
        mean_confidence: 0.84,
        agreement: about(0.77, 0.02),
        difference: about(0.07, 0.02),
        verdict: CalibrationVerdict::OverConfident,
        equal_width: diagram(),
        equal_mass: diagram(),
        brier: about(0.14, 0.01),
        log_loss: about(0.46, 0.02),
        labels: Vec::new(),
        labels_left_out: 0,
    };
    ModelCalibration {
        model: model.into(),
        answered: 4_500,
        without_confidence: 3,
        gold: Outcome::NotEstimable(Reason::NothingPairable),
        consensus: Outcome::Estimated(against(Reference::Consensus)),
        people: Outcome::Estimated(against(Reference::People)),
        probabilities: Outcome::NotEstimable(Reason::NothingPairable),
    }
}

/// A model that may label three fifths alone.
pub fn routing(model: &str) -> ModelRouting {
    let point = |k: usize| RiskPoint {
        coverage: 0.05 * (k + 1) as f64,
        threshold: 1.0 - 0.02 * k as f64,
        items: 220 * (k as u64 + 1),
        error: 0.002 * (k * k) as f64 / 2.0,
        ends: (0.0, 0.02 + 0.002 * (k * k) as f64 / 2.0),
    };
    let threshold = RoutingThreshold {
        threshold: 0.93,
        judged: 2_640,
        errors: 40,
        at_most: 0.02,
        alone: 2_700,
        alone_share: 0.61,
        to_people: 1_800,
        hours: Outcome::Estimated(22.1),
    };
    ModelRouting {
        model: model.into(),
        against: Reference::Consensus,
        judged: 4_400,
        error: about(0.23, 0.02),
        items: 4_500,
        without_confidence: 3,
        aurc: about(0.06, 0.01),
        excess_aurc: 0.03,
        curve: (0..20).map(point).collect(),
        secs_per_item: Outcome::Estimated(12.0),
        by_target: Some(RoutingByTarget {
            target: 0.02,
            certainty: 0.95,
            threshold: Outcome::Estimated(threshold),
            by_label: None,
        }),
        by_hours: None,
    }
}
