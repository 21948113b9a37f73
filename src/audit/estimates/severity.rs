use super::{Section, within};
use crate::audit::{
    AttributeSeverity, EstimateRow, GroupDistance, LabelContrast, LabelSpread, RateRatio, Severity,
};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, SampleSize, SliceKey};

/// Metric ids of these rows.
pub(in crate::audit) const METRICS: &[&str] = &[
    "label_rate",
    "label_rate_of_rest",
    "label_rate_difference",
    "label_rate_difference_simultaneous",
    "label_rate_difference_detectable",
    "label_rate_p",
    "label_rate_q",
    "label_rate_ratio",
    "label_odds_ratio",
    "label_rate_cohens_h",
    "label_cmh_chi2_naive",
    "label_cmh_p_naive",
    "label_breslow_day_tarone_naive",
    "label_breslow_day_df",
    "label_breslow_day_p_naive",
    "label_rate_range",
    "label_rate_range_if_shuffled",
    "label_rate_range_if_shuffled_95",
    "four_fifths_ratio",
    "mean_severity",
    "mean_severity_of_rest",
    "mean_severity_difference",
    "mean_severity_difference_simultaneous",
    "mean_severity_difference_detectable",
    "mean_severity_p",
    "mean_severity_q",
    "mean_severity_range",
    "mean_severity_range_if_shuffled",
    "mean_severity_range_if_shuffled_95",
    "distribution_divergence_bits",
    "distribution_divergence_bits_if_shuffled",
    "distribution_divergence_bits_debiased",
    "distribution_divergence_p",
    "distribution_distance",
    "distribution_total_variation",
    "distribution_hellinger",
    "distribution_kullback_leibler_bits",
    "association_chi2",
    "association_df",
    "association_p_naive",
    "association_g2",
    "association_cramers_v",
    "association_cramers_v_corrected",
    "association_tschuprow_t",
];

/// Label rates by group beside all others, how far groups are apart, and how group and label go together.
pub(super) fn rows(found: &Outcome<Severity>, section: &mut Section<'_, '_>) {
    let found = match found {
        Outcome::NotEstimable(reason) => {
            return section.missing("label_rate_difference", SliceKey::whole(), reason);
        }
        Outcome::Estimated(found) => found,
    };
    for attribute in &found.attributes {
        for group in &attribute.groups {
            let key = SliceKey::of(&attribute.attribute, &group.group);
            match &group.contrasts {
                Outcome::NotEstimable(reason) => section.missing("label_rate_difference", key, reason),
                Outcome::Estimated(contrasts) => {
                    contrasts.iter().for_each(|contrast| of_contrast(contrast, &key, section));
                }
            }
        }
        of_attribute(attribute, section);
    }
}

/// The key of a group and a label, and what its metrics begin with.
fn part(of: &SliceKey, label: Option<&String>) -> (SliceKey, &'static str) {
    match label {
        Some(label) => (within(of, SliceKey::of("label", label)), "label_rate"),
        None => (of.clone(), "mean_severity"),
    }
}

fn of_contrast(contrast: &LabelContrast, group: &SliceKey, section: &mut Section<'_, '_>) {
    let (key, name) = part(group, contrast.label.as_ref());
    let number = |value: f64| Outcome::Estimated(value);
    section.number(name, key.clone(), &number(contrast.rate));
    section.number(&format!("{name}_of_rest"), key.clone(), &number(contrast.rest));
    section.push(
        &format!("{name}_difference"),
        key.clone(),
        &Outcome::Estimated(contrast.difference.clone()),
    );
    let joint = Estimate { interval: contrast.simultaneous.clone(), ..contrast.difference.clone() };
    section.push(&format!("{name}_difference_simultaneous"), key.clone(), &Outcome::Estimated(joint));
    if let Some(least) = contrast.detectable {
        section.number(&format!("{name}_difference_detectable"), key.clone(), &number(least));
    }
    section.number(&format!("{name}_p"), key.clone(), &contrast.p);
    if let Some(q) = contrast.q {
        section.number(&format!("{name}_q"), key.clone(), &number(q));
    }
    if let Some(ratio) = &contrast.ratio {
        of_ratios(ratio, &key, (&contrast.difference).into(), section);
    }
}

/// What ratios share with the difference: sample and level.
struct Beside<'a> {
    sample: SampleSize,
    interval: Option<&'a ConfidenceInterval>,
}

impl<'a> From<&'a Estimate> for Beside<'a> {
    fn from(of: &'a Estimate) -> Self {
        Self { sample: of.sample, interval: of.interval.estimated() }
    }
}

fn of_ratios(found: &RateRatio, key: &SliceKey, beside: Beside<'_>, section: &mut Section<'_, '_>) {
    let mut row = |metric: &str, value: Option<f64>, ends: Option<(f64, f64)>, method: &str| {
        let Some(value) = value else { return };
        let level = beside.interval.filter(|_| ends.is_some()).map(|interval| interval.level);
        let how = beside.interval.filter(|_| ends.is_some()).map(|interval| format!("; {}", interval.method));
        let row = EstimateRow {
            value: Some(value),
            lower: ends.map(|ends| ends.0),
            upper: ends.map(|ends| ends.1),
            level,
            n_items: Some(beside.sample.items),
            n_annotations: Some(beside.sample.annotations),
            n_annotators: Some(beside.sample.annotators),
            status: "estimated",
            method: format!("{method}{}", how.unwrap_or_default()),
            ..EstimateRow::default()
        };
        section.row(metric, key.clone(), row);
    };
    row("label_rate_ratio", found.ratio, found.ratio_ends, "Mantel–Haenszel ratio of shares by item");
    row("label_odds_ratio", found.odds_ratio, found.odds_ends, "Mantel–Haenszel common odds ratio by item");
    row("label_rate_cohens_h", Some(found.cohens_h), None, "Cohen's h of the two shares");
    let naive = "Cochran–Mantel–Haenszel by item, annotations taken as independent: not used";
    row("label_cmh_chi2_naive", found.naive.map(|naive| naive.0), None, naive);
    row("label_cmh_p_naive", found.naive.map(|naive| naive.1), None, naive);
    let alike = "Breslow–Day by item with Tarone's correction, annotations taken as independent: not used";
    let test = found.naive_homogeneity;
    row("label_breslow_day_tarone_naive", test.map(|test| test.tarone), None, alike);
    row("label_breslow_day_df", test.map(|test| test.df), None, alike);
    row("label_breslow_day_p_naive", test.map(|test| test.p_tarone), None, alike);
}

fn of_attribute(found: &AttributeSeverity, section: &mut Section<'_, '_>) {
    let key = SliceKey::of("attribute", &found.attribute);
    match &found.spreads {
        Outcome::NotEstimable(reason) => section.missing("label_rate_range", key.clone(), reason),
        Outcome::Estimated(spreads) => spreads.iter().for_each(|spread| of_spread(spread, &key, section)),
    }
    match &found.distances {
        Outcome::NotEstimable(reason) => section.missing("distribution_divergence_bits", key.clone(), reason),
        Outcome::Estimated(pairs) => {
            pairs.iter().for_each(|pair| of_distance(pair, &found.attribute, section));
        }
    }
    match &found.association {
        Outcome::NotEstimable(reason) => section.missing("association_cramers_v", key, reason),
        Outcome::Estimated(of) => {
            for (metric, value) in [
                ("association_chi2", of.chi2),
                ("association_df", of.df),
                ("association_p_naive", of.p),
                ("association_g2", of.g2),
                ("association_cramers_v", of.cramers_v),
                ("association_cramers_v_corrected", of.cramers_v_corrected),
                ("association_tschuprow_t", of.tschuprow_t),
            ] {
                section.number(metric, key.clone(), &Outcome::Estimated(value));
            }
        }
    }
}

fn of_spread(found: &LabelSpread, attribute: &SliceKey, section: &mut Section<'_, '_>) {
    let (key, name) = part(attribute, found.label.as_ref());
    let number = |value: f64| Outcome::Estimated(value);
    section.number(&format!("{name}_range"), key.clone(), &number(found.range()));
    section.number(&format!("{name}_range_if_shuffled"), key.clone(), &number(found.shuffled));
    section.number(&format!("{name}_range_if_shuffled_95"), key.clone(), &number(found.shuffled_95));
    if let Some(ratio) = found.ratio() {
        section.number("four_fifths_ratio", key, &number(ratio));
    }
}

fn of_distance(pair: &GroupDistance, attribute: &str, section: &mut Section<'_, '_>) {
    let key = within(&SliceKey::of(attribute, &pair.first), SliceKey::of(attribute, &pair.second));
    let seen = match &pair.seen {
        Outcome::NotEstimable(reason) => return section.missing("distribution_divergence_bits", key, reason),
        Outcome::Estimated(seen) => seen,
    };
    let number = |value: f64| Outcome::Estimated(value);
    section.number("distribution_divergence_bits", key.clone(), &number(seen.jensen_shannon_bits));
    section.number("distribution_divergence_bits_if_shuffled", key.clone(), &pair.shuffled);
    if let Some(left) = pair.debiased() {
        section.number("distribution_divergence_bits_debiased", key.clone(), &number(left));
    }
    if let Some(p) = pair.p {
        section.number("distribution_divergence_p", key.clone(), &number(p));
    }
    section.number("distribution_distance", key.clone(), &number(seen.jensen_shannon_distance()));
    section.number("distribution_total_variation", key.clone(), &number(seen.total_variation));
    section.number("distribution_hellinger", key.clone(), &number(seen.hellinger));
    if let Some(bits) = seen.kullback_leibler_bits {
        section.number("distribution_kullback_leibler_bits", key, &number(bits));
    }
}
