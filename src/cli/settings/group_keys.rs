use super::key::{Key, Kind};
use super::known_keys::{default, looked};

/// What is asked of groups of annotators and of items.
pub(super) const GROUP_KEYS: &[Key] = &[
    default(
        "attributes.withheld",
        Kind::Texts,
        "[\"prefer not to say\", \"prefer not to answer\", \"rather not say\", \"declined to answer\", \"withheld\", \
         \"CONSENT_REVOKED\"]",
        "Answers that mean \"I would rather not say\", whatever their case: a group of their own, beside the unknown.",
    ),
    default(
        "attributes.intersections",
        Kind::Whole,
        "1",
        "Up to how many attributes of annotators are crossed (gender × race): 1 for none, 2 for every two of them.",
    ),
    default(
        "coverage.interval_width",
        Kind::Number,
        "0.1",
        "The width, from end to end, that the interval of a group's label rates should have; the report tells how many \
         annotations that takes.",
    ),
    default(
        "coverage.far_below",
        Kind::Number,
        "0.8",
        "A group is told to be far under its target where its share of annotators is below this part of it, and a test \
         says that this is no chance.",
    ),
    looked(
        "cohesion.strata",
        Kind::Texts,
        "[\"locale\"]",
        "Slicing columns within whose values alone annotators are exchanged to learn what chance makes of groups and flips, beside \
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
    default(
        "views.max_weight",
        Kind::Number,
        "5",
        "Where annotators are weighted to a target, nobody counts more than this many times the mean.",
    ),
    default(
        "views.margin",
        Kind::Number,
        "0.02",
        "A group's difference in agreement with the consensus below this is not reported.",
    ),
    looked(
        "fairness.positive",
        Kind::Text,
        "\"toxic\"",
        "The label that a model's rates by group of items are of; left out, of two labels the last, of more each in turn.",
    ),
    default(
        "fairness.min_items",
        Kind::Whole,
        "20",
        "A model's rate over fewer items of a group carries a warning.",
    ),
    default(
        "fairness.margin",
        Kind::Number,
        "0.02",
        "A difference of a model's rates between groups of items nearer than this to what chance makes of it is not reported.",
    ),
];
