use super::annotators::Annotators;
use super::items::{ItemTruth, other_label};
use super::order_truth::RUN;
use super::random::Stream;
use super::suggestion::{error_probability, given};
use super::truth::Truth;

/// 2026-01-05T08:00:00Z, a Monday, in microseconds since 1970.
pub(super) const FIRST_MORNING: i64 = 1_767_600_000_000_000;
const DAY: i64 = 86_400_000_000;
/// Of the usual time, what a rushed annotation takes.
const RUSHED: f64 = 0.2;

/// One annotation as simulated.
pub(super) struct Annotation {
    pub annotator: u32,
    pub item: u64,
    pub label: u32,
    pub submitted_micros: i64,
    pub time_on_item_millis: u32,
    pub objects: u32,
    pub is_repeat: bool,
    /// Whether the model's answer was shown.
    pub shown: bool,
}

/// What an annotator is shown.
#[derive(Clone, Copy)]
pub(super) struct Shown {
    item: u64,
    label: u32,
    difficulty: f64,
    objects: u32,
    /// What the model says of it.
    answer: Option<u32>,
}

impl Shown {
    /// Item number `item` as it is.
    pub fn of(item: u64, about: &ItemTruth) -> Self {
        let answer = about.model.map(|(answer, _)| answer);
        Self { item, label: about.label, difficulty: about.difficulty, objects: about.objects, answer }
    }
}

/// Where an annotator stands in time.
#[derive(Clone, Copy)]
struct Desk {
    clock: i64,
    /// Sessions before this one.
    sessions: u32,
    position: u32,
    /// How much better than usual the annotator is today.
    day: f64,
    /// The label given before in this session.
    before: Option<u32>,
    /// Annotations left of a run of one label.
    run: u32,
    /// The first item of the session before: shown again where repeats are planted.
    remembered: Option<Shown>,
    first_of_session: Option<Shown>,
}

/// Who is where in which session. Grows with annotators, not with rows.
pub(super) struct Desks(Vec<Desk>);

impl Desks {
    /// Everybody begins on the first morning, within two hours of each other.
    pub fn begin(truth: &Truth, annotators: &Annotators, stream: &mut Stream) -> Self {
        let mut desk = || Desk {
            clock: FIRST_MORNING + (stream.uniform() * 7.2e9) as i64,
            sessions: 0,
            position: 0,
            day: day(truth, stream),
            before: None,
            run: 0,
            remembered: None,
            first_of_session: None,
        };
        Self(annotators.names.iter().map(|_| desk()).collect())
    }
}

/// How good a day it is; draws nothing where days do not differ.
fn day(truth: &Truth, stream: &mut Stream) -> f64 {
    if truth.order.session_sd > 0.0 { truth.order.session_sd * stream.normal() } else { 0.0 }
}

/// A time on an item in whole milliseconds.
fn whole_millis(seconds: f64) -> u32 {
    (seconds * 1e3).clamp(200.0, 590_000.0) as u32
}

/// Whether something planted with this probability happens; draws nothing where it is not planted.
fn happens(probability: f64, stream: &mut Stream) -> bool {
    probability > 0.0 && stream.uniform() < probability
}

/// The annotators at work on one item.
pub(super) struct Work<'a> {
    pub truth: &'a Truth,
    pub annotators: &'a Annotators,
    pub prevalence: &'a [f64],
    pub desks: &'a mut Desks,
}

impl Work<'_> {
    /// The annotations of one item, and now and then a repeat of an earlier one, appended to `out`.
    pub fn annotate(&mut self, shown: Shown, stream: &mut Stream, out: &mut Vec<Annotation>) {
        let first = out.len();
        while out.len() - first < self.truth.per_item as usize {
            let u = stream.uniform().powf(self.truth.uneven);
            let annotator = ((u * self.desks.0.len() as f64) as u32).min(self.desks.0.len() as u32 - 1);
            if !out[first..].iter().any(|a| a.annotator == annotator) {
                out.push(self.one(annotator, shown, shown.answer, stream));
            }
        }
        if self.truth.repeats > 0.0 {
            for i in first..first + self.truth.per_item as usize {
                let annotator = out[i].annotator;
                if stream.uniform() < self.truth.repeats
                    && let Some(earlier) = self.desks.0[annotator as usize].remembered.take()
                {
                    let again = self.one(annotator, earlier, None, stream);
                    out.push(Annotation { is_repeat: true, ..again });
                }
            }
        }
    }

    /// One annotation; `answer` is what the model may suggest.
    fn one(&mut self, annotator: u32, shown: Shown, answer: Option<u32>, stream: &mut Stream) -> Annotation {
        let a = annotator as usize;
        self.rest_or_go_on(a, stream);
        let desk = &mut self.desks.0[a];
        desk.position += 1;
        if desk.first_of_session.is_none() {
            desk.first_of_session = Some(shown);
        }
        let (order, passed) = (&self.truth.order, f64::from(desk.position - 1) / 100.0);
        let usual = self.truth.seconds_per_item * self.annotators.pace[a] * (0.5 * stream.normal()).exp();
        let rushed = happens(self.annotators.speeding[a], stream);
        let seconds = usual * (order.quickening * passed).exp() * if rushed { RUSHED } else { 1.0 };
        let (began, mut millis) = (desk.clock, whole_millis(seconds));
        desk.clock += i64::from(millis) * 1_000 + 400_000;
        let (mut label, right) = match self.without_looking(a, rushed, stream) {
            Some(label) => (label, None),
            None => {
                let right = self.right(a, shown);
                (self.label(a, shown.label, right, stream), Some(right))
            }
        };
        let suggested = self.suggested(answer, stream);
        if let (Some(suggestion), Some(right)) = (suggested, right) {
            label = self.under(suggestion, a, (shown.label, label, right), stream);
        }
        let desk = &mut self.desks.0[a];
        if let Some(suggestions) = self.truth.suggestions.filter(|_| suggested == Some(label)) {
            let weeks = (began - FIRST_MORNING).div_euclid(7 * DAY) as i32;
            let hurried = whole_millis(seconds * (1.0 + suggestions.weekly_haste).powi(weeks));
            desk.clock += (i64::from(hurried) - i64::from(millis)) * 1_000;
            millis = hurried;
        }
        desk.before = Some(label);
        let Shown { item, objects, .. } = shown;
        Annotation {
            annotator,
            item,
            label,
            submitted_micros: self.desks.0[a].clock,
            time_on_item_millis: millis,
            objects,
            is_repeat: false,
            shown: suggested.is_some(),
        }
    }

    /// The model's answer, where chance has it shown.
    fn suggested(&self, answer: Option<u32>, stream: &mut Stream) -> Option<u32> {
        let suggestions = self.truth.suggestions?;
        answer.filter(|_| stream.uniform() < suggestions.shown)
    }

    /// The label under a shown suggestion.
    fn under(
        &self,
        suggestion: u32,
        a: usize,
        (true_label, honest, right): (u32, u32, f64),
        stream: &mut Stream,
    ) -> u32 {
        let right = right.clamp(0.02, 1.0);
        let p = error_probability(self.truth, self.annotators.severe[a], true_label, suggestion, right);
        given(honest, suggestion, true_label, (p, self.annotators.excess[a]), stream)
    }

    /// Probability to see the true label here and now.
    fn right(&self, a: usize, shown: Shown) -> f64 {
        let (desk, order) = (&self.desks.0[a], &self.truth.order);
        let weeks = (desk.clock - FIRST_MORNING).div_euclid(7 * DAY) as f64;
        self.annotators.skill[a] - shown.difficulty
            + self.truth.fatigue * f64::from(desk.position - 1) / 100.0
            + order.learning * f64::from(desk.sessions.min(10)) / 10.0
            + order.drift * weeks
            + order.load.unwrap_or(0.0) * f64::from(shown.objects - 1)
            + desk.day
    }

    /// The label of an annotation that the item has no part in: rushed, in a run, or like the one before.
    fn without_looking(&mut self, a: usize, rushed: bool, stream: &mut Stream) -> Option<u32> {
        let (desk, share) = (&mut self.desks.0[a], self.annotators.straight_lining[a]);
        if desk.run == 0 && desk.before.is_some() {
            // Begun so often, runs hold that share of all annotations: s = f / (f + RUN (1 − f)).
            let begins = share / (share + f64::from(RUN) * (1.0 - share));
            desk.run = if happens(begins, stream) { RUN } else { 0 };
        }
        if desk.run > 0 {
            desk.run -= 1;
            return desk.before;
        }
        if rushed {
            return Some(stream.by_cumulative(self.prevalence) as u32);
        }
        desk.before.filter(|_| happens(self.truth.order.sequence, stream))
    }

    /// A session ends after each annotation with the same probability, on a bad day with a larger one where dropout is
    /// planted; the next one is on another morning.
    fn rest_or_go_on(&mut self, a: usize, stream: &mut Stream) {
        let ends = self.ends_with(a);
        let desk = &mut self.desks.0[a];
        if desk.position > 0 && stream.uniform() < ends {
            let morning = (desk.clock - FIRST_MORNING).div_euclid(DAY) + 1;
            desk.clock = FIRST_MORNING + morning * DAY + (stream.uniform() * 7.2e9) as i64;
            desk.sessions += 1;
            desk.position = 0;
            (desk.before, desk.run) = (None, 0);
            desk.remembered = desk.first_of_session.take();
            desk.day = day(self.truth, stream);
        }
    }

    /// Probability that the session ends here: 1 / session length, times (1 − dropout)^z with z standard deviations of
    /// annotator and day above the mean.
    fn ends_with(&self, a: usize) -> f64 {
        let (truth, desk) = (self.truth, &self.desks.0[a]);
        let usual = 1.0 / truth.session_length;
        let sd = truth.skill_sd.hypot(truth.order.session_sd);
        if truth.order.dropout == 0.0 || sd <= 0.0 {
            return usual;
        }
        let z = (self.annotators.skill[a] - truth.skill_mean + desk.day) / sd;
        (usual * (1.0 - truth.order.dropout).powf(z)).min(1.0)
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
