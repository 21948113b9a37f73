//! Hidden cells of an intersection that the totals of its parts give away together: a table with a hidden cell in a row whose
//! other hidden cell follows from its column.

use std::collections::{BTreeMap, BTreeSet};

/// Hidden cells that can be worked out, alone or as a sum of fewer than `min_group` people: the numbers of the cells.
///
/// `cells` are the annotators of every group of the intersection, `hidden` which of them are withheld. Each of `told` divides
/// the same people (annotator → part), and the number of every part is known. A part that consists of whole cells is an
/// equation in the hidden cells; what follows from all of them together is read off their reduced row echelon form. Sums
/// that follow only from equations of several intersections at once are not searched.
pub(super) fn worked_out(
    cells: &[Vec<u32>],
    hidden: &[bool],
    told: &[&BTreeMap<u32, usize>],
    min_group: u64,
) -> BTreeSet<usize> {
    let unknown: Vec<usize> =
        (0..cells.len()).filter(|&cell| hidden[cell] && !cells[cell].is_empty()).collect();
    let mut equations: BTreeSet<Vec<bool>> = BTreeSet::from([vec![true; unknown.len()]]);
    for parts in told {
        equations.extend(of_parts(cells, &unknown, parts));
    }
    let mut found = BTreeSet::new();
    for row in reduced(equations, unknown.len()) {
        let known: Vec<usize> = (0..unknown.len()).filter(|&at| row[at].abs() > TINY).collect();
        let is_sum = known.iter().all(|&at| (row[at] - 1.0).abs() < TINY);
        let people: u64 = known.iter().map(|&at| cells[unknown[at]].len() as u64).sum();
        if is_sum && (1..min_group).contains(&people) {
            found.extend(known.iter().map(|&at| unknown[at]));
        }
    }
    found
}

/// Coefficients are small whole numbers and their quotients.
const TINY: f64 = 1e-9;

/// Parts that consist of whole cells, as the hidden cells in them.
fn of_parts(cells: &[Vec<u32>], unknown: &[usize], parts: &BTreeMap<u32, usize>) -> Vec<Vec<bool>> {
    let mut inside: BTreeMap<usize, Vec<u64>> = BTreeMap::new();
    for (cell, people) in cells.iter().enumerate() {
        for part in people.iter().filter_map(|person| parts.get(person)) {
            inside.entry(*part).or_insert_with(|| vec![0; cells.len()])[cell] += 1;
        }
    }
    let whole =
        |counts: &&Vec<u64>| counts.iter().zip(cells).all(|(&n, people)| n == 0 || n == people.len() as u64);
    inside
        .values()
        .filter(whole)
        .map(|counts| unknown.iter().map(|&cell| counts[cell] > 0).collect())
        .collect()
}

/// The reduced row echelon form of 0/1 rows; rows of zeros are left out.
fn reduced(equations: BTreeSet<Vec<bool>>, columns: usize) -> Vec<Vec<f64>> {
    let number = |row: Vec<bool>| row.into_iter().map(|one| if one { 1.0 } else { 0.0 }).collect();
    let mut rows: Vec<Vec<f64>> = equations.into_iter().map(number).collect();
    let mut done = 0;
    for column in 0..columns {
        let Some(pivot) = (done..rows.len()).find(|&row| rows[row][column].abs() > TINY) else { continue };
        rows.swap(done, pivot);
        let scale = rows[done][column];
        rows[done].iter_mut().for_each(|value| *value /= scale);
        let leading = rows[done].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(at, _)| *at != done) {
            let times = row[column];
            if times.abs() > TINY {
                row.iter_mut().zip(&leading).for_each(|(value, lead)| *value -= times * lead);
            }
        }
        done += 1;
    }
    rows.truncate(done);
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    /// People by cell, row by person, column by person.
    type Crossed = (Vec<Vec<u32>>, BTreeMap<u32, usize>, BTreeMap<u32, usize>);

    /// Cells of a table of two attributes by their sizes, row by row; and who is in which row, and which column.
    fn table(sizes: &[&[u32]]) -> Crossed {
        let (mut cells, mut rows, mut columns) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
        let mut next = 0;
        for (r, row) in sizes.iter().enumerate() {
            for (c, &size) in row.iter().enumerate() {
                let people: Vec<u32> = (next..next + size).collect();
                next += size;
                rows.extend(people.iter().map(|&person| (person, r)));
                columns.extend(people.iter().map(|&person| (person, c)));
                cells.push(people);
            }
        }
        (cells, rows, columns)
    }

    fn found(sizes: &[&[u32]], hidden: &[bool]) -> Vec<usize> {
        let (cells, rows, columns) = table(sizes);
        worked_out(&cells, hidden, &[&rows, &columns], 5).into_iter().collect()
    }

    #[test]
    fn a_hidden_cell_follows_where_the_other_of_its_row_follows_from_its_column() {
        // Row 1 hides 13 and 1; the 13 are the only hidden ones of their column.
        let sizes: [&[u32]; 2] = [&[13, 1, 40], &[29, 30, 60]];
        assert_eq!(found(&sizes, &[true, true, false, false, false, false]), [1]);
        // A block of two by two gives nothing away.
        assert!(found(&sizes, &[true, true, false, true, true, false]).is_empty());
        assert!(found(&sizes, &[false; 6]).is_empty());
    }

    #[test]
    fn two_blocks_joined_by_one_cell_give_that_cell_away() {
        // Hidden: a block in rows 0–1 × columns 0–1, one in rows 1–2 × columns 2–3 whose corner (1, 2) is the only link.
        let sizes: [&[u32]; 4] = [&[9, 9, 30, 30], &[9, 9, 2, 30], &[30, 30, 9, 9], &[30, 30, 9, 9]];
        let hidden: Vec<bool> = sizes.iter().flat_map(|row| row.iter().map(|&n| n < 30)).collect();
        assert_eq!(found(&sizes, &hidden), [6]);
    }
}
