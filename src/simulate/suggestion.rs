use super::random::Stream;
use super::truth::Truth;

/// The label that is given under a shown `suggestion`, where `honest` would be given without one. Wrong suggestions alone
/// are taken over more often than honesty has it: who would honestly give its label with probability p gives it with
/// p + excess, so the excess is the automation bias exactly, whatever the item.
pub(super) fn given(
    honest: u32,
    suggestion: u32,
    true_label: u32,
    (p, excess): (f64, f64),
    stream: &mut Stream,
) -> u32 {
    // Drawn in any case, so that a planted excess changes the answers it is about and no other.
    let drawn = stream.uniform();
    let taken = suggestion != true_label && honest != suggestion && drawn * (1.0 - p) < excess;
    if taken { suggestion } else { honest }
}

/// Probability that an annotator who sees the true label with probability `right` gives `label`, which is not the true one.
pub(super) fn error_probability(truth: &Truth, severe: bool, true_label: u32, label: u32, right: f64) -> f64 {
    let severity = truth.severity.as_ref().filter(|s| severe && true_label != s.label);
    let own = severity.map_or(0.0, |s| s.probability);
    let partner = truth.boundary.and_then(|(one, other, share)| match true_label {
        t if t == one => Some((other, share)),
        t if t == other => Some((one, share)),
        _ => None,
    });
    let share = partner.map_or(0.0, |(_, share)| share);
    let to_partner = if partner.is_some_and(|(partner, _)| partner == label) { share } else { 0.0 };
    let evenly = (1.0 - share) / (truth.labels.len() - 1) as f64;
    let by_severity = if severity.is_some_and(|s| s.label == label) { own } else { 0.0 };
    by_severity + (1.0 - own) * (1.0 - right) * (to_partner + evenly)
}
