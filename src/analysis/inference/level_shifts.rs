use super::{LevelShift, Stream, level_shift};

/// The likeliest change of a series' level, and those that are found on its two sides.
#[derive(Debug, Clone, PartialEq)]
pub struct LevelShifts {
    /// The likeliest one.
    pub first: LevelShift,
    /// Points before each further one, ascending; empty where the first is none at `q`.
    pub further: Vec<usize>,
}

/// Changes told of one series.
const CHANGES: usize = 4;

/// [`level_shift()`], and again on both sides of what it finds at `q`, each side at half of it (binary segmentation, Vostrikova
/// 1981, Soviet Math. Dokl. 24:55): four changes at most. The stretches draw from streams of their own.
///
/// `None` under ten points, or where nothing varies.
pub fn level_shifts(values: &[f64], variances: &[f64], q: f64, stream: Stream<'_>) -> Option<LevelShifts> {
    let shift = |from: usize, to: usize| {
        let slice = format!("{};{from};{to}", stream.slice);
        level_shift(&values[from..to], &variances[from..to], Stream { slice: &slice, ..stream })
    };
    let first = shift(0, values.len())?;
    let mut further = Vec::new();
    let mut open = if first.p <= q { vec![(0, first.at), (first.at, values.len())] } else { Vec::new() };
    while let Some((from, to)) = open.pop() {
        if let Some(next) = shift(from, to).filter(|next| next.p <= q / 2.0)
            && further.len() + 1 < CHANGES
        {
            let at = from + next.at;
            further.push(at);
            open.extend([(from, at), (at, to)]);
        }
    }
    further.sort_unstable();
    Some(LevelShifts { first, further })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Seed;

    #[test]
    fn two_steps_are_found_and_none_in_what_wobbles_alone() {
        let stream = Stream { seed: Seed::default(), question: "q", slice: "s", purpose: "periods" };
        let wobble = |t: usize| 0.012 * ((t * 7 % 5) as f64 - 2.0);
        let level = |t: usize| f64::from(u8::from(t >= 12)) * 0.4 + f64::from(u8::from(t >= 24)) * 0.08;
        let steps: Vec<f64> = (0..36).map(|t| 0.5 + level(t) + wobble(t)).collect();
        let found = level_shifts(&steps, &[0.001; 36], 0.05, stream).expect("36 points");
        let mut all = found.further.clone();
        all.push(found.first.at);
        all.sort_unstable();
        assert_eq!(all, [12, 24]);
        let flat: Vec<f64> = (0..36).map(wobble).collect();
        let found = level_shifts(&flat, &[0.001; 36], 0.05, stream).expect("36 points");
        assert!(found.first.p > 0.05 && found.further.is_empty());
    }
}
