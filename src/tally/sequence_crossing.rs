use super::sequence_count::SequenceRows;
use super::{Crossing, SessionSums};

/// What annotations of the same item share of a slope within sessions. One sweep over the items: rows stand in
/// annotator order, items ascending within each, so one cursor per annotator finds them without another index.
pub(super) fn count(
    rows: &SequenceRows<'_>,
    sessions: &[SessionSums],
    place: impl Fn(usize) -> (u32, u32),
    outcome: impl Fn(usize) -> Option<i64>,
) -> Crossing {
    let mut next = rows.by_annotator.starts();
    let first = first_sessions(sessions, rows.by_annotator.annotators());
    let mut all = Crossing::default();
    for item in 0..rows.index.items() {
        let mut sums = ItemSums::default();
        for &who in rows.index.annotators(item) {
            let row = next[who as usize] as usize;
            next[who as usize] += 1;
            let ((session, position), Some(y)) = (place(row), outcome(row)) else { continue };
            let own = &sessions[first[who as usize]..first[who as usize + 1]];
            if position == 0 {
                continue;
            }
            if let Ok(at) = own.binary_search_by_key(&session, |s| s.session) {
                sums.add(&own[at], position, y);
            }
        }
        sums.add_to(&mut all);
    }
    all
}

/// Where each annotator's sessions begin.
fn first_sessions(sessions: &[SessionSums], annotators: usize) -> Vec<usize> {
    let mut first = vec![0; annotators + 1];
    for session in sessions {
        first[session.annotator as usize + 1] += 1;
    }
    for who in 0..annotators {
        first[who + 1] += first[who];
    }
    first
}

#[derive(Default)]
struct ItemSums {
    rows: u32,
    a: f64,
    b: f64,
    own: [f64; 3],
}

impl ItemSums {
    fn add(&mut self, session: &SessionSums, position: u32, y: i64) {
        let n = session.n as f64;
        let x = f64::from(position) - session.x as f64 / n;
        let (a, b) = (x * (y as f64 - session.y as f64 / n), x * x);
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
    use super::{Crossing, ItemSums, SessionSums};

    #[test]
    fn an_item_gives_the_products_of_its_different_annotations() {
        let mut session = SessionSums::default();
        for (position, y) in [(1, 0), (2, 1_000_000), (6, 500_000)] {
            session.add(position, y);
        }
        // Means 3 and ½: a = (x − 3)(y − ½) in millionths, b = (x − 3)².
        let mut item = ItemSums::default();
        let mut all = Crossing::default();
        item.add(&session, 1, 0);
        item.add_to(&mut all);
        assert_eq!(all, Crossing::default(), "one annotation shares nothing");
        item.add(&session, 2, 1_000_000);
        item.add_to(&mut all);
        let (a, b) = ([1_000_000, -500_000], [4, 1]);
        let expected = Crossing { aa: 2 * a[0] * a[1], ab: a[0] * b[1] + a[1] * b[0], bb: 2 * b[0] * b[1] };
        assert_eq!(all, expected);
    }
}
