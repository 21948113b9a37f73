use super::{Section, within};
use crate::audit::{AnnotatorMatrix, AnnotatorPair, ChiSquareTest, EstimateRow, NullTest};
use crate::vocabulary::{Estimate, Outcome, SliceKey};

/// Pairs up to which every fact of a pair is a row; with more, kappa, bias and the test of label shares alone (the others
/// stand in audit.json), or a thousand annotators would fill the file.
const ALL_FACTS: usize = 50;

/// Rows of each pair of annotators.
pub(super) fn rows(matrix: &AnnotatorMatrix, section: &mut Section<'_, '_>) {
    let whole = matrix.pairs.len() <= ALL_FACTS;
    let family = format!("Benjamini–Hochberg over {} pairs", matrix.homogeneity_tests);
    for pair in &matrix.pairs {
        let first = SliceKey::of("annotator", &pair.first);
        let key = within(&first, SliceKey::of("annotator", &pair.second));
        kappas(pair, &key, section);
        let mut facts = Facts { section, key: &key, items: items(pair) };
        facts.push(
            "bias_index",
            Some(pair.margins.bias_index),
            "half the sum of differences of label shares",
        );
        homogeneity(pair, &family, whole, &mut facts);
        if whole {
            indices(pair, &mut facts);
        }
    }
}

fn kappas(pair: &AnnotatorPair, key: &SliceKey, section: &mut Section<'_, '_>) {
    section.push("cohen_kappa", key.clone(), &pair.kappa);
    if let Some(weighted) = &pair.weighted {
        section.push("cohen_kappa_weighted", key.clone(), weighted);
    }
    if let Some(gwet) = &pair.gwet {
        section.push("cohen_kappa_gwet", key.clone(), gwet);
    }
}

fn items(pair: &AnnotatorPair) -> Option<u64> {
    let known = |outcome: &Outcome<Estimate>| outcome.estimated().map(|estimate| estimate.sample.items);
    known(&pair.kappa)
}

/// Numbers without an interval of one pair; what is not known is not told, since kappa's own row gives the reason.
struct Facts<'s, 'a, 'm, 'k> {
    section: &'s mut Section<'a, 'm>,
    key: &'k SliceKey,
    items: Option<u64>,
}

impl Facts<'_, '_, '_, '_> {
    fn push(&mut self, metric: &str, value: Option<f64>, method: &str) {
        let Some(value) = value else { return };
        let row = EstimateRow {
            n_items: self.items,
            n_annotators: Some(2),
            method: method.into(),
            ..EstimateRow::of_number(&Outcome::Estimated(value))
        };
        self.section.row(metric, self.key.clone(), row);
    }

    fn chi_square(&mut self, name: &str, test: Option<&ChiSquareTest>, method: &str) {
        let Some(test) = test else { return };
        let method = format!("{method}, df = {}", test.df);
        self.push(&format!("{name}_chi2"), Some(test.chi2), &method);
        self.push(&format!("{name}_df"), Some(test.df as f64), &method);
        self.push(&format!("{name}_p"), Some(test.p), &method);
    }

    fn null(&mut self, kappa: &str, test: Option<&NullTest>) {
        let Some(test) = test else { return };
        let method = "Fleiss–Cohen–Everitt 1969 error if kappa were 0";
        self.push(&format!("{kappa}_null_se"), Some(test.se), method);
        self.push(&format!("{kappa}_null_z"), Some(test.z), method);
        self.push(&format!("{kappa}_null_p"), Some(test.p), method);
    }
}

fn homogeneity(pair: &AnnotatorPair, family: &str, whole: bool, facts: &mut Facts<'_, '_, '_, '_>) {
    let Some(found) = pair.margins.homogeneity.estimated() else { return };
    let decides = match found.mcnemar_exact {
        Some(_) => "McNemar 1947, exact".to_owned(),
        None => "Stuart 1955, Maxwell 1970".to_owned(),
    };
    facts.push("marginal_homogeneity_p", found.p(), &decides);
    facts.push("marginal_homogeneity_q", pair.margins.homogeneity_q, &format!("{decides}; {family}"));
    if whole {
        facts.chi_square("bowker", Some(&found.bowker), "Bowker 1948");
        let stuart = found.stuart_maxwell.estimated();
        facts.chi_square("stuart_maxwell", stuart, "Stuart 1955, Maxwell 1970");
        facts.chi_square("bhapkar", found.bhapkar.as_ref(), "Bhapkar 1966");
    }
}

fn indices(pair: &AnnotatorPair, facts: &mut Facts<'_, '_, '_, '_>) {
    let margins = &pair.margins;
    facts.push("percent_agreement", Some(margins.observed_agreement), "share of shared items with one label");
    facts.push(
        "chance_agreement",
        Some(margins.expected_agreement),
        "expected of the two's own label shares",
    );
    facts.push("max_kappa", margins.max_kappa, "Cohen 1960, the most that these label shares allow");
    facts.push("prevalence_index", margins.prevalence_index, "Byrt, Bishop & Carlin 1993");
    facts.push("pabak", margins.pabak, "(q p_o − 1) / (q − 1)");
    facts.null("cohen_kappa", margins.null.as_ref());
    facts.null("cohen_kappa_weighted", pair.weighted_null.as_ref());
}

#[cfg(test)]
mod tests {
    use super::super::Rows;
    use super::*;
    use crate::audit::{PairMargins, known_metrics};
    use crate::vocabulary::{Matrix, Reason};

    fn matrix(pairs: usize) -> AnnotatorMatrix {
        let pair = |n: usize| AnnotatorPair {
            first: "a".into(),
            second: format!("b{n}"),
            kappa: Outcome::NotEstimable(Reason::NoExpectedDisagreement),
            weighted: None,
            weighted_null: None,
            gwet: None,
            margins: PairMargins {
                observed_agreement: 1.0,
                expected_agreement: 1.0,
                max_kappa: None,
                prevalence_index: Some(1.0),
                bias_index: 0.0,
                pabak: Some(1.0),
                null: None,
                homogeneity: Outcome::NotEstimable(Reason::NothingPairable),
                homogeneity_q: None,
                reported: false,
            },
        };
        let none = Matrix { rows: Vec::new(), columns: Vec::new(), cells: Vec::new() };
        AnnotatorMatrix {
            kappa: none.clone(),
            weights: None,
            overlap: none,
            pairs: (0..pairs).map(pair).collect(),
            homogeneity_tests: 0,
            too_little_overlap: 0,
            min_overlap: 20,
            not_shown: 0,
        }
    }

    fn metrics(pairs: usize) -> Vec<EstimateRow> {
        let mut found = Rows { kept: Vec::new(), metrics: None };
        let mut section = Section { question: "label", name: "agreement", rows: &mut found };
        rows(&matrix(pairs), &mut section);
        found.kept
    }

    #[test]
    fn many_pairs_have_few_rows_each() {
        assert_eq!(metrics(2).len(), 2 * 6);
        assert_eq!(metrics(ALL_FACTS + 1).len(), (ALL_FACTS + 1) * 2);
        assert!(metrics(1).iter().all(|row| known_metrics().any(|known| known == row.metric)));
    }
}
