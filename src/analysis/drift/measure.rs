use super::points::{Part, Point, item_shares, means, shares};
use super::{Drift, DriftChange, DriftKind, DriftSeries};
use crate::analysis::inference::{
    FEWEST_POINTS, InferenceOptions, LevelShift, Stream, benjamini_hochberg, level_shifts, t_quantile,
};
use crate::tally::{CalendarTally, ModelCalendar, PeriodLabels, QuestionTallies};
use crate::vocabulary::{ConfidenceInterval, Estimate, Label, Outcome, Reason, SampleSize};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Labels that are followed, the most used ones.
const LABELS: usize = 8;
/// Models that are followed, and those whose labels are.
const MODELS: usize = 20;
const MODELS_BY_LABEL: usize = 6;
/// Periods beyond which longer ones must be chosen.
const MOST_PERIODS: usize = 600;
/// False discovery rate of the changes.
const Q: f64 = 0.05;

/// Series by period of the calendar: how models agree with people, how their confidence fits, how often people and models
/// give each label; and whether any changes its level ([`level_shifts()`], one family by Benjamini–Hochberg).
///
/// Not estimable without times, or with one period only. A series of fewer than ten periods has points and no test.
pub fn measure(tallies: &QuestionTallies, options: &InferenceOptions) -> Outcome<Drift> {
    let calendar = match &tallies.summaries.calendar {
        Outcome::Estimated(calendar) => calendar,
        Outcome::NotEstimable(reason) => return Outcome::NotEstimable(reason.clone()),
    };
    if calendar.periods.len() < 2 {
        let (what, found) = (format!("{}s with annotations", calendar.period.name()), calendar.periods.len());
        return Outcome::NotEstimable(Reason::TooFew { what, found: found as u64, needed: 2 });
    }
    if calendar.periods.len() > MOST_PERIODS {
        let what = format!("{}s with annotations, so choose a longer drift_period", calendar.period.name());
        let (found, limit) = (calendar.periods.len() as u64, MOST_PERIODS as u64);
        return Outcome::NotEstimable(Reason::TooMany { what, found, limit });
    }
    let mut series = all_series(calendar, tallies, options.level);
    let tested: Vec<Outcome<(LevelShift, Vec<u32>)>> =
        series.par_iter().map(|(one, points)| tested(one, points, &tallies.question.name, options)).collect();
    let p: Vec<f64> = tested.iter().filter_map(|outcome| Some(outcome.estimated()?.0.p)).collect();
    let mut q = benjamini_hochberg(&p).into_iter();
    for ((one, points), outcome) in series.iter_mut().zip(tested) {
        one.change = outcome
            .map(|(shift, further)| told(&shift, further, points, q.next().unwrap_or(1.0), options.level));
    }
    let (starts, periods) = calendar.periods.iter().cloned().unzip();
    let keep = |(one, points): (DriftSeries, Vec<Point>)| DriftSeries {
        points: points.iter().map(Point::told).collect(),
        ..one
    };
    Outcome::Estimated(Drift {
        period: calendar.period,
        periods,
        starts,
        series: series.into_iter().map(keep).collect(),
        tests: p.len() as u64,
    })
}

type Drawn = (DriftSeries, Vec<Point>);

fn all_series(calendar: &CalendarTally, tallies: &QuestionTallies, level: f64) -> Vec<Drawn> {
    let names = &tallies.question.labels;
    let used = most_used(&calendar.labels);
    let mut out = Vec::new();
    let mut add = |kind, model: Option<&str>, label: Option<Label>, points: Vec<Point>| {
        if points.len() > 1 {
            let change = Outcome::NotEstimable(Reason::NothingPairable);
            let label = label.map(|label| names.name(label).to_owned());
            let model = model.map(str::to_owned);
            out.push((DriftSeries { kind, model, label, points: Vec::new(), change }, points));
        }
    };
    for (at, model) in calendar.models.iter().take(MODELS).enumerate() {
        let name = Some(model.model.as_str());
        let met = model.people.iter().map(|own| (own.period, own.annotations, own.same));
        add(DriftKind::HumanModelAgreement, name, None, shares(met, level));
        add(DriftKind::CalibrationInTheLarge, name, None, means(&overconfidence(model), level));
        for &label in used.iter().filter(|_| at < MODELS_BY_LABEL) {
            add(DriftKind::ModelLabelShare, name, Some(label), item_shares(answers(model, label), level));
        }
    }
    for &label in &used {
        let parts = of_label(&calendar.labels, label);
        add(DriftKind::LabelShare, None, Some(label), shares(parts.into_iter(), level));
    }
    out
}

/// The labels that people give most; one of two says as much as both.
fn most_used(labels: &[PeriodLabels]) -> Vec<Label> {
    let mut totals: BTreeMap<Label, u64> = BTreeMap::new();
    labels.iter().for_each(|own| *totals.entry(own.label).or_default() += own.annotations);
    let mut ranked: Vec<(u64, Label)> = totals.into_iter().map(|(label, n)| (n, label)).collect();
    ranked.sort_by_key(|&(n, label)| (std::cmp::Reverse(n), label));
    let kept = if ranked.len() == 2 { 1 } else { LABELS };
    ranked.into_iter().take(kept).map(|(_, label)| label).collect()
}

/// (period, annotations, those with the label) of each annotator.
fn of_label(labels: &[PeriodLabels], label: Label) -> Vec<(u32, u64, u64)> {
    let by_annotator = labels.chunk_by(|a, b| (a.period, a.annotator) == (b.period, b.annotator));
    by_annotator
        .map(|own| {
            let n = own.iter().map(|cell| cell.annotations).sum();
            let hits = own.iter().filter(|cell| cell.label == label).map(|cell| cell.annotations).sum();
            (own[0].period, n, hits)
        })
        .collect()
}

/// (period, items, those that the model calls so).
fn answers(model: &ModelCalendar, label: Label) -> impl Iterator<Item = (u32, u64, u64)> {
    model.answers.chunk_by(|a, b| a.0 == b.0).map(move |own| {
        let items = own.iter().map(|&(_, _, n)| n).sum();
        let hits = own.iter().filter(|(_, given, _)| *given == label).map(|&(_, _, n)| n).sum();
        (own[0].0, items, hits)
    })
}

/// Confidence minus agreement by annotator and period; empty where no confidence is known.
fn overconfidence(model: &ModelCalendar) -> Vec<Part> {
    let known = model.people.iter().filter(|own| own.confident > 0);
    known
        .map(|own| Part {
            period: own.period,
            annotations: own.confident,
            sum: own.confidence as i64 - 1_000_000 * own.confident_same as i64,
        })
        .collect()
}

/// The change of a series, and further ones on either side of it.
fn tested(
    one: &DriftSeries,
    points: &[Point],
    question: &str,
    options: &InferenceOptions,
) -> Outcome<(LevelShift, Vec<u32>)> {
    if points.len() < FEWEST_POINTS {
        let (what, found) = ("periods with annotations".into(), points.len() as u64);
        return Outcome::NotEstimable(Reason::TooFew { what, found, needed: FEWEST_POINTS as u64 });
    }
    let name = format!(
        "{};{};{}",
        one.kind.metric(),
        one.model.as_deref().unwrap_or_default(),
        one.label.as_deref().unwrap_or_default()
    );
    let stream = Stream { seed: options.seed, question, slice: &name, purpose: "periods" };
    let values: Vec<f64> = points.iter().map(|point| point.estimate.value).collect();
    let variances: Vec<f64> = points.iter().map(|point| point.variance).collect();
    let Some(found) = level_shifts(&values, &variances, Q, stream) else {
        return Outcome::NotEstimable(Reason::NoVariation { what: "these periods".into() });
    };
    let further = found.further.iter().map(|&at| points[at].period).collect();
    Outcome::Estimated((found.first, further))
}

fn told(shift: &LevelShift, further: Vec<u32>, points: &[Point], q: f64, level: f64) -> DriftChange {
    let half = t_quantile(0.5 + level / 2.0, shift.df) * shift.se;
    let method = format!("between periods, t({:.1}), for the place as found", shift.df);
    let (lower, upper) = ((shift.change - half).max(-1.0), (shift.change + half).min(1.0));
    let annotations = points.iter().map(|point| point.estimate.sample.annotations).sum();
    let reported = q <= Q;
    DriftChange {
        from: points[shift.at].period,
        difference: Estimate {
            value: shift.change,
            interval: Outcome::Estimated(ConfidenceInterval { lower, upper, level, method }),
            se: Some(shift.se),
            sample: SampleSize { items: 0, annotations, annotators: 0 },
            method: "weighted mean of the periods after minus before".into(),
            warnings: Vec::new(),
        },
        p: shift.p,
        q_value: q,
        reported,
        dispersion: shift.dispersion,
        correlation: shift.correlation,
        further: if reported { further } else { Vec::new() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_log::TestLog;
    use crate::tally::PeriodMeetings;
    use crate::vocabulary::Period;

    /// `weeks` weeks of five annotators with ten annotations each; `hits(week, annotator)` have label 1, and so many have
    /// the model's label.
    fn measured(weeks: u32, hits: impl Fn(u32, u32) -> u64) -> Outcome<Drift> {
        let mut tallies = TestLog::of_items(&[&[0, 1, 0, 1, 0]], 2).tallies();
        let people = || (0..weeks).flat_map(|week| (0..5).map(move |annotator| (week, annotator)));
        let labels = people().flat_map(|(period, annotator)| {
            let own = hits(period, annotator);
            [(0, 10 - own), (1, own)].map(|(label, annotations)| PeriodLabels {
                period,
                annotator,
                label: Label(label),
                annotations,
            })
        });
        let meeting = |(period, annotator)| PeriodMeetings {
            period,
            annotator,
            annotations: 10,
            same: hits(period, annotator),
            confident: 10,
            confident_same: hits(period, annotator),
            confidence: 6_000_000,
        };
        tallies.summaries.calendar = Outcome::Estimated(CalendarTally {
            period: Period::Week,
            periods: (0..weeks).map(|week| (7 * week as i32, format!("w{week:02}"))).collect(),
            labels: labels.filter(|own| own.annotations > 0).collect(),
            models: vec![ModelCalendar {
                model: "m".into(),
                answers: (0..weeks).flat_map(|week| [(week, Label(0), 6), (week, Label(1), 4)]).collect(),
                people: people().map(meeting).collect(),
            }],
        });
        measure(&tallies, &InferenceOptions::default())
    }

    fn noise(week: u32, annotator: u32) -> u64 {
        u64::from((week * 13 + annotator * 7 + week * annotator) % 5)
    }

    #[test]
    fn a_jump_is_told_of_all_that_it_moves_and_of_nothing_else() {
        let found = measured(20, |week, who| noise(week, who) + if week < 12 { 1 } else { 5 });
        let found = found.estimated().expect("twenty weeks");
        let told = |kind: DriftKind| {
            let of = found.series.iter().find(|series| series.kind == kind).expect("followed");
            of.change.estimated().cloned()
        };
        for kind in [DriftKind::HumanModelAgreement, DriftKind::CalibrationInTheLarge, DriftKind::LabelShare]
        {
            let change = told(kind).expect("tested");
            assert!(change.reported && change.from == 12, "{kind:?} {change:?}");
            assert!((change.difference.value.abs() - 0.4).abs() < 0.1);
        }
        assert_eq!(told(DriftKind::ModelLabelShare), None, "it does not vary");
        assert_eq!(found.tests, 3);
    }

    #[test]
    fn nothing_is_told_of_weeks_alike_and_few_weeks_have_no_test() {
        let alike = measured(20, noise);
        assert!(
            alike
                .estimated()
                .expect("weeks")
                .series
                .iter()
                .all(|s| s.change.estimated().is_none_or(|c| !c.reported))
        );
        let short = measured(6, noise);
        let short = short.estimated().expect("weeks");
        assert!(short.series.iter().all(|s| s.points.len() == 6));
        assert!(matches!(short.series[0].change.reason(), Some(Reason::TooFew { needed: 10, .. })));
        assert!(matches!(measured(1, noise).reason(), Some(Reason::TooFew { needed: 2, .. })));
    }

    #[test]
    fn values_are_those_by_hand() {
        let found = measured(10, |_, who| u64::from(who));
        let found = found.estimated().expect("weeks");
        let agreement = &found.series[0];
        assert_eq!((agreement.kind, agreement.points[3].period), (DriftKind::HumanModelAgreement, 3));
        assert!((agreement.points[3].value - 0.2).abs() < 1e-12);
        assert!((found.series[1].points[0].value - 0.4).abs() < 1e-12, "confidence .6 against .2");
    }
}
