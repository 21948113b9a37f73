use std::fmt;

/// Why audits cannot be followed over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TrendError {
    /// Fewer than two audits are left.
    TooFewAudits {
        /// How many.
        found: usize,
    },
    /// Some audits have a date, this one has none.
    Undated {
        /// Its file.
        file: String,
    },
    /// A question is on another scale than in the latest audit.
    OtherScale {
        /// The file.
        file: String,
        /// The question.
        question: String,
        /// Its scale there.
        scale: String,
        /// The latest audit's file.
        latest: String,
        /// Its scale in the latest audit.
        latest_scale: String,
    },
    /// A question has another label set than in the latest audit.
    OtherLabels {
        /// The file.
        file: String,
        /// The question.
        question: String,
        /// The latest audit's file.
        latest: String,
        /// Labels that only this one has (at most five).
        only_here: Vec<String>,
        /// Labels that only the latest one has (at most five).
        only_latest: Vec<String>,
    },
    /// An audit asks nothing that the latest one asks.
    NothingShared {
        /// The file.
        file: String,
        /// The latest audit's file.
        latest: String,
    },
    /// No audit has this metric.
    NoSuchNumber {
        /// The metric.
        metric: String,
    },
    /// A metric tells of single annotators.
    OfPeople {
        /// The metric.
        metric: String,
    },
}

impl TrendError {
    /// Whether another command line mends it (an audit that does not fit is no matter of the command line).
    pub fn is_usage(&self) -> bool {
        matches!(self, Self::TooFewAudits { .. } | Self::NoSuchNumber { .. } | Self::OfPeople { .. })
    }

    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::TooFewAudits { .. } => {
                "name two or more audit.json files, or a folder that holds reports: raterscope trend reports/"
            }
            Self::Undated { .. } => "audit that log again with --as-of and the day on which its period ends",
            Self::OtherScale { .. } | Self::OtherLabels { .. } => {
                "declare scale and labels in the settings and audit again, or leave such audits out with --skip-unlike"
            }
            Self::NothingShared { .. } => {
                "leave it out, or all that are unlike the latest with --skip-unlike"
            }
            Self::NoSuchNumber { .. } => "estimates.csv beside each audit lists the metrics it has",
            Self::OfPeople { .. } => {
                "a trend names nobody: compare people within one audit, beside others who did the same items"
            }
        }
    }
}

impl fmt::Display for TrendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFewAudits { found: 0 } => write!(f, "no audit is left to follow"),
            Self::TooFewAudits { .. } => write!(f, "one audit alone has no trend"),
            Self::Undated { file } => {
                write!(
                    f,
                    "{file}: tells no period and no --as-of, while other audits do, so it has no place in time"
                )
            }
            Self::OtherScale { file, question, scale, latest, latest_scale } => write!(
                f,
                "{file}: question \"{question}\" is {scale}, but {latest_scale} in the latest audit ({latest})"
            ),
            Self::OtherLabels { file, question, latest, only_here, only_latest } => write!(
                f,
                "{file}: question \"{question}\" has other labels than in the latest audit ({latest}){}",
                differing(only_here, only_latest)
            ),
            Self::NothingShared { file, latest } => {
                write!(f, "{file}: asks nothing that the latest audit ({latest}) asks")
            }
            Self::NoSuchNumber { metric } => write!(f, "no audit has the metric \"{metric}\""),
            Self::OfPeople { metric } => write!(f, "\"{metric}\" tells of single annotators"),
        }
    }
}

impl std::error::Error for TrendError {}

fn differing(only_here: &[String], only_latest: &[String]) -> String {
    let part = |words: &str, names: &[String]| match names {
        [] => None,
        names => Some(format!("{words}: {}", names.join(", "))),
    };
    let parts = [part("only here", only_here), part("only there", only_latest)];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { ", or in another order".into() } else { format!(" ({})", parts.join("; ")) }
}
