use super::pattern_census::item_ranges;
use super::sequence_count::{Place, SequenceRows, known};
use super::{Crossing, SessionSums};
use rayon::prelude::*;
use std::ops::Range;

/// What annotations of the same item share of a slope within sessions, for each of three outcomes. One sweep over the
/// items, by ranges side by side; each item's sum is whole, so their number changes nothing.
pub(super) fn count(
    rows: &SequenceRows<'_>,
    sessions: [&[SessionSums]; 3],
    place: impl Fn(usize) -> Place + Sync,
) -> [Crossing; 3] {
    let means = sessions.map(|sessions| Means::of(sessions, rows.by_annotator.annotators()));
    let sweep = |items: Range<usize>| {
        let mut all = [Crossing::default(); 3];
        for item in items {
            let mut sums = [ItemSums::default(); 3];
            for row in rows.index.rows(item) {
                let Place { session, position, outcomes } = place(row);
                if position == 0 {
                    continue;
                }
                for ((sums, means), outcome) in sums.iter_mut().zip(&means).zip(outcomes) {
                    if let Some(y) = known(outcome) {
                        sums.add(means.at(rows.index.annotator[row], session), position, y);
                    }
                }
            }
            sums.iter().zip(&mut all).for_each(|(sums, all)| sums.add_to(all));
        }
        all
    };
    let swept: Vec<[Crossing; 3]> = item_ranges(rows.index.items()).into_par_iter().map(sweep).collect();
    swept.iter().fold([Crossing::default(); 3], |mut all, part| {
        all.iter_mut().zip(part).for_each(|(all, part)| all.absorb(part));
        all
    })
}

/// Mean position and mean outcome of every session, found by annotator and session number.
struct Means {
    first: Vec<usize>,
    of: Vec<[f64; 2]>,
}

impl Means {
    fn of(sessions: &[SessionSums], annotators: usize) -> Self {
        let mut out = Self { first: Vec::with_capacity(annotators), of: Vec::new() };
        let mut own = sessions.chunk_by(|a, b| a.annotator == b.annotator).peekable();
        for annotator in 0..annotators {
            let first = out.of.len();
            out.first.push(first);
            let Some(own) = own.next_if(|own| own[0].annotator as usize == annotator) else { continue };
            // Sessions ascend and are nearly dense: those without this outcome leave a gap.
            for sums in own {
                out.of.resize(first + sums.session as usize, [f64::NAN; 2]);
                out.of.push(means(sums));
            }
        }
        out
    }

    fn at(&self, annotator: u32, session: u32) -> [f64; 2] {
        self.of[self.first[annotator as usize] + session as usize]
    }
}

fn means(session: &SessionSums) -> [f64; 2] {
    let n = session.n as f64;
    [session.x as f64 / n, session.y as f64 / n]
}

#[derive(Clone, Copy, Default)]
struct ItemSums {
    rows: u32,
    a: f64,
    b: f64,
    own: [f64; 3],
}

impl ItemSums {
    fn add(&mut self, [mean_x, mean_y]: [f64; 2], position: u32, y: i64) {
        let x = f64::from(position) - mean_x;
        let (a, b) = (x * (y as f64 - mean_y), x * x);
        self.rows += 1;
        self.a += a;
        self.b += b;
        for (sum, own) in self.own.iter_mut().zip([a * a, a * b, b * b]) {
            *sum += own;
        }
    }

    fn add_to(&self, all: &mut Crossing) {
        if self.rows > 1 {
            let [aa, ab, bb] = self.own;
            all.absorb(&Crossing {
                aa: whole(self.a * self.a - aa),
                ab: whole(self.a * self.b - ab),
                bb: whole(self.b * self.b - bb),
            });
        }
    }
}

/// To the nearest whole number, halves away from zero: in registers where the value allows it, as nearly all do.
fn whole(value: f64) -> i128 {
    const EXACT: f64 = (1u64 << 51) as f64;
    if value.abs() >= EXACT {
        return value.round() as i128;
    }
    let towards_zero = value as i64;
    let rest = value - towards_zero as f64;
    i128::from(towards_zero + i64::from(rest >= 0.5) - i64::from(rest <= -0.5))
}

#[cfg(test)]
mod tests {
    use super::{Crossing, ItemSums, SessionSums, means, whole};

    #[test]
    fn an_item_gives_the_products_of_its_different_annotations() {
        let mut session = SessionSums::default();
        for (position, y) in [(1, 0), (2, 1_000_000), (6, 500_000)] {
            session.add(position, y);
        }
        // Means 3 and ½: a = (x − 3)(y − ½) in millionths, b = (x − 3)².
        let mut item = ItemSums::default();
        let mut all = Crossing::default();
        let session = means(&session);
        item.add(session, 1, 0);
        item.add_to(&mut all);
        assert_eq!(all, Crossing::default(), "one annotation shares nothing");
        item.add(session, 2, 1_000_000);
        item.add_to(&mut all);
        let (a, b) = ([1_000_000, -500_000], [4, 1]);
        let expected = Crossing { aa: 2 * a[0] * a[1], ab: a[0] * b[1] + a[1] * b[0], bb: 2 * b[0] * b[1] };
        assert_eq!(all, expected);
    }
    #[test]
    fn rounding_in_registers_is_rounding() {
        for value in [0.0, 0.5, -0.5, 0.499_999_999_999_999_94, 1.5, -2.5, 7e15, 4.5e15, -3.3e14, 1e30] {
            assert_eq!(whole(value), value.round() as i128, "{value}");
        }
    }
}
