use crate::vocabulary::{Action, Estimate, Outcome};
use serde::{Deserialize, Serialize};

/// What annotators of one question did with suggestions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Interventions {
    /// Annotations made while a suggestion was shown.
    pub shown: u64,
    /// Annotations made without one.
    pub not_shown: u64,
    /// Rows with an action, stated or told by the label.
    pub reviews: u64,
    /// Shares of the actions, annotators as clusters.
    pub rates: Vec<ActionRate>,
    /// By week, in order of time; empty where no times are known.
    pub by_week: Vec<InterventionPart>,
    /// By suggested label, in the label set's order.
    pub by_label: Vec<InterventionPart>,
    /// By confidence band, ascending; empty where no confidence is known.
    pub by_band: Vec<InterventionPart>,
    /// Annotators in alphabetical order.
    pub annotators: Vec<AnnotatorReviews>,
    /// Annotators beyond the list.
    pub annotators_left_out: u64,
    /// How long reviews take.
    pub latency: Outcome<Latency>,
    /// Change of the share approved per week, within annotators.
    pub approval_trend: Outcome<WeeklyTrend>,
    /// Change of ln(time per approval) per week, within annotators.
    pub approval_time_trend: Outcome<WeeklyTrend>,
    /// What happened to wrong and to right suggestions that were shown.
    pub passed: Outcome<Passed>,
    /// What showing suggestions does to the labels.
    pub showing: Showing,
    /// Agreement without annotations made under a shown suggestion.
    pub without_shown: Outcome<AgreementBeside>,
    /// What to know: contradictions between action and label, rows left out.
    pub notes: Vec<String>,
}

/// How often one action was taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActionRate {
    /// The action.
    pub action: Action,
    /// Its share of the reviews.
    pub share: Outcome<Estimate>,
}

/// Reviews of one week, suggested label or confidence band.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InterventionPart {
    /// Its name: a label; `.9 to 1`; the day a week begins with.
    pub name: String,
    /// Reviews in it.
    pub reviews: u64,
    /// Annotators behind them.
    pub annotators: u64,
    /// Shares of the actions.
    pub rates: Vec<ActionRate>,
    /// Median seconds of an approval, where times are known.
    pub approval_secs: Option<f64>,
    /// Of the wrong suggestions shown, the share whose label was taken over; by week alone.
    pub wrong_taken: Option<Outcome<Estimate>>,
}

/// One annotator's reviews. A description; no one is judged by it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnnotatorReviews {
    /// Name or pseudonym.
    pub annotator: String,
    /// Reviews.
    pub reviews: u64,
    /// Shares of the actions that occur in the log, in the order of [`Interventions::rates`].
    pub shares: Vec<f64>,
    /// Share approved, items as independent.
    pub approved: Outcome<Estimate>,
    /// Geometric mean of the seconds of an approval, where known.
    pub approval_secs: Option<f64>,
    /// Wrong suggestions shown to them, and those whose label they gave; where right and wrong can be told.
    pub wrong_shown: Option<(u64, u64)>,
}

/// How long reviews take.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Latency {
    /// Reviews with a known time.
    pub reviews: u64,
    /// Median seconds by action that occurs with times.
    pub medians: Vec<(Action, u64, f64)>,
    /// ln(time of an approval) − ln(time of an edit), within annotators.
    pub approve_minus_edit: Outcome<Estimate>,
}

/// A slope over weeks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WeeklyTrend {
    /// Change per week.
    pub estimate: Estimate,
    /// Two-sided p of "no change".
    pub p_value: f64,
    /// How many equally busy annotators the evidence is worth.
    pub effective_annotators: f64,
}

/// What happened to suggestions that were shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Passed {
    /// Whether gold tells what is wrong, or else annotators who were not shown it.
    pub by_gold: bool,
    /// Of the wrong ones, the share whose label was given.
    pub wrong_taken: Outcome<Estimate>,
    /// Of the right ones, the share whose label was not given.
    pub right_refused: Outcome<Estimate>,
}

/// What showing suggestions does to the labels, by comparing annotators of the same item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Showing {
    /// Whether chance decided who was shown what, by the settings: only then is anything called an effect.
    pub randomised: bool,
    /// Whether gold tells what is wrong, or else annotators who were not shown it.
    pub by_gold: bool,
    /// P(suggested label | wrong, shown) − P(same | wrong, not shown).
    pub automation_bias: Outcome<ShowingEffect>,
    /// P(suggested label | right, shown) − P(same | right, not shown): what help it is.
    pub right_suggestions: Outcome<ShowingEffect>,
    /// P(suggested label | shown) − P(same | not shown), right or wrong.
    pub anchoring: Outcome<ShowingEffect>,
    /// Points of scale that labels move towards the suggestion per point of distance; scales with places alone.
    pub pull: Option<Outcome<ShowingEffect>>,
}

/// One comparison of annotations with and without a shown suggestion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShowingEffect {
    /// The difference.
    pub estimate: Estimate,
    /// Two-sided p of "no difference"; absent where there is no error.
    pub p_value: Option<f64>,
    /// Share with the suggested label when shown, and when not, on the same items; no shares stand behind a pull.
    pub rates: Option<(f64, f64)>,
    /// Whether the interval lies above 0 (a difference that is worth a finding).
    pub reported: bool,
}

/// Agreement on all annotations beside agreement on those made without a shown suggestion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AgreementBeside {
    /// Krippendorff's alpha of all annotations.
    pub alpha: Outcome<Estimate>,
    /// The same without those made under a shown suggestion.
    pub alpha_without: Outcome<Estimate>,
    /// Percent agreement of all annotations.
    pub percent: Outcome<Estimate>,
    /// The same without those made under a shown suggestion.
    pub percent_without: Outcome<Estimate>,
}
