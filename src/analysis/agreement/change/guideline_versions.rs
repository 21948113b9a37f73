use super::judged::{judge, relead};
use super::matched::{MatchedChange, matched};
use super::two_versions::TwoVersions;
use super::{Change, Moved, PairChanges, Side, pair_changes, paired};
use crate::analysis::agreement::{AgreementOptions, Distance, Pooled};
use crate::analysis::inference::{Bounds, InferenceOptions, LeaveOuts, Panel, t_name};
use crate::tally::{PatternTable, QuestionTallies, SliceCrossing};
use crate::vocabulary::{
    ConfidenceInterval, Estimate, GUIDELINE_VERSION, Outcome, Question, Reason, SliceKey,
};
use serde::{Deserialize, Serialize};

/// What changed from one version of the guideline to the next.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GuidelineVersions {
    /// One for each version but the first, in the versions' order (numbers in names count as numbers); at most 12, the
    /// latest.
    pub steps: Vec<VersionStep>,
    /// How many there are.
    pub steps_total: u64,
    /// Changes of coefficients that were tested: one family.
    pub tested: u64,
}

/// From one version to the next.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VersionStep {
    /// The earlier version.
    pub before: String,
    /// The later version.
    pub after: String,
    /// Which items are compared.
    pub basis: VersionBasis,
    /// Items that two or more people annotated under the earlier version.
    pub items_before: u64,
    /// The same under the later one.
    pub items_after: u64,
    /// Items that two or more people annotated under each.
    pub items_in_both: u64,
    /// Annotators who gave a label under either, on the items compared.
    pub annotators: u64,
    /// Changes of the coefficients.
    pub changes: Vec<Change>,
    /// Where other items are compared: the change on like items, if the log tells kinds of items.
    #[serde(default)]
    pub matched: Option<MatchedChange>,
    /// Label pairs mended and newly broken.
    pub pairs: PairChanges,
}

/// Which items two versions are compared on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VersionBasis {
    /// Items annotated under both, pair by pair: nothing of the change is due to other items.
    SameItems,
    /// All items of each: part of the change may be due to other items.
    OtherItems,
}

/// Items annotated under both from which they alone are compared.
const ENOUGH_SHARED: u64 = 20;
/// Steps that are kept.
const MOST_STEPS: usize = 12;

/// Agreement from each version of the guideline to the next; `None` where the log names no versions, or one only.
pub fn guideline_versions(
    tallies: &QuestionTallies,
    asked: &AgreementOptions,
    options: &InferenceOptions,
) -> Option<Outcome<GuidelineVersions>> {
    let left_out = tallies.summaries.slices_left_out.iter().find(|(name, _)| name == GUIDELINE_VERSION);
    if let Some((_, reason)) = left_out {
        return Some(Outcome::NotEstimable(reason.clone()));
    }
    let crossing = tallies.crossings.iter().find(|crossing| crossing.name == GUIDELINE_VERSION)?;
    if let Some(reason) = crossing.left_out.clone().or_else(|| tallies.question.not_of_labels()) {
        return Some(Outcome::NotEstimable(reason));
    }
    let used = |value: &usize| {
        let name = &crossing.values[*value];
        let slices = &tallies.summaries.slices;
        slices.iter().any(|slice| {
            slice.name == GUIDELINE_VERSION && slice.value == *name && !slice.patterns.is_empty()
        })
    };
    let mut values: Vec<usize> = (0..crossing.values.len()).filter(used).collect();
    values.sort_by(|&a, &b| natural(&crossing.values[a]).cmp(&natural(&crossing.values[b])));
    if values.len() < 2 {
        return None;
    }
    let pairs: Vec<[usize; 2]> = values.windows(2).map(|pair| [pair[0], pair[1]]).collect();
    let kept = &pairs[pairs.len().saturating_sub(MOST_STEPS)..];
    let mut steps: Vec<VersionStep> =
        kept.iter().map(|&pair| step(tallies, crossing, pair, asked, options)).collect();
    let mut family: Vec<Change> = steps.iter().flat_map(|step| step.changes.iter().cloned()).collect();
    let tested = judge(&mut family) as u64;
    let mut judged = family.into_iter();
    for step in &mut steps {
        step.changes.iter_mut().zip(&mut judged).for_each(|(own, judged)| *own = judged);
    }
    Some(Outcome::Estimated(GuidelineVersions { steps, steps_total: pairs.len() as u64, tested }))
}

/// One version's side, whose errors with annotators redrawn come from elsewhere.
fn without_people<'a>(table: &'a PatternTable, question: &'a Question, annotators: u64) -> Side<'a> {
    Side { table, question, redrawn: Vec::new(), widened: Vec::new(), redrawn_of: table, annotators }
}

fn step(
    tallies: &QuestionTallies,
    crossing: &SliceCrossing,
    values: [usize; 2],
    asked: &AgreementOptions,
    options: &InferenceOptions,
) -> VersionStep {
    let question = &tallies.question;
    let all = TwoVersions::of(crossing, values, question.labels.len(), false);
    let shared = TwoVersions::of(crossing, values, question.labels.len(), true);
    let items_in_both = shared.joint.shared_items();
    let (items_before, items_after) = (all.joint.before.pairable_items(), all.joint.after.pairable_items());
    let (basis, compared) = match items_in_both >= ENOUGH_SHARED {
        true => (VersionBasis::SameItems, shared),
        false => (VersionBasis::OtherItems, all),
    };
    let joint = &compared.joint;
    let annotators = compared.annotators();
    let [before, after] = values.map(|value| crossing.values[value].clone());
    let slice = SliceKey(format!("{GUIDELINE_VERSION}={before};{GUIDELINE_VERSION}={after}"));
    let sides = [&joint.before, &joint.after].map(|table| without_people(table, question, annotators));
    let changes = paired(joint, [&sides[0], &sides[1]], &slice, asked, options);
    let kinds = Pooled::default_set(question.scale);
    let mut errors = compared.share_errors(question, asked, &kinds);
    errors.push((Pooled::KrippendorffAlpha, compared.alpha_error(&Distance::of_question(asked, question))));
    let with_people = |change: Change| {
        let own = errors.iter().find(|(kind, _)| kind.metric() == change.metric);
        let error = own.map_or(Err(Reason::NeedsRows), |(_, error)| error.clone());
        let redrawn = change.fixed.clone().map(|estimate| moved(estimate, error, options.level));
        relead(change, redrawn, options.panel)
    };
    let changes: Vec<Change> = changes.into_iter().map(with_people).collect();
    let factor = widened(&changes, options.panel);
    let pairs = pair_changes(
        [&joint.before, &joint.after],
        [&[], &[]],
        &question.labels,
        [factor, factor],
        options.level,
    );
    let matched = match basis {
        VersionBasis::SameItems => None,
        VersionBasis::OtherItems => matched(tallies, [&before, &after], factor, options.level),
    };
    VersionStep {
        matched,
        before,
        after,
        basis,
        items_before,
        items_after,
        items_in_both,
        annotators,
        changes,
        pairs,
    }
}

/// The same change with this error.
fn moved(estimate: Estimate, error: Result<LeaveOuts, Reason>, level: f64) -> Moved {
    let (interval, error) = match error {
        Err(reason) => (Outcome::NotEstimable(reason), None),
        Ok(error) => match Bounds::Unbounded.interval(estimate.value, error.se, error.df, level) {
            None => (Outcome::NotEstimable(Reason::NoErrorToEstimate), None),
            Some((lower, upper)) => {
                let method = format!(
                    "jackknives over items and annotators, paired where both versions share them, {}",
                    t_name(error.df)
                );
                (Outcome::Estimated(ConfidenceInterval { lower, upper, level, method }), Some(error))
            }
        },
    };
    let se = error.map(|error| error.se);
    Moved::judged(Estimate { interval, se, ..estimate }, error)
}

/// How much wider percent agreement's change is known with annotators redrawn.
fn widened(changes: &[Change], panel: Panel) -> f64 {
    let own = changes.iter().find(|change| change.metric == Pooled::PercentAgreement.metric());
    let se = |outcome: &Outcome<Estimate>| outcome.estimated().and_then(|found| found.se);
    match (panel, own.and_then(|own| se(&own.fixed).zip(se(&own.redrawn)))) {
        (Panel::Random, Some((fixed, redrawn))) if fixed > 0.0 => (redrawn / fixed).max(1.0),
        _ => 1.0,
    }
}

/// A name as texts and numbers in turn, so that `v10` comes after `v9`; then the name itself, so that none are equal.
fn natural(name: &str) -> (Vec<(String, u64)>, &str) {
    let mut parts = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (text, after) = rest.split_at(digits);
        let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        let (number, after) = after.split_at(end);
        parts.push((text.to_owned(), number.parse().unwrap_or(u64::MAX)));
        rest = after;
    }
    (parts, name)
}

#[cfg(test)]
mod tests {
    use super::natural;

    #[test]
    fn versions_are_counted_not_spelt() {
        let mut names = ["v10", "v2", "v2.1", "draft", "v9"];
        names.sort_by(|a, b| natural(a).cmp(&natural(b)));
        assert_eq!(names, ["draft", "v2", "v2.1", "v9", "v10"]);
    }
}
