//! An audit made by hand, in three sizes and with whatever names a test wants.

use super::sample_confidence;
use crate::audit::*;
use crate::render::sample_audit;
use crate::vocabulary::*;

/// An estimate with this half-width.
pub fn about(value: f64, half: f64) -> Outcome<Estimate> {
    sample_audit::estimate(value, half, 4_402)
}

/// A number in 0–1 that looks random and is not.
fn wobble(k: usize) -> f64 {
    (k as f64 * 0.618_034).fract()
}

/// An audit whose labels, annotators, models and groups bear these names.
pub fn audit(labels: &[&str], annotators: &[&str], models: &[&str], groups: &[&str]) -> Audit {
    let owned: Vec<String> = labels.iter().map(|l| (*l).to_owned()).collect();
    let question = QuestionAudit {
        agreement: agreement(&owned, annotators, groups),
        human_model: Outcome::Estimated(HumanModel {
            models: models.iter().enumerate().map(|(k, m)| model(m, k, &owned)).collect(),
            tied_items: 12,
            rated_items: 4_560,
            warning: None,
            pairs: None,
            kinds: Vec::new(),
            slice_tests: 0,
            group_tests: 0,
        }),
        calibration: Outcome::Estimated(models.iter().map(|m| sample_confidence::calibration(m)).collect()),
        routing: Outcome::Estimated(models.iter().map(|m| sample_confidence::routing(m)).collect()),
        fatigue: Outcome::Estimated(fatigue()),
        coverage: Outcome::Estimated(Coverage { attributes: vec![attribute(groups)], tests: 0 }),
        ..sample_audit::question("label", labels)
    };
    sample_audit::audit(vec![question])
}

/// The usual one.
pub fn usual() -> Audit {
    audit(
        &["benign", "spam", "harassment", "hate", "violence"],
        &["ann-01", "ann-02", "ann-03", "ann-04", "ann-05", "ann-06", "ann-07"],
        &["gpt-4o", "llama-31"],
        &["Female", "Male", "nonbinary", "unknown"],
    )
}

fn agreement(labels: &[String], annotators: &[&str], groups: &[&str]) -> Agreement {
    let coefficient = |metric: &str, name: &str, value| Coefficient::new(metric, name, about(value, 0.03));
    let label = |(k, label): (usize, &String)| LabelAgreement {
        label: label.clone(),
        annotations: 100,
        share: 0.2,
        specific_agreement: about(0.35 + 0.5 * wobble(k), 0.04),
        alpha: about(0.3 + 0.5 * wobble(k), 0.04),
    };
    Agreement {
        disagreeing_items: 1_000,
        coefficients: vec![
            coefficient("krippendorff_alpha", "Krippendorff’s alpha (nominal)", 0.62),
            coefficient("percent_agreement", "Percent agreement", 0.81),
            coefficient("fleiss_kappa", "Fleiss’ kappa", 0.61),
            coefficient("gwet_ac1", "Gwet’s AC1", 0.78),
            coefficient("brennan_prediger", "Brennan–Prediger", 0.74),
        ],
        band: Outcome::Estimated(ReliabilityBand {
            band: "not reliable".into(),
            probability: 1.0,
            bands: Vec::new(),
        }),
        labels: labels.iter().enumerate().map(label).collect(),
        coincidences: Outcome::Estimated(square(labels, 400.0)),
        label_pairs: label_pairs(labels),
        annotator_matrix: Outcome::Estimated(annotator_matrix(annotators)),
        annotators: Outcome::Estimated(annotators.iter().enumerate().map(annotator).collect()),
        slices: groups.iter().enumerate().map(slice).collect(),
        ..Agreement::without_labels(&Reason::NothingPairable)
    }
}

fn slice((k, group): (usize, &&str)) -> SliceAgreement {
    SliceAgreement {
        name: "batch".into(),
        value: (*group).into(),
        alpha: about(0.5 + 0.2 * wobble(k), 0.05),
        percent_agreement: about(0.8, 0.05),
        alpha_redrawn: about(0.5, 0.1),
        difference: about(0.05, 0.04),
        difference_redrawn: about(0.05, 0.06),
        q_value: Some(0.2),
        reported: false,
    }
}

fn square(labels: &[String], diagonal: f64) -> Matrix {
    let n = labels.len();
    let cell = |k: usize| {
        let same = k / n == k % n;
        Some(if same { diagonal } else { (60.0 * wobble(k)).round() / (n as f64).sqrt() })
    };
    Matrix { rows: labels.to_vec(), columns: labels.to_vec(), cells: (0..n * n).map(cell).collect() }
}

fn label_pairs(labels: &[String]) -> Vec<LabelPair> {
    let pair = |k: usize| LabelPair {
        first: labels[k].clone(),
        second: labels[k + 1].clone(),
        share: about(0.4 / (k + 1) as f64, 0.03 / (k + 1) as f64),
        items: 100,
        annotators: 20,
        gain_in_alpha: about(0.05, 0.01),
        example_items: Vec::new(),
    };
    (0..labels.len().saturating_sub(1)).map(pair).collect()
}

fn annotator_matrix(names: &[&str]) -> AnnotatorMatrix {
    let n = names.len().min(40);
    let shown: Vec<String> = names.iter().take(n).map(|s| (*s).to_owned()).collect();
    let kappa = |r: usize, c: usize| {
        (r != c && !(r + c).is_multiple_of(7)).then(|| 0.9 * wobble(r * c + r + c) - 0.05)
    };
    let pair = |r: usize, c: usize| AnnotatorPair {
        first: shown[r].clone(),
        second: shown[c].clone(),
        kappa: kappa(r, c).map_or(Outcome::NotEstimable(Reason::NothingPairable), |k| about(k, 0.1)),
        weighted: None,
        weighted_null: None,
        gwet: None,
        margins: sample_audit::pair_margins(),
    };
    let cells: Vec<Option<f64>> = (0..n * n).map(|k| kappa(k / n, k % n)).collect();
    let matrix = Matrix { rows: shown.clone(), columns: shown.clone(), cells };
    AnnotatorMatrix {
        overlap: matrix.clone(),
        kappa: matrix,
        weights: None,
        homogeneity_tests: 3,
        pairs: (0..n).flat_map(|r| (r + 1..n).map(move |c| (r, c))).map(|(r, c)| pair(r, c)).collect(),
        too_little_overlap: 3,
        min_overlap: 20,
        not_shown: (names.len() - n) as u64,
    }
}

fn annotator((k, name): (usize, &&str)) -> AnnotatorAgreement {
    AnnotatorAgreement {
        annotator: (*name).into(),
        annotations: 600,
        shared_items: 500 + k as u64,
        skips: 0,
        adjusted: about(0.1 * wobble(k) - 0.05 - if k == 2 { 0.12 } else { 0.0 }, 0.03),
        shrunk: Some(-0.01),
        accuracy: about(0.9, 0.02),
        accuracy_shrunk: Some(0.9),
        tilts: Vec::new(),
        raw: Some(0.8),
        alpha_without: Outcome::Estimated(0.6),
        alpha_change: about(-0.02, 0.01),
        q_value: Some(0.2),
        verdict: if k == 2 { PersonVerdict::AgreesLess } else { PersonVerdict::NoEvidence },
    }
}

fn model(name: &str, k: usize, labels: &[String]) -> ModelComparison {
    let quality = ModelQuality {
        items: 4_500,
        confusion: square(labels, 300.0 + 50.0 * k as f64),
        agreement: about(0.8, 0.02),
        kappa: about(0.7, 0.02),
        summaries: Vec::new(),
        labels: labels.iter().take(labels.len() - 1).map(|label| model_label(label)).collect(),
        most_confused: vec![ConfusedPair {
            reference: labels[0].clone(),
            given: labels[labels.len() - 1].clone(),
            items: 40,
            row_share: about(0.11, 0.02),
            column_share: about(0.07, 0.02),
            example_items: vec!["04417".into()],
        }],
    };
    ModelComparison {
        people: None,
        annotators: Vec::new(),
        annotators_left_out: 0,
        model: name.into(),
        items: 4_500,
        unanswered: 10,
        unrated: 0,
        consensus: Outcome::Estimated(quality),
        gold: Outcome::NotEstimable(Reason::NothingPairable),
        soft: None,
        slices: Vec::new(),
        slices_left_out: 0,
        groups: Vec::new(),
        reference: Outcome::Estimated(HumanReference {
            items: 4_000,
            human_human: about(0.62, 0.02),
            model_human: about(0.71 - 0.06 * k as f64, 0.02),
            difference: about(0.09 - 0.06 * k as f64, 0.02),
        }),
        notes: Vec::new(),
    }
}

fn model_label(label: &str) -> ModelLabel {
    ModelLabel {
        label: label.to_owned(),
        support: 300,
        predicted: 280,
        precision: about(0.84, 0.04),
        recall: about(0.76, 0.05),
        f1: about(0.8, 0.04),
    }
}

fn fatigue() -> Fatigue {
    let slope = |value, half| {
        about(value, half).map(|estimate| Slope {
            allowing_for_shared_items: ConfidenceInterval {
                lower: value - half,
                upper: value + half,
                level: 0.95,
                method: "CR2".into(),
            },
            estimate,
            cr1: None,
            clusters: 31,
            effective_clusters: 20.0,
            degrees_of_freedom: 19.0,
            p_value: 0.001,
        })
    };
    let curve = |scale: f64, slope: f64, half: f64| {
        let point = |b: usize| CurvePoint {
            x: 1.0 + 25.0 * b as f64,
            y: scale * (0.86 - slope * b as f64),
            band: Some((scale * (0.86 - half - slope * b as f64), scale * (0.86 + half - slope * b as f64))),
            n: 500,
        };
        let named =
            |name: &str, blocks: usize| Curve { name: name.into(), points: (0..blocks).map(point).collect() };
        SessionCurve { everybody: named("everybody", 10), panel: named("panel", 8), panel_annotators: 12 }
    };
    let pair =
        |value, half| SlopePair { primary: slope(value, half), annotator_effects_only: slope(value, half) };
    Fatigue {
        outcome_name: "agreement with the item’s other annotators".into(),
        method: "column".into(),
        sessions: 100,
        annotators: 31,
        median_session: 120.0,
        longest_session: 250,
        annotations: 18_000,
        left_out: 240,
        outcome: pair(-0.049, 0.02),
        log_time: Outcome::Estimated(pair(-0.01, 0.03)),
        outcome_curve: curve(1.0, 0.012, 0.01),
        time_curve: Outcome::Estimated(curve(14.0, 0.02, 0.04)),
        verdict: FatigueVerdict::Falls,
        order: Default::default(),
        notes: Vec::new(),
    }
}

fn attribute(groups: &[&str]) -> AttributeCoverage {
    let share = 1.0 / groups.len() as f64;
    let numbers = |k: usize| GroupNumbers {
        annotators: 10 + k as u64,
        annotator_share: share,
        annotations: 1_800 + 600 * k as u64,
        annotation_share: share * (0.7 + 0.2 * k as f64).min(1.4),
        items: 900,
        unseen: Some(Unseen { items: 90 * (k as u64 + 1), share: 0.1 * (k + 1) as f64, by_lot: 0.12 }),
        further: None,
        alpha: about(0.5 + 0.1 * wobble(k), 0.05),
        fleiss: about(0.5, 0.05),
        labels: Vec::new(),
    };
    let group = |(k, name): (usize, &&str)| GroupCoverage {
        group: (*name).into(),
        numbers: if k == 2 {
            Outcome::NotEstimable(Reason::Insufficient)
        } else {
            Outcome::Estimated(numbers(k))
        },
    };
    AttributeCoverage {
        attribute: "gender".into(),
        groups: groups.iter().enumerate().map(group).collect(),
        effective_groups: Outcome::Estimated(2.4),
        suppressed_groups: 1,
        depth: 1,
        diversity: None,
        against_target: None,
        by_slice: Vec::new(),
        over_time: None,
    }
}
