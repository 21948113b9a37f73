use super::distance::{Distance, DistanceMatrix};
use crate::vocabulary::{LabelSet, Reason, set_members};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most distinct sets whose distances are worked out: every replicate of alpha sums over all pairs of them.
pub const SET_LIMIT: u64 = 1_000;

/// How far apart two sets of labels are, in 0–1; 0 for equal sets only. With J = |A ∩ B| / |A ∪ B|:
///
/// - **Jaccard**: 1 − J (Jaccard 1912, New Phytol. 11:37); a metric.
/// - **MASI**: 1 − J · M, M = 1 for equal sets, 2/3 where one holds the other, 1/3 where they overlap otherwise, 0 where
///   they share nothing (Passonneau 2006, Measuring Agreement on Set-valued Items, LREC, p. 832).
///
/// Two empty sets are equal and have distance 0; an empty set has distance 1 to every other. (One program multiplies the
/// Jaccard *distance* by a penalty and calls that MASI: another measure.)
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetDistance {
    /// The default: a set that says less is nearer than one that says something else.
    #[default]
    Masi,
    /// Jaccard's.
    Jaccard,
}

impl SetDistance {
    /// Both.
    pub const ALL: [SetDistance; 2] = [SetDistance::Masi, SetDistance::Jaccard];

    /// The word used in settings.
    pub fn word(self) -> &'static str {
        match self {
            SetDistance::Masi => "masi",
            SetDistance::Jaccard => "jaccard",
        }
    }

    /// The name in method columns and on the page.
    pub fn name(self) -> &'static str {
        match self {
            SetDistance::Masi => "MASI",
            SetDistance::Jaccard => "Jaccard",
        }
    }

    /// The distance of two sets by how many members they share and have.
    ///
    /// ```
    /// use raterscope::analysis::agreement::SetDistance;
    /// // {a} and {a, b}: J = 1/2, one holds the other, so MASI is 1 − 1/2 · 2/3.
    /// assert!((SetDistance::Masi.between(1, 1, 2) - 2.0 / 3.0).abs() < 1e-12);
    /// assert_eq!(SetDistance::Masi.between(0, 0, 0), 0.0);
    /// ```
    pub fn between(self, shared: u32, first: u32, second: u32) -> f64 {
        let union = first + second - shared;
        if union == 0 {
            return 0.0;
        }
        let jaccard = f64::from(shared) / f64::from(union);
        let monotonicity = match self {
            SetDistance::Jaccard => 1.0,
            SetDistance::Masi if shared == union => 1.0,
            SetDistance::Masi if shared == first || shared == second => 2.0 / 3.0,
            SetDistance::Masi => 1.0 / 3.0,
        };
        1.0 - jaccard * monotonicity
    }

    /// Distances of all labels, which are sets by name. Refused beyond `SET_LIMIT` distinct sets.
    pub fn of_labels(self, labels: &LabelSet) -> Distance {
        let n = labels.len();
        if n as u64 > SET_LIMIT {
            let what = "distinct sets of labels (fewer members, or rare ones merged, make fewer sets)".into();
            return Distance::Refused(Reason::TooMany { what, found: n as u64, limit: SET_LIMIT });
        }
        let sets = Sets::of(labels);
        let mut values = vec![0.0; n * n];
        for k in 0..n {
            for l in 0..k {
                let distance = sets.between(k, l, self);
                values[k * n + l] = distance;
                values[l * n + k] = distance;
            }
        }
        Distance::Matrix(DistanceMatrix { name: self.name().into(), labels: n, values: values.into() })
    }
}

/// Sets as bits, one a member.
pub(super) struct Sets {
    /// Words of a set.
    words: usize,
    bits: Vec<u64>,
    sizes: Vec<u32>,
}

impl Sets {
    pub fn of(labels: &LabelSet) -> Self {
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        let mut sets: Vec<Vec<usize>> = Vec::with_capacity(labels.len());
        for name in &labels.names {
            let place = |member: String| {
                let next = places.len();
                *places.entry(member).or_insert(next)
            };
            sets.push(set_members(name).into_iter().map(place).collect());
        }
        let words = places.len().div_ceil(64).max(1);
        let mut bits = vec![0u64; words * sets.len()];
        for (set, own) in sets.iter().zip(bits.chunks_mut(words)) {
            set.iter().for_each(|&member| own[member / 64] |= 1 << (member % 64));
        }
        let sizes = bits.chunks(words).map(|own| own.iter().map(|word| word.count_ones()).sum()).collect();
        Self { words, bits, sizes }
    }

    /// The distance of two of them.
    pub fn between(&self, k: usize, l: usize, distance: SetDistance) -> f64 {
        distance.between(self.shared(k, l), self.sizes[k], self.sizes[l])
    }

    fn shared(&self, k: usize, l: usize) -> u32 {
        let set = |k: usize| &self.bits[k * self.words..(k + 1) * self.words];
        set(k).iter().zip(set(l)).map(|(a, b)| (a & b).count_ones()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::agreement::{Pool, Pooled, coefficient};
    use crate::tally::PatternTable;
    use crate::vocabulary::{Label, set_name};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn matrix(sets: &[BTreeSet<u8>], distance: SetDistance) -> Vec<Vec<f64>> {
        let names: Vec<String> = sets.iter().map(|set| set_name(set.iter().map(u8::to_string))).collect();
        let labels = LabelSet { names, values: None, declared: false, used: Vec::new() };
        let Distance::Matrix(matrix) = distance.of_labels(&labels) else { panic!("few sets") };
        matrix.values.chunks(sets.len()).map(<[f64]>::to_vec).collect()
    }

    proptest! {
        #[test]
        fn distances_are_symmetric_in_0_to_1_and_0_for_equal_sets_alone(
            sets in prop::collection::vec(prop::collection::btree_set(0u8..90, 0..6), 1..12)
        ) {
            for distance in SetDistance::ALL {
                let d = matrix(&sets, distance);
                for (k, a) in sets.iter().enumerate() {
                    for (l, b) in sets.iter().enumerate() {
                        prop_assert_eq!(d[k][l], d[l][k]);
                        prop_assert!((0.0..=1.0).contains(&d[k][l]));
                        prop_assert_eq!(d[k][l] == 0.0, a == b);
                        if distance == SetDistance::Jaccard {
                            for row in &d {
                                prop_assert!(d[k][l] <= row[k] + row[l] + 1e-12, "triangle inequality");
                            }
                        }
                    }
                }
            }
        }

        #[test]
        fn masi_is_never_nearer_than_jaccard(a in prop::collection::btree_set(0u8..6, 0..5), b in prop::collection::btree_set(0u8..6, 0..5)) {
            let sets = [a, b];
            prop_assert!(matrix(&sets, SetDistance::Masi)[0][1] >= matrix(&sets, SetDistance::Jaccard)[0][1]);
        }
    }

    proptest! {
        #[test]
        fn sets_of_one_member_have_nominal_alpha(
            items in prop::collection::vec(prop::collection::vec(0u32..4, 1..5), 2..12)
        ) {
            let labels: Vec<Vec<Label>> =
                items.iter().map(|given| given.iter().map(|&label| Label(label)).collect()).collect();
            let table = PatternTable::of_items(labels.iter().map(Vec::as_slice));
            let names = ["a", "b", "c", "d"].map(String::from).to_vec();
            let set = LabelSet { names, values: None, declared: false, used: Vec::new() };
            let pool = Pool::new(&table, &set);
            let alpha = |distance| coefficient(Pooled::KrippendorffAlpha, &pool, distance).map(|e| e.value);
            let nominal = alpha(Distance::Nominal);
            for distance in SetDistance::ALL {
                prop_assert_eq!(alpha(distance.of_labels(&set)), nominal.clone());
            }
        }
    }

    /// Passonneau 2006, p. 832: the four cases of M.
    #[test]
    fn the_four_cases_of_masi() {
        let d = SetDistance::Masi;
        assert_eq!(d.between(2, 2, 2), 0.0);
        assert!((d.between(1, 1, 2) - (1.0 - 0.5 * 2.0 / 3.0)).abs() < 1e-15);
        assert!((d.between(1, 2, 2) - (1.0 - 1.0 / 9.0)).abs() < 1e-15);
        assert_eq!((d.between(0, 1, 1), d.between(0, 0, 3)), (1.0, 1.0));
    }

    #[test]
    fn too_many_sets_are_refused_with_their_number() {
        let names = (0..=SET_LIMIT).map(|k| k.to_string()).collect();
        let labels = LabelSet { names, values: None, declared: false, used: Vec::new() };
        let refused = SetDistance::Masi.of_labels(&labels);
        assert!(matches!(refused.refusal(), Some(Reason::TooMany { found: 1_001, limit: 1_000, .. })));
    }
}
