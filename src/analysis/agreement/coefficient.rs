use super::chance_model::ChanceModel;
use super::distance::Metric;
use super::pool::{Margins, Observed, Pool};
use crate::vocabulary::{Reason, Scale};

/// How items count in the observed disagreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemWeighting {
    /// By their annotations (alpha).
    ByAnnotations,
    /// All alike (Fleiss, Gwet, Brennan–Prediger).
    Alike,
}

/// The five choices of a chance-corrected coefficient 1 − D_o / D_e; the distance is the fifth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recipe {
    /// How items count in D_o.
    pub weighting: ItemWeighting,
    /// Whether only pairable annotations enter D_e (else all rated items do).
    pub pairable_only: bool,
    /// Chance model of D_e.
    pub chance: ChanceModel,
    /// Whether D_e is that of drawing without replacement, n(n − 1) pairs.
    pub small_sample: bool,
}

/// The pooled coefficients, all from the pattern table alone.
///
/// - **Krippendorff's alpha**: D_o = (1/n) Σ_i Σ_{k≠l} r_ik r_il d_kl / (n_i − 1), D_e = Σ n_k n_l d_kl / (n (n − 1)),
///   pairable values only (Krippendorff 2019, Content Analysis, 4th ed., ch. 12; published example: the 4 × 12 table,
///   nominal .743, ordinal .815, interval .849). Distance of the question's scale.
/// - **Percent agreement**: mean over pairable items of the share of agreeing pairs.
/// - **Fleiss' kappa** (Fleiss 1971, Psychol. Bull. 76:378), with unequal numbers of annotators as Gwet has it: shares
///   over all rated items; with two annotators it is Scott's pi. Nominal.
/// - **Gwet's AC1** (2008) and **Brennan–Prediger** (1981): q is the declared label set, or else the labels people used.
///   Nominal.
///
/// Not estimable: nothing pairable; one label only (alpha, Fleiss: no expected disagreement; AC1, Brennan–Prediger:
/// where the set holds one label).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pooled {
    /// Krippendorff's alpha.
    KrippendorffAlpha,
    /// Percent agreement.
    PercentAgreement,
    /// Fleiss' kappa.
    FleissKappa,
    /// Gwet's AC1.
    GwetAc1,
    /// Brennan–Prediger.
    BrennanPrediger,
}

impl Pooled {
    /// In the order of the report, the headline first.
    pub const ALL: [Pooled; 5] = [
        Pooled::KrippendorffAlpha,
        Pooled::PercentAgreement,
        Pooled::FleissKappa,
        Pooled::GwetAc1,
        Pooled::BrennanPrediger,
    ];

    /// Stable id.
    pub fn metric(self) -> &'static str {
        match self {
            Pooled::KrippendorffAlpha => "krippendorff_alpha",
            Pooled::PercentAgreement => "percent_agreement",
            Pooled::FleissKappa => "fleiss_kappa",
            Pooled::GwetAc1 => "gwet_ac1",
            Pooled::BrennanPrediger => "brennan_prediger",
        }
    }

    /// Name for people.
    pub fn name(self, scale: Scale) -> String {
        match self {
            Pooled::KrippendorffAlpha => format!("Krippendorff's alpha ({})", scale.name()),
            Pooled::PercentAgreement => "Percent agreement".into(),
            Pooled::FleissKappa => "Fleiss' kappa".into(),
            Pooled::GwetAc1 => "Gwet's AC1".into(),
            Pooled::BrennanPrediger => "Brennan–Prediger".into(),
        }
    }

    /// Which formula, for the method column.
    pub fn method(self, scale: Scale, q: usize) -> String {
        match self {
            Pooled::KrippendorffAlpha => {
                format!("Krippendorff 2019, {} distance, pairable annotations", scale.name())
            }
            Pooled::PercentAgreement => "mean share of agreeing pairs over pairable items".into(),
            Pooled::FleissKappa => {
                "Fleiss 1971, unequal numbers of annotators, label shares of all rated items".into()
            }
            Pooled::GwetAc1 => format!("Gwet 2008, q = {q} labels"),
            Pooled::BrennanPrediger => format!("Brennan & Prediger 1981, q = {q} labels"),
        }
    }

    /// The recipe; percent agreement corrects for no chance and has none.
    pub fn recipe(self) -> Option<Recipe> {
        let alike = |chance| {
            Some(Recipe {
                weighting: ItemWeighting::Alike,
                pairable_only: false,
                chance,
                small_sample: false,
            })
        };
        match self {
            Pooled::KrippendorffAlpha => Some(Recipe {
                weighting: ItemWeighting::ByAnnotations,
                pairable_only: true,
                chance: ChanceModel::Pooled,
                small_sample: true,
            }),
            Pooled::PercentAgreement => None,
            Pooled::FleissKappa => alike(ChanceModel::Pooled),
            Pooled::GwetAc1 => alike(ChanceModel::Gwet),
            Pooled::BrennanPrediger => alike(ChanceModel::Uniform),
        }
    }

    /// Value with its observed and expected disagreement. `metric` and `observed` belong to the same distance.
    pub(super) fn evaluate(
        self,
        pool: &Pool<'_>,
        margins: &Margins,
        observed: &Observed,
        metric: &Metric<'_>,
    ) -> Result<Evaluated, Reason> {
        if margins.items < 1.0 {
            return Err(Reason::NothingPairable);
        }
        let Some(recipe) = self.recipe() else {
            let disagreement = observed.alike / margins.items;
            return Ok(Evaluated { value: 1.0 - disagreement, observed: disagreement, expected: 1.0 });
        };
        recipe.evaluate(pool, margins, observed, metric)
    }
}

/// A coefficient with the two disagreements it is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evaluated {
    /// 1 − D_o / D_e.
    pub value: f64,
    /// D_o.
    pub observed: f64,
    /// D_e; 1 for percent agreement.
    pub expected: f64,
}

impl Recipe {
    fn evaluate(
        self,
        pool: &Pool<'_>,
        margins: &Margins,
        observed: &Observed,
        metric: &Metric<'_>,
    ) -> Result<Evaluated, Reason> {
        if self.chance == ChanceModel::Pooled && !margins.vary() {
            return Err(Reason::NoExpectedDisagreement);
        }
        if self.chance != ChanceModel::Pooled && pool.q < 2 {
            return Err(Reason::OneLabelInSet);
        }
        let observed = match self.weighting {
            ItemWeighting::ByAnnotations => observed.by_annotations / margins.annotations,
            ItemWeighting::Alike => observed.alike / margins.items,
        };
        let expected = match (self.pairable_only, self.small_sample) {
            (true, true) => {
                let n = margins.annotations;
                metric.pairs(margins.counts.iter().copied().enumerate()) / (n * (n - 1.0))
            }
            (true, false) => {
                let shares: Vec<f64> = margins.counts.iter().map(|c| c / margins.annotations).collect();
                self.chance.expected(metric, &shares, &pool.set, pool.q)
            }
            (false, _) => self.chance.expected(metric, &margins.shares, &pool.set, pool.q),
        };
        if expected <= 0.0 {
            return Err(Reason::NoExpectedDisagreement);
        }
        Ok(Evaluated { value: 1.0 - observed / expected, observed, expected })
    }
}

/// One pooled coefficient of a pattern table under any distance, with the disagreements it is made of: the door for
/// weights that the report does not show.
pub fn coefficient(kind: Pooled, pool: &Pool<'_>, distance: super::Distance) -> Result<Evaluated, Reason> {
    let weights = &pool.table.items;
    let margins = pool.margins(weights);
    if let Some(reason) = distance.refusal() {
        return Err(reason.clone());
    }
    let disagreement = super::pool::Disagreement::new(pool, distance);
    let metric = disagreement.distance.metric(&margins.counts);
    let observed = disagreement.observed(pool, weights, &metric);
    kind.evaluate(pool, &margins, &observed, &metric)
}
