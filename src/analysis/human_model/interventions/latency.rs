use super::{Latency, rates};
use crate::analysis::inference::{Bounds, LeaveOuts};
use crate::tally::{ActionCell, LatencyBin};
use crate::vocabulary::{Action, ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};
use std::collections::BTreeMap;

/// Reviews with known times that an action needs before anything is said of its pace.
const ENOUGH: u64 = 5;

/// How long reviews take: medians by action, and approvals beside edits of the same people.
pub(super) fn latency(cells: &[ActionCell], bins: &[LatencyBin], level: f64) -> Outcome<Latency> {
    let reviews: u64 = bins.iter().map(|bin| bin.n).sum();
    if reviews == 0 {
        return Outcome::NotEstimable(Reason::NotInLog {
            what: "how long reviews took".into(),
            columns: "time_on_item_secs, beside submitted_at or an order of work".into(),
        });
    }
    let medians = rates::occurring(cells).into_iter().filter_map(|action| {
        let own = || bins.iter().filter(move |bin| bin.action == action);
        Some((action, own().map(|bin| bin.n).sum(), median(own())?))
    });
    Outcome::Estimated(Latency {
        reviews,
        medians: medians.collect(),
        approve_minus_edit: beside(cells, level),
    })
}

/// Median seconds of some bins, interpolated within its bin: exact to half a bin, 2.5 %. `None` with few reviews.
pub(super) fn median<'a>(bins: impl Iterator<Item = &'a LatencyBin>) -> Option<f64> {
    let mut counts: BTreeMap<u16, u64> = BTreeMap::new();
    for bin in bins {
        *counts.entry(bin.bin).or_default() += bin.n;
    }
    let n: u64 = counts.values().sum();
    if n < ENOUGH {
        return None;
    }
    let half = n as f64 / 2.0;
    let mut below = 0.0;
    for (bin, count) in counts {
        let count = count as f64;
        if below + count >= half {
            let within = (half - below) / count;
            return Some(((f64::from(bin) + within) / LatencyBin::PER_UNIT).exp() / 1e3);
        }
        below += count;
    }
    None
}

/// ln(time of an approval) − ln(time of an edit): each annotator's difference of means, weighed by how well it is known
/// from their numbers (n₁n₂ / (n₁ + n₂)), its error by leaving one annotator out at a time.
fn beside(cells: &[ActionCell], level: f64) -> Outcome<Estimate> {
    let (mut people, mut annotations) = (Vec::new(), 0);
    for own in cells.chunk_by(|a, b| a.annotator == b.annotator) {
        let sums = |action: Action| {
            let own = own.iter().filter(|cell| cell.action == action);
            own.fold((0u64, 0i128), |(n, log), cell| (n + cell.timed, log + cell.log_ms))
        };
        let ((n1, log1), (n2, log2)) = (sums(Action::Approve), sums(Action::Edit));
        if n1 > 0 && n2 > 0 {
            let mean = |n: u64, log: i128| log as f64 / n as f64 / 1e6;
            people.push((mean(n1, log1) - mean(n2, log2), (n1 * n2) as f64 / (n1 + n2) as f64));
            annotations += n1 + n2;
        }
    }
    let total: f64 = people.iter().map(|&(_, weight)| weight).sum();
    if people.is_empty() {
        let what = "annotators with timed approvals and edits".into();
        return Outcome::NotEstimable(Reason::TooFew { what, found: 0, needed: 1 });
    }
    let sum: f64 = people.iter().map(|&(difference, weight)| difference * weight).sum();
    let without = |&(difference, weight): &(f64, f64)| ((sum - difference * weight) / (total - weight), 1);
    let error = (people.len() > 1).then(|| people.iter().map(without).collect::<Vec<_>>());
    let error = error.and_then(|rows| LeaveOuts::of(&rows));
    let value = sum / total;
    let interval = error.and_then(|e| Some((Bounds::Unbounded.interval(value, e.se, e.df, level)?, e.df)));
    let interval = match interval {
        Some(((lower, upper), df)) => Outcome::Estimated(ConfidenceInterval {
            lower,
            upper,
            level,
            method: format!("jackknife of annotators, t({df:.1})"),
        }),
        None => Outcome::NotEstimable(Reason::NoErrorToEstimate),
    };
    Outcome::Estimated(Estimate {
        value,
        interval,
        se: error.map(|error| error.se),
        sample: SampleSize { items: 0, annotations, annotators: people.len() as u64 },
        method: "difference of mean ln(seconds), approvals minus edits, within annotators".into(),
        warnings: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_lies_in_its_bin() {
        let bin = |seconds: f64, n| LatencyBin {
            action: Action::Approve,
            week: 0,
            bin: ((seconds * 1e3).ln() * LatencyBin::PER_UNIT) as u16,
            n,
        };
        let found = median([bin(1.0, 3), bin(8.0, 5), bin(60.0, 2)].iter()).expect("ten reviews");
        assert!((found / 8.0 - 1.0).abs() < 0.05, "{found}");
        assert_eq!(median([bin(1.0, 2)].iter()), None);
    }

    #[test]
    fn approvals_are_compared_with_the_same_peoples_edits() {
        let cell = |annotator, action, n: u64, secs: f64| ActionCell {
            annotator,
            part: 0,
            action,
            n,
            timed: n,
            log_ms: (n as f64 * (secs * 1e3).ln() * 1e6) as i128,
            log_ms_squared: 0,
        };
        // The slow person approves most: pooled means would say that approvals take longer.
        let cells = [
            cell(0, Action::Approve, 90, 10.0),
            cell(0, Action::Edit, 10, 20.0),
            cell(1, Action::Approve, 10, 1.0),
            cell(1, Action::Edit, 90, 2.0),
        ];
        let Outcome::Estimated(found) = beside(&cells, 0.95) else { panic!("two people") };
        assert!((found.value - 0.5_f64.ln()).abs() < 1e-4, "{}", found.value);
    }
}
