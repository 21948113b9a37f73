use super::ranking::{mean_area, rankings};
use super::{ProbabilityScores, Reference};
use crate::analysis::consensus::Majority;
use crate::analysis::inference::Bounds;
use crate::tally::{PatternTable, ProbabilityTally, ScoreSums};
use crate::vocabulary::{ConfidenceInterval, Estimate, LabelSet, Outcome, Reason, SampleSize};

/// What a model's probabilities of all labels score: against gold (where there is any), against people's majority and
/// against the shares of the item's annotators. Brier in the sum form (0–2), Σ_k (p_k − y_k)², and log loss,
/// −Σ_k y_k ln p_k, with y = 1 for the right label, or the annotators' shares.
pub fn probability_scores(
    tally: &ProbabilityTally,
    table: &PatternTable,
    majorities: &[Option<Majority>],
    set: &LabelSet,
    level: f64,
) -> Vec<ProbabilityScores> {
    let total = |sums: &mut dyn Iterator<Item = &ScoreSums>| {
        let mut total = ScoreSums::default();
        sums.for_each(|sums| total.absorb(sums));
        total
    };
    let gold = total(&mut tally.by_gold.iter().map(|(_, sums)| sums));
    let leads = |&&(pattern, label, _): &&(u32, _, ScoreSums)| {
        majorities.get(pattern as usize).and_then(|m| m.as_ref()?.label()) == Some(label)
    };
    let consensus = total(&mut tally.by_pattern.iter().filter(leads).map(|(_, _, sums)| sums));
    let labels = rankings(&tally.ranks, set);
    let not_distributions = tally.not_distributions;
    let of = |reference, sums: ScoreSums| {
        let brier = mean(&sums, sums.brier, sums.brier_squared, level);
        ProbabilityScores {
            reference,
            not_distributions,
            brier_half: brier.clone().map(|brier| brier.value / 2.0),
            brier,
            log_loss: mean(&sums, sums.log_loss, sums.log_loss_squared, level),
            roc_auc: needs_gold(),
            labels: Vec::new(),
        }
    };
    let mut out = Vec::new();
    if gold.items > 0 {
        let roc_auc = mean_area(&labels);
        out.push(ProbabilityScores { roc_auc, labels, ..of(Reference::Gold, gold) });
    }
    if consensus.items > 0 {
        out.push(of(Reference::Consensus, consensus));
    }
    out.extend(against_shares(tally, table));
    out
}

fn needs_gold() -> Outcome<f64> {
    Outcome::NotEstimable(Reason::NotInLog {
        what: "the right label of any item".into(),
        columns: "gold".into(),
    })
}

fn mean(sums: &ScoreSums, sum: i128, squares: i128, level: f64) -> Outcome<Estimate> {
    if sums.items == 0 {
        return Outcome::NotEstimable(Reason::TooFew { what: "items".into(), found: 0, needed: 1 });
    }
    let n = sums.items as f64;
    let value = sum as f64 / ScoreSums::UNIT / n;
    let square = squares as f64 / ScoreSums::UNIT / ScoreSums::UNIT;
    let variance = ((square - n * value * value) / (n - 1.0).max(1.0)).max(0.0);
    let se = (variance / n).sqrt();
    let ends = (se > 1e-12).then(|| Bounds::Loss.interval(value, se, n - 1.0, level)).flatten();
    let interval = match ends {
        Some((lower, upper)) => Outcome::Estimated(ConfidenceInterval {
            lower,
            upper,
            level,
            method: format!("linearised error over items, t({}) on {}", sums.items - 1, Bounds::Loss.name()),
        }),
        None => Outcome::NotEstimable(Reason::NoErrorToEstimate),
    };
    Outcome::Estimated(Estimate {
        value,
        se: interval.estimated().map(|_| se),
        interval,
        sample: SampleSize { items: sums.items, ..SampleSize::default() },
        method: "mean over items".into(),
        warnings: Vec::new(),
    })
}

/// Scores against the annotators' shares s, from the scores b_l and −ln p_l were label l right:
/// Σ_k (p_k − s_k)² = Σ_l s_l b_l − 1 + Σ_l s_l². No interval: the scores of single items are not kept.
fn against_shares(tally: &ProbabilityTally, table: &PatternTable) -> Option<ProbabilityScores> {
    let (mut items, mut brier, mut loss) = (0u64, 0.0, 0.0);
    for own in tally.by_pattern.chunk_by(|a, b| a.0 == b.0) {
        let pattern = table.pattern(own[0].0 as usize);
        let annotations = pattern.annotations() as f64;
        let n = own[0].2.items;
        items += n;
        let mut squares = 0.0;
        for (_, label, sums) in own {
            let share = f64::from(pattern.count_of(*label)) / annotations;
            squares += share * share;
            brier += share * (sums.brier as f64 / ScoreSums::UNIT);
            loss += share * (sums.log_loss as f64 / ScoreSums::UNIT);
        }
        brier += n as f64 * (squares - 1.0);
    }
    let estimate = |sum: f64, method: &str| {
        Outcome::Estimated(Estimate {
            value: sum / items as f64,
            interval: Outcome::NotEstimable(Reason::NeedsRows),
            se: None,
            sample: SampleSize { items, ..SampleSize::default() },
            method: method.into(),
            warnings: Vec::new(),
        })
    };
    (items > 0).then(|| ProbabilityScores {
        reference: Reference::People,
        not_distributions: tally.not_distributions,
        brier: estimate(brier, "mean over items of Σ (p − share of annotators)²"),
        brier_half: Outcome::Estimated(brier / items as f64 / 2.0),
        log_loss: estimate(loss, "mean over items of the cross-entropy from the shares of annotators"),
        roc_auc: needs_gold(),
        labels: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::consensus::majority;
    use crate::vocabulary::Label;

    /// p = (.8, .2) beside votes 2 : 1. Sum form against shares: (.8 − ⅔)² + (.2 − ⅓)²; majority: .04 + .04.
    #[test]
    fn shares_of_people_are_met_from_scores_of_single_labels() {
        let mut table = PatternTable::default();
        table.entries.extend([(Label(0), 2), (Label(1), 1)]);
        table.offsets.push(2);
        table.items.push(1);
        let sums = |brier: f64, loss: f64| ScoreSums {
            items: 1,
            brier: (brier * 1e12).round() as i128,
            log_loss: (loss * 1e12).round() as i128,
            ..ScoreSums::default()
        };
        let tally = ProbabilityTally {
            by_pattern: vec![
                (0, Label(0), sums(0.08, -(0.8_f64.ln()))),
                (0, Label(1), sums(1.28, -(0.2_f64.ln()))),
            ],
            ..ProbabilityTally::default()
        };
        let set = LabelSet { names: Vec::new(), values: None, declared: false, used: Vec::new() };
        let votes = [majority(&[(Label(0), 2), (Label(1), 1)])];
        let found = probability_scores(&tally, &table, &votes, &set, 0.95);
        let value = |at: usize| found[at].brier.estimated().map_or(f64::NAN, |brier| brier.value);
        assert_eq!([found[0].reference, found[1].reference], [Reference::Consensus, Reference::People]);
        assert!((value(0) - 0.08).abs() < 1e-12);
        let wanted = (0.8_f64 - 2.0 / 3.0).powi(2) * 2.0;
        assert!((value(1) - wanted).abs() < 1e-12, "{}", value(1));
    }
}
