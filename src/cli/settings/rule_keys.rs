use super::key::{Key, Kind};
use super::known_keys::silent;
use crate::gate::{Evidence, Inconclusive, Level};

/// What can be set in one `[[gate.rules]]`.
pub const RULE_KEYS: &[Key] = &[
    silent("metric", Kind::Text, "\"krippendorff_alpha\"", "A metric as in estimates.csv."),
    silent("question", Kind::Text, "\"label\"", "One question; left out, every question."),
    silent(
        "slice",
        Kind::Text,
        "\"label=toxic\"",
        "A part of the log as in estimates.csv (\"gender=*\": every such part); left out, the whole.",
    ),
    silent("level", Kind::Word(&Level::NAMES), "\"error\"", "off: not judged; warn: told, fails nothing."),
    silent("min", Kind::Number, "0.667", "The value must not lie below this."),
    silent("max", Kind::Number, "0.2", "The value must not lie above this."),
    silent("max_drop", Kind::Number, "0.05", "The value must not have fallen further since the --baseline."),
    silent("max_rise", Kind::Number, "0.05", "The value must not have risen further since the --baseline."),
    silent(
        "evidence",
        Kind::WordOrNumber(&Evidence::NAMES),
        "\"interval\"",
        "What is held against the limit: the point, the interval, or an interval of this level (0.9).",
    ),
    silent(
        "inconclusive",
        Kind::Word(&Inconclusive::NAMES),
        "\"report\"",
        "What an inconclusive verdict of this rule counts as, where not as all others.",
    ),
];
