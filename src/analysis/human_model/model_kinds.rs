use super::{ModelComparison, ModelQuality};
use crate::tally::ModelAttribute;
use crate::vocabulary::{Estimate, Outcome};
use serde::{Deserialize, Serialize};

/// Models by what the roster tells of them: size, vendor, whose labels they learned from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelKinds {
    /// The attribute.
    pub attribute: String,
    /// Its values with a model, by name.
    pub kinds: Vec<ModelKind>,
}

/// The models of one kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelKind {
    /// The value.
    pub kind: String,
    /// Its models, by name.
    pub models: Vec<String>,
    /// The mean of their agreement with the consensus, each model counting once; absent where none has one.
    pub agreement_with_consensus: Option<f64>,
    /// The mean of their accuracy against gold, likewise.
    pub accuracy: Option<f64>,
}

/// Models by every attribute that the roster tells of them; models that it does not tell are left out.
pub(super) fn model_kinds(attributes: &[ModelAttribute], models: &[ModelComparison]) -> Vec<ModelKinds> {
    let of = |attribute: &ModelAttribute| {
        let mut values: Vec<&String> = attribute.of_model.iter().map(|(_, value)| value).collect();
        values.sort_unstable();
        values.dedup();
        let kind = |value: &String| {
            let is_one = |model: &&ModelComparison| {
                attribute.of_model.iter().any(|(name, own)| *name == model.model && own == value)
            };
            let own: Vec<&ModelComparison> = models.iter().filter(is_one).collect();
            ModelKind {
                kind: value.clone(),
                agreement_with_consensus: mean(own.iter().map(|model| &model.consensus)),
                accuracy: mean(own.iter().map(|model| &model.gold)),
                models: own.iter().map(|model| model.model.clone()).collect(),
            }
        };
        let kinds = values.into_iter().map(kind).filter(|kind| !kind.models.is_empty()).collect();
        ModelKinds { attribute: attribute.attribute.0.clone(), kinds }
    };
    attributes.iter().map(of).filter(|own| !own.kinds.is_empty()).collect()
}

fn mean<'a>(qualities: impl Iterator<Item = &'a Outcome<ModelQuality>>) -> Option<f64> {
    let value = |quality: &ModelQuality| quality.agreement.estimated().map(|found: &Estimate| found.value);
    let values: Vec<f64> = qualities.filter_map(|quality| value(quality.estimated()?)).collect();
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::super::{HumanModelOptions, measure};
    use crate::analysis::agreement::AgreementOptions;
    use crate::analysis::inference::InferenceOptions;
    use crate::analysis::test_log::TestLog;
    use crate::tally::ModelAttribute;
    use crate::vocabulary::Attribute;
    use std::sync::Arc;

    #[test]
    fn models_of_one_kind_are_averaged() {
        let mut log = TestLog::of_items(&[&[0, 0, 0], &[1, 1, 1]], 2);
        log.models =
            vec![("a", vec![Some(0), Some(1)]), ("b", vec![Some(0), Some(0)]), ("c", vec![Some(1), Some(0)])];
        let mut tallies = log.tallies();
        let of_model = [("a", "big"), ("b", "big"), ("z", "small")];
        tallies.model_attributes = Arc::new(vec![ModelAttribute {
            attribute: Attribute("size".into()),
            of_model: of_model.map(|(model, size)| (model.to_string(), size.to_string())).to_vec(),
        }]);
        let options = InferenceOptions::default();
        let found = measure(&tallies, &AgreementOptions::default(), &HumanModelOptions::default(), &options);
        let kinds = found.estimated().expect("models").kinds.clone();
        assert_eq!((kinds.len(), kinds[0].kinds.len()), (1, 1), "no model of the log is small");
        assert_eq!(kinds[0].kinds[0].models, ["a", "b"]);
        assert_eq!(kinds[0].kinds[0].agreement_with_consensus, Some(0.75));
    }
}
