use super::Audit;
use crate::vocabulary::{Outcome, Reason};

/// Labels of a group that stay beside those that are reported.
const LABELS: usize = 3;

/// Leaves out most labels of groups that nothing is reported of, and how far every two groups lie apart. Tells whether there
/// was anything to leave out.
pub(super) fn leave_out(audit: &mut Audit) -> bool {
    let mut shortened = false;
    for question in &mut audit.questions {
        let Some(Outcome::Estimated(found)) = question.disparity.as_mut().map(|all| &mut all.severity) else {
            continue;
        };
        for attribute in &mut found.attributes {
            for group in &mut attribute.groups {
                let Outcome::Estimated(contrasts) = &mut group.contrasts else { continue };
                let (all, mut place) = (contrasts.len(), 0);
                contrasts.retain(|contrast| {
                    place += 1;
                    place <= LABELS || contrast.reported
                });
                shortened |= contrasts.len() < all;
            }
            if let Outcome::Estimated(pairs) = &attribute.distances {
                let (what, found) = ("pairs of groups in all attributes".into(), pairs.len() as u64);
                attribute.distances = Outcome::NotEstimable(Reason::TooMany { what, found, limit: 0 });
                shortened = true;
            }
        }
    }
    shortened
}
