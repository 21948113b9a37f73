use super::withheld::Withheld;
use crate::tally::AttributeTally;
use crate::vocabulary::Reason;
use std::collections::BTreeMap;

/// Which groups of annotators may be shown, by attribute: what every part of an audit asks before it tells of one.
#[derive(Debug)]
pub(super) struct ShownGroups<'a> {
    /// By attribute.
    pub judged: BTreeMap<&'a str, Withheld>,
    /// Attribute → group → why it is withheld; those that may be shown are not in it.
    pub reasons: BTreeMap<&'a str, BTreeMap<&'a str, Reason>>,
    /// The smallest group that may be shown.
    pub min_group: u64,
}

impl<'a> ShownGroups<'a> {
    /// What was judged of the attributes, in their order.
    pub fn of(attributes: &'a [AttributeTally], found: Vec<Withheld>, min_group: u64) -> Self {
        let mut shown = Self { judged: BTreeMap::new(), reasons: BTreeMap::new(), min_group };
        for (attribute, withheld) in attributes.iter().zip(found) {
            let name = attribute.attribute.0.as_str();
            for (group, reason) in attribute.groups.iter().zip(&withheld.reasons) {
                if let Some(reason) = reason {
                    shown.reasons.entry(name).or_default().insert(&group.group.0, reason.clone());
                }
            }
            shown.judged.insert(name, withheld);
        }
        shown
    }

    /// Why a group is withheld, or that it may be shown.
    pub fn reason(&self, attribute: &str, group: &str) -> Option<&Reason> {
        self.reasons.get(attribute)?.get(group)
    }

    /// Whether even the names of an attribute's groups are withheld.
    pub fn nameless(&self, attribute: &str) -> bool {
        self.judged.get(attribute).is_some_and(|withheld| withheld.names_too)
    }

    /// Whether some group of the attribute is withheld: a number over all its groups would then tell of that one.
    pub fn hides(&self, attribute: &str) -> bool {
        self.judged.get(attribute).is_some_and(|withheld| withheld.count() > 0)
    }
}
