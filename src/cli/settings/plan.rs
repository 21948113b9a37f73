use super::known_keys::KEYS;
use super::value::Values;
use super::{Unset, file, groups, validity};
use crate::audit::{
    Adjustment, AgreementOptions, AlternativeTestOptions, ConsensusModel, ConsensusOptions, CourseOptions,
    DifferenceInterval, FatigueOptions, HumanModelOptions, InferenceOptions, InterventionOptions,
    PaceOptions, Panel, Plan, RoutingOptions, ShareInterval,
};
use crate::vocabulary::Seed;
use std::collections::BTreeMap;

/// What the audit is to do. The title stays empty where none was set.
pub fn compose(values: &Values) -> Plan {
    let default = Plan::default();
    let small = |path: &str, otherwise: u32| {
        values.whole(path).and_then(|whole| u32::try_from(whole).ok()).unwrap_or(otherwise)
    };
    Plan {
        title: values.text("title").unwrap_or_default(),
        inference: InferenceOptions {
            seed: values.whole("inference.seed").map_or(default.inference.seed, Seed),
            replicates: small("inference.replicates", default.inference.replicates),
            level: values.number("inference.level").unwrap_or(default.inference.level),
            min_overlap: values.whole("inference.min_overlap").unwrap_or(default.inference.min_overlap),
            panel: values.text("inference.panel").and_then(|word| Panel::of_name(&word)).unwrap_or_default(),
        },
        agreement: AgreementOptions {
            coefficients: values.texts("agreement.coefficients").unwrap_or_default(),
            weights: values.text("agreement.weights").and_then(|word| validity::weights(&word)),
            // The file is read where an audit needs it.
            distance: None,
            target_reliability: values
                .number("agreement.target_reliability")
                .unwrap_or(default.agreement.target_reliability),
            set_distance: values
                .text("agreement.distance")
                .and_then(|word| validity::set_distance(&word))
                .unwrap_or_default(),
        },
        consensus: consensus(values),
        human_model: human_model(values),
        routing: RoutingOptions {
            target_error: values.number("routing.target_error"),
            human_hours: values.number("routing.human_hours"),
            secs_per_item: values.number("routing.secs_per_item"),
        },
        interventions: InterventionOptions {
            randomised: values.truth("interventions.randomised").unwrap_or_default(),
        },
        fatigue: FatigueOptions {
            cap_margin: values.number("fatigue.cap_margin").unwrap_or(default.fatigue.cap_margin),
            load: values.text("fatigue.load").unwrap_or(default.fatigue.load),
            task_type: values.text("fatigue.task_type").unwrap_or(default.fatigue.task_type),
        },
        course: course(values),
        pace: pace(values),
        disparity: groups::disparity(values),
        coverage: groups::coverage(values),
        targets: groups::targets(values),
        min_group: values.whole("privacy.min_group").unwrap_or(default.min_group),
        as_of: values.text("as_of"),
        pseudonymized: values.truth("privacy.pseudonymize").unwrap_or(default.pseudonymized),
        settings: effective(values),
    }
}

/// How people and models are compared: an epsilon beats the word for who the annotators are.
fn human_model(values: &Values) -> HumanModelOptions {
    let default = AlternativeTestOptions::default();
    let by_word =
        values.text("human_model.annotators").and_then(|word| AlternativeTestOptions::epsilon_of(&word));
    HumanModelOptions {
        alternative_test: AlternativeTestOptions {
            epsilon: values.number("human_model.epsilon").or(by_word).unwrap_or(default.epsilon),
            signed_rank: values.truth("human_model.signed_rank").unwrap_or(default.signed_rank),
        },
    }
}

/// Which consensus was asked for.
pub fn consensus(values: &Values) -> ConsensusOptions {
    let asked = values.text("consensus.model");
    let model = asked.as_deref().and_then(ConsensusModel::of_name).unwrap_or_default();
    ConsensusOptions { model, asked: asked.is_some() }
}

/// How changes from week to week are judged.
fn course(values: &Values) -> CourseOptions {
    let asked = values.text("course.adjustment");
    let of_name = |word: &str| Adjustment::ALL.into_iter().find(|kind| kind.name() == word);
    CourseOptions { adjustment: asked.as_deref().and_then(of_name).unwrap_or_default() }
}

/// Which intervals one annotator's shares get.
fn pace(values: &Values) -> PaceOptions {
    let (share, difference) = (values.text("pace.share_interval"), values.text("pace.difference_interval"));
    let share = ShareInterval::ALL.into_iter().find(|kind| share.as_deref() == Some(kind.name()));
    let difference =
        DifferenceInterval::ALL.into_iter().find(|kind| difference.as_deref() == Some(kind.name()));
    PaceOptions {
        share_interval: share.unwrap_or_default(),
        difference_interval: difference.unwrap_or_default(),
    }
}

/// The settings that numbers depend on, as they are in effect: those that were set, and those with a default.
fn effective(values: &Values) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for key in KEYS.iter().filter(|key| key.unset != Unset::Silent) {
        let words = match values.entries.get(key.path) {
            Some(entry) => Some(entry.value.words()),
            None if key.unset == Unset::Default => file::example(key).map(|value| value.words()),
            None => None,
        };
        // Columns of a wide log are called after people.
        let hidden = ["columns.wide_columns", "columns.ignore"].contains(&key.path);
        let words = match values.truth("privacy.pseudonymize") {
            Some(true) if hidden => words.map(|_| "set, not shown".into()),
            _ => words,
        };
        if let Some(words) = words {
            out.insert(key.path.to_string(), words);
        }
    }
    for (name, (edges, _)) in &values.bands {
        let edges: Vec<String> = edges.iter().map(f64::to_string).collect();
        out.insert(format!("bands.{name}"), edges.join(", "));
    }
    for (question, entries) in &values.questions {
        for (key, entry) in entries {
            out.insert(format!("questions.{question}.{key}"), entry.value.words());
        }
    }
    out
}
