/// Numbers that count what is in the log. They are what they are: no other items or annotators would have to be drawn
/// to know them, so they have no interval and are judged as they stand.
const FACTS: &[&str] = &[
    "set_aside_share",
    "pairable_share",
    "annotator_share",
    "annotation_share",
    "item_share",
    "effective_groups",
    "hill_0",
    "hill_2",
    "hill_inf",
    "gini_simpson",
    "items_unseen",
    "items_unseen_share",
    "annotator_share_beside_target",
    "annotator_share_difference_to_target",
    "annotator_share_ratio_to_target",
    "annotators_to_target",
    "annotation_share_beside_target",
    "annotation_share_difference_to_target",
    "annotation_share_ratio_to_target",
    "annotations_to_target",
    "session_cap",
];

/// Whether a metric without an interval is judged by the number itself where its rule does not name the evidence: counts of what is in the
/// log, and p values, which are evidence already.
pub fn is_fact(metric: &str) -> bool {
    FACTS.contains(&metric)
        || metric == "p_value"
        || ["_p", "_q", "_p_adjusted"].iter().any(|end| metric.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::known_metrics;

    #[test]
    fn facts_are_metrics() {
        assert!(FACTS.iter().all(|fact| known_metrics().any(|metric| metric == *fact)));
        assert!(is_fact("drift_q") && !is_fact("krippendorff_alpha") && !is_fact("label_share"));
    }
}
