use super::Section;
use crate::audit::Pace;
use crate::vocabulary::{Outcome, SliceKey};

/// Seconds on an item, and early against late work, of each annotator.
pub(super) fn of_pace(outcome: &Outcome<Pace>, section: &mut Section<'_, '_>) {
    let pace = match outcome {
        Outcome::NotEstimable(reason) => return section.missing("median_seconds", SliceKey::whole(), reason),
        Outcome::Estimated(pace) => pace,
    };
    for one in &pace.annotators {
        let key = || SliceKey::of("annotator", &one.annotator);
        match &one.seconds {
            Outcome::NotEstimable(reason) => section.missing("median_seconds", key(), reason),
            Outcome::Estimated(seconds) => {
                for (metric, value) in [
                    ("median_seconds", Some(seconds.median)),
                    ("first_quartile_seconds", Some(seconds.first_quartile)),
                    ("seconds_deviation", Some(seconds.deviation)),
                    ("order_time_correlation", seconds.order_correlation),
                    ("order_time_correlation_p", seconds.order_p),
                ] {
                    if let Some(value) = value {
                        section.number(metric, key(), &Outcome::Estimated(value));
                    }
                }
            }
        }
        if let Outcome::Estimated(found) = &one.correctness {
            for (metric, estimate) in [
                ("accuracy_in_order", &found.all),
                ("early_accuracy", &found.early),
                ("late_accuracy", &found.late),
                ("accuracy_change", &found.change),
            ] {
                section.push(metric, key(), &Outcome::Estimated(estimate.clone()));
            }
            for (metric, value) in [
                ("accuracy_change_z", found.z),
                ("accuracy_change_p_pooled", found.p_pooled),
                ("accuracy_change_p", found.p_exact),
                ("accuracy_change_p_adjusted", found.p_adjusted),
            ] {
                section.number(metric, key(), &Outcome::Estimated(value));
            }
        }
    }
}
