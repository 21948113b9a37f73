use super::followed::Followed;
use super::slope_pair::{Told, slope};
use super::two_way::{TwoWay, within_cells};
use super::within_slope::{ClusterSums, WithinSlope};
use super::{ItemEffects, Slope};
use crate::tally::Crossing;
use crate::vocabulary::{Outcome, Reason};

/// Below this share of its variance within sessions, what items leave of position is too little to go by.
const LEAST_LEFT: f64 = 0.05;

/// The slope with item effects beside those of annotator × session: whether it is the later items that are harder.
pub(super) fn measure(followed: &Followed<'_>, level: f64) -> Outcome<ItemEffects> {
    let x = |row: usize| followed.position(row);
    let cell = |row: usize| followed.cell[row];
    match Observations::of(followed, x, cell).and_then(|seen| seen.slope(100.0, "position", level)) {
        Ok(found) => Outcome::Estimated(found),
        Err(reason) => Outcome::NotEstimable(reason),
    }
}

/// Annotations that can tell item and order apart, in order of items.
pub(super) struct Observations {
    item: Vec<u32>,
    cell: Vec<u32>,
    annotator: Vec<u32>,
    x: Vec<f64>,
    y: Vec<f64>,
    against_gold: bool,
}

impl Observations {
    /// `x` and `cell` by row; a row whose cell is [`Followed::NOWHERE`] does not enter.
    ///
    /// Agreement with the others of an item moves with their order too: what one's own x changes in one's own share, it
    /// changes in each other's by a (k − 1)th. Among k annotators of an item (k − 2)/(k − 1) of the effect is left, so x
    /// is multiplied by it, which divides the slope by it (for two annotators nothing is left: such items do not enter).
    ///
    /// # Errors
    /// Where there is neither gold nor a third annotator.
    pub fn of(
        followed: &Followed<'_>,
        x: impl Fn(usize) -> f64,
        cell: impl Fn(usize) -> u32,
    ) -> Result<Self, Reason> {
        let against_gold = followed.against_gold;
        let mut seen = Self {
            item: Vec::new(),
            cell: Vec::new(),
            annotator: Vec::new(),
            x: Vec::new(),
            y: Vec::new(),
            against_gold,
        };
        let mut items = 0u32;
        for item in 0..followed.index.items() {
            let rows = followed.index.rows(item);
            let k = rows.len() as f64;
            let left = if against_gold { 1.0 } else { (k - 2.0) / (k - 1.0) };
            let usable = |row: &usize| followed.outcome[*row].is_some() && cell(*row) != Followed::NOWHERE;
            if rows.len() < if against_gold { 2 } else { 3 } || rows.clone().filter(usable).count() < 2 {
                continue;
            }
            for row in rows.filter(usable) {
                seen.item.push(items);
                seen.cell.push(cell(row));
                seen.annotator.push(followed.annotator(row));
                seen.x.push(left * x(row));
                seen.y.push(followed.outcome[row].unwrap_or_default());
            }
            items += 1;
        }
        if items < 2 {
            let what = match against_gold {
                true => "items with gold and two or more annotators",
                false => "items with three or more annotators",
            };
            return Err(Reason::TooFew { what: what.into(), found: u64::from(items), needed: 2 });
        }
        Ok(seen)
    }

    /// The slope per `unit` of x, named `what`.
    ///
    /// # Errors
    /// Where x hardly varies once items are held fixed, or nothing else carries a slope.
    pub fn slope(&self, unit: f64, what: &str, level: f64) -> Result<ItemEffects, Reason> {
        let way = TwoWay::new(&self.item, &self.cell);
        let within = within_cells(&self.x, &self.cell);
        let y = || self.y.iter().map(|y| y * 1e6).collect();
        let (x, y) = rayon::join(|| way.residual(self.x.clone()), || way.residual(y()));
        let (x, y) = (x?, y?);
        let left: f64 = x.iter().map(|x| x * x).sum::<f64>();
        if left <= LEAST_LEFT * within {
            let what = format!("{what} once items are held fixed: order and item cannot be separated");
            return Err(Reason::NoVariation { what });
        }
        let fit = WithinSlope::fit(self.clusters(&x, &y), "the outcome", "sessions and items")?;
        let corrected = if self.against_gold {
            ""
        } else {
            ", divided by (k − 2)/(k − 1) for k annotators of an item"
        };
        let told = Told {
            scale: unit / 1e6,
            items: u64::from(self.item.last().map_or(0, |&last| last + 1)),
            crossing: &self.crossing(&x, &y),
            method: format!("least-squares slope, annotator × session and item effects{corrected}"),
            level,
        };
        let mut found: Slope = slope(&fit, &told)?;
        // Items' effects leave every residual short of its share: only with what items share is the error whole.
        found.estimate.interval = Outcome::Estimated(found.allowing_for_shared_items.clone());
        found.p_value = found.p_for_shared_items(fit.value * told.scale);
        Ok(ItemEffects { slope: found, variance_left: left / within })
    }

    fn clusters(&self, x: &[f64], y: &[f64]) -> Vec<ClusterSums> {
        let people = self.annotator.iter().max().map_or(0, |&last| last + 1);
        let empty = |annotator| ClusterSums { annotator, n: 0, cells: 0, xx: 0.0, xy: 0.0, yy: 0.0 };
        let mut sums: Vec<ClusterSums> = (0..people).map(empty).collect();
        for ((&who, x), y) in self.annotator.iter().zip(x).zip(y) {
            let own = &mut sums[who as usize];
            own.n += 1;
            own.xx += x * x;
            own.xy += x * y;
            own.yy += y * y;
        }
        sums
    }

    fn crossing(&self, x: &[f64], y: &[f64]) -> Crossing {
        let terms: Vec<(u32, f64, f64)> =
            self.item.iter().zip(x).zip(y).map(|((&i, x), y)| (i, x * y, x * x)).collect();
        crossing(&terms)
    }
}

/// What annotations of one item share, of terms (item, a, b) in order of items.
pub(super) fn crossing(terms: &[(u32, f64, f64)]) -> Crossing {
    let mut all = Crossing::default();
    for own in terms.chunk_by(|a, b| a.0 == b.0) {
        let sum = |of: fn(&(u32, f64, f64)) -> f64| own.iter().map(of).sum::<f64>();
        let (a, b) = (sum(|t| t.1), sum(|t| t.2));
        all.absorb(&Crossing {
            aa: (a * a - sum(|t| t.1 * t.1)).round() as i128,
            ab: (a * b - sum(|t| t.1 * t.2)).round() as i128,
            bb: (b * b - sum(|t| t.2 * t.2)).round() as i128,
        });
    }
    all
}
