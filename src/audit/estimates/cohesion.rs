use super::Section;
use crate::audit::{Cohesion, EstimateRow, GroupAgreement, SideEstimate};
use crate::vocabulary::{Estimate, Outcome, SliceKey};

/// Agreement within groups beside agreement with the others, annotators redrawn; then the same with annotators as they are.
pub(super) fn rows(found: &Outcome<Cohesion>, section: &mut Section<'_, '_>) {
    let found = match found {
        Outcome::NotEstimable(reason) => return section.missing("irr_minus_xrr", SliceKey::whole(), reason),
        Outcome::Estimated(found) => found,
    };
    section.number("cohesion_tests", SliceKey::whole(), &Outcome::Estimated(found.tests as f64));
    let groups = || {
        found.attributes.iter().flat_map(|attribute| {
            let key = |group: &str| SliceKey::of(&attribute.attribute, group);
            attribute.groups.iter().map(move |group| (key(&group.group), &group.numbers))
        })
    };
    for (key, numbers) in groups() {
        match numbers {
            Outcome::NotEstimable(reason) => section.missing("irr_minus_xrr", key, reason),
            Outcome::Estimated(numbers) => of_group(numbers, &key, section),
        }
    }
    let mut fixed =
        Section { question: section.question, name: "cohesion_fixed_annotators", rows: &mut *section.rows };
    for (key, numbers) in groups() {
        if let Outcome::Estimated(numbers) = numbers {
            for (metric, estimate) in estimates(numbers) {
                fixed.row(metric, key.clone(), row(&estimate.fixed));
            }
        }
    }
}

/// The row of an estimate whose annotations may have been withheld.
fn row(outcome: &Outcome<Estimate>) -> EstimateRow {
    let row = EstimateRow::of(outcome);
    EstimateRow { n_annotations: row.n_annotations.filter(|&n| n > 0), ..row }
}

fn estimates(numbers: &GroupAgreement) -> [(&'static str, &SideEstimate); 4] {
    [
        ("within_group_alpha", &numbers.within),
        ("cross_group_xrr", &numbers.across),
        ("group_association_index", &numbers.association),
        ("irr_minus_xrr", &numbers.difference),
    ]
}

fn of_group(numbers: &GroupAgreement, key: &SliceKey, section: &mut Section<'_, '_>) {
    for (metric, estimate) in estimates(numbers) {
        section.row(metric, key.clone(), row(&estimate.redrawn));
    }
    let test = match &numbers.test {
        Outcome::NotEstimable(reason) => return section.missing("irr_minus_xrr_p", key.clone(), reason),
        Outcome::Estimated(test) => test,
    };
    let row = |value: f64, method: String| EstimateRow {
        n_annotators: Some(test.exchangeable_all).filter(|&n| n > 0),
        method,
        ..EstimateRow::of_number(&Outcome::Estimated(value))
    };
    let drawn = format!("{} relabellings of annotators within strata", test.draws);
    section.row(
        "irr_minus_xrr_p",
        key.clone(),
        row(test.p, format!("{drawn}, two-sided, (1 + b) / (1 + B)")),
    );
    section.row("irr_minus_xrr_q", key.clone(), row(test.q, "Benjamini-Hochberg over cohesion_tests".into()));
    section.row("irr_minus_xrr_expected", key.clone(), row(test.expected, format!("mean of {drawn}")));
    if let Some(smallest) = test.smallest_seen {
        let method = format!("80 % power alone in the family, from the spread of {drawn}");
        section.row("irr_minus_xrr_smallest_seen", key.clone(), row(smallest, method));
    }
}
