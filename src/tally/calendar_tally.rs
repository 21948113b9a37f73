use super::coalesce;
use crate::vocabulary::{Label, Period};

/// Annotations along the calendar: what was said in each day, week or month, by whom. Sums alone, so tallies of one log's
/// items add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarTally {
    /// How long a period is.
    pub period: Period,
    /// (first day from 1970-01-01, name) of the periods with an annotation, in order of time.
    pub periods: Vec<(i32, String)>,
    /// Labels that people gave, sorted.
    pub labels: Vec<PeriodLabels>,
    /// By model, sorted by name.
    pub models: Vec<ModelCalendar>,
}

/// How often one annotator gave one label in one period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PeriodLabels {
    /// Place among the periods.
    pub period: u32,
    /// The annotator.
    pub annotator: u32,
    /// The label.
    pub label: Label,
    /// Annotations.
    pub annotations: u64,
}

/// One model along the calendar: an item belongs to the periods in which people annotated it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ModelCalendar {
    /// The model's name.
    pub model: String,
    /// (period, the model's label, items of the period), sorted.
    pub answers: Vec<(u32, Label, u64)>,
    /// Beside each annotator in each period, sorted.
    pub people: Vec<PeriodMeetings>,
}

/// What one model and one annotator said of the same items in one period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct PeriodMeetings {
    /// Place among the periods.
    pub period: u32,
    /// The annotator.
    pub annotator: u32,
    /// Annotations of items that the model answered.
    pub annotations: u64,
    /// Of them, those with the model's label.
    pub same: u64,
    /// Annotations of items whose confidence is known.
    pub confident: u64,
    /// Of them, those with the model's label.
    pub confident_same: u64,
    /// Sum of these confidences in millionths.
    pub confidence: u64,
}

impl CalendarTally {
    /// Nothing yet in these periods, which are in order of time.
    pub(super) fn empty(period: Period, periods: Vec<(i32, String)>) -> Self {
        Self { period, periods, labels: Vec::new(), models: Vec::new() }
    }

    /// Takes over a part under new annotators and labels; the periods hold those of the part. [`CalendarTally::add_up`]
    /// must follow.
    pub(super) fn absorb(&mut self, part: &Self, annotators: &[u32], relabel: impl Fn(Label) -> Label) {
        let place = |own: &(i32, String)| self.periods.partition_point(|known| known < own) as u32;
        let places: Vec<u32> = part.periods.iter().map(place).collect();
        let places = |period: u32| places[period as usize];
        self.labels.extend(part.labels.iter().map(|own| PeriodLabels {
            period: places(own.period),
            annotator: annotators[own.annotator as usize],
            label: relabel(own.label),
            annotations: own.annotations,
        }));
        for model in &part.models {
            let at = self.models.iter().position(|known| known.model == model.model).unwrap_or_else(|| {
                self.models.push(ModelCalendar { model: model.model.clone(), ..ModelCalendar::default() });
                self.models.len() - 1
            });
            let into = &mut self.models[at];
            into.answers.extend(model.answers.iter().map(|&(p, label, n)| (places(p), relabel(label), n)));
            into.people.extend(model.people.iter().map(|own| PeriodMeetings {
                period: places(own.period),
                annotator: annotators[own.annotator as usize],
                ..*own
            }));
        }
    }

    /// Sorts, and adds up equal cells.
    pub(super) fn add_up(&mut self) {
        coalesce(
            &mut self.labels,
            |own| (own.period, own.annotator, own.label),
            |kept, next| {
                kept.annotations += next.annotations;
            },
        );
        self.models.sort_by(|a, b| a.model.cmp(&b.model));
        self.models.iter_mut().for_each(ModelCalendar::add_up);
    }
}

impl ModelCalendar {
    fn add_up(&mut self) {
        coalesce(&mut self.answers, |&(period, label, _)| (period, label), |kept, next| kept.2 += next.2);
        coalesce(
            &mut self.people,
            |own| (own.period, own.annotator),
            |kept, next| {
                kept.annotations += next.annotations;
                kept.same += next.same;
                kept.confident += next.confident;
                kept.confident_same += next.confident_same;
                kept.confidence += next.confidence;
            },
        );
    }
}
