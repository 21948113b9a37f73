use super::showing::{Judged, Material, showing};
use super::{InterventionOptions, InterventionPart, Interventions, latency, rates, trend, without_shown};
use crate::analysis::agreement::AgreementOptions;
use crate::analysis::inference::InferenceOptions;
use crate::tally::{InterventionTally, LatencyBin, QuestionTallies};
use crate::vocabulary::{Action, Label, Outcome, Reason};

/// Suggestions of a question and what annotators did with them. Not estimable where the log has no such column.
pub fn measure(
    tallies: &QuestionTallies,
    asked: &AgreementOptions,
    own: &InterventionOptions,
    options: &InferenceOptions,
) -> Outcome<Interventions> {
    let Some(tally) = &tallies.summaries.interventions else {
        return Outcome::NotEstimable(Reason::NotInLog {
            what: "what was suggested to annotators, or what they did with it".into(),
            columns: "suggestion, action".into(),
        });
    };
    let level = options.level;
    let actions = rates::occurring(&tally.by_week);
    let material = Material::of(tallies);
    let referee = material.single_referee();
    let judged = Judged::of(tallies, referee);
    let told = (!judged.wrong.is_empty()).then_some(&judged.wrong);
    let (annotators, left_out) =
        rates::by_annotator(&tally.by_week, &actions, &tallies.annotators, told, level);
    let part = |cells, named: &dyn Fn(u32) -> String| {
        let found = rates::parts(cells, &actions, level, named);
        found.into_iter().map(|(_, part)| part).collect::<Vec<_>>()
    };
    let band = |band: u32| format!("{} to {}", tenth(band), tenth(band + 1));
    Outcome::Estimated(Interventions {
        shown: tally.shown,
        not_shown: tally.not_shown,
        reviews: tally.by_week.iter().map(|cell| cell.n).sum(),
        rates: rates::rates(tally.by_week.iter(), &actions, level),
        by_week: by_week(tally, &actions, &judged, level),
        by_label: part(&tally.by_label, &|label| tallies.question.labels.name(Label(label)).to_owned()),
        by_band: part(&tally.by_band, &band),
        annotators,
        annotators_left_out: left_out,
        latency: latency::latency(&tally.by_week, &tally.latency, level),
        approval_trend: weekly(tally, || trend::approvals(&tally.by_week, level)),
        approval_time_trend: weekly(tally, || trend::approval_time(&tally.by_week, level)),
        passed: judged.passed(referee, level),
        showing: showing(tallies, &material, own, level),
        without_shown: without_shown::without_shown(tallies, tally, asked, options),
        notes: notes(tally),
    })
}

fn by_week(
    tally: &InterventionTally,
    actions: &[Action],
    judged: &Judged,
    level: f64,
) -> Vec<InterventionPart> {
    let mut found = rates::parts(&tally.by_week, actions, level, rates::monday);
    for (week, part) in &mut found {
        let approvals = |bin: &&LatencyBin| bin.action == Action::Approve && bin.week == *week;
        part.approval_secs = latency::median(tally.latency.iter().filter(approvals));
        part.wrong_taken = judged.wrong_taken_in(*week, level);
    }
    found.into_iter().map(|(_, part)| part).collect()
}

fn weekly<T>(tally: &InterventionTally, of: impl Fn() -> Outcome<T>) -> Outcome<T> {
    match tally.has_weeks {
        true => of(),
        false => Outcome::NotEstimable(Reason::NotInLog {
            what: "when reviews were handed in".into(),
            columns: "submitted_at".into(),
        }),
    }
}

/// A tenth as a share: `0`, `.1` … `1`.
fn tenth(tenth: u32) -> String {
    match tenth {
        0 => "0".into(),
        10 => "1".into(),
        tenth => format!(".{tenth}"),
    }
}

fn notes(tally: &InterventionTally) -> Vec<String> {
    let odd = &tally.odd;
    let mut notes = Vec::new();
    if tally.has_suggestions && !tally.has_actions {
        notes.push(
            "The log says what was suggested and not what was done: a label like the suggestion counts as an approval, \
             another one as an edit."
                .into(),
        );
    }
    if tally.has_actions && !tally.has_suggestions {
        notes.push(
            "The log says what was done and not what was suggested: whether people give labels because they were \
             suggested cannot be told."
                .into(),
        );
    }
    let implied = if tally.has_actions { odd.implied } else { 0 };
    for (count, what) in [
        (implied, "Rows under a shown suggestion that state no action, so that their label tells it"),
        (
            odd.approved_other,
            "Approvals that carry another label than the suggested one, counted as approvals",
        ),
        (odd.edited_same, "Edits that carry the suggested label, counted as edits"),
        (odd.without_suggestion, "Actions in rows without a suggestion, left out"),
        (odd.not_shown, "Actions beside suggestions that were not shown, left out"),
        (odd.unlabelled, "Rows with an action and without a label, counted in the rates alone"),
    ] {
        if count > 0 {
            notes.push(format!("{what}: {count}."));
        }
    }
    notes
}
