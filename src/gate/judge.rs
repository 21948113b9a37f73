use super::{Judgement, Level, Limit, Policy, Rule, Verdict};
use crate::audit::{Audit, EstimateRow, estimates};
use crate::compare::Comparison;
use crate::vocabulary::{Estimate, Outcome};

/// A value with its interval, or the sentence that tells why one of them is missing.
struct Judged {
    value: Option<f64>,
    interval: Option<(f64, f64)>,
    missing: String,
}

/// Judges an audit (and, for `max_drop`, a comparison with a baseline) by every rule of a policy that is not off: one
/// verdict per rule, question and limit, in the policy's order. What cannot be judged is inconclusive, never a pass.
pub fn judge(policy: &Policy, audit: &Audit, comparison: Option<&Comparison>) -> Vec<Verdict> {
    let rows = estimates(audit);
    let mut verdicts = Vec::new();
    for rule in policy.rules.iter().filter(|rule| rule.level != Level::Off) {
        let questions = audit.questions.iter().map(|question| question.question.name.as_str());
        for question in questions.filter(|name| rule.question.as_deref().is_none_or(|asked| asked == *name)) {
            for limit in limits(rule) {
                let judged = match limit {
                    Limit::MaxDrop(_) => of_change(rule, question, comparison),
                    _ => of_row(rule, question, &rows),
                };
                verdicts.push(verdict(rule, question, limit, &judged));
            }
        }
    }
    verdicts
}

fn limits(rule: &Rule) -> impl Iterator<Item = Limit> {
    let limits = [rule.min.map(Limit::Min), rule.max.map(Limit::Max), rule.max_drop.map(Limit::MaxDrop)];
    limits.into_iter().flatten()
}

fn slice(rule: &Rule) -> &str {
    rule.slice.as_deref().unwrap_or("")
}

fn of_row(rule: &Rule, question: &str, rows: &[EstimateRow]) -> Judged {
    let mut of_slice = rows.iter().filter(|row| row.question == question && row.slice == slice(rule));
    let row = of_slice.clone().find(|row| row.metric == rule.metric);
    // A group that is not shown has one row, which tells why.
    match row.or_else(|| of_slice.find(|row| row.value.is_none() && !row.slice.is_empty())) {
        None => Judged { value: None, interval: None, missing: "This audit has no such estimate.".into() },
        Some(row) => Judged {
            value: row.value,
            interval: row.lower.zip(row.upper),
            missing: match row.reason.as_str() {
                "" => "The estimate has no interval.".into(),
                reason if row.value.is_none() => format!("Not estimable: {reason}."),
                reason => format!("No interval: {reason}."),
            },
        },
    }
}

fn of_change(rule: &Rule, question: &str, comparison: Option<&Comparison>) -> Judged {
    let missing = |missing: &str| Judged { value: None, interval: None, missing: missing.into() };
    let Some(comparison) = comparison else {
        return missing("There is no baseline to compare with: name one with --baseline.");
    };
    let changes = comparison
        .questions
        .iter()
        .filter(|found| found.question == question)
        .flat_map(|found| &found.changes);
    let change =
        changes.into_iter().find(|change| change.metric == rule.metric && change.slice.0 == slice(rule));
    match change.map(|change| &change.change) {
        None => missing("The comparison has no such change."),
        Some(Outcome::NotEstimable(reason)) => missing(&reason.sentence()),
        Some(Outcome::Estimated(change)) => of_estimate(change),
    }
}

fn of_estimate(estimate: &Estimate) -> Judged {
    Judged {
        value: Some(estimate.value),
        interval: estimate.interval.estimated().map(|interval| (interval.lower, interval.upper)),
        missing: estimate.interval.reason().map_or(String::new(), |reason| reason.sentence()),
    }
}

fn verdict(rule: &Rule, question: &str, limit: Limit, judged: &Judged) -> Verdict {
    let (judgement, why) = match judged.interval {
        None => (Judgement::Inconclusive, judged.missing.clone()),
        Some((lower, upper)) => {
            let (keeps, breaks) = match limit {
                Limit::Min(min) => (lower >= min, upper < min),
                Limit::Max(max) => (upper <= max, lower > max),
                Limit::MaxDrop(drop) => (lower >= -drop, upper < -drop),
            };
            match (keeps, breaks) {
                (true, _) => (Judgement::Pass, "The whole interval keeps the limit.".into()),
                (_, true) => (Judgement::Fail, "The whole interval breaks the limit.".into()),
                _ => (
                    Judgement::Inconclusive,
                    "The interval lies across the limit: more items would decide.".into(),
                ),
            }
        }
    };
    Verdict {
        metric: rule.metric.clone(),
        question: question.into(),
        slice: slice(rule).into(),
        level: rule.level,
        limit,
        judgement,
        value: judged.value,
        lower: judged.interval.map(|(lower, _)| lower),
        upper: judged.interval.map(|(_, upper)| upper),
        why,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Plan;
    use crate::audit::test_audit::two_people;
    use crate::compare::between;
    use crate::gate::PolicyError;

    fn rule(metric: &str) -> Rule {
        Rule { metric: metric.into(), ..Rule::default() }
    }

    fn judgement(rule: Rule, audit: &Audit) -> Judgement {
        judge(&Policy { rules: vec![rule] }, audit, None)[0].judgement
    }

    #[test]
    fn the_interval_decides() {
        let audit = two_people(240);
        let percent = |min| Rule { min: Some(min), ..rule("percent_agreement") };
        assert_eq!(judgement(percent(0.70), &audit), Judgement::Pass);
        assert_eq!(judgement(percent(0.79), &audit), Judgement::Inconclusive);
        assert_eq!(judgement(percent(0.90), &audit), Judgement::Fail);
        assert_eq!(judgement(Rule { max: Some(0.9), ..rule("percent_agreement") }, &audit), Judgement::Pass);
        assert_eq!(judgement(Rule { max: Some(0.7), ..rule("percent_agreement") }, &audit), Judgement::Fail);
    }

    #[test]
    fn what_cannot_be_judged_never_passes() {
        let audit = two_people(300);
        let no_gold = Rule { min: Some(0.0), ..rule("majority_accuracy") };
        assert_eq!(judgement(no_gold, &audit), Judgement::Inconclusive);
        let no_interval = Rule { min: Some(0.5), ..rule("krippendorff_alpha") };
        assert_eq!(judgement(no_interval, &audit), Judgement::Inconclusive);
        let no_baseline = Rule { max_drop: Some(0.5), ..rule("krippendorff_alpha") };
        assert_eq!(judgement(no_baseline, &audit), Judgement::Inconclusive);
    }

    #[test]
    fn a_drop_is_judged_by_its_own_interval() {
        let (before, after) = (two_people(270), two_people(180));
        let comparison = between(&before, &after, &Plan::default().inference).expect("comparable");
        let drop = |max_drop| Rule { max_drop: Some(max_drop), ..rule("krippendorff_alpha") };
        let policy = Policy { rules: vec![drop(0.1), drop(0.6), drop(0.9)] };
        let found: Vec<_> =
            judge(&policy, &after, Some(&comparison)).iter().map(|v| v.judgement.name()).collect();
        assert_eq!(found, ["fail", "inconclusive", "pass"]);
    }

    #[test]
    fn off_is_off_and_limits_are_judged_one_by_one() {
        let off = Rule { level: Level::Off, min: Some(2.0), ..rule("krippendorff_alpha") };
        let both = Rule { min: Some(0.1), max: Some(0.2), level: Level::Warn, ..rule("krippendorff_alpha") };
        let verdicts = judge(&Policy { rules: vec![off, both] }, &two_people(240), None);
        assert_eq!(verdicts.iter().map(|v| v.judgement.name()).collect::<Vec<_>>(), ["pass", "fail"]);
    }

    #[test]
    fn names_that_are_not_known_suggest_the_nearest() {
        let audit = two_people(240);
        let check = |rule: Rule| Policy { rules: vec![rule] }.check(&audit).expect_err("wrong").to_string();
        let limited = |metric: &str| Rule { min: Some(0.5), ..rule(metric) };
        assert!(check(limited("kripendorff_alfa")).contains("did you mean \"krippendorff_alpha\"?"));
        let question = Rule { question: Some("labels".into()), ..limited("fleiss_kappa") };
        assert!(
            check(question).contains("unknown question \"labels\" in a gate rule: did you mean \"label\"?")
        );
        let slice = Rule { slice: Some("gender=Femal".into()), ..limited("fleiss_kappa") };
        assert!(check(slice).contains("unknown slice"));
        assert!(check(rule("fleiss_kappa")).contains("give min, max or max_drop"));
        let crossed = Rule { min: Some(0.5), max: Some(0.2), ..rule("fleiss_kappa") };
        assert!(check(crossed).contains("min lies above max"));
        assert!(Policy { rules: vec![limited("krippendorff_alpha")] }.check(&audit).is_ok());
    }

    #[test]
    fn a_policy_reads_from_settings_and_refuses_unknown_keys() {
        let text = "[[rules]]\nmetric = \"krippendorff_alpha\"\nmin = 0.667\nlevel = \"warn\"\n";
        let policy: Policy = toml::from_str(text).expect("as documented");
        assert_eq!(policy.rules[0].level, Level::Warn);
        assert!(toml::from_str::<Policy>("[[rules]]\nmetrik = \"x\"\n").is_err());
        assert!(matches!(policy.check(&two_people(240)), Ok(()) | Err(PolicyError::Unknown { .. })));
    }
}
