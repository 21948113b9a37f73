use super::estimate_cell;
use super::place::Place;
use super::section::Section;
use super::table::{Cell, Table, numbers, words};
use crate::audit::{Drift, DriftKind, DriftSeries, QuestionAudit};
use crate::render::prose::Prose;
use crate::render::{number, phrase};
use crate::vocabulary::Outcome;

/// Along the calendar.
pub fn section(place: &mut Place<'_, '_>, question: &QuestionAudit) -> Section {
    let mut section = place.section("calendar", "Along the calendar");
    match &question.drift {
        None => section.text(Prose::of(
            "This audit was made by an earlier version, which did not look at the calendar.",
        )),
        Some(Outcome::NotEstimable(reason)) => section.absent(Prose::of("Drift along the calendar"), reason),
        Some(Outcome::Estimated(drift)) => filled(place, &mut section, drift),
    }
    section
}

fn filled(place: &mut Place<'_, '_>, section: &mut Section, drift: &Drift) {
    let told: Vec<&DriftSeries> =
        drift.series.iter().filter(|s| s.change.estimated().is_some_and(|change| change.reported)).collect();
    section.lead(lead(drift, &told));
    section.text(Prose::of(format!(
        "A change is told where it is larger than the {0}s differ among themselves: by more than their own counts explain, \
         and alike their neighbours. Another mix of items or of annotators makes a change just as a new guideline or a new \
         model version does.",
        drift.period.name()
    )));
    section.figures(place.figures("drift"));
    section.table(table(drift, place.rows));
}

fn lead(drift: &Drift, told: &[&DriftSeries]) -> Prose {
    let span = number::counted(
        drift.periods.len() as u64,
        drift.period.name(),
        &format!("{}s", drift.period.name()),
    );
    match (drift.tests, told) {
        (0, _) => Prose::of(format!(
            "{span} with annotations: too few, or too little in them, to tell a change (ten are needed).",
        )),
        (tests, []) => Prose::default()
            .strong(format!("No change is shown over {span}"))
            .say(format!(", in {} looked at.", number::counted(tests, "series", "series"))),
        (tests, [first, ..]) => {
            let prose =
                Prose::default().strong(format!("{} of {tests} series change over {span}: ", told.len()));
            let prose = prose.then(subject(first));
            match first.change.estimated() {
                Some(change) => prose
                    .say(format!(", {} from ", number::signed_estimate(&change.difference)))
                    .name(&drift.periods[change.from as usize])
                    .say(" on."),
                None => prose.say("."),
            }
        }
    }
}

/// What a series is of.
fn subject(series: &DriftSeries) -> Prose {
    let (model, label) =
        (series.model.as_deref().unwrap_or_default(), series.label.as_deref().unwrap_or_default());
    match series.kind {
        DriftKind::HumanModelAgreement => Prose::of("agreement of people with ").name(model),
        DriftKind::CalibrationInTheLarge => Prose::of("confidence minus agreement of ").name(model),
        DriftKind::ModelLabelShare => Prose::named(model).say(" says ").name(label),
        DriftKind::LabelShare => Prose::of("people say ").name(label),
    }
}

fn table(drift: &Drift, cap: usize) -> Table {
    let columns = vec![
        words("what"),
        numbers("periods"),
        numbers("first"),
        numbers("last"),
        words("likeliest change from"),
        numbers("difference"),
        words("what may be said"),
        numbers("dispersion"),
    ];
    let caption = format!("What was said by {}", drift.period.name());
    Table::capped(caption, columns, &drift.series, cap, |series| {
        let value = |point: Option<&crate::audit::DriftPoint>| match point {
            Some(point) => Cell::number(point.value, number::share(point.value)),
            None => Cell::absent(number::DASH),
        };
        let mut cells = vec![
            Cell::prose(subject(series)),
            Cell::count(series.points.len() as u64),
            value(series.points.first()),
            value(series.points.last()),
        ];
        cells.extend(of_change(drift, series));
        cells
    })
    .noted(Prose::of(format!(
        "Difference: mean after minus mean before the likeliest place of a change; its interval takes the place as found, so \
         without evidence it is no finding. q over {} by Benjamini and Hochberg. Dispersion: how much more periods differ, \
         beside the change, than their own counts explain (1 = no more). The values by period are in estimates.csv.",
        number::counted(drift.tests, "series", "series")
    )))
}

/// Where a series changes, by how much, and what may be said of it.
fn of_change(drift: &Drift, series: &DriftSeries) -> [Cell; 4] {
    let change = match &series.change {
        Outcome::NotEstimable(reason) => {
            let absent = || Cell::absent(number::DASH);
            return [absent(), absent(), Cell::absent(phrase::short_reason(reason)), absent()];
        }
        Outcome::Estimated(change) => change,
    };
    let q = number::p_value(change.q_value);
    let mut from = Prose::named(&drift.periods[change.from as usize]);
    for period in &change.further {
        from = from.say(", also ").name(&drift.periods[*period as usize]);
    }
    [
        Cell::prose(from),
        estimate_cell::difference(&Outcome::Estimated(change.difference.clone())),
        match change.reported {
            true => Cell::text(format!("changes (q\u{a0}{q})")).toned("warn"),
            false => Cell::text(format!("no evidence of a change (q\u{a0}{q})")).toned("mute"),
        },
        Cell::number(change.dispersion, number::decimal(change.dispersion, 1)),
    ]
}
