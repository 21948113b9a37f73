//! That each planted effect is in a large log, in its stated size.

use super::chunks::chunks;
use super::items;
use super::order_truth::{Habit, OrderTruth};
use super::truth::Truth;
use super::work::FIRST_MORNING;
use crate::source::{Chunk, Column};
use crate::vocabulary::Seed;
use std::collections::BTreeMap;

const SEED: Seed = Seed(20_260_701);
const WEEK: i64 = 7 * 86_400_000_000;

/// One simulated annotation with what is true of its item.
struct Row {
    annotator: u32,
    item: u64,
    label: u32,
    right: bool,
    at: i64,
    secs: f64,
    objects: i64,
    /// Sessions of the annotator before this one, place in this one from 0, and the label before.
    session: u32,
    place: u32,
    before: Option<u32>,
}

/// Everybody alike, items alike, no vague boundary: what is planted is all there is.
fn plain(order: OrderTruth) -> Truth {
    Truth {
        items: 40_000,
        annotators: 40,
        per_item: 3,
        prevalence_ratio: 1.0,
        skill_mean: 0.7,
        skill_sd: 0.0,
        difficulty: 0.0,
        boundary: None,
        model_over_confidence: None,
        order,
        ..Truth::default()
    }
}

fn simulated(truth: &Truth) -> Vec<Row> {
    let prevalence = truth.cumulative_prevalence();
    let mut rows = Vec::new();
    for chunk in chunks(truth, SEED).expect("a truth that can be simulated") {
        let number = |column: &str, row: usize| numbers(&chunk, column, row);
        for row in 0..chunk.rows {
            let Column::Text(items_named) = &chunk.columns[0] else { panic!("items are text") };
            let name = items_named.value(row).expect("every row has an item");
            let item = name["item-".len()..].parse::<u64>().expect("a number") - 1;
            let label = number("label", row) as u32;
            let truly = items::draw(truth, SEED, &prevalence, item).0.label;
            rows.push(Row {
                annotator: number("annotator_id", row) as u32,
                item,
                label,
                right: label == truly,
                at: number("submitted_at", row) as i64,
                secs: number("time_on_item_secs", row),
                objects: number("objects_per_item", row) as i64,
                session: 0,
                place: 0,
                before: None,
            });
        }
    }
    placed(rows)
}

/// A cell as a number: the key where it is a name; 0 where the log lacks the column.
fn numbers(chunk: &Chunk, column: &str, row: usize) -> f64 {
    let Some(at) = chunk.names.iter().position(|name| name == column) else { return 0.0 };
    match &chunk.columns[at] {
        Column::Dictionary { keys, .. } => f64::from(keys[row]),
        Column::Instant { micros, .. } => micros[row] as f64,
        Column::Integer { values, .. } => values[row] as f64,
        Column::Float { values, .. } => values[row],
        _ => panic!("no number"),
    }
}

/// Sessions begin in the morning: 30 minutes after the last annotation or later.
fn placed(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort_by_key(|row| (row.annotator, row.at));
    for i in 1..rows.len() {
        let (last, next) = (&rows[i - 1], &rows[i]);
        let (session, place, label) = (last.session, last.place, last.label);
        if last.annotator != next.annotator {
            continue;
        }
        let goes_on = next.at - last.at < 1_800_000_000;
        rows[i].session = session + u32::from(!goes_on);
        rows[i].place = if goes_on { place + 1 } else { 0 };
        rows[i].before = goes_on.then_some(label);
    }
    rows
}

/// Least-squares slope of y on x with its standard error.
fn slope(points: impl Iterator<Item = (f64, f64)>) -> (f64, f64) {
    let points: Vec<(f64, f64)> = points.collect();
    let n = points.len() as f64;
    let (mx, my) = (points.iter().map(|p| p.0).sum::<f64>() / n, points.iter().map(|p| p.1).sum::<f64>() / n);
    let sxx: f64 = points.iter().map(|p| (p.0 - mx).powi(2)).sum();
    let sxy: f64 = points.iter().map(|p| (p.0 - mx) * (p.1 - my)).sum();
    let slope = sxy / sxx;
    let rest: f64 = points.iter().map(|p| (p.1 - my - slope * (p.0 - mx)).powi(2)).sum();
    (slope, (rest / (n - 2.0) / sxx).sqrt())
}

/// The planted size lies within four standard errors, and the error is small beside the size.
fn assert_size((found, se): (f64, f64), planted: f64) {
    assert!((found - planted).abs() < 4.0 * se, "found {found} ± {se}, planted {planted}");
    assert!(se < planted.abs() / 5.0, "an error of {se} says nothing of {planted}");
}

fn share(rows: impl Iterator<Item = bool>) -> (f64, f64) {
    let (n, hits) = rows.fold((0.0, 0.0), |(n, hits), hit| (n + 1.0, hits + f64::from(u8::from(hit))));
    let share = hits / n;
    (share, (share * (1.0 - share) / n).sqrt())
}

fn right(row: &Row) -> f64 {
    f64::from(u8::from(row.right))
}

#[test]
fn fatigue_and_quickening_are_slopes_along_the_session() {
    let order = OrderTruth { quickening: -0.3, ..OrderTruth::default() };
    let rows = simulated(&Truth { fatigue: -0.06, session_length: 200.0, ..plain(order) });
    let early = || rows.iter().filter(|row| row.place < 600);
    assert_size(slope(early().map(|row| (f64::from(row.place) / 100.0, right(row)))), -0.06);
    assert_size(slope(early().map(|row| (f64::from(row.place) / 100.0, row.secs.ln()))), -0.3);
}

#[test]
fn learning_stops_after_ten_sessions() {
    let order = OrderTruth { learning: 0.2, ..OrderTruth::default() };
    let rows = simulated(&Truth { session_length: 100.0, ..plain(order) });
    let first = rows.iter().filter(|row| row.session <= 10);
    assert_size(slope(first.map(|row| (f64::from(row.session) / 10.0, right(row)))), 0.2);
    let (later, se) = share(rows.iter().filter(|row| row.session > 10).map(|row| row.right));
    assert!((later - 0.9).abs() < 4.0 * se, "{later}");
}

#[test]
fn drift_is_a_slope_along_the_weeks() {
    let order = OrderTruth { drift: -0.02, ..OrderTruth::default() };
    let rows = simulated(&plain(order));
    let week = |row: &Row| (row.at - FIRST_MORNING).div_euclid(WEEK) as f64;
    assert!(rows.iter().map(week).fold(0.0, f64::max) >= 5.0, "the log has weeks");
    assert_size(slope(rows.iter().map(|row| (week(row), right(row)))), -0.02);
}

#[test]
fn a_share_of_annotators_rushes_a_share_of_annotations() {
    let order =
        OrderTruth { speeding: Habit { annotators: 0.25, annotations: 0.4 }, ..OrderTruth::default() };
    let rows = simulated(&plain(order));
    let mut own: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
    rows.iter().for_each(|row| own.entry(row.annotator).or_default().push(row.secs));
    // Rushed or not are 3.2 standard deviations of ln seconds apart: the middle of each person's 90 % tells them apart.
    let rushes = |row: &Row, usual: &BTreeMap<u32, f64>| row.secs < usual[&row.annotator] * 0.2f64.sqrt();
    let usual: BTreeMap<u32, f64> = own
        .iter_mut()
        .map(|(&who, secs)| {
            secs.sort_by(f64::total_cmp);
            (who, secs[secs.len() * 7 / 10])
        })
        .collect();
    let shares: Vec<f64> = own
        .keys()
        .map(|who| share(rows.iter().filter(|row| row.annotator == *who).map(|row| rushes(row, &usual))).0)
        .collect();
    let speeders: Vec<&f64> = shares.iter().filter(|share| **share > 0.25).collect();
    assert_eq!(speeders.len(), 10, "a quarter of forty: {shares:?}");
    // A rushed label is right by chance, one in five.
    let all = share(rows.iter().map(|row| row.right));
    assert_size((0.7 - all.0, all.1), 0.25 * 0.4 * (0.7 - 0.2));
}

#[test]
fn straight_liners_give_runs_of_one_label() {
    let order =
        OrderTruth { straight_lining: Habit { annotators: 0.5, annotations: 0.4 }, ..OrderTruth::default() };
    let rows = simulated(&Truth { session_length: 1_000.0, ..plain(order) });
    // In a run a label is right by chance.
    let all = share(rows.iter().map(|row| row.right));
    let lost = (0.7 - all.0) / (0.7 - 0.2);
    assert!((lost - 0.2).abs() < 0.02, "half of them lose two fifths: {lost}");
    let mut longest: BTreeMap<u32, u32> = BTreeMap::new();
    let mut run = 0;
    for row in &rows {
        run = if row.before == Some(row.label) { run + 1 } else { 1 };
        let own = longest.entry(row.annotator).or_default();
        *own = run.max(*own);
    }
    assert_eq!(longest.values().filter(|&&run| run >= 20).count(), 20, "{longest:?}");
}

#[test]
fn a_sequence_effect_repeats_the_label_before() {
    let order = OrderTruth { sequence: 0.15, ..OrderTruth::default() };
    let rows = simulated(&plain(order));
    let same = share(rows.iter().filter(|row| row.before.is_some()).map(|row| row.before == Some(row.label)));
    // Five labels alike: repeated by the effect, or one in five by the item.
    assert_size((same.0 - 0.2, same.1), 0.15 * 0.8);
}

#[test]
fn load_is_a_slope_over_objects() {
    let order = OrderTruth { load: Some(-0.04), ..OrderTruth::default() };
    let rows = simulated(&plain(order));
    assert_size(slope(rows.iter().map(|row| (row.objects as f64, right(row)))), -0.04);
    assert!((1..=9).all(|objects| rows.iter().any(|row| row.objects == objects)));
}

#[test]
fn worse_annotators_and_worse_days_end_sooner() {
    let order = OrderTruth { dropout: 0.4, session_sd: 0.1, ..OrderTruth::default() };
    let truth = Truth { skill_sd: 0.06, session_length: 40.0, items: 120_000, ..plain(order) };
    let rows = simulated(&truth);
    let mut sessions: BTreeMap<(u32, u32), (f64, f64)> = BTreeMap::new();
    for row in &rows {
        let own = sessions.entry((row.annotator, row.session)).or_default();
        *own = (own.0 + 1.0, own.1 + right(row));
    }
    // Long sessions are right more often: the confounder is there, though nobody tires.
    let part = |long: bool| {
        let of = sessions.values().filter(|(n, _)| (*n > 60.0) == long && *n > 10.0);
        of.fold((0.0, 0.0), |sum, own| (sum.0 + own.0, sum.1 + own.1))
    };
    let ((n_long, long), (n_short, short)) = (part(true), part(false));
    assert!(long / n_long - short / n_short > 0.05, "{} {}", long / n_long, short / n_short);
    // ln E[length] over z has the slope −ln(1 − dropout): two annotators' worth of z apart, by skill alone.
    let drawn = super::annotators::Annotators::draw(&truth, SEED);
    let mean = |better: bool| {
        let of = |who: u32| (drawn.skill[who as usize] > truth.skill_mean) == better;
        let own: Vec<f64> = sessions.iter().filter(|(key, _)| of(key.0)).map(|(_, own)| own.0).collect();
        own.iter().sum::<f64>() / own.len() as f64
    };
    let sd = 0.06f64.hypot(0.1);
    let z = |better: bool| {
        let own: Vec<f64> =
            drawn.skill.iter().map(|s| (s - 0.7) / sd).filter(|z| (*z > 0.0) == better).collect();
        own.iter().sum::<f64>() / own.len() as f64
    };
    let found = (mean(true) / mean(false)).ln() / (z(true) - z(false));
    assert!((found / -(0.6f64.ln()) - 1.0).abs() < 0.25, "{found} {}", -(0.6f64.ln()));
}

#[test]
fn days_differ_by_the_stated_standard_deviation() {
    let order = OrderTruth { session_sd: 0.1, ..OrderTruth::default() };
    let rows = simulated(&Truth { session_length: 200.0, items: 80_000, ..plain(order) });
    let mut sessions: BTreeMap<(u32, u32), (f64, f64)> = BTreeMap::new();
    for row in &rows {
        let own = sessions.entry((row.annotator, row.session)).or_default();
        *own = (own.0 + 1.0, own.1 + right(row));
    }
    // Variance of session means less what chance gives them.
    let long: Vec<(f64, f64)> =
        sessions.into_values().filter(|own| own.0 >= 100.0).map(|own| (own.0, own.1 / own.0)).collect();
    let count = long.len() as f64;
    let mean = long.iter().map(|own| own.1).sum::<f64>() / count;
    let all: f64 = long.iter().map(|own| (own.1 - mean).powi(2)).sum::<f64>() / (count - 1.0);
    let chance: f64 = long.iter().map(|own| own.1 * (1.0 - own.1) / (own.0 - 1.0)).sum::<f64>() / count;
    assert!(((all - chance).sqrt() - 0.1).abs() < 0.015, "{} of {count} sessions", (all - chance).sqrt());
}

#[test]
fn difficulty_rises_with_the_items() {
    let order = OrderTruth { rising_difficulty: 0.3, ..OrderTruth::default() };
    let truth = plain(order);
    let rows = simulated(&truth);
    let of = |row: &Row| (row.item as f64 / (truth.items - 1) as f64, right(row));
    assert_size(slope(rows.iter().map(of)), -0.3);
}

#[test]
fn a_clustered_queue_has_stretches_of_one_label() {
    let truth = plain(OrderTruth { clustered_queue: 0.5, ..OrderTruth::default() });
    let prevalence = truth.cumulative_prevalence();
    let label = |item: u64| items::draw(&truth, SEED, &prevalence, item).0.label;
    let pairs = (0..truth.items / 2).map(|pair| label(2 * pair) == label(2 * pair + 1));
    // Both from the stretch (a quarter) or alike by chance.
    let same = share(pairs);
    assert_size((same.0 - 0.2, same.1), 0.25 * 0.8);
}

#[test]
fn nothing_planted_changes_no_row() {
    let (plain, planted) =
        (plain(OrderTruth::default()), plain(OrderTruth { load: Some(0.0), ..OrderTruth::default() }));
    let small = |truth: Truth| simulated(&Truth { items: 500, ..truth });
    let of = |rows: &[Row]| {
        rows.iter().map(|row| (row.item, row.annotator, row.label, row.at)).collect::<Vec<_>>()
    };
    assert_eq!(of(&small(plain)), of(&small(planted)));
}
