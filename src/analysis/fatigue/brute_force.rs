//! CR2 and its degrees of freedom by whole matrices, from the definition, beside the closed form.

use super::{WithinSlope, by_session};
use crate::tally::{Crossing, SessionSums};

type Rows = Vec<Vec<f64>>;

fn zeros(rows: usize, columns: usize) -> Rows {
    vec![vec![0.0; columns]; rows]
}

fn times(a: &Rows, b: &Rows) -> Rows {
    let mut out = zeros(a.len(), b[0].len());
    for (i, row) in a.iter().enumerate() {
        for (k, &value) in row.iter().enumerate() {
            for (j, &other) in b[k].iter().enumerate() {
                out[i][j] += value * other;
            }
        }
    }
    out
}

fn transposed(a: &Rows) -> Rows {
    (0..a[0].len()).map(|j| a.iter().map(|row| row[j]).collect()).collect()
}

fn part(a: &Rows, rows: &[usize], columns: &[usize]) -> Rows {
    rows.iter().map(|&i| columns.iter().map(|&j| a[i][j]).collect()).collect()
}

/// Eigenvalues and eigenvectors (columns) of a symmetric matrix by Jacobi rotations.
fn eigen(a: &Rows) -> (Vec<f64>, Rows) {
    let n = a.len();
    let mut a = a.clone();
    let mut vectors: Rows = (0..n).map(|i| (0..n).map(|j| f64::from(u8::from(i == j))).collect()).collect();
    for _ in 0..60 {
        for p in 0..n {
            for q in p + 1..n {
                if a[p][q].abs() < 1e-15 {
                    continue;
                }
                let angle = 0.5 * (2.0 * a[p][q]).atan2(a[q][q] - a[p][p]);
                let (s, c) = angle.sin_cos();
                for m in [&mut a, &mut vectors] {
                    for row in m.iter_mut() {
                        (row[p], row[q]) = (c * row[p] - s * row[q], s * row[p] + c * row[q]);
                    }
                }
                let (upper, lower) = a.split_at_mut(q);
                for (x, y) in upper[p].iter_mut().zip(&mut lower[0]) {
                    (*x, *y) = (c * *x - s * *y, s * *x + c * *y);
                }
            }
        }
    }
    ((0..n).map(|i| a[i][i]).collect(), vectors)
}

/// A power of a symmetric matrix, over the eigenvalues that are not 0.
fn power(a: &Rows, exponent: f64) -> Rows {
    let (values, vectors) = eigen(a);
    let mut scaled = vectors.clone();
    for row in &mut scaled {
        for (cell, &value) in row.iter_mut().zip(&values) {
            *cell *= if value > 1e-9 { value.powf(exponent) } else { 0.0 };
        }
    }
    times(&scaled, &transposed(&vectors))
}

/// (annotator, session, position, outcome in millionths): three people, uneven loads, one session of length 1.
const LOG: [(u32, u32, u32, i64); 16] = [
    (0, 0, 1, 900_000),
    (0, 0, 2, 400_000),
    (0, 0, 5, 700_000),
    (0, 1, 1, 100_000),
    (0, 1, 3, 1_000_000),
    (0, 1, 4, 0),
    (0, 1, 9, 250_000),
    (1, 0, 1, 600_000),
    (1, 0, 2, 800_000),
    (1, 1, 1, 300_000),
    (2, 0, 2, 0),
    (2, 0, 3, 500_000),
    (2, 0, 8, 900_000),
    (2, 0, 9, 200_000),
    (3, 0, 1, 450_000),
    (3, 0, 7, 50_000),
];

fn sessions() -> Vec<SessionSums> {
    let mut sums: Vec<SessionSums> = Vec::new();
    for &(annotator, session, position, y) in &LOG {
        if sums.last().is_none_or(|s| (s.annotator, s.session) != (annotator, session)) {
            sums.push(SessionSums { annotator, session, ..SessionSums::default() });
        }
        sums.last_mut().expect("just pushed").add(position, y);
    }
    sums
}

/// Design: one dummy per annotator-session, then the position.
fn design() -> Rows {
    let cells: Vec<(u32, u32)> = sessions().iter().map(|s| (s.annotator, s.session)).collect();
    let row = |&(annotator, session, position, _): &(u32, u32, u32, i64)| {
        let mut row: Vec<f64> =
            cells.iter().map(|&c| f64::from(u8::from(c == (annotator, session)))).collect();
        row.push(f64::from(position));
        row
    };
    LOG.iter().map(row).collect()
}

/// (slope, CR2 standard error, degrees of freedom).
fn by_matrices() -> (f64, f64, f64) {
    let x = design();
    let y: Rows = LOG.iter().map(|row| vec![row.3 as f64]).collect();
    let bread = power(&times(&transposed(&x), &x), -1.0);
    let pseudo = times(&bread, &transposed(&x));
    let beta = times(&pseudo, &y);
    let hat = times(&x, &pseudo);
    let n = LOG.len();
    let residual_maker: Rows =
        (0..n).map(|i| (0..n).map(|j| f64::from(u8::from(i == j)) - hat[i][j]).collect()).collect();
    let e = times(&residual_maker, &y);
    let slope = beta.len() - 1;
    let (mut variance, mut p) = (0.0, Vec::new());
    let all: Vec<usize> = (0..n).collect();
    for annotator in 0..4 {
        let own: Vec<usize> = (0..n).filter(|&i| LOG[i].0 == annotator).collect();
        let a = power(&part(&residual_maker, &own, &own), -0.5);
        let c = times(&a, &transposed(&part(&pseudo, &[slope], &own)));
        variance += times(&transposed(&c), &part(&e, &own, &[0]))[0][0].powi(2);
        p.push(times(&part(&residual_maker, &all, &own), &c));
    }
    let inner = |a: &Rows, b: &Rows| times(&transposed(a), b)[0][0];
    let trace: f64 = p.iter().map(|a| inner(a, a)).sum();
    let squares: f64 = p.iter().flat_map(|a| p.iter().map(|b| inner(a, b).powi(2))).sum();
    (beta[slope][0], variance.sqrt(), trace * trace / squares)
}

#[test]
fn the_closed_form_is_the_definition() {
    let fit = WithinSlope::fit(by_session(&sessions()), "y", "sessions").expect("positions vary");
    let (slope, se, df) = by_matrices();
    let error = fit.cr2();
    assert!((fit.value / slope - 1.0).abs() < 1e-9, "{} {slope}", fit.value);
    assert!((error.se / se - 1.0).abs() < 1e-9, "{} {se}", error.se);
    assert!((error.df - df).abs() < 1e-9, "{} {df}", error.df);
}

#[test]
fn equal_clusters_have_one_degree_of_freedom_less_than_clusters() {
    let cluster = |annotator: u32| {
        let mut sums = SessionSums { annotator, ..SessionSums::default() };
        (1..=4).for_each(|x| sums.add(x, i64::from(x * (annotator + 1) % 3)));
        sums
    };
    let sessions: Vec<SessionSums> = (0..10).map(cluster).collect();
    let fit = WithinSlope::fit(by_session(&sessions), "y", "sessions").expect("positions vary");
    assert!((fit.effective_clusters() - 10.0).abs() < 1e-9);
    assert!((fit.cr2().df - 9.0).abs() < 1e-9, "{}", fit.cr2().df);
}

#[test]
fn what_annotators_of_an_item_share_widens_the_error_and_never_narrows_it() {
    let mut sessions: Vec<SessionSums> = Vec::new();
    for (annotator, session, position, y) in LOG {
        match sessions.last_mut().filter(|s| (s.annotator, s.session) == (annotator, session)) {
            Some(sums) => sums.add(position, y),
            None => {
                let mut sums = SessionSums { annotator, session, ..SessionSums::default() };
                sums.add(position, y);
                sessions.push(sums);
            }
        }
    }
    let fit = WithinSlope::fit(by_session(&sessions), "y", "sessions").expect("enough");
    let xx: f64 = by_session(&sessions).iter().map(|c| c.xx).sum();
    let alone = fit.cr2();
    let shared = Crossing { aa: 4_000_000_000_000, ab: 1_000_000, bb: 5 };
    let b = fit.value;
    let more = (4e12 - 2e6 * b + 5.0 * b * b) / (xx * xx);
    assert!(more > 0.0);
    let two_way = fit.two_way(&shared);
    assert!((two_way.se.powi(2) / (alone.se.powi(2) + more) - 1.0).abs() < 1e-12);
    assert_eq!(two_way.df, alone.df);
    let opposed = Crossing { aa: -4_000_000_000_000, ab: 0, bb: 0 };
    assert_eq!(fit.two_way(&opposed), alone);
}
