use super::alike::keep_alike;
use super::changes::{self, Q};
use super::chronology::{Chronology, day_text, remarks, usual_length};
use super::expected::{self, OUTSIDE_RATE};
use super::lines::{Drawn, drawn};
use super::{
    Snapshot, TREND_SCHEMA_VERSION, Trend, TrendAudit, TrendError, TrendLine, TrendOptions, TrendPart,
    settings,
};
use crate::analysis::inference::{LevelShifts, Panel, benjamini_hochberg};
use crate::vocabulary::Outcome;
use rayon::prelude::*;

/// Each followed number of several audits over time, in whatever order the audits come: with the range in which it was to be
/// expected, the likeliest change of its level, its slope, and what was made otherwise from one audit to the next.
///
/// Refuses fewer than two audits, audits without a day among dated ones, other scales and label sets than the latest
/// audit's (unless they are to be skipped), and metrics that no audit has or that tell of single annotators.
pub fn follow(snapshots: Vec<Snapshot>, options: &TrendOptions) -> Result<Trend, TrendError> {
    let mut notes = Vec::new();
    let given = snapshots.len();
    if given < 2 {
        return Err(TrendError::TooFewAudits { found: given });
    }
    let mut found = Chronology::of(snapshots)?;
    keep_alike(&mut found, options.skip_unlike, &mut notes)?;
    if found.snapshots.len() < 2 {
        return Err(TrendError::TooFewAudits { found: found.snapshots.len() });
    }
    asked_for(&found.snapshots, &options.metrics)?;
    if !found.dated {
        notes.push(
            "No audit tells a day: they stand in the order of their titles, one after the other.".into(),
        );
    }
    let lines = drawn(&found.snapshots, &mut notes);
    let groups = lines.iter().any(|line| line.key.part == TrendPart::Coverage);
    let (lines, tests, slope_tests, expected_points) = tested(lines, &found, options);
    notes.extend(caveats(options, groups));
    Ok(Trend {
        trend_schema_version: TREND_SCHEMA_VERSION,
        raterscope: env!("CARGO_PKG_VERSION").into(),
        title: options.title.clone(),
        seed: options.inference.seed.0,
        level: options.inference.level,
        dated: found.dated,
        panel: options.inference.panel,
        audits: audits(&found, groups),
        lines,
        tests,
        slope_tests,
        expected_points,
        outside_rate: OUTSIDE_RATE,
        notes,
    })
}

/// Refuses metrics that cannot be followed.
fn asked_for(snapshots: &[Snapshot], metrics: &[String]) -> Result<(), TrendError> {
    for metric in metrics {
        let there = snapshots.iter().any(|own| own.readings.keys().any(|key| key.metric == *metric));
        let of_people = snapshots.iter().any(|own| own.of_people.contains(metric));
        match (there, of_people) {
            (true, _) => {}
            (false, true) => return Err(TrendError::OfPeople { metric: metric.clone() }),
            (false, false) => return Err(TrendError::NoSuchNumber { metric: metric.clone() }),
        }
    }
    Ok(())
}

/// (lines, lines tested for a change, lines tested for a slope, points held against a range).
type Tested = (Vec<TrendLine>, u64, u64, u64);

/// Tests every line, settles the families, and marks what lies outside.
fn tested(drawn: Vec<Drawn>, found: &Chronology, options: &TrendOptions) -> Tested {
    let level = options.inference.level;
    let shifts: Vec<Outcome<LevelShifts>> =
        drawn.par_iter().map(|line| changes::shifts(line, &options.inference)).collect();
    let p: Vec<f64> = shifts.iter().filter_map(|own| Some(own.estimated()?.first.p)).collect();
    let mut q = benjamini_hochberg(&p).into_iter();
    let mut slopes: Vec<_> =
        drawn.iter().map(|line| changes::slope(&line.points, &found.at, found.dated, level)).collect();
    let slope_p: Vec<f64> = slopes.iter().filter_map(|own| Some(own.estimated()?.p)).collect();
    let slope_q = benjamini_hochberg(&slope_p);
    for (slope, q) in slopes.iter_mut().filter_map(Outcome::estimated_mut).zip(&slope_q) {
        (slope.q_value, slope.reported) = (*q, *q <= Q);
    }
    let mut expected_points = 0;
    let lines = drawn.into_iter().zip(shifts).zip(slopes).map(|((mut line, shift), slope)| {
        let breaks = |own: &LevelShifts| {
            let mut breaks = own.further.clone();
            breaks.push(own.first.at);
            breaks.sort_unstable();
            breaks
        };
        let q = shift.estimated().map_or(1.0, |_| q.next().unwrap_or(1.0));
        let told = shift.estimated().filter(|_| q <= Q).map_or_else(Vec::new, breaks);
        let change = shift.map(|own| changes::change(&line, &own, q, options));
        expected_points += expected::mark(&mut line, &told);
        TrendLine {
            question: line.key.question,
            part: line.key.part,
            section: line.key.section,
            metric: line.key.metric,
            slice: line.key.slice,
            points: line.points,
            gaps: line.gaps,
            change,
            slope,
        }
    });
    (lines.collect(), p.len() as u64, slope_p.len() as u64, expected_points)
}

fn audits(found: &Chronology, groups: bool) -> Vec<TrendAudit> {
    let usual = usual_length(&found.snapshots);
    let before = [None].into_iter().chain(found.snapshots.iter().map(Some));
    let each = found.snapshots.iter().zip(&found.at).zip(before);
    each.map(|((own, &at), before)| TrendAudit {
        file: own.file.clone(),
        title: own.title.clone(),
        period: own.period.clone(),
        day: day_text(own).filter(|_| found.dated).map(str::to_owned),
        at,
        items: own.items,
        annotators: Some(own.annotators).filter(|_| !groups),
        rows_read: own.rows_read,
        changed: before.map_or_else(Vec::new, |before| settings::changed(&before.settings, &own.settings)),
        remarks: before.map_or_else(Vec::new, |before| remarks(before, own, usual)),
    })
    .collect()
}

/// What a reader must know.
fn caveats(options: &TrendOptions, groups: bool) -> Vec<String> {
    let mut notes = vec![
        match options.inference.panel {
            Panel::Fixed => "Annotators are declared the same throughout: intervals take them as they are.",
            Panel::Random => {
                "Where an audit gives an interval for other annotators of the same kind too, the wider one is drawn: \
                 those who annotate may change from one audit to the next."
            }
        }
        .to_string(),
    ];
    if groups {
        notes.push(
            "Shares of groups are given in whole per cents and without numbers of people, so that nobody who came or \
             went can be worked out from two audits."
                .into(),
        );
    }
    notes
}
