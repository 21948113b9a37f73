use super::Audit;
use crate::vocabulary::Outcome;

/// Places of a risk–coverage curve that stay.
const PLACES: usize = 10;

/// Leaves out the bands and labels of models' confidence and most places of their curves; the numbers over them stay.
/// Tells whether there was anything to leave out.
pub(super) fn leave_out(audit: &mut Audit) -> bool {
    let mut shortened = false;
    for question in &mut audit.questions {
        if let Outcome::Estimated(models) = &mut question.calibration {
            let all = models.iter_mut().flat_map(|m| [&mut m.gold, &mut m.consensus, &mut m.people]);
            for against in all {
                let Outcome::Estimated(against) = against else { continue };
                shortened |= !against.labels.is_empty() || !against.equal_width.bins.is_empty();
                against.labels_left_out += against.labels.len() as u64;
                against.labels.clear();
                against.equal_width.bins.clear();
                against.equal_mass.bins.clear();
            }
        }
        if let Outcome::Estimated(models) = &mut question.routing {
            for model in models {
                let every = model.curve.len().div_ceil(PLACES).max(1);
                let last = model.curve.len().saturating_sub(1);
                let mut place = 0;
                model.curve.retain(|_| {
                    place += 1;
                    (place - 1) % every == 0 || place - 1 == last
                });
                shortened |= every > 1;
            }
        }
    }
    shortened
}
