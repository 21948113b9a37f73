/// An order of `n` things that puts the similar beside each other: average linkage (Sokal & Michener 1958), the two
/// groups of a merger turned so that their nearest ends meet. `similarity(i, j)` may be unknown, which counts as
/// `unknown`. Ties go to the smaller numbers, so the order is one and the same every time. For the few dozen things of
/// a heat map: cubic in `n`.
pub(super) fn clustered_order(
    n: usize,
    unknown: f64,
    similarity: impl Fn(usize, usize) -> Option<f64>,
) -> Vec<usize> {
    let near = |i: usize, j: usize| similarity(i, j).unwrap_or(unknown);
    let mut groups: Vec<Vec<usize>> = (0..n).map(|i| vec![i]).collect();
    while groups.len() > 1 {
        let mut best = (f64::NEG_INFINITY, 0, 1);
        for a in 0..groups.len() {
            for b in a + 1..groups.len() {
                let sum: f64 = groups[a]
                    .iter()
                    .flat_map(|&i| groups[b].iter().map(move |&j| (i, j)))
                    .map(|(i, j)| near(i, j))
                    .sum();
                let mean = sum / (groups[a].len() * groups[b].len()) as f64;
                if mean > best.0 + 1e-12 {
                    best = (mean, a, b);
                }
            }
        }
        let right = groups.remove(best.2);
        let left = std::mem::take(&mut groups[best.1]);
        groups[best.1] = joined(left, right, &near);
    }
    groups.pop().unwrap_or_default()
}

fn joined(mut left: Vec<usize>, mut right: Vec<usize>, near: &impl Fn(usize, usize) -> f64) -> Vec<usize> {
    let ends = |group: &[usize]| (group[0], group[group.len() - 1]);
    let ((l0, l1), (r0, r1)) = (ends(&left), ends(&right));
    // Which ends should meet: (end of left, end of right), the plain order first among equals.
    let ways = [near(l1, r0), near(l1, r1), near(l0, r0), near(l0, r1)];
    let best =
        ways.iter().enumerate().fold(0, |best, (i, &way)| if way > ways[best] + 1e-12 { i } else { best });
    if best >= 2 {
        left.reverse();
    }
    if best % 2 == 1 {
        right.reverse();
    }
    left.extend(right);
    left
}

#[cfg(test)]
mod tests {
    use super::clustered_order;

    #[test]
    fn two_camps_stand_apart() {
        let order = clustered_order(6, 0.0, |i, j| Some(if i % 2 == j % 2 { 0.9 } else { 0.1 }));
        let camps: Vec<usize> = order.iter().map(|i| i % 2).collect();
        assert!(camps == [0, 0, 0, 1, 1, 1] || camps == [1, 1, 1, 0, 0, 0]);
        assert_eq!(clustered_order(1, 0.0, |_, _| None), [0]);
        assert!(clustered_order(0, 0.0, |_, _| None).is_empty());
    }
}
