//! The search for few people: whether any sum or difference at all of what is told, with whatever factors, speaks of fewer than
//! `min_group` of them.
//!
//! Equations in reduced echelon form make that a search that ends. A combination holds the leading unknown of every equation
//! that it uses, so one that speaks of few uses few equations, and those must cancel each other wherever they speak of
//! anybody else. Two forms that lead with different people share the work (Brouwer and Zimmermann's algorithm
//! for the least weight of a linear code): of four people, no more than two
//! lead in one of them.

use super::echelon::{Echelon, PRIME, Row, at, inverse};
use std::collections::{BTreeMap, BTreeSet};

/// What is told of one log, and whom that speaks of.
pub(super) struct Told<'a> {
    /// The same equations, each form led by other people as far as possible.
    pub forms: &'a [Echelon],
    /// By unknown: who has part in it and in all that are told of only together with it; `min_group` of them stand for more,
    /// nobody for what everybody knows anyway.
    pub people: &'a [Vec<u32>],
    /// The least number of people that may be spoken of.
    pub min_group: usize,
}

impl Told<'_> {
    /// Whether nothing speaks of a few people; false, too, where `work` (steps of the search) does not suffice to know.
    pub fn of_nobody_or_enough(&self, work: &mut u64) -> bool {
        let leaders: Vec<BTreeSet<u32>> = self.forms.iter().map(|form| self.leaders(form)).collect();
        let again = |form: usize| {
            let met = |person: &&u32| leaders[..form].iter().any(|before| before.contains(person));
            leaders[form].iter().filter(met).count()
        };
        let again: Vec<usize> = (0..self.forms.len()).map(again).collect();
        // Of few people, each form searched up to `most` of its leaders leaves at least so many undiscovered ones.
        let gain = |form: usize, most: usize| match leaders[form].len() <= most {
            true => self.min_group,
            false => (most + 1).saturating_sub(again[form]),
        };
        let all = |most: usize| (0..self.forms.len()).map(|form| gain(form, most)).sum::<usize>();
        let most = (0..self.min_group).find(|&most| all(most) >= self.min_group).unwrap_or(self.min_group);
        let mut gained = 0;
        for (form, own) in self.forms.iter().enumerate() {
            if gained >= self.min_group || gain(form, most) == 0 {
                continue;
            }
            if Search::of(self, own, (&leaders[form], most), work).finds() {
                return false;
            }
            gained += gain(form, most);
        }
        true
    }

    /// Who leads an equation, but those who lead it only together with enough others.
    fn leaders(&self, form: &Echelon) -> BTreeSet<u32> {
        let few = form.pivots.iter().map(|&pivot| &self.people[pivot as usize]);
        few.filter(|people| people.len() < self.min_group).flatten().copied().collect()
    }
}

/// Steps that it takes to go on with more people.
const JOINING: u64 = 10;

/// A combination of equations: (equation, factor).
type Combination = Vec<(usize, u64)>;

/// The search through one form.
struct Search<'a> {
    told: &'a Told<'a>,
    form: &'a Echelon,
    leaders: &'a BTreeSet<u32>,
    /// By leader: the equations that they lead, alone or with few others.
    led_by: BTreeMap<u32, Vec<usize>>,
    /// How many leaders a combination is looked for with, at most.
    most: usize,
    /// By unknown: the equations that hold it and that a combination may use.
    holding: Vec<Vec<usize>>,
    /// By equation: its unknowns, those that few others hold first.
    rarest: Vec<Vec<u32>>,
    /// Equations that are not to be used, because what uses them was looked for before.
    banned: Vec<bool>,
    work: &'a mut u64,
}

impl<'a> Search<'a> {
    fn of(
        told: &'a Told<'a>,
        form: &'a Echelon,
        (leaders, most): (&'a BTreeSet<u32>, usize),
        work: &'a mut u64,
    ) -> Self {
        let mut holding = vec![Vec::new(); told.people.len()];
        let mut led_by: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (place, row) in form.rows.iter().enumerate() {
            let led = &told.people[form.pivots[place] as usize];
            if !led.is_empty() && led.len() < told.min_group {
                row.iter().for_each(|&(unknown, _)| holding[unknown as usize].push(place));
                led.iter().for_each(|&person| led_by.entry(person).or_default().push(place));
            }
        }
        let rarest = |row: &Row| {
            let secret = |unknown: &u32| !told.people[*unknown as usize].is_empty();
            let mut own: Vec<u32> = row.iter().map(|entry| entry.0).filter(secret).collect();
            own.sort_by_key(|&unknown| (holding[unknown as usize].len(), unknown));
            own
        };
        let (rarest, banned) = (form.rows.iter().map(rarest).collect(), vec![false; form.rows.len()]);
        Self { told, form, leaders, led_by, most, holding, rarest, banned, work }
    }

    /// Whether some combination speaks of few people, or the work does not suffice to know.
    fn finds(&mut self) -> bool {
        for place in 0..self.form.rows.len() {
            let led = self.led(place);
            if led.is_empty() || led.len() >= self.told.min_group {
                continue;
            }
            if self.joined(&State::default(), led).is_some_and(|state| self.ends(state)) {
                return true;
            }
            // Whatever uses this equation is known now.
            self.banned[place] = true;
        }
        false
    }

    /// Who leads an equation.
    fn led(&self, place: usize) -> &'a [u32] {
        &self.told.people[self.form.pivots[place] as usize]
    }

    /// A state with more people, if they are not too many: every equation that they lead may then be used.
    fn joined(&mut self, state: &State, more: &[u32]) -> Option<State> {
        *self.work = self.work.saturating_sub(1);
        let new = || more.iter().filter(|person| !state.people.contains(person));
        let leading = state.leading + new().filter(|person| self.leaders.contains(person)).count();
        if state.people.len() + new().count() >= self.told.min_group || leading > self.most {
            return None;
        }
        *self.work = self.work.saturating_sub(JOINING);
        let mut next = State { leading, ..state.clone() };
        next.people.extend(new());
        let fits = |place: &usize| {
            let known = |person| next.people.contains(person);
            self.led(*place).iter().all(known) && !next.used.contains(place) && !self.banned[*place]
        };
        let led = new().filter_map(|person| self.led_by.get(person)).flatten().copied();
        let mut usable: Vec<usize> = led.filter(fits).collect();
        usable.sort_unstable();
        usable.dedup();
        next.basis.extend(usable.iter().map(|&place| vec![(place, 1)]));
        next.used.extend(usable);
        Some(next)
    }

    /// Whether a state ends in a combination that speaks of nobody but its people and of few more.
    fn ends(&mut self, state: State) -> bool {
        let Some(first) = state.basis.first() else { return false };
        let Some(unknown) = self.elsewhere(&state, first) else { return true };
        if *self.work == 0 {
            return true;
        }
        // Either those whom the unknown is about belong to the few …
        let about = &self.told.people[unknown as usize];
        if self.joined(&state, about).is_some_and(|next| self.ends(next)) {
            return true;
        }
        // … or one more equation helps to cancel it …
        let full = state.people.len() + 1 >= self.told.min_group || state.leading >= self.most;
        let helping: Vec<usize> = match full {
            true => Vec::new(),
            false => (self.holding[unknown as usize].iter().copied())
                .filter(|place| !state.used.contains(place) && !self.banned[*place])
                .collect(),
        };
        let mut found = false;
        for &place in &helping {
            found = found || self.joined(&state, self.led(place)).is_some_and(|next| self.ends(next));
            self.banned[place] = true;
        }
        // … or those that are used do so among themselves.
        let basis = self.without(&state.basis, unknown);
        found = found || (!basis.is_empty() && self.ends(State { basis, ..state }));
        helping.into_iter().for_each(|place| self.banned[place] = false);
        found
    }

    /// An unknown of other people that a combination holds: for each of its equations the first, of these that which the
    /// fewest equations hold.
    fn elsewhere(&mut self, state: &State, combination: &Combination) -> Option<u32> {
        let mut found: Option<u32> = None;
        for &(place, _) in combination {
            for &unknown in &self.rarest[place] {
                if found.is_some_and(|found| self.rarity(found) <= self.rarity(unknown)) {
                    break;
                }
                let about = &self.told.people[unknown as usize];
                if about.iter().all(|person| state.people.contains(person)) {
                    continue;
                }
                *self.work = self.work.saturating_sub(combination.len() as u64);
                if self.value(combination, unknown) != 0 {
                    found = Some(unknown);
                }
            }
        }
        found
    }

    /// How many equations hold an unknown; ties in a fixed order.
    fn rarity(&self, unknown: u32) -> (usize, u32) {
        (self.holding[unknown as usize].len(), unknown)
    }

    /// The coefficient of an unknown in a combination.
    fn value(&self, combination: &Combination, unknown: u32) -> u64 {
        let value = |&(place, times): &(usize, u64)| times * at(self.row(place), unknown) % PRIME;
        combination.iter().map(value).sum::<u64>() % PRIME
    }

    fn row(&self, place: usize) -> &'a Row {
        &self.form.rows[place]
    }

    /// Those combinations of a basis that do not hold an unknown, which its first one does.
    fn without(&self, basis: &[Combination], unknown: u32) -> Vec<Combination> {
        let Some((first, others)) = basis.split_first() else { return Vec::new() };
        let scale = inverse(self.value(first, unknown));
        let cleared = |own: &Combination| {
            let times = self.value(own, unknown) * scale % PRIME;
            let mut out = own.clone();
            for &(place, factor) in first {
                let less = (PRIME - times) * factor % PRIME;
                match out.iter_mut().find(|entry| entry.0 == place) {
                    Some(entry) => entry.1 = (entry.1 + less) % PRIME,
                    None => out.push((place, less)),
                }
            }
            out.retain(|entry| entry.1 != 0);
            out
        };
        others.iter().map(cleared).collect()
    }
}

/// Where a search stands.
#[derive(Clone, Default)]
struct State {
    /// Those who may be spoken of.
    people: Vec<u32>,
    /// How many of them are leaders.
    leading: usize,
    /// Equations that they lead.
    used: Vec<usize>,
    /// Combinations of these that fulfil what was asked of them so far.
    basis: Vec<Combination>,
}
