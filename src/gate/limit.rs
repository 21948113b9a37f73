use serde::Serialize;

/// What a value is held against.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// Not below.
    Min(f64),
    /// Not above.
    Max(f64),
    /// Not fallen by more since the baseline.
    MaxDrop(f64),
    /// Not risen by more since the baseline.
    MaxRise(f64),
}

impl Limit {
    /// Whether it speaks of a change since the baseline.
    pub fn is_of_change(self) -> bool {
        matches!(self, Limit::MaxDrop(_) | Limit::MaxRise(_))
    }

    /// Its key in settings.
    pub fn name(self) -> &'static str {
        match self {
            Limit::Min(_) => "min",
            Limit::Max(_) => "max",
            Limit::MaxDrop(_) => "max_drop",
            Limit::MaxRise(_) => "max_rise",
        }
    }

    /// Where it lies on the line of values or, for a drop and a rise, of changes (after − before).
    pub fn edge(self) -> f64 {
        match self {
            Limit::Min(edge) | Limit::Max(edge) | Limit::MaxRise(edge) => edge,
            Limit::MaxDrop(drop) => -drop,
        }
    }

    /// Whether values are kept by lying above the edge; else below it.
    pub fn is_floor(self) -> bool {
        matches!(self, Limit::Min(_) | Limit::MaxDrop(_))
    }

    /// How far a value lies on the right side of the edge; below 0 on the wrong one.
    pub fn room(self, value: f64) -> f64 {
        if self.is_floor() { value - self.edge() } else { self.edge() - value }
    }
}
