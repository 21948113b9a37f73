//! A share of simulated logs, as the tables write it.

use raterscope::analysis::inference::wilson;

/// A share with its 99 % Wilson interval.
pub fn share(hits: usize, n: usize) -> String {
    match wilson(hits as u64, n as u64, 0.99) {
        Some(range) => {
            format!("{:.3} [{:.3}, {:.3}], n {n}", hits as f64 / n as f64, range.lower, range.upper)
        }
        None => "–".into(),
    }
}
