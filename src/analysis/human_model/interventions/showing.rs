use super::strata::{Kind, Referee, Sides, leading, observations, walk};
use super::{InterventionOptions, Passed, Showing, ShowingEffect, anchoring};
use crate::analysis::inference::{Crossed, CrossedContrast, clustered_share, crossed_contrast};
use crate::tally::{ActionCell, QuestionTallies};
use crate::vocabulary::{Estimate, Label, Outcome, Reason, Scale};
use std::collections::BTreeMap;

/// Items and annotators under which a difference is given but never reported.
const ENOUGH_ITEMS: u64 = 20;
const ENOUGH_ANNOTATORS: u64 = 5;
/// Items with gold from which gold alone is the judge.
const ENOUGH_GOLD: u64 = 30;

/// What the log has for comparing annotations with and without a shown suggestion.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Material {
    /// (item, suggestion) with annotations of both sides.
    both: u64,
    /// Those of them with gold.
    both_gold: u64,
    /// Those of them with two annotators or more who were not shown it.
    both_unshown: u64,
    /// Annotations under a shown suggestion of an item with gold.
    shown_gold: u64,
    /// Annotations under a shown suggestion of an item that somebody annotated without.
    shown_unshown: u64,
}

impl Material {
    /// Counts it.
    pub(super) fn of(tallies: &QuestionTallies) -> Self {
        let mut out = Self::default();
        walk(tallies, |sides| {
            let (shown, gold) = (sides.shown.len() as u64, sides.gold.is_some());
            let both = u64::from(!sides.unshown.is_empty());
            out.both += both;
            out.both_gold += both * u64::from(gold);
            out.both_unshown += u64::from(sides.unshown.len() > 1);
            out.shown_gold += if gold { shown } else { 0 };
            out.shown_unshown += shown * both;
        });
        out
    }

    fn referee(&self) -> Referee {
        let enough = self.both_gold >= ENOUGH_GOLD || self.both_gold >= self.both_unshown;
        if enough && self.both_gold > 0 { Referee::Gold } else { Referee::Unshown }
    }

    /// Who judges single annotations: gold needs nobody who was not shown the suggestion.
    pub(super) fn single_referee(&self) -> Referee {
        let enough = self.shown_gold >= ENOUGH_GOLD || self.shown_gold >= self.shown_unshown;
        if enough && self.shown_gold > 0 { Referee::Gold } else { Referee::Unshown }
    }

    fn missing(&self, kind: Kind) -> Option<Reason> {
        let too_few = |what: &str| Some(Reason::TooFew { what: what.into(), found: 0, needed: 1 });
        if self.both == 0 {
            return too_few("items that some annotators saw with a suggestion and others without one");
        }
        match kind != Kind::All && self.both_gold == 0 && self.both_unshown == 0 {
            true => too_few(
                "items that tell whether the suggestion is right: by gold, or by two or more annotators who were not \
                 shown it, one to compare and another to judge",
            ),
            false => None,
        }
    }
}

/// What showing suggestions does to the labels.
pub(super) fn showing(
    tallies: &QuestionTallies,
    material: &Material,
    own: &InterventionOptions,
    level: f64,
) -> Showing {
    let referee = material.referee();
    let of = |kind: Kind| match material.missing(kind) {
        Some(reason) => Outcome::NotEstimable(reason),
        None => contrast(&observations(tallies, kind, referee), own.randomised, level),
    };
    let places = !matches!(tallies.question.scale, Scale::Nominal | Scale::Set | Scale::Circular);
    let pull = places.then(|| match material.missing(Kind::All) {
        Some(reason) => Outcome::NotEstimable(reason),
        None => anchoring::pull(tallies, level),
    });
    let of_labels = |kind: Kind| match tallies.question.not_of_labels() {
        Some(reason) => Outcome::NotEstimable(reason),
        None => of(kind),
    };
    Showing {
        randomised: own.randomised,
        by_gold: referee == Referee::Gold,
        automation_bias: of_labels(Kind::Wrong),
        right_suggestions: of_labels(Kind::Right),
        anchoring: of_labels(Kind::All),
        pull,
    }
}

/// Within items and annotators; within items alone only where chance decided who was shown what.
fn contrast(rows: &[Crossed], randomised: bool, level: f64) -> Outcome<ShowingEffect> {
    if rows.is_empty() {
        let what = "suggestions of this kind on items that some saw with and others without them".into();
        return Outcome::NotEstimable(Reason::TooFew { what, found: 0, needed: 1 });
    }
    let varying = varies(rows);
    if !varying && !randomised {
        let what = "annotators who were shown some of these suggestions and not others (who is always shown them \
                    cannot be told from how they work)";
        return Outcome::NotEstimable(Reason::TooFew { what: what.into(), found: 0, needed: 1 });
    }
    let found = match crossed_contrast(rows, varying, level) {
        Outcome::NotEstimable(_) if varying && randomised => crossed_contrast(rows, false, level),
        found => found,
    };
    found.map(judged)
}

/// Whether anybody has annotations of both kinds.
fn varies(rows: &[Crossed]) -> bool {
    let mut seen: BTreeMap<u32, [bool; 2]> = BTreeMap::new();
    for row in rows {
        seen.entry(row.annotator).or_default()[usize::from(row.first)] = true;
    }
    seen.values().any(|kinds| kinds[0] && kinds[1])
}

fn judged(found: CrossedContrast) -> ShowingEffect {
    ShowingEffect {
        reported: reported(&found.estimate),
        p_value: found.p_value,
        rates: Some((found.first, found.second)),
        estimate: found.estimate,
    }
}

/// Whether a difference lies above 0 and rests on enough to be said.
pub(super) fn reported(estimate: &Estimate) -> bool {
    let above = estimate.interval.estimated().is_some_and(|interval| interval.lower > 0.0);
    above && estimate.sample.items >= ENOUGH_ITEMS && estimate.sample.annotators >= ENOUGH_ANNOTATORS
}

/// Suggestions shown that were wrong or right, and what annotators made of them.
#[derive(Debug, Clone, Default)]
pub(super) struct Judged {
    /// By annotator: wrong ones shown, and taken over.
    pub wrong: BTreeMap<u32, (u64, u64)>,
    /// By annotator: right ones shown, and not taken over.
    pub right: BTreeMap<u32, (u64, u64)>,
    /// By week and annotator: wrong ones shown, and taken over.
    pub wrong_by_week: BTreeMap<(u32, u32), (u64, u64)>,
}

impl Judged {
    /// Judges every annotation under a shown suggestion that the referee can judge.
    pub(super) fn of(tallies: &QuestionTallies, referee: Referee) -> Self {
        let mut out = Self::default();
        let mut counts = Vec::new();
        walk(tallies, |sides: &Sides| {
            let truth = match referee {
                Referee::Gold => sides.gold,
                Referee::Unshown => leading(&sides.unshown, None, &mut counts),
            };
            if truth != Label::NONE {
                out.enter(sides, truth);
            }
        });
        out
    }

    fn enter(&mut self, sides: &Sides, truth: Label) {
        let wrong = truth != sides.suggestion;
        for &(who, label, week) in &sides.shown {
            let taken = u64::from(label == sides.suggestion);
            let add = |sum: &mut (u64, u64), hit: u64| *sum = (sum.0 + 1, sum.1 + hit);
            match wrong {
                true => {
                    add(self.wrong.entry(who).or_default(), taken);
                    if week != ActionCell::NO_PART {
                        add(self.wrong_by_week.entry((week, who)).or_default(), taken);
                    }
                }
                false => add(self.right.entry(who).or_default(), 1 - taken),
            }
        }
    }

    /// The shares over all annotators.
    pub(super) fn passed(&self, referee: Referee, level: f64) -> Outcome<Passed> {
        if self.wrong.is_empty() && self.right.is_empty() {
            return Outcome::NotEstimable(Reason::NotInLog {
                what: "which suggestions are right".into(),
                columns: "gold, or have some annotators work without the suggestion".into(),
            });
        }
        let share = |people: &BTreeMap<u32, (u64, u64)>, method: &str| {
            let clusters: Vec<(u64, u64)> = people.values().copied().collect();
            clustered_share(&clusters, level).map(|found| Estimate { method: method.into(), ..found })
        };
        Outcome::Estimated(Passed {
            by_gold: referee == Referee::Gold,
            wrong_taken: share(&self.wrong, "of the wrong suggestions shown, those whose label was given"),
            right_refused: share(
                &self.right,
                "of the right suggestions shown, those whose label was not given",
            ),
        })
    }

    /// Of the wrong suggestions shown in a week, the share taken over.
    pub(super) fn wrong_taken_in(&self, week: u32, level: f64) -> Option<Outcome<Estimate>> {
        let clusters: Vec<(u64, u64)> =
            self.wrong_by_week.range((week, 0)..=(week, u32::MAX)).map(|(_, &own)| own).collect();
        (!clusters.is_empty()).then(|| clustered_share(&clusters, level))
    }
}
