/// The contingency table of two annotators: items by (label of the first, label of the second). It holds only labels that
/// one of the two gave, however many the question has.
#[derive(Debug, Clone, PartialEq)]
pub struct Contingency {
    /// The labels met, ascending; rows and columns are numbered along it.
    pub labels: Vec<usize>,
    /// (row, column, items), items above 0, ascending.
    pub cells: Vec<(usize, usize, u64)>,
    /// Share of items by the first one's label.
    pub rows: Vec<f64>,
    /// Share of items by the second one's label.
    pub columns: Vec<f64>,
    /// All items.
    pub items: u64,
}

impl Contingency {
    /// Of (label of the first, label of the second, items), in any order, cells given twice added up.
    pub fn of(cells: &[(usize, usize, u64)]) -> Self {
        let met = cells.iter().filter(|cell| cell.2 > 0);
        let last = met.clone().map(|&(k, l, _)| k.max(l) + 1).max().unwrap_or(0);
        let mut place = vec![usize::MAX; last];
        met.clone().for_each(|&(k, l, _)| (place[k], place[l]) = (0, 0));
        let labels: Vec<usize> = (0..last).filter(|&label| place[label] == 0).collect();
        labels.iter().enumerate().for_each(|(at, &label)| place[label] = at);
        let mut found: Vec<(usize, usize, u64)> = met.map(|&(k, l, n)| (place[k], place[l], n)).collect();
        found.sort_unstable();
        let sum = |same: &[(usize, usize, u64)]| (same[0].0, same[0].1, same.iter().map(|cell| cell.2).sum());
        let cells: Vec<(usize, usize, u64)> =
            found.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).map(sum).collect();
        let items: u64 = cells.iter().map(|cell| cell.2).sum();
        let (mut rows, mut columns) = (vec![0u64; labels.len()], vec![0u64; labels.len()]);
        for &(k, l, n) in &cells {
            rows[k] += n;
            columns[l] += n;
        }
        let shares = |counts: Vec<u64>| counts.into_iter().map(|n| n as f64 / items as f64).collect();
        Self { rows: shares(rows), columns: shares(columns), labels, cells, items }
    }

    /// Share of items on which the two say the same.
    pub fn observed_agreement(&self) -> f64 {
        let same: u64 = self.cells.iter().filter(|cell| cell.0 == cell.1).map(|cell| cell.2).sum();
        same as f64 / self.items as f64
    }

    /// Agreement to be expected of two who draw from their own label shares: Σ_k p_k. p_.k.
    pub fn expected_agreement(&self) -> f64 {
        self.rows.iter().zip(&self.columns).map(|(row, column)| row * column).sum()
    }

    /// (label, specific agreement): given that one of the two says so, the share of items on which the other does too,
    /// 2 n_kk / (n_k. + n_.k) (Spitzer & Fleiss 1974, Br. J. Psychiatry 125:341). Labels that one of the two gave.
    pub fn specific_agreement(&self) -> Vec<(usize, f64)> {
        let mut same = vec![0.0; self.labels.len()];
        for &(k, _, n) in self.cells.iter().filter(|cell| cell.0 == cell.1) {
            same[k] = n as f64 / self.items as f64;
        }
        let share = |k: usize| 2.0 * same[k] / (self.rows[k] + self.columns[k]);
        self.labels.iter().enumerate().map(|(k, &label)| (label, share(k))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Contingency;

    /// 40 | 9 / 6 | 45, by hand: 2 · 40 / (49 + 46) and 2 · 45 / (51 + 54), the positive and the negative agreement of
    /// Cicchetti & Feinstein 1990, J. Clin. Epidemiol. 43:551.
    #[test]
    fn specific_agreement_of_a_fourfold_table() {
        let table = Contingency::of(&[(7, 7, 40), (7, 9, 9), (9, 7, 6), (9, 9, 45), (3, 3, 0)]);
        assert_eq!(table.labels, [7, 9]);
        assert!((table.observed_agreement() - 0.85).abs() < 1e-12);
        let found = table.specific_agreement();
        assert!((found[0].1 - 80.0 / 95.0).abs() < 1e-12 && (found[1].1 - 90.0 / 105.0).abs() < 1e-12);
    }
}
