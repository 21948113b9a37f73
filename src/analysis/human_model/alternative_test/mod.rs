//! The alternative annotator test (Calderon, Reichart & Dror 2025, The Alternative Annotator Test for LLM-as-a-Judge,
//! ACL, §3): is a model as good a member of this group of people as any one of them?

mod alignment;
mod duels;
mod options;
mod result;

pub use options::AlternativeTestOptions;
pub use result::{AlternativeAnnotator, AlternativeTest};

use crate::analysis::agreement::AgreementOptions;
use crate::analysis::inference::{Adjustment, Bounds, signed_rank_p_below, t_cdf};
use crate::tally::{Names, QuestionTallies};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};
use alignment::Alignment;
use duels::{Duels, Field};

/// Items that the t test needs of an annotator (§3: the central limit).
const FEWEST_ITEMS: u64 = 30;
/// Fewer items than this and signed ranks can reject nothing at .05.
const FEWEST_RANKED: u64 = 5;
/// Annotators of whom at least the test must know.
const FEWEST_ANNOTATORS: u64 = 3;
/// False discovery rate of the tests of one model.
const Q: f64 = 0.05;
/// Winning rate from which a model passes.
const PASSING: f64 = 0.5;
/// Annotators who are listed; those with most items.
const LISTED: usize = 1_000;

/// The test of every model, in the order of `summaries.models`.
///
/// Each annotator in turn is left out. On every item that the annotator, another person and the model labelled, whoever
/// is nearer to the item's other annotators wins, ties count for both. d = annotator's − model's; the null hypothesis
/// mean(d) ≥ ε is tested by a one-sided one-sample t; the winning rate is the share of annotators for whom it is rejected
/// (Benjamini–Yekutieli at .05). Annotators with under 30 items are left out and named, or tested by signed ranks.
///
/// Not estimable with fewer than three annotators who share items with others and the model, with none who shares
/// enough, or without rows.
pub(super) fn alternative_tests(
    tallies: &QuestionTallies,
    asked: &AgreementOptions,
    options: AlternativeTestOptions,
    level: f64,
) -> Vec<Outcome<AlternativeTest>> {
    let Some(index) = &tallies.index else {
        return vec![Outcome::NotEstimable(Reason::NeedsRows); tallies.summaries.models.len()];
    };
    let alignment = Alignment::of(&tallies.question, asked);
    let annotators = tallies.annotators.len();
    let answers = tallies.answers.iter().map(|model| model.by_item.as_slice()).collect();
    let table = &tallies.summaries.patterns;
    let field = Field { index, table, alignment: &alignment, answers, annotators };
    let duels = field.duels();
    let judged: Vec<Result<Judged, Reason>> =
        duels.chunks(annotators.max(1)).map(|own| Judged::of(own, options)).collect();
    let squares = item_squares(&field, &judged, &duels);
    let outcome = |((judged, own), squares): ((Result<Judged, Reason>, &[Duels]), f64)| match judged {
        Err(reason) => Outcome::NotEstimable(reason),
        Ok(judged) => {
            let advantage = judged.advantage(own, squares, level);
            Outcome::Estimated(judged.told(own, advantage, &alignment, options, &tallies.annotators))
        }
    };
    let mut outcomes: Vec<Outcome<AlternativeTest>> =
        judged.into_iter().zip(duels.chunks(annotators.max(1))).zip(squares).map(outcome).collect();
    // Nobody annotated anything.
    outcomes.resize(tallies.summaries.models.len(), Outcome::NotEstimable(Reason::NothingPairable));
    outcomes
}

fn item_squares(field: &Field<'_>, judged: &[Result<Judged, Reason>], duels: &[Duels]) -> Vec<f64> {
    let (mut weight, mut expected) = (vec![0.0; duels.len()], vec![0.0; duels.len()]);
    for (model, judged) in judged.iter().enumerate() {
        let Ok(judged) = judged else { continue };
        for test in &judged.tests {
            let at = model * field.annotators + test.annotator;
            weight[at] = 1.0 / (duels[at].items() as f64 * judged.tests.len() as f64);
            expected[at] = duels[at].advantage();
        }
    }
    field.item_squares(&weight, &expected)
}

/// One annotator's test.
struct Test {
    annotator: usize,
    p: f64,
    name: &'static str,
    wins: bool,
}

/// The tests of one model.
struct Judged {
    tests: Vec<Test>,
}

impl Judged {
    fn of(duels: &[Duels], options: AlternativeTestOptions) -> Result<Self, Reason> {
        let sharing = duels.iter().filter(|own| own.items() > 0).count() as u64;
        if sharing < FEWEST_ANNOTATORS {
            let what = "annotators who share items with others and with the model".into();
            return Err(Reason::TooFew { what, found: sharing, needed: FEWEST_ANNOTATORS });
        }
        let mut tests: Vec<Test> = duels
            .iter()
            .enumerate()
            .filter_map(|(annotator, own)| {
                let (p, name) = tested(*own, options)?;
                Some(Test { annotator, p, name, wins: false })
            })
            .collect();
        if tests.is_empty() {
            let what = format!("annotators who share {FEWEST_ITEMS} items with others and with the model");
            return Err(Reason::TooFew { what, found: 0, needed: 1 });
        }
        let p: Vec<f64> = tests.iter().map(|test| test.p).collect();
        for (test, adjusted) in tests.iter_mut().zip(Adjustment::BenjaminiYekutieli.adjusted(&p)) {
            test.wins = adjusted <= Q;
        }
        Ok(Self { tests })
    }

    /// ρ with an interval that takes items and annotators as redrawn: variance over items + over annotators − over
    /// annotations, never below the larger of the first two; t(annotators − 1) on the logit scale.
    fn advantage(&self, duels: &[Duels], squares: f64, level: f64) -> Estimate {
        let m = self.tests.len() as f64;
        let own = |test: &Test| duels[test.annotator];
        let value = self.tests.iter().map(|test| own(test).advantage()).sum::<f64>() / m;
        let spread: f64 = self.tests.iter().map(|test| (own(test).advantage() - value).powi(2)).sum();
        let annotators = spread / (m * (m - 1.0).max(1.0));
        let both: f64 = self
            .tests
            .iter()
            .map(|test| {
                let share = own(test).advantage();
                share * (1.0 - share) / (own(test).items() as f64 * m * m)
            })
            .sum();
        let variance = (squares + annotators - both).max(squares).max(annotators);
        let interval = match Bounds::Share.interval(value, variance.sqrt(), m - 1.0, level) {
            Some((lower, upper)) if m > 1.0 && variance > 0.0 => {
                let method =
                    format!("items and annotators redrawn, t({}) on {}", m - 1.0, Bounds::Share.name());
                Outcome::Estimated(ConfidenceInterval { lower, upper, level, method })
            }
            _ => Outcome::NotEstimable(Reason::NoErrorToEstimate),
        };
        let annotations = self.tests.iter().map(|test| own(test).items()).sum();
        Estimate {
            value,
            se: interval.estimated().map(|_| variance.sqrt()),
            interval,
            sample: SampleSize { items: 0, annotations, annotators: self.tests.len() as u64 },
            method: "Calderon et al. 2025, mean over annotators of the share of items on which the model is at least as \
                     near to the others"
                .into(),
            warnings: Vec::new(),
        }
    }

    fn told(
        &self,
        duels: &[Duels],
        advantage: Estimate,
        alignment: &Alignment,
        options: AlternativeTestOptions,
        names: &Names,
    ) -> AlternativeTest {
        let wins = self.tests.iter().filter(|test| test.wins).count() as u64;
        let tested = self.tests.len() as u64;
        let mut sharing: Vec<usize> = (0..duels.len()).filter(|&who| duels[who].items() > 0).collect();
        let all = sharing.len();
        if all > LISTED {
            sharing.sort_by_key(|&who| (std::cmp::Reverse(duels[who].items()), who));
            sharing.truncate(LISTED);
            sharing.sort_unstable();
        }
        let winning_rate = wins as f64 / tested as f64;
        AlternativeTest {
            epsilon: options.epsilon,
            alignment: alignment.words().into(),
            tested,
            wins,
            winning_rate,
            advantage,
            passes: winning_rate >= PASSING,
            annotators: sharing.iter().map(|&who| self.annotator(who, duels[who], names)).collect(),
            left_out: all as u64 - tested,
            not_listed: all.saturating_sub(LISTED) as u64,
        }
    }

    fn annotator(&self, who: usize, own: Duels, names: &Names) -> AlternativeAnnotator {
        let test = self.tests.iter().find(|test| test.annotator == who);
        AlternativeAnnotator {
            annotator: names.name(who as u32).to_owned(),
            items: own.items(),
            advantage: own.advantage(),
            human_advantage: own.human_advantage(),
            p: match test {
                Some(test) => Outcome::Estimated(test.p),
                None => Outcome::NotEstimable(AlternativeAnnotator::too_few(own.items())),
            },
            test: test.map_or("", |test| test.name).into(),
            wins: test.is_some_and(|test| test.wins),
        }
    }
}

/// p of the null hypothesis that the annotator is ahead by epsilon or more, and the test's name; `None` where there are
/// too few items.
fn tested(own: Duels, options: AlternativeTestOptions) -> Option<(f64, &'static str)> {
    if own.items() >= FEWEST_ITEMS {
        return Some((t_p(own, options.epsilon), "t"));
    }
    if !options.signed_rank || own.items() < FEWEST_RANKED {
        return None;
    }
    let times = |n: u64, value: f64| std::iter::repeat_n(value - options.epsilon, n as usize);
    let shifted: Vec<f64> =
        times(own.human, 1.0).chain(times(own.model, -1.0)).chain(times(own.tied, 0.0)).collect();
    Some((signed_rank_p_below(&shifted).unwrap_or(1.0), "signed rank"))
}

/// One-sample one-sided t: mean(d) < ε. Where d does not vary, its one value decides.
fn t_p(own: Duels, epsilon: f64) -> f64 {
    let (n, human, model) = (own.items() as f64, own.human as f64, own.model as f64);
    let mean = (human - model) / n;
    let squares = human + model - n * mean * mean;
    if squares <= 1e-9 {
        return if mean < epsilon { 0.0 } else { 1.0 };
    }
    let se = (squares / (n - 1.0) / n).sqrt();
    t_cdf((mean - epsilon) / se, n - 1.0)
}

#[cfg(test)]
mod tests;
