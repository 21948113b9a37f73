use super::{Section, within};
use crate::audit::{EstimateRow, Flips, GroupView, ViewDistance, Views, WeightedFlips};
use crate::vocabulary::{Outcome, SliceKey};

/// Rows of groups beside the consensus, and of items that would flip if others decided.
pub(super) fn rows(found: &Outcome<Views>, section: &mut Section<'_, '_>) {
    let views = match found {
        Outcome::NotEstimable(reason) => {
            return section.missing("group_consensus_agreement", SliceKey::whole(), reason);
        }
        Outcome::Estimated(views) => views,
    };
    let family = format!("Benjamini–Hochberg over {} tests", views.tests);
    for attribute in &views.attributes {
        for group in &attribute.groups {
            let key = SliceKey::of(&attribute.attribute, &group.group);
            match &group.numbers {
                Outcome::NotEstimable(reason) => section.missing("group_consensus_agreement", key, reason),
                Outcome::Estimated(numbers) => of_group(numbers, &key, &family, section),
            }
        }
    }
    for own in &views.weighted {
        let key = SliceKey::of("target", &own.attributes.join(" + "));
        match &own.numbers {
            Outcome::NotEstimable(reason) => section.missing("weighted_flips", key, reason),
            Outcome::Estimated(numbers) => of_weighting(numbers, &own.attributes, &key, &family, section),
        }
    }
}

fn of_group(numbers: &GroupView, key: &SliceKey, family: &str, section: &mut Section<'_, '_>) {
    distance("group_consensus_agreement", &numbers.consensus, key, family, section);
    section.number("group_consensus_kappa", key.clone(), &numbers.beyond_chance);
    if let Some(chosen) = &numbers.chosen {
        distance("group_chosen_consensus_agreement", chosen, key, family, section);
    }
    flips("flips_if_alone", &numbers.alone, key, family, section);
    flips("flips_if_left_out", &numbers.without, key, family, section);
}

fn distance(metric: &str, own: &ViewDistance, key: &SliceKey, family: &str, section: &mut Section<'_, '_>) {
    section.push(metric, key.clone(), &own.agreement);
    section.push(&format!("{metric}_difference"), key.clone(), &own.difference);
    for (name, value, method) in [("p", own.p, "t test"), ("q", own.q, family)] {
        if let Some(value) = value {
            let row =
                EstimateRow { method: method.into(), ..EstimateRow::of_number(&Outcome::Estimated(value)) };
            section.row(&format!("{metric}_{name}"), key.clone(), row);
        }
    }
}

fn flips(metric: &str, found: &Outcome<Flips>, key: &SliceKey, family: &str, section: &mut Section<'_, '_>) {
    let flips = match found {
        Outcome::NotEstimable(reason) => return section.missing(metric, key.clone(), reason),
        Outcome::Estimated(flips) => flips,
    };
    let mut number = |name: &str, value: f64, method: &str| {
        let row = EstimateRow {
            n_items: Some(flips.items),
            method: method.into(),
            ..EstimateRow::of_number(&Outcome::Estimated(value))
        };
        section.row(name, key.clone(), row);
    };
    if let Some(share) = flips.share() {
        number(metric, share, "of the items with a majority on which annotators disagree");
    }
    match &flips.relabelled {
        Outcome::NotEstimable(reason) => section.missing(&format!("{metric}_expected"), key.clone(), reason),
        Outcome::Estimated(found) => {
            let draws = format!("{} exchanges of annotators within strata", found.draws);
            number(&format!("{metric}_expected"), found.expected, &draws);
            number(&format!("{metric}_p"), found.p, &draws);
            number(&format!("{metric}_q"), found.q, family);
        }
    }
}

fn of_weighting(
    numbers: &WeightedFlips,
    attributes: &[String],
    key: &SliceKey,
    family: &str,
    section: &mut Section<'_, '_>,
) {
    flips("weighted_flips", &Outcome::Estimated(numbers.flips.clone()), key, family, section);
    section.number("design_effect", key.clone(), &numbers.design_effect);
    section.number("weighted_effective_annotators", key.clone(), &numbers.effective_annotators);
    for (attribute, groups) in attributes.iter().zip(&numbers.weights) {
        for group in groups {
            let part = within(key, SliceKey::of(attribute, &group.group));
            let row = EstimateRow {
                n_annotators: Some(group.annotators),
                method: numbers.method.clone(),
                ..EstimateRow::of_number(&Outcome::Estimated(group.weight))
            };
            section.row("target_weight", part, row);
        }
    }
}
