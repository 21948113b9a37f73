use super::IdleCap;
use super::followed::Followed;
use super::slope_pair::{Told, slope};
use super::within_slope::{WithinSlope, by_session};
use crate::analysis::inference::quantile;
use crate::tally::{Crossing, SessionSums};
use crate::vocabulary::Outcome;

/// Median and slope of time on item under half the idle cap, the cap and its double: whether the choice matters.
pub(super) fn measure(followed: &Followed<'_>, level: f64) -> Vec<IdleCap> {
    if followed.order.time_on_item_ms.is_none() {
        return Vec::new();
    }
    let cap = followed.order.idle_cap_ms;
    [cap / 2, cap, cap.saturating_mul(2)]
        .map(|cap| under(followed, cap, level))
        .into_iter()
        .flatten()
        .collect()
}

fn under(followed: &Followed<'_>, cap: u32, level: f64) -> Option<IdleCap> {
    let mut sessions: Vec<SessionSums> = Vec::new();
    let mut logs = Vec::new();
    for &row in &followed.in_order {
        let row = row as usize;
        let Some(log) = followed.log_time(row, cap) else { continue };
        let (annotator, session) = (followed.annotator(row), followed.order.session[row]);
        if sessions.last().is_none_or(|last| (last.annotator, last.session) != (annotator, session)) {
            sessions.push(SessionSums { annotator, session, ..SessionSums::default() });
        }
        if let Some(last) = sessions.last_mut() {
            last.add(followed.order.position[row], (log * 1e6).round() as i64);
        }
        logs.push(log);
    }
    logs.sort_by(f64::total_cmp);
    let median_secs = quantile(&logs, 0.5)?.exp() / 1000.0;
    let told = Told {
        scale: 1e-4,
        items: 0,
        crossing: &Crossing::default(),
        method: "least-squares slope per 100 positions, annotator × session effects".into(),
        level,
    };
    let fit = WithinSlope::fit(by_session(&sessions), "time on the item", "sessions");
    let slope = match fit.and_then(|fit| slope(&fit, &told)) {
        Ok(slope) => Outcome::Estimated(slope),
        Err(reason) => Outcome::NotEstimable(reason),
    };
    Some(IdleCap { secs: f64::from(cap) / 1000.0, annotations: logs.len() as u64, median_secs, slope })
}
