/// Annotators of a band at least, on average.
const IN_A_BAND: usize = 12;
/// Bands at most.
const MOST_BANDS: usize = 5;

/// Bands of alike workload, as many annotators in each as ties allow: who gave ten times as many annotations is not
/// exchanged for another, because sums of more annotations are larger whatever the group.
pub(super) fn bands(loads: &[f64]) -> Vec<u32> {
    let bands = (loads.len() / IN_A_BAND).clamp(1, MOST_BANDS);
    let mut order: Vec<usize> = (0..loads.len()).collect();
    order.sort_by(|&a, &b| loads[a].total_cmp(&loads[b]).then(a.cmp(&b)));
    let mut out = vec![0; loads.len()];
    let mut rank = 0;
    for alike in order.chunk_by(|&a, &b| loads[a] == loads[b]) {
        // Alike workloads lie in one band: the one that their middle falls into.
        let band = (rank + alike.len() / 2) * bands / loads.len();
        alike.iter().for_each(|&place| out[place] = band as u32);
        rank += alike.len();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::bands;

    #[test]
    fn bands_are_of_alike_size_and_keep_ties_together() {
        let loads: Vec<f64> = (0..60).map(f64::from).collect();
        let found = bands(&loads);
        assert!((0..5).all(|band| found.iter().filter(|&&own| own == band).count() == 12), "{found:?}");
        assert_eq!(bands(&[24.0; 40]), vec![1; 40]);
        assert_eq!(bands(&[3.0, 1.0]), [0, 0]);
        assert!(bands(&[]).is_empty());
    }
}
