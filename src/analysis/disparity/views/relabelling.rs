use super::deciders::{self, Counts, GroupCounts};
use super::disputed::Disputed;
use super::{Flips, Relabelled};
use crate::analysis::disparity::{Grouping, Strata};
use crate::analysis::inference::{Stream, quantile, shuffled_within};
use crate::vocabulary::{Outcome, Reason, Seed};
use std::collections::{BTreeMap, BTreeSet};

/// Exchanges that everything is told of.
const FIRST: usize = 250;
/// As many exchanges as telling as what was seen end the drawing (Besag & Clifford 1991, Biometrika 78:301).
const ENOUGH_HITS: u64 = 20;
/// Exchanges at most.
const MOST_DRAWS: usize = 20_000;
/// Annotations that are looked at in all exchanges together.
const MOST_VISITS: u64 = 400_000_000;
/// Below this no p is told.
const LEAST_DRAWS: usize = 99;

/// Who decides instead of everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decider {
    /// A group alone: attribute, group.
    Alone(usize, usize),
    /// Everybody but a group.
    Without(usize, usize),
    /// Everybody, weighted.
    Weighted(usize),
}

/// Everything that decides instead of everybody, on one question.
#[derive(Debug)]
pub(super) struct Elections<'a> {
    /// The items that could flip.
    pub disputed: &'a Disputed,
    /// Groups.
    pub groupings: &'a [Grouping],
    /// Weights by annotator.
    pub weights: Vec<&'a [f64]>,
    /// Who may change places with whom.
    pub strata: &'a Strata,
}

/// One decider's draws.
struct Trial {
    decider: Decider,
    seen: Counts,
    /// Shares of the first exchanges.
    first: Vec<f64>,
    hits: u64,
    draws: u64,
    p: Option<f64>,
}

impl Elections<'_> {
    /// What each decider changes, beside what it changes with places exchanged; q is not known yet. `tests` is the size of
    /// the family. A p needs at least twenty times as many exchanges as tests over .05, where it is small.
    pub fn held(
        &self,
        deciders: &[Decider],
        tests: usize,
        seed: Seed,
        question: &str,
    ) -> (Vec<Outcome<Flips>>, u64) {
        let own: Vec<u32> = (0..self.strata.of_annotator.len() as u32).collect();
        let everything: BTreeSet<usize> = (0..deciders.len()).collect();
        let seen = self.counts(deciders, &everything, &own);
        let trial = |(&decider, counts): (&Decider, Option<Counts>)| Trial {
            decider,
            seen: counts.unwrap_or_default(),
            first: Vec::with_capacity(FIRST),
            hits: 0,
            draws: 0,
            p: None,
        };
        let mut trials: Vec<Trial> = deciders.iter().zip(seen).map(trial).collect();
        let most = self.most_draws(tests);
        if most >= LEAST_DRAWS {
            self.draw(deciders, &mut trials, most, seed, question);
        }
        (trials.into_iter().map(|trial| self.told(trial, most)).collect(), most as u64)
    }

    /// How many exchanges the family asks for and the log allows.
    fn most_draws(&self, tests: usize) -> usize {
        let walks = (self.groupings.len() + self.weights.len()) as u64;
        let visits = self.disputed.annotations().max(1) * walks.max(1);
        let allowed = usize::try_from(MOST_VISITS / visits).unwrap_or(MOST_DRAWS);
        (400 * tests).clamp(999, MOST_DRAWS).min(allowed)
    }

    fn draw(&self, deciders: &[Decider], trials: &mut [Trial], most: usize, seed: Seed, question: &str) {
        let own: Vec<u32> = (0..self.strata.of_annotator.len() as u32).collect();
        let mut active: BTreeSet<usize> = (0..trials.len())
            .filter(|&t| trials[t].seen.items > 0 && self.is_exchangeable(trials[t].decider))
            .collect();
        let (mut drawn, mut round) = (0, FIRST.min(most));
        while drawn < most && !active.is_empty() {
            let purpose = format!("places exchanged from {drawn}");
            let stream = Stream { seed, question, slice: "views", purpose: &purpose };
            let found = shuffled_within(&own, &self.strata.of_annotator, round, stream, |place| {
                self.counts(deciders, &active, place)
            });
            for counts in found {
                active.iter().for_each(|&t| trials[t].take(counts[t].unwrap_or_default()));
            }
            drawn += round;
            active.retain(|&t| trials[t].p.is_none());
            round = drawn.min(most - drawn);
        }
        trials.iter_mut().for_each(Trial::close);
    }

    /// Counts of those deciders that are asked for, in one walk for each attribute and weighting.
    fn counts(&self, deciders: &[Decider], asked: &BTreeSet<usize>, place: &[u32]) -> Vec<Option<Counts>> {
        let mut by_attribute: Vec<Option<Vec<GroupCounts>>> = vec![None; self.groupings.len()];
        let mut of = |attribute: usize, group: usize| {
            let walk = || deciders::groups(self.disputed, &self.groupings[attribute], place);
            by_attribute[attribute].get_or_insert_with(walk)[group]
        };
        let mut out = vec![None; deciders.len()];
        for &t in asked {
            out[t] = Some(match deciders[t] {
                Decider::Alone(attribute, group) => of(attribute, group).alone,
                Decider::Without(attribute, group) => of(attribute, group).without,
                Decider::Weighted(at) => deciders::weighted(self.disputed, self.weights[at], place),
            });
        }
        out
    }

    /// Whether an exchange can change who decides: a stratum holds both kinds of people.
    fn is_exchangeable(&self, decider: Decider) -> bool {
        let (mut first, mut mixed) = (BTreeMap::new(), false);
        for (who, &stratum) in
            self.strata.of_annotator.iter().enumerate().filter(|(_, s)| **s != Strata::NONE)
        {
            let kind = match decider {
                Decider::Alone(attribute, group) | Decider::Without(attribute, group) => {
                    u64::from(self.groupings[attribute].of_annotator[who] == group as u32)
                }
                Decider::Weighted(at) => self.weights[at][who].to_bits(),
            };
            mixed |= *first.entry(stratum).or_insert(kind) != kind;
        }
        mixed
    }

    fn told(&self, trial: Trial, most: usize) -> Outcome<Flips> {
        let Counts { items, flips, ties, .. } = trial.seen;
        if items == 0 {
            let what = "items with a majority on which annotators disagree".into();
            return Outcome::NotEstimable(Reason::TooFew { what, found: 0, needed: 1 });
        }
        let relabelled = match trial.p {
            Some(p) => {
                let mut sorted = trial.first;
                sorted.sort_by(f64::total_cmp);
                Outcome::Estimated(Relabelled {
                    expected: sorted.iter().sum::<f64>() / sorted.len().max(1) as f64,
                    most_expected: quantile(&sorted, 0.95).unwrap_or(0.0),
                    p,
                    q: p,
                    reported: false,
                    draws: trial.draws,
                })
            }
            None if most < LEAST_DRAWS => {
                let (found, limit) = (self.disputed.annotations(), MOST_VISITS / LEAST_DRAWS as u64);
                let what = "annotations of disputed items, for exchanges of annotators".into();
                Outcome::NotEstimable(Reason::TooMany { what, found, limit })
            }
            None => {
                let what =
                    "annotators who could change places with others of the same items, slices and workload"
                        .into();
                Outcome::NotEstimable(Reason::TooFew { what, found: 0, needed: 2 })
            }
        };
        Outcome::Estimated(Flips { items, flips, ties, relabelled })
    }
}

impl Trial {
    /// One more exchange.
    fn take(&mut self, counts: Counts) {
        let Some(share) = counts.share() else { return };
        if self.first.len() < FIRST {
            self.first.push(share);
        }
        if self.p.is_some() {
            return;
        }
        self.draws += 1;
        // Shares of whole numbers: what is the same is the same but for rounding.
        self.hits += u64::from(share >= self.seen.share().unwrap_or(0.0) - 1e-12);
        if self.hits >= ENOUGH_HITS {
            self.p = Some(self.hits as f64 / self.draws as f64);
        }
    }

    /// The p of who was followed to the end.
    fn close(&mut self) {
        if self.p.is_none() && self.draws > 0 {
            self.p = Some((1 + self.hits) as f64 / (1 + self.draws) as f64);
        }
    }
}
