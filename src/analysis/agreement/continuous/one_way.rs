use super::Moments;
use crate::vocabulary::{Reason, SampleSize};

/// Analysis of variance by item, of items with two or more annotations each.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct OneWay {
    /// Items.
    pub items: f64,
    /// Annotations.
    pub annotations: f64,
    /// Mean square between items.
    pub between: f64,
    /// Mean square within items.
    pub within: f64,
    /// Annotations per item; k₀ = (N − Σ n² / N) / (m − 1) where they are unequal (Donner 1986, Int. Stat. Rev. 54:67).
    pub per_item: f64,
    /// Whether all items have the same number.
    pub balanced: bool,
}

impl OneWay {
    /// From the moments of each pattern and the items that show it.
    ///
    /// # Errors
    /// Fewer than two items with two annotations, or no variation.
    pub fn of(moments: &[Moments], items: &[u64]) -> Result<Self, Reason> {
        let cells = || moments.iter().zip(items).filter(|(cell, items)| cell.n >= 2.0 && **items > 0);
        let sum =
            |of: &dyn Fn(&Moments) -> f64| -> f64 { cells().map(|(cell, &w)| w as f64 * of(cell)).sum() };
        let (m, n) = (sum(&|_| 1.0), sum(&|cell| cell.n));
        if m < 2.0 {
            let what = "items with two or more annotations".into();
            return Err(Reason::TooFew { what, found: m as u64, needed: 2 });
        }
        let mean = sum(&|cell| cell.n * cell.mean) / n;
        let between = sum(&|cell| cell.n * (cell.mean - mean).powi(2)) / (m - 1.0);
        let within = sum(&|cell| cell.within) / (n - m);
        let first = cells().next().map_or(0.0, |(cell, _)| cell.n);
        if between <= 0.0 && within <= 0.0 {
            return Err(Reason::NoExpectedDisagreement);
        }
        Ok(Self {
            items: m,
            annotations: n,
            between,
            within,
            per_item: (n - sum(&|cell| cell.n * cell.n) / n) / (m - 1.0),
            balanced: cells().all(|(cell, _)| cell.n == first),
        })
    }

    /// What it rests on.
    pub fn sample(&self, annotators: u64) -> SampleSize {
        SampleSize { items: self.items as u64, annotations: self.annotations as u64, annotators }
    }
}
