use super::Unseen;
use crate::tally::PatternTable;

/// Items that somebody annotated and nobody of a group did: `seen` of the items of `patterns` are seen by the group, whose
/// share of all annotations is `share`. `None` where nobody annotated any item.
pub(super) fn unseen(patterns: &PatternTable, seen: u64, share: f64) -> Option<Unseen> {
    let items: u64 = patterns.iter().map(|pattern| pattern.items).sum();
    (items > 0).then(|| Unseen {
        items: items - seen.min(items),
        share: (items - seen.min(items)) as f64 / items as f64,
        by_lot: unseen_by_lot(patterns, share),
    })
}

/// The share of items that nobody of a group would see, were annotations dealt by lot and this share of them the group's:
/// Σ over items of (1 − share)^annotations / items; 0 without items.
pub(super) fn unseen_by_lot(patterns: &PatternTable, share: f64) -> f64 {
    let (mut items, mut missed) = (0u64, 0.0);
    for pattern in patterns.iter() {
        items += pattern.items;
        let annotations = i32::try_from(pattern.annotations()).unwrap_or(i32::MAX);
        missed += pattern.items as f64 * (1.0 - share.clamp(0.0, 1.0)).powi(annotations);
    }
    if items == 0 { 0.0 } else { missed / items as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_log::TestLog;
    use proptest::prelude::*;

    #[test]
    fn by_lot_a_half_misses_an_eighth_of_items_with_three_annotations() {
        let log = TestLog::of_items(&[&[0, 1, 1], &[0, 0, 0], &[1]], 2).tallies();
        let by_lot = unseen_by_lot(&log.summaries.patterns, 0.5);
        assert!((by_lot - (0.125 + 0.125 + 0.5) / 3.0).abs() < 1e-12);
        let found = unseen(&log.summaries.patterns, 2, 0.5).expect("items");
        assert_eq!((found.items, found.share), (1, 1.0 / 3.0));
        assert_eq!(unseen(&PatternTable::default(), 0, 0.5), None);
    }

    proptest! {
        #[test]
        fn a_larger_share_misses_no_more(a in 0.0f64..=1.0, b in 0.0f64..=1.0) {
            let log = TestLog::of_items(&[&[0, 1, 1], &[0, 0], &[1]], 2).tallies();
            let (low, high) = (a.min(b), a.max(b));
            let of = |share| unseen_by_lot(&log.summaries.patterns, share);
            prop_assert!(of(low) >= of(high) - 1e-12 && of(1.0) == 0.0 && of(0.0) == 1.0);
        }
    }
}
