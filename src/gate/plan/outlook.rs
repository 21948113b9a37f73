use super::{Aim, Basis, Design, Panel, PlanMetric};
use serde::Serialize;

/// Items and annotators per item, and what they give.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outlook {
    /// What is planned for.
    pub metric: PlanMetric,
    /// Its value, as assumed or as in the log.
    pub value: f64,
    /// What the work is to be enough for.
    pub aim: Aim,
    /// Confidence level of intervals.
    pub level: f64,
    /// What it rests on.
    pub basis: Basis,
    /// Annotators who share the work; 0 = not stated.
    pub annotators: u64,
    /// Standard deviation of what one annotator adds.
    pub annotator_deviation: f64,
    /// What no number of items gets below: the width, or the drop that would be seen.
    pub floor: f64,
    /// Items that the aim needs, by annotators per item.
    pub needs: Vec<Need>,
    /// What a number of items gives, by annotators per item.
    pub rows: Vec<OutlookRow>,
}

/// Items that the aim needs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Need {
    /// Annotators per item.
    pub per_item: u64,
    /// Items; absent where no number of them is enough.
    pub items: Option<u64>,
    /// Annotations in all.
    pub annotations: Option<u64>,
}

/// One number of items.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OutlookRow {
    /// Items.
    pub items: u64,
    /// By annotators per item, in the order of the needs.
    pub cells: Vec<Cell>,
}

/// What a design gives.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Cell {
    /// The width of its interval, or the smallest drop that its gate fails at with the power asked for.
    pub gives: f64,
    /// Whether that is enough.
    pub enough: bool,
}

/// Numbers of items that the table shows.
const ITEMS: [u64; 8] = [100, 200, 500, 1_000, 2_000, 5_000, 10_000, 50_000];
/// More items than anyone has annotated by several people.
const MOST_ITEMS: f64 = 1e9;

/// What numbers of items give, and how many the aim needs, for each number of annotators per item.
pub fn outlook(
    basis: Basis,
    metric: PlanMetric,
    aim: Aim,
    level: f64,
    panel: Panel,
    per_item: &[u64],
) -> Outlook {
    let design = |items: f64, k: u64| Design { items, per_item: k as f64, panel };
    let given = |items: f64, k: u64| aim.given(&design(items, k), &basis, metric, level);
    let cell = |items: u64, k: u64| {
        let gives = given(items as f64, k);
        Cell { gives, enough: gives <= aim.wanted() }
    };
    let rows =
        ITEMS.map(|items| OutlookRow { items, cells: per_item.iter().map(|&k| cell(items, k)).collect() });
    let need = |&k: &u64| {
        let items = fewest(|items| given(items, k) <= aim.wanted());
        Need { per_item: k, items, annotations: items.map(|items| items * k) }
    };
    Outlook {
        metric,
        value: basis.assumptions.value(metric),
        aim,
        level,
        annotators: panel.annotators,
        annotator_deviation: panel.deviation,
        floor: match aim {
            Aim::Width(_) => design(MOST_ITEMS, 2).floor(level),
            Aim::Drop { .. } => given(MOST_ITEMS, per_item.first().copied().unwrap_or(2)),
        },
        needs: per_item.iter().map(need).collect(),
        rows: rows.to_vec(),
        basis,
    }
}

/// The fewest items that are enough, two at least; `None` where no number is. What more items give is never worse.
fn fewest(enough: impl Fn(f64) -> bool) -> Option<u64> {
    if !enough(MOST_ITEMS) {
        return None;
    }
    let (mut few, mut many) = (1_u64, MOST_ITEMS as u64);
    while many - few > 1 {
        let middle = few + (many - few) / 2;
        if enough(middle as f64) { many = middle } else { few = middle }
    }
    Some(many)
}

#[cfg(test)]
mod tests {
    use super::super::Assumptions;
    use super::*;
    use crate::analysis::test_log::TestLog;
    use crate::audit::Plan;
    use crate::audit::test_audit::audit_of;
    use proptest::prelude::*;

    fn basis(alpha: f64) -> Basis {
        Basis::stated(Assumptions::new(&[0.5, 0.5], alpha).expect("two labels"))
    }

    const ALONE: Panel = Panel { annotators: 0, deviation: 0.0 };

    #[test]
    fn a_textbook_share_needs_a_textbook_number() {
        // P = .8 within ± .05 at 95 %: n = .16 · (1.959964 / .05)² = 245.9.
        let found = outlook(basis(0.6), PlanMetric::PercentAgreement, Aim::Width(0.1), 0.95, ALONE, &[2]);
        assert_eq!(found.needs[0].items, Some(246));
        assert_eq!(found.floor, 0.0);
        // A drop of .1 seen with power .8: n = 2 · .16 · (1.959964 + .841621)² / .01 = 251.2.
        let drop = Aim::Drop { size: 0.1, allowance: 0.0, power: 0.8 };
        let found = outlook(basis(0.6), PlanMetric::PercentAgreement, drop, 0.95, ALONE, &[2]);
        assert_eq!(found.needs[0].items, Some(252));
    }

    #[test]
    fn annotators_set_a_floor() {
        let panel = Panel { annotators: 16, deviation: 0.2 };
        // 2 · t(.975, 15) · .2 / 4 = 2 · 2.131450 · .05.
        let found = outlook(basis(0.6), PlanMetric::KrippendorffAlpha, Aim::Width(0.2), 0.95, panel, &[2, 5]);
        assert!((found.floor - 0.213_145).abs() < 1e-5, "{}", found.floor);
        assert!(found.needs.iter().all(|need| need.items.is_none()), "below the floor: {:?}", found.needs);
        let wider = outlook(basis(0.6), PlanMetric::KrippendorffAlpha, Aim::Width(0.3), 0.95, panel, &[2, 5]);
        assert!(wider.needs.iter().all(|need| need.items.is_some()), "{:?}", wider.needs);
    }

    #[test]
    fn an_audit_s_own_items_give_its_own_interval() {
        let rows = (0..400u32).flat_map(|i| {
            (0..3u32).map(move |a| (i, a, (i + u32::from((i * 7 + a * 5).is_multiple_of(9))) % 3))
        });
        let log =
            TestLog { rows: rows.collect(), labels: 3, items: 400, annotators: 3, ..TestLog::default() };
        let audit = audit_of(&log, &Plan::default());
        let metric = PlanMetric::KrippendorffAlpha;
        let basis = Basis::of_audit(&audit, None, metric).expect("a good log");
        let width = Design { items: 400.0, per_item: 3.0, panel: ALONE }.error(&basis, metric) * 2.0 * 1.96;
        let own = audit.questions[0].agreement.coefficients[0].outcome.estimated().expect("alpha");
        let interval = own.interval.estimated().expect("an interval");
        assert!((width / (interval.upper - interval.lower) - 1.0).abs() < 0.03, "{width} {interval:?}");
        assert!((0.5..2.0).contains(&basis.item_factor), "{}", basis.item_factor);
    }

    proptest! {
        /// The need is what is enough, and one item fewer is not; more items, or more annotators on each, never give less.
        #[test]
        fn needs_are_the_fewest(
            alpha in 0.05..0.95f64, wanted in 0.02..0.4f64, annotators in 5u64..60, deviation in 0.0..0.3f64,
            k in 2u64..8,
        ) {
            let (basis, panel) = (basis(alpha), Panel { annotators, deviation });
            let metric = PlanMetric::KrippendorffAlpha;
            for aim in [Aim::Width(wanted), Aim::Drop { size: wanted, allowance: 0.01, power: 0.9 }] {
                let found = outlook(basis.clone(), metric, aim, 0.95, panel, &[k, k + 1]);
                let given = |items: f64| {
                    aim.given(&Design { items, per_item: k as f64, panel }, &basis, metric, 0.95)
                };
                match found.needs[0].items {
                    Some(items) => {
                        prop_assert!(given(items as f64) <= wanted);
                        prop_assert!(items == 2 || given((items - 1) as f64) > wanted);
                        prop_assert!(found.needs[1].items.is_some_and(|more| more <= items));
                    }
                    None => prop_assert!(given(1e9) > wanted),
                }
                for pair in found.rows.windows(2) {
                    prop_assert!(pair[1].cells[0].gives <= pair[0].cells[0].gives + 1e-9);
                }
            }
        }
    }
}
