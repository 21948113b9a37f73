//! Logs of people at work in sessions, with a known truth.

use raterscope::log::{AnnotationLog, Names, QuestionRows, SequenceColumns};
use raterscope::tally::{QuestionTallies, count};
use raterscope::vocabulary::{Label, LabelSet, Question, Reason, Scale};

/// A stream of shares in 0–1 (splitmix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    pub fn below(&mut self, n: usize) -> usize {
        ((self.share() * n as f64) as usize).min(n - 1)
    }
}

/// What is true of a log.
#[derive(Clone, Copy)]
pub struct Shifts {
    pub annotators: u32,
    pub items: u32,
    /// Annotators of an item.
    pub per_item: usize,
    /// Change of the chance of being right per 100 positions.
    pub slope: f64,
    /// Whether gold is in the log.
    pub gold: bool,
    /// Whether some do many times the work of others.
    pub uneven: bool,
    /// Whether the worse work little: they are few among those who go far.
    pub worse_drop_out: bool,
    /// Whether sessions that go badly end early.
    pub bad_sessions_end_early: bool,
    /// Whether people meet easy items first, roughly.
    pub harder_later: bool,
    /// Whether like items follow each other, and people have a favourite label when they err.
    pub autocorrelated: bool,
    /// Chance of giving the label before again, whatever the item.
    pub carry_over: f64,
}

impl Shifts {
    /// Nothing special: 24 people, 600 items, five of them an item.
    pub const PLAIN: Self = Self {
        annotators: 24,
        items: 600,
        per_item: 5,
        slope: 0.0,
        gold: true,
        uneven: false,
        worse_drop_out: false,
        bad_sessions_end_early: false,
        harder_later: false,
        autocorrelated: false,
        carry_over: 0.0,
    };
}

const LABELS: usize = 3;

struct Item {
    truth: usize,
    difficulty: f64,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    item: u32,
    who: u32,
    label: u32,
    session: u32,
    position: u32,
}

impl Shifts {
    /// One such log.
    pub fn log(&self, seed: u64) -> QuestionTallies {
        let mut dice = Dice(seed);
        let item = |dice: &mut Dice| Item { truth: dice.below(LABELS), difficulty: 0.3 * dice.share() };
        let items: Vec<Item> = (0..self.items).map(|_| item(&mut dice)).collect();
        let skills: Vec<f64> = (0..self.annotators).map(|_| 0.8 + 0.16 * dice.share()).collect();
        let mut queues = self.queues(&skills, &mut dice);
        let mut rows = Vec::new();
        for (who, queue) in (0u32..).zip(&mut queues) {
            self.arrange(queue, &items, &mut dice);
            self.work(who, skills[who as usize], queue, &items, &mut rows, &mut dice);
        }
        rows.sort_unstable();
        self.tallies(&rows, &items)
    }

    /// Who does which items.
    fn queues(&self, skills: &[f64], dice: &mut Dice) -> Vec<Vec<u32>> {
        let load = |who: usize, dice: &mut Dice| {
            let uneven = if self.uneven { 0.15 + 3.0 * dice.share().powi(3) } else { 1.0 };
            let skill = if self.worse_drop_out { ((skills[who] - 0.8) / 0.16).powi(2) + 0.05 } else { 1.0 };
            uneven * skill
        };
        let mut sums: Vec<f64> = Vec::new();
        for who in 0..skills.len() {
            let before = sums.last().copied().unwrap_or(0.0);
            sums.push(before + load(who, dice));
        }
        let total = *sums.last().expect("people");
        let mut queues = vec![Vec::new(); skills.len()];
        for item in 0..self.items {
            let mut chosen: Vec<usize> = Vec::new();
            while chosen.len() < self.per_item {
                let at = dice.share() * total;
                let who = sums.partition_point(|&sum| sum < at).min(skills.len() - 1);
                if !chosen.contains(&who) {
                    chosen.push(who);
                    queues[who].push(item);
                }
            }
        }
        queues
    }

    /// In which order.
    fn arrange(&self, queue: &mut Vec<u32>, items: &[Item], dice: &mut Dice) {
        for i in (1..queue.len()).rev() {
            queue.swap(i, dice.below(i + 1));
        }
        if self.autocorrelated {
            let mut rest = std::mem::take(queue);
            let mut last = 0;
            while !rest.is_empty() {
                let like = rest.iter().rposition(|&i| items[i as usize].truth == last);
                let at = like.filter(|_| dice.share() < 0.8).unwrap_or(rest.len() - 1);
                let next = rest.remove(at);
                last = items[next as usize].truth;
                queue.push(next);
            }
        }
    }

    fn work(
        &self,
        who: u32,
        skill: f64,
        queue: &[u32],
        items: &[Item],
        rows: &mut Vec<Row>,
        dice: &mut Dice,
    ) {
        let favourite = dice.below(LABELS);
        let (mut session, mut rest) = (0, queue);
        while !rest.is_empty() {
            let day = 0.16 * (dice.share() - 0.5);
            let length = match self.bad_sessions_end_early {
                true => (70.0 + 700.0 * day) as usize,
                false => 30 + dice.below(80),
            };
            let (own, later) = rest.split_at(length.clamp(5, rest.len().max(5)).min(rest.len()));
            let mut own = own.to_vec();
            if self.harder_later {
                let mut keyed: Vec<(f64, u32)> =
                    own.iter().map(|&i| (items[i as usize].difficulty + 0.15 * dice.share(), i)).collect();
                keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
                own = keyed.into_iter().map(|(_, i)| i).collect();
            }
            let mut before = None;
            for (position, item) in (1u32..).zip(own) {
                let about = &items[item as usize];
                let right = skill + day - about.difficulty + self.slope * f64::from(position - 1) / 100.0;
                let label = self.label(right.clamp(0.02, 0.98), about.truth, (favourite, before), dice);
                rows.push(Row { item, who, label: label as u32, session, position });
                before = Some(label);
            }
            session += 1;
            rest = later;
        }
    }

    fn label(
        &self,
        right: f64,
        truth: usize,
        (favourite, before): (usize, Option<usize>),
        dice: &mut Dice,
    ) -> usize {
        if let Some(before) = before.filter(|_| self.carry_over > 0.0)
            && dice.share() < self.carry_over
        {
            return before;
        }
        if dice.share() < right {
            return truth;
        }
        if self.autocorrelated && favourite != truth && dice.share() < 0.6 {
            return favourite;
        }
        (truth + 1 + dice.below(LABELS - 1)) % LABELS
    }

    fn tallies(&self, rows: &[Row], items: &[Item]) -> QuestionTallies {
        let names =
            |letter: &str, n: u32| -> Vec<String> { (0..n).map(|i| format!("{letter}{i:07}")).collect() };
        let (item_names, people) = (names("i", self.items), names("a", self.annotators));
        let labels = LabelSet {
            names: (0..LABELS).map(|l| format!("l{l}")).collect(),
            values: None,
            declared: false,
            used: vec![true; LABELS],
        };
        let sequence = SequenceColumns {
            session: rows.iter().map(|row| row.session).collect(),
            position: rows.iter().map(|row| row.position).collect(),
            time_on_item_ms: None,
            idle_cap_ms: 600_000,
            hour_of_week: None,
            method: "simulated".into(),
        };
        let question = QuestionRows {
            item_skips: Vec::new(),
            question: Question { name: "label".into(), labels, scale: Scale::Nominal },
            item: rows.iter().map(|row| row.item).collect(),
            annotator: rows.iter().map(|row| row.who).collect(),
            label: rows.iter().map(|row| Label(row.label)).collect(),
            sequence: Ok(sequence),
            periods: Err(Reason::NotInLog { what: "days".into(), columns: "submitted_at".into() }),
            slices: Vec::new(),
            gold: self.gold.then(|| items.iter().map(|item| Label(item.truth as u32)).collect()),
            second_gold: None,
            models: Vec::new(),
            interventions: None,
            repeats: Vec::new(),
            no_repeats: Some(Reason::NotInLog { what: "repeats".into(), columns: "is_repeat".into() }),
            skips: vec![0; people.len()],
        };
        let log = AnnotationLog {
            items: Names::from_sorted(item_names.iter().map(String::as_str)),
            annotators: Names::from_sorted(people.iter().map(String::as_str)),
            questions: vec![question],
            roster: Vec::new(),
            item_attributes: Vec::new(),
            model_attributes: Vec::new(),
            clusters: None,
            account: Default::default(),
        };
        count(log).0.questions.into_iter().next().expect("one question")
    }
}
