use super::{Section, beside_people, within};
use crate::audit::{
    Against, EstimateRow, HumanModel, ModelComparison, ModelPair, ModelQuality, SoftConfusion,
};
use crate::vocabulary::{Matrix, Outcome, SliceKey};

/// Labels up to which every cell of a confusion matrix is a row; larger ones stand in audit.json.
const CELLS: usize = 20;

/// Rows of models beside people, then of any two models.
pub(super) fn rows(outcome: &Outcome<HumanModel>, section: &mut Section<'_, '_>) {
    let found = match outcome {
        Outcome::NotEstimable(reason) => {
            return section.missing("agreement_with_consensus", SliceKey::whole(), reason);
        }
        Outcome::Estimated(found) => found,
    };
    for model in &found.models {
        of_model(model, section);
    }
    for own in &found.kinds {
        for kind in &own.kinds {
            let key = SliceKey::of(&own.attribute, &kind.kind);
            let means = [
                ("models_agreement_with_consensus", kind.agreement_with_consensus),
                ("models_accuracy", kind.accuracy),
            ];
            for (metric, value) in means {
                if let Some(value) = value {
                    section.number(metric, key.clone(), &Outcome::Estimated(value));
                }
            }
        }
    }
    for pair in found.pairs.iter().flat_map(|own| &own.pairs) {
        of_pair(pair, section);
    }
}

fn of_model(model: &ModelComparison, section: &mut Section<'_, '_>) {
    let key = SliceKey::of("model", &model.model);
    of_quality(&model.consensus, Against::Consensus, &key, section);
    of_quality(&model.gold, Against::Gold, &key, section);
    if let Some(soft) = &model.soft {
        of_soft(soft, &key, section);
    }
    match &model.reference {
        Outcome::NotEstimable(reason) => section.missing("model_human_agreement", key.clone(), reason),
        Outcome::Estimated(reference) => {
            section.push("human_human_agreement", key.clone(), &reference.human_human);
            section.push("model_human_agreement", key.clone(), &reference.model_human);
            section.push("model_minus_human_agreement", key.clone(), &reference.difference);
        }
    }
    if let Some(people) = &model.people {
        beside_people::rows(people, &key, section);
    }
    for one in &model.annotators {
        let part = SliceKey::of("annotator", &one.annotator);
        section.push("cohen_kappa", within(&key, part), &one.kappa);
    }
    of_parts(model, &key, section);
}

/// Slices and groups of annotators.
fn of_parts(model: &ModelComparison, key: &SliceKey, section: &mut Section<'_, '_>) {
    for slice in &model.slices {
        let part = within(key, SliceKey::of(&slice.name, &slice.value));
        let (share, difference) = match slice.against {
            Against::Consensus => ("agreement_with_consensus", "agreement_with_consensus_difference_to_rest"),
            Against::Gold => ("accuracy", "accuracy_difference_to_rest"),
        };
        section.push(share, part.clone(), &slice.agreement);
        section.push(difference, part, &slice.difference);
    }
    for group in &model.groups {
        let part = within(key, SliceKey::of(&group.attribute, &group.group));
        section.push("model_agreement_with_group", part.clone(), &group.agreement);
        section.push("model_agreement_with_group_difference", part, &group.difference);
    }
}

fn of_quality(
    outcome: &Outcome<ModelQuality>,
    against: Against,
    key: &SliceKey,
    section: &mut Section<'_, '_>,
) {
    let (agreement, kappa) = match against {
        Against::Consensus => ("agreement_with_consensus", "kappa_with_consensus"),
        Against::Gold => ("accuracy", "kappa_with_gold"),
    };
    let quality = match outcome {
        Outcome::NotEstimable(reason) => return section.missing(agreement, key.clone(), reason),
        Outcome::Estimated(quality) => quality,
    };
    section.push(agreement, key.clone(), &quality.agreement);
    section.push(kappa, key.clone(), &quality.kappa);
    for summary in &quality.summaries {
        section.push(summary.measure.metric(against), key.clone(), &summary.outcome);
    }
    let name = against.name();
    for label in &quality.labels {
        let key = within(key, SliceKey::of("label", &label.label));
        section.push(&format!("precision_against_{name}"), key.clone(), &label.precision);
        section.push(&format!("recall_against_{name}"), key.clone(), &label.recall);
        section.push(&format!("f1_against_{name}"), key, &label.f1);
    }
    cells(&quality.confusion, name, key, section);
}

/// Every annotation counted its part of the item.
fn of_soft(soft: &SoftConfusion, key: &SliceKey, section: &mut Section<'_, '_>) {
    section.push("agreement_with_annotations", key.clone(), &soft.agreement);
    cells(&soft.confusion, "annotations", key, section);
}

/// Each cell that is not empty, as shares of its row and of its column; items behind them are those of the row or column.
fn cells(matrix: &Matrix, against: &str, key: &SliceKey, section: &mut Section<'_, '_>) {
    let side = matrix.rows.len();
    if side > CELLS {
        return;
    }
    let sum = |of: &dyn Fn(usize) -> Option<f64>| (0..side).filter_map(of).sum::<f64>();
    let rows: Vec<f64> = (0..side).map(|r| sum(&|c| matrix.cell(r, c))).collect();
    let columns: Vec<f64> = (0..side).map(|c| sum(&|r| matrix.cell(r, c))).collect();
    let filled = (0..side).flat_map(|r| (0..side).map(move |c| (r, c)));
    for (r, c) in filled {
        let Some(cell) = matrix.cell(r, c).filter(|&cell| cell > 0.0) else { continue };
        let pair = within(&SliceKey::of("label", &matrix.rows[r]), SliceKey::of("given", &matrix.columns[c]));
        for (side, of) in [("row", rows[r]), ("column", columns[c])] {
            let row = EstimateRow {
                n_items: Some(of.round() as u64),
                method: format!("{cell} items of the {side}'s {of}"),
                ..EstimateRow::of_number(&Outcome::Estimated(cell / of))
            };
            section.row(&format!("confusion_{side}_share_{against}"), within(key, pair.clone()), row);
        }
    }
}

fn of_pair(pair: &ModelPair, section: &mut Section<'_, '_>) {
    let models = within(&SliceKey::of("model", &pair.first), SliceKey::of("model", &pair.second));
    let metric = match pair.against {
        Against::Consensus => "agreement_with_consensus_difference",
        Against::Gold => "accuracy_difference",
    };
    section.push(metric, models.clone(), &pair.difference);
    let Some(q) = pair.q_value else { return };
    let key = within(&models, SliceKey::of("against", pair.against.name()));
    let tests = &pair.mcnemar;
    for (metric, value) in [
        ("mcnemar_exact_p", tests.exact_p),
        ("mcnemar_mid_p", tests.mid_p),
        ("mcnemar_chi2", tests.chi2),
        ("mcnemar_p", tests.p),
        ("mcnemar_chi2_corrected", tests.chi2_corrected),
        ("mcnemar_p_corrected", tests.p_corrected),
        ("mcnemar_q", q),
    ] {
        let row = EstimateRow {
            n_items: Some(pair.both + pair.first_only + pair.second_only + pair.neither),
            method: format!(
                "both {}, only the first {}, only the second {}, neither {}",
                pair.both, pair.first_only, pair.second_only, pair.neither
            ),
            ..EstimateRow::of_number(&Outcome::Estimated(value))
        };
        section.row(metric, key.clone(), row);
    }
}
