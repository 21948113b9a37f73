use super::Pooled;
use super::crossed::Crossed;
use super::pooled::Coefficients;
use super::share_sums::{ShareColumns, ShareSums};
use crate::analysis::inference::{Bounds, LeaveOuts, redrawn, t_name};
use crate::tally::{OwnInCluster, OwnLabel, QuestionTallies};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SliceKey};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// A coefficient with an interval for other items *and* other annotators of the same kind (the one in `coefficients`
/// takes annotators as they are).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Redrawn {
    /// Stable id: `krippendorff_alpha`.
    pub metric: String,
    /// Which part of the log it speaks of: `label=toxic`; empty = the whole.
    #[serde(default)]
    pub slice: SliceKey,
    /// The same value, its interval over items and annotators redrawn.
    pub outcome: Outcome<Estimate>,
    /// The value without each annotator, ascending, so that none can be told by its place; for comparisons of audits.
    /// Empty with fewer than `min_group` annotators.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leave_outs: Vec<f64>,
}

/// Annotators that the interval needs: with two, leaving one out leaves nothing to compare.
const FEWEST_ANNOTATORS: u64 = 3;
/// Things left out × (labels + patterns they touch) beyond which there is no such interval.
const MOST_WORK: u64 = 200_000_000;
/// Labels beyond which they are not redrawn one by one.
const MOST_LABELS: usize = 200;

/// One thing left out: (pattern, label of the annotation that goes; `None` for the whole item, items).
type Gone = Vec<(usize, Option<usize>, f64)>;

/// What is left of every column when something goes: by column, the value and how often there is such a thing; `None`
/// inside where the value hangs on it.
type Left = Vec<Vec<(Option<f64>, u64)>>;

/// Coefficients of the default set beside alpha, and alpha of each label against the rest, with intervals for other items
/// *and* other annotators of the same kind: jackknives over items (or clusters), annotators and annotations (or what an
/// annotator gave in a cluster), as for alpha (see [`redrawn`]). `outcomes`: metric, kind and estimate as annotators are.
pub(super) fn redrawn_shares(
    tallies: &QuestionTallies,
    coefficients: &Coefficients<'_>,
    crossed: &Crossed<'_>,
    outcomes: &[(Pooled, Outcome<Estimate>)],
    labels: &[(String, Outcome<Estimate>)],
    level: f64,
) -> Vec<Redrawn> {
    let listed = if labels.len() > MOST_LABELS { &[][..] } else { labels };
    let wanted: Vec<Pooled> =
        outcomes.iter().filter(|(_, found)| found.estimated().is_some()).map(|(kind, _)| *kind).collect();
    let (columns, kept) = ShareColumns::new(coefficients, &wanted, listed.len());
    let found = leave_outs(tallies, crossed, &columns);
    let row = |column: usize, metric: &str, slice: SliceKey, estimate: &Outcome<Estimate>, bounds: Bounds| {
        let Outcome::Estimated(estimate) = estimate else { return None };
        let (interval, leave_outs) = match &found {
            Ok(found) => found.interval(column, estimate.value, bounds, level),
            Err(reason) => (Outcome::NotEstimable(reason.clone()), Vec::new()),
        };
        let (interval, se) = match interval {
            Outcome::Estimated((interval, se)) => (Outcome::Estimated(interval), Some(se)),
            Outcome::NotEstimable(reason) => (Outcome::NotEstimable(reason), None),
        };
        let outcome = Outcome::Estimated(Estimate { interval, se, ..estimate.clone() });
        Some(Redrawn { metric: metric.to_owned(), slice, outcome, leave_outs })
    };
    let mut out = Vec::new();
    for (column, kind) in kept.iter().enumerate() {
        let bounds = if kind.is_share() { Bounds::Share } else { Bounds::BelowOne };
        let own = outcomes.iter().find(|(own, _)| own == kind);
        out.extend(
            own.and_then(|(_, estimate)| row(column, kind.metric(), SliceKey::whole(), estimate, bounds)),
        );
    }
    for (k, (label, alpha)) in listed.iter().enumerate() {
        let slice = SliceKey::of("label", label);
        out.extend(
            row(kept.len() + k, "label_alpha", slice, alpha, Bounds::BelowOne)
                .map(|own| Redrawn { leave_outs: Vec::new(), ..own }),
        );
    }
    out
}

/// All columns with each unit, annotator and part left out once.
struct Found {
    units: Left,
    people: Left,
    parts: Left,
    unit_name: String,
}

impl Found {
    fn interval(
        &self,
        column: usize,
        value: f64,
        bounds: Bounds,
        level: f64,
    ) -> (Outcome<(ConfidenceInterval, f64)>, Vec<f64>) {
        let of = |left: &Left| -> Option<Vec<(f64, u64)>> {
            left[column].iter().map(|&(value, times)| Some((value?, times))).collect()
        };
        let (Some(units), Some(people), Some(parts)) = (of(&self.units), of(&self.people), of(&self.parts))
        else {
            let what = format!("{} or annotators on which the value rests", self.unit_name);
            return (Outcome::NotEstimable(Reason::TooFew { what, found: 1, needed: 2 }), Vec::new());
        };
        let mut leave_outs: Vec<f64> = people.iter().map(|&(value, _)| value).collect();
        leave_outs.sort_by(f64::total_cmp);
        let found = people.len() as u64;
        if found < FEWEST_ANNOTATORS {
            let needed = FEWEST_ANNOTATORS;
            let few = Reason::TooFew { what: "annotators".into(), found, needed };
            return (Outcome::NotEstimable(few), leave_outs);
        }
        let known = |spread: LeaveOuts| {
            let (lower, upper) = bounds.interval(value, spread.se, spread.df, level)?;
            let n: u64 = units.iter().map(|&(_, times)| times).sum();
            let method = format!(
                "jackknives over {n} {} and {found} annotators, both redrawn, {} on {}",
                self.unit_name,
                t_name(spread.df),
                bounds.name()
            );
            Some((ConfidenceInterval { lower, upper, level, method }, spread.se))
        };
        let interval = redrawn(&units, &people, &parts).and_then(known);
        (interval.map_or(Outcome::NotEstimable(Reason::NoErrorToEstimate), Outcome::Estimated), leave_outs)
    }
}

fn leave_outs(
    tallies: &QuestionTallies,
    crossed: &Crossed<'_>,
    columns: &ShareColumns<'_>,
) -> Result<Found, Reason> {
    if let Some(reason) = &tallies.summaries.annotator_patterns.left_out {
        return Err(reason.clone());
    }
    let (units, people, parts) = (units(crossed), people(crossed), parts(crossed));
    let touched = |gone: &[(Gone, u64)]| gone.iter().map(|(own, _)| own.len() as u64).sum::<u64>();
    let labels = crossed.labels as u64;
    let found = [&units, &people, &parts].map(|gone| gone.len() as u64 * labels + touched(gone)).iter().sum();
    if found > MOST_WORK {
        let what = "labels × what is left out for other annotators".into();
        return Err(Reason::TooMany { what, found, limit: MOST_WORK });
    }
    let sums = columns.sums();
    let left = |gone: Vec<(Gone, u64)>| left(columns, &sums, &gone);
    let unit_name = crossed.clusters.map_or_else(|| "items".into(), |(kinds, _)| kinds.name());
    Ok(Found { units: left(units), people: left(people), parts: left(parts), unit_name })
}

/// Every unit that is drawn.
fn units(crossed: &Crossed<'_>) -> Vec<(Gone, u64)> {
    match crossed.clusters {
        Some((kinds, _)) => {
            let held =
                |held: &[(u32, u64)]| held.iter().map(|&(p, n)| (p as usize, None, n as f64)).collect();
            kinds.iter().map(|(own, clusters)| (held(own), clusters)).collect()
        }
        None => {
            let items = crossed.table.items.iter().enumerate();
            items.map(|(p, &items)| (vec![(p, None, 1.0)], items)).collect()
        }
    }
}

/// Every annotator.
fn people(crossed: &Crossed<'_>) -> Vec<(Gone, u64)> {
    let cell = |cell: &OwnLabel| (cell.pattern as usize, Some(cell.label.index()), cell.items as f64);
    let own = crossed.cells.chunk_by(|a, b| a.annotator == b.annotator);
    own.map(|own| (own.iter().map(cell).collect(), 1)).collect()
}

/// Every annotation, or all that an annotator gave in one cluster.
fn parts(crossed: &Crossed<'_>) -> Vec<(Gone, u64)> {
    let Some((_, own)) = crossed.clusters else {
        let of = |p: usize| {
            let pattern = crossed.table.pattern(p);
            pattern
                .counts
                .iter()
                .map(move |&(label, n)| (vec![(p, Some(label.index()), 1.0)], u64::from(n) * pattern.items))
        };
        return (0..crossed.table.len()).flat_map(of).collect();
    };
    let same = |a: &OwnInCluster, b: &OwnInCluster| {
        !a.is_alone() && (a.annotator, a.cluster) == (b.annotator, b.cluster)
    };
    let part = |own: &[OwnInCluster]| {
        let alone = own[0].is_alone();
        let items = |cell: &OwnInCluster| if alone { 1.0 } else { cell.items as f64 };
        let cell = |cell: &OwnInCluster| (cell.pattern as usize, Some(cell.label.index()), items(cell));
        (own.iter().map(cell).collect(), if alone { own[0].items } else { 1 })
    };
    own.cells.chunk_by(same).map(part).collect()
}

/// What is left of every column when each of these goes; what changes nothing of a column is not in its list.
fn left(columns: &ShareColumns<'_>, sums: &ShareSums, gone: &[(Gone, u64)]) -> Left {
    let one = |(room, values): &mut (ShareSums, Vec<Option<f64>>), gone: &Gone| {
        room.clone_from(sums);
        let mut paired = false;
        for &(p, taken, items) in gone {
            paired |= columns.add(room, p, None, -items);
            if taken.is_some() {
                columns.add(room, p, taken, items);
            }
        }
        columns.values(room, values);
        (paired, values.clone())
    };
    let found: Vec<(bool, Vec<Option<f64>>)> = gone
        .par_iter()
        .map_init(|| (sums.clone(), vec![None; columns.len()]), |room, (gone, _)| one(room, gone))
        .collect();
    let of_column = |column: usize| {
        let rows = found
            .iter()
            .zip(gone)
            .filter(|((paired, _), (_, times))| *times > 0 && (*paired || !columns.pairable_only(column)));
        rows.map(|((_, values), (_, times))| (values[column], *times)).collect()
    };
    (0..columns.len()).map(of_column).collect()
}
