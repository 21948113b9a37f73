//! Logs of weeks whose truth is known: what people and a model say, and whether anything changes.

use raterscope::analysis::drift::{DriftKind, measure};
use raterscope::analysis::inference::InferenceOptions;
use raterscope::log::{AnnotationLog, ModelAnswers, Names, PeriodColumn, QuestionRows};
use raterscope::tally::{QuestionTallies, count};
use raterscope::vocabulary::{Label, LabelSet, Period, Question, Reason, Scale};

/// Chosen before any result was seen.
const SEED: u64 = 2_718_281;
/// Annotations a week: five of each of ten annotators.
const ITEMS_A_WEEK: usize = 10;
const OF_EACH_ITEM: usize = 5;
const POOL: usize = 20;

/// How the weeks of a log are made.
#[derive(Debug, Clone, Copy)]
pub struct Weeks {
    pub weeks: usize,
    /// Whether each week has annotators of its own, unlike in skill and in taste.
    pub redrawn: bool,
    /// Deviation of a week's own difficulty, in the share of model and people alike.
    pub between: f64,
    /// How much weeks are alike their neighbours.
    pub alike: f64,
    /// What the agreement loses in the last third.
    pub loss: f64,
}

/// Weeks alike, weeks with people of their own, weeks that differ, weeks that differ and are like their neighbours.
pub const NULLS: [Weeks; 4] = [
    Weeks { weeks: 26, redrawn: false, between: 0.0, alike: 0.0, loss: 0.0 },
    Weeks { weeks: 26, redrawn: true, between: 0.0, alike: 0.0, loss: 0.0 },
    Weeks { weeks: 26, redrawn: false, between: 0.08, alike: 0.0, loss: 0.0 },
    Weeks { weeks: 26, redrawn: false, between: 0.08, alike: 0.4, loss: 0.0 },
];

/// Numbers in 0–1 (splitmix64), so that the tests need no dependency of their own.
struct Draw(u64);

impl Draw {
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Nearly normal, deviation 1: the sum of twelve.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.share()).sum::<f64>() - 6.0
    }

    fn label(&mut self, shares: [f64; 3]) -> u32 {
        let at = self.share();
        if at < shares[0] { 0 } else { u32::from(at >= shares[0] + shares[1]) + 1 }
    }
}

/// Who annotates in a week: (annotator, how far more or less in accord with the model, taste for the first label).
fn panel(of: Weeks, week: usize, draw: &mut Draw) -> Vec<(u32, f64, f64)> {
    let own = |who: u32, draw: &mut Draw| (who, 0.1 * draw.normal(), 0.1 * draw.normal());
    if of.redrawn {
        return (0..5).map(|k| own((week * 5 + k) as u32, draw)).collect();
    }
    (0..5).map(|k| (k, 0.0, 0.0)).collect()
}

/// One log as tallies.
pub fn log(of: Weeks, number: u64) -> QuestionTallies {
    let mut draw = Draw(SEED ^ (number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let (mut rows, mut answers, mut confidence, mut code) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut state = draw.normal();
    for week in 0..of.weeks {
        state = of.alike * state + (1.0 - of.alike * of.alike).sqrt() * draw.normal();
        let people = panel(of, week, &mut draw);
        let lost = if week >= of.weeks * 2 / 3 { of.loss } else { 0.0 };
        for _ in 0..ITEMS_A_WEEK {
            let item = answers.len() as u32;
            let answer = draw.label([0.5, 0.3, 0.2]);
            answers.push(Label(answer));
            confidence.push(0.7 + 0.2 * draw.share() as f32);
            for &(who, accord, taste) in people.iter().take(OF_EACH_ITEM) {
                let same = draw.share() < (0.75 + accord + of.between * state - lost).clamp(0.02, 0.98);
                let first = (0.5 + taste).clamp(0.05, 0.9);
                let other = draw.label([first, (1.0 - first) * 0.6, (1.0 - first) * 0.4]);
                rows.push((item, who, if same { answer } else { other }));
                code.push(week as u16);
            }
        }
    }
    tallied(rows, answers, confidence, code, of.weeks)
}

fn tallied(
    rows: Vec<(u32, u32, u32)>,
    label: Vec<Label>,
    confidence: Vec<f32>,
    code: Vec<u16>,
    weeks: usize,
) -> QuestionTallies {
    let missing = |what: &str| Reason::NotInLog { what: what.into(), columns: what.into() };
    let names =
        |letter: &str, n: usize| -> Vec<String> { (0..n).map(|i| format!("{letter}{i:06}")).collect() };
    let people = rows.iter().map(|row| row.1 as usize + 1).max().unwrap_or(0).max(POOL);
    let (items, annotators) = (names("i", label.len()), names("a", people));
    let labels = LabelSet { names: names("l", 3), values: None, declared: false, used: Vec::new() };
    let question = QuestionRows {
        question: Question { name: "label".into(), labels, scale: Scale::Nominal },
        item: rows.iter().map(|row| row.0).collect(),
        annotator: rows.iter().map(|row| row.1).collect(),
        label: rows.iter().map(|row| Label(row.2)).collect(),
        sequence: Err(missing("order")),
        periods: Ok(PeriodColumn {
            period: Period::Week,
            periods: (0..weeks).map(|week| (7 * week as i32 + 4, format!("w{week:03}"))).collect(),
            code,
        }),
        slices: Vec::new(),
        gold: None,
        second_gold: None,
        models: vec![ModelAnswers {
            name: "m".into(),
            label,
            confidence: Some(confidence),
            probabilities: Vec::new(),
        }],
        repeats: Vec::new(),
        interventions: None,
        no_repeats: Some(missing("repeats")),
        skips: vec![0; people],
        item_skips: Vec::new(),
    };
    let log = AnnotationLog {
        items: Names::from_sorted(items.iter().map(String::as_str)),
        annotators: Names::from_sorted(annotators.iter().map(String::as_str)),
        questions: vec![question],
        roster: Vec::new(),
        item_attributes: Vec::new(),
        model_attributes: Vec::new(),
        clusters: None,
        account: Default::default(),
    };
    count(log).0.questions.into_iter().next().expect("one question")
}

/// Whether an audit of the log tells any change; and whether one of the agreement, within two weeks of the truth.
pub fn told(of: Weeks, number: u64) -> (bool, bool) {
    let found = measure(&log(of, number), &InferenceOptions::default());
    let drift = found.estimated().expect("weeks with annotations");
    let changes = || drift.series.iter().filter_map(|series| Some((series.kind, series.change.estimated()?)));
    let truth = (of.weeks * 2 / 3) as u32;
    let any = changes().any(|(_, change)| change.reported);
    let seen = changes().any(|(kind, change)| {
        kind == DriftKind::HumanModelAgreement && change.reported && change.from.abs_diff(truth) <= 2
    });
    (any, seen)
}
