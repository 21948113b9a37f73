//! Logs drawn at random whose groups are known, small ones among them.

use std::collections::{BTreeMap, BTreeSet};

/// Attribute → group → its annotators. Names of groups occur nowhere else.
pub type Groups = BTreeMap<String, BTreeMap<String, BTreeSet<usize>>>;

/// A log, its roster, and who is in which group.
pub struct Panel {
    pub log: String,
    pub roster: String,
    pub groups: Groups,
    pub people: usize,
    pub work: Vec<Work>,
}

/// One annotation: by whom, of which item, in which batch, on which day of February 2026.
#[derive(Clone, Copy)]
pub struct Work {
    pub person: usize,
    pub item: usize,
    pub batch: usize,
    pub day: usize,
}

/// A small generator of whole numbers, for logs that are the same everywhere.
pub struct Draws(u64);

impl Draws {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// 0 to `n` − 1.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }
}

/// The item that the model answers: some people have not annotated it.
pub const ANSWERED: usize = 4;

const ATTRIBUTES: [&str; 4] = ["gender", "origin", "region", "city"];

/// Two attributes by themselves, and two of which one divides the other: a region of a few cities.
pub fn panel(seed: u64) -> Panel {
    let mut draws = Draws::new(seed);
    let people = 14 + draws.below(40);
    let kinds = [2 + draws.below(2), 2 + draws.below(4), 2 + draws.below(2)];
    let mut groups = Groups::new();
    let mut roster = format!("annotator_id,{}\n", ATTRIBUTES.join(","));
    for person in 0..people {
        let [gender, origin, region] = kinds.map(|n| draws.below(n).min(draws.below(n + 1)));
        let unknown = draws.below(12) == 0;
        let city = region * 3 + draws.below(3).min(draws.below(3));
        let values = [
            if unknown { String::new() } else { format!("gender{gender}") },
            format!("origin{origin}"),
            format!("region{region}"),
            format!("city{city}"),
        ];
        roster.push_str(&format!("p{person:02}x,{}\n", values.join(",")));
        for (attribute, value) in ATTRIBUTES.iter().zip(values) {
            let group = if value.is_empty() { "unknown".into() } else { value };
            groups.entry((*attribute).into()).or_default().entry(group).or_default().insert(person);
        }
    }
    let (log, work) = log(&mut draws, people);
    Panel { log, roster, groups, people, work }
}

/// Twelve items that everybody labels, but for gaps; a model labels [`ANSWERED`] alone; two batches, four weeks.
fn log(draws: &mut Draws, people: usize) -> (String, Vec<Work>) {
    let mut work = Vec::new();
    let mut text = String::from("item_id,annotator_id,label,batch,submitted_at,model_label\n");
    for person in 0..people {
        for item in 0..12 {
            if draws.below(9) == 0 {
                continue;
            }
            let label = ["yes", "no", "hm"][(item % 2 + draws.below(4) / 3) % 3];
            let model = if item == ANSWERED { "yes" } else { "" };
            let batch = item % 2;
            let day = 1 + (item * 2 + person % 3) % 28;
            text.push_str(&format!(
                "i{item},p{person:02}x,{label},b{batch},2026-02-{day:02}T10:00:00Z,{model}\n"
            ));
            work.push(Work { person, item, batch, day });
        }
    }
    (text, work)
}

impl Panel {
    /// All groups that the audit knows: attributes, and crossings of two.
    pub fn all_groups(&self) -> Groups {
        let mut all = self.groups.clone();
        let names: Vec<&String> = self.groups.keys().collect();
        for (x, first) in names.iter().enumerate() {
            for second in &names[x + 1..] {
                let crossed = all.entry(format!("{first} × {second}")).or_default();
                for (a, inside) in &self.groups[*first] {
                    for (b, other) in &self.groups[*second] {
                        let both: BTreeSet<usize> = inside.intersection(other).copied().collect();
                        if !both.is_empty() {
                            crossed.insert(format!("{a} × {b}"), both);
                        }
                    }
                }
            }
        }
        all
    }
}
