use super::value::Values;
use crate::audit::{
    CohesionOptions, CoverageOptions, DisparityOptions, FairnessOptions, SeverityOptions, Targets,
    ViewOptions,
};
use crate::vocabulary::Group;

/// What is asked of groups.
pub(super) fn disparity(values: &Values) -> DisparityOptions {
    DisparityOptions {
        cohesion: cohesion(values),
        severity: severity(values),
        views: views(values),
        fairness: fairness(values),
    }
}

/// How groups' agreement within themselves is judged.
fn cohesion(values: &Values) -> CohesionOptions {
    let default = CohesionOptions::default();
    CohesionOptions {
        strata: values.texts("cohesion.strata"),
        margin: values.number("cohesion.margin").unwrap_or(default.margin),
    }
}

/// What is asked of coverage.
pub(super) fn coverage(values: &Values) -> CoverageOptions {
    let default = CoverageOptions::default();
    CoverageOptions {
        interval_width: values.number("coverage.interval_width").unwrap_or(default.interval_width),
        far_below: values.number("coverage.far_below").unwrap_or(default.far_below),
    }
}

/// Stated shares of groups.
pub(super) fn targets(values: &Values) -> Targets {
    let stated = values.targets.iter();
    Targets(stated.map(|(attribute, target)| (attribute.clone(), target.shares.clone())).collect())
}

/// How many attributes are crossed: as many as was asked for, and as a joint target speaks of.
pub(super) fn intersections(values: &Values) -> u32 {
    let asked = values.whole("attributes.intersections").and_then(|depth| u32::try_from(depth).ok());
    let stated = values.targets.keys().map(|attribute| attribute.split(Group::CROSS).count() as u32);
    stated.chain([asked.unwrap_or(1)]).max().unwrap_or(1)
}

/// What is asked of label rates by group.
fn severity(values: &Values) -> SeverityOptions {
    let default = SeverityOptions::default();
    SeverityOptions { margin: values.number("severity.margin").unwrap_or(default.margin) }
}

/// How groups are held against the consensus.
fn views(values: &Values) -> ViewOptions {
    let default = ViewOptions::default();
    ViewOptions {
        max_weight: values.number("views.max_weight").unwrap_or(default.max_weight),
        margin: values.number("views.margin").unwrap_or(default.margin),
    }
}

/// How models are compared over groups of items.
fn fairness(values: &Values) -> FairnessOptions {
    let default = FairnessOptions::default();
    FairnessOptions {
        positive: values.text("fairness.positive"),
        min_items: values.whole("fairness.min_items").unwrap_or(default.min_items),
        margin: values.number("fairness.margin").unwrap_or(default.margin),
    }
}

/// Where numbers that tell groups are cut.
pub(super) fn bands(values: &Values) -> std::collections::BTreeMap<String, Vec<f64>> {
    values.bands.iter().map(|(name, (edges, _))| (name.clone(), edges.clone())).collect()
}
