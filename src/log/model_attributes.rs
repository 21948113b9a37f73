//! Rows of the roster that name a model: what is known of models.

use super::ModelAttribute;
use super::item_facts::CONFLICT;
use super::reading::Reading;
use crate::vocabulary::Attribute;
use std::collections::BTreeMap;

/// Models by the code under which a roster may have named them; call it before annotators take their final order.
pub(super) fn codes(reading: &mut Reading) -> BTreeMap<u32, String> {
    if reading.listed.is_none() {
        return BTreeMap::new();
    }
    let mut names: Vec<String> = reading.models.keys().map(|(name, _)| name.clone()).collect();
    names.dedup();
    names.into_iter().map(|name| (reading.annotators.code(&name), name)).collect()
}

/// What the roster says of these models, attribute by attribute, as it is written there.
pub(super) fn settle(reading: &Reading, codes: &BTreeMap<u32, String>) -> Vec<ModelAttribute> {
    let mut out = Vec::new();
    for (name, column) in reading.attributes.iter().filter(|_| !codes.is_empty()) {
        let told = column.of_bearer.told().filter(|&(_, value)| value != CONFLICT);
        let value = |(code, value)| Some((codes.get(&code)?.clone(), column.values.name(value).to_string()));
        let mut of_model: Vec<(String, String)> = told.filter_map(value).collect();
        of_model.sort_unstable();
        if !of_model.is_empty() {
            out.push(ModelAttribute { attribute: Attribute(name.clone()), of_model });
        }
    }
    out
}
