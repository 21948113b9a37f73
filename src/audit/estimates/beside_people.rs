use super::{Section, within};
use crate::audit::{
    AlternativeTest, BesidePeople, CrossReplication, EstimateRow, LeftOutReference, TwoGolds,
};
use crate::vocabulary::{Outcome, SliceKey};

/// One model as a member of the group of people.
pub(super) fn rows(people: &BesidePeople, key: &SliceKey, section: &mut Section<'_, '_>) {
    match &people.alternative {
        Outcome::NotEstimable(reason) => section.missing("winning_rate", key.clone(), reason),
        Outcome::Estimated(test) => of_test(test, key, section),
    }
    of_replication(&people.replication, key, section);
    match &people.left_out {
        Outcome::NotEstimable(reason) => section.missing("model_majority_agreement", key.clone(), reason),
        Outcome::Estimated(left_out) => of_left_out(left_out, key, section),
    }
}

fn of_test(test: &AlternativeTest, key: &SliceKey, section: &mut Section<'_, '_>) {
    let method = format!(
        "Calderon et al. 2025, epsilon = {}, {}, Benjamini–Yekutieli at .05",
        test.epsilon, test.alignment
    );
    let rate = EstimateRow {
        n_annotators: Some(test.tested),
        method: method.clone(),
        ..EstimateRow::of_number(&Outcome::Estimated(test.winning_rate))
    };
    section.row("winning_rate", key.clone(), rate);
    section.push("average_advantage", key.clone(), &Outcome::Estimated(test.advantage.clone()));
    for one in &test.annotators {
        let part = within(key, SliceKey::of("annotator", &one.annotator));
        let row = |outcome: &Outcome<f64>, method: String| EstimateRow {
            n_items: Some(one.items),
            n_annotators: Some(1),
            method,
            ..EstimateRow::of_number(outcome)
        };
        let share = "share of items on which the model is at least as near to the others".to_owned();
        section.row("annotator_advantage", part.clone(), row(&Outcome::Estimated(one.advantage), share));
        section.row("alternative_test_p", part, row(&one.p, format!("one-sided {}; {method}", one.test)));
    }
}

fn of_replication(replication: &CrossReplication, key: &SliceKey, section: &mut Section<'_, '_>) {
    section.push("xrr", key.clone(), &replication.xrr);
    section.push("human_alpha", key.clone(), &replication.within);
    section.push("xrr_minus_human_alpha", key.clone(), &replication.difference);
    section.push("xrr_normalised", key.clone(), &replication.normalised);
}

fn of_left_out(left_out: &LeftOutReference, key: &SliceKey, section: &mut Section<'_, '_>) {
    for (metric, outcome) in [
        ("human_majority_agreement", &left_out.human),
        ("model_majority_agreement", &left_out.model),
        ("model_minus_human_majority_agreement", &left_out.difference),
        ("human_majority_kappa", &left_out.human_kappa),
        ("model_majority_kappa", &left_out.model_kappa),
        ("model_minus_human_majority_kappa", &left_out.kappa_difference),
    ] {
        section.push(metric, key.clone(), outcome);
    }
}

/// Which of two gold labels people and models follow.
pub(super) fn of_golds(golds: &Outcome<TwoGolds>, section: &mut Section<'_, '_>) {
    let golds = match golds {
        Outcome::NotEstimable(reason) => {
            return section.missing("share_following_gold", SliceKey::whole(), reason);
        }
        Outcome::Estimated(golds) => golds,
    };
    section.push("share_following_gold", SliceKey::whole(), &golds.people);
    section.number("share_following_neither", SliceKey::whole(), &golds.people_neither);
    for model in &golds.models {
        let key = SliceKey::of("model", &model.model);
        section.push("share_following_gold", key.clone(), &model.share);
        section.number("share_following_neither", key, &model.neither);
    }
}
