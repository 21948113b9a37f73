//! A pair of weeks as users have them: two `audit.json`, made by `audit`.

use super::log::{Draw, tallies};
use super::people::{People, Truth, Week, loss_of, of_population};
use raterscope::audit::{Audit, Plan, conduct};
use raterscope::tally::{Intake, Tallies};
use raterscope::vocabulary::{Scale, Seed};

/// Chosen before any result was seen.
const SEED: u64 = 1_414_213;

const WEEKS: [Week; 4] = [
    Week { items: 300, annotators: 20, per_item: 3 },
    Week { items: 1000, annotators: 40, per_item: 3 },
    Week { items: 200, annotators: 10, per_item: 5 },
    Week { items: 1500, annotators: 120, per_item: 3 },
];

/// All weeks, or those of `ITEMS` items.
pub fn weeks() -> impl Iterator<Item = Week> {
    let items: Option<u32> = std::env::var("ITEMS").ok().and_then(|items| items.parse().ok());
    WEEKS.into_iter().filter(move |week| items.is_none_or(|items| week.items == items))
}

/// Who annotates the second week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// The people of the first: the truth is theirs.
    Same,
    /// Others of the same kind: the truth is that of all such people.
    Redrawn,
}

/// Two audits and the true change between them.
pub struct Pair {
    pub before: Audit,
    pub after: Audit,
    /// After minus before.
    pub percent_agreement: f64,
    pub alpha: f64,
}

/// Pair `number` of a design, at each of these drops of percent agreement: the first week is the same in all.
pub fn pairs(week: Week, panel: Panel, drops: &[f64], number: u64) -> Vec<Pair> {
    let names = [week.items.to_string(), format!("{panel:?}"), number.to_string()];
    let stream = |part: &str| Draw(Seed(SEED).stream(&[part, &names[0], &names[1], &names[2]]));
    let mut draw = stream("people and first week");
    let first = People::draw(week.annotators, &mut draw);
    let second = match panel {
        Panel::Same => first.clone(),
        Panel::Redrawn => People::draw(week.annotators, &mut draw),
    };
    let truth = |loss: f64| -> Truth {
        match panel {
            Panel::Same => first.truth(loss),
            Panel::Redrawn => of_population(loss),
        }
    };
    let before = audited(&first.week(week, 0.0, &mut draw));
    let mut later = stream("second week");
    drops
        .iter()
        .map(|&drop| {
            let loss = loss_of(drop, |loss| truth(loss).percent_agreement);
            let (old, new) = (truth(0.0), truth(loss));
            Pair {
                before: before.clone(),
                after: audited(&second.week(week, loss, &mut later)),
                percent_agreement: new.percent_agreement - old.percent_agreement,
                alpha: new.alpha - old.alpha,
            }
        })
        .collect()
}

fn audited(given: &[(u32, u32, u32)]) -> Audit {
    let tallies = Tallies { questions: vec![tallies(given, 2, Scale::Nominal, &[])] };
    let audit = conduct(&tallies, &Intake::default(), &Plan::default());
    Audit::from_json(audit.to_json().as_bytes()).expect("an audit reads itself")
}
