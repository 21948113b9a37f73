use super::crossed_mean::CrossedMean;
use crate::analysis::inference::{Bounds, CrossedResiduals, InferenceOptions, share_of_items};
use crate::tally::{ItemIndex, QuestionTallies};
use crate::vocabulary::{Estimate, Label, Outcome, Reason, SampleSize};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Which of two labels that an item speaks for people and models follow, where the two differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TwoGolds {
    /// Items with a gold and a second gold label that differ.
    pub items: u64,
    /// Items on which the two are the same: they tell nothing and are left out.
    pub same: u64,
    /// People: of the annotations that name one of the two, the share that names gold.
    pub people: Outcome<Estimate>,
    /// Share of people's annotations that name neither.
    pub people_neither: Outcome<f64>,
    /// Models by name, likewise.
    pub models: Vec<ModelGolds>,
}

/// Which of the two a model follows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelGolds {
    /// The model.
    pub model: String,
    /// Of the answers that name one of the two, the share that names gold.
    pub share: Outcome<Estimate>,
    /// Share of its answers that name neither.
    pub neither: Outcome<f64>,
}

/// The share of answers that name gold among those that name gold or the second gold label, on items where the two
/// differ: shape against texture, a new guideline against an old one, a fact against what a misleading cue suggests.
///
/// Answers that name neither are left out and their share is told. Intervals: people's annotations with items and
/// annotators redrawn; a model's answers, one an item, by Wilson. Any scale (same label or not). `None` where the log has
/// no second gold column; not estimable without gold, or where nobody names either.
pub fn two_golds(tallies: &QuestionTallies, options: &InferenceOptions) -> Option<Outcome<TwoGolds>> {
    let second = tallies.second_gold.as_ref()?;
    let Some(gold) = &tallies.gold else {
        let (what, columns) = ("the right label of any item".into(), "gold".into());
        return Some(Outcome::NotEstimable(Reason::NotInLog { what, columns }));
    };
    let golds: Vec<Option<(Label, Label)>> = gold
        .iter()
        .zip(second)
        .map(|(&gold, &second)| (gold.is_some() && second.is_some()).then_some((gold, second)))
        .collect();
    let known = || golds.iter().flatten();
    let same = known().filter(|(gold, second)| gold == second).count() as u64;
    let items = known().count() as u64 - same;
    if items == 0 {
        let what = "items whose two gold labels differ".into();
        return Some(Outcome::NotEstimable(Reason::TooFew { what, found: 0, needed: 1 }));
    }
    let golds: Vec<Option<(Label, Label)>> =
        golds.into_iter().map(|golds| golds.filter(|(gold, second)| gold != second)).collect();
    let (people, people_neither) = match &tallies.index {
        Some(index) => people(index, &golds, options.level),
        None => (Outcome::NotEstimable(Reason::NeedsRows), Outcome::NotEstimable(Reason::NeedsRows)),
    };
    let models = tallies.answers.iter().map(|answers| {
        let (share, neither) = model(&answers.by_item, &golds, options.level);
        ModelGolds { model: answers.model.clone(), share, neither }
    });
    Some(Outcome::Estimated(TwoGolds { items, same, people, people_neither, models: models.collect() }))
}

/// Answers by what they name.
#[derive(Default)]
struct Named {
    gold: u64,
    second: u64,
    neither: u64,
    items: u64,
}

impl Named {
    fn add(&mut self, answer: Label, (gold, second): (Label, Label)) {
        match answer {
            answer if answer == gold => self.gold += 1,
            answer if answer == second => self.second += 1,
            _ => self.neither += 1,
        }
    }

    fn either(&self) -> u64 {
        self.gold + self.second
    }

    fn neither(&self, what: &str) -> Outcome<f64> {
        match self.either() + self.neither {
            0 => none(what),
            all => Outcome::Estimated(self.neither as f64 / all as f64),
        }
    }
}

fn none<T>(what: &str) -> Outcome<T> {
    Outcome::NotEstimable(Reason::TooFew { what: what.into(), found: 0, needed: 1 })
}

type Shares = (Outcome<Estimate>, Outcome<f64>);

fn people(index: &ItemIndex, golds: &[Option<(Label, Label)>], level: f64) -> Shares {
    let mut named = Named::default();
    let told = || golds.iter().enumerate().filter_map(|(item, golds)| Some((item, (*golds)?)));
    for (item, golds) in told() {
        let before = named.either();
        index.labels(item).iter().for_each(|&label| named.add(label, golds));
        named.items += u64::from(named.either() > before);
    }
    let what = "annotations that name one of the two gold labels";
    if named.either() == 0 {
        return (none(what), named.neither("annotations of items whose two gold labels differ"));
    }
    let n = named.either() as f64;
    let share = named.gold as f64 / n;
    let mut residuals = CrossedResiduals::default();
    let mut annotators = BTreeSet::new();
    for (item, (gold, second)) in told() {
        for (&who, &label) in index.annotators(item).iter().zip(index.labels(item)) {
            if label == gold || label == second {
                residuals.add(who, (f64::from(u8::from(label == gold)) - share) / n);
                annotators.insert(who);
            }
        }
        residuals.end_item();
    }
    let annotators = annotators.len() as u64;
    let mean = CrossedMean {
        value: share,
        variance: residuals.variance(),
        df: annotators as f64 - 1.0,
        bounds: Bounds::Share,
    };
    let sample = SampleSize { items: named.items, annotations: named.either(), annotators };
    (Outcome::Estimated(mean.estimate(sample, METHOD, level)), named.neither(what))
}

const METHOD: &str = "share that names gold of what names gold or second gold, items where the two differ";

fn model(answers: &[Label], golds: &[Option<(Label, Label)>], level: f64) -> Shares {
    let mut named = Named::default();
    let told = answers.iter().zip(golds).filter(|(answer, _)| answer.is_some());
    told.filter_map(|(&answer, golds)| Some((answer, (*golds)?)))
        .for_each(|(answer, golds)| named.add(answer, golds));
    let sample = SampleSize { annotations: named.either(), ..SampleSize::default() };
    (
        match share_of_items(named.gold, named.either(), sample, level, METHOD) {
            Outcome::Estimated(share) => Outcome::Estimated(share),
            Outcome::NotEstimable(_) => none("answers that name one of the two gold labels"),
        },
        named.neither("answers to items whose two gold labels differ"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_log::TestLog;

    /// Four items whose gold is 0: the second gold is 1, 1, 0 (the same) and unknown.
    fn found(gold: bool) -> Option<Outcome<TwoGolds>> {
        let mut log = TestLog::of_items(&[&[0, 1, 2], &[0, 0, 1], &[1, 1, 1], &[1, 1, 1]], 3);
        log.gold = gold.then(|| vec![Some(0); 4]);
        log.models =
            vec![("m", vec![Some(1), Some(0), Some(1), Some(1)]), ("n", vec![Some(2), None, None, None])];
        let mut tallies = log.tallies();
        tallies.second_gold = Some(vec![Label(1), Label(1), Label(0), Label::NONE]);
        two_golds(&tallies, &InferenceOptions::default())
    }

    #[test]
    fn what_names_one_of_the_two_is_counted_where_they_differ() {
        let found = found(true).expect("a second gold column");
        let found = found.estimated().expect("two items");
        assert_eq!((found.items, found.same), (2, 1));
        let people = found.people.estimated().expect("five annotations");
        assert!((people.value - 0.6).abs() < 1e-12, "{}", people.value);
        assert_eq!((people.sample.items, people.sample.annotations), (2, 5));
        assert_eq!(found.people_neither, Outcome::Estimated(1.0 / 6.0));
        assert_eq!(found.models[0].share.estimated().map(|share| share.value), Some(0.5));
        assert!(matches!(found.models[1].share.reason(), Some(Reason::TooFew { found: 0, .. })));
        assert_eq!(found.models[1].neither, Outcome::Estimated(1.0));
    }

    #[test]
    fn without_gold_there_is_nothing_to_follow() {
        assert!(matches!(found(false), Some(Outcome::NotEstimable(Reason::NotInLog { .. }))));
        let log = TestLog::of_items(&[&[0, 1]], 2);
        assert_eq!(two_golds(&log.tallies(), &InferenceOptions::default()), None);
    }
}
