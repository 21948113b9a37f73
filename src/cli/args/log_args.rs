use super::flag_values::FlagValues;
use crate::cli::Trouble;
use crate::cli::settings::Values;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// How a log is to be read: shared by every command that reads one.
#[derive(Debug, Args)]
pub struct LogArgs {
    /// The settings file; otherwise raterscope.toml in the working folder, where there is one.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The log has one column per annotator instead of a row per annotation.
    #[arg(long, help_heading = "Columns")]
    pub wide: bool,
    /// Column of the item's id.
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub item: Option<String>,
    /// Column of the annotator's id.
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub annotator: Option<String>,
    /// Column of the label; given several times, each column is a question of its own.
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub label: Vec<String>,
    /// Column that tells which question a row answers.
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub question: Option<String>,
    /// Column of the label held to be right.
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub gold: Option<String>,
    /// Column of another label that the item speaks for: which of the two do people and models follow where they differ?
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub second_gold: Option<String>,
    /// Column of what the annotator did with the suggestion (approve, edit, reject, flag).
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub action: Option<String>,
    /// Column of the label that was suggested to the annotator.
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub suggestion: Option<String>,
    /// Column that tells whether the suggestion was shown (yes, no).
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub suggestion_shown: Option<String>,
    /// Column of the suggestion's confidence.
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub suggestion_confidence: Option<String>,
    /// Column of a model's labels; patterns allowed (model_*), may be given several times. Where one is given, no other is
    /// taken for its name.
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub model: Vec<String>,
    /// Column that describes annotators (gender, country), of the log or the roster; may be given several times. Where one
    /// is given, no other is taken for its name.
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub attribute: Vec<String>,
    /// Column that describes items (whose content it is), of the log or the file of items; may be given several times.
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub item_attribute: Vec<String>,
    /// Edges of the bands that an attribute's numbers are cut into: age=18,30,45,60; may be given several times.
    #[arg(long, value_name = "ATTRIBUTE=EDGES", help_heading = "Attributes")]
    pub band: Vec<String>,
    /// An answer in attributes that means "I would rather not say"; given at all, it replaces the usual ones.
    #[arg(long, value_name = "TOKEN", help_heading = "Attributes")]
    pub withheld: Vec<String>,
    /// Up to how many attributes of annotators are crossed (gender × race): 2 for every two of them.
    #[arg(long, value_name = "NUMBER", help_heading = "Attributes")]
    pub intersections: Option<u64>,
    /// Column that splits annotations into parts (batch, language); may be given several times. Where one is given, no
    /// other is taken for its name.
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub slice: Vec<String>,
    /// Column to leave unread; may be given several times.
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub ignore: Vec<String>,
    /// Column of the position in the annotator's work.
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub order: Option<String>,
    /// Column of the time spent on the item; _ms at its end means milliseconds.
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub time: Option<String>,
    /// Column of the time of submission.
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub submitted_at: Option<String>,
    /// Column of the time when the annotator began.
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub started_at: Option<String>,
    /// Column of the work session.
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub session: Option<String>,
    /// Column that marks repeats shown on purpose.
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub is_repeat: Option<String>,
    /// Column of the cluster that an item belongs to (thread, document, author): intervals draw clusters whole.
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub cluster: Option<String>,
    /// File of annotators and their attributes, joined by annotator id.
    #[arg(long, value_name = "FILE", help_heading = "Inputs")]
    pub roster: Option<String>,
    /// File of items and their attributes, joined by item id.
    #[arg(long, value_name = "FILE", help_heading = "Inputs")]
    pub items: Option<String>,
    /// File of models' labels, joined by item id; may be given several times.
    #[arg(long, value_name = "FILE", help_heading = "Inputs")]
    pub predictions: Vec<String>,
    /// Format of the log, where its bytes do not tell.
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Inputs")]
    pub input_format: Option<InputFormat>,
    /// Encoding of delimited text: windows-1252, utf-16le …
    #[arg(long, value_name = "NAME", help_heading = "Inputs")]
    pub encoding: Option<String>,
    /// What separates fields: one character, or tab.
    #[arg(long, value_name = "CHAR", help_heading = "Inputs")]
    pub delimiter: Option<String>,
    /// Scale of the labels.
    #[arg(long, value_enum, value_name = "SCALE", help_heading = "Labels")]
    pub scale: Option<ScaleWord>,
    /// The labels that may be given, in order: low,medium,high.
    #[arg(long, value_name = "A,B,C", value_delimiter = ',', help_heading = "Labels")]
    pub labels: Vec<String>,
    /// What stands between the labels of a set in a text: "|".
    #[arg(long, value_name = "TEXT", help_heading = "Labels")]
    pub set_separator: Option<String>,
    /// A text that means the empty set, where labels are sets; given at all, it replaces the usual one ({}).
    #[arg(long, value_name = "TOKEN", help_heading = "Labels")]
    pub empty_set: Vec<String>,
    /// A text that means "no value"; given at all, it replaces the usual ones (NA, null). An empty text always means it.
    #[arg(long, value_name = "TOKEN", help_heading = "Labels")]
    pub null: Vec<String>,
    /// A label that means the annotator skipped the item; may be given several times.
    #[arg(long, value_name = "LABEL", help_heading = "Labels")]
    pub skip_label: Vec<String>,
    /// Take labels that differ only in case and surrounding space as one.
    #[arg(long, help_heading = "Labels")]
    pub merge_variants: bool,
    /// Which of several annotations of one item by one annotator counts.
    #[arg(long, value_enum, value_name = "WHICH", help_heading = "Rows")]
    pub repeats: Option<RepeatWord>,
    /// From which distance a second annotation is a repeat and no edit: 24h.
    #[arg(long, value_name = "DURATION", help_heading = "Rows")]
    pub repeat_lag: Option<String>,
    /// A pause that ends a session: 30min.
    #[arg(long, value_name = "DURATION", help_heading = "Rows")]
    pub session_gap: Option<String>,
    /// A longer time on one item counts as unknown: 10min.
    #[arg(long, value_name = "DURATION", help_heading = "Rows")]
    pub idle_cap: Option<String>,
    /// How long the stretches of the calendar are in which drift is looked for; otherwise weeks.
    #[arg(long, value_name = "PERIOD", value_parser = ["day", "week", "month"], help_heading = "Rows")]
    pub drift_period: Option<String>,
    /// Refuse the log when a larger share of its rows is set aside: 0.05.
    #[arg(long, value_name = "SHARE", help_heading = "Rows")]
    pub max_set_aside: Option<f64>,
}

/// The formats that can be stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum InputFormat {
    /// CSV, TSV and their like.
    Delimited,
    /// One JSON object per line.
    JsonLines,
    /// Apache Parquet.
    Parquet,
    /// Apache Arrow IPC.
    Ipc,
    /// An export of Prodigy.
    Prodigy,
}

/// The scales that can be stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ScaleWord {
    /// Names without order.
    Nominal,
    /// Ordered.
    Ordinal,
    /// Numbers whose differences mean something.
    Interval,
    /// Numbers with a true zero.
    Ratio,
    /// Places on a circle: hours, days of the week.
    Circular,
    /// Places between two poles.
    Bipolar,
    /// Sets: several labels at once, or none.
    Set,
}

/// The policies for repeated annotations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RepeatWord {
    /// The last by time.
    Last,
    /// The first by time.
    First,
    /// None: the log is refused.
    Error,
}

impl LogArgs {
    /// What the flags set.
    pub fn values(&self) -> Result<Values, Trouble> {
        let mut set = FlagValues::default();
        self.set(&mut set);
        set.finish()
    }

    /// Puts what the flags set into `set`.
    pub fn set(&self, set: &mut FlagValues) {
        self.set_columns(set);
        set.text("roster", "--roster", self.roster.as_ref());
        set.text("items", "--items", self.items.as_ref());
        set.bands("--band", &self.band);
        set.texts("attributes.withheld", "--withheld", &self.withheld);
        set.whole("attributes.intersections", "--intersections", self.intersections);
        set.texts("predictions", "--predictions", &self.predictions);
        set.text("rows.encoding", "--encoding", self.encoding.as_ref());
        set.text("rows.delimiter", "--delimiter", self.delimiter.as_ref());
        let format = self.input_format.map(|format| match format {
            InputFormat::Delimited => "delimited",
            InputFormat::JsonLines => "json_lines",
            InputFormat::Parquet => "parquet",
            InputFormat::Ipc => "ipc",
            InputFormat::Prodigy => "prodigy",
        });
        set.word("rows.format", "--input-format", format);
        let scale = self.scale.map(|scale| match scale {
            ScaleWord::Nominal => "nominal",
            ScaleWord::Ordinal => "ordinal",
            ScaleWord::Interval => "interval",
            ScaleWord::Ratio => "ratio",
            ScaleWord::Circular => "circular",
            ScaleWord::Bipolar => "bipolar",
            ScaleWord::Set => "set",
        });
        set.word("labels.scale", "--scale", scale);
        set.texts("labels.declared", "--labels", &self.labels);
        set.text("labels.set_separator", "--set-separator", self.set_separator.as_ref());
        set.texts("labels.empty_set", "--empty-set", &self.empty_set);
        set.texts("labels.null", "--null", &self.null);
        set.texts("labels.skip", "--skip-label", &self.skip_label);
        set.truth("labels.merge_variants", "--merge-variants", self.merge_variants);
        let repeats = self.repeats.map(|repeats| match repeats {
            RepeatWord::Last => "last",
            RepeatWord::First => "first",
            RepeatWord::Error => "error",
        });
        set.word("rows.repeats", "--repeats", repeats);
        set.duration("rows.repeat_lag", "--repeat-lag", self.repeat_lag.as_ref());
        set.duration("rows.session_gap", "--session-gap", self.session_gap.as_ref());
        set.duration("rows.idle_cap", "--idle-cap", self.idle_cap.as_ref());
        set.text("rows.drift_period", "--drift-period", self.drift_period.as_ref());
        set.number("rows.max_set_aside", "--max-set-aside", self.max_set_aside);
    }

    fn set_columns(&self, set: &mut FlagValues) {
        set.truth("columns.wide", "--wide", self.wide);
        set.text("columns.item", "--item", self.item.as_ref());
        set.text("columns.annotator", "--annotator", self.annotator.as_ref());
        set.texts("columns.label", "--label", &self.label);
        set.text("columns.question", "--question", self.question.as_ref());
        set.text("columns.gold", "--gold", self.gold.as_ref());
        set.text("columns.second_gold", "--second-gold", self.second_gold.as_ref());
        set.text("columns.action", "--action", self.action.as_ref());
        set.text("columns.suggestion", "--suggestion", self.suggestion.as_ref());
        set.text("columns.suggestion_shown", "--suggestion-shown", self.suggestion_shown.as_ref());
        let confidence = self.suggestion_confidence.as_ref();
        set.text("columns.suggestion_confidence", "--suggestion-confidence", confidence);
        set.texts("columns.model", "--model", &self.model);
        set.texts("columns.attribute", "--attribute", &self.attribute);
        set.texts("columns.item_attribute", "--item-attribute", &self.item_attribute);
        set.texts("columns.slice", "--slice", &self.slice);
        set.texts("columns.ignore", "--ignore", &self.ignore);
        set.text("columns.order", "--order", self.order.as_ref());
        set.text("columns.time", "--time", self.time.as_ref());
        set.text("columns.submitted_at", "--submitted-at", self.submitted_at.as_ref());
        set.text("columns.started_at", "--started-at", self.started_at.as_ref());
        set.text("columns.session", "--session", self.session.as_ref());
        set.text("columns.is_repeat", "--is-repeat", self.is_repeat.as_ref());
        set.text("columns.cluster", "--cluster", self.cluster.as_ref());
    }
}
