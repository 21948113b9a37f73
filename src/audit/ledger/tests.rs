use super::*;
use proptest::prelude::*;

/// How many of these sums are independent, counting only some cells.
fn rank(cells: usize, sums: &[Vec<u32>], counted: &dyn Fn(u32) -> bool) -> usize {
    let mut form = Echelon::of(cells);
    for sum in sums {
        let own: Vec<u32> = sum.iter().copied().filter(|&cell| counted(cell)).collect();
        let left = form.reduced(&own);
        if let Some(&(pivot, _)) = left.first() {
            form.insert(left, pivot);
        }
    }
    form.rows.len()
}

/// By trying every set of fewer than `min_group` people: whether some combination speaks of nobody else.
fn speaks_of_few(annotators: &[u32], sums: &[Vec<u32>], min_group: u32) -> bool {
    let all = rank(annotators.len(), sums, &|_| true);
    let people = annotators.iter().copied().max().map_or(0, |last| last + 1);
    (1u32..1 << people).filter(|set| set.count_ones() < min_group).any(|set| {
        let others = |cell: u32| set >> annotators[cell as usize] & 1 == 0;
        rank(annotators.len(), sums, &others) < all
    })
}

#[test]
fn six_less_five_is_one() {
    let (six, five): (Vec<u32>, Vec<u32>) = ((0..6).collect(), (0..5).collect());
    let mut ledger = Ledger::of((0..20).collect(), &[(0..20).collect()], 5);
    assert!(ledger.tells(&[six.clone(), (6..20).collect()]));
    assert!(!ledger.tells(&[five, (5..20).collect()]));
    assert!(ledger.tells(&[six]), "what is told already tells no more");
}

/// Column 0 has three people and is told whole. Five with two of them elsewhere are enough people; without the two, whose work
/// may be known, they are not.
#[test]
fn few_people_of_a_column_told_whole_hide_nobody() {
    let annotators: Vec<u32> = (0..3).chain(0..20).collect();
    let known = [(0..23).collect(), (0..3).collect::<Vec<u32>>()];
    let mut ledger = Ledger::of(annotators, &known, 5);
    assert_eq!(ledger.open.iter().filter(|open| **open).count(), 3);
    assert!(!ledger.tells(&[(0..7).collect()]), "four are left without the column of three");
    assert!(!ledger.tells(&[vec![0, 1]]), "more of the column itself");
    assert!(ledger.tells(&[(0..8).collect()]), "five are left");
}

#[test]
fn what_takes_too_long_is_not_told() {
    let mut ledger = Ledger::of((0..20).collect(), &[], 5);
    ledger.work = 0;
    assert!(!ledger.tells(&[(0..10).collect()]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    /// The search finds few people exactly where trying all sets of people does.
    #[test]
    fn the_search_is_exact(
        (annotators, sums) in (4usize..14).prop_flat_map(|cells| (
            prop::collection::vec(0u32..10, cells),
            prop::collection::vec(prop::collection::vec(any::<bool>(), cells), 1..7),
        )),
        min_group in 2u32..6,
        first in 0usize..3,
    ) {
        let sum = |inside: &Vec<bool>| -> Vec<u32> {
            (0u32..).zip(inside).filter(|own| *own.1).map(|own| own.0).collect()
        };
        let sums: Vec<Vec<u32>> = sums.iter().map(sum).filter(|sum| !sum.is_empty()).collect();
        let (before, after) = sums.split_at(first.min(sums.len()));
        let mut ledger = Ledger::of(annotators.clone(), &[], u64::from(min_group));
        let told = ledger.tells(before);
        prop_assert_eq!(told, !speaks_of_few(&annotators, before, min_group));
        let both = if told { sums.as_slice() } else { after };
        prop_assert_eq!(ledger.tells(after), !speaks_of_few(&annotators, both, min_group));
    }
}
