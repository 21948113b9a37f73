use super::contrast::{Contrast, Person, people};
use super::distances::distances;
use super::measures::{Measure, Measures};
use super::result::{AttributeSeverity, GroupSeverity, LabelContrast, RateRatio};
use super::shared::{NO_GROUP, OUTSIDE, SharedSums, Sides};
use super::spread::spreads;
use super::{MAX_Q, workload};
use crate::analysis::disparity::{Asked, Grouping};
use crate::analysis::inference::{
    Association, BreslowDay, MantelHaenszel, PermutedSum, Stream, cohens_h, t_name, t_quantile,
};
use crate::tally::{ItemIndex, QuestionTallies};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};

/// Groups of an attribute that are compared at most: those with most annotators.
const MOST_GROUPS: usize = 30;
/// Contrasts of an attribute at most, beyond a few labels for every group.
const MOST_CONTRASTS: usize = 160;
/// Labels that every attribute compares at least, where there are as many.
const FEWEST_LABELS: usize = 3;
/// Sums by annotator and contrast that are held at once.
const MOST_SUMS: usize = 2_000_000;
/// Annotations beyond which a log is very long.
const LONG_LOG: usize = 2_000_000;
/// Draws of a permutation test at most.
const MOST_DRAWS: u64 = 200_000;

/// One attribute's groups and what of the labels is compared.
pub(super) struct Compared<'a> {
    grouping: &'a Grouping,
    /// Groups that are compared, ascending.
    kept: Vec<usize>,
    /// By annotator: place among `kept`, or [`NO_GROUP`].
    of_annotator: Vec<u32>,
    measures: Measures,
    /// Known groups with anybody in them.
    alive: usize,
    /// The smallest group that is compared.
    min_group: u64,
}

impl<'a> Compared<'a> {
    /// Groups of `min_group` annotators or more.
    pub fn of(tallies: &QuestionTallies, grouping: &'a Grouping, asked: Asked<'_>) -> Self {
        let known = |group: usize| grouping.is_known(group);
        let large = |&group: &usize| known(group) && grouping.annotators[group] >= asked.min_group;
        let mut kept: Vec<usize> = (0..grouping.groups.len()).filter(large).collect();
        kept.sort_by_key(|&group| (std::cmp::Reverse(grouping.annotators[group]), group));
        kept.truncate(MOST_GROUPS);
        kept.sort_unstable();
        let code = |&code: &u32| match kept.iter().position(|&group| group == code as usize) {
            Some(at) => at as u32,
            None if code == Grouping::NONE || known(code as usize) => NO_GROUP,
            None => OUTSIDE,
        };
        let of_annotator: Vec<u32> = grouping.of_annotator.iter().map(code).collect();
        let groups = kept.len().max(1);
        let room = MOST_SUMS / (of_annotator.len().max(1) * groups);
        let labels = (MOST_CONTRASTS / groups).max(FEWEST_LABELS).min(room.max(1));
        let filled = |&group: &usize| known(group) && grouping.annotators[group] > 0;
        let alive = (0..grouping.groups.len()).filter(filled).count();
        Self {
            grouping,
            alive,
            kept,
            of_annotator,
            measures: Measures::of(tallies, labels),
            min_group: asked.min_group,
        }
    }

    /// Contrasts that say something of their own.
    pub fn tests(&self) -> u64 {
        (self.own_groups() * self.measures.distinct().len()) as u64
    }

    /// Labels that are not compared.
    pub fn labels_left_out(&self) -> u64 {
        self.measures.left_out
    }

    /// From the lowest to the highest value of what a contrast compares.
    pub fn width(&self, label: Option<&str>) -> f64 {
        self.measures.all.iter().find(|own| own.label.as_deref() == label).map_or(1.0, |own| own.width)
    }

    /// The contrasts of a measured attribute that belong to the family.
    pub fn family<'b>(&self, of: &'b AttributeSeverity) -> Vec<&'b LabelContrast> {
        let first = self.measures.distinct().start;
        let groups = of.groups.iter().filter(|group| group.contrasts.estimated().is_some());
        let groups = groups.take(if self.two_groups() { 1 } else { usize::MAX });
        groups
            .filter_map(|group| group.contrasts.estimated())
            .flat_map(|own| own.iter().skip(first))
            .collect()
    }

    /// Whether two groups are all there are.
    fn two_groups(&self) -> bool {
        self.kept.len() == 2 && self.alive == 2
    }

    /// Groups whose contrasts are not those of another with the sign turned.
    fn own_groups(&self) -> usize {
        match self.kept.len() {
            2 if self.two_groups() => 1,
            // Everybody is in one group: there is no rest.
            1 if self.alive == 1 => 0,
            groups => groups,
        }
    }

    fn sides(&self) -> Sides<'_> {
        Sides { of_annotator: &self.of_annotator, groups: self.kept.len() }
    }

    /// Everything that is said of the attribute. `planned` tests are the family that p values must be small enough for.
    pub fn measure(
        &self,
        tallies: &QuestionTallies,
        index: &ItemIndex,
        asked: Asked<'_>,
        planned: u64,
    ) -> AttributeSeverity {
        let sums = SharedSums::of(index, self.sides(), &self.measures.all);
        let attribute = &self.grouping.attribute;
        let stream = |purpose| Stream {
            seed: asked.inference.seed,
            question: &tallies.question.name,
            slice: attribute,
            purpose,
        };
        let names: Vec<&str> = self.kept.iter().map(|&g| self.grouping.groups[g].as_str()).collect();
        let counts = self.label_counts(tallies);
        let given: Vec<u64> = (0..tallies.question.labels.len())
            .map(|label| counts.iter().map(|row| row[label] as u64).sum())
            .collect();
        // A second pass for a figure that nothing rests on is not worth it in very long logs.
        let homogeneity = match index.annotator.len() <= LONG_LOG {
            true => sums.homogeneity(index, self.sides(), &self.measures.all),
            false => Vec::new(),
        };
        let one =
            Question { homogeneity: &homogeneity, name: &tallies.question.name, sums: &sums, asked, planned };
        let mut contrasts: Vec<Outcome<Vec<LabelContrast>>> =
            (0..self.kept.len()).map(|group| self.contrasts(group, &one)).collect();
        if let (true, [first, second]) = (self.two_groups(), contrasts.as_mut_slice()) {
            mirror(first, second);
        }
        let group = |(code, name): (usize, &String)| GroupSeverity {
            group: name.clone(),
            contrasts: match self.kept.iter().position(|&own| own == code) {
                Some(at) => contrasts[at].clone(),
                None => Outcome::NotEstimable(self.left_out(code)),
            },
        };
        AttributeSeverity {
            attribute: attribute.clone(),
            groups: self.grouping.groups.iter().enumerate().map(group).collect(),
            simultaneous: self.tests().max(1),
            spreads: spreads(index, self.sides(), &names, &self.measures, stream("range of rates")),
            distances: distances(index, self.sides(), &names, &given, stream("distances of groups")),
            association: Association::of(&counts).map_or_else(
                || Outcome::NotEstimable(Reason::NoVariation { what: "groups or labels".into() }),
                Outcome::Estimated,
            ),
        }
    }

    /// Why a group is not compared.
    fn left_out(&self, group: usize) -> Reason {
        if self.grouping.annotators[group] < self.min_group {
            return Reason::Insufficient;
        }
        if !self.grouping.is_known(group) {
            let (what, columns) = ("what they are".into(), "their values to the roster".into());
            return Reason::NotInLog { what, columns };
        }
        Reason::TooMany {
            what: "groups to compare".into(),
            found: self.grouping.groups.len() as u64,
            limit: MOST_GROUPS as u64,
        }
    }

    /// Annotations by compared group and label.
    fn label_counts(&self, tallies: &QuestionTallies) -> Vec<Vec<f64>> {
        let mut counts = vec![vec![0.0; tallies.question.labels.len()]; self.kept.len()];
        for one in &tallies.summaries.annotator_labels {
            let group = self.of_annotator[one.annotator as usize] as usize;
            if let Some(row) = counts.get_mut(group) {
                one.counts.iter().for_each(|&(label, n)| row[label.index()] += n as f64);
            }
        }
        counts
    }

    /// One group against the rest in every measure.
    fn contrasts(&self, group: usize, of: &Question<'_>) -> Outcome<Vec<LabelContrast>> {
        let people = people(of.sums, self.sides(), group);
        let own = people.iter().filter(|person| person.own).count() as u64;
        if own < self.min_group || (people.len() as u64) < own + self.min_group {
            return Outcome::NotEstimable(Reason::Insufficient);
        }
        let loads: Vec<f64> = people.iter().map(|p| of.sums.part(p.annotator, group).load).collect();
        let strata = workload::bands(&loads);
        let mut found: Vec<LabelContrast> = Vec::with_capacity(self.measures.all.len());
        for measure in (0..self.measures.all.len()).rev() {
            let turned = found.last().filter(|_| self.measures.mirrored).map(|other| other.p.clone());
            let own = &self.measures.all[measure];
            let Some(contrast) = Contrast::of(of.sums, &people, (group, measure), own.label.is_some()) else {
                return Outcome::NotEstimable(Reason::Insufficient);
            };
            let p = turned.unwrap_or_else(|| self.p((group, measure), &contrast, (&people, &strata), of));
            found.push(self.told(of, (group, measure), &contrast, p));
        }
        found.reverse();
        Outcome::Estimated(found)
    }

    /// The larger of the p of t and that of group labels exchanged among annotators of alike workload: t does not hold where
    /// a handful of annotators give a rare label, and exchanging does not where the sides differ in spread.
    fn p(
        &self,
        (group, measure): (usize, usize),
        contrast: &Contrast,
        (people, strata): (&[Person], &[u32]),
        of: &Question<'_>,
    ) -> Outcome<f64> {
        let values: Vec<f64> =
            people.iter().map(|p| of.sums.score(p.annotator, group, measure).plain).collect();
        let chosen: Vec<bool> = people.iter().map(|person| person.own).collect();
        let slice = format!(
            "{}={};{}",
            self.grouping.attribute,
            self.grouping.groups[self.kept[group]],
            self.measures.all[measure].label.as_deref().unwrap_or("severity")
        );
        let stream = Stream {
            seed: of.asked.inference.seed,
            question: of.name,
            slice: &slice,
            purpose: "groups exchanged",
        };
        let most = ((20.0 * of.planned.max(1) as f64 / MAX_Q) as u64).clamp(1_000, MOST_DRAWS);
        let exchanged = PermutedSum { values: &values, chosen: &chosen, stratum: strata }.p(stream, most);
        match (contrast.p(), exchanged) {
            (Some(t), Some(exchanged)) => Outcome::Estimated(t.max(exchanged.p)),
            (Some(t), None) => Outcome::Estimated(t),
            (None, Some(exchanged)) => Outcome::Estimated(exchanged.p),
            (None, None) => Outcome::NotEstimable(Reason::NoErrorToEstimate),
        }
    }

    fn told(
        &self,
        of: &Question<'_>,
        (group, measure): (usize, usize),
        contrast: &Contrast,
        p: Outcome<f64>,
    ) -> LabelContrast {
        let own = &self.measures.all[measure];
        let table = of.sums.table(group, measure);
        let (rate, rest) = table.shares().unwrap_or_default();
        let level = of.asked.inference.level;
        let joint = 1.0 - (1.0 - level) / self.tests().max(1) as f64;
        let interval = |level| interval(contrast, own, level);
        let shares = own.label.is_some();
        LabelContrast {
            label: own.label.clone(),
            rate,
            rest,
            difference: Estimate {
                value: contrast.difference,
                interval: interval(level),
                se: contrast.error.as_ref().ok().map(|error| error.0),
                sample: SampleSize {
                    items: table.strata,
                    annotations: table.annotations as u64,
                    annotators: contrast.people.0 + contrast.people.1,
                },
                method: match shares {
                    true => "Mantel–Haenszel difference of shares by item, group minus all others".into(),
                    false => "difference of means by item, group minus all others".into(),
                },
                warnings: Vec::new(),
            },
            simultaneous: interval(joint),
            detectable: contrast.detectable(joint),
            ratio: shares.then(|| RateRatio {
                naive_homogeneity: of
                    .homogeneity
                    .get(group * self.measures.all.len() + measure)
                    .copied()
                    .flatten(),
                ..ratios(table, contrast, level)
            }),
            p,
            q: None,
            reported: false,
        }
    }
}

/// What the contrasts of one attribute are measured with.
struct Question<'a> {
    name: &'a str,
    sums: &'a SharedSums,
    asked: Asked<'a>,
    planned: u64,
    /// By group and measure; empty for very long logs.
    homogeneity: &'a [Option<BreslowDay>],
}

fn interval(contrast: &Contrast, measure: &Measure, level: f64) -> Outcome<ConfidenceInterval> {
    let df = match &contrast.error {
        Ok((_, df)) => *df,
        Err(reason) => return Outcome::NotEstimable(reason.clone()),
    };
    let Some((lower, upper)) = contrast.ends(level) else {
        return Outcome::NotEstimable(Reason::NoErrorToEstimate);
    };
    let method = format!("{}, annotators as clusters, CR2", t_name(df));
    let width = measure.width;
    Outcome::Estimated(ConfidenceInterval {
        lower: lower.max(-width),
        upper: upper.min(width),
        level,
        method,
    })
}

/// Ratios of the two shares. The error of the log of the ratio of shares comes from both sides' own; that of the odds ratio
/// is Robins, Breslow and Greenland's times what annotators as clusters make of the difference's.
fn ratios(table: &MantelHaenszel, contrast: &Contrast, level: f64) -> RateRatio {
    let (rate, rest) = table.shares().unwrap_or_default();
    let around = |value: Option<f64>, log_se: Option<f64>| {
        let &(_, df) = contrast.error.as_ref().ok()?;
        let reach = (t_quantile(0.5 + level / 2.0, df) * log_se?).exp();
        Some((value? / reach, value? * reach)).filter(|ends| ends.0 > 0.0 && ends.1.is_finite())
    };
    let variance = contrast.error.as_ref().ok().map(|error| error.0.powi(2));
    let own = contrast.sides.0 + contrast.sides.1;
    let log_se = |variance: f64| {
        let raised = if own > 0.0 { variance / own } else { 1.0 };
        let parts = contrast.sides.0 / (rate * rate) + contrast.sides.1 / (rest * rest);
        (raised * parts).sqrt()
    };
    let ratio = table.ratio().filter(|&ratio| ratio > 0.0);
    let odds_se = table
        .naive_variance()
        .filter(|&naive| naive > 0.0)
        .and_then(|naive| Some(table.log_odds_se()? * (variance? / naive).sqrt()));
    RateRatio {
        ratio: table.ratio(),
        ratio_ends: around(ratio, variance.map(log_se)),
        odds_ratio: table.odds_ratio(),
        odds_ends: around(table.odds_ratio(), odds_se),
        cohens_h: cohens_h(rate, rest),
        naive: table.chi2(false),
        naive_homogeneity: None,
    }
}

/// Of two groups that are all there are, the second has the p of the first.
fn mirror(first: &Outcome<Vec<LabelContrast>>, second: &mut Outcome<Vec<LabelContrast>>) {
    let (Some(first), Some(second)) = (first.estimated(), second.estimated_mut()) else { return };
    for (own, other) in second.iter_mut().zip(first) {
        own.p = other.p.clone();
    }
}
