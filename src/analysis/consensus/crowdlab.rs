use super::fit::Fit;
use super::votes::Votes;

/// Weights and errors stay at least this far from 0 (cleanlab's constant).
const LEAST: f64 = 1e-6;

/// A CROWDLAB fit with its weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Crowdlab {
    /// Quality of each class by item, and of each annotator.
    pub fit: Fit,
    /// The class of the best quality by item; where two are equally good, the majority's.
    pub consensus: Vec<u32>,
    /// What the model counts beside the annotators.
    pub model_weight: f64,
    /// What each annotator counts; `None` where an annotator gave no label.
    pub annotator_weight: Vec<Option<f64>>,
    /// Rated items for which the model gives no probabilities: there the annotators decide alone.
    pub without_model: u64,
}

/// Which label is right, from annotators and a model's class probabilities, each weighed by how much better it does than
/// always naming the most common label.
///
/// quality of class t on item i ∝ w_M p_i(t) + Σ_j w_j (P where j gave t, else (1 − P)/(K − 1)); P = mean agreement with
/// the consensus over items with two or more labels; w_j = 1 − (1 − j's agreement with other annotators)/E; w_M = (1 −
/// model's error/E) √(labels per item); E = error of the most common label. First against the majority (its ties broken
/// by the model), then once more against the labels of best quality.
///
/// `probabilities` is `items × classes`, NaN throughout an item that the model does not know. The caller sees to K ≥ 2 and
/// to an item with two labels. Nominal labels, any items missing. Goh, Tkachenko & Mueller 2022, arXiv:2210.06812, as in
/// cleanlab 2.9.
pub fn crowdlab(votes: &Votes<'_>, probabilities: &[f32]) -> Crowdlab {
    let data = Data { votes, probabilities };
    let others = data.agreement_with_others();
    let majority = data.majority();
    let first = data.weigh(&majority, &others);
    let consensus: Vec<u32> = (0..votes.items())
        .map(|item| best(data.of(&first.quality, item)).unwrap_or(majority[item]))
        .collect();
    let last = data.weigh(&consensus, &others);
    let reliability = data.annotator_quality(&last, &consensus);
    let without_model = data.rated().filter(|&item| !data.knows(item)).count() as u64;
    Crowdlab {
        fit: Fit { posterior: last.quality, reliability, priors: None, course: None },
        consensus,
        model_weight: last.model_weight,
        annotator_weight: last.annotator_weight,
        without_model,
    }
}

/// The majority by item, its ties broken by the model's probabilities, then by rarity, then by the better annotators: what
/// CROWDLAB starts from, and cleanlab's `majority_vote`.
pub fn crowdlab_majority(votes: &Votes<'_>, probabilities: &[f32]) -> Vec<u32> {
    Data { votes, probabilities }.majority()
}

struct Data<'a> {
    votes: &'a Votes<'a>,
    probabilities: &'a [f32],
}

struct Weighed {
    quality: Vec<f64>,
    model_weight: f64,
    annotator_weight: Vec<Option<f64>>,
}

impl Data<'_> {
    fn of<'t, T>(&self, table: &'t [T], item: usize) -> &'t [T] {
        &table[item * self.votes.k()..(item + 1) * self.votes.k()]
    }

    fn knows(&self, item: usize) -> bool {
        self.of(self.probabilities, item).first().is_some_and(|probability| !probability.is_nan())
    }

    fn rated(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.votes.items()).filter(|&item| !self.votes.index.rows(item).is_empty())
    }

    /// Items with two or more labels.
    fn shared(&self) -> impl Iterator<Item = usize> {
        (0..self.votes.items()).filter(|&item| self.votes.index.rows(item).len() > 1)
    }

    fn given(&self, item: usize) -> &[u32] {
        &self.votes.class[self.votes.index.rows(item)]
    }

    /// By annotator, how often the other annotators of the same items gave the same label; the mean of all annotators
    /// for one who never met another.
    fn agreement_with_others(&self) -> Vec<Option<f64>> {
        let mut same = vec![(0u64, 0u64); self.votes.annotators()];
        for item in self.shared() {
            for row in self.votes.index.rows(item) {
                let own = self.votes.class[row];
                let equal = self.given(item).iter().filter(|&&class| class == own).count() as u64 - 1;
                let cell = &mut same[self.votes.index.annotator[row] as usize];
                *cell = (cell.0 + equal, cell.1 + self.given(item).len() as u64 - 1);
            }
        }
        let shares: Vec<Option<f64>> =
            same.iter().map(|&(same, of)| (of > 0).then(|| same as f64 / of as f64)).collect();
        let mean = mean(shares.iter().flatten().copied());
        let imputed = |(annotator, share): (usize, &Option<f64>)| {
            share.or(mean).filter(|_| self.votes.given(annotator) > 0)
        };
        shares.iter().enumerate().map(imputed).collect()
    }

    /// The majority; a tie goes to the likeliest for the model, then to the rarest, then to the one that the better
    /// annotators gave, then to the first.
    fn majority(&self) -> Vec<u32> {
        let (k, mut counts) = (self.votes.k(), vec![0.0; self.votes.items() * self.votes.k()]);
        for item in 0..self.votes.items() {
            self.given(item).iter().for_each(|&class| counts[item * k + class as usize] += 1.0);
        }
        let rarity: Vec<f64> =
            (0..k).map(|class| -counts.iter().skip(class).step_by(k).sum::<f64>()).collect();
        let alone: Vec<Option<u32>> =
            (0..self.votes.items()).map(|item| best(self.of(&counts, item))).collect();
        let agreement = self.agreement_with(&alone, self.rated());
        let average = mean(agreement.iter().flatten().copied()).unwrap_or(0.0);
        let trust = |item: usize, class: usize| {
            let rows = self.votes.index.rows(item).filter(|&row| self.votes.class[row] as usize == class);
            let of = |row: usize| agreement[self.votes.index.annotator[row] as usize].unwrap_or(average);
            mean(rows.map(of)).unwrap_or(0.0)
        };
        let settle = |(item, alone): (usize, &Option<u32>)| {
            alone.unwrap_or_else(|| {
                let mut tied = highest((0..k).collect(), |class| self.of(&counts, item)[class]);
                if self.knows(item) {
                    tied = highest(tied, |class| f64::from(self.of(self.probabilities, item)[class]));
                }
                tied = highest(tied, |class| rarity[class]);
                highest(tied, |class| trust(item, class)).first().map_or(0, |&class| class as u32)
            })
        };
        alone.iter().enumerate().map(settle).collect()
    }

    /// By annotator, the share of labels equal to the consensus, over these items where it is decided.
    fn agreement_with(
        &self,
        consensus: &[Option<u32>],
        items: impl Iterator<Item = usize>,
    ) -> Vec<Option<f64>> {
        let mut same = vec![(0u64, 0u64); self.votes.annotators()];
        for item in items {
            let Some(decided) = consensus[item] else { continue };
            for row in self.votes.index.rows(item) {
                let cell = &mut same[self.votes.index.annotator[row] as usize];
                *cell = (cell.0 + u64::from(self.votes.class[row] == decided), cell.1 + 1);
            }
        }
        same.iter().map(|&(same, of)| (of > 0).then(|| same as f64 / of as f64)).collect()
    }

    fn labels_per_item(&self) -> f64 {
        self.votes.class.len() as f64 / (self.votes.rated().max(1)) as f64
    }

    fn weigh(&self, consensus: &[u32], others: &[Option<f64>]) -> Weighed {
        let k = self.votes.k();
        let agreed = |item: usize| {
            let same = self.given(item).iter().filter(|&&class| class == consensus[item]).count();
            same as f64 / self.given(item).len() as f64
        };
        let hit = mean(self.shared().map(agreed)).unwrap_or(0.0);
        let miss = (1.0 - hit) / (k as f64 - 1.0);
        let mut common = vec![0u64; k];
        self.shared().for_each(|item| common[consensus[item] as usize] += 1);
        let shared: u64 = common.iter().sum();
        let error =
            (1.0 - common.iter().max().copied().unwrap_or(0) as f64 / shared.max(1) as f64).max(LEAST);
        let weight = |wrong: f64| (1.0 - wrong / error).max(LEAST);
        let annotator_weight: Vec<Option<f64>> =
            others.iter().map(|agreement| agreement.map(|agreement| weight(1.0 - agreement))).collect();
        let wrong = |item: usize| {
            let likeliest = first_highest(self.of(self.probabilities, item));
            f64::from(u8::from(likeliest != consensus[item] as usize))
        };
        let model_error = mean(self.shared().filter(|&item| self.knows(item)).map(wrong));
        let model_weight = model_error.map_or(0.0, |wrong| weight(wrong) * self.labels_per_item().sqrt());
        let mut quality = vec![0.0; self.votes.items() * k];
        for item in self.rated() {
            let own = &mut quality[item * k..(item + 1) * k];
            let mut total = 0.0;
            if self.knows(item) {
                total = model_weight;
                let known = self.of(self.probabilities, item);
                own.iter_mut().zip(known).for_each(|(q, &p)| *q = f64::from(p) * model_weight);
            }
            for row in self.votes.index.rows(item) {
                let weight = annotator_weight[self.votes.index.annotator[row] as usize].unwrap_or(LEAST);
                total += weight;
                for (class, quality) in own.iter_mut().enumerate() {
                    *quality += weight * if self.votes.class[row] as usize == class { hit } else { miss };
                }
            }
            own.iter_mut().for_each(|quality| *quality /= total);
        }
        Weighed { quality, model_weight, annotator_weight }
    }

    /// w · mean quality of own labels + (1 − w) · agreement with the consensus on shared items; the first alone for an
    /// annotator who shares no item.
    fn annotator_quality(&self, weighed: &Weighed, consensus: &[u32]) -> Vec<Option<f64>> {
        let mut own = vec![(0.0, 0u64); self.votes.annotators()];
        for item in self.rated() {
            for row in self.votes.index.rows(item) {
                let cell = &mut own[self.votes.index.annotator[row] as usize];
                cell.0 += self.of(&weighed.quality, item)[self.votes.class[row] as usize];
                cell.1 += 1;
            }
        }
        let decided: Vec<Option<u32>> = consensus.iter().map(|&class| Some(class)).collect();
        let agreement = self.agreement_with(&decided, self.shared());
        let all: f64 = weighed.annotator_weight.iter().flatten().sum();
        let active = own.iter().filter(|&&(_, given)| given > 0).count() as f64;
        let annotators = all * self.labels_per_item() / active;
        let w = weighed.model_weight / (weighed.model_weight + annotators);
        let quality = |(&(sum, given), agreement): (&(f64, u64), &Option<f64>)| {
            let mean = (given > 0).then(|| sum / given as f64)?;
            Some(agreement.map_or(mean, |agreement| w * mean + (1.0 - w) * agreement))
        };
        own.iter().zip(&agreement).map(quality).collect()
    }
}

/// The class with the highest value, where one alone has it.
fn best(values: &[f64]) -> Option<u32> {
    let highest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut at = (0u32..).zip(values).filter(|&(_, &value)| value == highest).map(|(class, _)| class);
    at.next().filter(|_| at.next().is_none())
}

fn first_highest(values: &[f32]) -> usize {
    let highest = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    values.iter().position(|&value| value == highest).unwrap_or(0)
}

/// Those of `classes` whose key is the highest.
fn highest(classes: Vec<usize>, key: impl Fn(usize) -> f64) -> Vec<usize> {
    let top = classes.iter().map(|&class| key(class)).fold(f64::NEG_INFINITY, f64::max);
    classes.into_iter().filter(|&class| key(class) == top).collect()
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, n) = values.fold((0.0, 0u64), |(sum, n), value| (sum + value, n + 1));
    (n > 0).then(|| sum / n as f64)
}
