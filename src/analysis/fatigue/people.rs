use super::fast_work::{Fast, fast_shares};
use super::followed::Followed;
use super::{AlongVerdict, AnnotatorAlong};
use crate::analysis::inference::{benjamini_hochberg, shrunk, t_quantile, t_two_sided_p};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};
use std::collections::BTreeMap;

/// Items with others that one must share before anything is said (METHODS §1).
const ENOUGH_ITEMS: u64 = 30;
/// Smallest difference of slopes that matters, in 0–1 per 100 positions.
const MARGIN: f64 = 0.05;
/// False discovery rate among the people named.
const FALSE_DISCOVERY: f64 = 0.05;

/// Everybody's own slope along the session, beside everybody's (METHODS §1: nobody is flagged lightly).
///
/// The outcome is item-adjusted: correctness minus the others' on the same item, or agreement with the others minus
/// agreement among them. Named only with 30 such items, q ≤ 0.05 (Benjamini–Hochberg), a difference from the pooled slope
/// of 5 points per 100 positions after shrinkage, the same sign in both halves of the items, and if the difference stands
/// among those of the same groups and within the own slices. The error is the own or the one from everybody's spread,
/// whichever is larger. In alphabetical order.
pub(super) fn measure(followed: &Followed<'_>, task_type: &str, level: f64) -> Vec<AnnotatorAlong> {
    let fast = fast_shares(followed, task_type);
    let mut people: Vec<Person> = followed.by_annotator().map(|own| Person::of(followed, own)).collect();
    let tested: Vec<usize> = (0..people.len()).filter(|&i| people[i].can_be_tested()).collect();
    judge(followed, &mut people, &tested);
    let told = |person: Person| person.told(followed, &fast, level);
    people.into_iter().map(told).collect()
}

/// One annotation of an item that others did too.
#[derive(Clone, Copy)]
struct Seen {
    row: usize,
    cell: u32,
    x: f64,
    d: f64,
}

struct Person {
    annotator: u32,
    seen: Vec<Seen>,
    fit: Option<Line>,
    shrunk: Option<f64>,
    error: f64,
    verdict: AlongVerdict,
}

/// A least-squares line within sessions.
#[derive(Clone, Copy)]
struct Line {
    slope: f64,
    xx: f64,
    rss: f64,
    df: f64,
}

impl Line {
    fn of(seen: impl Iterator<Item = (u32, f64, f64)>) -> Option<Self> {
        let mut cells: BTreeMap<u32, [f64; 6]> = BTreeMap::new();
        for (cell, x, y) in seen {
            let sums = cells.entry(cell).or_default();
            for (sum, v) in sums.iter_mut().zip([1.0, x, y, x * x, x * y, y * y]) {
                *sum += v;
            }
        }
        let (mut xx, mut xy, mut yy, mut n) = (0.0, 0.0, 0.0, 0.0);
        for [m, x, y, own_xx, own_xy, own_yy] in cells.values() {
            xx += own_xx - x * x / m;
            xy += own_xy - x * y / m;
            yy += own_yy - y * y / m;
            n += m;
        }
        let df = n - cells.len() as f64 - 1.0;
        (xx > 1e-9 && df >= 1.0).then(|| Self { slope: xy / xx, xx, rss: (yy - xy * xy / xx).max(0.0), df })
    }
}

impl Person {
    fn of(followed: &Followed<'_>, own: &[u32]) -> Self {
        let seen: Vec<Seen> = own
            .iter()
            .filter_map(|&row| {
                let row = row as usize;
                let d = adjusted(followed, row)?;
                Some(Seen { row, cell: followed.cell[row], x: followed.position(row) / 100.0, d })
            })
            .collect();
        let fit = Line::of(seen.iter().map(|s| (s.cell, s.x, s.d)));
        Self {
            annotator: followed.annotator(own[0] as usize),
            fit: fit.filter(|_| seen.len() as u64 >= ENOUGH_ITEMS),
            seen,
            shrunk: None,
            error: 0.0,
            verdict: AlongVerdict::TooFew,
        }
    }

    fn can_be_tested(&self) -> bool {
        self.fit.is_some()
    }

    /// Whether both halves of the items, split by a hash, differ from `from` in the same direction.
    fn halves_agree(&self, followed: &Followed<'_>, from: f64, sign: f64) -> bool {
        [0, 1].into_iter().all(|half| {
            let hash =
                |s: &&Seen| xxhash_rust::xxh3::xxh3_64(&u64::from(followed.item[s.row]).to_le_bytes()) & 1;
            let own = self.seen.iter().filter(|s| hash(s) == half).map(|s| (s.cell, s.x, s.d));
            Line::of(own).is_some_and(|line| (line.slope - from) * sign > 0.0)
        })
    }

    /// Whether the difference stands within the own parts of every slicing column.
    fn within_slices(&self, followed: &Followed<'_>, from: f64, sign: f64) -> bool {
        followed.tallies.slice_columns.iter().all(|column| {
            let mut parts: BTreeMap<(u32, u32), u32> = BTreeMap::new();
            let mut cell = |s: &Seen| {
                let next = parts.len() as u32;
                *parts.entry((s.cell, column.code[s.row])).or_insert(next)
            };
            let own: Vec<_> = self.seen.iter().map(|s| (cell(s), s.x, s.d)).collect();
            Line::of(own.into_iter()).is_none_or(|line| (line.slope - from) * sign > 0.0)
        })
    }

    fn told(self, followed: &Followed<'_>, fast: &BTreeMap<u32, Fast>, level: f64) -> AnnotatorAlong {
        let own = fast.get(&self.annotator).copied().unwrap_or_default();
        let slope = match self.fit {
            None => Outcome::NotEstimable(Reason::TooFew {
                what: "items that others did too".into(),
                found: self.seen.len() as u64,
                needed: ENOUGH_ITEMS,
            }),
            Some(line) => Outcome::Estimated(self.estimate(line, level)),
        };
        AnnotatorAlong {
            annotator: followed.tallies.annotators.name(self.annotator).into(),
            slope,
            shrunk: self.shrunk,
            verdict: self.verdict,
            fast_share: own.share(),
            timed: own.timed,
            hasty: false,
        }
    }

    fn estimate(&self, line: Line, level: f64) -> Estimate {
        let margin = t_quantile(0.5 + level / 2.0, line.df) * self.error;
        let n = self.seen.len() as u64;
        Estimate {
            value: line.slope,
            interval: Outcome::Estimated(ConfidenceInterval {
                lower: line.slope - margin,
                upper: line.slope + margin,
                level,
                method: format!("t with {:.0} degrees of freedom, own or pooled spread", line.df),
            }),
            se: Some(self.error),
            sample: SampleSize { items: n, annotations: n, annotators: 1 },
            method: "least-squares slope of the item-adjusted outcome per 100 positions, session effects"
                .into(),
            warnings: Vec::new(),
        }
    }
}

/// Own outcome minus what the item's others achieved; `None` where they tell nothing.
fn adjusted(followed: &Followed<'_>, row: usize) -> Option<f64> {
    let item = followed.item[row] as usize;
    let own = followed.outcome[row]?;
    let labels = followed.index.labels(item);
    if followed.against_gold {
        let right = followed.tallies.gold.as_ref()?[item];
        let is_own = right == followed.index.label[row];
        let others = labels.len().checked_sub(1).filter(|&n| n > 0)?;
        let same = labels.iter().filter(|&&label| label == right).count() - usize::from(is_own);
        return Some(own - same as f64 / others as f64);
    }
    let others = labels.len() as f64 - 1.0;
    if others < 2.0 {
        return None;
    }
    let mut pairs = 0.0;
    for rater in followed.index.rows(item).filter(|&other| other != row) {
        let same = labels.iter().filter(|&&label| label == followed.index.label[rater]).count() as f64 - 1.0;
        pairs += same - f64::from(u8::from(followed.index.label[rater] == followed.index.label[row]));
    }
    Some(own - pairs / (others * (others - 1.0)))
}

fn judge(followed: &Followed<'_>, people: &mut [Person], tested: &[usize]) {
    let lines: Vec<Line> = tested.iter().filter_map(|&i| people[i].fit).collect();
    let (rss, df) = lines.iter().fold((0.0, 0.0), |(rss, df), l| (rss + l.rss, df + l.df));
    let pooled = rss / f64::max(df, 1.0);
    let errors: Vec<f64> = lines.iter().map(|l| ((l.rss / l.df).max(pooled) / l.xx).sqrt()).collect();
    let all = pooled_slope(&lines);
    let differences: Vec<(f64, f64)> = lines.iter().zip(&errors).map(|(l, &e)| (l.slope - all, e)).collect();
    for (&i, &error) in tested.iter().zip(&errors) {
        (people[i].error, people[i].verdict) = (error, AlongVerdict::NoEvidence);
    }
    if differences.len() < 2 || differences.iter().any(|d| d.1 <= 0.0) {
        return;
    }
    let p: Vec<f64> = differences.iter().zip(&lines).map(|(d, l)| t_two_sided_p(d.0 / d.1, l.df)).collect();
    let drawn = shrunk(&differences);
    let q = benjamini_hochberg(&p);
    for (k, &i) in tested.iter().enumerate() {
        people[i].shrunk = Some(drawn[k]);
        let sign = drawn[k].signum();
        let suspect = q[k] <= FALSE_DISCOVERY && drawn[k].abs() >= MARGIN && sign * differences[k].0 > 0.0;
        let stands = suspect
            && people[i].halves_agree(followed, all, sign)
            && people[i].within_slices(followed, all, sign)
            && within_groups(followed, people, tested, i, sign);
        if stands {
            people[i].verdict = if sign < 0.0 { AlongVerdict::FallsMore } else { AlongVerdict::FallsLess };
        }
    }
}

/// The slope of all together.
fn pooled_slope(lines: &[Line]) -> f64 {
    let (xy, xx) = lines.iter().fold((0.0, 0.0), |(xy, xx), l| (xy + l.slope * l.xx, xx + l.xx));
    xy / f64::max(xx, f64::MIN_POSITIVE)
}

/// Whether the difference keeps sign and margin beside those of the own group, for every attribute with two others.
fn within_groups(
    followed: &Followed<'_>,
    people: &[Person],
    tested: &[usize],
    suspect: usize,
    sign: f64,
) -> bool {
    let who = people[suspect].annotator;
    let Some(own) = people[suspect].fit else { return false };
    followed.tallies.summaries.attributes.iter().all(|attribute| {
        let group = attribute.groups.iter().find(|g| g.annotators.iter().any(|a| a.annotator == who));
        let peers = |i: &&usize| {
            let other = people[**i].annotator;
            other != who && group.is_some_and(|g| g.annotators.iter().any(|a| a.annotator == other))
        };
        let lines: Vec<Line> = tested.iter().filter(peers).filter_map(|&i| people[i].fit).collect();
        lines.len() < 2 || (own.slope - pooled_slope(&lines)) * sign >= MARGIN
    })
}
