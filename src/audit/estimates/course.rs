use super::Section;
use crate::audit::{Course, CourseSeries};
use crate::vocabulary::{Outcome, SliceKey};

/// Week by week, trends and changes of level, for everybody; trends of each annotator.
pub(super) fn of_drift(outcome: &Outcome<Course>, section: &mut Section<'_, '_>) {
    let course = match outcome {
        Outcome::NotEstimable(reason) => {
            for name in ["agreement", "correctness", "log_time"] {
                section.missing(&format!("{name}_trend"), SliceKey::whole(), reason);
            }
            return;
        }
        Outcome::Estimated(course) => course,
    };
    of_series(&course.agreement, ["agreement", "agreement"], section);
    of_series(&course.correctness, ["correctness", "correctness"], section);
    of_series(&course.pace, ["log_time", "seconds"], section);
    for one in &course.annotators {
        let key = SliceKey::of("annotator", &one.annotator);
        section.push("agreement_trend", key.clone(), &one.agreement);
        for (metric, p) in
            [("agreement_trend_p", one.p_value), ("agreement_trend_p_adjusted", one.p_adjusted)]
        {
            if let Some(p) = p {
                section.number(metric, key.clone(), &Outcome::Estimated(p));
            }
        }
        section.push("log_time_trend", key, &one.pace);
    }
}

/// `names`: what trends are of, and what weeks show.
fn of_series(outcome: &Outcome<CourseSeries>, [name, shown]: [&str; 2], section: &mut Section<'_, '_>) {
    let whole = SliceKey::whole;
    let series = match outcome {
        Outcome::NotEstimable(reason) => return section.missing(&format!("{name}_trend"), whole(), reason),
        Outcome::Estimated(series) => series,
    };
    for point in &series.points {
        let key = SliceKey::of("week", &point.name);
        section.push(&format!("weekly_{shown}"), key.clone(), &Outcome::Estimated(point.mean.clone()));
        if let Some(value) = point.same_people {
            section.number(
                &format!("weekly_{shown}_same_annotators"),
                key.clone(),
                &Outcome::Estimated(value),
            );
        }
        if let Some(value) = point.median_secs {
            section.number("weekly_median_seconds", key, &Outcome::Estimated(value));
        }
    }
    let mut number = |what: &str, value: f64| {
        section.number(&format!("{name}_{what}"), whole(), &Outcome::Estimated(value));
    };
    if let Outcome::Estimated(trend) = &series.trend {
        number("trend_score", trend.score);
        number("trend_z", trend.z);
        number("trend_p", trend.p_value);
        number("trend_p_independent", trend.p_independent);
        number("trend_tau_a", trend.tau_a);
        trend.tau_b.into_iter().for_each(|tau| number("trend_tau_b", tau));
    }
    if let Outcome::Estimated(levels) = &series.level_changes {
        number("level_cusum", levels.cusum);
        number("level_p", levels.p_value);
        number("level_pettitt_p", levels.pettitt_p);
        number("level_changes", levels.changes.len() as f64);
    }
    section.push(&format!("{name}_trend"), whole(), &series.trend.clone().map(|trend| trend.slope));
}
