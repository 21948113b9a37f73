use super::settling::settling;
use super::subject::{Evidences, Subject, evidence};
use super::{
    Evidence, Family, Inconclusive, Judgement, Level, Limit, Policy, PolicyError, Rule, Ruling, Shown,
    Spread, Verdict,
};
use crate::analysis::inference::Adjustment;
use crate::audit::Audit;
use crate::compare::{Comparison, Panel};

/// One limit of one rule on one part of the log, before the rules are judged together.
struct Case<'a> {
    rule: &'a Rule,
    limit: Limit,
    question: String,
    slice: String,
    subject: Subject,
    evidence: Evidence,
    /// What is held against the limit, at the level asked for; absent where a point is.
    spread: Option<Spread>,
}

/// Judges an audit by every rule of a policy that is not off: one verdict per limit and part of the log, in the
/// policy's order. What cannot be judged is inconclusive, never a pass.
///
/// Of an interval: it passes where all of it keeps the limit, fails where all of it breaks it, and is inconclusive
/// otherwise. Rules of one level are judged together (Holm): a limit fails only where its p, adjusted for all of them,
/// is below half of what its level leaves, so that the chance of any wrong failure stays below that. To pass needs no
/// adjustment: the gate passes only where every limit does (an intersection–union test; Berger 1982, Technometrics
/// 24:295).
///
/// # Errors
/// What [`Policy::check`] finds wrong with the policy.
pub fn judge(
    policy: &Policy,
    audit: &Audit,
    baseline: Option<&Audit>,
    comparison: Option<&Comparison>,
    panel: Panel,
) -> Result<Ruling, PolicyError> {
    let shown = Shown::of(audit, baseline, &policy.metrics());
    policy.check(&shown)?;
    let evidences = Evidences { shown: &shown, comparison, panel };
    let mut cases = Vec::new();
    for rule in policy.rules.iter().filter(|rule| rule.level != Level::Off) {
        for (question, slice) in shown.subjects(rule) {
            cases.extend(rule.limits().map(|limit| case(rule, limit, &question, &slice, evidences)));
        }
    }
    let mut adjusted = vec![None; cases.len()];
    let families = [Level::Error, Level::Warn].map(|level| family(&cases, level, &mut adjusted));
    let verdict = |(case, p): (Case<'_>, Option<Adjusted>)| verdict(case, p, policy.inconclusive);
    Ok(Ruling {
        title: audit.title.clone(),
        baseline: baseline.map(|baseline| baseline.title.clone()),
        by_default: policy.rules.iter().all(|rule| rule.place.is_none()),
        families: families.into_iter().flatten().collect(),
        verdicts: cases.into_iter().zip(adjusted).map(verdict).collect(),
        notes: comparison.map_or_else(Vec::new, |comparison| comparison.notes.clone()),
    })
}

fn case<'a>(rule: &'a Rule, limit: Limit, question: &str, slice: &str, from: Evidences<'_>) -> Case<'a> {
    let subject = from.subject(rule, limit, question, slice);
    let evidence = evidence(rule, &subject);
    let spread = match evidence {
        Evidence::Point => None,
        Evidence::Interval => subject.spread,
        Evidence::Level(level) => subject.spread.map(|spread| spread.at(level)),
    };
    Case { rule, limit, question: question.into(), slice: slice.into(), subject, evidence, spread }
}

/// The p of one limit among those it is judged with.
#[derive(Debug, Clone, Copy)]
struct Adjusted {
    p: f64,
    tests: usize,
}

/// The limits of one level that are held against intervals, with their p adjusted for each other.
fn family(cases: &[Case<'_>], level: Level, adjusted: &mut [Option<Adjusted>]) -> Option<Family> {
    let own: Vec<(usize, Spread)> = cases
        .iter()
        .enumerate()
        .filter(|(_, case)| case.rule.level == level)
        .filter_map(|(place, case)| Some((place, case.spread?)))
        .collect();
    let p: Vec<f64> = own.iter().map(|&(place, spread)| spread.p_kept(cases[place].limit)).collect();
    for (&(place, _), p) in own.iter().zip(Adjustment::Holm.adjusted(&p)) {
        adjusted[place] = Some(Adjusted { p, tests: own.len() });
    }
    let error = own.iter().map(|(_, spread)| tail(spread)).fold(0.0, f64::max);
    (!own.is_empty()).then_some(Family { level, tests: own.len(), error })
}

/// What an interval leaves beyond each of its ends.
fn tail(spread: &Spread) -> f64 {
    (1.0 - spread.level) / 2.0
}

fn verdict(case: Case<'_>, adjusted: Option<Adjusted>, inconclusive: Inconclusive) -> Verdict {
    let Case { rule, limit, question, slice, subject, evidence, spread } = case;
    let (judgement, why) = match (spread, adjusted) {
        (Some(spread), Some(adjusted)) => by_interval(&spread, limit, adjusted),
        _ => by_point(evidence, limit, &subject),
    };
    let open = judgement == Judgement::Inconclusive;
    let towards = |spread: &Spread| match limit.room(spread.value) < 0.0 {
        // To fail it must lie beyond the limit by the strictest of the adjusted levels, to pass by its own.
        true => tail(spread) / adjusted.map_or(1.0, |adjusted| adjusted.tests as f64),
        false => tail(spread),
    };
    let settle = |spread: Spread| settling(&spread, limit, towards(&spread), subject.sources?);
    Verdict {
        metric: rule.metric.clone(),
        question,
        slice,
        level: rule.level,
        limit,
        evidence,
        judgement,
        inconclusive: rule.inconclusive.unwrap_or(inconclusive),
        value: subject.value,
        lower: spread.map(|spread| spread.lower),
        upper: spread.map(|spread| spread.upper),
        interval_level: spread.map(|spread| spread.level),
        p_adjusted: adjusted.map(|adjusted| adjusted.p),
        before: subject.before,
        after: subject.after,
        items: subject.items,
        method: subject.method.clone(),
        why,
        settling: spread.filter(|_| open).and_then(settle),
        place: rule.place.clone(),
    }
}

fn by_interval(spread: &Spread, limit: Limit, adjusted: Adjusted) -> (Judgement, String) {
    let breaks = spread.breaks(limit);
    if spread.keeps(limit) {
        (Judgement::Pass, "The whole interval keeps the limit.".into())
    } else if breaks && (adjusted.tests == 1 || adjusted.p < tail(spread)) {
        (Judgement::Fail, "The whole interval breaks the limit.".into())
    } else if breaks {
        let why = "The whole interval breaks the limit, but not once all limits that are judged together are allowed \
                   for (Holm).";
        (Judgement::Inconclusive, why.into())
    } else {
        (Judgement::Inconclusive, "The interval lies across the limit.".into())
    }
}

fn by_point(evidence: Evidence, limit: Limit, subject: &Subject) -> (Judgement, String) {
    match (evidence, subject.value) {
        (Evidence::Point, Some(value)) if limit.room(value) >= 0.0 => {
            (Judgement::Pass, "The number keeps the limit.".into())
        }
        (Evidence::Point, Some(_)) => (Judgement::Fail, "The number breaks the limit.".into()),
        _ => (Judgement::Inconclusive, subject.missing.clone()),
    }
}

#[cfg(test)]
mod tests;
