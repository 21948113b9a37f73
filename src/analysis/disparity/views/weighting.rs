use super::GroupWeight;
use crate::analysis::disparity::Grouping;
use std::collections::BTreeMap;

/// Rounds of raking and capping at most.
const MOST_ROUNDS: usize = 1000;
/// Weights that no round changes by more are settled.
const SETTLED: f64 = 1e-10;
/// Shares that miss their target by less are met.
const MET: f64 = 1e-6;

/// One attribute and its target.
#[derive(Debug, Clone, Copy)]
pub(super) struct Margin<'a> {
    /// Who is in which group.
    pub grouping: &'a Grouping,
    /// Target share by group.
    pub target: &'a BTreeMap<String, f64>,
}

/// Weights of annotators that bring groups to their target shares.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Weighting {
    /// Weight by annotator id, 1 on average; 0 for who did not annotate the question.
    pub weight: Vec<f64>,
    /// Rounds of raking.
    pub rounds: u64,
    /// Whether the weights settled.
    pub converged: bool,
    /// Annotators at the cap.
    pub capped: u64,
    /// The largest distance of a group's weighted share from its target among the groups weighted.
    pub largest_miss: f64,
    /// Kish's design effect: n Σw² / (Σw)².
    pub design_effect: f64,
    /// By margin, the weights of its groups.
    pub groups: Vec<Vec<GroupWeight>>,
}

/// Which groups of a margin are weighted, and to which share of them together.
struct Wanted {
    /// By group: its share, of those weighted; `None` where it is left as it is.
    share: Vec<Option<f64>>,
}

impl Wanted {
    /// Groups that the target names with a share above 0 and that have `min_group` annotators; of fewer nobody stands for
    /// others, and unknown stands for nobody.
    fn of(margin: Margin<'_>, min_group: u64) -> Self {
        let of = |(name, &n): (&String, &u64)| {
            margin.target.get(name).copied().filter(|&share| share > 0.0 && n >= min_group)
        };
        let share: Vec<Option<f64>> =
            margin.grouping.groups.iter().zip(&margin.grouping.annotators).map(of).collect();
        let all: f64 = share.iter().flatten().sum();
        Self { share: share.into_iter().map(|share| share.map(|share| share / all)).collect() }
    }

    /// Whether there is anything to bring into proportion.
    fn is_telling(&self) -> bool {
        self.share.iter().flatten().count() > 1
    }
}

/// Weights annotators so that the groups of every margin have their target shares: by post-stratification where there is
/// one margin (w = target share / share, exact), by raking where there are several (iterative proportional fitting; Deming &
/// Stephan 1940, Ann Math Stat 11:427). After each round weights beyond `cap` times the mean, or below its `cap`-th part,
/// are cut back. `None` where no margin has two groups to bring into proportion.
pub(super) fn weigh(margins: &[Margin<'_>], min_group: u64, cap: f64) -> Option<Weighting> {
    let wanted: Vec<Wanted> = margins.iter().map(|&margin| Wanted::of(margin, min_group)).collect();
    if !wanted.iter().any(Wanted::is_telling) {
        return None;
    }
    let first = margins.first()?.grouping;
    let here: Vec<usize> =
        (0..first.of_annotator.len()).filter(|&who| first.of_annotator[who] != Grouping::NONE).collect();
    let mut weight = vec![0.0; first.of_annotator.len()];
    here.iter().for_each(|&who| weight[who] = 1.0);
    let (mut rounds, mut converged) = (0, false);
    while rounds < MOST_ROUNDS && !converged {
        let before = weight.clone();
        for (margin, wanted) in margins.iter().zip(&wanted) {
            fit(&mut weight, margin.grouping, wanted);
        }
        cut(&mut weight, &here, cap);
        converged = weight.iter().zip(&before).all(|(now, then)| (now - then).abs() <= SETTLED);
        rounds += 1;
    }
    Some(told(weight, &here, margins, &wanted, (rounds as u64, converged), cap))
}

/// Weighted share of each group among those weighted, and what they weigh together.
fn shares(weight: &[f64], grouping: &Grouping, wanted: &Wanted) -> (Vec<f64>, f64) {
    let mut sums = vec![0.0; grouping.groups.len()];
    for (weight, &group) in
        weight.iter().zip(&grouping.of_annotator).filter(|(_, group)| **group != Grouping::NONE)
    {
        sums[group as usize] += weight;
    }
    let weighted = sums.iter().zip(&wanted.share).filter(|(_, share)| share.is_some());
    let all: f64 = weighted.map(|(sum, _)| sum).sum();
    (sums.into_iter().map(|sum| sum / all).collect(), all)
}

fn fit(weight: &mut [f64], grouping: &Grouping, wanted: &Wanted) {
    let (shares, _) = shares(weight, grouping, wanted);
    let factor = |group: u32| match wanted.share.get(group as usize).copied().flatten() {
        Some(target) => target / shares[group as usize],
        None => 1.0,
    };
    let factors: Vec<f64> = (0..grouping.groups.len() as u32).map(factor).collect();
    for (weight, &group) in weight.iter_mut().zip(&grouping.of_annotator) {
        *weight *= factors.get(group as usize).copied().unwrap_or(1.0);
    }
}

/// Scales the mean to 1 and cuts back what lies beyond the cap.
fn cut(weight: &mut [f64], here: &[usize], cap: f64) {
    let mean = here.iter().map(|&who| weight[who]).sum::<f64>() / here.len() as f64;
    for &who in here {
        weight[who] = (weight[who] / mean).clamp(1.0 / cap, cap);
    }
}

fn told(
    weight: Vec<f64>,
    here: &[usize],
    margins: &[Margin<'_>],
    wanted: &[Wanted],
    (rounds, converged): (u64, bool),
    cap: f64,
) -> Weighting {
    let own = || here.iter().map(|&who| weight[who]);
    let (sum, squares): (f64, f64) = (own().sum(), own().map(|w| w * w).sum());
    let at_cap = |w: &f64| *w >= cap * (1.0 - 1e-9) || *w <= (1.0 + 1e-9) / cap;
    let capped = if cap > 1.0 { own().filter(at_cap).count() as u64 } else { 0 };
    let mut largest_miss = 0.0_f64;
    let mut groups = Vec::new();
    for (margin, wanted) in margins.iter().zip(wanted) {
        let (reached, _) = shares(&weight, margin.grouping, wanted);
        for (share, target) in reached.iter().zip(&wanted.share) {
            largest_miss = target.map_or(largest_miss, |target| largest_miss.max((share - target).abs()));
        }
        groups.push(of_groups(&weight, *margin, wanted, here.len() as f64));
    }
    Weighting {
        rounds,
        converged,
        capped,
        largest_miss: if largest_miss < MET { 0.0 } else { largest_miss },
        design_effect: here.len() as f64 * squares / (sum * sum),
        groups,
        weight,
    }
}

fn of_groups(weight: &[f64], margin: Margin<'_>, wanted: &Wanted, all: f64) -> Vec<GroupWeight> {
    let grouping = margin.grouping;
    let mean = |code: u32, n: u64| {
        let own = weight.iter().zip(&grouping.of_annotator).filter(|(_, group)| **group == code);
        own.map(|(weight, _)| weight).sum::<f64>() / n.max(1) as f64
    };
    let row = |(code, (name, &annotators)): (u32, (&String, &u64))| GroupWeight {
        group: name.clone(),
        annotators,
        share: annotators as f64 / all,
        target: margin.target.get(name).copied(),
        weighted: wanted.share[code as usize].is_some(),
        weight: mean(code, annotators),
    };
    (0u32..).zip(grouping.groups.iter().zip(&grouping.annotators)).map(row).collect()
}

#[cfg(test)]
mod tests;
