use super::Stream;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::Rng;

/// A sum over some chosen units, to be held against sums over other choices.
#[derive(Debug, Clone, Copy)]
pub struct PermutedSum<'a> {
    /// What each unit adds.
    pub values: &'a [f64],
    /// Which units are chosen.
    pub chosen: &'a [bool],
    /// Units are exchanged within strata only.
    pub stratum: &'a [u32],
}

/// What the choices said.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PermutationP {
    /// Two-sided p.
    pub p: f64,
    /// Choices that were drawn.
    pub draws: u64,
}

/// As many choices as far from the middle as the one seen end the drawing: more would not change what is said.
const ENOUGH_HITS: u64 = 20;

/// One stratum: places of its units, which are shuffled in part, how many are drawn and what a draw stands for.
struct Deck {
    places: Vec<u32>,
    drawn: usize,
    /// Where fewer are left out than chosen, those left out are drawn.
    sum_of_all: Option<f64>,
}

impl PermutedSum<'_> {
    /// Two-sided p by drawing as many units of each stratum at random, at most `most` times, and fewer where it is clear
    /// early that the choice is nothing special (Besag & Clifford 1991, Biometrika 78:301: p = h / draws when the h-th
    /// hit comes, else (1 + hits) / (1 + draws)). Far is far from the mean over all choices. `None` where no stratum leaves
    /// anything to exchange.
    pub fn p(&self, stream: Stream<'_>, most: u64) -> Option<PermutationP> {
        let (mut decks, fixed) = self.decks();
        if decks.is_empty() {
            return None;
        }
        let mean: f64 = decks.iter().map(|deck| self.mean(deck)).sum::<f64>() + fixed;
        let seen: f64 = self.values.iter().zip(self.chosen).filter(|(_, c)| **c).map(|(v, _)| v).sum();
        // Sums of the same units in another order differ by rounding.
        let size: f64 = self.values.iter().map(|value| value.abs()).sum();
        let far = (seen - mean).abs() - size * 1e-12;
        let mut rng = stream.block(0);
        let mut hits = 0;
        for draw in 1..=most {
            let sum: f64 = decks.iter_mut().map(|deck| self.draw(deck, &mut rng)).sum::<f64>() + fixed;
            if (sum - mean).abs() >= far {
                hits += 1;
                if hits >= ENOUGH_HITS {
                    return Some(PermutationP { p: hits as f64 / draw as f64, draws: draw });
                }
            }
        }
        Some(PermutationP { p: (1 + hits) as f64 / (1 + most) as f64, draws: most })
    }

    /// Strata in which something can be exchanged, and the sum over chosen units of the others.
    fn decks(&self) -> (Vec<Deck>, f64) {
        let mut order: Vec<u32> = (0..self.values.len() as u32).collect();
        order.sort_by_key(|&place| (self.stratum[place as usize], place));
        let (mut decks, mut fixed) = (Vec::new(), 0.0);
        for places in order.chunk_by(|a, b| self.stratum[*a as usize] == self.stratum[*b as usize]) {
            let chosen = places.iter().filter(|&&place| self.chosen[place as usize]).count();
            let sum: f64 = places.iter().map(|&place| self.values[place as usize]).sum();
            match (chosen, places.len() - chosen) {
                (0, _) => {}
                (_, 0) => fixed += sum,
                (own, rest) => decks.push(Deck {
                    places: places.to_vec(),
                    drawn: own.min(rest),
                    sum_of_all: (own > rest).then_some(sum),
                }),
            }
        }
        (decks, fixed)
    }

    fn mean(&self, deck: &Deck) -> f64 {
        let sum: f64 = deck.places.iter().map(|&place| self.values[place as usize]).sum();
        let drawn = sum * deck.drawn as f64 / deck.places.len() as f64;
        deck.sum_of_all.map_or(drawn, |all| all - drawn)
    }

    fn draw(&self, deck: &mut Deck, rng: &mut Xoshiro256PlusPlus) -> f64 {
        let mut sum = 0.0;
        for place in 0..deck.drawn {
            let left = (deck.places.len() - place) as u128;
            let other = place + ((u128::from(rng.next_u64()) * left) >> 64) as usize;
            deck.places.swap(place, other);
            sum += self.values[deck.places[place] as usize];
        }
        deck.sum_of_all.map_or(sum, |all| all - sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Seed;

    fn p(values: &[f64], chosen: &[bool], stratum: &[u32], most: u64) -> Option<PermutationP> {
        let stream = Stream { seed: Seed::default(), question: "q", slice: "", purpose: "groups" };
        PermutedSum { values, chosen, stratum }.p(stream, most)
    }

    /// Two of five, sums of 1…5: of ten choices two lie as far from 6 as 1 + 2.
    #[test]
    fn it_comes_near_to_all_choices_counted() {
        let values = [1.0, 2.0, 3.0, 4.0, 5.0];
        let chosen = [true, true, false, false, false];
        let found = p(&values, &chosen, &[0; 5], 20_000).expect("something to exchange");
        assert!((found.p - 0.2).abs() < 0.15 && found.draws < 400, "{found:?}");
        let three = chosen.map(|own| !own);
        let turned = p(&values, &three, &[0; 5], 20_000).expect("something to exchange");
        assert!((turned.p - 0.2).abs() < 0.15);
    }

    #[test]
    fn nothing_is_exchanged_between_strata() {
        let values = [1.0, 2.0, 30.0, 40.0];
        assert_eq!(p(&values, &[true, true, false, false], &[0, 0, 1, 1], 999), None);
        let found = p(&values, &[true, false, true, false], &[0, 0, 1, 1], 999).expect("two strata");
        assert!((found.p - 0.5).abs() < 0.4, "31 and 42 lie equally far from 36.5: {found:?}");
    }

    #[test]
    fn what_no_other_choice_reaches_has_the_smallest_p() {
        let values: Vec<f64> =
            (0..40).map(|k| if k < 10 { 100.0 + f64::from(k) } else { f64::from(k) / 10.0 }).collect();
        let chosen: Vec<bool> = (0..40).map(|k| k < 10).collect();
        let found = p(&values, &chosen, &[0; 40], 999).expect("something to exchange");
        assert_eq!((found.p, found.draws), (0.001, 999));
    }
}
