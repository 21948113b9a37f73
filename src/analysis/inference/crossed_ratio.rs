use super::{LeaveOuts, redrawn};
use std::collections::BTreeMap;

/// One item's share of a ratio Σ numerator / Σ denominator, and what it would be without each of its annotations.
#[derive(Debug, Clone, PartialEq)]
pub struct CrossedItem {
    /// Numerator and denominator.
    pub parts: (f64, f64),
    /// Annotator, and the item's parts without their annotation ((0, 0) where the item then says nothing).
    pub without: Vec<(u32, (f64, f64))>,
}

/// A ratio over items whose parts depend on who annotated them, and its error when items and annotators are drawn anew
/// ([`redrawn()`]); `None` of the error where there is no spread. `None` where the denominator is 0.
pub fn crossed_ratio(items: &[CrossedItem]) -> Option<(f64, Option<LeaveOuts>)> {
    let sum = |of: fn(&CrossedItem) -> f64| items.iter().map(of).sum::<f64>();
    let (n, d) = (sum(|item| item.parts.0), sum(|item| item.parts.1));
    if d == 0.0 {
        return None;
    }
    let ratio = |(n, d): (f64, f64)| if d == 0.0 { 0.0 } else { n / d };
    let without_items: Vec<(f64, u64)> =
        items.iter().map(|item| (ratio((n - item.parts.0, d - item.parts.1)), 1)).collect();
    let mut people: BTreeMap<u32, (f64, f64)> = BTreeMap::new();
    let mut without_cells = Vec::new();
    for item in items {
        for &(annotator, (own_n, own_d)) in &item.without {
            let change = (own_n - item.parts.0, own_d - item.parts.1);
            let sum = people.entry(annotator).or_default();
            *sum = (sum.0 + change.0, sum.1 + change.1);
            without_cells.push((ratio((n + change.0, d + change.1)), 1));
        }
    }
    let without_people: Vec<(f64, u64)> =
        people.values().map(|change| (ratio((n + change.0, d + change.1)), 1)).collect();
    Some((n / d, redrawn(&without_items, &without_people, &without_cells)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_of_sums_and_no_spread_without_differences() {
        let item =
            |n: f64, d: f64| CrossedItem { parts: (n, d), without: vec![(0, (0.0, 0.0)), (1, (n, d))] };
        let (value, error) = crossed_ratio(&[item(1.0, 2.0), item(2.0, 4.0)]).expect("a denominator");
        assert!((value - 0.5).abs() < 1e-12);
        assert_eq!(error, None);
        let (_, error) =
            crossed_ratio(&[item(1.0, 2.0), item(2.0, 3.0), item(0.0, 2.0)]).expect("a denominator");
        assert!(error.is_some());
        assert_eq!(crossed_ratio(&[item(1.0, 0.0)]), None);
    }
}
