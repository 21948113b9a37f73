use crate::compare::trend::{Trend, TrendLine, TrendPart};
use crate::render::html::cards::Card;
use crate::render::number;
use crate::render::prose::Prose;
use crate::render::trend::phrase::{is_told, outside};
use crate::render::trend::words::{Numbers, audit_name, subject};

/// Four cards: the headline coefficient now, numbers that change, points out of line, audits made otherwise.
pub fn of(trend: &Trend) -> Vec<Card> {
    let told = trend.lines.iter().filter(|line| is_told(line)).count() as u64;
    let changed = trend.audits.iter().filter(|own| !own.changed.is_empty()).count() as u64;
    let mut cards: Vec<Card> = headline(trend).into_iter().collect();
    if trend.tests > 0 {
        cards.push(Card {
            value: format!("{} of {}", number::count(told), number::count(trend.tests)),
            words: Prose::of("numbers change their level"),
        });
    }
    if trend.expected_points > 0 {
        cards.push(Card {
            value: format!(
                "{} of {}",
                number::count(outside(trend).len() as u64),
                number::count(trend.expected_points)
            ),
            words: Prose::of(format!(
                "points outside of what was to be expected; about {} by chance",
                number::decimal(trend.expected_points as f64 * trend.outside_rate, 1)
            )),
        });
    }
    cards.push(Card {
        value: format!("{} of {}", number::count(changed), number::count(trend.audits.len() as u64)),
        words: Prose::of("audits with other settings than the one before"),
    });
    cards
}

/// The first coefficient of the log in the latest audit that has it.
fn headline(trend: &Trend) -> Option<Card> {
    let line: &TrendLine = trend.lines.iter().find(|line| line.part == TrendPart::Agreement)?;
    let last = line.points.last()?;
    Some(Card {
        value: Numbers::of(line).value(last.value),
        words: subject(line)
            .say(if trend.dated { " on " } else { " in " })
            .then(audit_name(trend, last.audit)),
    })
}
