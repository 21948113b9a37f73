/// What fatigue needs of order and time: sums per annotator-session and per annotator-block, in fixed point so that
/// they are exact in any order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SequenceTally {
    /// Slope sums of the outcome, sorted by annotator, session.
    pub outcome: Vec<SessionSums>,
    /// Slope sums of the log of the time on item, sorted likewise; empty where no times are known.
    pub log_time: Vec<SessionSums>,
    /// Outcome by annotator and block of 25 positions, sorted by annotator, block.
    pub outcome_blocks: Vec<BlockSums>,
    /// Log time by annotator and block.
    pub log_time_blocks: Vec<BlockSums>,
    /// Whether the outcome is "correct against gold" (else: share of the item's other annotators who agree).
    pub against_gold: bool,
    /// Whether sessions and positions come from a clock, a column, or an order alone; in words.
    pub method: String,
    /// Annotations without a place in a sequence, or without an outcome: left out.
    pub left_out: u64,
    /// Times above the idle cap, left out of log time.
    pub idle: u64,
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
