use super::echelon::{Echelon, Row};
use super::few_people::Told;
use std::collections::{BTreeMap, BTreeSet};

/// What a reader knows of one log cut into cells (an annotator in a column), as sums over them. Numbers of annotations add up
/// over cells; numbers of annotators add up over people in one part, and then the same people are in the same sum. So what
/// holds for sums of cells holds for everything a grid tells.
#[derive(Debug, Clone)]
pub(super) struct Ledger {
    /// By cell: its annotator.
    annotators: Vec<u32>,
    /// Cells that are no secret: of columns that are told whole though few worked in them.
    open: Vec<bool>,
    /// By cell: a number shared by cells that are told together in all that is told.
    alike: Vec<u32>,
    forms: Vec<Echelon>,
    min_group: usize,
    /// Whether something was told, and so all of it judged.
    judged: bool,
    /// Steps that may still be taken.
    work: u64,
}

/// Forms of the same equations: the more are led by different people, the fewer need be combined to know that nobody is told,
/// and the more there is to compute.
const FORMS: usize = 2;
/// Steps of one log at most, about a second; what is not judged by then is not told.
const MOST_WORK: u64 = 200_000_000;

impl Ledger {
    /// What is told in any case: sums over cells.
    pub fn of(annotators: Vec<u32>, known: &[Vec<u32>], min_group: u64) -> Self {
        let cells = annotators.len();
        let mut ledger = Self {
            annotators,
            open: vec![false; cells],
            alike: vec![0; cells],
            forms: Vec::new(),
            min_group: min_group.try_into().unwrap_or(usize::MAX),
            judged: false,
            work: MOST_WORK,
        };
        // What these tell of a few people they tell whatever else is told: those are no secret that a grid could betray.
        loop {
            ledger.forms = vec![Echelon::of(cells); FORMS];
            ledger.alike = vec![0; cells];
            ledger.enter(known);
            let few: Vec<u32> =
                ledger.forms.iter().flat_map(|form| &form.rows).flat_map(|row| ledger.few(row)).collect();
            if few.is_empty() {
                return ledger;
            }
            few.into_iter().for_each(|cell| ledger.open[cell as usize] = true);
        }
    }

    /// Tells some sums over cells, unless that would tell anything of 1 to `min_group` − 1 people; whether they are told.
    pub fn tells(&mut self, sums: &[Vec<u32>]) -> bool {
        let mut next = self.clone();
        let new = |next: &Self| next.forms[0].rows.len() > self.forms[0].rows.len() || !self.judged;
        let safe = next.enter(sums) && (!new(&next) || next.speaks_of_enough());
        self.work = next.work;
        if safe {
            *self = next;
            self.judged = true;
        }
        safe
    }

    /// Whether nothing that is told, in whatever sum or difference, speaks of few people.
    fn speaks_of_enough(&mut self) -> bool {
        let mut work = self.work;
        let people = self.people();
        let told = Told { forms: &self.forms, people: &people, min_group: self.min_group };
        let safe = told.of_nobody_or_enough(&mut work);
        self.work = work;
        safe && work > 0
    }

    /// Takes sums into the equations; false where one adds to what is told of open cells alone, or where it takes too long.
    fn enter(&mut self, sums: &[Vec<u32>]) -> bool {
        sums.iter().for_each(|sum| self.divide(sum));
        let people = self.people();
        let leaders =
            |form: &Echelon| form.pivots.iter().map(|&cell| self.annotators[cell as usize]).collect();
        let mut leaders: Vec<BTreeSet<u32>> = self.forms.iter().map(leaders).collect();
        let mut secret = true;
        for sum in sums {
            for form in 0..FORMS {
                if self.work == 0 {
                    return false;
                }
                let left = self.forms[form].reduced(sum);
                let Some(pivot) = self.leading(&left, &people, form, &leaders) else { break };
                secret &= !self.open[pivot as usize];
                leaders[form].insert(self.annotators[pivot as usize]);
                let steps = self.forms[form].insert(left, pivot) + self.annotators.len() as u64 / 8;
                self.work = self.work.saturating_sub(steps);
            }
        }
        secret
    }

    /// The cell that is to lead an equation: best one that stands for many people, else one of somebody who leads already, or
    /// leads no other form.
    fn leading(&self, row: &Row, people: &[Vec<u32>], form: usize, leaders: &[BTreeSet<u32>]) -> Option<u32> {
        row.iter().map(|&(cell, _)| cell).min_by_key(|&cell| {
            let annotator = self.annotators[cell as usize];
            let few = people[cell as usize].len() < self.min_group;
            let elsewhere = (0..FORMS).any(|its| its != form && leaders[its].contains(&annotator));
            (self.open[cell as usize], few, !leaders[form].contains(&annotator), elsewhere, cell)
        })
    }

    /// Cells inside and outside of a sum are no longer alike.
    fn divide(&mut self, sum: &[u32]) {
        let mut next = self.alike.iter().copied().max().unwrap_or_default() + 1;
        let mut renamed: BTreeMap<u32, u32> = BTreeMap::new();
        for &cell in sum {
            let own = &mut self.alike[cell as usize];
            *own = *renamed.entry(*own).or_insert_with(|| {
                next += 1;
                next - 1
            });
        }
    }

    /// By cell: who is in it and in those alike, up to `min_group` people; nobody for open cells.
    fn people(&self) -> Vec<Vec<u32>> {
        let mut own: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (cell, alike) in self.alike.iter().enumerate().filter(|&(cell, _)| !self.open[cell]) {
            let people = own.entry(*alike).or_default();
            if people.len() < self.min_group && !people.contains(&self.annotators[cell]) {
                people.push(self.annotators[cell]);
            }
        }
        let of = |(alike, open): (&u32, &bool)| match open {
            true => Vec::new(),
            false => own.get(alike).cloned().unwrap_or_default(),
        };
        self.alike.iter().zip(&self.open).map(of).collect()
    }

    /// The cells of an equation that speaks of few people without being open; else none.
    fn few(&self, row: &Row) -> Vec<u32> {
        let secret: Vec<u32> =
            row.iter().map(|entry| entry.0).filter(|&cell| !self.open[cell as usize]).collect();
        let people: BTreeSet<u32> = secret.iter().map(|&cell| self.annotators[cell as usize]).collect();
        if people.len() < self.min_group { secret } else { Vec::new() }
    }
}

#[cfg(test)]
mod tests;
