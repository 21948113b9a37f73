use crate::vocabulary::Reason;
use std::collections::BTreeSet;

/// Which groups of one attribute must not be shown.
///
/// A group under `min_group` annotators (of *this question*, whatever the roster says) is insufficient. What is left of
/// the totals after subtracting all shown groups must then cover at least two groups and `min_group` annotators, else
/// the remainder is a small group's own numbers: the smallest shown group is withheld as well (ties by position), until
/// that holds or nothing is shown; so it is where the remainder leaves a small group only one possible size (eight people in
/// two groups of at most four). A group without annotators gives nobody away and hides nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Withheld {
    /// By group: why it is withheld, or that it may be shown.
    pub reasons: Vec<Option<Reason>>,
    /// All is withheld and the remainder is still too small: then even the groups' names tell who is what.
    pub names_too: bool,
}

impl Withheld {
    /// Judges the groups of one attribute by their annotators.
    #[cfg(test)]
    pub fn of(annotators: &[u64], min_group: u64) -> Self {
        Self::beside(annotators, min_group, &BTreeSet::new())
    }

    /// Judges the groups of one attribute where others than the small ones must be withheld, too: other attributes
    /// would tell a small group by them.
    pub fn beside(annotators: &[u64], min_group: u64, withheld: &BTreeSet<usize>) -> Self {
        let own = |(group, &n): (usize, &u64)| match n < min_group {
            true => Some(Reason::Insufficient),
            false => withheld.contains(&group).then_some(Reason::WithheldForOthers),
        };
        let mut reasons: Vec<Option<Reason>> = annotators.iter().enumerate().map(own).collect();
        let hidden = |reasons: &[Option<Reason>]| {
            let hidden = annotators.iter().zip(reasons).filter(|(n, reason)| **n > 0 && reason.is_some());
            hidden.fold((0u64, 0u64), |(groups, sum), (n, _)| (groups + 1, sum + n))
        };
        loop {
            let (groups, sum) = hidden(&reasons);
            let small = annotators.iter().filter(|&&n| n > 0 && n < min_group).count() as u64;
            let vague = !pinned(sum, small, groups - small, min_group);
            if groups == 0 || (groups > 1 && sum >= min_group && vague) {
                return Self { reasons, names_too: false };
            }
            let smallest =
                (0..annotators.len()).filter(|&g| reasons[g].is_none()).min_by_key(|&g| annotators[g]);
            match smallest {
                Some(group) => reasons[group] = Some(Reason::WithheldForOthers),
                None => return Self { reasons, names_too: true },
            }
        }
    }

    /// How many groups are withheld for this reason.
    pub fn because(&self, reason: &Reason) -> u64 {
        self.reasons.iter().flatten().filter(|own| *own == reason).count() as u64
    }

    /// How many groups are withheld.
    pub fn count(&self) -> u64 {
        self.reasons.iter().flatten().count() as u64
    }
}

/// Whether `sum` people in `small` groups of 1 to `min_group` − 1 and `large` ones of at least `min_group` leave a small
/// group only one possible size.
fn pinned(sum: u64, small: u64, large: u64, min_group: u64) -> bool {
    if small == 0 || min_group < 3 {
        return false;
    }
    let most = min_group - 1;
    let least = if large > 0 { 1 } else { sum.saturating_sub((small - 1) * most).max(1) };
    sum.saturating_sub((small - 1) + large * min_group).min(most) <= least
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn codes(annotators: &[u64]) -> Vec<&'static str> {
        Withheld::of(annotators, 5).reasons.iter().map(|r| r.as_ref().map_or("shown", Reason::code)).collect()
    }

    #[test]
    fn two_small_groups_that_are_five_together_hide_each_other() {
        assert_eq!(codes(&[40, 3, 2, 30]), ["shown", "insufficient", "insufficient", "shown"]);
    }

    #[test]
    fn one_small_group_takes_the_next_smallest_with_it() {
        assert_eq!(codes(&[40, 3, 30]), ["shown", "insufficient", "withheld_for_others"]);
        assert_eq!(codes(&[40, 2, 2, 30]), ["shown", "insufficient", "insufficient", "withheld_for_others"]);
    }

    #[test]
    fn a_size_that_the_remainder_pins_down_is_no_secret() {
        // Eight in two groups of at most four are four and four; six in a small and a large one are one and five.
        assert_eq!(codes(&[4, 4, 9, 30]), ["insufficient", "insufficient", "withheld_for_others", "shown"]);
        assert_eq!(
            codes(&[1, 5, 9, 30]),
            ["insufficient", "withheld_for_others", "withheld_for_others", "shown"]
        );
        assert_eq!(codes(&[4, 3, 9, 30]), ["insufficient", "insufficient", "shown", "shown"]);
    }

    #[test]
    fn nobody_is_hidden_behind_an_empty_group() {
        assert_eq!(codes(&[0, 9, 3, 7]), ["insufficient", "shown", "insufficient", "withheld_for_others"]);
        assert_eq!(codes(&[0, 9, 7]), ["insufficient", "shown", "shown"]);
    }

    #[test]
    fn a_panel_too_small_to_hide_anybody_hides_the_names() {
        assert!(Withheld::of(&[4], 5).names_too);
        assert!(Withheld::of(&[1, 2], 5).names_too);
        assert!(!Withheld::of(&[3, 2], 5).names_too);
        assert!(!Withheld::of(&[], 5).names_too);
    }

    proptest! {
        #[test]
        fn what_subtraction_leaves_is_never_a_small_group(
            annotators in prop::collection::vec(0u64..12, 0..8),
            min_group in 1u64..8,
        ) {
            let withheld = Withheld::of(&annotators, min_group);
            let mut hidden: Vec<u64> = Vec::new();
            for (&n, reason) in annotators.iter().zip(&withheld.reasons) {
                prop_assert!(reason.is_some() || n >= min_group, "a small group is shown");
                if reason.is_some() && n > 0 {
                    hidden.push(n);
                }
            }
            let safe = hidden.is_empty() || (hidden.len() > 1 && hidden.iter().sum::<u64>() >= min_group);
            prop_assert!(safe || withheld.names_too);
        }
    }
}
