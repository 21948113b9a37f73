//! Small resolved logs, made by hand or from a seed.

use raterscope::log::{
    AnnotationLog, ClusterColumn, ModelAnswers, Names, QuestionRows, Repeat, RosterAttribute,
    SequenceColumns, SliceColumn,
};
use raterscope::tally::{QuestionTallies, count};
use raterscope::vocabulary::{Label, LabelSet, Question, Reason, Scale};

/// Who gave what: (item, annotator, label).
pub type Given = (u32, u32, u32);

/// Counts a log of one question; names sort like their numbers.
pub fn tallies(given: &[Given], labels: usize, scale: Scale, repeats: &[Repeat]) -> QuestionTallies {
    let mut given = given.to_vec();
    given.sort_unstable();
    counted(&given, labels, scale, repeats, Vec::new(), Err(no_order()), Vec::new())
}

/// The same of rows that are sorted already, with slicing columns along them.
pub fn tallies_with(
    given: &[Given],
    labels: usize,
    scale: Scale,
    slices: Vec<SliceColumn>,
) -> QuestionTallies {
    assert!(given.is_sorted(), "columns stand beside sorted rows");
    counted(given, labels, scale, &[], slices, Err(no_order()), Vec::new())
}

fn no_order() -> Reason {
    Reason::NotInLog { what: "order".into(), columns: "submitted_at".into() }
}

/// The same with everything that stands beside sorted rows, and a roster.
pub fn counted(
    given: &[Given],
    labels: usize,
    scale: Scale,
    repeats: &[Repeat],
    slices: Vec<SliceColumn>,
    sequence: Result<SequenceColumns, Reason>,
    roster: Vec<RosterAttribute>,
) -> QuestionTallies {
    let log = resolved(given, labels, scale, repeats, slices, sequence, roster);
    count(log).0.questions.into_iter().next().expect("one question")
}

/// The same of sorted rows on the nominal scale with gold and models' answers by item, every item of which was rated.
pub fn beside_models(
    given: &[Given],
    labels: usize,
    gold: Vec<Label>,
    models: Vec<(&str, Vec<Label>)>,
    slices: Vec<SliceColumn>,
    roster: Vec<RosterAttribute>,
) -> QuestionTallies {
    let mut log = resolved(given, labels, Scale::Nominal, &[], slices, Err(no_order()), roster);
    let answers = |(name, label): (&str, Vec<Label>)| ModelAnswers {
        name: name.into(),
        label,
        confidence: None,
        probabilities: Vec::new(),
    };
    log.questions[0].gold = Some(gold);
    log.questions[0].models = models.into_iter().map(answers).collect();
    count(log).0.questions.into_iter().next().expect("one question")
}

/// The same of sorted rows whose items belong together: the cluster of every item, `u32::MAX` for one by itself.
pub fn clustered(
    given: &[Given],
    labels: usize,
    scale: Scale,
    slices: Vec<SliceColumn>,
    of_item: Option<&[u32]>,
) -> QuestionTallies {
    let mut log = resolved(given, labels, scale, &[], slices, Err(no_order()), Vec::new());
    log.clusters = of_item.map(|of_item| {
        let known = of_item.iter().filter(|&&cluster| cluster != u32::MAX);
        let names: Vec<String> =
            (0..known.max().map_or(0, |last| last + 1)).map(|c| format!("c{c:05}")).collect();
        let clusters = Names::from_sorted(names.iter().map(String::as_str));
        ClusterColumn { name: "thread".into(), clusters, of_item: of_item[..log.items.len()].to_vec() }
    });
    count(log).0.questions.into_iter().next().expect("one question")
}

/// The same before it is counted.
pub fn resolved(
    given: &[Given],
    labels: usize,
    scale: Scale,
    repeats: &[Repeat],
    slices: Vec<SliceColumn>,
    sequence: Result<SequenceColumns, Reason>,
    roster: Vec<RosterAttribute>,
) -> AnnotationLog {
    let most = |of: fn(&Given) -> u32| given.iter().map(of).max().map_or(0, |last| last + 1);
    let names = |letter: &str, n: u32| -> Vec<String> { (0..n).map(|i| format!("{letter}{i:05}")).collect() };
    let (items, annotators) = (names("i", most(|g| g.0)), names("a", most(|g| g.1)));
    let people = annotators.len();
    let values = Some((1..=labels).map(|k| k as f64).collect());
    let set = LabelSet {
        names: (1..=labels).map(|k| k.to_string()).collect(),
        values,
        declared: false,
        used: Vec::new(),
    };
    let rows = QuestionRows {
        question: Question { name: "label".into(), labels: set, scale },
        item: given.iter().map(|g| g.0).collect(),
        annotator: given.iter().map(|g| g.1).collect(),
        label: given.iter().map(|g| Label(g.2)).collect(),
        sequence,
        periods: Err(no_order()),
        slices,
        gold: None,
        second_gold: None,
        models: Vec::new(),
        repeats: repeats.to_vec(),
        interventions: None,
        no_repeats: repeats
            .is_empty()
            .then(|| Reason::NotInLog { what: "repeats".into(), columns: "is_repeat".into() }),
        skips: vec![0; people],
        item_skips: Vec::new(),
    };
    AnnotationLog {
        clusters: None,
        items: Names::from_sorted(items.iter().map(String::as_str)),
        annotators: Names::from_sorted(annotators.iter().map(String::as_str)),
        questions: vec![rows],
        roster,
        item_attributes: Vec::new(),
        model_attributes: Vec::new(),
        account: Default::default(),
    }
}

/// A stream of shares in 0–1 (splitmix64), so that the tests need no dependency of their own.
pub struct Draw(pub u64);

impl Draw {
    pub fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    pub fn below(&mut self, n: u32) -> u32 {
        (self.share() * f64::from(n)) as u32
    }
}

/// `items` items, each given by about `share` of `annotators`, right with the annotator's skill.
pub fn simulated(items: u32, labels: u32, share: f64, seed: u64, skills: &[f64]) -> Vec<Given> {
    let mut draw = Draw(seed);
    let mut given = Vec::new();
    for item in 0..items {
        let truth = draw.below(labels);
        for (who, &skill) in (0u32..).zip(skills) {
            let (taken, right, other) = (draw.share() < share, draw.share() < skill, draw.below(labels));
            if taken {
                given.push((item, who, if right { truth } else { other }));
            }
        }
    }
    given
}
