use super::AlphaChange;
use super::contrast::Contrast;
use super::crossed::{Crossed, Part, View};
use super::distance::Distance;
use super::influence::alpha_change;
use crate::analysis::inference::{LeaveOuts, t_two_sided_p};
use crate::tally::{ClusterKinds, QuestionTallies, SliceCrossing, SliceTally};
use crate::vocabulary::{Estimate, Outcome, Reason, SampleSize};

/// Values × (annotator, pattern) cells of a column beyond which its slices are not contrasted.
const MOST_WORK: u64 = 20_000_000;

/// What one slice shows beside the others of its column.
pub(super) struct SliceContrast {
    /// Alpha inside, with annotators redrawn.
    pub redrawn: Outcome<Estimate>,
    /// Alpha inside minus alpha of the rest, annotators as they are.
    pub difference: Outcome<Estimate>,
    /// The same with annotators redrawn.
    pub difference_redrawn: Outcome<Estimate>,
    /// p of no difference, from the error with annotators redrawn; over items where they cannot be redrawn.
    pub p: Option<f64>,
    /// What alpha would be without the slice.
    pub change: AlphaChange,
}

/// The crossing of the column of this name.
fn crossing<'a>(tallies: &'a QuestionTallies, name: &str) -> Option<&'a SliceCrossing> {
    tallies.crossings.iter().find(|crossing| crossing.name == name)
}

/// What the clusters of items hold in a crossing; `None` where items are drawn.
pub(super) fn clusters_of_column(tallies: &QuestionTallies, name: &str) -> Option<ClusterKinds> {
    crossing(tallies, name)?.patterns.cluster_kinds()
}

/// The slices of one column side by side.
pub(super) struct Column<'a> {
    crossing: Option<&'a SliceCrossing>,
    crossed: Option<Crossed<'a>>,
    whole: Result<Part<'a>, Reason>,
    level: f64,
}

impl<'a> Column<'a> {
    /// The column of this name; where it was not crossed, every contrast says why.
    pub fn new(
        tallies: &'a QuestionTallies,
        (name, kinds): (&str, Option<&'a ClusterKinds>),
        distance: &'a Distance,
        level: f64,
    ) -> Self {
        let crossing = crossing(tallies, name);
        let crossed = crossing.map(|crossing| Crossed {
            clusters: kinds.zip(crossing.own_clusters.as_ref()),
            table: &crossing.patterns,
            cells: &crossing.annotator_patterns.cells,
            labels: tallies.question.labels.len(),
            values: crossing.values.len(),
            distance,
        });
        let refusal = match (crossing, crossed) {
            (None, _) | (_, None) => Some(Reason::NeedsRows),
            (Some(crossing), Some(crossed)) => crossing.left_out.clone().or_else(|| too_much(&crossed)),
        };
        let whole = match (refusal, crossed) {
            (None, Some(crossed)) => Part::of(crossed, View::All),
            (reason, _) => Err(reason.unwrap_or(Reason::NeedsRows)),
        };
        Self { crossing, crossed, whole, level }
    }

    /// One slice against the rest of its column. The rest are the other slices, each compared with itself alone and
    /// pooled: annotations of two slices are never paired with each other. Items and people that the slice shares with
    /// the rest keep both paired.
    pub fn contrast(&self, slice: &SliceTally) -> SliceContrast {
        match self.estimated(slice) {
            Ok(found) => found,
            Err(reason) => {
                let not = || Outcome::NotEstimable(reason.clone());
                let change = AlphaChange {
                    name: slice.name.clone(),
                    value: slice.value.clone(),
                    alpha_without: Outcome::NotEstimable(reason.clone()),
                    change: not(),
                };
                SliceContrast {
                    redrawn: not(),
                    difference: not(),
                    difference_redrawn: not(),
                    p: None,
                    change,
                }
            }
        }
    }

    fn estimated(&self, slice: &SliceTally) -> Result<SliceContrast, Reason> {
        let whole = self.whole.as_ref().map_err(Reason::clone)?;
        let (crossing, crossed) =
            (self.crossing.ok_or(Reason::NeedsRows)?, self.crossed.ok_or(Reason::NeedsRows)?);
        let value = crossing.values.iter().position(|v| *v == slice.value).ok_or(Reason::NeedsRows)?;
        let sample = SampleSize {
            items: slice.patterns.pairable_items(),
            annotations: slice.patterns.pairable_annotations(),
            annotators: slice.annotators,
        };
        let without = Part::of(crossed, View::Without(value));
        let change = alpha_change(&slice.name, &slice.value, without, whole, sample, self.level);
        let own = Part::of(crossed, View::Only(value))?;
        let alone = Contrast::of(&own, None, true).redrawn(sample, ALONE, self.level);
        let (difference, difference_redrawn, p) = match Part::of(crossed, View::Rest(value)) {
            Err(reason) => (Outcome::NotEstimable(reason.clone()), Outcome::NotEstimable(reason), None),
            Ok(rest) => {
                let found = Contrast::of(&own, Some(&rest), true);
                let p = found.wider().or(found.over_items()).map(|spread| p_value(found.value, spread));
                (
                    Outcome::Estimated(found.fixed(sample, DIFFERENCE, self.level)),
                    Outcome::Estimated(found.redrawn(sample, DIFFERENCE, self.level)),
                    p,
                )
            }
        };
        Ok(SliceContrast { redrawn: Outcome::Estimated(alone), difference, difference_redrawn, p, change })
    }
}

const ALONE: &str = "alpha inside the slice";
const DIFFERENCE: &str = "alpha inside the slice minus alpha inside the other slices of its column";

fn p_value(value: f64, spread: LeaveOuts) -> f64 {
    t_two_sided_p(value / spread.se, spread.df)
}

fn too_much(crossed: &Crossed<'_>) -> Option<Reason> {
    let cells = (crossed.cells.len() + crossed.table.entries.len()) as u64;
    let found = cells * crossed.values as u64;
    let what = "slices × combinations of annotator and pattern".to_owned();
    (found > MOST_WORK).then_some(Reason::TooMany { what, found, limit: MOST_WORK })
}
