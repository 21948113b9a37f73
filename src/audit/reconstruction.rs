//! Sums over many attributes: two-way tables over enough attributes are equations, and enough equations give single people
//! away, whatever each table hides (database reconstruction; Dinur and Nissim 2003 show how little noise would stop it).

use super::echelon::{Echelon, Row};
use super::withheld::Withheld;
use std::collections::{BTreeMap, BTreeSet};

/// Multiplications beyond which sums are not searched: about a second.
const MOST_WORK: u64 = 400_000_000;

/// Withholds what sums over all attributes would tell of a few people, and whether there was any. Where there are too many
/// groups to search, all intersections that are not settled are withheld; attributes by themselves stay.
pub(super) fn by_sums(
    attributes: &[Vec<Vec<u32>>],
    (known, settled): (&[usize], &dyn Fn(usize) -> bool),
    (judged, forced): (&[Withheld], &mut [BTreeSet<usize>]),
    min_group: u64,
) -> bool {
    let mut places: Vec<(usize, usize)> = Vec::new();
    let mut hidden: Vec<&[u32]> = Vec::new();
    for &x in known {
        for (group, people) in attributes[x].iter().enumerate() {
            match &judged[x].reasons[group] {
                None => places.push((x, group)),
                Some(_) if (1..min_group).contains(&(people.len() as u64)) => hidden.push(people),
                Some(_) => {}
            }
        }
    }
    // The larger a group, the more it is missed.
    places.sort_by_key(|&(x, group)| (!settled(x), std::cmp::Reverse(attributes[x][group].len()), x, group));
    let shown: Vec<ShownSet<'_>> = places
        .iter()
        .map(|&(x, group)| ShownSet { people: &attributes[x][group], settled: settled(x) })
        .collect();
    let people = known.iter().flat_map(|&x| attributes[x].iter().flatten().copied()).collect();
    let refused = match telling(&people, &shown, &hidden, min_group) {
        Some(refused) => refused,
        None => {
            let crossed = known.iter().any(|&x| settled(x));
            (0..places.len()).filter(|&place| crossed && !shown[place].settled).collect()
        }
    };
    let withheld = refused.iter().map(|&place| places[place]).filter(|&(x, group)| forced[x].insert(group));
    withheld.count() > 0
}

/// People who are shown together.
struct ShownSet<'a> {
    /// Their ids.
    people: &'a [u32],
    /// Whether it stays shown whatever is found.
    settled: bool,
}

/// Which of `shown` must be withheld, in this order of preference to stay, so that no sum or difference of what is shown,
/// and of the whole log, tells of 1 to `min_group` − 1 people; `hidden` are the small groups that must stay unknown,
/// `people` all who annotated. `None` where there are too many to search.
///
/// People who are in the same shown sets are one unknown. The shown sets are equations, kept in reduced row echelon form;
/// one that makes a row speak of fewer than `min_group` people, or adds up to a hidden group, is refused. Every label count,
/// annotation count and number of annotators adds up over people, so what holds for the equations holds for all of them.
fn telling(
    people: &BTreeSet<u32>,
    shown: &[ShownSet<'_>],
    hidden: &[&[u32]],
    min_group: u64,
) -> Option<Vec<usize>> {
    let atoms = Atoms::of(people, shown);
    let (rows, columns) = (shown.len() as u64 + 1, atoms.sizes.len() as u64);
    if rows * rows.min(columns) * columns > MOST_WORK {
        return None;
    }
    let hidden: Vec<Vec<u32>> = hidden.iter().filter_map(|people| atoms.indicator(people)).collect();
    let mut equations = Echelon::of(atoms.sizes.len());
    equations.tell(&(0..atoms.sizes.len() as u32).collect::<Vec<u32>>());
    let mut refused = Vec::new();
    for (place, set) in shown.iter().enumerate() {
        let Some(indicator) = atoms.indicator(set.people) else { continue };
        let before = equations.clone();
        equations.tell(&indicator);
        let tells =
            atoms.told_few(&equations, min_group) || hidden.iter().any(|group| equations.gives(group));
        if tells && !set.settled {
            refused.push(place);
            equations = before;
        }
    }
    Some(refused)
}

/// People by what is shown of them.
struct Atoms {
    of: BTreeMap<u32, usize>,
    sizes: Vec<u64>,
}

impl Atoms {
    /// People in no shown set are one unknown, too.
    fn of(people: &BTreeSet<u32>, shown: &[ShownSet<'_>]) -> Self {
        let mut sets: BTreeMap<u32, Vec<usize>> = people.iter().map(|&person| (person, Vec::new())).collect();
        for (place, set) in shown.iter().enumerate() {
            set.people.iter().for_each(|&person| sets.entry(person).or_default().push(place));
        }
        let mut numbers: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
        let mut atoms = Self { of: BTreeMap::new(), sizes: Vec::new() };
        for (person, own) in sets {
            let next = numbers.len();
            let atom = *numbers.entry(own).or_insert(next);
            if atom == atoms.sizes.len() {
                atoms.sizes.push(0);
            }
            atoms.sizes[atom] += 1;
            atoms.of.insert(person, atom);
        }
        atoms
    }

    /// The atoms inside; nothing where the people are not whole atoms, and so cannot be told by sums of them.
    fn indicator(&self, people: &[u32]) -> Option<Vec<u32>> {
        let mut inside = vec![0u64; self.sizes.len()];
        for person in people {
            inside[*self.of.get(person)?] += 1;
        }
        let whole = inside.iter().zip(&self.sizes).all(|(inside, size)| *inside == 0 || inside == size);
        whole.then(|| (0u32..).zip(inside).filter(|&(_, inside)| inside > 0).map(|own| own.0).collect())
    }

    /// Whether one of the equations speaks of fewer than `min_group` people.
    fn told_few(&self, equations: &Echelon, min_group: u64) -> bool {
        let people = |row: &Row| row.iter().map(|&(atom, _)| self.sizes[atom as usize]).sum::<u64>();
        equations.rows.iter().any(|row| people(row) < min_group)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gender × race with margins: the cells (f, a) of 6 and (f, b) of 2 are hidden in their row, but (f, a) is the only
    /// hidden one in its column.
    #[test]
    fn a_cell_alone_in_its_column_gives_its_neighbour_away() {
        let range = |from: u32, to: u32| (from..to).collect::<Vec<u32>>();
        // f: a 0..6, b 6..8, c 8..20; m: a 20..30, b 30..33, c 33..50.
        let female = range(0, 20);
        let a = [range(0, 6), range(20, 30)].concat();
        let b = [range(6, 8), range(30, 33)].concat();
        let (fc, ma) = (range(8, 20), range(20, 30));
        let mc = range(33, 50);
        let fb = range(6, 8);
        let of = |sets: &[&Vec<u32>]| {
            let shown: Vec<ShownSet<'_>> =
                sets.iter().map(|people| ShownSet { people, settled: false }).collect();
            telling(&(0..50).collect(), &shown, &[&fb], 5).expect("a small table")
        };
        assert_eq!(
            of(&[&female, &a, &b, &fc, &mc]),
            [] as [usize; 0],
            "two hidden cells in every row and column"
        );
        assert_eq!(
            of(&[&female, &a, &b, &fc, &mc, &ma]),
            [5],
            "a's column would tell (f, a), and f's row (f, b)"
        );
    }

    #[test]
    fn what_follows_from_the_rest_is_no_loss() {
        let (left, right): (Vec<u32>, Vec<u32>) = ((0..10).collect(), (10..20).collect());
        let shown = [&left, &right].map(|people| ShownSet { people, settled: false });
        let people: BTreeSet<u32> = (0..20).collect();
        assert_eq!(telling(&people, &shown, &[], 5), Some(Vec::new()));
        let few: Vec<u32> = (0..18).collect();
        let shown = [&left, &few].map(|people| ShownSet { people, settled: false });
        assert_eq!(telling(&people, &shown, &[], 5), Some(vec![1]), "all but two");
    }
}
