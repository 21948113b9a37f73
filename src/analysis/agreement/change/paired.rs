use super::joint_patterns::JointPatterns;
use super::judged::led;
use super::side::Prepared;
use super::{Change, Moved, Side};
use crate::analysis::agreement::{AgreementOptions, Pooled};
use crate::analysis::inference::{
    Bounds, InferenceOptions, LeaveOuts, Resampled, Scheme, Stream, resample, t_name,
};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SliceKey};

/// Changes of every coefficient of the scale's default set between two sides that share items: items are drawn with what
/// they show on both sides. `sides` are those of `joint`; their errors with annotators redrawn add what annotators vary by
/// on each side to the variance over items.
pub fn paired(
    joint: &JointPatterns,
    sides: [&Side<'_>; 2],
    slice: &SliceKey,
    asked: &AgreementOptions,
    options: &InferenceOptions,
) -> Vec<Change> {
    let kinds = Pooled::default_set(sides[1].question.scale);
    let prepared = sides.map(|side| Prepared::of(side, asked));
    // Over items alone, each side by itself: what annotators add is what is left of the redrawn error.
    let alone = sides.map(|side| {
        let rests_on = Side { table: side.redrawn_of, ..side.clone() };
        let own = Prepared::of(&rests_on, asked);
        own.resampled(&kinds, own.sampling.leave_outs(), "items", &slice.0, options)
    });
    let drawn = drawn(joint, &prepared, &kinds, (slice, options));
    let found = Found { sides: &prepared, drawn, alone, options };
    kinds.into_iter().enumerate().map(|column| found.change(column, slice)).collect()
}

/// Every coefficient's difference on draws of items that bring along what they show on both sides.
fn drawn(
    joint: &JointPatterns,
    [old, new]: &[Prepared<'_>; 2],
    kinds: &[Pooled],
    (slice, options): (&SliceKey, &InferenceOptions),
) -> Resampled {
    let statistic = |drawn: &[u64], out: &mut [Option<f64>]| {
        let (mut before, mut after) = (vec![0u64; joint.before.len()], vec![0u64; joint.after.len()]);
        joint.spread(drawn, &mut before, &mut after);
        let (before, after) = (old.coefficients.at(&before), new.coefficients.at(&after));
        for (out, &kind) in out.iter_mut().zip(kinds) {
            *out = after.value(kind).zip(before.value(kind)).map(|(after, before)| after - before);
        }
    };
    let name = "items of both sides, paired where both have them";
    let question = new.question_name();
    let stream = Stream { seed: options.seed, question, slice: &slice.0, purpose: name };
    resample(&joint.items(), scheme(joint, [old, new], options), stream, kinds.len(), &statistic)
}

/// What was drawn.
struct Found<'f, 'a> {
    sides: &'f [Prepared<'a>; 2],
    drawn: Resampled,
    alone: [Resampled; 2],
    options: &'f InferenceOptions,
}

impl Found<'_, '_> {
    fn change(&self, (column, kind): (usize, Pooled), slice: &SliceKey) -> Change {
        let [old, new] = self.sides;
        let named = kind.name(&new.coefficients.basis());
        let key = (kind.metric(), named.as_str());
        let values = [old.value(kind), new.value(kind)];
        let value = match (&values[0], &values[1]) {
            (Outcome::Estimated(before), Outcome::Estimated(after)) => after - before,
            (Outcome::NotEstimable(reason), _) | (_, Outcome::NotEstimable(reason)) => {
                let absent = Change::absent(key, slice, reason);
                let [before, after] = values;
                return Change { before, after, ..absent };
            }
        };
        let level = self.options.level;
        let df = self.drawn.leave_outs(column).map_or(1e9, |own| own.df);
        let error = self.drawn.se(column).map(|se| LeaveOuts { se, df });
        let fixed = self.moved(value, self.drawn.interval(column, Bounds::Unbounded, level), error);
        let redrawn = match with_annotators(error, self.sides, &self.alone, (kind, column)) {
            Err(reason) => self.moved(value, Outcome::NotEstimable(reason), None),
            Ok(error) => self.moved(value, interval(value, error, level), Some(error)),
        };
        led(key, slice, values, [Outcome::Estimated(fixed), Outcome::Estimated(redrawn)], self.options.panel)
    }

    fn moved(&self, value: f64, interval: Outcome<ConfidenceInterval>, error: Option<LeaveOuts>) -> Moved {
        let [old, new] = self.sides.each_ref().map(Prepared::sample);
        let estimate = Estimate {
            value,
            se: interval.estimated().and(error).map(|error| error.se),
            interval,
            sample: if old.items < new.items { old } else { new },
            method: "after minus before".into(),
            warnings: Vec::new(),
        };
        Moved::judged(estimate, error)
    }
}

fn interval(value: f64, error: LeaveOuts, level: f64) -> Outcome<ConfidenceInterval> {
    match Bounds::Unbounded.interval(value, error.se, error.df, level) {
        None => Outcome::NotEstimable(Reason::NoErrorToEstimate),
        Some((lower, upper)) => {
            let method = format!(
                "items paired where both sides have them, annotators of both sides redrawn, {}",
                t_name(error.df)
            );
            Outcome::Estimated(ConfidenceInterval { lower, upper, level, method })
        }
    }
}

/// V_items of the pairs + what annotators add on each side: its redrawn variance less its variance over items.
fn with_annotators(
    items: Option<LeaveOuts>,
    sides: &[Prepared<'_>; 2],
    alone: &[Resampled; 2],
    (kind, column): (Pooled, usize),
) -> Result<LeaveOuts, Reason> {
    let mut error = items.ok_or(Reason::NoErrorToEstimate)?;
    for (side, alone) in sides.iter().zip(alone) {
        let redrawn = side.redrawn(kind)?;
        let own = alone.leave_outs(column).map_or(0.0, |own| own.se);
        let added = (redrawn.se.powi(2) - own.powi(2)).max(0.0);
        if added > 0.0 {
            error = error.beside(&LeaveOuts { se: added.sqrt(), df: redrawn.df });
        }
    }
    Ok(error)
}

/// METHODS §1, with the pairs as units: the bootstrap where both sides are large enough.
fn scheme(joint: &JointPatterns, sides: [&Prepared<'_>; 2], options: &InferenceOptions) -> Scheme {
    let cells = (joint.cells.len() + joint.before.len() + joint.after.len()) as u64;
    let entries = (joint.cells.len() + joint.before.entries.len() + joint.after.entries.len()) as u64;
    let least = |of: fn(&Prepared<'_>) -> u64| sides.into_iter().map(of).min().unwrap_or(0);
    let (items, telling) =
        (least(|side| side.sampling.pairable_units), least(|side| side.sampling.disagreeing_units));
    Scheme::suited(items, telling, cells, entries, options)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::agreement::change::independent;
    use crate::vocabulary::{Label, LabelSet, Question, Scale};

    fn question() -> Question {
        let labels =
            LabelSet { names: vec!["x".into(), "y".into()], values: None, declared: true, used: Vec::new() };
        Question { name: "q".into(), labels, scale: Scale::Nominal }
    }

    /// The same items, which keep their labels but for a few: paired, the change is known far better than it is of other
    /// items; with nothing shared, both ways are the same but for chance.
    #[test]
    fn items_in_both_make_the_interval_narrow() {
        let (xx, xy, yy) = (vec![(Label(0), 2)], vec![(Label(0), 1), (Label(1), 1)], vec![(Label(1), 2)]);
        let shared = JointPatterns::of([
            (xx.clone(), xx.clone(), 180),
            (yy.clone(), yy.clone(), 120),
            (xy.clone(), xy.clone(), 60),
            (xx.clone(), xy.clone(), 30),
            (xy.clone(), xx.clone(), 6),
        ]);
        let apart = JointPatterns::of(shared.cells.iter().flat_map(|cell| {
            let counts =
                |table: &crate::tally::PatternTable, row: u32| table.pattern(row as usize).counts.to_vec();
            let (before, after) = (counts(&shared.before, cell.before), counts(&shared.after, cell.after));
            [(before, Vec::new(), cell.items), (Vec::new(), after, cell.items)]
        }));
        let asked = AgreementOptions::default();
        let options = InferenceOptions::default();
        let question = question();
        let width = |joint: &JointPatterns, pairs: bool| {
            let side = |table| Side {
                table,
                question: &question,
                redrawn: Vec::new(),
                widened: Vec::new(),
                redrawn_of: table,
                annotators: 0,
            };
            let (before, after) = (side(&joint.before), side(&joint.after));
            let found = match pairs {
                true => paired(joint, [&before, &after], &SliceKey::whole(), &asked, &options),
                false => independent(&before, &after, &SliceKey::whole(), &asked, &options),
            };
            let estimate = found[1].fixed.estimated().expect("percent agreement").clone();
            assert!((estimate.value + 24.0 / 396.0).abs() < 1e-12, "{}", estimate.value);
            let interval = estimate.interval.estimated().expect("396 items").clone();
            interval.upper - interval.lower
        };
        let (both, none, independent) = (width(&shared, true), width(&apart, true), width(&apart, false));
        assert!(both < 0.6 * none, "{both} {none}");
        assert!((none / independent - 1.0).abs() < 0.1, "{none} {independent}");
    }
}
