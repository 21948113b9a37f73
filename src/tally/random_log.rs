//! Random resolved logs for property tests.

use crate::log::{
    Account, AnnotationLog, ClusterColumn, InterventionColumns, ModelAnswers, Names, PeriodColumn,
    QuestionRows, Repeat, RosterAttribute, SequenceColumns, SliceColumn,
};
use crate::vocabulary::{Action, Attribute, Group, Label, LabelSet, Period, Question, Scale};
use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use std::collections::{BTreeMap, BTreeSet};

/// One annotation under global numbers, before any interning.
#[derive(Debug, Clone)]
struct Cell {
    item: usize,
    who: usize,
    label: usize,
    slice: Option<usize>,
    session: u32,
    position: u32,
    ms: u32,
    /// (what was suggested, whether it was shown), what was done, and the week.
    review: (Option<(usize, bool)>, Option<Action>, u16),
}

/// A resolved log as plain facts, from which any set of items can be made into an [`AnnotationLog`] of its own.
#[derive(Debug, Clone)]
pub(super) struct RandomLog {
    items: usize,
    annotators: usize,
    labels: usize,
    cells: Vec<Cell>,
    skips: Vec<(usize, usize)>,
    gold: Vec<Option<usize>>,
    answers: Vec<Option<(usize, f32)>>,
    repeats: Vec<(usize, usize, usize, usize)>,
    numeric: bool,
}

impl RandomLog {
    pub(super) fn draw(items: usize, annotators: usize, labels: usize, seed: u64) -> Self {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
        let mut below = |n: usize| (rng.next_u64() % n as u64) as usize;
        let (mut cells, mut skips, mut repeats) = (Vec::new(), Vec::new(), Vec::new());
        for item in 0..items {
            for who in 0..annotators {
                let label = below(labels);
                match below(10) {
                    0..6 => {
                        let slice = below(4).checked_sub(1);
                        let (session, position) = (below(3) as u32, below(80) as u32);
                        let ms = [u32::MAX, 0, 500, 70_000][below(4)].max(below(2) as u32);
                        let suggestion = below(labels + 1).checked_sub(1).map(|label| (label, below(3) > 0));
                        let action = below(6).checked_sub(1).map(|place| Action::ALL[place]);
                        let review = (suggestion, action, below(3) as u16);
                        cells.push(Cell { item, who, label, slice, session, position, ms, review });
                    }
                    6 => skips.push((item, who)),
                    7 => repeats.push((item, who, label, below(labels))),
                    _ => {}
                }
            }
        }
        let mut maybe = |n| (below(3) > 0).then(|| below(n));
        let gold = (0..items).map(|_| maybe(labels)).collect();
        let answers = (0..items).map(|_| maybe(labels).zip(maybe(100).map(|c| c as f32 / 80.0))).collect();
        Self {
            items,
            annotators,
            labels,
            cells,
            skips,
            gold,
            answers,
            repeats,
            numeric: seed.is_multiple_of(2),
        }
    }

    /// The log of the items that `keep` keeps; names, labels and ids are its own.
    pub(super) fn log(&self, keep: impl Fn(usize) -> bool) -> AnnotationLog {
        let items: Vec<usize> = (0..self.items).filter(|&i| keep(i)).collect();
        let cells: Vec<&Cell> = self.cells.iter().filter(|c| keep(c.item)).collect();
        let skips: Vec<_> = self.skips.iter().filter(|s| keep(s.0)).collect();
        let repeats: Vec<_> = self.repeats.iter().filter(|r| keep(r.0)).collect();
        let mut people: BTreeSet<usize> = cells.iter().map(|c| c.who).collect();
        people.extend(skips.iter().map(|s| s.1));
        people.extend(repeats.iter().map(|r| r.1));
        let people: Vec<usize> = people.into_iter().collect();
        let given: BTreeSet<usize> = cells.iter().map(|c| c.label).collect();
        let mut labels = given.clone();
        labels.extend(items.iter().filter_map(|&i| self.gold[i]));
        labels.extend(cells.iter().filter_map(|c| c.review.0.map(|(label, _)| label)));
        labels.extend(items.iter().filter_map(|&i| self.answers[i].map(|a| a.0)));
        labels.extend(repeats.iter().flat_map(|r| [r.2, r.3]));
        let labels: Vec<usize> = labels.into_iter().collect();
        let view = View { items, people, labels };
        let question = self.question(&view, &given);
        AnnotationLog {
            items: names(&view.items, "item"),
            annotators: names(&view.people, "person"),
            questions: vec![self.rows(&view, question, &cells, &skips, &repeats)],
            roster: vec![self.roster(&view)],
            item_attributes: Vec::new(),
            model_attributes: Vec::new(),
            clusters: Some(self.clusters(&view)),
            account: Account::default(),
        }
    }

    fn question(&self, view: &View, given: &BTreeSet<usize>) -> Question {
        let name = |&label: &usize| if self.numeric { label.to_string() } else { format!("label {label}") };
        let labels = LabelSet {
            names: view.labels.iter().map(name).collect(),
            values: (self.numeric && !view.labels.is_empty())
                .then(|| view.labels.iter().map(|&label| label as f64).collect()),
            declared: false,
            used: view.labels.iter().map(|label| given.contains(label)).collect(),
        };
        Question { name: "label".into(), labels, scale: Scale::Nominal }
    }

    fn roster(&self, view: &View) -> RosterAttribute {
        RosterAttribute {
            attribute: Attribute("hand".into()),
            depth: 1,
            groups: ["left", "right", Group::UNKNOWN].map(|g| Group(g.into())).to_vec(),
            of_annotator: view.people.iter().map(|who| (who % 3) as u32).collect(),
        }
    }

    /// Threads of a few items; every fifth item stands by itself.
    fn clusters(&self, view: &View) -> ClusterColumn {
        let thread = |item: usize| (!item.is_multiple_of(5)).then_some(item * 7 % (1 + self.items / 3));
        let threads: BTreeSet<usize> = view.items.iter().filter_map(|&item| thread(item)).collect();
        let threads: Vec<usize> = threads.into_iter().collect();
        let place = |thread: usize| threads.binary_search(&thread).map_or(u32::MAX, |place| place as u32);
        ClusterColumn {
            name: "thread".into(),
            clusters: names(&threads, "thread"),
            of_item: view.items.iter().map(|&item| thread(item).map_or(u32::MAX, place)).collect(),
        }
    }

    fn rows(
        &self,
        view: &View,
        question: Question,
        cells: &[&Cell],
        skips: &[&(usize, usize)],
        repeats: &[&(usize, usize, usize, usize)],
    ) -> QuestionRows {
        let label = |label: Option<usize>| label.map_or(Label::NONE, |label| view.label(label));
        let answers = || view.items.iter().map(|&i| self.answers[i]);
        let mut skipped = vec![0; view.people.len()];
        let mut skipped_items: BTreeMap<u32, u64> = BTreeMap::new();
        for skip in skips {
            *skipped_items.entry(view.item(skip.0)).or_default() += 1;
            skipped[view.who(skip.1) as usize] += 1;
        }
        QuestionRows {
            question,
            item: cells.iter().map(|c| view.item(c.item)).collect(),
            annotator: cells.iter().map(|c| view.who(c.who)).collect(),
            label: cells.iter().map(|c| view.label(c.label)).collect(),
            sequence: Ok(sequence(cells)),
            periods: Ok(PeriodColumn {
                period: Period::Week,
                periods: (0..2).map(|week| (7 * week, format!("w{week}"))).collect(),
                code: cells
                    .iter()
                    .map(|c| if c.session == 2 { u16::MAX } else { c.session as u16 })
                    .collect(),
            }),
            slices: vec![SliceColumn {
                name: "batch".into(),
                values: (0..3).map(|value| format!("b{value}")).collect(),
                code: cells.iter().map(|c| c.slice.map_or(u32::MAX, |slice| slice as u32)).collect(),
            }],
            gold: Some(view.items.iter().map(|&i| label(self.gold[i])).collect()),
            second_gold: None,
            models: vec![ModelAnswers {
                name: "model".into(),
                label: answers().map(|a| label(a.map(|a| a.0))).collect(),
                confidence: Some(answers().map(|a| a.map_or(f32::NAN, |a| a.1)).collect()),
                probabilities: Vec::new(),
            }],
            repeats: sorted(repeats.iter().map(|r| view.repeat(r)).collect()),
            interventions: Some(InterventionColumns {
                action: Some(cells.iter().map(|c| c.review.1).collect()),
                suggestion: Some(cells.iter().map(|c| label(c.review.0.map(|own| own.0))).collect()),
                shown: Some(cells.iter().map(|c| c.review.0.map(|own| own.1)).collect()),
                band: Some(cells.iter().map(|c| c.review.2 as u8 * 4).collect()),
                week: Some(cells.iter().map(|c| 2_900 + c.review.2).collect()),
                unlabelled: Vec::new(),
            }),
            no_repeats: None,
            skips: skipped,
            item_skips: skipped_items.into_iter().collect(),
        }
    }

    pub(super) fn size(&self) -> (usize, usize, usize, usize) {
        (self.items, self.annotators, self.labels, self.cells.len())
    }
}

/// Global numbers by dense id.
struct View {
    items: Vec<usize>,
    people: Vec<usize>,
    labels: Vec<usize>,
}

impl View {
    fn item(&self, item: usize) -> u32 {
        self.items.binary_search(&item).expect("kept") as u32
    }

    fn who(&self, who: usize) -> u32 {
        self.people.binary_search(&who).expect("kept") as u32
    }

    fn label(&self, label: usize) -> Label {
        Label(self.labels.binary_search(&label).expect("kept") as u32)
    }

    fn repeat(&self, &(item, who, first, second): &(usize, usize, usize, usize)) -> Repeat {
        Repeat {
            annotator: self.who(who),
            item: self.item(item),
            first: self.label(first),
            second: self.label(second),
            lag_secs: None,
        }
    }
}

fn sequence(cells: &[&Cell]) -> SequenceColumns {
    SequenceColumns {
        session: cells.iter().map(|c| c.session).collect(),
        position: cells.iter().map(|c| c.position).collect(),
        time_on_item_ms: Some(cells.iter().map(|c| c.ms).collect()),
        idle_cap_ms: u32::MAX - 1,
        hour_of_week: None,
        method: "by column".into(),
    }
}

fn sorted(mut repeats: Vec<Repeat>) -> Vec<Repeat> {
    repeats.sort_unstable();
    repeats
}

fn names(ids: &[usize], kind: &str) -> Names {
    let names: Vec<String> = ids.iter().map(|id| format!("{kind} {id:04}")).collect();
    Names::from_sorted(names.iter().map(String::as_str))
}
