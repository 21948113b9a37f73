use super::AgreementBeside;
use crate::analysis::agreement::{AgreementOptions, Pooled, pooled};
use crate::analysis::inference::InferenceOptions;
use crate::tally::{InterventionTally, PatternTable, QuestionTallies};
use crate::vocabulary::{Outcome, Reason, SliceKey};

/// Alpha and percent agreement of all annotations, and of those that were not made under a shown suggestion: two people
/// who both take a suggestion over agree without having judged. Not estimable where no annotation was, or all were.
pub(super) fn without_shown(
    tallies: &QuestionTallies,
    own: &InterventionTally,
    asked: &AgreementOptions,
    options: &InferenceOptions,
) -> Outcome<AgreementBeside> {
    let too_few =
        |what: &str| Outcome::NotEstimable(Reason::TooFew { what: what.into(), found: 0, needed: 1 });
    if !own.has_suggestions || own.shown == 0 {
        return too_few("annotations made under a shown suggestion");
    }
    if own.not_shown == 0 {
        return too_few("annotations made without a shown suggestion");
    }
    let of = |kind: Pooled, table: &PatternTable, slice: &SliceKey| {
        pooled(kind, table, &tallies.question, slice, asked, options)
    };
    let (all, unshown) = (&tallies.summaries.patterns, &own.unshown);
    let part = SliceKey::of("suggestion", "not shown");
    Outcome::Estimated(AgreementBeside {
        alpha: of(Pooled::KrippendorffAlpha, all, &SliceKey::whole()),
        alpha_without: of(Pooled::KrippendorffAlpha, unshown, &part),
        percent: of(Pooled::PercentAgreement, all, &SliceKey::whole()),
        percent_without: of(Pooled::PercentAgreement, unshown, &part),
    })
}
