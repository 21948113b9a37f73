use super::Moments;
use super::one_way::OneWay;
use super::rating_table::RatingTable;
use super::two_way::TwoWay;
use crate::analysis::inference::{f_quantile, f_upper_p};
use crate::tally::QuestionTallies;
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};

/// The six intraclass correlations (Shrout & Fleiss 1979, Psychol. Bull. 86:420; named as in McGraw & Wong 1996,
/// Psychol. Methods 1:30): the share of the variance of numbers that lies between items. `1` takes annotators as
/// interchangeable, `A` counts constant offsets between them as disagreement, `C` does not; `,1` is one annotator's
/// number, `,k` the mean of the k that each item has.
///
/// MS of items, annotators and error: B, J, E (one-way: B, W); m items.
/// ICC(1,1) = (B − W) / (B + (k − 1) W) · ICC(1,k) = (B − W) / B ·
/// ICC(A,1) = (B − E) / (B + (k − 1) E + k (J − E) / m) · ICC(A,k) = (B − E) / (B + (J − E) / m) ·
/// ICC(C,1) = (B − E) / (B + (k − 1) E) · ICC(C,k) = (B − E) / B.
///
/// Interval and ratio scales. Missing annotations: ICC(1,1) takes them (k₀ in the place of k); the others are not estimable.
/// Published example: the six targets × four judges of Shrout & Fleiss, .17 .29 .71 .44 .62 .91.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icc {
    /// ICC(1,1).
    OneWay,
    /// ICC(A,1).
    Agreement,
    /// ICC(C,1).
    Consistency,
    /// ICC(1,k).
    OneWayMean,
    /// ICC(A,k).
    AgreementMean,
    /// ICC(C,k).
    ConsistencyMean,
}

/// An intraclass correlation with the F test of "items do not differ".
#[derive(Debug, Clone, PartialEq)]
pub struct IccEstimate {
    /// Value and F-based interval.
    pub estimate: Estimate,
    /// F of items; `None` where nothing varies within them.
    pub f: Option<f64>,
    /// Its degrees of freedom.
    pub df: [f64; 2],
    /// Its upper tail.
    pub p: Option<f64>,
}

/// What is nothing beside the mean squares, but for rounding.
const NOTHING: f64 = 1e-9;

impl Icc {
    /// All six, single annotators first.
    pub const ALL: [Icc; 6] = [
        Icc::OneWay,
        Icc::Agreement,
        Icc::Consistency,
        Icc::OneWayMean,
        Icc::AgreementMean,
        Icc::ConsistencyMean,
    ];

    /// Stable id.
    pub fn metric(self) -> &'static str {
        match self {
            Icc::OneWay => "icc_1_1",
            Icc::Agreement => "icc_a_1",
            Icc::Consistency => "icc_c_1",
            Icc::OneWayMean => "icc_1_k",
            Icc::AgreementMean => "icc_a_k",
            Icc::ConsistencyMean => "icc_c_k",
        }
    }

    /// Name for people.
    pub fn name(self) -> &'static str {
        match self {
            Icc::OneWay => "ICC(1,1)",
            Icc::Agreement => "ICC(A,1)",
            Icc::Consistency => "ICC(C,1)",
            Icc::OneWayMean => "ICC(1,k)",
            Icc::AgreementMean => "ICC(A,k)",
            Icc::ConsistencyMean => "ICC(C,k)",
        }
    }

    fn is_mean(self) -> bool {
        matches!(self, Icc::OneWayMean | Icc::AgreementMean | Icc::ConsistencyMean)
    }
}

/// One intraclass correlation of a question.
///
/// Not estimable: another scale than interval; fewer than two items or annotators; nothing varies; a two-way one or
/// that of a mean where somebody left an item out.
pub fn icc(kind: Icc, tallies: &QuestionTallies, level: f64) -> Outcome<IccEstimate> {
    let scale = tallies.question.scale;
    if !super::of_numbers(scale) {
        return Outcome::NotEstimable(Reason::NotOnThisScale { scale: scale.name().into() });
    }
    let found = match kind {
        Icc::OneWay | Icc::OneWayMean => one_way(kind, tallies, level),
        _ => two_way(kind, tallies, level),
    };
    found.map_or_else(Outcome::NotEstimable, Outcome::Estimated)
}

fn one_way(kind: Icc, tallies: &QuestionTallies, level: f64) -> Result<IccEstimate, Reason> {
    let table = &tallies.summaries.patterns;
    let by_item = OneWay::of(&Moments::of_patterns(table, &tallies.question.labels), &table.items)?;
    let sample = by_item.sample(tallies.summaries.annotator_labels.len() as u64);
    if kind.is_mean() && !by_item.balanced {
        let what = "items with the same number of annotations, of which the mean is taken".into();
        return Err(Reason::TooFew { what, found: 0, needed: sample.items });
    }
    let (between, within, k) = (by_item.between, by_item.within, by_item.per_item);
    let df = [by_item.items - 1.0, by_item.annotations - by_item.items];
    let ends = ends_of_f(between, within, df, level).map(|ends| ends.map(|f| of_ratio(kind, f, k)));
    let value = if kind.is_mean() {
        if between <= NOTHING * within {
            return Err(Reason::NoVariation { what: "the items' means".into() });
        }
        (between - within) / between
    } else {
        (between - within) / (between + (k - 1.0) * within)
    };
    let mut found = settled(kind, value, ends, sample, [between, within], df, level);
    if !by_item.balanced {
        found.estimate.method.push_str(&format!(", {k:.2} annotations per item (k0)"));
        let warning = "items have unequal numbers of annotations: the F-based interval is approximate";
        found.estimate.warnings.push(warning.into());
    }
    Ok(found)
}

fn two_way(kind: Icc, tallies: &QuestionTallies, level: f64) -> Result<IccEstimate, Reason> {
    let table = RatingTable::complete(tallies)?;
    let squares = TwoWay::of(&table)?;
    let TwoWay { items: m, annotators: k, rows: b, columns: j, error: e } = squares;
    let df = [m - 1.0, (m - 1.0) * (k - 1.0)];
    let below = match kind {
        Icc::Agreement => b + (k - 1.0) * e + k * (j - e) / m,
        Icc::AgreementMean => b + (j - e) / m,
        Icc::Consistency => b + (k - 1.0) * e,
        _ => b,
    };
    if below <= NOTHING * (b + j + e) {
        return Err(Reason::NoVariation { what: "the items' means".into() });
    }
    let ends = match kind {
        Icc::Agreement | Icc::AgreementMean => agreement_ends(kind, &squares, level),
        _ => ends_of_f(b, e, df, level).map(|ends| ends.map(|f| of_ratio(kind, f, k))),
    };
    Ok(settled(kind, (b - e) / below, ends, table.sample(), [b, e], df, level))
}

/// The ends of the interval of the ratio of variances (Shrout & Fleiss 1979, p. 424): F over the upper quantile, and F
/// times the upper quantile of the reversed degrees of freedom.
fn ends_of_f(between: f64, within: f64, [df1, df2]: [f64; 2], level: f64) -> Option<[f64; 2]> {
    let f = (within > 0.0).then(|| between / within)?;
    let upper = 0.5 + level / 2.0;
    Some([f / f_quantile(upper, df1, df2)?, f * f_quantile(upper, df2, df1)?])
}

/// The correlation that belongs to a ratio of variances.
fn of_ratio(kind: Icc, f: f64, k: f64) -> f64 {
    if kind.is_mean() { 1.0 - 1.0 / f } else { (f - 1.0) / (f + k - 1.0) }
}

/// The interval of ICC(A,·) with Satterthwaite's degrees of freedom (McGraw & Wong 1996, table 7; Shrout & Fleiss 1979,
/// p. 424).
fn agreement_ends(kind: Icc, squares: &TwoWay, level: f64) -> Option<[f64; 2]> {
    let &TwoWay { items: m, annotators: k, rows: b, columns: j, error: e } = squares;
    if e <= 0.0 {
        return None;
    }
    let single = (b - e) / (b + (k - 1.0) * e + k * (j - e) / m);
    let f = j / e;
    let rest = m * (1.0 + (k - 1.0) * single) - k * single;
    let numerator = (k - 1.0) * (m - 1.0) * (k * single * f + rest).powi(2);
    let df = numerator / ((m - 1.0) * (k * single * f).powi(2) + rest.powi(2));
    let upper = 0.5 + level / 2.0;
    let (above, below) = (f_quantile(upper, m - 1.0, df)?, f_quantile(upper, df, m - 1.0)?);
    let noise = k * j + (k * m - k - m) * e;
    let ends = [m * (b - above * e) / (above * noise + m * b), m * (below * b - e) / (noise + m * below * b)];
    let of_mean = |end: f64| if kind.is_mean() { end * k / (1.0 + end * (k - 1.0)) } else { end };
    Some(ends.map(of_mean))
}

fn settled(
    kind: Icc,
    value: f64,
    ends: Option<[f64; 2]>,
    sample: SampleSize,
    [between, error]: [f64; 2],
    df: [f64; 2],
    level: f64,
) -> IccEstimate {
    let interval = match ends.filter(|ends| ends.iter().all(|end| end.is_finite())) {
        Some([lower, upper]) => {
            let method = "F distribution (Shrout & Fleiss 1979)".into();
            Outcome::Estimated(ConfidenceInterval { lower, upper: upper.min(1.0), level, method })
        }
        None => Outcome::NotEstimable(Reason::NoErrorToEstimate),
    };
    let design = match kind {
        Icc::OneWay | Icc::OneWayMean => "one-way analysis of variance, pairable items",
        _ => "two-way analysis of variance, complete table",
    };
    let f = (error > 0.0).then(|| between / error);
    let method = format!("McGraw & Wong 1996, {design}");
    IccEstimate {
        estimate: Estimate { value, interval, se: None, sample, method, warnings: Vec::new() },
        f,
        df,
        p: f.and_then(|f| f_upper_p(f, df[0], df[1])),
    }
}
