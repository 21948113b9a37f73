use super::Stream;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::Rng;

/// Deals a group's places anew: who would belong to it, had chance decided within each stratum. As many of a stratum
/// belong as really do, every choice of them being as likely, so under "nothing but chance decided who belongs, given the
/// stratum" the log as it is and the log relabelled are draws of one distribution (Pitman 1937, Suppl. JRSS 4:119).
///
/// A draw names the fewer: those who join where members are the minority of a stratum, those who leave where they are not.
pub struct Relabelling {
    strata: Vec<Stratum>,
    rng: Xoshiro256PlusPlus,
}

/// People who may change places, in the order in which the last draw left them.
struct Stratum {
    people: Vec<u32>,
    drawn: usize,
    joins: bool,
}

impl Relabelling {
    /// From the (members, others) of each stratum, both ascending. Strata of members or others alone leave nothing to
    /// exchange and take no part.
    pub fn new(strata: impl IntoIterator<Item = (Vec<u32>, Vec<u32>)>, stream: Stream<'_>) -> Self {
        let mixed = strata.into_iter().filter(|(members, others)| !members.is_empty() && !others.is_empty());
        let stratum = |(members, others): (Vec<u32>, Vec<u32>)| {
            let drawn = members.len().min(others.len());
            let joins = members.len() <= others.len();
            let mut people = [members, others].concat();
            people.sort_unstable();
            Stratum { people, drawn, joins }
        };
        Self { strata: mixed.map(stratum).collect(), rng: stream.block(0) }
    }

    /// (members, everybody) among those who may change places.
    pub fn exchangeable(&self) -> (u64, u64) {
        let add = |(members, all): (u64, u64), own: &Stratum| {
            let n = own.people.len();
            let belong = if own.joins { own.drawn } else { n - own.drawn };
            (members + belong as u64, all + n as u64)
        };
        self.strata.iter().fold((0, 0), add)
    }

    /// In how many ways the places can be dealt, as a natural logarithm.
    pub fn ln_ways(&self) -> f64 {
        let choose = |own: &Stratum| -> f64 {
            let (n, k) = (own.people.len(), own.drawn);
            (1..=k).map(|i| ((n - k + i) as f64 / i as f64).ln()).sum()
        };
        self.strata.iter().map(choose).sum()
    }

    /// Who belongs before a draw says who joins and who leaves.
    pub fn before(&self) -> impl Iterator<Item = u32> + '_ {
        self.strata.iter().filter(|own| !own.joins).flat_map(|own| own.people.iter().copied())
    }

    /// One draw: everybody who changes, and whether they join.
    pub fn draw(&mut self, mut change: impl FnMut(u32, bool)) {
        for own in &mut self.strata {
            let n = own.people.len();
            for place in 0..own.drawn {
                let left = (n - place) as u128;
                let chosen = place + ((u128::from(self.rng.next_u64()) * left) >> 64) as usize;
                own.people.swap(place, chosen);
                change(own.people[place], own.joins);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Seed;
    use std::collections::{BTreeMap, BTreeSet};

    fn stream() -> Stream<'static> {
        Stream { seed: Seed::default(), question: "q", slice: "g", purpose: "relabelled annotators" }
    }

    fn members(dealt: &mut Relabelling) -> BTreeSet<u32> {
        let mut out: BTreeSet<u32> = dealt.before().collect();
        dealt.draw(|who, joins| {
            assert!(if joins { out.insert(who) } else { out.remove(&who) }, "{who} changes once");
        });
        out
    }

    #[test]
    fn every_stratum_keeps_its_number_of_members_and_every_choice_is_as_likely() {
        let strata = [(vec![0, 1], vec![2, 3]), (vec![4, 5, 6], vec![7]), (vec![8], vec![])];
        let mut dealt = Relabelling::new(strata, stream());
        assert_eq!(dealt.exchangeable(), (5, 8));
        assert!((dealt.ln_ways() - 24.0_f64.ln()).abs() < 1e-12);
        let mut seen: BTreeMap<BTreeSet<u32>, u32> = BTreeMap::new();
        for _ in 0..24_000 {
            let members = members(&mut dealt);
            assert_eq!(members.iter().filter(|&&who| who < 4).count(), 2);
            assert_eq!(members.iter().filter(|&&who| who >= 4).count(), 3);
            *seen.entry(members).or_default() += 1;
        }
        assert_eq!(seen.len(), 24);
        assert!(seen.values().all(|&n| (840..1160).contains(&n)), "{seen:?}");
    }
}
