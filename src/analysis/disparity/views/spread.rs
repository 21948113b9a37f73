use crate::analysis::inference::{Bounds, t_quantile, t_two_sided_p};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};

/// A ratio Σs / Σn over items, and what it would lose without each annotation: enough for its error when items and
/// annotators are drawn anew.
///
/// With δ = Δs − (Σs/Σn) Δn for what an item, an annotator or one annotation takes along, V = (Σ over the group's
/// annotators + Σ over the others, each times n / (n − 1), + Σ over items − Σ over annotations) δ² / (Σn)² (the two-way
/// cluster variance of Cameron, Gelbach & Miller 2011, JBES 29:238), never below its part of people or of items. t with Welch's
/// degrees of freedom over the two sides' people.
#[derive(Debug, Clone, Default)]
pub(super) struct Spread {
    s: f64,
    n: f64,
    items: Squares,
    cells: Squares,
    people: Vec<Moved>,
}

/// Σ s², Σ s n, Σ n².
#[derive(Debug, Clone, Copy, Default)]
struct Squares {
    ss: f64,
    sn: f64,
    nn: f64,
}

/// What one annotator takes along.
#[derive(Debug, Clone, Copy, Default)]
struct Moved {
    s: f64,
    n: f64,
    met: bool,
    own: bool,
}

/// Whether the ratio is 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Test {
    /// Two-sided.
    pub p: f64,
    /// The smallest ratio that would have been seen in four logs of five.
    pub smallest_seen: f64,
}

impl Squares {
    fn add(&mut self, (s, n): (f64, f64)) {
        self.ss += s * s;
        self.sn += s * n;
        self.nn += n * n;
    }

    fn around(&self, ratio: f64) -> f64 {
        (self.ss - 2.0 * ratio * self.sn + ratio * ratio * self.nn).max(0.0)
    }
}

impl Spread {
    /// Nothing yet, of a log with so many annotators.
    pub fn of(people: usize) -> Self {
        Self { people: vec![Moved::default(); people], ..Self::default() }
    }

    /// Adds an item's (s, n).
    pub fn add_item(&mut self, item: (f64, f64)) {
        self.s += item.0;
        self.n += item.1;
        self.items.add(item);
    }

    /// Adds what one annotation takes along; whether its annotator is of the group.
    pub fn add_annotation(&mut self, annotator: u32, own: bool, lost: (f64, f64)) {
        self.cells.add(lost);
        let moved = &mut self.people[annotator as usize];
        moved.s += lost.0;
        moved.n += lost.1;
        (moved.met, moved.own) = (true, own);
    }

    /// Σn.
    pub fn annotations(&self) -> f64 {
        self.n
    }

    /// Σs / Σn.
    pub fn ratio(&self) -> Option<f64> {
        (self.n > 0.0).then(|| self.s / self.n)
    }

    /// The group's annotators behind it.
    pub fn own_people(&self) -> u64 {
        self.people.iter().filter(|moved| moved.met && moved.own).count() as u64
    }

    /// (people, Σ δ²) of one side.
    fn side(&self, own: bool, ratio: f64) -> (f64, f64) {
        let side = self.people.iter().filter(|moved| moved.met && moved.own == own);
        side.fold((0.0, 0.0), |(people, sum), moved| {
            (people + 1.0, sum + (moved.s - ratio * moved.n).powi(2))
        })
    }

    /// The ratio with its interval, and whether it is 0.
    pub fn judged(
        &self,
        bounds: Bounds,
        sample: SampleSize,
        method: &str,
        level: f64,
    ) -> (Outcome<Estimate>, Option<Test>) {
        let Some(value) = self.ratio() else {
            let what = "items that others annotated, too".into();
            return (Outcome::NotEstimable(Reason::TooFew { what, found: 0, needed: 1 }), None);
        };
        let error = self.error(value);
        let ends = error.and_then(|(se, df)| bounds.interval(value, se, df, level));
        let interval = match (error, ends) {
            (Some((_, df)), Some((lower, upper))) => Outcome::Estimated(ConfidenceInterval {
                lower: lower.max(-1.0),
                upper: upper.min(1.0),
                level,
                method: format!("items and annotators redrawn, t({df:.1}) on {}", bounds.name()),
            }),
            _ => Outcome::NotEstimable(Reason::NoErrorToEstimate),
        };
        let test = error.map(|(se, df)| Test {
            p: t_two_sided_p(value / se, df),
            smallest_seen: (t_quantile(0.5 + level / 2.0, df) + t_quantile(0.8, df)) * se,
        });
        let se = interval.estimated().and(error).map(|(se, _)| se);
        let estimate = Estimate { value, interval, se, sample, method: method.into(), warnings: Vec::new() };
        (Outcome::Estimated(estimate), test)
    }

    /// Standard error and degrees of freedom; `None` with fewer than two people on a side, or where nothing varies.
    fn error(&self, ratio: f64) -> Option<(f64, f64)> {
        let ((own, first), (others, second)) = (self.side(true, ratio), self.side(false, ratio));
        if own < 2.0 || others == 1.0 {
            return None;
        }
        let corrected =
            |people: f64, sum: f64| if people > 1.0 { sum * people / (people - 1.0) } else { 0.0 };
        let (first, second) = (corrected(own, first), corrected(others, second));
        let people = first + second;
        let items = self.items.around(ratio);
        let both = people + items - self.cells.around(ratio);
        let se = both.max(people).max(items).sqrt() / self.n;
        let part = |sum: f64, people: f64| if people > 1.0 { sum * sum / (people - 1.0) } else { 0.0 };
        let df = people * people / (part(first, own) + part(second, others));
        (se > 1e-12 && df.is_finite()).then_some((se, df))
    }
}
