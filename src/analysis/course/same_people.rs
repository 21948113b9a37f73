use crate::tally::{WorkCell, WorkOutcome};
use std::collections::BTreeMap;

/// Sweeps after which two effects have settled, or will not.
const MOST_SWEEPS: usize = 500;
/// Millionths of a millionth: a change that no reader can see.
const SETTLED: f64 = 1e-6;

/// The mean of each week as if the same annotators worked in all of them: week effects beside annotator effects, by
/// weighted least squares over the cells (alternating projections), moved so that the weeks' weighted mean is the overall
/// one. In millionths, weeks ascending. `None` where some weeks share no annotator with the others, directly or through
/// further weeks: who works when and when it is cannot be told apart then.
pub(super) fn same_people(weeks: &BTreeMap<u32, Vec<&WorkCell>>, of: WorkOutcome) -> Option<Vec<f64>> {
    let cells = Cells::of(weeks, of);
    if !cells.connected() {
        return None;
    }
    let (mut week, mut annotator) = (vec![0.0; cells.weeks], vec![0.0; cells.annotators]);
    for _ in 0..MOST_SWEEPS {
        cells.settle(|cell| cell.annotator, &mut annotator, |cell| week[cell.week]);
        let before = week.clone();
        cells.settle(|cell| cell.week, &mut week, |cell| annotator[cell.annotator]);
        let moved = week.iter().zip(&before).map(|(now, then)| (now - then).abs()).fold(0.0, f64::max);
        if moved < SETTLED {
            break;
        }
    }
    let (mut n, mut y, mut effects) = (0.0, 0.0, 0.0);
    for cell in &cells.all {
        n += cell.n;
        y += cell.n * cell.mean;
        effects += cell.n * week[cell.week];
    }
    Some(week.iter().map(|effect| effect + (y - effects) / n).collect())
}

struct Cell {
    week: usize,
    annotator: usize,
    n: f64,
    mean: f64,
}

struct Cells {
    all: Vec<Cell>,
    weeks: usize,
    annotators: usize,
}

impl Cells {
    fn of(weeks: &BTreeMap<u32, Vec<&WorkCell>>, of: WorkOutcome) -> Self {
        let mut numbers: BTreeMap<u32, usize> = BTreeMap::new();
        let mut all = Vec::new();
        for (week, cells) in weeks.values().enumerate() {
            for cell in cells {
                let next = numbers.len();
                let annotator = *numbers.entry(cell.annotator).or_insert(next);
                let sum = cell.sums[of as usize];
                all.extend(sum.mean().map(|mean| Cell { week, annotator, n: sum.n as f64, mean }));
            }
        }
        Self { all, weeks: weeks.len(), annotators: numbers.len() }
    }

    /// Weighted means of what the other effect leaves.
    fn settle(&self, place: impl Fn(&Cell) -> usize, effects: &mut [f64], other: impl Fn(&Cell) -> f64) {
        let mut sums = vec![(0.0, 0.0); effects.len()];
        for cell in &self.all {
            let sum = &mut sums[place(cell)];
            *sum = (sum.0 + cell.n, sum.1 + cell.n * (cell.mean - other(cell)));
        }
        for (effect, (n, sum)) in effects.iter_mut().zip(sums).filter(|(_, (n, _))| *n > 0.0) {
            *effect = sum / n;
        }
    }

    /// Whether every week hangs together with every other through annotators.
    fn connected(&self) -> bool {
        let (mut week, mut annotator) = (vec![false; self.weeks], vec![false; self.annotators]);
        if let Some(first) = week.first_mut() {
            *first = true;
        }
        loop {
            let mut reached = false;
            for cell in &self.all {
                if week[cell.week] != annotator[cell.annotator] {
                    (week[cell.week], annotator[cell.annotator], reached) = (true, true, true);
                }
            }
            if !reached {
                return week.iter().all(|&reached| reached);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::same_people;
    use crate::tally::{OutcomeSum, WorkCell, WorkOutcome};
    use crate::vocabulary::Week;
    use std::collections::BTreeMap;

    fn cell(annotator: u32, week: u32, n: u64, mean: i64) -> WorkCell {
        let sums = [OutcomeSum { n, y: mean * n as i64 }; WorkOutcome::COUNT];
        WorkCell { annotator, week: Week(week), sums, annotations: n }
    }

    fn adjusted(cells: &[WorkCell]) -> Option<Vec<f64>> {
        let mut weeks: BTreeMap<u32, Vec<&WorkCell>> = BTreeMap::new();
        cells.iter().for_each(|cell| weeks.entry(cell.week.0).or_default().push(cell));
        same_people(&weeks, WorkOutcome::Agreement)
    }

    /// Nobody changes; the worse annotator does ever more of the work.
    #[test]
    fn who_works_when_makes_no_difference() {
        let cells: Vec<WorkCell> = (0..8)
            .flat_map(|w| {
                [cell(0, w, 100 - 10 * u64::from(w), 900_000), cell(1, w, 10 + 10 * u64::from(w), 600_000)]
            })
            .collect();
        let weeks = adjusted(&cells).expect("both work in every week");
        assert!(weeks.iter().all(|week| (week - weeks[0]).abs() < 1e-3), "{weeks:?}");
        assert!(weeks[0] > 600_000.0 && weeks[0] < 900_000.0);
    }

    #[test]
    fn a_change_of_everybody_is_seen_and_weeks_apart_are_not_compared() {
        let cells = [
            cell(0, 0, 50, 900_000),
            cell(0, 3, 10, 800_000),
            cell(1, 3, 90, 500_000),
            cell(1, 5, 20, 450_000),
        ];
        let weeks = adjusted(&cells).expect("connected");
        assert!(
            (weeks[0] - weeks[1] - 100_000.0).abs() < 1e-3 && (weeks[1] - weeks[2] - 50_000.0).abs() < 1e-3
        );
        assert_eq!(adjusted(&[cells[0], cells[3]]), None);
    }
}
