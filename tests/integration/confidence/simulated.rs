//! Logs from `simulate` with gold and a model whose confidence is too high by a stated amount, and whether what an audit
//! says of them is true.

use raterscope::analysis::calibration::{self, CalibrationVerdict, against_majority};
use raterscope::analysis::consensus::majority;
use raterscope::analysis::inference::InferenceOptions;
use raterscope::analysis::routing::{self, ModelRouting, RiskCoverage, RoutingOptions, RoutingThreshold};
use raterscope::log::{AnnotationLog, ModelAnswers, Names, QuestionRows};
use raterscope::simulate::{Truth, chunks};
use raterscope::source::{Chunk, Column};
use raterscope::tally::{QuestionTallies, count};
use raterscope::vocabulary::{Estimate, Label, LabelSet, Outcome, Question, Reason, Scale, Seed};
use rayon::prelude::*;

/// Chosen before any result was seen.
const SEED: u64 = 2_718_281;
/// Target errors that thresholds are certified for.
pub const TARGETS: [f64; 3] = [0.02, 0.05, 0.1];
/// Hours of people, at a minute an item: a fifth of the items.
const SHARE_TO_PEOPLE: f64 = 0.2;

/// One kind of log.
#[derive(Debug, Clone, Copy)]
pub struct Design {
    pub items: u64,
    pub labels: usize,
    pub over_confidence: f64,
    /// Exponent of the confidence's spread; smaller = surer.
    pub spread: f64,
    /// Against people's majority instead of gold.
    pub consensus: bool,
}

const fn design(items: u64, labels: usize, over_confidence: f64, spread: f64) -> Design {
    Design { items, labels, over_confidence, spread, consensus: false }
}

/// The grid.
pub const DESIGNS: [Design; 12] = [
    design(100, 2, 0.0, 0.4),
    design(100, 5, 0.0, 0.05),
    design(400, 2, 0.0, 0.4),
    design(400, 5, 0.0, 0.05),
    design(400, 5, 0.1, 0.4),
    design(2000, 2, 0.0, 0.4),
    design(2000, 5, 0.0, 0.4),
    design(2000, 5, 0.0, 0.05),
    design(2000, 5, 0.05, 0.05),
    design(10_000, 5, 0.0, 0.05),
    Design { consensus: true, ..design(400, 5, 0.0, 0.4) },
    Design { consensus: true, ..design(2000, 5, 0.0, 0.05) },
];

impl Design {
    fn truth(&self) -> Truth {
        Truth {
            items: self.items,
            annotators: 12,
            per_item: 3,
            labels: (0..self.labels).map(|label| format!("l{label}")).collect(),
            boundary: None,
            model_over_confidence: Some(self.over_confidence),
            model_spread: self.spread,
            gold: if self.consensus { 0.0 } else { 1.0 },
            ..Truth::default()
        }
    }

    /// Confidence as drawn for u in 0–1, and the probability of being wrong with it.
    fn drawn(&self, u: f64) -> (f64, f64) {
        let floor = 1.0 / self.labels as f64;
        let confidence = floor + (1.0 - floor) * u.powf(self.spread);
        (confidence, 1.0 - (confidence - self.over_confidence).clamp(0.0, 1.0))
    }

    /// True area under the risk–coverage curve of so many items: the mean over k of the mean error of the k most
    /// confident.
    fn area(&self) -> f64 {
        let n = self.items as f64;
        let error = |k: u64| self.drawn(1.0 - (k as f64 + 0.5) / n).1;
        let (mut sum, mut area) = (0.0, 0.0);
        for k in 0..self.items {
            sum += error(k);
            area += sum / (k + 1) as f64;
        }
        area / n
    }

    /// True error above a threshold, by the midpoint rule; `label` weighs by how probable that answer is.
    fn error_above(&self, threshold: f64, prevalence: Option<f64>) -> f64 {
        const STEPS: u32 = 20_000;
        let (mut wrong, mut all) = (0.0, 0.0);
        for step in 0..STEPS {
            let (confidence, error) = self.drawn((f64::from(step) + 0.5) / f64::from(STEPS));
            if confidence < threshold {
                continue;
            }
            let (right, other) = match prevalence {
                None => (1.0 - error, error),
                Some(share) => (share * (1.0 - error), (1.0 - share) * error / (self.labels - 1) as f64),
            };
            wrong += other;
            all += right + other;
        }
        wrong / all
    }
}

/// What a log of half a million items shows of the consensus: mean confidence minus agreement, and the curve.
fn reference(design: &Design) -> (f64, RiskCoverage) {
    let large = Design { items: 500_000, ..*design };
    let tallies = tallies(&large.truth(), SEED ^ 0xffff);
    let majorities: Vec<_> = tallies.summaries.patterns.iter().map(|p| majority(p.counts)).collect();
    let pairs = against_majority(&tallies.summaries.models[0], &majorities);
    let items: f64 = pairs.iter().map(|pair| pair.items as f64).sum();
    let sum: f64 = pairs.iter().map(|pair| pair.items as f64 * (pair.stated() - pair.outcome)).sum();
    (sum / items, RiskCoverage::of(&pairs))
}

/// What became of the logs of one design: how many, of how many.
#[derive(Debug, Clone, Default)]
pub struct Told {
    pub logs: u64,
    /// Intervals that hold the true difference of confidence and agreement.
    pub covered: u64,
    /// Logs in which the model is called over-confident.
    pub called_over: u64,
    /// Logs in which ECE beside its value under calibration has p ≤ .05.
    pub ece: u64,
    /// By target: logs whose certified threshold misses it, and logs with a certified threshold.
    pub missed: Vec<(u64, u64)>,
    /// The same of thresholds by label, at 5 %.
    pub missed_by_label: (u64, u64),
    /// Logs whose bound of the error for the hours is below the truth, and logs with one.
    pub missed_hours: (u64, u64),
    /// Share of items that the certified thresholds at 5 % leave to the model, summed.
    pub alone: f64,
    /// Intervals of the area under the risk–coverage curve that hold the true one, and logs with one.
    pub area: (u64, u64),
}

/// Audits so many logs of a design.
pub fn told(design: Design, logs: u64) -> Told {
    // Cutting to four digits takes half a step from what is stated.
    let (truth, far) = match design.consensus.then(|| reference(&design)) {
        None => (design.over_confidence - 0.5e-4, None),
        Some((difference, curve)) => (difference, Some(curve)),
    };
    let error_above = |threshold: f64| match &far {
        None => design.error_above(threshold, None),
        Some(curve) => {
            let above =
                |tie: &&raterscope::analysis::routing::Tie| f64::from(tie.confidence) / 1e6 >= threshold;
            curve.ties.iter().take_while(above).last().map_or(0.0, |tie| tie.errors as f64 / tie.items as f64)
        }
    };
    let area = far.as_ref().map_or_else(|| design.area(), RiskCoverage::aurc);
    let one = |number: u64| of_log(design, number, (truth, area), &error_above);
    let all: Vec<Told> = (0..logs).into_par_iter().map(one).collect();
    all.into_iter().fold(Told { missed: vec![(0, 0); TARGETS.len()], ..Told::default() }, |mut sum, own| {
        let add = |sum: &mut (u64, u64), own: (u64, u64)| *sum = (sum.0 + own.0, sum.1 + own.1);
        sum.logs += own.logs;
        sum.covered += own.covered;
        sum.called_over += own.called_over;
        sum.ece += own.ece;
        sum.missed.iter_mut().zip(&own.missed).for_each(|(sum, own)| add(sum, *own));
        add(&mut sum.missed_by_label, own.missed_by_label);
        add(&mut sum.missed_hours, own.missed_hours);
        sum.alone += own.alone;
        add(&mut sum.area, own.area);
        sum
    })
}

fn of_log(
    design: Design,
    number: u64,
    (truth, area): (f64, f64),
    error_above: &(dyn Fn(f64) -> f64 + Sync),
) -> Told {
    let seed = SEED ^ (number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (design.items << 40);
    let tallies = tallies(&design.truth(), seed);
    // Streams of its own: with one and the same null sample in every log, its error would be in all of them.
    let options = InferenceOptions { replicates: 200, seed: Seed(seed), ..InferenceOptions::default() };
    let found = calibration::measure(&tallies, &options);
    let model = &found.estimated().expect("a model")[0];
    let against = if design.consensus { &model.consensus } else { &model.gold };
    let against = against.estimated().expect("items");
    let mut out = Told {
        logs: 1,
        covered: u64::from(covers(&against.difference, truth)),
        called_over: u64::from(against.verdict == CalibrationVerdict::OverConfident),
        ece: u64::from(against.equal_mass.ece_null.p <= 0.05),
        ..Told::default()
    };
    for target in TARGETS {
        let routed = routed(&tallies, Some(target), None, &options);
        let asked = routed.by_target.as_ref().expect("it was asked");
        out.missed.push(missed(asked.threshold.estimated(), &|_| target, error_above));
        if target == 0.05 {
            out.alone = asked.threshold.estimated().map_or(0.0, |found| found.alone_share);
            let shares = shares(&design);
            let wrong = asked.by_label.iter().flat_map(|found| &found.labels).any(|label| {
                let place: usize = label.label[1..].parse().expect("l0, l1 …");
                design.error_above(label.threshold, Some(shares[place])) > target
            });
            let tried = asked.by_label.is_some() && !design.consensus;
            out.missed_by_label = (u64::from(wrong && tried), u64::from(tried));
        }
    }
    let hours = design.items as f64 * SHARE_TO_PEOPLE / 60.0;
    let routed = routed(&tallies, None, Some(hours), &options);
    let found = routed.by_hours.as_ref().and_then(|asked| asked.threshold.estimated());
    out.missed_hours = missed(found, &|found| found.at_most, error_above);
    let told = routed.aurc.estimated().is_some_and(|found| found.interval.estimated().is_some());
    out.area = (u64::from(covers(&routed.aurc, area)), u64::from(told));
    out
}

/// How probable each label is, as `simulate` draws it.
fn shares(design: &Design) -> Vec<f64> {
    let ratio = design.truth().prevalence_ratio;
    let weights: Vec<f64> = (0..design.labels).map(|k| ratio.powi(-(k as i32))).collect();
    let total: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / total).collect()
}

fn routed(
    tallies: &QuestionTallies,
    target_error: Option<f64>,
    human_hours: Option<f64>,
    options: &InferenceOptions,
) -> ModelRouting {
    let asked = RoutingOptions { target_error, human_hours, secs_per_item: Some(60.0) };
    let found = routing::measure(tallies, &asked, options);
    found.estimated().expect("a curve")[0].clone()
}

fn missed(
    found: Option<&RoutingThreshold>,
    stated: &dyn Fn(&RoutingThreshold) -> f64,
    error_above: &(dyn Fn(f64) -> f64 + Sync),
) -> (u64, u64) {
    found.map_or((0, 0), |found| (u64::from(error_above(found.threshold) > stated(found)), 1))
}

fn covers(outcome: &Outcome<Estimate>, truth: f64) -> bool {
    let interval = outcome.estimated().and_then(|estimate| estimate.interval.estimated());
    interval.is_some_and(|interval| interval.lower <= truth && truth <= interval.upper)
}

/// The simulated log, counted.
fn tallies(truth: &Truth, seed: u64) -> QuestionTallies {
    let mut rows: Vec<(u32, u32, u32)> = Vec::new();
    let (items, labels) = (truth.items as usize, truth.labels.len());
    let mut gold = vec![Label::NONE; items];
    let mut said = vec![Label::NONE; items];
    let mut confidence = vec![f32::NAN; items];
    for chunk in chunks(truth, Seed(seed)).expect("a truth that can be simulated") {
        let item = column(&chunk, "item_id");
        let of_item = |row: usize| match item {
            Column::Text(text) => {
                text.value(row).and_then(|name| name[5..].parse::<u32>().ok()).expect("item-1") - 1
            }
            _ => unreachable!("item ids are texts"),
        };
        let keys = |name: &str| match chunk.names.iter().any(|own| own == name).then(|| column(&chunk, name))
        {
            Some(Column::Dictionary { keys, .. }) => keys.clone(),
            _ => vec![u32::MAX; chunk.rows],
        };
        let (who, label, known, answer) =
            (keys("annotator_id"), keys("label"), keys("gold"), keys("model_label"));
        let Column::Float { values, .. } = column(&chunk, "model_confidence") else { continue };
        for row in 0..chunk.rows {
            let own = of_item(row);
            rows.push((own, who[row], label[row]));
            let own = own as usize;
            (gold[own], said[own], confidence[own]) =
                (Label(known[row]), Label(answer[row]), values[row] as f32);
        }
    }
    rows.sort_unstable();
    let model = ModelAnswers {
        name: "m".into(),
        label: said,
        confidence: Some(confidence),
        probabilities: Vec::new(),
    };
    counted(rows, labels, (truth.gold > 0.0).then_some(gold), model, items, truth.annotators)
}

fn column<'a>(chunk: &'a Chunk, name: &str) -> &'a Column {
    let place = chunk.names.iter().position(|own| own == name).expect("the column is there");
    &chunk.columns[place]
}

fn counted(
    rows: Vec<(u32, u32, u32)>,
    labels: usize,
    gold: Option<Vec<Label>>,
    model: ModelAnswers,
    items: usize,
    annotators: u32,
) -> QuestionTallies {
    let missing = |what: &str| Reason::NotInLog { what: what.into(), columns: what.into() };
    let names: Vec<String> = (0..labels).map(|label| format!("l{label}")).collect();
    let question = Question {
        name: "label".into(),
        labels: LabelSet { names, values: None, declared: false, used: Vec::new() },
        scale: Scale::Nominal,
    };
    let question = QuestionRows {
        item_skips: Vec::new(),
        question,
        item: rows.iter().map(|row| row.0).collect(),
        annotator: rows.iter().map(|row| row.1).collect(),
        label: rows.iter().map(|row| Label(row.2)).collect(),
        sequence: Err(missing("order")),
        periods: Err(missing("time")),
        slices: Vec::new(),
        gold,
        second_gold: None,
        models: vec![model],
        repeats: Vec::new(),
        interventions: None,
        no_repeats: Some(missing("repeats")),
        skips: vec![0; annotators as usize],
    };
    let sorted =
        |letter: &str, n: usize| -> Vec<String> { (0..n).map(|i| format!("{letter}{i:07}")).collect() };
    let log = AnnotationLog {
        clusters: None,
        items: Names::from_sorted(sorted("i", items).iter().map(String::as_str)),
        annotators: Names::from_sorted(sorted("a", annotators as usize).iter().map(String::as_str)),
        questions: vec![question],
        roster: Vec::new(),
        item_attributes: Vec::new(),
        model_attributes: Vec::new(),
        account: Default::default(),
    };
    count(log).0.questions.into_iter().next().expect("one question")
}
