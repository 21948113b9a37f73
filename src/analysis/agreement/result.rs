use super::{
    AggregateReliability, ClusterCount, CoefficientTest, DisputedItem, NullTest, NumberSummary, PairMargins,
    Redrawn, SkippedItem, SliceAgreement, TwoAnnotators,
};
use crate::vocabulary::{Estimate, Matrix, Outcome, Reason, SampleSize, SliceKey};
use serde::{Deserialize, Serialize};

/// All agreement results of one question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// All rated items.
    pub rated: SampleSize,
    /// Items with two or more annotations, their annotations, and all annotators.
    pub pairable: SampleSize,
    /// Pairable items on which not all annotations are the same.
    pub disagreeing_items: u64,
    /// The clusters of items that intervals draw; absent where items are drawn one by one.
    #[serde(default)]
    pub clusters: Option<ClusterCount>,
    /// The default set of the scale, headline first: krippendorff_alpha, percent_agreement, then fleiss_kappa, gwet_ac1 and
    /// brennan_prediger, or their weighted forms.
    pub coefficients: Vec<Coefficient>,
    /// Coefficients that were asked for beside the default set, in the order asked for.
    #[serde(default)]
    pub further: Vec<Coefficient>,
    /// The default set once more, headline first, then alpha of each label against the rest, with intervals that take
    /// annotators as drawn anew too.
    #[serde(default)]
    pub redrawn: Vec<Redrawn>,
    /// What alpha would be without each label and each slice, and how far that lies from the whole.
    #[serde(default)]
    pub influence: Vec<AlphaChange>,
    /// Tests of the coefficients that have one: F of an intraclass correlation, χ² of Kendall's W.
    #[serde(default)]
    pub tests: Vec<CoefficientTest>,
    /// How reliable the mean or majority of several annotators is.
    #[serde(default)]
    pub aggregate: Option<AggregateReliability>,
    /// What the numbers of a continuous question are like; then nothing counts equal labels.
    #[serde(default)]
    pub numbers: Option<NumberSummary>,
    /// By how much two annotators' numbers differ, where they are the whole pool.
    #[serde(default)]
    pub two_annotators: Option<TwoAnnotators>,
    /// Why percent agreement, alpha and AC differ; absent where one of them has no value.
    #[serde(default)]
    pub paradox: Option<Paradox>,
    /// The highest of Krippendorff's bands (not reliable, tentative, reliable) that alpha reaches with probability 0.95.
    pub band: Outcome<ReliabilityBand>,
    /// By label, in the set's order.
    pub labels: Vec<LabelAgreement>,
    /// On the set scale, by member: in order of names, at most the 500 in most annotations.
    #[serde(default)]
    pub members: Vec<MemberAgreement>,
    /// How many members people gave.
    #[serde(default)]
    pub members_total: u64,
    /// Coincidence matrix (values o_kl of Krippendorff), labels × labels.
    pub coincidences: Outcome<Matrix>,
    /// Label pairs by their share of observed disagreement, largest first; shares add up to 1; at most 200.
    pub label_pairs: Vec<LabelPair>,
    /// Cohen's kappa of each pair of annotators, in clustered order; at most 40 × 40.
    pub annotator_matrix: Outcome<AnnotatorMatrix>,
    /// By annotator, in alphabetical order.
    pub annotators: Outcome<Vec<AnnotatorAgreement>>,
    /// The most disputed items, at most 50, most disputed first, ties by name.
    pub disputed: Vec<DisputedItem>,
    /// Items that could have been listed as disputed.
    pub disputed_total: u64,
    /// Items that annotators skipped, at most 50, most skips first, ties by name.
    #[serde(default)]
    pub skipped: Vec<SkippedItem>,
    /// Items that were skipped at least once.
    #[serde(default)]
    pub skipped_total: u64,
    /// By value of each slicing column.
    pub slices: Vec<SliceAgreement>,
}

impl Agreement {
    /// Nothing measured yet, and nothing that counts equal labels ever, for this reason.
    pub(crate) fn without_labels(reason: &Reason) -> Self {
        Self {
            rated: SampleSize::default(),
            pairable: SampleSize::default(),
            disagreeing_items: 0,
            clusters: None,
            coefficients: Vec::new(),
            further: Vec::new(),
            redrawn: Vec::new(),
            influence: Vec::new(),
            tests: Vec::new(),
            aggregate: None,
            numbers: None,
            two_annotators: None,
            paradox: None,
            band: Outcome::NotEstimable(reason.clone()),
            labels: Vec::new(),
            members: Vec::new(),
            members_total: 0,
            coincidences: Outcome::NotEstimable(reason.clone()),
            label_pairs: Vec::new(),
            annotator_matrix: Outcome::NotEstimable(reason.clone()),
            annotators: Outcome::NotEstimable(reason.clone()),
            disputed: Vec::new(),
            disputed_total: 0,
            skipped: Vec::new(),
            skipped_total: 0,
            slices: Vec::new(),
        }
    }
}

/// One pooled coefficient.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Coefficient {
    /// Stable id: `krippendorff_alpha`.
    pub metric: String,
    /// Name for people: `Krippendorff's alpha (nominal)`.
    pub name: String,
    /// Which part of the log it speaks of: `label=toxic`; empty = the whole.
    #[serde(default)]
    pub slice: SliceKey,
    /// The estimate, or why there is none.
    pub outcome: Outcome<Estimate>,
    /// The same value with its analytic (or jackknife) error in the place of the bootstrap's; `None` where none is known.
    #[serde(default)]
    pub analytic: Option<Outcome<Estimate>>,
    /// Two-sided p of "no agreement beyond chance" by the analytic error; `None` for shares and where there is no error.
    #[serde(default)]
    pub p_value: Option<f64>,
    /// The highest band that the coefficient reaches with probability 0.95, by its analytic error; `None` where no bands
    /// are usual.
    #[serde(default)]
    pub band: Option<Outcome<ReliabilityBand>>,
}

impl Coefficient {
    /// A coefficient of the whole log, without an analytic error or a band.
    pub fn new(metric: &str, name: impl Into<String>, outcome: Outcome<Estimate>) -> Self {
        let (metric, name, slice) = (metric.into(), name.into(), SliceKey::whole());
        Self { metric, name, slice, outcome, analytic: None, p_value: None, band: None }
    }
}

/// What alpha would be without one part of the log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AlphaChange {
    /// `label`, or the slicing column.
    pub name: String,
    /// Which one.
    pub value: String,
    /// Alpha without these annotations.
    pub alpha_without: Outcome<f64>,
    /// Alpha without them minus alpha of the whole; paired interval over items.
    pub change: Outcome<Estimate>,
}

/// A verdict on a scale of bands, with its probability.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReliabilityBand {
    /// `not reliable`, `tentative`, `reliable`.
    pub band: String,
    /// Probability that the coefficient lies in this band or above: share of replicates, or by its analytic error.
    pub probability: f64,
    /// All bands of the scale, highest first.
    #[serde(default)]
    pub bands: Vec<BandProbability>,
}

/// How probable it is that a coefficient lies in a band or above.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BandProbability {
    /// The band's word.
    pub band: String,
    /// Probability of this band and all above it.
    pub probability: f64,
}

/// Why percent agreement, alpha and AC differ on one log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Paradox {
    /// Names of the three.
    pub names: [String; 3],
    /// Percent agreement, or weighted agreement.
    pub agreement: f64,
    /// Alpha under the same distance.
    pub alpha: f64,
    /// AC1, or AC2 under the same distance.
    pub ac: f64,
    /// How unevenly labels are used, 0 (all alike) to 1 (one only).
    pub prevalence_index: f64,
    /// How differently annotators use the labels, 0 (all alike) to 1.
    pub bias_index: f64,
    /// What alpha's item weighting (and its small-sample term) adds: alpha less Fleiss' kappa.
    pub by_item_weighting: f64,
    /// What AC's chance model adds: AC less Fleiss' kappa.
    pub by_prevalence: f64,
    /// What chance by each annotator's own habit would add.
    pub by_bias: f64,
}

/// Agreement on one label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabelAgreement {
    /// The label.
    pub label: String,
    /// Annotations that gave it, unpairable ones among them.
    pub annotations: u64,
    /// Its share of all annotations.
    pub share: f64,
    /// Specific agreement: given that one annotator says so, the share of others of that item who say so too.
    pub specific_agreement: Outcome<Estimate>,
    /// Krippendorff's alpha (nominal) of this label against all others together.
    #[serde(default = "alpha_not_kept")]
    pub alpha: Outcome<Estimate>,
}

/// An audit of an older version.
fn alpha_not_kept() -> Outcome<Estimate> {
    Outcome::NotEstimable(Reason::NotInLog { what: "alpha by label".into(), columns: "a new audit".into() })
}

/// Agreement on one member of sets, which an annotation has or has not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MemberAgreement {
    /// The member, the annotations that have it, and specific agreement on having it.
    pub has: LabelAgreement,
    /// Krippendorff's alpha (nominal) of having it against not having it.
    pub alpha: Outcome<Estimate>,
}

/// Two labels that annotators exchange.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabelPair {
    /// The label that comes first in the set.
    pub first: String,
    /// The other.
    pub second: String,
    /// Share of the observed disagreement, in 0–1, with its interval.
    pub share: Outcome<Estimate>,
    /// Items on which the two meet.
    pub items: u64,
    /// Annotators who gave one of the two on such an item.
    pub annotators: u64,
    /// Gain in alpha if these disagreements were settled evenly (marginals unchanged): value and interval.
    pub gain_in_alpha: Outcome<Estimate>,
    /// Up to five such items, most evenly split first, ties by name.
    pub example_items: Vec<String>,
}

/// Annotator × annotator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnnotatorMatrix {
    /// Cohen's kappa, weighted where `weights` says so; symmetric, `None` on the diagonal and where overlap is too small
    /// or kappa undefined.
    pub kappa: Matrix,
    /// Weights of the matrix: `quadratic`; `None`: unweighted.
    #[serde(default)]
    pub weights: Option<String>,
    /// Shared items.
    pub overlap: Matrix,
    /// All pairs with enough overlap, also beyond the matrix: (first, second, shared items, kappa with interval).
    pub pairs: Vec<AnnotatorPair>,
    /// Pairs that were tested for equal label shares: one family.
    #[serde(default)]
    pub homogeneity_tests: u64,
    /// Pairs that share items, but fewer than the minimum.
    pub too_little_overlap: u64,
    /// Minimum of shared items.
    pub min_overlap: u64,
    /// Annotators who are not shown in the matrix.
    pub not_shown: u64,
}

/// Cohen's kappa of two annotators.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnnotatorPair {
    /// First by name.
    pub first: String,
    /// Second by name.
    pub second: String,
    /// Cohen's kappa, unweighted.
    pub kappa: Outcome<Estimate>,
    /// Weighted kappa, on an ordered scale or where weights were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weighted: Option<Outcome<Estimate>>,
    /// The test that weighted kappa is 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weighted_null: Option<NullTest>,
    /// The same (weighted) kappa with Gwet's interval, where asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gwet: Option<Outcome<Estimate>>,
    /// Prevalence, bias and what follows from the two annotators' label shares.
    pub margins: PairMargins,
}

impl AnnotatorPair {
    /// The kappa that the matrix shows: the weighted one where there is one.
    pub fn shown(&self) -> &Outcome<Estimate> {
        self.weighted.as_ref().unwrap_or(&self.kappa)
    }
}

/// How one annotator compares with what others achieved on the same items.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnnotatorAgreement {
    /// Name or pseudonym.
    pub annotator: String,
    /// Annotations given.
    pub annotations: u64,
    /// Items shared with at least one other.
    pub shared_items: u64,
    /// Skips.
    pub skips: u64,
    /// Own agreement with the others of each item, minus what the others achieve among themselves on the same items.
    pub adjusted: Outcome<Estimate>,
    /// `adjusted` drawn towards that of all annotators with 30 items, the more the less is known (empirical Bayes).
    #[serde(default)]
    pub shrunk: Option<f64>,
    /// Share of own labels that are the gold label.
    #[serde(default = "unknown")]
    pub accuracy: Outcome<Estimate>,
    /// `accuracy` drawn towards that of all annotators.
    #[serde(default)]
    pub accuracy_shrunk: Option<f64>,
    /// Labels given clearly more or less often than others give them on the same items, at most three.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tilts: Vec<LabelTilt>,
    /// Percent agreement with others, unadjusted (stands beside, decides nothing).
    pub raw: Option<f64>,
    /// Alpha of the pool without this annotator.
    pub alpha_without: Outcome<f64>,
    /// Alpha without them minus alpha of the whole; paired interval over items.
    #[serde(default = "unknown")]
    pub alpha_change: Outcome<Estimate>,
    /// p of `adjusted` = 0 after Benjamini–Hochberg over all annotators judged.
    pub q_value: Option<f64>,
    /// What may be said of this person.
    pub verdict: PersonVerdict,
}

/// A label that an annotator gives more or less often than others do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabelTilt {
    /// The label.
    pub label: String,
    /// Share of own labels minus share of the others' labels on the same items.
    pub difference: Outcome<Estimate>,
    /// p of no difference after Benjamini–Hochberg over all annotators with 30 shared items and all labels.
    pub q_value: f64,
}

/// What may be said of a person (METHODS §1): never lightly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonVerdict {
    /// Fewer than 30 overlapping items.
    TooFew,
    /// No evidence of a difference.
    NoEvidence,
    /// Agrees less than others did on the same items: q ≤ 0.05, beyond the margin, the same in both halves,
    /// not explained by slice or group.
    AgreesLess,
    /// Agrees more, by the same rule.
    AgreesMore,
}

/// What an audit of an earlier version does not tell.
fn unknown() -> Outcome<Estimate> {
    Outcome::NotEstimable(Reason::NeedsRows)
}
