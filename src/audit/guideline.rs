use super::GuidelineVersions;
use super::slice_people::SlicePeople;
use crate::vocabulary::{GUIDELINE_VERSION, Outcome, Reason};

/// Guideline versions without those that are withheld: where hardly anybody worked under two of them, a version is a group of
/// people under another name.
pub(super) fn fold(
    found: Option<Outcome<GuidelineVersions>>,
    slices: &SlicePeople,
) -> Option<Outcome<GuidelineVersions>> {
    let mut found = match found? {
        Outcome::NotEstimable(reason) => return Some(Outcome::NotEstimable(reason)),
        Outcome::Estimated(found) => found,
    };
    let hidden = |value: &str| slices.reason(GUIDELINE_VERSION, value).is_some();
    found.steps.retain(|step| !hidden(&step.before) && !hidden(&step.after));
    Some(match found.steps.is_empty() || slices.nameless(GUIDELINE_VERSION) {
        true => Outcome::NotEstimable(Reason::Insufficient),
        false => Outcome::Estimated(found),
    })
}
