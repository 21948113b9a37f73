//! Attributes of the same people tell on each other: a country of eleven less its two cities of five is one person.

use super::reconstruction::by_sums;
use super::withheld::Withheld;
use super::worked_out::worked_out;
use std::collections::{BTreeMap, BTreeSet};

/// Judges the attributes of one question together. `attributes[x][g]` are the annotators of group `g`, sorted; every
/// attribute divides the same people. `depth[x]` attributes are crossed in `x`: those by themselves are judged first, and
/// no intersection ever withholds one of their groups; an intersection of two comes before one of three.
///
/// Within an attribute [`Withheld`] has the say. Across two, whatever is shown of the one (a group, or all that is
/// withheld, which the totals tell) must not be all but a few of what is shown of the other: for each such set, and for
/// what is left of the log without it, the other attribute's groups inside it leave nobody or `min_group` annotators.
/// Else the smallest of them is withheld too. Sums over three or more attributes are [`by_sums`]'s matter and, where one of
/// them crosses the others, [`worked_out`]'s. Groups that are `withheld` for another reason stay so.
pub(super) fn judge_beside(
    attributes: &[Vec<Vec<u32>>],
    depth: &[u32],
    min_group: u64,
    mut withheld: Vec<BTreeSet<usize>>,
) -> Vec<Withheld> {
    let mut judged: Vec<Withheld> =
        vec![Withheld { reasons: Vec::new(), names_too: false }; attributes.len()];
    let stages: BTreeSet<u32> = depth.iter().copied().collect();
    for stage in stages {
        let known: Vec<usize> = (0..attributes.len()).filter(|&x| depth[x] <= stage).collect();
        judge_stage(
            attributes,
            (&known, &|x| depth[x] < stage, stage > 1),
            (&mut judged, &mut withheld),
            min_group,
        );
    }
    judged
}

/// Judges the attributes of one depth beside those that are `settled`, which stay as they are.
fn judge_stage(
    attributes: &[Vec<Vec<u32>>],
    (known, settled, crossed): (&[usize], &dyn Fn(usize) -> bool, bool),
    (judged, forced): (&mut [Withheld], &mut [BTreeSet<usize>]),
    min_group: u64,
) {
    loop {
        for &x in known.iter().filter(|&&x| !settled(x)) {
            let sizes: Vec<u64> = attributes[x].iter().map(|group| group.len() as u64).collect();
            judged[x] = Withheld::beside(&sizes, min_group, &forced[x]);
        }
        let parts: Vec<Parts> = known.iter().map(|&x| Parts::of(&attributes[x], &judged[x])).collect();
        let mut told = false;
        for (&x, whole) in known.iter().zip(&parts) {
            for (&y, within) in
                known.iter().zip(&parts).filter(|&(&y, _)| y != x && !(settled(x) && settled(y)))
            {
                let gives_way = match (settled(x), settled(y)) {
                    (true, _) => GivesWay::Within,
                    (_, true) => GivesWay::Whole,
                    _ => GivesWay::Either,
                };
                for (of_whole, group) in leaks(whole, within, gives_way, min_group) {
                    told |= forced[if of_whole { x } else { y }].insert(group);
                }
            }
        }
        told = told || by_sums(attributes, (known, settled), (judged, forced), min_group);
        if !told {
            for (&x, own) in known.iter().zip(&parts).filter(|&(&x, _)| crossed && !settled(x)) {
                let others: Vec<&BTreeMap<u32, usize>> =
                    known.iter().zip(&parts).filter(|&(&y, _)| y != x).map(|(_, part)| &part.of).collect();
                told |= one_more(&attributes[x], own, &judged[x], &others, min_group)
                    .is_some_and(|group| forced[x].insert(group));
            }
        }
        if !told {
            return;
        }
    }
}

/// The group of an intersection that must be withheld, too, because totals give a hidden one away: the smallest shown one;
/// `None` where nothing is given away.
fn one_more(
    cells: &[Vec<u32>],
    own: &Parts,
    judged: &Withheld,
    others: &[&BTreeMap<u32, usize>],
    min_group: u64,
) -> Option<usize> {
    let hidden: Vec<bool> = judged.reasons.iter().map(Option::is_some).collect();
    let given_away = worked_out(cells, &hidden, others, min_group);
    // A cell that shares a total with one of those given away makes that total tell less.
    let met: BTreeSet<(usize, usize)> = given_away
        .iter()
        .flat_map(|&cell| &cells[cell])
        .flat_map(|person| others.iter().enumerate().filter_map(|(y, of)| Some((y, *of.get(person)?))))
        .collect();
    let shares = |&part: &usize| {
        cells[own.groups[part]].first().is_some_and(|person| {
            others.iter().enumerate().any(|(y, of)| of.get(person).is_some_and(|&at| met.contains(&(y, at))))
        })
    };
    if given_away.is_empty() {
        return None;
    }
    let all = 0..own.groups.len();
    own.smallest(all.clone().filter(shares)).or_else(|| own.smallest(all))
}

/// Of which of two attributes a group may be withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum GivesWay {
    Whole,
    Within,
    Either,
}

/// What a reader knows of one attribute: who is in which shown group, and who is in none of them.
struct Parts {
    /// Annotator → part.
    of: BTreeMap<u32, usize>,
    /// Annotators by part; the last part is what is withheld.
    sizes: Vec<u64>,
    /// The group behind each part but the last.
    groups: Vec<usize>,
}

impl Parts {
    fn of(groups: &[Vec<u32>], judged: &Withheld) -> Self {
        let shown: Vec<usize> = (0..groups.len()).filter(|&group| judged.reasons[group].is_none()).collect();
        let mut parts = Self { of: BTreeMap::new(), sizes: vec![0; shown.len() + 1], groups: shown };
        for (group, people) in groups.iter().enumerate() {
            let part = parts.groups.binary_search(&group).unwrap_or(parts.groups.len());
            parts.sizes[part] += people.len() as u64;
            parts.of.extend(people.iter().map(|&person| (person, part)));
        }
        parts
    }

    /// The smallest shown group among these parts; ties by position.
    fn smallest(&self, among: impl Iterator<Item = usize>) -> Option<usize> {
        let shown = among.filter(|&part| part < self.groups.len() && self.sizes[part] > 0);
        shown.min_by_key(|&part| (self.sizes[part], part)).map(|part| self.groups[part])
    }
}

/// Groups to withhold, so that no part of `whole`, and no rest of the log without it, is all but a few people of
/// `within`: (whether it is a group of `whole`, the group).
fn leaks(whole: &Parts, within: &Parts, gives_way: GivesWay, min_group: u64) -> Vec<(bool, usize)> {
    let mut shared: Vec<BTreeMap<usize, u64>> = vec![BTreeMap::new(); whole.sizes.len()];
    for (person, &part) in &whole.of {
        if let Some(&inner) = within.of.get(person) {
            *shared[part].entry(inner).or_default() += 1;
        }
    }
    let all: u64 = within.sizes.iter().sum();
    let mut out = Vec::new();
    for (part, shared) in shared.iter().enumerate() {
        let touched: u64 = shared.keys().map(|&inner| within.sizes[inner]).sum();
        let inside = |inner: &usize| shared.get(inner) == Some(&within.sizes[*inner]);
        let outside = |inner: &usize| !shared.contains_key(inner) && within.sizes[*inner] > 0;
        let filled: u64 = shared.keys().filter(|inner| inside(inner)).map(|&inner| within.sizes[inner]).sum();
        let few = |left: u64, known: u64| known > 0 && (1..min_group).contains(&left);
        let one_less = || {
            let own = (part < whole.groups.len()).then_some(part);
            whole.smallest(own.into_iter()).or_else(|| whole.smallest(0..whole.groups.len()))
        };
        let withheld = |telling: Option<usize>| match gives_way {
            GivesWay::Either => telling.map(|group| (false, group)).or_else(|| Some((true, one_less()?))),
            GivesWay::Whole => one_less().map(|group| (true, group)),
            GivesWay::Within => {
                telling.or_else(|| within.smallest(0..within.groups.len())).map(|group| (false, group))
            }
        };
        if few(whole.sizes[part] - filled, filled) {
            out.extend(withheld(within.smallest(shared.keys().copied().filter(inside))));
        }
        // Nothing lies outside where this part is everybody.
        let (rest, known) = (all - whole.sizes[part].min(all), all - touched);
        if few(rest - known.min(rest), known) {
            out.extend(withheld(within.smallest((0..within.sizes.len()).filter(outside))));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn judged(attributes: &[Vec<Vec<u32>>], depth: &[u32]) -> Vec<Withheld> {
        judge_beside(attributes, depth, 5, vec![BTreeSet::new(); attributes.len()])
    }

    fn divided(groups: &[u8]) -> Vec<Vec<u32>> {
        let most = groups.iter().copied().max().map_or(0, usize::from);
        let mut out = vec![Vec::new(); most + 1];
        (0u32..).zip(groups).for_each(|(person, &group)| out[usize::from(group)].push(person));
        out
    }

    /// Eleven in a country, ten of them in one city and one elsewhere; the city would give the one away.
    #[test]
    fn a_city_does_not_give_its_countrys_last_person_away() {
        let country: Vec<u8> = (0..40).map(|p| u8::from(p >= 11)).collect();
        let city: Vec<u8> = (0..40).map(|p| [0, 1, 2][usize::from(p >= 10) + usize::from(p >= 11)]).collect();
        let alone = judged(&[divided(&city)], &[1]);
        assert!(alone[0].reasons[0].is_some() || alone[0].reasons[2].is_some(), "one is withheld anyway");
        let both = judged(&[divided(&country), divided(&city)], &[1, 1]);
        assert_safe(&[divided(&country), divided(&city)], &both, 5);
        assert!(both[0].reasons.iter().all(Option::is_none) || both[1].reasons.iter().all(Option::is_some));
    }

    /// By brute force: all sums of parts of one attribute, against each part of the other and its complement.
    fn assert_safe(attributes: &[Vec<Vec<u32>>], judged: &[Withheld], min_group: usize) {
        let known = |x: usize| -> Vec<BTreeSet<u32>> {
            let groups = attributes[x].iter().zip(&judged[x].reasons);
            let shown: Vec<BTreeSet<u32>> = groups
                .clone()
                .filter(|(_, reason)| reason.is_none())
                .map(|(group, _)| group.iter().copied().collect())
                .collect();
            let hidden = groups.filter(|(_, reason)| reason.is_some()).flat_map(|(group, _)| group.clone());
            shown.into_iter().chain([hidden.collect()]).collect()
        };
        let sums = |parts: &[BTreeSet<u32>]| -> Vec<BTreeSet<u32>> {
            let chosen = |mask: usize| {
                let parts = parts.iter().enumerate().filter(move |(p, _)| mask >> p & 1 == 1);
                parts.flat_map(|(_, part)| part.iter().copied()).collect()
            };
            (0..1usize << parts.len()).map(chosen).collect()
        };
        for (x, y) in (0..attributes.len()).flat_map(|x| (0..attributes.len()).map(move |y| (x, y))) {
            for whole in known(x) {
                for sum in sums(&known(y)).iter().filter(|sum| !sum.is_empty() && sum.is_subset(&whole)) {
                    let left = whole.len() - sum.len();
                    assert!(left == 0 || left >= min_group, "{left} of {x} left by {y}: {judged:?}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn two_attributes_never_leave_a_few(
            people in prop::collection::vec((0u8..4, 0u8..5), 5..40),
            nested in any::<bool>(),
        ) {
            let first: Vec<u8> = people.iter().map(|p| p.0).collect();
            let second: Vec<u8> = people.iter().map(|p| if nested { p.0 / 2 } else { p.1 }).collect();
            let attributes = [divided(&first), divided(&second)];
            let found = judged(&attributes, &[1, 1]);
            if found.iter().all(|attribute| !attribute.names_too) {
                assert_safe(&attributes, &found, 5);
            }
            // What is withheld is enough for the attribute alone, too.
            for (groups, found) in attributes.iter().zip(&found) {
                let sizes: Vec<u64> = groups.iter().map(|group| group.len() as u64).collect();
                let hidden = (0..sizes.len()).filter(|&group| found.reasons[group].is_some()).collect();
                prop_assert_eq!(Withheld::beside(&sizes, 5, &hidden).count(), found.count());
            }
        }

        /// Single attributes read as if there were no intersection, and the intersection tells on none of them.
        #[test]
        fn intersections_give_way(people in prop::collection::vec((0u8..3, 0u8..4), 5..60)) {
            let first: Vec<u8> = people.iter().map(|p| p.0).collect();
            let second: Vec<u8> = people.iter().map(|p| p.1).collect();
            let crossed: Vec<u8> = people.iter().map(|p| p.0 * 4 + p.1).collect();
            let singles = [divided(&first), divided(&second)];
            let all = [singles[0].clone(), divided(&crossed), singles[1].clone()];
            let (alone, beside) = (judged(&singles, &[1, 1]), judged(&all, &[1, 2, 1]));
            prop_assert_eq!(&alone[0], &beside[0]);
            prop_assert_eq!(&alone[1], &beside[2]);
            if beside.iter().all(|attribute| !attribute.names_too) {
                assert_safe(&all, &beside, 5);
            }
        }
    }
}
