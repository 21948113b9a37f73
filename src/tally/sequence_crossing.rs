use super::sequence_count::SequenceRows;
use super::{Crossing, SessionSums};
use crate::log::SequenceBlock as Block;
use rayon::prelude::*;
use std::ops::Range;

/// What annotations of the same item share of a slope within sessions. One sweep over the items: rows stand in
/// annotator order, items ascending within each, so one cursor per annotator finds them without another index. Blocks of
/// items are swept side by side; each item's sum is whole, so their number changes nothing.
pub(super) fn count(
    rows: &SequenceRows<'_>,
    sessions: &[SessionSums],
    place: impl Fn(usize) -> (u32, u32) + Sync,
    outcome: impl Fn(usize) -> Option<i64> + Sync,
) -> Crossing {
    let means = Means::of(sessions, rows.by_annotator.annotators());
    let sweep = |(items, block): (&Range<usize>, &Block)| {
        let mut next = block.starts.clone();
        let mut all = Crossing::default();
        for item in items.clone() {
            let mut sums = ItemSums::default();
            for &who in rows.index.annotators(item) {
                let row = next[who as usize] as usize;
                next[who as usize] += 1;
                let ((session, position), Some(y)) = (place(row), outcome(row)) else { continue };
                if position > 0 {
                    sums.add(means.at(who, session), position, y);
                }
            }
            sums.add_to(&mut all);
        }
        all
    };
    let swept: Vec<Crossing> = rows.blocks.par_iter().zip(rows.by_annotator.blocks()).map(sweep).collect();
    swept.iter().fold(Crossing::default(), |mut all, part| {
        all.absorb(part);
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

#[derive(Default)]
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
            let whole = |value: f64| value.round() as i128;
            all.absorb(&Crossing {
                aa: whole(self.a * self.a - aa),
                ab: whole(self.a * self.b - ab),
                bb: whole(self.b * self.b - bb),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Crossing, ItemSums, SessionSums, means};

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
}
