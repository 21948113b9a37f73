use super::Section;
use crate::audit::{AggregateReliability, CoefficientTest, TwoAnnotators};
use crate::vocabulary::{Outcome, SliceKey};

/// The statistic, its degrees of freedom and its p, of each test.
pub(super) fn of_tests(tests: &[CoefficientTest], section: &mut Section<'_, '_>) {
    for test in tests {
        let key = SliceKey::of("coefficient", &test.metric);
        let name = if test.statistic == "F" { "f_statistic" } else { "chi_squared" };
        section.number(name, key.clone(), &Outcome::Estimated(test.value));
        for (name, &df) in ["degrees_of_freedom", "degrees_of_freedom_within"].into_iter().zip(&test.df) {
            section.number(name, key.clone(), &Outcome::Estimated(df));
        }
        section.number("p_value", key, &Outcome::Estimated(test.p));
    }
}

/// How two annotators' numbers differ, in the labels' unit, and their concordance.
pub(super) fn of_pair(pair: &TwoAnnotators, section: &mut Section<'_, '_>) {
    for (metric, estimate) in [
        ("bland_altman_bias", &pair.bias),
        ("bland_altman_lower", &pair.lower),
        ("bland_altman_upper", &pair.upper),
    ] {
        section.push(metric, SliceKey::whole(), &Outcome::Estimated(estimate.clone()));
    }
    section.number("bland_altman_sd", SliceKey::whole(), &Outcome::Estimated(pair.sd));
    section.push("lin_concordance", SliceKey::whole(), &pair.concordance);
    for (at, metric) in
        ["lin_bias_correction", "lin_scale_shift", "lin_location_shift"].into_iter().enumerate()
    {
        section.number(metric, SliceKey::whole(), &pair.lin_parts.clone().map(|parts| parts[at]));
    }
}

/// Reliability by number of annotators, and the number that a target needs.
pub(super) fn of_aggregate(aggregate: &AggregateReliability, section: &mut Section<'_, '_>) {
    for (k, reliability) in &aggregate.by_annotators {
        section.push("aggregate_reliability", SliceKey::of("annotators", &k.to_string()), reliability);
    }
    let target = SliceKey::of("reliability", &aggregate.target.to_string());
    section.push("annotators_needed", target, &aggregate.needed);
}
