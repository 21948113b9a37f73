use super::{Limit, Spread};
use serde::Serialize;

/// What would settle a verdict that is inconclusive, if the value stays where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Settling {
    /// So many more items like those of the audit.
    MoreItems {
        /// More items, beside those of the audit.
        more: u64,
    },
    /// No number of items: annotators differ by more than the room between value and limit. More annotators would.
    Annotators,
    /// No number of items in this audit: the baseline rests on too few.
    Baseline,
    /// None at all: the value lies on the limit.
    OnTheLimit,
}

/// Where the error of a value comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sources {
    /// Variance over the audit's items: it shrinks as they become more.
    pub items: f64,
    /// Variance over the baseline's items; 0 for a value that is compared with no baseline.
    pub baseline: f64,
    /// Items of the audit.
    pub n: u64,
}

impl Sources {
    /// The same parts of a variance over items that is known as a whole: the estimates' own errors are made in other ways
    /// than that of their difference, and what is over must not be taken for people.
    pub fn adding_up_to(self, both: Option<f64>) -> Self {
        let scale = both.map_or(1.0, |both| both / (self.items + self.baseline));
        match scale.is_finite() && scale > 0.0 {
            true => Self { items: self.items * scale, baseline: self.baseline * scale, ..self },
            false => self,
        }
    }
}

/// More items than anyone will have annotated twice.
const TOO_MANY: f64 = 1e8;

/// How many more items would settle a verdict: the interval must lie on the value's own side of the limit, so its side
/// towards the limit, q · √(V_items · n / n' + V_rest), must not exceed the room |value − limit|; `tail` is what may lie
/// beyond the interval on that side. V_rest, which items of this audit do not shrink, is what is left of the interval's
/// own variance after theirs: the baseline's items and what annotators differ by.
pub(super) fn settling(spread: &Spread, limit: Limit, tail: f64, sources: Sources) -> Option<Settling> {
    let room = limit.room(spread.value).abs();
    let total = spread.error().powi(2);
    if !total.is_finite() || total <= 0.0 || sources.items <= 0.0 || sources.n == 0 {
        return None;
    }
    if room <= 1e-12 {
        return Some(Settling::OnTheLimit);
    }
    let affordable = (room / spread.one_sided(tail)).powi(2);
    let items = sources.items.min(total);
    let rest = total - items;
    let people = (rest - sources.baseline).max(0.0);
    let left = affordable - rest;
    let needed = sources.n as f64 * items / left;
    if left <= 0.0 || needed > TOO_MANY {
        return Some(match (people >= affordable, rest > 0.0, people >= sources.baseline) {
            (true, ..) | (_, true, true) => Settling::Annotators,
            (_, true, false) => Settling::Baseline,
            (_, false, _) => Settling::OnTheLimit,
        });
    }
    let more = (needed - sources.n as f64).ceil().max(1.0);
    Some(Settling::MoreItems { more: more as u64 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::inference::normal_quantile;
    use proptest::prelude::*;

    const TAIL: f64 = 0.025;

    fn spread(value: f64, se: f64) -> Spread {
        let half = normal_quantile(0.975) * se;
        Spread::of(value, (value - half, value + half), 0.95, None)
    }

    #[test]
    fn items_settle_what_only_items_leave_open() {
        // se .03 over 100 items, .04 from the limit: n' = 100 · (1.96 · .03 / .04)² = 216.1.
        let sources = Sources { items: 9e-4, baseline: 0.0, n: 100 };
        let got = settling(&spread(0.70, 0.03), Limit::Min(0.66), TAIL, sources);
        assert_eq!(got, Some(Settling::MoreItems { more: 117 }));
    }

    #[test]
    fn what_items_cannot_shrink_is_named() {
        let close = spread(0.70, 0.03);
        let people = Sources { items: 1e-4, baseline: 0.0, n: 100 };
        assert_eq!(settling(&close, Limit::Min(0.69), TAIL, people), Some(Settling::Annotators));
        let baseline = Sources { items: 1e-4, baseline: 8e-4, n: 100 };
        assert_eq!(settling(&close, Limit::MaxDrop(-0.69), TAIL, baseline), Some(Settling::Baseline));
        assert_eq!(settling(&close, Limit::Min(0.70), TAIL, people), Some(Settling::OnTheLimit));
        assert_eq!(settling(&close, Limit::Min(0.69), TAIL, Sources { items: 0.0, ..people }), None);
    }

    proptest! {
        /// With so many more items the interval no longer crosses the limit, and with one fewer it still does.
        #[test]
        fn so_many_and_no_fewer(room in 0.005..0.3f64, se in 0.01..0.2f64, share in 0.05..1.0f64, n in 20u64..2000) {
            let (value, limit) = (0.5 + room, Limit::Min(0.5));
            let whole = spread(value, se);
            prop_assume!(whole.lower < 0.5);
            let items = se * se * share;
            let got = settling(&whole, limit, TAIL, Sources { items, baseline: 0.0, n });
            let half = |n_new: f64| whole.one_sided(TAIL) * (items * n as f64 / n_new + se * se - items).sqrt();
            match got {
                Some(Settling::MoreItems { more }) => {
                    prop_assert!(half((n + more) as f64) <= room * (1.0 + 1e-9));
                    prop_assert!(more == 1 || half((n + more - 1) as f64) > room * (1.0 - 1e-9));
                }
                _ => prop_assert!(half(1e8) > room * (1.0 - 1e-6)),
            }
        }
    }
}
