use super::{CalendarTally, ItemIndex, ModelCalendar, PeriodLabels, PeriodMeetings};
use crate::log::{ModelAnswers, PeriodColumn};
use crate::vocabulary::{Label, Outcome, Reason};

/// Sums that are kept at most while they are made: (period, annotator, label) counts in one dense array (64 MB).
const MOST_CELLS: u64 = 1 << 24;

/// Counts along the calendar: one pass over the items for people, and one for each model.
pub(super) fn count(
    column: Result<PeriodColumn, Reason>,
    index: &ItemIndex,
    models: &[ModelAnswers],
    (annotators, labels): (usize, usize),
) -> Outcome<CalendarTally> {
    let column = match column {
        Ok(column) => column,
        Err(reason) => return Outcome::NotEstimable(reason),
    };
    let found = column.periods.len() as u64 * annotators as u64 * labels.max(8) as u64;
    if found > MOST_CELLS {
        let what = "combinations of period, annotator and label".into();
        return Outcome::NotEstimable(Reason::TooMany { what, found, limit: MOST_CELLS });
    }
    let mut tally = CalendarTally::empty(column.period, column.periods);
    let periods = tally.periods.len();
    tally.labels = people(&column.code, index, (periods, annotators, labels));
    tally.models = models
        .iter()
        .map(|model| of_model(model, &column.code, index, (periods, annotators, labels)))
        .collect();
    Outcome::Estimated(tally)
}

fn people(
    code: &[u16],
    index: &ItemIndex,
    (periods, annotators, labels): (usize, usize, usize),
) -> Vec<PeriodLabels> {
    let mut counts = vec![0u32; periods * annotators * labels];
    for ((&period, &annotator), &label) in code.iter().zip(&index.annotator).zip(&index.label) {
        if (period as usize) < periods {
            counts[(period as usize * annotators + annotator as usize) * labels + label.index()] += 1;
        }
    }
    let met = counts.into_iter().enumerate().filter(|&(_, n)| n > 0);
    let cell = |(at, n): (usize, u32)| PeriodLabels {
        period: (at / labels / annotators) as u32,
        annotator: (at / labels % annotators) as u32,
        label: Label((at % labels) as u32),
        annotations: u64::from(n),
    };
    met.map(cell).collect()
}

fn of_model(
    model: &ModelAnswers,
    code: &[u16],
    index: &ItemIndex,
    (periods, annotators, labels): (usize, usize, usize),
) -> ModelCalendar {
    let mut meetings = vec![PeriodMeetings::default(); periods * annotators];
    let mut answers = vec![0u64; periods * labels];
    let mut told: Vec<u16> = Vec::new();
    for (item, &answer) in model.label.iter().enumerate().filter(|(_, answer)| answer.is_some()) {
        let confidence = model.confidence.as_ref().map_or(f32::NAN, |confidence| confidence[item]);
        let known = (0.0..=1.0).contains(&confidence);
        let millionths = if known { (f64::from(confidence) * 1e6).round() as u64 } else { 0 };
        told.clear();
        for row in index.rows(item).filter(|&row| (code[row] as usize) < periods) {
            let same = u64::from(index.label[row] == answer);
            let own = &mut meetings[code[row] as usize * annotators + index.annotator[row] as usize];
            own.annotations += 1;
            own.same += same;
            own.confident += u64::from(known);
            own.confident_same += if known { same } else { 0 };
            own.confidence += millionths;
            if !told.contains(&code[row]) {
                told.push(code[row]);
                answers[code[row] as usize * labels + answer.index()] += 1;
            }
        }
    }
    let met = meetings.into_iter().enumerate().filter(|(_, own)| own.annotations > 0);
    let place = |(at, own): (usize, PeriodMeetings)| PeriodMeetings {
        period: (at / annotators) as u32,
        annotator: (at % annotators) as u32,
        ..own
    };
    let given = answers.into_iter().enumerate().filter(|&(_, n)| n > 0);
    ModelCalendar {
        model: model.name.clone(),
        answers: given.map(|(at, n)| ((at / labels) as u32, Label((at % labels) as u32), n)).collect(),
        people: met.map(place).collect(),
    }
}
