use super::pool::Pool;
use crate::vocabulary::{LabelSet, Matrix, Outcome, Reason};

/// Most labels a matrix of labels × labels is given for.
const LABEL_LIMIT: u64 = 200;

/// Krippendorff's coincidence matrix: o_kl = Σ_i r_ik (r_il − [k = l]) / (n_i − 1) over pairable items, so that a row
/// adds up to the label's pairable annotations (Krippendorff 2019, Content Analysis, 4th ed., §12.3.1).
pub(super) fn coincidences(pool: &Pool<'_>, labels: &LabelSet) -> Outcome<Matrix> {
    let q = labels.len();
    if q as u64 > LABEL_LIMIT {
        return Outcome::NotEstimable(Reason::TooMany {
            what: "labels".into(),
            found: q as u64,
            limit: LABEL_LIMIT,
        });
    }
    let mut cells = vec![0.0; q * q];
    let mut pairable = false;
    for (p, pattern) in pool.table.iter().enumerate() {
        let n = pool.sizes[p];
        if n < 2.0 {
            continue;
        }
        pairable |= pattern.items > 0;
        let weight = pattern.items as f64 / (n - 1.0);
        for (k, a) in pool.counts(p) {
            for (l, b) in pool.counts(p) {
                let others = if k == l { b - 1.0 } else { b };
                cells[k * q + l] += weight * a * others;
            }
        }
    }
    if !pairable {
        return Outcome::NotEstimable(Reason::NothingPairable);
    }
    let cells = cells.into_iter().map(Some).collect();
    Outcome::Estimated(Matrix { rows: labels.names.clone(), columns: labels.names.clone(), cells })
}
