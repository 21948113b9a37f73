/// q values of one family of tests: the smallest false discovery rate at which each would be reported (Benjamini &
/// Hochberg 1995, JRSS B 57:289). Same order as `p`; ties in p share a q.
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[b].total_cmp(&p[a]).then(b.cmp(&a)));
    let mut q = vec![1.0; p.len()];
    let mut smallest = 1.0_f64;
    for (i, &test) in order.iter().enumerate() {
        let rank = (p.len() - i) as f64;
        smallest = smallest.min(p[test] * p.len() as f64 / rank);
        q[test] = smallest;
    }
    q
}

#[cfg(test)]
mod tests {
    use super::benjamini_hochberg;

    /// The fifteen p values of the 1995 paper's example, p. 295: four are rejected at .05.
    #[test]
    fn the_example_of_1995() {
        let p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
            0.6528, 0.7590, 1.0,
        ];
        let q = benjamini_hochberg(&p);
        assert_eq!(q.iter().filter(|&&q| q <= 0.05).count(), 4);
        assert!((q[0] - 0.0015).abs() < 1e-12 && (q[3] - 0.035_625).abs() < 1e-12);
        assert!(q.windows(2).all(|pair| pair[0] <= pair[1]));
        assert!(benjamini_hochberg(&[]).is_empty());
    }
}
