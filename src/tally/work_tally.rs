use super::coalesce;
use crate::vocabulary::Week;

/// Work by calendar week: exact sums that add over any split by item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkTally {
    /// By annotator and week, sorted; weeks in which the annotator worked.
    pub cells: Vec<WorkCell>,
    /// By week, ascending.
    pub weeks: Vec<WeekSums>,
    /// Annotations whose day is not known: left out.
    pub undated: u64,
}

/// What is followed along the calendar, each in millionths; the place of its sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkOutcome {
    /// Share of the item's other annotators who agree; pairable items.
    Agreement = 0,
    /// That share minus the share of agreeing pairs among these others; items with two or more others.
    Difference = 1,
    /// Correct against gold, 0 or 1.
    Correctness = 2,
    /// ln(milliseconds on the item).
    LogTime = 3,
}

impl WorkOutcome {
    /// How many there are.
    pub const COUNT: usize = 4;
}

/// Annotations with an outcome and the sum of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OutcomeSum {
    /// Annotations.
    pub n: u64,
    /// Σy, millionths.
    pub y: i64,
}

impl OutcomeSum {
    pub(super) fn absorb(&mut self, other: Self) {
        self.n += other.n;
        self.y += other.y;
    }

    /// The mean, in millionths; `None` of nothing.
    pub fn mean(self) -> Option<f64> {
        (self.n > 0).then(|| self.y as f64 / self.n as f64)
    }
}

/// One annotator's week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkCell {
    /// Annotator id.
    pub annotator: u32,
    /// The week.
    pub week: Week,
    /// By [`WorkOutcome`].
    pub sums: [OutcomeSum; WorkOutcome::COUNT],
    /// Annotations of that week, with or without any outcome.
    pub annotations: u64,
}

/// Everybody's week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekSums {
    /// The week.
    pub week: Week,
    /// By [`WorkOutcome`]: what annotations of the same item share.
    pub shared: [SharedItems; WorkOutcome::COUNT],
    /// (time on item, annotations): times in steps of [`WeekSums::TIME_STEP`] of ln(ms), ascending.
    pub times: Vec<(u16, u64)>,
}

/// Products between different annotations of one item in one week, summed over items.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SharedItems {
    /// Items with an annotation.
    pub items: u64,
    /// Σ n (n − 1), n the item's annotations.
    pub pairs: i128,
    /// Σ of y_r over ordered pairs r ≠ s of an item, millionths.
    pub y: i128,
    /// Σ of y_r y_s over the same, millionths squared.
    pub yy: i128,
}

impl SharedItems {
    /// Adds one item's annotations: how many, Σy, Σy².
    pub(super) fn add(&mut self, n: i64, y: i64, squares: i128) {
        if n == 0 {
            return;
        }
        self.items += 1;
        self.pairs += i128::from(n * (n - 1));
        self.y += i128::from(y) * i128::from(n - 1);
        self.yy += i128::from(y) * i128::from(y) - squares;
    }

    pub(super) fn absorb(&mut self, other: &Self) {
        self.items += other.items;
        self.pairs += other.pairs;
        self.y += other.y;
        self.yy += other.yy;
    }

    /// Σ (y_r − mean)(y_s − mean) over ordered pairs of annotations of one item.
    pub fn around(&self, mean: f64) -> f64 {
        self.yy as f64 - 2.0 * mean * self.y as f64 + mean * mean * self.pairs as f64
    }
}

impl WeekSums {
    /// Times are counted in steps of this part of ln(ms), one per cent.
    pub const TIME_STEP: f64 = 0.01;

    /// Nothing yet.
    pub(super) fn empty(week: Week) -> Self {
        Self { week, shared: [SharedItems::default(); WorkOutcome::COUNT], times: Vec::new() }
    }

    /// Median of ln(ms) on the item, to half a step; `None` where no times are known.
    pub fn median_log_time(&self) -> Option<f64> {
        let all: u64 = self.times.iter().map(|&(_, n)| n).sum();
        let (mut before, half) = (0, all as f64 / 2.0);
        for &(step, n) in &self.times {
            if (before + n) as f64 >= half {
                return Some((f64::from(step) + (half - before as f64) / n as f64) * Self::TIME_STEP);
            }
            before += n;
        }
        None
    }
}

impl WorkTally {
    /// Adds another log's, whose annotators have the ids `annotators` here.
    pub(super) fn absorb(&mut self, other: &Self, annotators: &[u32]) {
        self.undated += other.undated;
        self.cells.extend(other.cells.iter().map(|cell| {
            let mut cell = *cell;
            cell.annotator = annotators[cell.annotator as usize];
            cell
        }));
        coalesce(
            &mut self.cells,
            |cell| (cell.annotator, cell.week),
            |kept, next| {
                kept.annotations += next.annotations;
                kept.sums.iter_mut().zip(next.sums).for_each(|(kept, next)| kept.absorb(next));
            },
        );
        self.weeks.extend(other.weeks.iter().cloned());
        coalesce(
            &mut self.weeks,
            |sums| sums.week,
            |kept, next| {
                kept.shared.iter_mut().zip(&next.shared).for_each(|(kept, next)| kept.absorb(next));
                kept.times.extend(&next.times);
                coalesce(&mut kept.times, |&(step, _)| step, |kept: &mut (u16, u64), next| kept.1 += next.1);
            },
        );
    }
}
