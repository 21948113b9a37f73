/// What a reader should know of a coefficient before asking for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// Whether every audit gives it; the others are asked for by `agreement.coefficients`.
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
        scales: "nominal",
        missing: "allowed; items with one annotation are left out",
        annotators: "two or more, who may differ by item",
        reference: "Gwet 2014, Handbook of Inter-Rater Reliability, 4th ed., ch. 2",
        default: true,
    },
    CatalogueEntry {
        metric: "fleiss_kappa",
        name: "Fleiss' kappa",
        answers: "How far is agreement above that of annotators who draw from the pool's label shares?",
        scales: "nominal",
        missing: "allowed; items with one annotation count in the label shares alone",
        annotators: "two or more, who may differ by item",
        reference: "Fleiss 1971, Psychol. Bull. 76:378",
        default: true,
    },
    CatalogueEntry {
        metric: "gwet_ac1",
        name: "Gwet's AC1",
        answers: "How far is agreement above chance where one label prevails and kappa falls apart?",
        scales: "nominal",
        missing: "allowed; items with one annotation count in the label shares alone",
        annotators: "two or more, who may differ by item",
        reference: "Gwet 2008, Br. J. Math. Stat. Psychol. 61:29",
        default: true,
    },
    CatalogueEntry {
        metric: "brennan_prediger",
        name: "Brennan–Prediger",
        answers: "How far is agreement above that of annotators who draw every label alike?",
        scales: "nominal",
        missing: "allowed; items with one annotation are left out of observed agreement",
        annotators: "two or more, who may differ by item",
        reference: "Brennan & Prediger 1981, Educ. Psychol. Meas. 41:687",
        default: true,
    },
];
