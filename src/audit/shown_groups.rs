use super::withheld::Withheld;
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

impl ShownGroups<'_> {
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
