use crate::analysis::fatigue::{WithinSlope, by_session};
use crate::tally::SessionSums;
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};

/// Sessions of comparable length that one person's own slope needs.
const EFFECTIVE_SESSIONS_NEEDED: f64 = 8.0;
/// Positions per unit of a slope, over the millionths in which outcomes are tallied.
const SCALE: f64 = 100.0 / 1e6;

/// One person's slope per 100 positions within sessions, with the sessions as clusters (CR2, Bell–McCaffrey degrees of
/// freedom): a person's days differ more than their annotations do. `own` are the sums of their sessions. Not estimable
/// with fewer than 8 effective sessions.
pub(super) fn own_slope(own: &[SessionSums], what: &str, level: f64) -> Outcome<Estimate> {
    // Each session is a cluster of its own here.
    let clusters: Vec<SessionSums> =
        own.iter().map(|session| SessionSums { annotator: session.session, ..*session }).collect();
    let fit = match WithinSlope::fit(by_session(&clusters), what, "sessions") {
        Ok(fit) => fit,
        Err(Reason::TooFew { found, .. }) => return too_few(found as f64),
        Err(reason) => return Outcome::NotEstimable(reason),
    };
    let effective = fit.effective_clusters();
    if effective < EFFECTIVE_SESSIONS_NEEDED {
        return too_few(effective);
    }
    let error = fit.cr2();
    let (value, margin) = (fit.value * SCALE, error.margin(level) * SCALE);
    if !margin.is_finite() || error.se <= 0.0 {
        return Outcome::NotEstimable(Reason::NoErrorToEstimate);
    }
    let method =
        format!("CR2 clustered by session, t with {:.1} Bell–McCaffrey degrees of freedom", error.df);
    let ends = ConfidenceInterval { lower: value - margin, upper: value + margin, level, method };
    Outcome::Estimated(Estimate {
        value,
        interval: Outcome::Estimated(ends),
        se: Some(error.se * SCALE),
        sample: SampleSize { items: 0, annotations: fit.annotations(), annotators: 1 },
        method: "least-squares slope per 100 positions, session effects".into(),
        warnings: Vec::new(),
    })
}

fn too_few(found: f64) -> Outcome<Estimate> {
    let (what, needed) = ("sessions of comparable length".into(), EFFECTIVE_SESSIONS_NEEDED as u64);
    Outcome::NotEstimable(Reason::TooFew { what, found: found as u64, needed })
}

#[cfg(test)]
mod tests {
    use super::own_slope;
    use crate::tally::SessionSums;

    fn sessions(n: u32) -> Vec<SessionSums> {
        let session = |session: u32| {
            let mut sums = SessionSums { session, ..SessionSums::default() };
            for position in 1..=40 {
                // Falls by .2 per 100 positions, and each day lies elsewhere and bends a little.
                let bend = i64::from((position * (session + 3)) % 7) * 1_000;
                sums.add(position, 900_000 - 2_000 * i64::from(position) + 3_000 * i64::from(session) + bend);
            }
            sums
        };
        (0..n).map(session).collect()
    }

    #[test]
    fn a_persons_slope_is_found_with_enough_sessions_only() {
        let found = own_slope(&sessions(12), "agreement", 0.95);
        let found = found.estimated().expect("twelve sessions");
        let ends = found.interval.estimated().expect("an interval");
        assert!((found.value + 0.2).abs() < 0.01 && ends.upper < -0.15, "{found:?}");
        assert!(own_slope(&sessions(7), "agreement", 0.95).reason().is_some());
        assert!(own_slope(&[], "agreement", 0.95).reason().is_some());
    }
}
