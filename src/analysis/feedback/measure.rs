use super::confusions::{Confused, confusions};
use super::own_agreement::own_agreement;
use super::own_slope::own_slope;
use super::{OwnFeedback, OwnSessions};
use crate::tally::{QuestionTallies, SequenceTally, SessionLength, SessionSums, SlopeSums};
use crate::vocabulary::{Estimate, Label, Outcome, Reason};
use rayon::prelude::*;

/// Every annotator's own numbers, in alphabetical order. With fewer than `min_group` annotators "the others" would be
/// persons that everybody knows: confusions are withheld then.
pub fn measure(tallies: &QuestionTallies, min_group: u64, level: f64) -> Vec<OwnFeedback> {
    let summaries = &tallies.summaries;
    let people = &summaries.annotator_labels;
    let confused: Outcome<Vec<Confused>> = match (&tallies.index, tallies.question.not_of_labels()) {
        _ if (people.len() as u64) < min_group => Outcome::NotEstimable(Reason::Insufficient),
        (_, Some(reason)) => Outcome::NotEstimable(reason),
        (None, _) => Outcome::NotEstimable(Reason::NeedsRows),
        (Some(index), _) => Outcome::Estimated(confusions(index, tallies.annotators.len())),
    };
    let one = |who: u32, annotations: u64| {
        let (agreement, others) =
            match tallies.question.not_of_labels().or(summaries.annotator_patterns.left_out.clone()) {
                Some(reason) => (Outcome::NotEstimable(reason.clone()), Outcome::NotEstimable(reason)),
                None => {
                    own_agreement(summaries.annotator_patterns.of_annotator(who), &summaries.patterns, level)
                }
            };
        // Of a small panel everybody knows who "the others" are.
        let others = if (people.len() as u64) < min_group {
            Outcome::NotEstimable(Reason::Insufficient)
        } else {
            others
        };
        let skips = summaries.skips.binary_search_by_key(&who, |&(skipper, _)| skipper);
        let (sessions, slope, pace_slope) = in_order(&summaries.sequence, who, level);
        OwnFeedback {
            annotator: tallies.annotators.name(who).to_owned(),
            annotations,
            skips: skips.map_or(0, |place| summaries.skips[place].1),
            agreement,
            others,
            confusions_total: confused.estimated().map_or(0, |all| all[who as usize].total()),
            confusions: match &confused {
                Outcome::Estimated(all) => Outcome::Estimated(all[who as usize].most(tallies)),
                Outcome::NotEstimable(reason) => Outcome::NotEstimable(reason.clone()),
            },
            sessions,
            slope: match tallies.question.not_of_labels() {
                Some(reason) => Outcome::NotEstimable(reason),
                None => slope,
            },
            pace_slope,
        }
    };
    let total = |counts: &[(Label, u64)]| counts.iter().map(|&(_, n)| n).sum();
    people.par_iter().map(|own| one(own.annotator, total(&own.counts))).collect()
}

type InOrder = (Outcome<OwnSessions>, Outcome<Estimate>, Outcome<Estimate>);

/// Sessions, and slopes of outcome and of pace within them.
fn in_order(sequence: &Outcome<SequenceTally>, who: u32, level: f64) -> InOrder {
    let sequence = match sequence {
        Outcome::Estimated(sequence) => sequence,
        Outcome::NotEstimable(reason) => {
            let no = || reason.clone();
            return (Outcome::NotEstimable(no()), Outcome::NotEstimable(no()), Outcome::NotEstimable(no()));
        }
    };
    let lengths = own(&sequence.sessions, who, |session: &SessionLength| session.annotator);
    let (gold, others) = (sums(&sequence.correctness, who), sums(&sequence.agreement, who));
    let count = |sessions: &[SessionSums]| sessions.iter().map(|session| session.n).sum::<u64>();
    // As for everybody: gold decides where half as many annotations have it as have a second opinion.
    let (outcome, what) = match count(gold) > 0 && 2 * count(gold) >= count(others) {
        true => (gold, "correct against gold"),
        false => (others, "agreement with the item's other annotators"),
    };
    let times = sums(&sequence.log_time, who);
    let seconds = (count(times) > 0).then(|| {
        let total: i128 = times.iter().map(|session| session.y).sum();
        (total as f64 / count(times) as f64 / 1e6).exp() / 1000.0
    });
    (sessions(lengths, seconds), own_slope(outcome, what, level), own_slope(times, "time on the item", level))
}

fn sums(of: &SlopeSums, who: u32) -> &[SessionSums] {
    own(&of.sessions, who, |session| session.annotator)
}

/// One annotator's part of a list that is sorted by annotator.
fn own<T>(all: &[T], who: u32, annotator: impl Fn(&T) -> u32) -> &[T] {
    let start = all.partition_point(|one| annotator(one) < who);
    let end = all.partition_point(|one| annotator(one) <= who);
    &all[start..end]
}

fn sessions(lengths: &[SessionLength], seconds: Option<f64>) -> Outcome<OwnSessions> {
    let mut sorted: Vec<u64> = lengths.iter().map(|session| session.annotations).collect();
    sorted.sort_unstable();
    let (Some(&longest), n) = (sorted.last(), sorted.len()) else {
        let what = "annotations with a place in a session".into();
        return Outcome::NotEstimable(Reason::TooFew { what, found: 0, needed: 1 });
    };
    let median = (sorted[(n - 1) / 2] + sorted[n / 2]) as f64 / 2.0;
    Outcome::Estimated(OwnSessions { sessions: n as u64, median, longest, seconds })
}
