use super::{Icc, IccEstimate, bland_altman, icc, kendall_w, lin_concordance};
use crate::analysis::agreement::{Coefficient, CoefficientTest};
use crate::analysis::inference::InferenceOptions;
use crate::tally::QuestionTallies;
use crate::vocabulary::{Estimate, Outcome};

/// The intraclass correlation that belongs into the default set of a question of numbers: ICC(A,1) where everybody
/// judged every item, because then an annotator's constant offset can be told from noise and counts as disagreement;
/// else ICC(1,1), which needs no more than several numbers per item.
pub(in crate::analysis::agreement) fn usual_icc(
    tallies: &QuestionTallies,
    options: &InferenceOptions,
) -> Option<Coefficient> {
    if !super::of_numbers(tallies.question.scale) {
        return None;
    }
    let agreement = one_icc(Icc::Agreement, tallies, options);
    let usual = agreement.outcome.estimated().is_some();
    Some(if usual { agreement } else { one_icc(Icc::OneWay, tallies, options) })
}

/// The coefficient that was asked for by its id; `None` where it is none of numbers or ranks.
pub(in crate::analysis::agreement) fn asked(
    metric: &str,
    tallies: &QuestionTallies,
    options: &InferenceOptions,
) -> Option<Coefficient> {
    if let Some(kind) = Icc::ALL.into_iter().find(|kind| kind.metric() == metric) {
        return Some(one_icc(kind, tallies, options));
    }
    let level = options.level;
    let (name, outcome): (&str, Outcome<Estimate>) = match metric {
        "kendall_w" => ("Kendall's W", kendall_w(tallies, options).map(|found| found.w)),
        "kendall_w_uncorrected" => {
            ("Kendall's W, ties not corrected", kendall_w(tallies, options).map(|found| found.uncorrected))
        }
        "lin_concordance" => {
            ("Lin's concordance", lin_concordance(tallies, level).map(|found| found.concordance))
        }
        "bland_altman_bias" => ("Bland–Altman: bias", bland_altman(tallies, level).map(|found| found.bias)),
        "bland_altman_lower" => {
            ("Bland–Altman: lower limit", bland_altman(tallies, level).map(|found| found.lower))
        }
        "bland_altman_upper" => {
            ("Bland–Altman: upper limit", bland_altman(tallies, level).map(|found| found.upper))
        }
        _ => return None,
    };
    Some(Coefficient::new(metric, name, outcome))
}

fn one_icc(kind: Icc, tallies: &QuestionTallies, options: &InferenceOptions) -> Coefficient {
    let outcome = icc(kind, tallies, options.level).map(|found| found.estimate);
    Coefficient::new(kind.metric(), kind.name(), outcome)
}

/// The tests that belong to these coefficients: F of an intraclass correlation, χ² of Kendall's W.
pub(in crate::analysis::agreement) fn tests<'a>(
    coefficients: impl Iterator<Item = &'a Coefficient>,
    tallies: &QuestionTallies,
    options: &InferenceOptions,
) -> Vec<CoefficientTest> {
    let of = |coefficient: &Coefficient| {
        let metric = coefficient.metric.as_str();
        if let Some(kind) = Icc::ALL.into_iter().find(|kind| kind.metric() == metric) {
            let IccEstimate { f, df, p, .. } = icc(kind, tallies, options.level).estimated()?.clone();
            let (value, p) = (f?, p?);
            return Some(CoefficientTest {
                metric: metric.into(),
                statistic: "F".into(),
                value,
                df: df.to_vec(),
                p,
            });
        }
        if metric == "kendall_w" {
            let found = kendall_w(tallies, options).estimated()?.clone();
            return Some(CoefficientTest {
                metric: metric.into(),
                statistic: "chi-squared".into(),
                value: found.chi_squared,
                df: vec![found.df],
                p: found.p?,
            });
        }
        None
    };
    coefficients.filter_map(of).collect()
}
