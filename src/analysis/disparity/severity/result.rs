use crate::analysis::inference::{Association, BreslowDay, Divergence};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome};
use serde::{Deserialize, Serialize};

/// How often groups give each label beside all other annotators, on the items that both saw.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Severity {
    /// Sorted by name.
    pub attributes: Vec<AttributeSeverity>,
    /// Contrasts of the one family that the q values hold for: all attributes, groups and labels; where two groups or two
    /// labels are all there are, the second says the same as the first and counts once.
    pub tests: u64,
    /// Labels that were not compared, because others were given more often.
    pub labels_left_out: u64,
    /// What a difference must reach to be reported.
    pub margin: f64,
}

/// One attribute.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AttributeSeverity {
    /// Its name.
    pub attribute: String,
    /// Sorted by name.
    pub groups: Vec<GroupSeverity>,
    /// Contrasts over which the simultaneous intervals of this attribute hold.
    pub simultaneous: u64,
    /// By label: how far the groups are apart at most, beside what chance makes of it.
    pub spreads: Outcome<Vec<LabelSpread>>,
    /// How far every two groups' labels lie apart.
    pub distances: Outcome<Vec<GroupDistance>>,
    /// How strongly group and label go together over all annotations.
    pub association: Outcome<Association>,
}

/// One group beside all other annotators.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupSeverity {
    /// Its name.
    pub group: String,
    /// By label, or why nothing is said.
    pub contrasts: Outcome<Vec<LabelContrast>>,
}

/// A group against the rest in one label, or in mean severity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabelContrast {
    /// The label; absent where mean severity is compared.
    pub label: Option<String>,
    /// The group's share of annotations with the label (its mean), items weighed as by Mantel and Haenszel.
    pub rate: f64,
    /// The same of the rest, on the same items.
    pub rest: f64,
    /// Group minus rest; the interval is its own.
    pub difference: Estimate,
    /// The interval that holds for all contrasts of the attribute at once.
    pub simultaneous: Outcome<ConfidenceInterval>,
    /// The smallest difference that would have been seen four times in five.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detectable: Option<f64>,
    /// Group over rest; of shares only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ratio: Option<RateRatio>,
    /// Two-sided p of no difference.
    pub p: Outcome<f64>,
    /// The same held against the whole family.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<f64>,
    /// Whether it is told as a finding: q and margin.
    pub reported: bool,
}

/// Ratios of two shares. Ends are absent where an error cannot be had.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct RateRatio {
    /// Mantel and Haenszel's ratio of shares; absent where the rest never gives the label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ratio: Option<f64>,
    /// Ends of its interval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ratio_ends: Option<(f64, f64)>,
    /// Their common odds ratio.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub odds_ratio: Option<f64>,
    /// Ends of its interval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub odds_ends: Option<(f64, f64)>,
    /// Cohen's h of the two shares.
    pub cohens_h: f64,
    /// Chi-square of Cochran, Mantel and Haenszel and its p, which take all annotations as independent; not used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub naive: Option<(f64, f64)>,
    /// Breslow and Day's test of one odds ratio on all items, which takes all annotations as independent, too; absent for
    /// very long logs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub naive_homogeneity: Option<BreslowDay>,
}

/// How far groups are apart in one label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabelSpread {
    /// The label; absent for mean severity.
    pub label: Option<String>,
    /// The group with the lowest item-adjusted rate, and the rate.
    pub lowest: (String, f64),
    /// The group with the highest, and the rate.
    pub highest: (String, f64),
    /// Mean of highest minus lowest with group labels shuffled among annotators.
    pub shuffled: f64,
    /// What it stays under in 95 of 100 shuffles.
    pub shuffled_95: f64,
}

impl LabelSpread {
    /// Highest minus lowest rate.
    pub fn range(&self) -> f64 {
        self.highest.1 - self.lowest.1
    }

    /// Lowest over highest rate: the ratio that the four-fifths rule looks at, a screening heuristic. `None` of means, and
    /// where no group gives the label.
    pub fn ratio(&self) -> Option<f64> {
        self.label.as_ref()?;
        (self.highest.1 > 0.0).then(|| (self.lowest.1 / self.highest.1).max(0.0))
    }
}

/// How far two groups' labels lie apart on the items that both saw.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupDistance {
    /// A group.
    pub first: String,
    /// A later one.
    pub second: String,
    /// Items that both saw.
    pub items: u64,
    /// As seen, or why it cannot be had.
    pub seen: Outcome<Divergence>,
    /// Jensen–Shannon divergence in bits with group labels shuffled, on average: noise alone makes it this large.
    pub shuffled: Outcome<f64>,
    /// p of no distance beyond chance, over all pairs of the attribute at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p: Option<f64>,
}

impl GroupDistance {
    /// Jensen–Shannon divergence in bits.
    pub fn bits(&self) -> Option<f64> {
        self.seen.estimated().map(|seen| seen.jensen_shannon_bits)
    }

    /// What is left of it beyond noise, at least 0.
    pub fn debiased(&self) -> Option<f64> {
        Some((self.bits()? - self.shuffled.estimated()?).max(0.0))
    }
}
