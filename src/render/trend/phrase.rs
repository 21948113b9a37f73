//! Sentences of a trend: the same on the page, in the summary and on the terminal.

use super::words::{Numbers, audit_name, inner_subject, subject};
use crate::compare::trend::{Trend, TrendLine, TrendPoint};
use crate::render::number;
use crate::render::prose::Prose;
use crate::vocabulary::Outcome;

/// Audits that a test for a change needs.
const NEEDED: usize = 10;

/// The sentence to read if nothing else is read.
pub fn verdict(trend: &Trend) -> Prose {
    let told: Vec<&TrendLine> = trend.lines.iter().filter(|line| is_told(line)).collect();
    let audits = trend.audits.len();
    match (trend.tests, told.as_slice()) {
        (0, _) if audits < NEEDED => Prose::default()
            .strong(format!("{audits} audits are too few to test for a change"))
            .say(": ten are needed. What stands here is what each audit measured."),
        (0, _) => Prose::default()
            .strong("No number could be tested for a change")
            .say(": none varies in ten audits."),
        (tests, []) => Prose::default()
            .strong(format!("No change is shown over {audits} audits"))
            .say(format!(", in {} looked at.", number::counted(tests, "number", "numbers"))),
        (tests, [first, ..]) => {
            let heads = format!(
                "{} of {tests} numbers {}: ",
                told.len(),
                if told.len() == 1 { "changes" } else { "change" }
            );
            Prose::default().strong(heads).then(change_words(trend, first)).say(".")
        }
    }
}

/// Whether a line's change is told.
pub fn is_told(line: &TrendLine) -> bool {
    line.change.estimated().is_some_and(|change| change.reported)
}

/// `Krippendorff's alpha −.07 [−.11, −.03] from 2026-03-08 on`.
pub fn change_words(trend: &Trend, line: &TrendLine) -> Prose {
    let own = inner_subject(line);
    match line.change.estimated() {
        Some(change) => own
            .say(format!(" {} from ", Numbers::of(line).change(&change.difference)))
            .then(audit_name(trend, change.from))
            .say(" on"),
        None => own,
    }
}

/// What may be said of a line's level, in few words.
pub fn level_words(trend: &Trend, line: &TrendLine) -> Prose {
    match &line.change {
        Outcome::Estimated(change) if change.reported => {
            let mut prose = Prose::of(format!("{} from ", Numbers::of(line).change(&change.difference)))
                .then(audit_name(trend, change.from))
                .say(" on");
            for further in &change.further {
                prose = prose.say(", also from ").then(audit_name(trend, *further));
            }
            prose
        }
        Outcome::Estimated(_) => Prose::of("no change shown"),
        Outcome::NotEstimable(reason) => Prose::of(crate::render::phrase::short_reason(reason)),
    }
}

/// What may be said of a steady rise or fall, in few words.
pub fn slope_words(trend: &Trend, line: &TrendLine) -> String {
    let unit = slope_unit(trend);
    match &line.slope {
        Outcome::Estimated(own) if own.reported => {
            let word = if own.slope.value < 0.0 { "falls" } else { "rises" };
            format!("{word}, {} per {unit}", slope_value(&own.slope, Numbers::of(line)))
        }
        Outcome::Estimated(_) => "none shown".into(),
        Outcome::NotEstimable(reason) => crate::render::phrase::short_reason(reason),
    }
}

/// The unit of slopes.
pub fn slope_unit(trend: &Trend) -> &'static str {
    if trend.dated { "30 days" } else { "audit" }
}

fn slope_value(slope: &crate::vocabulary::Estimate, numbers: Numbers) -> String {
    match numbers {
        Numbers::Decimals => number::decimal_estimate(slope, 2),
        Numbers::Shares | Numbers::Differences => number::signed_estimate(slope),
    }
}

/// Points that lie outside of what was to be expected: (line, point), in the order of the page.
pub fn outside(trend: &Trend) -> Vec<(&TrendLine, &TrendPoint)> {
    let of = |line| -> Vec<(&TrendLine, &TrendPoint)> {
        let line: &TrendLine = line;
        line.points.iter().filter(|point| point.outside).map(|point| (line, point)).collect()
    };
    trend.lines.iter().flat_map(of).collect()
}

/// How many points lie outside, and how many would by chance.
pub fn outside_words(trend: &Trend) -> String {
    let by_chance = trend.expected_points as f64 * trend.outside_rate;
    let found = outside(trend).len() as u64;
    if trend.expected_points == 0 {
        return "No point has a range in which it was to be expected: at least six audits of the same level are \
                needed."
            .into();
    }
    format!(
        "{} of {} outside of what the other audits led to expect; by chance about {} would be.",
        if found == 0 { "No point".into() } else { number::count(found) },
        match found {
            0 => format!("{} is", number::counted(trend.expected_points, "point", "points")),
            1 => format!("{} is", number::count(trend.expected_points)),
            _ => format!("{} points are", number::count(trend.expected_points)),
        },
        number::decimal(by_chance, 1)
    )
}

/// `Krippendorff's alpha on 2026-03-08: .41, expected .52 to .66`.
pub fn outside_point(trend: &Trend, line: &TrendLine, point: &TrendPoint) -> Prose {
    let numbers = Numbers::of(line);
    let expected = point.expected.map_or(String::new(), |(lower, upper)| {
        format!(", expected {} to {}", numbers.fine(lower), numbers.fine(upper))
    });
    subject(line)
        .say(if trend.dated { " on " } else { " in " })
        .then(audit_name(trend, point.audit))
        .say(format!(": {}{expected}", numbers.fine(point.value)))
}
