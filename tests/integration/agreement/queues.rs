//! Logs of equally skilled people whose queues are not equal: in them nobody should be named.

use super::log::{Draw, Given, counted};
use raterscope::log::SequenceColumns;
use raterscope::tally::QuestionTallies;
use raterscope::vocabulary::Scale;

/// Labels of the logs.
pub const LABELS: u32 = 4;
/// People per team; five teams are thirty people.
const TEAM: u32 = 6;
/// Items of each team's queue, and the chance of the right label on an easy and on a hard item of it.
const QUEUES: [(u32, [f64; 2]); 5] =
    [(60, [0.95, 0.7]), (120, [0.9, 0.4]), (240, [0.98, 0.9]), (480, [0.8, 0.5]), (900, [0.7, 0.35])];
/// Annotations of one session.
const SESSION: u32 = 40;

/// What a log of queues is to show beside equal skill.
#[derive(Clone, Copy, Default)]
pub struct Queues {
    /// What a good day adds to the chance of being right, and a bad day takes.
    pub days: f64,
    /// Somebody of the fourth team who is right so much less often.
    pub worse: Option<f64>,
}

/// Who is worse, where somebody is.
pub const WORSE: u32 = 3 * TEAM + 2;

impl Queues {
    /// A log: every item is judged by four of its team; the people of a team take unequal parts of its queue.
    pub fn log(self, draw: &mut Draw) -> QuestionTallies {
        let mut rows: Vec<(Given, u32, u32)> = Vec::new();
        let mut done = vec![0u32; (TEAM * 5) as usize];
        let mut day = vec![0.0; done.len()];
        let mut item = 0;
        for (team, (items, chances)) in (0u32..).zip(QUEUES) {
            for _ in 0..items {
                let (label, hard) = (draw.below(LABELS), draw.share() < 0.4);
                for who in drawn(team, draw) {
                    let own = who as usize;
                    if done[own].is_multiple_of(SESSION) {
                        day[own] = if draw.share() < 0.5 { self.days } else { -self.days };
                    }
                    let (session, position) = (done[own] / SESSION, done[own] % SESSION + 1);
                    done[own] += 1;
                    let worse = self.worse.filter(|_| who == WORSE).unwrap_or(0.0);
                    let right = draw.share() < chances[usize::from(hard)] + day[own] - worse;
                    let given = if right { label } else { draw.below(LABELS) };
                    rows.push(((item, who, given), session, position));
                }
                item += 1;
            }
        }
        rows.sort_unstable();
        let given: Vec<Given> = rows.iter().map(|row| row.0).collect();
        let sequence = SequenceColumns {
            session: rows.iter().map(|row| row.1).collect(),
            position: rows.iter().map(|row| row.2).collect(),
            time_on_item_ms: None,
            idle_cap_ms: 600_000,
            hour_of_week: None,
            method: "by hand".into(),
        };
        counted(&given, LABELS as usize, Scale::Nominal, &[], Vec::new(), Ok(sequence), Vec::new())
    }
}

/// Four of a team, those who come first in it more often.
fn drawn(team: u32, draw: &mut Draw) -> Vec<u32> {
    let mut people: Vec<u32> = Vec::new();
    while people.len() < 4 {
        let share = draw.share();
        let who = team * TEAM + (share * share * f64::from(TEAM)) as u32;
        if !people.contains(&who) {
            people.push(who);
        }
    }
    people.sort_unstable();
    people
}
