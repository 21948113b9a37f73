use crate::render::number;
use crate::vocabulary::Estimate;
use serde::Serialize;

/// A coefficient on its scale, as places in per cent of the width: drawn by HTML, so that its words keep their size on
/// a narrow screen.
#[derive(Debug, Clone, Serialize)]
pub struct Scale {
    /// What it says to those who do not see it.
    pub alt: String,
    /// Place of the value.
    pub value: String,
    /// Left end of the interval.
    pub lower: String,
    /// Width of the interval.
    pub width: String,
    /// The bands from left to right.
    pub bands: Vec<Band>,
    /// Places with a number under them.
    pub ticks: Vec<Tick>,
}

/// A band of a [`Scale`].
#[derive(Debug, Clone, Serialize)]
pub struct Band {
    /// Its word.
    pub word: &'static str,
    /// Left end.
    pub left: String,
    /// Width.
    pub width: String,
    /// Its class.
    pub class: &'static str,
}

/// A place on a [`Scale`] with its number.
#[derive(Debug, Clone, Serialize)]
pub struct Tick {
    /// Place.
    pub left: String,
    /// Number.
    pub text: String,
}

/// Krippendorff's limits of tentative and reliable.
const TENTATIVE: f64 = 0.667;
const RELIABLE: f64 = 0.8;

impl Scale {
    /// The scale from 0 to 1, or from below 0 where the interval reaches there.
    pub fn of(estimate: &Estimate) -> Self {
        let (lower, upper) = match estimate.interval.estimated() {
            Some(interval) => (interval.lower, interval.upper),
            None => (estimate.value, estimate.value),
        };
        let lowest = lower.min(estimate.value);
        let floor = if lowest < 0.0 { ((lowest * 5.0).floor() / 5.0).max(-1.0) } else { 0.0 };
        let place = |value: f64| (value.clamp(floor, 1.0) - floor) / (1.0 - floor) * 100.0;
        let band = |word, from, to, class| Band {
            word,
            left: percent(place(from)),
            width: percent(place(to) - place(from)),
            class,
        };
        let mut ticks = vec![0.0, TENTATIVE, RELIABLE, 1.0];
        if floor < 0.0 {
            ticks.insert(0, floor);
        }
        Self {
            alt: format!(
                "{} on a scale from {} to 1: below .667 not reliable, below .8 tentative, from .8 reliable",
                number::estimate(estimate),
                number::decimal(floor, usize::from(floor < 0.0)),
            ),
            value: percent(place(estimate.value)),
            lower: percent(place(lower)),
            width: percent(place(upper) - place(lower)),
            bands: vec![
                band("not reliable", floor, TENTATIVE, "b0"),
                band("tentative", TENTATIVE, RELIABLE, "b1"),
                band("reliable", RELIABLE, 1.0, "b2"),
            ],
            ticks: ticks.into_iter().map(|at| Tick { left: percent(place(at)), text: tick(at) }).collect(),
        }
    }
}

impl Scale {
    /// A change around none: to the left lower, to the right higher.
    pub fn of_change(estimate: &Estimate) -> Self {
        let (lower, upper) = match estimate.interval.estimated() {
            Some(interval) => (interval.lower, interval.upper),
            None => (estimate.value, estimate.value),
        };
        let far = [lower, upper, estimate.value].into_iter().map(f64::abs).fold(0.0, f64::max);
        let end = ENDS.into_iter().find(|&end| end >= far).unwrap_or(2.0);
        let place = |value: f64| (value.clamp(-end, end) + end) / (2.0 * end) * 100.0;
        let band = |word, from, to| Band {
            word,
            left: percent(place(from)),
            width: percent(place(to) - place(from)),
            class: "half",
        };
        let digits = if end < 0.1 { 3 } else { 2 };
        let ticks = [-end, -end / 2.0, 0.0, end / 2.0, end];
        Self {
            alt: format!(
                "a change of {} on a scale from −{end} to +{end}",
                number::signed_estimate(estimate)
            ),
            value: percent(place(estimate.value)),
            lower: percent(place(lower)),
            width: percent(place(upper) - place(lower)),
            bands: vec![band("lower", -end, 0.0), band("higher", 0.0, end)],
            ticks: ticks
                .map(|at| Tick {
                    left: percent(place(at)),
                    text: if at == 0.0 { "no change".into() } else { number::signed_to(at, digits) },
                })
                .into(),
        }
    }
}

/// Where a scale of changes may end.
const ENDS: [f64; 6] = [0.05, 0.1, 0.2, 0.4, 1.0, 2.0];

fn percent(place: f64) -> String {
    format!("{place:.2}%")
}

fn tick(at: f64) -> String {
    if at == TENTATIVE {
        number::share_to(at, 3)
    } else if at == 0.0 || at == 1.0 {
        number::decimal(at, 0)
    } else {
        number::share_to(at, 1)
    }
}
