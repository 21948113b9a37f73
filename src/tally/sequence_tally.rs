use super::TimeCounts;

/// What fatigue needs of order and time: sums per annotator-session and per annotator-block, in fixed point so that
/// they are exact in any order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SequenceTally {
    /// Length of every session, sorted by annotator, session; annotations that have a place.
    pub sessions: Vec<SessionLength>,
    /// Outcome "share of the item's other annotators who agree"; pairable items alone have it.
    pub agreement: SlopeSums,
    /// By annotator and session, how far own agreement lies from the others' on the same items; sorted. Items with two or
    /// more others alone have it.
    pub differences: Vec<SessionDifference>,
    /// Outcome "correct against gold" (0 or 1); empty where the log has no gold.
    pub correctness: SlopeSums,
    /// ln(milliseconds on the item); empty where no times are known.
    pub log_time: SlopeSums,
    /// How often annotations took how long; empty where no times are known.
    pub times: TimeCounts,
    /// Whether sessions and positions come from a clock, a column, or an order alone; in words.
    pub method: String,
}

impl SequenceTally {
    /// Positions per block.
    pub const BLOCK: u32 = 25;
}

/// Sums of one outcome over positions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SlopeSums {
    /// Slope sums, sorted by annotator, session.
    pub sessions: Vec<SessionSums>,
    /// By annotator and block of 25 positions (of whatever session), sorted by annotator, block.
    pub blocks: Vec<BlockSums>,
    /// Distinct items behind them.
    pub items: u64,
    /// Annotations without a place in a sequence or without this outcome: left out.
    pub left_out: u64,
    /// What annotators of the same item share.
    pub crossing: Crossing,
}

/// Products between different annotations of the same item, summed over items, of their parts in a slope within
/// annotator-sessions: a = (x − x̄)(y − ȳ) and b = (x − x̄)², y in millionths, means over the session. Each item's sum
/// is rounded to whole numbers, so their order cannot matter. Means are those of the log that was counted: after a
/// merge of logs that share sessions they are approximate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Crossing {
    /// Σ over items of Σ_{r≠s} a_r a_s.
    pub aa: i128,
    /// Σ over items of Σ_{r≠s} a_r b_s.
    pub ab: i128,
    /// Σ over items of Σ_{r≠s} b_r b_s.
    pub bb: i128,
}

impl Crossing {
    /// Adds another log's.
    pub fn absorb(&mut self, other: &Self) {
        self.aa += other.aa;
        self.ab += other.ab;
        self.bb += other.bb;
    }
}

impl SlopeSums {
    /// Annotations that entered.
    pub fn annotations(&self) -> u64 {
        self.sessions.iter().map(|session| session.n).sum()
    }
}

/// Sums over one annotator's session of the item-adjusted difference: the share of the item's others who gave the same
/// label, minus the share of agreeing pairs among these others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct SessionDifference {
    /// Annotator id.
    pub annotator: u32,
    /// Session number within the annotator.
    pub session: u32,
    /// Annotations.
    pub n: u64,
    /// Σ of the differences, in millionths.
    pub sum: i64,
}

/// How many annotations of the question one session holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct SessionLength {
    /// Annotator id.
    pub annotator: u32,
    /// Session number within the annotator.
    pub session: u32,
    /// Annotations with a place in it.
    pub annotations: u64,
}

/// Sums over one annotator's session: x = position (1-based), y = outcome in millionths or ln(ms) in millionths.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct SessionSums {
    /// Annotator id.
    pub annotator: u32,
    /// Session number within the annotator.
    pub session: u32,
    /// Annotations.
    pub n: u64,
    /// Σx.
    pub x: i128,
    /// Σy, millionths.
    pub y: i128,
    /// Σx².
    pub xx: i128,
    /// Σxy, millionths.
    pub xy: i128,
    /// Σy², millionths squared.
    pub yy: i128,
}

impl SessionSums {
    /// Adds one annotation at `position` with outcome `y` in millionths.
    pub fn add(&mut self, position: u32, y: i64) {
        // A position is below 2³² and an outcome below 2²⁵, so each product fits into 64 bits and only sums are wide.
        let (x, square) = (i64::from(position), u64::from(position).pow(2));
        self.n += 1;
        self.x += i128::from(x);
        self.y += i128::from(y);
        self.xx += i128::from(square);
        self.xy += i128::from(x * y);
        self.yy += i128::from(y * y);
    }

    /// Adds the sums of other annotations.
    pub fn absorb(&mut self, other: &Self) {
        self.n += other.n;
        self.x += other.x;
        self.y += other.y;
        self.xx += other.xx;
        self.xy += other.xy;
        self.yy += other.yy;
    }
}

/// Sums over one annotator's block of positions (block 0 = positions 1–25).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct BlockSums {
    /// Annotator id.
    pub annotator: u32,
    /// Block number from 0.
    pub block: u32,
    /// Annotations.
    pub n: u64,
    /// Σy, millionths.
    pub y: i128,
    /// Σy², millionths squared.
    pub yy: i128,
}

impl BlockSums {
    /// Adds one annotation with outcome `y` in millionths.
    pub fn add(&mut self, y: i64) {
        self.n += 1;
        self.y += i128::from(y);
        self.yy += i128::from(y * y);
    }

    /// Adds the sums of other annotations.
    pub fn absorb(&mut self, other: &Self) {
        self.n += other.n;
        self.y += other.y;
        self.yy += other.yy;
    }
}
