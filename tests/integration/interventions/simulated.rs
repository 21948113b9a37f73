//! Logs with suggestions whose truth is known, and what is said of them. No part of the program's own simulation: here
//! showing may depend on who annotates and on how hard the item is, and annotators are new in every log.

use raterscope::analysis::agreement::AgreementOptions;
use raterscope::analysis::human_model::interventions::{
    InterventionOptions, Showing, ShowingEffect, measure,
};
use raterscope::analysis::inference::InferenceOptions;
use raterscope::log::{AnnotationLog, InterventionColumns, Names, QuestionRows};
use raterscope::tally::{QuestionTallies, count};
use raterscope::vocabulary::{Label, LabelSet, Outcome, Question, Reason, Scale};

/// Chosen before any result was seen.
pub const SEED: u64 = 2_718_281;

/// What is true of a log.
#[derive(Debug, Clone, Copy)]
pub struct Design {
    pub items: u32,
    pub annotators: u32,
    pub per_item: u32,
    pub labels: u32,
    /// Whether gold says what is wrong, or else annotators who were not shown it.
    pub gold: bool,
    /// Whether chance alone decides what is shown; else weaker annotators and harder items are shown more suggestions.
    pub randomised: bool,
    /// What showing a wrong suggestion adds to the probability of its label: exactly the automation bias.
    pub excess: f64,
    /// Standard deviation of that between annotators.
    pub excess_sd: f64,
}

/// A stream of numbers (splitmix64).
pub struct Draw(pub u64);

impl Draw {
    pub fn of(number: u64) -> Self {
        Self(SEED ^ (number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    pub fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Standard normal, by Box and Muller.
    pub fn normal(&mut self) -> f64 {
        let (u, v) = (1.0 - self.share(), self.share());
        (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
    }
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

struct Person {
    skill: f64,
    excess: f64,
}

/// Probability that an error falls on `label`: most errors, of people and of the model, fall on the next label.
fn error_share(design: &Design, truth: u32, label: u32) -> f64 {
    match design.labels {
        2 => 1.0,
        _ if label == (truth + 1) % design.labels => 0.7,
        labels => 0.3 / f64::from(labels - 2),
    }
}

fn error(design: &Design, truth: u32, draw: &mut Draw) -> u32 {
    let u = draw.share();
    if design.labels == 2 || u < 0.7 {
        return (truth + 1) % design.labels;
    }
    (truth + 2 + ((u - 0.7) / 0.3 * f64::from(design.labels - 2)) as u32) % design.labels
}

/// (item, annotator, label, suggestion, shown).
pub type Row = (u32, u32, u32, u32, bool);

fn rows(design: &Design, draw: &mut Draw) -> (Vec<Row>, Vec<Label>) {
    let people: Vec<Person> = (0..design.annotators)
        .map(|_| Person {
            skill: 1.2 + 0.5 * draw.normal(),
            excess: (design.excess + design.excess_sd * draw.normal()).max(0.0),
        })
        .collect();
    let (mut rows, mut gold) = (Vec::new(), Vec::new());
    for item in 0..design.items {
        let truth = (draw.share() * f64::from(design.labels)) as u32;
        let hard = draw.normal();
        let right = draw.share() < logistic(0.8 - 0.8 * hard);
        let suggestion = if right { truth } else { error(design, truth, draw) };
        gold.push(Label(truth));
        let mut own: Vec<u32> = Vec::new();
        while own.len() < design.per_item as usize {
            let who = (draw.share() * f64::from(design.annotators)) as u32;
            if !own.contains(&who) {
                own.push(who);
            }
        }
        own.sort_unstable();
        for who in own {
            let person = &people[who as usize];
            let leaning = if design.randomised { 0.0 } else { 0.8 * hard - 1.6 * (person.skill - 1.2) };
            let shown = draw.share() < logistic(leaning);
            let label = given(design, person, (truth, hard, suggestion, shown), draw);
            rows.push((item, who, label, suggestion, shown));
        }
    }
    (rows, gold)
}

/// The honest label, or under a wrong suggestion its label with the honest probability plus the excess.
fn given(
    design: &Design,
    person: &Person,
    (truth, hard, suggestion, shown): (u32, f64, u32, bool),
    draw: &mut Draw,
) -> u32 {
    let right = logistic(person.skill - hard);
    let honest = if draw.share() < right { truth } else { error(design, truth, draw) };
    let taken = draw.share();
    if !shown || suggestion == truth || honest == suggestion {
        return honest;
    }
    let p = (1.0 - right) * error_share(design, truth, suggestion);
    if taken * (1.0 - p) < person.excess { suggestion } else { honest }
}

/// The tallies of one log.
pub fn tallies(design: &Design, draw: &mut Draw) -> QuestionTallies {
    let (rows, gold) = rows(design, draw);
    let gold = design.gold.then_some(gold);
    counted(&rows, design.labels, gold, design.annotators, design.items, Scale::Nominal)
}

/// Counts rows in order of item and annotator.
pub fn counted(
    rows: &[Row],
    labels: u32,
    gold: Option<Vec<Label>>,
    annotators: u32,
    items: u32,
    scale: Scale,
) -> QuestionTallies {
    let missing = |what: &str| Reason::NotInLog { what: what.into(), columns: what.into() };
    let names = |letter: &str, n: u32| -> Vec<String> { (0..n).map(|i| format!("{letter}{i:05}")).collect() };
    let set = LabelSet {
        names: names("l", labels),
        values: None,
        declared: true,
        used: vec![true; labels as usize],
    };
    let question = QuestionRows {
        question: Question { name: "label".into(), labels: set, scale },
        item: rows.iter().map(|row| row.0).collect(),
        annotator: rows.iter().map(|row| row.1).collect(),
        label: rows.iter().map(|row| Label(row.2)).collect(),
        sequence: Err(missing("order")),
        periods: Err(missing("time")),
        slices: Vec::new(),
        gold,
        second_gold: None,
        models: Vec::new(),
        interventions: Some(InterventionColumns {
            suggestion: Some(rows.iter().map(|row| Label(row.3)).collect()),
            shown: Some(rows.iter().map(|row| Some(row.4)).collect()),
            ..InterventionColumns::default()
        }),
        repeats: Vec::new(),
        no_repeats: Some(missing("repeats")),
        skips: vec![0; annotators as usize],
        item_skips: Vec::new(),
    };
    let sorted = |names: Vec<String>| Names::from_sorted(names.iter().map(String::as_str));
    let log = AnnotationLog {
        clusters: None,
        items: sorted(names("i", items)),
        annotators: sorted(names("a", annotators)),
        questions: vec![question],
        roster: Vec::new(),
        item_attributes: Vec::new(),
        model_attributes: Vec::new(),
        account: Default::default(),
    };
    count(log).0.questions.into_iter().next().expect("one question")
}

/// What is said of showing suggestions in log number `number`.
pub fn showing(design: &Design, number: u64) -> Showing {
    let tallies = tallies(design, &mut Draw::of(number));
    let options = InferenceOptions { replicates: 20, ..InferenceOptions::default() };
    let own = InterventionOptions { randomised: design.randomised };
    match measure(&tallies, &AgreementOptions::default(), &own, &options) {
        Outcome::Estimated(found) => found.showing,
        Outcome::NotEstimable(reason) => panic!("suggestions are there: {reason:?}"),
    }
}

/// What became of one effect in one log.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    pub value: f64,
    pub ends: Option<(f64, f64)>,
    pub reported: bool,
}

impl Seen {
    pub fn of(effect: &Outcome<ShowingEffect>) -> Option<Self> {
        let effect = effect.estimated()?;
        let ends = effect.estimate.interval.estimated().map(|interval| (interval.lower, interval.upper));
        Some(Self { value: effect.estimate.value, ends, reported: effect.reported })
    }
}
