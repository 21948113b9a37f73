//! Audits made by hand, for the tests of this stage.

use crate::audit::{
    Agreement, Audit, Coefficient, Consensus, DisputedItem, Finding, InputReport, IntakeReport,
    LabelAgreement, LabelPair, PairMargins, Pattern, Plan, Provenance, QuestionAudit, ReliabilityBand,
    SCHEMA_VERSION,
};
use crate::vocabulary::{
    ConfidenceInterval, Estimate, LabelSet, Outcome, Question, Reason, SampleSize, Scale,
};

/// An estimate with this value and half width.
pub fn estimate(value: f64, half: f64, items: u64) -> Outcome<Estimate> {
    Outcome::Estimated(Estimate {
        value,
        interval: Outcome::Estimated(ConfidenceInterval {
            lower: value - half,
            upper: value + half,
            level: 0.95,
            method: "percentile bootstrap of items, 2000 replicates".into(),
        }),
        se: Some(half / 1.96),
        sample: SampleSize { items, annotations: items * 3, annotators: 31 },
        method: "by hand".into(),
        warnings: Vec::new(),
    })
}

/// Two annotators who use the labels almost alike.
pub fn pair_margins() -> PairMargins {
    PairMargins {
        observed_agreement: 0.7,
        expected_agreement: 0.5,
        max_kappa: Some(0.95),
        prevalence_index: Some(0.3),
        bias_index: 0.02,
        pabak: Some(0.6),
        null: None,
        homogeneity: Outcome::NotEstimable(Reason::NothingPairable),
        homogeneity_q: Some(0.4),
        reported: false,
    }
}

/// Why a section is empty.
fn not_in_log<T>(what: &str, columns: &str) -> Outcome<T> {
    Outcome::NotEstimable(Reason::NotInLog { what: what.into(), columns: columns.into() })
}

/// One question with these labels; everything that needs more than labels is not estimable.
pub fn question(name: &str, labels: &[&str]) -> QuestionAudit {
    QuestionAudit {
        question: Question {
            name: name.into(),
            labels: LabelSet {
                names: labels.iter().map(|&l| l.to_string()).collect(),
                values: None,
                declared: false,
                used: Vec::new(),
            },
            scale: Scale::Nominal,
        },
        agreement: agreement(labels),
        self_consistency: not_in_log("whether an annotator saw an item twice", "is_repeat"),
        consensus: consensus(),
        human_model: not_in_log("a model's label", "model_label"),
        two_golds: None,
        drift: Some(not_in_log("when annotations were made", "submitted_at")),
        calibration: not_in_log("how confident the model was", "model_confidence"),
        routing: not_in_log("how confident the model was", "model_confidence"),
        interventions: not_in_log("what was suggested", "suggestion"),
        fatigue: not_in_log("the time of submission", "submitted_at"),
        pace: not_in_log("when annotations were made", "submitted_at"),
        course: not_in_log("the days on which annotations were made", "submitted_at"),
        guideline_versions: None,
        disparity: None,
        item_groups: Vec::new(),
        coverage: not_in_log("who the annotators are", "a roster with attributes"),
        tables: Vec::new(),
    }
}

fn consensus() -> Consensus {
    Consensus {
        rated_items: 4560,
        tied_items: 120,
        tie_rate: estimate(0.026, 0.005, 4560),
        mean_vote_share: estimate(0.88, 0.01, 4560),
        consensus_against_gold: not_in_log("the right label", "gold"),
        warning: None,
        chosen: None,
    }
}

fn coefficient(metric: &str, name: &str, value: f64) -> Coefficient {
    Coefficient::new(metric, name, estimate(value, 0.03, 4402))
}

fn agreement(labels: &[&str]) -> Agreement {
    Agreement {
        rated: SampleSize { items: 4560, annotations: 18_240, annotators: 31 },
        pairable: SampleSize { items: 4402, annotations: 18_082, annotators: 31 },
        disagreeing_items: 1311,
        coefficients: vec![
            coefficient("krippendorff_alpha", "Krippendorff's alpha (nominal)", 0.72),
            coefficient("percent_agreement", "Percent agreement", 0.86),
            coefficient("gwet_ac1", "Gwet's AC1", 0.81),
        ],
        band: Outcome::Estimated(ReliabilityBand {
            band: "tentative".into(),
            probability: 0.991,
            bands: Vec::new(),
        }),
        labels: labels.iter().enumerate().map(|(place, label)| label_agreement(label, place)).collect(),
        coincidences: Outcome::NotEstimable(Reason::NothingPairable),
        label_pairs: labels.windows(2).map(pair).collect(),
        annotator_matrix: Outcome::NotEstimable(Reason::TooFew {
            what: "shared items".into(),
            found: 3,
            needed: 20,
        }),
        annotators: Outcome::NotEstimable(Reason::NothingPairable),
        disputed: labels.iter().map(|label| disputed(label)).collect(),
        disputed_total: 1311,
        slices: Vec::new(),
        ..Agreement::without_labels(&Reason::NothingPairable)
    }
}

fn label_agreement(label: &str, place: usize) -> LabelAgreement {
    LabelAgreement {
        label: label.into(),
        annotations: 100 * (place as u64 + 1),
        share: 0.1,
        specific_agreement: estimate(0.5 + 0.001 * place as f64, 0.02, 300),
        alpha: estimate(0.4 + 0.001 * place as f64, 0.03, 300),
    }
}

fn pair(labels: &[&str]) -> LabelPair {
    LabelPair {
        first: labels[0].into(),
        second: labels[1].into(),
        share: estimate(0.31, 0.02, 120),
        items: 120,
        annotators: 26,
        gain_in_alpha: estimate(0.08, 0.02, 120),
        example_items: vec![labels[0].into(), "item-7".into()],
    }
}

fn disputed(label: &str) -> DisputedItem {
    DisputedItem {
        item: format!("item {label}"),
        annotations: 5,
        disagreement: 0.6,
        entropy: 1.2,
        sd: None,
        skips: 0,
        labels: vec![(label.into(), 3), ("other".into(), 2)],
    }
}

/// An audit of these questions.
pub fn audit(questions: Vec<QuestionAudit>) -> Audit {
    let name = questions.first().map_or(String::new(), |q| q.question.name.clone());
    Audit {
        schema_version: SCHEMA_VERSION,
        title: "Toxicity pilot, week 47".into(),
        provenance: Provenance { raterscope: "0.1.0".into(), plan: Plan::default() },
        intake: IntakeReport {
            inputs: vec![InputReport {
                name: "log.csv".into(),
                kind: "log".into(),
                sha256: "ab".repeat(32),
                rows: 18_499,
            }],
            rows_read: 18_499,
            rows_used: 18_240,
            set_aside: vec![("no annotator id".into(), 259)],
            field_defects: vec![("a date that is none".into(), 4)],
            notes: vec!["encoding Windows-1252".into()],
            skips: 12,
            revisions: 3,
            period: Some(("2026-11-16".into(), "2026-11-22".into())),
            items: 4560,
            annotators: 31,
        },
        questions,
        findings: vec![Finding {
            question: name,
            pattern: Pattern::Boundary,
            subject: "harassment / hate".into(),
            estimate: estimate(0.08, 0.02, 120).estimated().cloned(),
            metric: "gain_in_alpha".into(),
            observation: "A third of all disagreement, in both directions.".into(),
            advice: "Write the line between harassment and hate.".into(),
            example_items: vec!["04417".into()],
            reported: true,
        }],
        suppression: Vec::new(),
        suppressed_cells: Vec::new(),
    }
}
