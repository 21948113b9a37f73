use crate::analysis::inference::{Bounds, clopper_pearson_effective, t_name};
use crate::tally::{WeekSums, WorkCell, WorkOutcome, WorkTally};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};
use std::collections::BTreeMap;

/// Millionths in which outcomes are tallied.
pub(super) const MILLION: f64 = 1e6;

/// The cells of each week that have the outcome, weeks ascending, annotators ascending.
pub(super) fn by_week(calendar: &WorkTally, of: WorkOutcome) -> BTreeMap<u32, Vec<&WorkCell>> {
    let mut weeks: BTreeMap<u32, Vec<&WorkCell>> = BTreeMap::new();
    for cell in calendar.cells.iter().filter(|cell| cell.sums[of as usize].n > 0) {
        weeks.entry(cell.week.0).or_default().push(cell);
    }
    weeks
}

/// Mean of an outcome over one week's annotations, in the outcome's own unit. Annotators are the units, with a CR2 error
/// and Bell–McCaffrey degrees of freedom as for any share over annotations; products between annotations of the same item
/// are added where they make it wider, because a pair's agreement counts for both of them.
pub(super) fn mean(cells: &[&WorkCell], week: Option<&WeekSums>, of: WorkOutcome, level: f64) -> Estimate {
    let sums = || cells.iter().map(|cell| cell.sums[of as usize]);
    let n: u64 = sums().map(|sum| sum.n).sum();
    let total = n as f64;
    let value = sums().map(|sum| sum.y).sum::<i64>() as f64 / total;
    let (mut variance, mut h2, mut a1, mut a2) = (0.0, 0.0, 0.0, 0.0);
    for sum in sums() {
        let h = sum.n as f64 / total;
        let left = (1.0 - h).max(f64::MIN_POSITIVE);
        variance += (sum.y as f64 - value * sum.n as f64).powi(2) / left;
        let a = h * h / left;
        (h2, a1, a2) = (h2 + h * h, a1 + a, a2 + a * a);
    }
    let shared = week.map_or(0.0, |week| week.shared[of as usize].around(value));
    let se = (variance + shared.max(0.0)).sqrt() / total / MILLION;
    let df = 1.0 / (h2 + a1 * a1 - a2).max(f64::MIN_POSITIVE);
    let spread = Spread { se, df, effective: 1.0 / h2, annotators: cells.len() as u64 };
    let value = value / MILLION;
    let interval = match of {
        WorkOutcome::LogTime => spread.on_logs(value, level),
        _ => spread.of_share(value, level),
    };
    let items = week.map_or(0, |week| week.shared[of as usize].items);
    Estimate {
        value,
        se: interval.estimated().map(|_| se),
        interval,
        sample: SampleSize { items, annotations: n, annotators: cells.len() as u64 },
        method: "mean over the week's annotations".into(),
        warnings: Vec::new(),
    }
}

struct Spread {
    se: f64,
    df: f64,
    effective: f64,
    annotators: u64,
}

impl Spread {
    fn refusal(&self) -> Option<Reason> {
        let (found, needed) = (self.annotators, 2);
        if found < needed {
            return Some(Reason::TooFew { what: "annotators".into(), found, needed });
        }
        (self.df < 0.5 || !self.se.is_finite()).then_some(Reason::NoErrorToEstimate)
    }

    fn of_share(&self, share: f64, level: f64) -> Outcome<ConfidenceInterval> {
        if let Some(reason) = self.refusal() {
            return Outcome::NotEstimable(reason);
        }
        if share <= 0.0 || share >= 1.0 {
            let bound = clopper_pearson_effective(share.clamp(0.0, 1.0), self.effective, level);
            return bound.map_or(Outcome::NotEstimable(Reason::NoErrorToEstimate), Outcome::Estimated);
        }
        match Bounds::Share.interval(share, self.se, self.df, level) {
            Some((lower, upper)) if self.se > 0.0 => Outcome::Estimated(ConfidenceInterval {
                lower,
                upper,
                level,
                method: self.method(" on the logit scale"),
            }),
            _ => Outcome::NotEstimable(Reason::NoErrorToEstimate),
        }
    }

    fn on_logs(&self, value: f64, level: f64) -> Outcome<ConfidenceInterval> {
        if let Some(reason) = self.refusal() {
            return Outcome::NotEstimable(reason);
        }
        match Bounds::Unbounded.interval(value, self.se, self.df, level) {
            Some((lower, upper)) if self.se > 0.0 => {
                Outcome::Estimated(ConfidenceInterval { lower, upper, level, method: self.method("") })
            }
            _ => Outcome::NotEstimable(Reason::NoErrorToEstimate),
        }
    }

    fn method(&self, scale: &str) -> String {
        let (annotators, t) = (self.annotators, t_name(self.df));
        format!("CR2 over {annotators} annotators, shared items allowed for, {t}{scale}")
    }
}

#[cfg(test)]
mod tests {
    use super::mean;
    use crate::tally::{OutcomeSum, SharedItems, WeekSums, WorkCell, WorkOutcome};
    use crate::vocabulary::Week;

    fn cell(annotator: u32, n: u64, y: i64) -> WorkCell {
        let sums = [OutcomeSum { n, y }; WorkOutcome::COUNT];
        WorkCell { annotator, week: Week(9), sums, annotations: n }
    }

    /// Equal loads: the textbook error of the annotators' means, G − 1 degrees of freedom.
    #[test]
    fn equal_loads_give_the_error_of_the_means() {
        let cells: Vec<WorkCell> = (0..10).map(|a| cell(a, 20, 1_000_000 * i64::from(a))).collect();
        let all: Vec<&WorkCell> = cells.iter().collect();
        let found = mean(&all, None, WorkOutcome::LogTime, 0.95);
        let means: Vec<f64> = (0..10).map(|a| f64::from(a) / 20.0).collect();
        let middle = means.iter().sum::<f64>() / 10.0;
        let textbook = (means.iter().map(|m| (m - middle).powi(2)).sum::<f64>() / 90.0).sqrt();
        assert!((found.value - middle).abs() < 1e-12);
        assert!((found.se.expect("it varies") - textbook).abs() < 1e-12);
        assert!(found.interval.estimated().expect("an interval").method.contains("t(9)"));
    }

    #[test]
    fn shared_items_never_make_it_narrower_and_one_annotator_has_no_interval() {
        let cells = [cell(0, 50, 30_000_000), cell(1, 50, 40_000_000), cell(2, 50, 35_000_000)];
        let all: Vec<&WorkCell> = cells.iter().collect();
        let week = |yy: i128| {
            let shared = SharedItems { items: 75, pairs: 150, y: 105_000_000, yy };
            WeekSums { week: Week(9), shared: [shared; WorkOutcome::COUNT], times: Vec::new() }
        };
        let width = |week: Option<&WeekSums>| mean(&all, week, WorkOutcome::Agreement, 0.95).se;
        let alone = width(None).expect("it varies");
        assert!(width(Some(&week(200_000_000_000_000))).expect("it varies") > alone);
        assert!((width(Some(&week(0))).expect("it varies") - alone).abs() < 1e-15);
        assert!(mean(&all[..1], None, WorkOutcome::Agreement, 0.95).interval.reason().is_some());
    }
}
