use super::key::{Key, Kind};
use super::known_keys::{default, looked};

/// The settings of groups beside each other.
pub(super) const GROUP_KEYS: &[Key] = &[
    looked(
        "cohesion.strata",
        Kind::Texts,
        "[\"locale\"]",
        "Slicing columns within whose values alone annotators are exchanged to learn what chance makes of groups, beside \
         the items they share and their number of annotations; left out, columns of which hardly anybody has two values.",
    ),
    default(
        "cohesion.margin",
        Kind::Number,
        "0.02",
        "The smallest distance from what chance makes of a group's alpha within minus its agreement with the others (xRR) \
         that is reported.",
    ),
    default(
        "severity.margin",
        Kind::Number,
        "0.05",
        "Smaller differences of a group's label rate from the others' are not reported (of mean severity: this share of the \
         scale).",
    ),
];
