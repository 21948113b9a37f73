use super::side_leave_outs::{SideLeaveOuts, SideSums, Spreads, columns};
use super::two_sides::TwoSides;
use crate::analysis::inference::{Bounds, LeaveOuts, redrawn_sides, t_name};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};
use serde::{Deserialize, Serialize};

/// A number of a group, twice: with the people as they are, and with people drawn anew like items.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SideEstimate {
    /// Items redrawn, annotators as they are.
    pub fixed: Outcome<Estimate>,
    /// Items and annotators redrawn, those of the group and the others apart.
    pub redrawn: Outcome<Estimate>,
}

/// Agreement within a group beside agreement with the others.
#[derive(Debug, Clone, PartialEq)]
pub struct SideEstimates {
    /// Krippendorff's alpha within the group, over all its pairable annotations.
    pub within: SideEstimate,
    /// Cross-replication reliability of the group and the others, over the items that both labelled.
    pub across: SideEstimate,
    /// Alpha within minus xRR.
    pub difference: SideEstimate,
    /// Alpha within over xRR; not estimable where xRR is 0 or less.
    pub ratio: SideEstimate,
}

/// Both agreements of a group with their errors, from jackknives over items, annotations and people. `people` are those
/// of the group and the others; `own` gives the (item, label)s of one of them.
pub fn side_estimates<'p, P>(
    sides: TwoSides<'_>,
    people: [&'p [u32]; 2],
    own: impl Fn(u32) -> P,
    level: f64,
) -> SideEstimates
where
    P: Iterator<Item = (u32, u32)> + 'p,
{
    let sums = SideSums::of(sides);
    let told = Told {
        left: sums.leave_outs(people, own),
        people: people.map(|people| people.len() as u64),
        samples: Samples::of(&sides),
        level,
    };
    let (within, across) = (sums.within(), sums.across());
    let values = columns(within.as_ref().ok().copied(), across.as_ref().ok().copied());
    let missing = |column: usize| -> Reason {
        let reason = match column {
            0 => within.as_ref().err(),
            1 => across.as_ref().err(),
            _ => within.as_ref().err().or(across.as_ref().err()),
        };
        reason.cloned().unwrap_or(Reason::NotAboveChance)
    };
    let distance = sides.distance.name();
    let estimate = |column: usize, bounds: Bounds, method: String| match values[column] {
        None => SideEstimate {
            fixed: Outcome::NotEstimable(missing(column)),
            redrawn: Outcome::NotEstimable(missing(column)),
        },
        Some(value) => told.estimate(column, value, bounds, &method),
    };
    let (alpha, xrr) = (
        format!("Krippendorff 2019, {distance} distance, pairable annotations"),
        format!("Wong, Paritosh & Aroyo 2021, {distance} distance"),
    );
    SideEstimates {
        within: estimate(0, Bounds::BelowOne, alpha),
        across: estimate(1, Bounds::BelowOne, xrr),
        difference: estimate(2, Bounds::Unbounded, "alpha within the group minus xRR with the others".into()),
        ratio: estimate(
            3,
            Bounds::Loss,
            "alpha within the group over xRR with the others (Prabhakaran et al. 2024, §3)".into(),
        ),
    }
}

/// What each of both agreements rests on.
struct Samples {
    /// (items, annotations) that are pairable within the group.
    within: (u64, u64),
    /// (items, annotations) of items that both labelled.
    across: (u64, u64),
}

impl Samples {
    fn of(sides: &TwoSides<'_>) -> Self {
        let mut found = Self { within: (0, 0), across: (0, 0) };
        for i in 0..sides.items() {
            let (r, s) = sides.item(i).sizes();
            if r > 1 {
                found.within = (found.within.0 + 1, found.within.1 + u64::from(r));
            }
            if r > 0 && s > 0 {
                found.across = (found.across.0 + 1, found.across.1 + u64::from(r + s));
            }
        }
        found
    }
}

/// What is known of the errors.
struct Told {
    left: SideLeaveOuts,
    people: [u64; 2],
    samples: Samples,
    level: f64,
}

impl Told {
    fn estimate(&self, column: usize, value: f64, bounds: Bounds, method: &str) -> SideEstimate {
        let units = self.left.items[column].map_or(0.0, |spread| spread.units());
        // How many the others are is for disclosure to tell.
        let sampled = match column {
            0 => format!("{} annotators", self.people[0]),
            _ => "annotators of either side".to_owned(),
        };
        let fixed = self.spread(column, &self.left.items);
        let redrawn = fixed.clone().map(|items| redrawn_sides(items, &self.panels(column)));
        let defined = [&self.left.people, &self.left.annotations]
            .into_iter()
            .flatten()
            .all(|spreads| spreads[column].is_none_or(|spread| !spread.undefined()));
        let redrawn = if defined { redrawn } else { Outcome::NotEstimable(rests_on_one("annotators")) };
        let made = |spread: Outcome<LeaveOuts>, how: String| {
            self.told(value, spread, bounds, (column, method), &how)
        };
        SideEstimate {
            fixed: made(fixed, format!("jackknife over {units} items")),
            redrawn: made(redrawn, format!("jackknives over {units} items and {sampled}, all redrawn")),
        }
    }

    fn spread(&self, column: usize, spreads: &Spreads) -> Outcome<LeaveOuts> {
        match &spreads[column] {
            Some(spread) if spread.undefined() => Outcome::NotEstimable(rests_on_one("items")),
            spread => spread
                .and_then(|spread| spread.spread())
                .map_or(Outcome::NotEstimable(Reason::NoErrorToEstimate), Outcome::Estimated),
        }
    }

    /// The panels whose people bear on a column: those of the group alone on alpha within.
    fn panels(&self, column: usize) -> Vec<(LeaveOuts, LeaveOuts)> {
        let spread = |spreads: &Spreads| spreads[column].and_then(|spread| spread.spread());
        let panel =
            |side: usize| Some((spread(&self.left.people[side])?, spread(&self.left.annotations[side])?));
        (0..if column == 0 { 1 } else { 2 }).filter_map(panel).collect()
    }

    fn told(
        &self,
        value: f64,
        spread: Outcome<LeaveOuts>,
        bounds: Bounds,
        (column, method): (usize, &str),
        how: &str,
    ) -> Outcome<Estimate> {
        let se = spread.estimated().map(|spread| spread.se);
        let interval = match spread {
            Outcome::NotEstimable(reason) => Outcome::NotEstimable(reason),
            Outcome::Estimated(spread) => match bounds.interval(value, spread.se, spread.df, self.level) {
                Some((lower, upper)) => {
                    let method = format!("{how}, {} on {}", t_name(spread.df), bounds.name());
                    Outcome::Estimated(ConfidenceInterval { lower, upper, level: self.level, method })
                }
                None => Outcome::NotEstimable(Reason::NoErrorToEstimate),
            },
        };
        let (items, annotations) = if column == 0 { self.samples.within } else { self.samples.across };
        let annotators = if column == 0 { self.people[0] } else { self.people.iter().sum() };
        Outcome::Estimated(Estimate {
            value,
            se: interval.estimated().and(se),
            interval,
            sample: SampleSize { items, annotations, annotators },
            method: method.to_owned(),
            warnings: Vec::new(),
        })
    }
}

fn rests_on_one(unit: &str) -> Reason {
    Reason::TooFew { what: format!("{unit} on which the value rests"), found: 1, needed: 2 }
}
