use super::CATALOGUE;
use crate::vocabulary::{Estimate, Outcome};

/// One line of the tidy list behind `estimates.csv`: one number of one part of the log.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EstimateRow {
    /// The question.
    pub question: String,
    /// `agreement`, `agreement_analytic`, `agreement_test`, `two_annotators`, `aggregate`, `agreement_random_annotators`, `self_consistency`, `consensus`, `human_model`, `calibration`, `routing`, `interventions`, `fatigue`, `coverage`.
    pub section: &'static str,
    /// Stable id: `krippendorff_alpha`.
    pub metric: String,
    /// Which part: `label=toxic`, `annotator=a1;annotator=a2`, `model=m;label=toxic`; empty = the whole log.
    pub slice: String,
    /// The point estimate.
    pub value: Option<f64>,
    /// Lower end of its interval.
    pub lower: Option<f64>,
    /// Upper end of its interval.
    pub upper: Option<f64>,
    /// Confidence level of the interval.
    pub level: Option<f64>,
    /// Standard error.
    pub se: Option<f64>,
    /// Items that entered.
    pub n_items: Option<u64>,
    /// Annotations that entered.
    pub n_annotations: Option<u64>,
    /// Annotators behind them, where known.
    pub n_annotators: Option<u64>,
    /// `estimated` or `not_estimable`.
    pub status: &'static str,
    /// Code of the reason why there is no value, or (where `estimated`) no interval; empty otherwise.
    pub reason: String,
    /// Formula and, after a semicolon, how the interval was made.
    pub method: String,
}

impl EstimateRow {
    /// The row of an estimate.
    pub fn of_estimate(estimate: &Estimate) -> Self {
        let interval = estimate.interval.estimated();
        let sample = estimate.sample;
        Self {
            value: Some(estimate.value),
            lower: interval.map(|i| i.lower),
            upper: interval.map(|i| i.upper),
            level: interval.map(|i| i.level),
            se: estimate.se,
            n_items: Some(sample.items),
            n_annotations: Some(sample.annotations),
            n_annotators: Some(sample.annotators).filter(|&n| n > 0),
            status: "estimated",
            reason: estimate.interval.reason().map_or(String::new(), |r| r.code().into()),
            method: match interval {
                Some(interval) => format!("{}; {}", estimate.method, interval.method),
                None => estimate.method.clone(),
            },
            ..Self::default()
        }
    }

    /// The row of an outcome: its estimate, or its reason.
    pub fn of(outcome: &Outcome<Estimate>) -> Self {
        match outcome {
            Outcome::Estimated(estimate) => Self::of_estimate(estimate),
            Outcome::NotEstimable(reason) => {
                Self { status: "not_estimable", reason: reason.code().into(), ..Self::default() }
            }
        }
    }

    /// The row of a number that has no interval of its own.
    pub fn of_number(outcome: &Outcome<f64>) -> Self {
        match outcome {
            Outcome::Estimated(value) => Self { value: Some(*value), status: "estimated", ..Self::default() },
            Outcome::NotEstimable(reason) => Self::of(&Outcome::NotEstimable(reason.clone())),
        }
    }
}

/// Every metric id that [`estimates`](super::estimates()) can give a row; what a gate may name.
pub fn known_metrics() -> impl Iterator<Item = &'static str> + Clone {
    CATALOGUE.iter().map(|entry| entry.metric).chain(METRICS.iter().copied())
}

/// Metric ids beside those of the catalogue of coefficients.
const METRICS: &[&str] = &[
    "specific_agreement",
    "label_alpha",
    "lin_bias_correction",
    "lin_scale_shift",
    "lin_location_shift",
    "bland_altman_sd",
    "f_statistic",
    "chi_squared",
    "degrees_of_freedom",
    "degrees_of_freedom_within",
    "p_value",
    "aggregate_reliability",
    "annotators_needed",
    "share_of_disagreement",
    "gain_in_alpha",
    "item_adjusted_agreement",
    "item_adjusted_agreement_shrunk",
    "annotator_accuracy",
    "annotator_accuracy_shrunk",
    "label_tilt",
    "alpha_without",
    "alpha_change_without",
    "bias_index",
    "prevalence_index",
    "max_kappa",
    "chance_agreement",
    "marginal_homogeneity_p",
    "marginal_homogeneity_q",
    "bowker_chi2",
    "bowker_df",
    "bowker_p",
    "stuart_maxwell_chi2",
    "stuart_maxwell_df",
    "stuart_maxwell_p",
    "bhapkar_chi2",
    "bhapkar_df",
    "bhapkar_p",
    "cohen_kappa_null_se",
    "cohen_kappa_null_z",
    "cohen_kappa_null_p",
    "cohen_kappa_weighted_null_se",
    "cohen_kappa_weighted_null_z",
    "cohen_kappa_weighted_null_p",
    "alpha_difference_to_rest",
    "self_agreement",
    "self_kappa",
    "between_annotators_on_repeats",
    "tie_rate",
    "majority_vote_share",
    "majority_accuracy",
    "consensus_tie_rate",
    "consensus_majority_agreement",
    "consensus_accuracy",
    "consensus_confidence",
    "consensus_log_likelihood",
    "consensus_iterations",
    "consensus_label_share",
    "consensus_given_share",
    "annotator_reliability",
    "agreement_with_consensus",
    "kappa_with_consensus",
    "accuracy",
    "kappa_with_gold",
    "balanced_agreement_with_consensus",
    "balanced_agreement_adjusted_with_consensus",
    "mcc_against_consensus",
    "macro_precision_against_consensus",
    "macro_recall_against_consensus",
    "macro_f1_against_consensus",
    "weighted_precision_against_consensus",
    "weighted_f1_against_consensus",
    "balanced_accuracy",
    "balanced_accuracy_adjusted",
    "mcc_against_gold",
    "macro_precision_against_gold",
    "macro_recall_against_gold",
    "macro_f1_against_gold",
    "weighted_precision_against_gold",
    "weighted_f1_against_gold",
    "confusion_row_share_consensus",
    "confusion_column_share_consensus",
    "confusion_row_share_gold",
    "confusion_column_share_gold",
    "confusion_row_share_annotations",
    "confusion_column_share_annotations",
    "agreement_with_annotations",
    "agreement_with_consensus_difference_to_rest",
    "accuracy_difference_to_rest",
    "model_agreement_with_group",
    "model_agreement_with_group_difference",
    "agreement_with_consensus_difference",
    "accuracy_difference",
    "mcnemar_exact_p",
    "mcnemar_mid_p",
    "mcnemar_chi2",
    "mcnemar_p",
    "mcnemar_chi2_corrected",
    "mcnemar_p_corrected",
    "mcnemar_q",
    "precision_against_consensus",
    "recall_against_consensus",
    "f1_against_consensus",
    "precision_against_gold",
    "recall_against_gold",
    "f1_against_gold",
    "human_human_agreement",
    "model_human_agreement",
    "model_minus_human_agreement",
    "share_following_gold",
    "share_following_neither",
    "human_model_agreement_in_period",
    "calibration_in_the_large_in_period",
    "model_label_share_in_period",
    "label_share_in_period",
    "drift_change",
    "drift_p",
    "drift_q",
    "winning_rate",
    "average_advantage",
    "annotator_advantage",
    "alternative_test_p",
    "xrr",
    "human_alpha",
    "xrr_minus_human_alpha",
    "xrr_normalised",
    "human_majority_agreement",
    "model_majority_agreement",
    "model_minus_human_majority_agreement",
    "human_majority_kappa",
    "model_majority_kappa",
    "model_minus_human_majority_kappa",
    "agreement_at_confidence",
    "mean_confidence",
    "calibration_difference",
    "calibration_difference_q",
    "expected_calibration_error",
    "expected_calibration_error_debiased",
    "expected_calibration_error_if_calibrated",
    "expected_calibration_error_p",
    "maximum_calibration_error",
    "maximum_calibration_error_if_calibrated",
    "maximum_calibration_error_p",
    "confidence_brier",
    "confidence_log_loss",
    "brier",
    "brier_half",
    "log_loss",
    "roc_auc",
    "average_precision",
    "aurc",
    "excess_aurc",
    "model_error",
    "error_above_confidence",
    "routing_threshold",
    "routing_error_at_most",
    "routed_to_model_share",
    "routed_to_people",
    "routing_hours",
    "action_share",
    "approval_share",
    "review_secs_median",
    "approval_log_time_difference",
    "approval_share_trend",
    "approval_log_time_trend",
    "wrong_suggestions_taken",
    "right_suggestions_refused",
    "automation_bias",
    "suggestion_help",
    "anchoring",
    "suggestion_pull",
    "outcome_slope",
    "outcome_slope_annotator_effects_only",
    "log_time_slope",
    "log_time_slope_annotator_effects_only",
    "outcome_slope_annotator_effects_only_cr1",
    "effective_annotators",
    "outcome_slope_item_effects",
    "position_variance_left",
    "right_log_odds_slope",
    "outcome_change_after_cap",
    "session_cap",
    "warm_up_change",
    "warm_up_log_time_change",
    "later_sessions_change",
    "later_sessions_log_time_change",
    "load_change",
    "load_log_time_change",
    "rotation_change",
    "rotation_log_time_change",
    "sequence_effect",
    "run_excess",
    "mean_run",
    "mean_run_expected",
    "longest_run",
    "outcome_by_hour",
    "outcome_by_weekday",
    "annotator_slope",
    "annotator_slope_shrunk",
    "annotator_fast_share",
    "median_time_secs",
    "annotator_share",
    "annotation_share",
    "effective_groups",
    "label_share",
];
