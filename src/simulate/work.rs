use super::annotators::Annotators;
use super::items::{ItemTruth, other_label};
use super::random::Stream;
use super::truth::Truth;

/// 2026-01-05T08:00:00Z, a Monday, in microseconds since 1970.
const FIRST_MORNING: i64 = 1_767_600_000_000_000;
const DAY: i64 = 86_400_000_000;

/// One annotation as simulated.
pub(super) struct Annotation {
    pub annotator: u32,
    pub item: u64,
    pub label: u32,
    pub submitted_micros: i64,
    pub time_on_item_millis: u32,
    pub is_repeat: bool,
}

/// Where an annotator stands in time.
#[derive(Clone, Copy)]
struct Desk {
    clock: i64,
    position: u32,
    /// The first item of the session before: shown again where repeats are planted.
    remembered: Option<(u64, u32, f64)>,
    first_of_session: Option<(u64, u32, f64)>,
}

/// Who is where in which session. Grows with annotators, not with rows.
pub(super) struct Desks(Vec<Desk>);

impl Desks {
    /// Everybody begins on the first morning, within two hours of each other.
    pub fn begin(annotators: &Annotators, stream: &mut Stream) -> Self {
        let mut desk = || Desk {
            clock: FIRST_MORNING + (stream.uniform() * 7.2e9) as i64,
            position: 0,
            remembered: None,
            first_of_session: None,
        };
        Self(annotators.names.iter().map(|_| desk()).collect())
    }
}

/// The annotators at work on one item.
pub(super) struct Work<'a> {
    pub truth: &'a Truth,
    pub annotators: &'a Annotators,
    pub desks: &'a mut Desks,
}

impl Work<'_> {
    /// The annotations of one item, and now and then a repeat of an earlier one, appended to `out`.
    pub fn annotate(&mut self, item: u64, about: &ItemTruth, stream: &mut Stream, out: &mut Vec<Annotation>) {
        let first = out.len();
        while out.len() - first < self.truth.per_item as usize {
            let u = stream.uniform().powf(self.truth.uneven);
            let annotator = ((u * self.desks.0.len() as f64) as u32).min(self.desks.0.len() as u32 - 1);
            if !out[first..].iter().any(|a| a.annotator == annotator) {
                out.push(self.one(annotator, (item, about.label, about.difficulty), false, stream));
            }
        }
        if self.truth.repeats > 0.0 {
            for i in first..first + self.truth.per_item as usize {
                let annotator = out[i].annotator;
                if stream.uniform() < self.truth.repeats
                    && let Some(earlier) = self.desks.0[annotator as usize].remembered.take()
                {
                    out.push(self.one(annotator, earlier, true, stream));
                }
            }
        }
    }

    fn one(
        &mut self,
        annotator: u32,
        about: (u64, u32, f64),
        is_repeat: bool,
        stream: &mut Stream,
    ) -> Annotation {
        let a = annotator as usize;
        let (item, true_label, difficulty) = about;
        self.rest_or_go_on(a, stream);
        let desk = &mut self.desks.0[a];
        desk.position += 1;
        if desk.first_of_session.is_none() {
            desk.first_of_session = Some(about);
        }
        let position = desk.position;
        let seconds = self.truth.seconds_per_item * self.annotators.pace[a] * (0.5 * stream.normal()).exp();
        let millis = (seconds * 1e3).clamp(200.0, 590_000.0) as u32;
        desk.clock += i64::from(millis) * 1_000 + 400_000;
        let submitted_micros = desk.clock;
        let tired = self.truth.fatigue * f64::from(position - 1) / 100.0;
        let right = self.annotators.skill[a] - difficulty + tired;
        let label = self.label(a, true_label, right, stream);
        Annotation { annotator, item, label, submitted_micros, time_on_item_millis: millis, is_repeat }
    }

    /// A session ends after each annotation with the same probability; the next one is on another morning.
    fn rest_or_go_on(&mut self, a: usize, stream: &mut Stream) {
        let desk = &mut self.desks.0[a];
        if desk.position > 0 && stream.uniform() < 1.0 / self.truth.session_length {
            let day = (desk.clock - FIRST_MORNING).div_euclid(DAY) + 1;
            desk.clock = FIRST_MORNING + day * DAY + (stream.uniform() * 7.2e9) as i64;
            desk.position = 0;
            desk.remembered = desk.first_of_session.take();
        }
    }

    fn label(&self, a: usize, true_label: u32, right: f64, stream: &mut Stream) -> u32 {
        if let Some(severity) = &self.truth.severity
            && self.annotators.severe[a]
            && true_label != severity.label
            && stream.uniform() < severity.probability
        {
            return severity.label;
        }
        if stream.uniform() < right.clamp(0.02, 1.0) {
            return true_label;
        }
        if let Some((one, other, share)) = self.truth.boundary
            && (true_label == one || true_label == other)
            && stream.uniform() < share
        {
            return if true_label == one { other } else { one };
        }
        other_label(stream, self.truth.labels.len(), true_label)
    }
}
