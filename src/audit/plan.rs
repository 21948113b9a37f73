use crate::analysis::agreement::AgreementOptions;
use crate::analysis::consensus::ConsensusOptions;
use crate::analysis::course::CourseOptions;
use crate::analysis::coverage::{CoverageOptions, Targets};
use crate::analysis::disparity::DisparityOptions;
use crate::analysis::fatigue::FatigueOptions;
use crate::analysis::human_model::HumanModelOptions;
use crate::analysis::human_model::interventions::InterventionOptions;
use crate::analysis::inference::InferenceOptions;
use crate::analysis::pace::PaceOptions;
use crate::analysis::routing::RoutingOptions;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Smaller groups are shown only where the settings say aloud that they may be.
pub const SMALLEST_MIN_GROUP: u64 = 3;

/// What an audit should do; composed by the settings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Title of the report; from the settings or the output's name.
    pub title: String,
    /// Intervals.
    pub inference: InferenceOptions,
    /// Coefficients and distances.
    #[serde(default)]
    pub agreement: AgreementOptions,
    /// How one label is made of several.
    #[serde(default)]
    pub consensus: ConsensusOptions,
    /// How people and models are compared.
    #[serde(default)]
    pub human_model: HumanModelOptions,
    /// What is asked of a model that labels alone.
    #[serde(default)]
    pub routing: RoutingOptions,
    /// How annotators' dealings with suggestions are judged.
    #[serde(default)]
    pub interventions: InterventionOptions,
    /// What is asked about order.
    #[serde(default)]
    pub fatigue: FatigueOptions,
    /// How drift along the calendar is judged.
    #[serde(default)]
    pub course: CourseOptions,
    /// Which intervals one annotator's shares get.
    #[serde(default)]
    pub pace: PaceOptions,
    /// What is asked of groups.
    #[serde(default)]
    pub disparity: DisparityOptions,
    /// What is asked of coverage.
    #[serde(default)]
    pub coverage: CoverageOptions,
    /// Stated shares of groups among the annotators; empty where none is stated.
    #[serde(default)]
    pub targets: Targets,
    /// Groups of fewer annotators are suppressed.
    pub min_group: u64,
    /// The day that the report bears, where given (`--as-of`); else the log's period dates it.
    pub as_of: Option<String>,
    /// Whether annotator names are pseudonyms.
    pub pseudonymized: bool,
    /// Effective settings in words, for the provenance section: name → value.
    pub settings: BTreeMap<String, String>,
}

impl Plan {
    /// What everybody who meets the results must be told where groups of one or two people may be shown.
    pub fn small_groups_warning(&self) -> Option<String> {
        (self.min_group < SMALLEST_MIN_GROUP).then(|| {
            format!(
                "Groups of as few as {} {} may be shown (allow_small_groups): their numbers are those of persons who can be \
                 recognised. Do not pass this report on.",
                self.min_group,
                if self.min_group == 1 { "annotator" } else { "annotators" }
            )
        })
    }
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            title: "Annotation audit".into(),
            inference: InferenceOptions::default(),
            agreement: AgreementOptions::default(),
            consensus: ConsensusOptions::default(),
            human_model: HumanModelOptions::default(),
            routing: RoutingOptions::default(),
            interventions: InterventionOptions::default(),
            fatigue: FatigueOptions::default(),
            course: CourseOptions::default(),
            pace: PaceOptions::default(),
            disparity: DisparityOptions::default(),
            coverage: CoverageOptions::default(),
            targets: Targets::default(),
            min_group: 5,
            as_of: None,
            pseudonymized: false,
            settings: BTreeMap::new(),
        }
    }
}
