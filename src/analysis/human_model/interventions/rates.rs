use super::{ActionRate, AnnotatorReviews, InterventionPart};
use crate::analysis::inference::{clustered_share, share_of_items};
use crate::tally::{ActionCell, Names};
use crate::vocabulary::{Action, Outcome, SampleSize};
use std::collections::BTreeMap;

/// Annotators who are listed.
const LISTED: usize = 1_000;

/// Actions that occur, in the order of [`Action::ALL`]. Approvals and edits are always there.
pub(super) fn occurring(cells: &[ActionCell]) -> Vec<Action> {
    let occurs = |action: &Action| {
        matches!(action, Action::Approve | Action::Edit) || cells.iter().any(|cell| cell.action == *action)
    };
    Action::ALL.into_iter().filter(occurs).collect()
}

/// Share of each action in some cells, annotators as clusters.
pub(super) fn rates<'a>(
    cells: impl Iterator<Item = &'a ActionCell>,
    actions: &[Action],
    level: f64,
) -> Vec<ActionRate> {
    let mut people: BTreeMap<u32, [u64; 5]> = BTreeMap::new();
    for cell in cells {
        people.entry(cell.annotator).or_default()[cell.action as usize] += cell.n;
    }
    let rate = |&action: &Action| {
        let clusters: Vec<(u64, u64)> =
            people.values().map(|own| (own.iter().sum(), own[action as usize])).collect();
        let share = clustered_share(&clusters, level).map(|mut found| {
            found.method = "share of the reviews, annotators as clusters".into();
            found
        });
        ActionRate { action, share }
    };
    actions.iter().map(rate).collect()
}

/// One row for each part that `named` names, in the order of its keys.
pub(super) fn parts(
    cells: &[ActionCell],
    actions: &[Action],
    level: f64,
    named: impl Fn(u32) -> String,
) -> Vec<(u32, InterventionPart)> {
    let mut by_part: BTreeMap<u32, Vec<&ActionCell>> = BTreeMap::new();
    for cell in cells.iter().filter(|cell| cell.part != ActionCell::NO_PART) {
        by_part.entry(cell.part).or_default().push(cell);
    }
    let part = |(part, own): (u32, Vec<&ActionCell>)| {
        let people: std::collections::BTreeSet<u32> = own.iter().map(|cell| cell.annotator).collect();
        let row = InterventionPart {
            name: named(part),
            reviews: own.iter().map(|cell| cell.n).sum(),
            annotators: people.len() as u64,
            rates: rates(own.iter().copied(), actions, level),
            approval_secs: None,
            wrong_taken: None,
        };
        (part, row)
    };
    by_part.into_iter().map(part).collect()
}

/// Annotators in alphabetical order, those with most reviews where there are very many, and how many are left out.
/// `wrong` tells the wrong suggestions shown to each and those taken over.
pub(super) fn by_annotator(
    cells: &[ActionCell],
    actions: &[Action],
    names: &Names,
    wrong: Option<&BTreeMap<u32, (u64, u64)>>,
    level: f64,
) -> (Vec<AnnotatorReviews>, u64) {
    let mut own: Vec<(u64, &[ActionCell])> = cells
        .chunk_by(|a, b| a.annotator == b.annotator)
        .map(|own| (own.iter().map(|cell| cell.n).sum(), own))
        .collect();
    let all = own.len();
    if all > LISTED {
        own.sort_by_key(|&(reviews, own)| (std::cmp::Reverse(reviews), own[0].annotator));
        own.truncate(LISTED);
        own.sort_by_key(|&(_, own)| own[0].annotator);
    }
    let row = |&(reviews, own): &(u64, &[ActionCell])| {
        let of = |action: Action| own.iter().filter(move |cell| cell.action == action);
        let count = |action: Action| of(action).map(|cell| cell.n).sum::<u64>();
        let (timed, log) =
            of(Action::Approve).fold((0u64, 0i128), |(n, sum), c| (n + c.timed, sum + c.log_ms));
        let annotator = own[0].annotator;
        AnnotatorReviews {
            annotator: names.name(annotator).to_owned(),
            reviews,
            shares: actions.iter().map(|&action| count(action) as f64 / reviews as f64).collect(),
            approved: approved(count(Action::Approve), reviews, level),
            approval_secs: (timed > 0).then(|| (log as f64 / timed as f64 / 1e6).exp() / 1e3),
            wrong_shown: wrong.map(|wrong| wrong.get(&annotator).copied().unwrap_or_default()),
        }
    };
    (own.iter().map(row).collect(), (all - own.len()) as u64)
}

fn approved(hits: u64, n: u64, level: f64) -> Outcome<crate::vocabulary::Estimate> {
    let sample = SampleSize { items: n, annotations: n, annotators: 1 };
    share_of_items(hits, n, sample, level, "share of the annotator's reviews, items as independent")
}

/// The Monday that a week begins with: `2026-01-05`.
pub(super) fn monday(week: u32) -> String {
    // Days since 1970-01-01 to a date: Hinnant, chrono-Compatible Low-Level Date Algorithms (civil_from_days).
    let days = i64::from(week) * 7 - 3 + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_on_mondays() {
        assert_eq!(monday(0), "1969-12-29");
        assert_eq!(monday(1), "1970-01-05");
        assert_eq!(monday(2923), "2026-01-05");
        assert_eq!(monday(2825), "2024-02-19");
        assert_eq!(monday(2826), "2024-02-26");
    }

    #[test]
    fn shares_of_actions_add_up() {
        let cell = |annotator, action, n| ActionCell {
            annotator,
            part: 0,
            action,
            n,
            timed: 0,
            log_ms: 0,
            log_ms_squared: 0,
        };
        let cells = [
            cell(0, Action::Approve, 6),
            cell(0, Action::Edit, 2),
            cell(1, Action::Approve, 1),
            cell(1, Action::Flag, 1),
        ];
        let actions = occurring(&cells);
        assert_eq!(actions, [Action::Approve, Action::Edit, Action::Flag]);
        let shares: Vec<f64> = rates(cells.iter(), &actions, 0.95)
            .iter()
            .map(|rate| rate.share.estimated().map_or(f64::NAN, |e| e.value))
            .collect();
        assert_eq!(shares, [0.7, 0.2, 0.1]);
    }
}
