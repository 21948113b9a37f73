//! Hidden cells of an intersection that the totals of its parts give away together: a table with a hidden cell in a row whose
//! other hidden cell follows from its column.

use super::echelon::Echelon;
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
    let mut equations = Echelon::of(unknown.len());
    equations.tell(&(0..unknown.len() as u32).collect::<Vec<u32>>());
    for parts in told {
        of_parts(cells, &unknown, parts).iter().for_each(|sum| equations.tell(sum));
    }
    let mut found = BTreeSet::new();
    for row in &equations.rows {
        let known = || row.iter().map(|&(at, _)| unknown[at as usize]);
        let people: u64 = known().map(|cell| cells[cell].len() as u64).sum();
        if row.iter().all(|&(_, value)| value == 1) && (1..min_group).contains(&people) {
            found.extend(known());
        }
    }
    found
}

/// Parts that consist of whole cells, as the hidden cells in them.
fn of_parts(cells: &[Vec<u32>], unknown: &[usize], parts: &BTreeMap<u32, usize>) -> Vec<Vec<u32>> {
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
        .map(|counts| (0u32..).zip(unknown).filter(|own| counts[*own.1] > 0).map(|own| own.0).collect())
        .collect()
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
