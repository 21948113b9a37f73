use serde::Serialize;

/// What a reader should know of a coefficient before asking for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CatalogueEntry {
    /// Stable id: `krippendorff_alpha`.
    pub metric: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// The question it answers, in one sentence.
    pub answers: &'static str,
    /// Scales of labels it is made for.
    pub scales: &'static str,
    /// What it does with items that some annotators did not judge.
    pub missing: &'static str,
    /// Whether it takes more than two annotators.
    pub annotators: &'static str,
    /// Who proposed it, and where.
    pub reference: &'static str,
    /// Whether every audit of labels on its scales gives it; the others are asked for by `agreement.coefficients`.
    pub default: bool,
}

/// Every coefficient of agreement that an audit can give, the default set first.
pub const CATALOGUE: &[CatalogueEntry] = &[
    CatalogueEntry {
        metric: "krippendorff_alpha",
        name: "Krippendorff's alpha",
        answers: "How far is the pool's agreement above chance, whatever the scale and however many labels are missing?",
        scales: "all",
        missing: "allowed; items with one annotation are left out",
        annotators: "two or more, who may differ by item",
        reference: "Krippendorff 2019, Content Analysis, 4th ed., ch. 12",
        default: true,
    },
    CatalogueEntry {
        metric: "percent_agreement",
        name: "Percent agreement",
        answers: "How often do two annotators of one item say the same?",
        scales: "all",
        missing: "allowed; items with one annotation are left out",
        annotators: "two or more, who may differ by item",
        reference: "Gwet 2014, Handbook of Inter-Rater Reliability, 4th ed., ch. 2",
        default: true,
    },
    CatalogueEntry {
        metric: "fleiss_kappa",
        name: "Fleiss' kappa",
        answers: "How far is agreement above that of annotators who draw from the pool's label shares?",
        scales: "nominal, set",
        missing: "allowed; items with one annotation count in the label shares alone",
        annotators: "two or more, who may differ by item",
        reference: "Fleiss 1971, Psychol. Bull. 76:378",
        default: true,
    },
    CatalogueEntry {
        metric: "gwet_ac1",
        name: "Gwet's AC1",
        answers: "How far is agreement above chance where one label prevails and kappa falls apart?",
        scales: "nominal, set",
        missing: "allowed; items with one annotation count in the label shares alone",
        annotators: "two or more, who may differ by item",
        reference: "Gwet 2008, Br. J. Math. Stat. Psychol. 61:29",
        default: true,
    },
    CatalogueEntry {
        metric: "brennan_prediger",
        name: "Brennan–Prediger",
        answers: "How far is agreement above that of annotators who draw every label alike?",
        scales: "nominal, set",
        missing: "allowed; items with one annotation are left out of observed agreement",
        annotators: "two or more, who may differ by item",
        reference: "Brennan & Prediger 1981, Educ. Psychol. Meas. 41:687",
        default: true,
    },
    CatalogueEntry {
        metric: "weighted_fleiss_kappa",
        name: "Fleiss' kappa, weighted",
        answers: "How far is agreement, near misses counted in part, above that of annotators who draw from the pool's label shares?",
        scales: "ordinal, interval, ratio, circular, bipolar; sets where asked for",
        missing: "allowed; items with one annotation count in the label shares alone",
        annotators: "two or more, who may differ by item",
        reference: "Gwet 2014, Handbook of Inter-Rater Reliability, 4th ed., ch. 3",
        default: true,
    },
    CatalogueEntry {
        metric: "gwet_ac2",
        name: "Gwet's AC2",
        answers: "As AC1, near misses counted in part: how far above chance where one label prevails?",
        scales: "ordinal, interval, ratio, circular, bipolar; sets where asked for",
        missing: "allowed; items with one annotation count in the label shares alone",
        annotators: "two or more, who may differ by item",
        reference: "Gwet 2014, Handbook of Inter-Rater Reliability, 4th ed., ch. 5",
        default: true,
    },
    CatalogueEntry {
        metric: "weighted_brennan_prediger",
        name: "Brennan–Prediger, weighted",
        answers: "How far is agreement, near misses counted in part, above that of annotators who draw every label alike?",
        scales: "ordinal, interval, ratio, circular, bipolar; sets where asked for",
        missing: "allowed; items with one annotation are left out of observed agreement",
        annotators: "two or more, who may differ by item",
        reference: "Gwet 2014, Handbook of Inter-Rater Reliability, 4th ed., ch. 4",
        default: true,
    },
    CatalogueEntry {
        metric: "fleiss_kappa_by_label",
        name: "Fleiss' kappa by label",
        answers: "On which labels do annotators agree above chance, each label taken against all others?",
        scales: "all",
        missing: "allowed; items with one annotation count in the label shares alone",
        annotators: "two or more, who may differ by item",
        reference: "Fleiss 1971, Psychol. Bull. 76:381",
        default: false,
    },
    CatalogueEntry {
        metric: "weighted_agreement",
        name: "Weighted agreement",
        answers: "How much of an agreement are two labels of one item on average, near misses counted in part?",
        scales: "ordinal, interval, ratio, circular, bipolar, set",
        missing: "allowed; items with one annotation are left out",
        annotators: "two or more, who may differ by item",
        reference: "Gwet 2014, Handbook of Inter-Rater Reliability, 4th ed., ch. 3",
        default: false,
    },
    CatalogueEntry {
        metric: "weighted_alpha",
        name: "Krippendorff's alpha, weighted",
        answers: "As alpha, with kappa weights in the place of the scale's distance, so that it can be set beside weighted kappas.",
        scales: "all (identity weights for nominal labels)",
        missing: "allowed; items with one annotation are left out",
        annotators: "two or more, who may differ by item",
        reference: "Gwet 2014, Handbook of Inter-Rater Reliability, 4th ed., ch. 3",
        default: false,
    },
    CatalogueEntry {
        metric: "scott_pi",
        name: "Scott's pi",
        answers: "Two annotators: how far is agreement above that of drawing from the label shares of both?",
        scales: "nominal",
        missing: "items that one of the two judged are left out",
        annotators: "two",
        reference: "Scott 1955, Public Opin. Q. 19:321",
        default: false,
    },
    CatalogueEntry {
        metric: "weighted_scott_pi",
        name: "Scott's pi, weighted",
        answers: "As Scott's pi, near misses counted in part.",
        scales: "ordinal, interval, ratio, circular, bipolar, set",
        missing: "items that one of the two judged are left out",
        annotators: "two",
        reference: "Gwet 2014, Handbook of Inter-Rater Reliability, 4th ed., ch. 3",
        default: false,
    },
    CatalogueEntry {
        metric: "bennett_s",
        name: "Bennett's S",
        answers: "Two annotators: how far is agreement above that of drawing every label alike?",
        scales: "nominal",
        missing: "items that one of the two judged are left out",
        annotators: "two",
        reference: "Bennett, Alpert & Goldstein 1954, Public Opin. Q. 18:303",
        default: false,
    },
    CatalogueEntry {
        metric: "randolph_kappa",
        name: "Randolph's kappa",
        answers: "How far is agreement above chance where nobody had to meet shares of labels (free marginals)?",
        scales: "nominal",
        missing: "allowed; items with one annotation are left out",
        annotators: "two or more, who may differ by item",
        reference: "Randolph 2005, Joensuu Learning and Instruction Symposium",
        default: false,
    },
    CatalogueEntry {
        metric: "icc_1_1",
        name: "ICC(1,1)",
        answers: "What share of the variance of one annotator's numbers lies between items, whoever the annotators are? Given by default on the interval scale where the table has holes.",
        scales: "interval, ratio",
        missing: "allowed; items with one annotation are left out, unequal numbers make the interval approximate",
        annotators: "two or more, who may differ by item",
        reference: "Shrout & Fleiss 1979, Psychol. Bull. 86:420; McGraw & Wong 1996, Psychol. Methods 1:30",
        default: false,
    },
    CatalogueEntry {
        metric: "icc_a_1",
        name: "ICC(A,1)",
        answers: "What share of the variance of one annotator's numbers lies between items, constant offsets between annotators counted as disagreement? Given by default on the interval scale where the table is complete.",
        scales: "interval, ratio",
        missing: "not estimable: every annotator must have judged every item",
        annotators: "two or more, the same for all items",
        reference: "Shrout & Fleiss 1979, Psychol. Bull. 86:420; McGraw & Wong 1996, Psychol. Methods 1:30",
        default: false,
    },
    CatalogueEntry {
        metric: "icc_c_1",
        name: "ICC(C,1)",
        answers: "What share of the variance of one annotator's numbers lies between items, constant offsets between annotators forgiven?",
        scales: "interval, ratio",
        missing: "not estimable: every annotator must have judged every item",
        annotators: "two or more, the same for all items",
        reference: "Shrout & Fleiss 1979, Psychol. Bull. 86:420; McGraw & Wong 1996, Psychol. Methods 1:30",
        default: false,
    },
    CatalogueEntry {
        metric: "icc_1_k",
        name: "ICC(1,k)",
        answers: "How reliable is the mean of an item's k numbers, whoever gave them?",
        scales: "interval, ratio",
        missing: "not estimable: all items must have the same number of annotations",
        annotators: "two or more, who may differ by item",
        reference: "Shrout & Fleiss 1979, Psychol. Bull. 86:420; McGraw & Wong 1996, Psychol. Methods 1:30",
        default: false,
    },
    CatalogueEntry {
        metric: "icc_a_k",
        name: "ICC(A,k)",
        answers: "How reliable is the mean of these k annotators, constant offsets counted as disagreement?",
        scales: "interval, ratio",
        missing: "not estimable: every annotator must have judged every item",
        annotators: "two or more, the same for all items",
        reference: "Shrout & Fleiss 1979, Psychol. Bull. 86:420; McGraw & Wong 1996, Psychol. Methods 1:30",
        default: false,
    },
    CatalogueEntry {
        metric: "icc_c_k",
        name: "ICC(C,k)",
        answers: "How reliable is the mean of these k annotators, constant offsets forgiven?",
        scales: "interval, ratio",
        missing: "not estimable: every annotator must have judged every item",
        annotators: "two or more, the same for all items",
        reference: "Shrout & Fleiss 1979, Psychol. Bull. 86:420; McGraw & Wong 1996, Psychol. Methods 1:30",
        default: false,
    },
    CatalogueEntry {
        metric: "kendall_w",
        name: "Kendall's W",
        answers: "How far do annotators put the items in the same order? Ties share their mean rank and are corrected for.",
        scales: "ordinal, interval, ratio",
        missing: "not estimable: every annotator must have judged every item",
        annotators: "two or more, the same for all items",
        reference: "Kendall & Babington Smith 1939, Ann. Math. Stat. 10:275",
        default: false,
    },
    CatalogueEntry {
        metric: "kendall_w_uncorrected",
        name: "Kendall's W, ties not corrected",
        answers: "The same, as older programs print it: too small where annotators tie items.",
        scales: "ordinal, interval, ratio",
        missing: "not estimable: every annotator must have judged every item",
        annotators: "two or more, the same for all items",
        reference: "Kendall & Babington Smith 1939, Ann. Math. Stat. 10:275",
        default: false,
    },
    CatalogueEntry {
        metric: "lin_concordance",
        name: "Lin's concordance",
        answers: "How near do two annotators' numbers lie to the line of equality? Given by default where two annotators are the whole pool.",
        scales: "interval, ratio",
        missing: "items that one of the two left out are left out",
        annotators: "exactly two",
        reference: "Lin 1989, Biometrics 45:255; Lin 2000, Biometrics 56:324",
        default: false,
    },
    CatalogueEntry {
        metric: "bland_altman_bias",
        name: "Bland–Altman: bias",
        answers: "By how much does one annotator lie above the other, in the labels' unit? Given by default where two annotators are the whole pool.",
        scales: "interval, ratio",
        missing: "items that one of the two left out are left out",
        annotators: "exactly two",
        reference: "Bland & Altman 1986, Lancet i:307",
        default: false,
    },
    CatalogueEntry {
        metric: "bland_altman_lower",
        name: "Bland–Altman: lower limit",
        answers: "Below which difference lie 2.5 % of two annotators' numbers?",
        scales: "interval, ratio",
        missing: "items that one of the two left out are left out",
        annotators: "exactly two",
        reference: "Bland & Altman 1986, Lancet i:307",
        default: false,
    },
    CatalogueEntry {
        metric: "bland_altman_upper",
        name: "Bland–Altman: upper limit",
        answers: "Above which difference lie 2.5 % of two annotators' numbers?",
        scales: "interval, ratio",
        missing: "items that one of the two left out are left out",
        annotators: "exactly two",
        reference: "Bland & Altman 1986, Lancet i:307",
        default: false,
    },
    CatalogueEntry {
        metric: "cohen_kappa",
        name: "Cohen's kappa of each pair",
        answers: "How far do two annotators agree beyond what their own label shares lead to expect?",
        scales: "nominal",
        missing: "items that only one of the two labelled are left out",
        annotators: "two at a time, with 20 shared items or more",
        reference: "Cohen 1960, Educ. Psychol. Meas. 20:37; error: Fleiss, Cohen & Everitt 1969, Psychol. Bull. 72:323",
        default: true,
    },
    CatalogueEntry {
        metric: "cohen_kappa_weighted",
        name: "Weighted kappa of each pair",
        answers: "The same where a near miss is half an agreement: given on ordered scales, or with weights or distances.",
        scales: "ordinal, interval; any with a file of distances",
        missing: "items that only one of the two labelled are left out",
        annotators: "two at a time, with 20 shared items or more",
        reference: "Cohen 1968, Psychol. Bull. 70:213; error: Fleiss, Cohen & Everitt 1969, Psychol. Bull. 72:323",
        default: true,
    },
    CatalogueEntry {
        metric: "pabak",
        name: "PABAK of each pair",
        answers: "What would kappa be if the labels were evenly used, and by both annotators alike?",
        scales: "nominal",
        missing: "items that only one of the two labelled are left out",
        annotators: "two at a time, with 20 shared items or more",
        reference: "Byrt, Bishop & Carlin 1993, J. Clin. Epidemiol. 46:423",
        default: true,
    },
    CatalogueEntry {
        metric: "cohen_kappa_gwet",
        name: "Kappa of each pair, Gwet's interval",
        answers: "The same kappa with Student's t in the place of the normal: wider with few items.",
        scales: "all, by weights",
        missing: "items that only one of the two labelled are left out",
        annotators: "two at a time, with 20 shared items or more",
        reference: "Gwet 2014, Handbook of Inter-Rater Reliability, 4th ed., ch. 5",
        default: false,
    },
    CatalogueEntry {
        metric: "conger_kappa",
        name: "Conger's kappa",
        answers: "How far do all annotators agree beyond what each one's own label shares lead to expect?",
        scales: "all, by weights",
        missing: "allowed; an annotator's label shares are those of all that he or she labelled",
        annotators: "two or more, who may differ by item",
        reference: "Conger 1980, Psychol. Bull. 88:322; error: Gwet 2014, Handbook of Inter-Rater Reliability, 4th ed.",
        default: false,
    },
    CatalogueEntry {
        metric: "light_kappa",
        name: "Light's kappa",
        answers: "What is Cohen's kappa of two annotators on the average over all pairs of them?",
        scales: "all, by weights",
        missing: "allowed; pairs of annotators with fewer than 20 shared items are left out",
        annotators: "two or more, pair by pair",
        reference: "Light 1971, Psychol. Bull. 76:365",
        default: false,
    },
];

#[cfg(test)]
mod tests {
    use super::CATALOGUE;
    use crate::analysis::agreement::Pooled;
    use crate::vocabulary::Scale;
    use std::collections::BTreeSet;

    #[test]
    fn every_pooled_coefficient_is_listed_once_and_says_whether_it_is_given() {
        let listed: BTreeSet<&str> = CATALOGUE.iter().map(|entry| entry.metric).collect();
        assert_eq!(listed.len(), CATALOGUE.len());
        for kind in Pooled::EVERY {
            let entry = CATALOGUE.iter().find(|entry| entry.metric == kind.metric()).expect("a listed one");
            let given = Scale::ALL.iter().any(|&scale| Pooled::default_set(scale).contains(&kind));
            assert_eq!(entry.default, given, "{}", entry.metric);
            assert_eq!(Pooled::of_metric(entry.metric), Some(kind));
        }
        for entry in CATALOGUE {
            assert!(
                entry.answers.len() > 20 && entry.reference.contains(char::is_numeric),
                "{}",
                entry.metric
            );
        }
    }
}
