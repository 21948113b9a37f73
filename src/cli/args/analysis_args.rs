use super::LogArgs;
use super::flag_values::FlagValues;
use crate::analysis::agreement::Weights;
use crate::audit::ConsensusModel;
use clap::Args;
use clap::builder::PossibleValuesParser;
use std::path::PathBuf;

/// How a log is read and what is asked of it: shared by every command that audits one.
#[derive(Debug, Args)]
pub struct AnalysisArgs {
    #[command(flatten)]
    pub log: LogArgs,
    /// Title of the report.
    #[arg(long, value_name = "TEXT", help_heading = "Report")]
    pub title: Option<String>,
    /// The day the report bears, YYYY-MM-DD; otherwise the log's last day.
    #[arg(long, value_name = "DAY", help_heading = "Report")]
    pub as_of: Option<String>,
    /// File of target shares of groups among the annotators (attribute, group, share): is coverage what it should be?
    #[arg(long, value_name = "FILE", help_heading = "Attributes")]
    pub targets: Option<String>,
    /// Root of all random numbers.
    #[arg(long, value_name = "NUMBER", help_heading = "Inference")]
    pub seed: Option<u64>,
    /// Bootstrap replicates.
    #[arg(long, value_name = "NUMBER", help_heading = "Inference")]
    pub replicates: Option<u64>,
    /// Confidence level.
    #[arg(long, value_name = "SHARE", help_heading = "Inference")]
    pub level: Option<f64>,
    /// Items that two annotators must share before they are compared.
    #[arg(long, value_name = "NUMBER", help_heading = "Inference")]
    pub min_overlap: Option<u64>,
    /// Coefficients beside the default ones, by the ids that `raterscope coefficients` lists.
    #[arg(long, value_name = "ID,ID", value_delimiter = ',', help_heading = "Agreement")]
    pub coefficients: Vec<String>,
    /// Weights of the weighted coefficients; otherwise those of the scale.
    #[arg(long, value_name = "WEIGHTS", value_parser = PossibleValuesParser::new(Weights::ALL.map(Weights::name)), help_heading = "Agreement")]
    pub weights: Option<String>,
    /// CSV file with the distance of every two labels, in the place of the scale's; for sets masi or jaccard.
    #[arg(long, value_name = "FILE", help_heading = "Agreement")]
    pub distance: Option<String>,
    /// Make one label of several by this model, and write consensus.csv and annotators.csv into the output folders.
    #[arg(long, value_name = "MODEL", value_parser = PossibleValuesParser::new(ConsensusModel::NAMES), help_heading = "Consensus")]
    pub consensus: Option<String>,
    /// Who the annotators are: how far a model may fall short of one of them and still stand in.
    #[arg(long, value_name = "WHO", value_parser = ["expert", "trained", "crowd"], help_heading = "Human and model")]
    pub annotators: Option<String>,
    /// How far a model may fall short of a person and still stand in: 0.15. Beats --annotators.
    #[arg(long, value_name = "SHARE", help_heading = "Human and model")]
    pub epsilon: Option<f64>,
    /// Test annotators of under 30 items by signed ranks instead of leaving them out of the alternative annotator test.
    #[arg(long, help_heading = "Human and model")]
    pub signed_rank: bool,
    /// The share of wrong labels that is acceptable where a model labels alone: from which confidence on is it certain?
    #[arg(long, value_name = "SHARE", help_heading = "Routing")]
    pub target_error: Option<f64>,
    /// Hours that people have for what the model does not label alone.
    #[arg(long, value_name = "HOURS", help_heading = "Routing")]
    pub human_hours: Option<f64>,
    /// Chance decided which suggestions were shown to whom, so that the report may speak of effects.
    #[arg(long, help_heading = "Inference")]
    pub randomised_suggestions: bool,
    /// Groups of fewer annotators are not shown; at least 3.
    #[arg(long, value_name = "NUMBER", help_heading = "Privacy")]
    pub min_group: Option<u64>,
    /// Let --min-group be 1 or 2; the report then warns that it shows persons who can be recognised.
    #[arg(long, help_heading = "Privacy")]
    pub allow_small_groups: bool,
    /// Show annotators under pseudonyms; the key comes from RATERSCOPE_KEY or --key-file.
    #[arg(long, help_heading = "Privacy")]
    pub pseudonymize: bool,
    /// The file that holds the key of pseudonyms; implies --pseudonymize.
    #[arg(long, value_name = "FILE", help_heading = "Privacy")]
    pub key_file: Option<PathBuf>,
    /// Threads to work with; results do not depend on it.
    #[arg(long, value_name = "NUMBER")]
    pub threads: Option<u64>,
}

impl AnalysisArgs {
    /// What the flags set.
    pub fn set(&self, set: &mut FlagValues) {
        self.log.set(set);
        set.text("title", "--title", self.title.as_ref());
        set.text("targets", "--targets", self.targets.as_ref());
        set.text("as_of", "--as-of", self.as_of.as_ref());
        set.whole("inference.seed", "--seed", self.seed);
        set.whole("inference.replicates", "--replicates", self.replicates);
        set.number("inference.level", "--level", self.level);
        set.whole("inference.min_overlap", "--min-overlap", self.min_overlap);
        set.texts("agreement.coefficients", "--coefficients", &self.coefficients);
        set.text("agreement.weights", "--weights", self.weights.as_ref());
        set.text("agreement.distance", "--distance", self.distance.as_ref());
        set.text("consensus.model", "--consensus", self.consensus.as_ref());
        set.text("human_model.annotators", "--annotators", self.annotators.as_ref());
        set.number("human_model.epsilon", "--epsilon", self.epsilon);
        set.truth("human_model.signed_rank", "--signed-rank", self.signed_rank);
        set.number("routing.target_error", "--target-error", self.target_error);
        set.number("routing.human_hours", "--human-hours", self.human_hours);
        set.truth("interventions.randomised", "--randomised-suggestions", self.randomised_suggestions);
        set.whole("privacy.min_group", "--min-group", self.min_group);
        set.truth("privacy.allow_small_groups", "--allow-small-groups", self.allow_small_groups);
        set.truth("privacy.pseudonymize", "--pseudonymize", self.pseudonymize || self.key_file.is_some());
        set.whole("threads", "--threads", self.threads);
    }
}
