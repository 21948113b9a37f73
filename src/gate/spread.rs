use super::Limit;
use crate::analysis::inference::{t_cdf, t_quantile};

/// An interval as a distribution: how far the truth may lie from the value on either side, at any level.
///
/// Audits hold one level; other levels, and p values, are read from it by scaling either side with t quantiles. The
/// degrees of freedom are those that the interval's width and its standard error tell (width = 2 t_df se), so that few
/// annotators make distant levels as wide as they are; without a standard error the normal distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// The point estimate.
    pub value: f64,
    /// Lower end.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
    /// The level of these ends, in 0–1.
    pub level: f64,
    df: f64,
}

/// Degrees of freedom that are the normal distribution's.
const NORMAL: f64 = 1e9;

impl Spread {
    /// The spread of an interval; `se` where known.
    pub fn of(value: f64, (lower, upper): (f64, f64), level: f64, se: Option<f64>) -> Self {
        let wide = se.filter(|se| *se > 0.0).map(|se| (upper - lower) / (2.0 * se));
        Self { value, lower, upper, level, df: wide.map_or(NORMAL, |t| degrees(t, level)) }
    }

    /// The same at another level, in 0–1.
    pub fn at(self, level: f64) -> Self {
        let wider = self.quantile(level) / self.quantile(self.level);
        let end = |end: f64| self.value + (end - self.value) * wider;
        Self { lower: end(self.lower), upper: end(self.upper), level, ..self }
    }

    /// One-sided p of "the limit is kept": how rarely a value as far on its wrong side would be seen if the truth lay on
    /// the limit. Above one half where the value lies on the right side.
    pub fn p_kept(&self, limit: Limit) -> f64 {
        let towards = if limit.is_floor() { self.upper } else { self.lower };
        let room = limit.room(self.value);
        // The side that faces the limit from where the value lies on its wrong side.
        let scale = (towards - self.value).abs() / self.quantile(self.level);
        if scale <= 0.0 {
            return if room < 0.0 { 0.0 } else { 1.0 };
        }
        t_cdf(room / scale, self.df)
    }

    /// Whether all of it lies on the right side.
    pub fn keeps(&self, limit: Limit) -> bool {
        limit.room(self.lower).min(limit.room(self.upper)) >= 0.0
    }

    /// Whether all of it lies on the wrong side.
    pub fn breaks(&self, limit: Limit) -> bool {
        limit.room(self.lower).max(limit.room(self.upper)) < 0.0
    }

    /// The standard error that an interval of this width has.
    pub fn error(&self) -> f64 {
        (self.upper - self.lower) / (2.0 * self.quantile(self.level))
    }

    /// Half the width, in standard errors, of an interval of this level.
    pub fn quantile(&self, level: f64) -> f64 {
        t_quantile(0.5 + level / 2.0, self.df)
    }

    /// The quantile that leaves `tail` beyond it on one side.
    pub fn one_sided(&self, tail: f64) -> f64 {
        t_quantile(1.0 - tail, self.df)
    }
}

/// The degrees of freedom at which the t quantile of a level is `t`, by halving; the normal distribution's where it is
/// no wider.
fn degrees(t: f64, level: f64) -> f64 {
    let quantile = |df: f64| t_quantile(0.5 + level / 2.0, df);
    if t.is_nan() || t <= quantile(1000.0) {
        return NORMAL;
    }
    let (mut few, mut many) = (1.0_f64, 1000.0_f64);
    for _ in 0..40 {
        let middle = (few * many).sqrt();
        if quantile(middle) > t { few = middle } else { many = middle }
    }
    many
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn other_levels_have_textbook_widths() {
        let normal = Spread::of(0.5, (0.5 - 1.959_964, 0.5 + 1.959_964), 0.95, None);
        assert!((normal.at(0.99).upper - 0.5 - 2.575_829).abs() < 1e-5);
        assert!((normal.error() - 1.0).abs() < 1e-6);
        // R: qt(.975, 9) = 2.262157, qt(.995, 9) = 3.249836.
        let few = Spread::of(0.0, (-2.262_157, 2.262_157), 0.95, Some(1.0));
        assert!((few.at(0.99).lower + 3.249_836).abs() < 1e-3, "{few:?}");
    }

    #[test]
    fn a_side_without_width_is_certain() {
        let perfect = Spread::of(1.0, (0.98, 1.0), 0.95, None);
        assert_eq!(perfect.p_kept(Limit::Min(1.5)), 0.0);
        assert!(perfect.p_kept(Limit::Min(0.9)) > 0.5);
    }

    proptest! {
        /// p and interval say the same: p below a tail exactly where the interval of that tail breaks the limit.
        #[test]
        fn p_agrees_with_the_interval(
            value in -1.0..1.0f64, below in 0.01..0.5f64, above in 0.01..0.5f64, edge in -1.0..1.0f64, level in 0.5..0.999f64,
        ) {
            let spread = Spread::of(value, (value - below, value + above), 0.95, Some((below + above) / 4.2));
            for limit in [Limit::Min(edge), Limit::Max(edge), Limit::MaxDrop(edge), Limit::MaxRise(edge)] {
                let (p, tail) = (spread.p_kept(limit), (1.0 - level) / 2.0);
                if (p - tail).abs() > 1e-6 {
                    prop_assert_eq!(p < tail, spread.at(level).breaks(limit));
                }
            }
        }

        /// A wider level never turns an inconclusive interval into a decided one.
        #[test]
        fn wider_levels_decide_less(value in -1.0..1.0f64, half in 0.01..0.5f64, edge in -1.0..1.0f64) {
            let spread = Spread::of(value, (value - half, value + half), 0.95, None);
            let wide = spread.at(0.99);
            let limit = Limit::Min(edge);
            prop_assert!(!wide.keeps(limit) || spread.keeps(limit));
            prop_assert!(!wide.breaks(limit) || spread.breaks(limit));
        }
    }
}
