use super::{EstimateRow, Section, within};
use crate::audit::{
    AttributeCoverage, Coverage, CoverageGrid, GroupNumbers, ItemAttributeCoverage, TargetComparison,
    TargetGroup, TargetShare,
};
use crate::vocabulary::{Outcome, SliceKey};

/// Who annotates: by group, beside the target, by slice and along the calendar.
pub(super) fn of_coverage(outcome: &Outcome<Coverage>, section: &mut Section<'_, '_>) {
    match outcome {
        Outcome::NotEstimable(reason) => section.missing("annotator_share", SliceKey::whole(), reason),
        Outcome::Estimated(coverage) => coverage.attributes.iter().for_each(|own| of_attribute(own, section)),
    }
}

fn of_attribute(attribute: &AttributeCoverage, section: &mut Section<'_, '_>) {
    let name = &attribute.attribute;
    let key = SliceKey::of("attribute", name);
    section.number("effective_groups", key.clone(), &attribute.effective_groups);
    if let Some(found) = &attribute.diversity {
        let orders = [
            ("hill_0", found.groups as f64),
            ("hill_2", found.hill_2),
            ("hill_inf", found.hill_inf),
            ("gini_simpson", found.gini_simpson),
        ];
        for (metric, value) in orders {
            section.number(metric, key.clone(), &Outcome::Estimated(value));
        }
    }
    for group in &attribute.groups {
        let key = SliceKey::of(name, &group.group);
        match &group.numbers {
            Outcome::NotEstimable(reason) => section.missing("annotator_share", key, reason),
            Outcome::Estimated(numbers) => of_group(numbers, &key, section),
        }
    }
    match &attribute.against_target {
        None => {}
        Some(Outcome::NotEstimable(reason)) => section.missing("target_chi_squared", key, reason),
        Some(Outcome::Estimated(comparison)) => of_target(name, comparison, section),
    }
    let grids = attribute.by_slice.iter().chain(attribute.over_time.as_ref().and_then(Outcome::estimated));
    grids.for_each(|grid| of_grid(name, grid, section));
}

fn of_group(numbers: &GroupNumbers, key: &SliceKey, section: &mut Section<'_, '_>) {
    let sized = |value: f64| EstimateRow {
        n_items: Some(numbers.items),
        n_annotations: Some(numbers.annotations),
        n_annotators: Some(numbers.annotators),
        ..EstimateRow::of_number(&Outcome::Estimated(value))
    };
    section.row("annotator_share", key.clone(), sized(numbers.annotator_share));
    section.row("annotation_share", key.clone(), sized(numbers.annotation_share));
    if let Some(unseen) = numbers.unseen {
        section.row("items_unseen", key.clone(), sized(unseen.items as f64));
        section.row("items_unseen_share", key.clone(), sized(unseen.share));
        section.row("items_unseen_share_by_lot", key.clone(), sized(unseen.by_lot));
    }
    section.push("krippendorff_alpha", key.clone(), &numbers.alpha);
    section.push("fleiss_kappa", key.clone(), &numbers.fleiss);
    for label in &numbers.labels {
        section.push("label_share", within(key, SliceKey::of("label", &label.label)), &label.share);
    }
    if let Some(further) = &numbers.further {
        let needed = further.clone().map(|found| found.annotations as f64);
        section.number("annotations_for_interval_width", key.clone(), &needed);
    }
}

fn of_target(attribute: &str, comparison: &TargetComparison, section: &mut Section<'_, '_>) {
    let key = SliceKey::of("attribute", attribute);
    match &comparison.fit {
        Outcome::NotEstimable(reason) => section.missing("target_chi_squared", key, reason),
        Outcome::Estimated(fit) => {
            let numbers = [
                ("target_chi_squared", fit.chi2),
                ("target_degrees_of_freedom", fit.df as f64),
                ("target_p", fit.p_value),
                ("target_cohens_w", fit.cohens_w),
                ("target_total_variation", fit.total_variation),
            ];
            for (metric, value) in numbers {
                section.number(metric, key.clone(), &Outcome::Estimated(value));
            }
        }
    }
    comparison.groups.iter().for_each(|group| of_target_group(attribute, group, section));
}

/// One group beside its target.
fn of_target_group(attribute: &str, group: &TargetGroup, section: &mut Section<'_, '_>) {
    let name = if group.group.is_empty() {
        format!("({})", group.together.join(" + "))
    } else {
        group.group.clone()
    };
    let key = SliceKey::of(attribute, &name);
    section.number("target_share", key.clone(), &Outcome::Estimated(group.target));
    let metrics = |share: &TargetShare, names: [&str; 4], section: &mut Section<'_, '_>| {
        section.push(names[0], key.clone(), &share.share);
        section.push(names[1], key.clone(), &share.difference);
        section.push(names[2], key.clone(), &share.ratio);
        if let Some(missing) = share.missing {
            section.number(names[3], key.clone(), &Outcome::Estimated(missing as f64));
        }
    };
    let of_annotators = [
        "annotator_share_beside_target",
        "annotator_share_difference_to_target",
        "annotator_share_ratio_to_target",
        "annotators_to_target",
    ];
    metrics(&group.annotators, of_annotators, section);
    let of_annotations = [
        "annotation_share_beside_target",
        "annotation_share_difference_to_target",
        "annotation_share_ratio_to_target",
        "annotations_to_target",
    ];
    metrics(&group.annotations, of_annotations, section);
    section.number("target_group_p", key.clone(), &Outcome::Estimated(group.p_value));
    if let Some(q) = group.q_value {
        section.number("target_group_q", key.clone(), &Outcome::Estimated(q));
    }
    section.number("items_unseen_share_at_target", key, &Outcome::Estimated(group.unseen_at_target));
}

fn of_grid(attribute: &str, grid: &CoverageGrid, section: &mut Section<'_, '_>) {
    let names = grid.groups.iter().map(String::as_str).chain(grid.others.then_some("(others)"));
    let names: Vec<&str> = names.collect();
    for part in &grid.parts {
        let people: u64 = part.annotators.iter().sum();
        let work: u64 = part.annotations.iter().sum();
        let value = if part.part.is_empty() { "(others)" } else { &part.part };
        for (at, name) in names.iter().enumerate() {
            let key = within(&SliceKey::of(attribute, name), SliceKey::of(&grid.by, value));
            let sized = |n: u64, of: u64| EstimateRow {
                n_annotations: Some(part.annotations[at]),
                n_annotators: Some(part.annotators[at]),
                ..EstimateRow::of_number(&Outcome::Estimated(n as f64 / of.max(1) as f64))
            };
            section.row("annotator_share", key.clone(), sized(part.annotators[at], people));
            section.row("annotation_share", key, sized(part.annotations[at], work));
        }
    }
}

/// Whose content it is.
pub(super) fn of_items(found: &[ItemAttributeCoverage], section: &mut Section<'_, '_>) {
    for attribute in found {
        for group in &attribute.groups {
            let key = SliceKey::of(&attribute.attribute, &group.group);
            let sized = |value: f64| EstimateRow {
                n_items: Some(group.items),
                n_annotations: Some(group.annotations),
                n_annotators: Some(group.annotators),
                ..EstimateRow::of_number(&Outcome::Estimated(value))
            };
            section.row("item_share", key.clone(), sized(group.item_share));
            section.row("annotation_share", key.clone(), sized(group.annotation_share));
            for label in &group.labels {
                section.push("label_share", within(&key, SliceKey::of("label", &label.label)), &label.share);
            }
        }
    }
}
