use super::WeeklyTrend;
use crate::analysis::fatigue::{WithinSlope, by_annotator};
use crate::tally::{ActionCell, SessionSums};
use crate::vocabulary::{Action, ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};

const MILLION: i128 = 1_000_000;

/// Change per week of the share approved, each annotator compared with themselves: the least-squares slope with an
/// intercept per annotator, CR2 by annotator.
pub(super) fn approvals(cells: &[ActionCell], level: f64) -> Outcome<WeeklyTrend> {
    let sums = cells.iter().filter(|cell| cell.part != ActionCell::NO_PART).map(|cell| {
        let y = if cell.action == Action::Approve { MILLION } else { 0 };
        let n = i128::from(cell.n);
        week(cell, cell.n, (n * y, n * y * y))
    });
    slope(sums.collect(), "the share approved", level)
}

/// Change per week of ln(time per approval), likewise.
pub(super) fn approval_time(cells: &[ActionCell], level: f64) -> Outcome<WeeklyTrend> {
    let timed = |cell: &&ActionCell| {
        cell.part != ActionCell::NO_PART && cell.action == Action::Approve && cell.timed > 0
    };
    let sums =
        cells.iter().filter(timed).map(|cell| week(cell, cell.timed, (cell.log_ms, cell.log_ms_squared)));
    slope(sums.collect(), "the time per approval", level)
}

fn week(cell: &ActionCell, n: u64, (y, yy): (i128, i128)) -> SessionSums {
    let (x, times) = (i128::from(cell.part), i128::from(n));
    SessionSums {
        annotator: cell.annotator,
        session: cell.part,
        n,
        x: x * times,
        y,
        xx: x * x * times,
        xy: x * y,
        yy,
    }
}

fn slope(sums: Vec<SessionSums>, what: &str, level: f64) -> Outcome<WeeklyTrend> {
    let fitted = match WithinSlope::fit(by_annotator(&sums), what, "annotators") {
        Ok(fitted) => fitted,
        Err(Reason::NoVariation { what }) if what.starts_with("position") => {
            let what = "weeks in which the same annotator worked".into();
            return Outcome::NotEstimable(Reason::TooFew { what, found: 1, needed: 2 });
        }
        Err(reason) => return Outcome::NotEstimable(reason),
    };
    let error = fitted.cr2();
    let value = fitted.value / MILLION as f64;
    let margin = error.margin(level) / MILLION as f64;
    let (se, p_value) = (error.se / MILLION as f64, error.p_value(fitted.value));
    let interval = match margin.is_finite() && se > 0.0 {
        true => Outcome::Estimated(ConfidenceInterval {
            lower: value - margin,
            upper: value + margin,
            level,
            method: format!("CR2 by annotator, t({:.1})", error.df),
        }),
        false => Outcome::NotEstimable(Reason::NoErrorToEstimate),
    };
    if !value.is_finite() || !p_value.is_finite() {
        return Outcome::NotEstimable(Reason::NoErrorToEstimate);
    }
    Outcome::Estimated(WeeklyTrend {
        estimate: Estimate {
            value,
            interval,
            se: Some(se),
            sample: SampleSize { items: 0, annotations: fitted.annotations(), annotators: fitted.carrying() },
            method: format!("change of {what} per week, within annotators"),
            warnings: Vec::new(),
        },
        p_value,
        effective_annotators: fitted.effective_clusters(),
    })
}
