use serde::{Deserialize, Serialize};

/// What may be said of two labels: only whether they differ, which comes first, or how far apart they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scale {
    /// Names without order.
    Nominal,
    /// Ordered; distances are Krippendorff's, from the margins.
    Ordinal,
    /// Numbers whose differences mean something.
    Interval,
    /// Numbers with a true zero, none below it: a difference means less the larger both are.
    Ratio,
    /// Places on a circle, where the last is next to the first: hours, days of the week, directions.
    Circular,
    /// Places between two poles: a difference means more the nearer it lies to one of them.
    Bipolar,
    /// Sets of labels: several may be given at once, or none. Every distinct set is one label (see [`set_name`]).
    ///
    /// [`set_name`]: super::set_name
    Set,
}

impl Scale {
    /// All of them.
    pub const ALL: [Scale; 7] = [
        Scale::Nominal,
        Scale::Ordinal,
        Scale::Interval,
        Scale::Ratio,
        Scale::Circular,
        Scale::Bipolar,
        Scale::Set,
    ];

    /// The word used in settings, tables and the page.
    pub fn name(self) -> &'static str {
        match self {
            Scale::Nominal => "nominal",
            Scale::Ordinal => "ordinal",
            Scale::Interval => "interval",
            Scale::Ratio => "ratio",
            Scale::Circular => "circular",
            Scale::Bipolar => "bipolar",
            Scale::Set => "set",
        }
    }
}
