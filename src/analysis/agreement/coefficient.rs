use super::chance_model::ChanceModel;
use super::pool::{Disagreement, Pool};
use super::{AgreementOptions, Distance, Evaluated, ItemWeighting, Recipe, WeightTable};
use crate::vocabulary::{Question, Reason, Scale};

/// The pooled coefficients, all from the pattern table alone.
///
/// - **Krippendorff's alpha**: D_o = (1/n) Σ_i Σ_{k≠l} r_ik r_il d_kl / (n_i − 1), D_e = Σ n_k n_l d_kl / (n (n − 1)),
///   pairable values only (Krippendorff 2019, Content Analysis, 4th ed., ch. 12; published example: the 4 × 12 table,
///   nominal .743, ordinal .815, interval .849). Distance of the question's scale, or a file's.
/// - **Percent agreement**: mean over pairable items of the share of agreeing pairs.
/// - **Fleiss' kappa** (Fleiss 1971, Psychol. Bull. 76:378), with unequal numbers of annotators as Gwet has it: shares
///   over all rated items. **Scott's pi** (1955, Public Opin. Q. 19:321): the same for two annotators, shares over the
///   items both judged.
/// - **Gwet's AC1** (2008) and **Brennan–Prediger** (1981): q is the declared label set, or else the labels people used.
///   **Bennett's S** (1954) is Brennan–Prediger for two annotators, **Randolph's kappa** (2005) for many.
/// - Their weighted forms (Gwet 2014, Handbook of Inter-Rater Reliability, 4th ed., ch. 3–5), with d = 1 − weight: a
///   pair of labels that differ little is most of an agreement.
///
/// Not estimable: nothing pairable; one label only (alpha, Fleiss: no expected disagreement; AC1, Brennan–Prediger:
/// where the set holds one label).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
    /// Scott's pi.
    ScottPi,
    /// Bennett's S.
    BennettS,
    /// Randolph's free-marginal kappa.
    RandolphKappa,
    /// Percent agreement with weights.
    WeightedAgreement,
    /// Krippendorff's alpha with kappa weights.
    WeightedAlpha,
    /// Fleiss' kappa with weights.
    WeightedFleissKappa,
    /// Scott's pi with weights.
    WeightedScottPi,
    /// Gwet's AC2: AC1 with weights.
    GwetAc2,
    /// Brennan–Prediger with weights.
    WeightedBrennanPrediger,
}

/// What a coefficient's name and method tell of distances and labels.
#[derive(Debug, Clone, Copy)]
pub struct Basis<'b> {
    /// Word for the distance of alpha: `ordinal`, `MASI`, a file's name.
    pub distance: &'b str,
    /// Word for the weights: `quadratic`.
    pub weights: &'b str,
    /// q of the chance models.
    pub q: usize,
}

impl Pooled {
    /// Coefficients of labels that only differ or do not, in the order of the report, the headline first.
    pub const ALL: [Pooled; 5] = [
        Pooled::KrippendorffAlpha,
        Pooled::PercentAgreement,
        Pooled::FleissKappa,
        Pooled::GwetAc1,
        Pooled::BrennanPrediger,
    ];

    /// Every one that an audit can give.
    pub const EVERY: [Pooled; 14] = [
        Pooled::KrippendorffAlpha,
        Pooled::PercentAgreement,
        Pooled::FleissKappa,
        Pooled::GwetAc1,
        Pooled::BrennanPrediger,
        Pooled::ScottPi,
        Pooled::BennettS,
        Pooled::RandolphKappa,
        Pooled::WeightedAgreement,
        Pooled::WeightedAlpha,
        Pooled::WeightedFleissKappa,
        Pooled::WeightedScottPi,
        Pooled::GwetAc2,
        Pooled::WeightedBrennanPrediger,
    ];

    /// What every audit of labels on this scale gives: where labels have places, the weighted forms, so that coefficients
    /// do not part for the sake of the distance.
    pub fn default_set(scale: Scale) -> [Pooled; 5] {
        match scale {
            Scale::Nominal | Scale::Set => Self::ALL,
            _ => [
                Pooled::KrippendorffAlpha,
                Pooled::PercentAgreement,
                Pooled::WeightedFleissKappa,
                Pooled::GwetAc2,
                Pooled::WeightedBrennanPrediger,
            ],
        }
    }

    /// The coefficient of this id.
    pub fn of_metric(metric: &str) -> Option<Self> {
        Self::EVERY.into_iter().find(|kind| kind.metric() == metric)
    }

    /// Stable id.
    pub fn metric(self) -> &'static str {
        match self {
            Pooled::KrippendorffAlpha => "krippendorff_alpha",
            Pooled::PercentAgreement => "percent_agreement",
            Pooled::FleissKappa => "fleiss_kappa",
            Pooled::GwetAc1 => "gwet_ac1",
            Pooled::BrennanPrediger => "brennan_prediger",
            Pooled::ScottPi => "scott_pi",
            Pooled::BennettS => "bennett_s",
            Pooled::RandolphKappa => "randolph_kappa",
            Pooled::WeightedAgreement => "weighted_agreement",
            Pooled::WeightedAlpha => "weighted_alpha",
            Pooled::WeightedFleissKappa => "weighted_fleiss_kappa",
            Pooled::WeightedScottPi => "weighted_scott_pi",
            Pooled::GwetAc2 => "gwet_ac2",
            Pooled::WeightedBrennanPrediger => "weighted_brennan_prediger",
        }
    }

    /// Name for people.
    pub fn name(self, basis: &Basis<'_>) -> String {
        let weighted = |name: &str| format!("{name} ({} weights)", basis.weights);
        match self {
            Pooled::KrippendorffAlpha => format!("Krippendorff's alpha ({})", basis.distance),
            Pooled::PercentAgreement => "Percent agreement".into(),
            Pooled::FleissKappa => "Fleiss' kappa".into(),
            Pooled::GwetAc1 => "Gwet's AC1".into(),
            Pooled::BrennanPrediger => "Brennan–Prediger".into(),
            Pooled::ScottPi => "Scott's pi".into(),
            Pooled::BennettS => "Bennett's S".into(),
            Pooled::RandolphKappa => "Randolph's kappa".into(),
            Pooled::WeightedAgreement => weighted("Weighted agreement"),
            Pooled::WeightedAlpha => weighted("Krippendorff's alpha"),
            Pooled::WeightedFleissKappa => weighted("Fleiss' kappa"),
            Pooled::WeightedScottPi => weighted("Scott's pi"),
            Pooled::GwetAc2 => weighted("Gwet's AC2"),
            Pooled::WeightedBrennanPrediger => weighted("Brennan–Prediger"),
        }
    }

    /// Which formula, for the method column.
    pub fn method(self, basis: &Basis<'_>) -> String {
        let Basis { distance, weights, q } = *basis;
        match self {
            Pooled::KrippendorffAlpha => {
                format!("Krippendorff 2019, {distance} distance, pairable annotations")
            }
            Pooled::PercentAgreement => "mean share of agreeing pairs over pairable items".into(),
            Pooled::FleissKappa => {
                "Fleiss 1971, unequal numbers of annotators, label shares of all rated items".into()
            }
            Pooled::GwetAc1 => format!("Gwet 2008, q = {q} labels"),
            Pooled::BrennanPrediger => format!("Brennan & Prediger 1981, q = {q} labels"),
            Pooled::ScottPi => "Scott 1955, label shares of the items both annotators judged".into(),
            Pooled::BennettS => format!("Bennett, Alpert & Goldstein 1954, q = {q} labels"),
            Pooled::RandolphKappa => format!("Randolph 2005, q = {q} labels"),
            Pooled::WeightedAgreement => {
                format!("mean {weights} weight of pairs over pairable items (Gwet 2014, ch. 3)")
            }
            Pooled::WeightedAlpha => {
                format!("Krippendorff 2019, distance 1 − {weights} weight, pairable annotations")
            }
            Pooled::WeightedFleissKappa => {
                format!("Gwet 2014, ch. 3, {weights} weights, label shares of all rated items")
            }
            Pooled::WeightedScottPi => {
                format!("Gwet 2014, ch. 3, {weights} weights, label shares of the items both judged")
            }
            Pooled::GwetAc2 => format!("Gwet 2014, ch. 5, {weights} weights, q = {q} labels"),
            Pooled::WeightedBrennanPrediger => {
                format!("Gwet 2014, ch. 4, {weights} weights, q = {q} labels")
            }
        }
    }

    /// How far apart it takes labels to be.
    pub fn distance(self, asked: &AgreementOptions, question: &Question) -> Distance {
        match self {
            Pooled::KrippendorffAlpha => Distance::of_question(asked, question),
            kind if kind.is_weighted() => match WeightTable::of(asked, question) {
                Ok(weights) => weights.distance(question.labels.len()),
                Err(reason) => Distance::Refused(reason),
            },
            _ => Distance::Nominal,
        }
    }

    /// Whether its distance is 1 − weight.
    pub fn is_weighted(self) -> bool {
        matches!(
            self,
            Pooled::WeightedAgreement
                | Pooled::WeightedAlpha
                | Pooled::WeightedFleissKappa
                | Pooled::WeightedScottPi
                | Pooled::GwetAc2
                | Pooled::WeightedBrennanPrediger
        )
    }

    /// Whether it is defined for two annotators alone.
    pub fn is_of_two(self) -> bool {
        matches!(self, Pooled::ScottPi | Pooled::BennettS | Pooled::WeightedScottPi)
    }

    /// Whether it is a share of pairs, from 0 to 1, with no chance allowed for.
    pub fn is_share(self) -> bool {
        matches!(self, Pooled::PercentAgreement | Pooled::WeightedAgreement)
    }

    /// The choices that make it.
    pub fn recipe(self) -> Recipe {
        let alike = |chance| Recipe {
            weighting: ItemWeighting::Alike,
            pairable_only: false,
            chance,
            small_sample: false,
        };
        match self {
            Pooled::KrippendorffAlpha | Pooled::WeightedAlpha => Recipe {
                weighting: ItemWeighting::ByAnnotations,
                pairable_only: true,
                chance: Some(ChanceModel::Pooled),
                small_sample: true,
            },
            Pooled::PercentAgreement | Pooled::WeightedAgreement => {
                Recipe { pairable_only: true, ..alike(None) }
            }
            Pooled::FleissKappa | Pooled::WeightedFleissKappa => alike(Some(ChanceModel::Pooled)),
            Pooled::ScottPi | Pooled::WeightedScottPi => {
                Recipe { pairable_only: true, ..alike(Some(ChanceModel::Pooled)) }
            }
            Pooled::GwetAc1 | Pooled::GwetAc2 => alike(Some(ChanceModel::Gwet)),
            Pooled::BrennanPrediger
            | Pooled::BennettS
            | Pooled::RandolphKappa
            | Pooled::WeightedBrennanPrediger => alike(Some(ChanceModel::Uniform)),
        }
    }
}

/// One pooled coefficient of a pattern table under any distance, with the disagreements it is made of: the door for
/// weights that the report does not show.
pub fn coefficient(kind: Pooled, pool: &Pool<'_>, distance: Distance) -> Result<Evaluated, Reason> {
    if let Some(reason) = distance.refusal() {
        return Err(reason.clone());
    }
    let weights = &pool.table.items;
    let margins = pool.margins(weights);
    let disagreement = Disagreement::new(pool, distance);
    let metric = disagreement.distance.metric(&margins.counts);
    kind.recipe().evaluate(pool, weights, &margins, &disagreement, &metric)
}
