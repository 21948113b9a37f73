use super::*;
use crate::analysis::agreement::AgreementOptions;
use crate::analysis::coverage::Targets;
use crate::analysis::disparity::groupings;
use crate::analysis::inference::InferenceOptions;
use crate::analysis::test_log::TestLog;

fn cohesion(log: &TestLog) -> Outcome<Cohesion> {
    let tallies = log.tallies();
    let (agreement, inference, targets) =
        (AgreementOptions::default(), InferenceOptions::default(), Targets::default());
    let asked = Asked {
        min_group: 5,
        agreement: &agreement,
        inference: &inference,
        targets: &targets,
        settled: None,
    };
    measure(&tallies, &groupings(&tallies), &CohesionOptions::default(), asked)
}

fn numbers<'a>(found: &'a Cohesion, group: &str) -> &'a Outcome<GroupAgreement> {
    let own = found.attributes[0].groups.iter().find(|own| own.group == group);
    &own.expect("a known group").numbers
}

/// Forty items, twenty-four people. The eight of “own” call the items by a rule of their own, three in four times; the
/// others by the common rule; three are “few”, two are unknown.
fn planted(own_rule: bool) -> TestLog {
    let label = |i: u32, a: u32| {
        let noise = (i * 31 + a * 17 + i * a * 7).is_multiple_of(4);
        let rule = if own_rule && a < 8 { i / 2 % 2 } else { i % 2 };
        if noise { 1 - rule } else { rule }
    };
    let group = |a: u32| match a {
        0..8 => "own",
        8..19 => "rest",
        19..22 => "few",
        _ => "unknown",
    };
    TestLog {
        rows: (0..40).flat_map(|i| (0..24).map(move |a| (i, a, label(i, a)))).collect(),
        labels: 2,
        items: 40,
        annotators: 24,
        roster: vec![("team", (0..24).map(group).collect())],
        ..TestLog::default()
    }
}

#[test]
fn a_group_with_a_view_of_its_own_is_found_and_small_groups_are_insufficient() {
    let found = cohesion(&planted(true));
    let found = found.estimated().expect("a roster and rows");
    let own = numbers(found, "own").estimated().expect("eight people");
    assert_eq!((own.annotators, own.others), (8, 14), "nobody unknown is among the others");
    assert_eq!(own.verdict, CohesionVerdict::OwnView);
    let test = own.test.estimated().expect("tested");
    assert!(test.p <= test.q && test.q < 0.01 && test.draws == found.most_draws, "{test:?}");
    assert_eq!(numbers(found, "few").reason(), Some(&Reason::Insufficient));
    assert_eq!((found.tests, found.attributes[0].groups.len()), (2, 3), "unknown is no group to test");
    let within = own.within.redrawn.estimated().expect("alpha");
    assert!(own.within.fixed.estimated().is_some_and(|fixed| fixed.se < within.se));
}

#[test]
fn a_group_like_the_others_is_not() {
    let found = cohesion(&planted(false));
    let found = found.estimated().expect("a roster and rows");
    for group in ["own", "rest"] {
        let own = numbers(found, group).estimated().expect("people");
        assert_eq!(own.verdict, CohesionVerdict::NoEvidence, "{own:?}");
        assert!(own.test.estimated().is_some_and(|test| test.smallest_seen.is_some() && test.draws < 2000));
    }
}

#[test]
fn groups_that_saw_other_items_cannot_be_tested() {
    let mut log = planted(true);
    log.rows.retain(|&(item, who, _)| (who < 8) == (item < 20));
    let found = cohesion(&log);
    let own = numbers(found.estimated().expect("a roster"), "own").estimated().expect("people").clone();
    assert!(matches!(own.test.reason(), Some(Reason::TooFew { found: 1, needed: 40, .. })), "{:?}", own.test);
    assert!(own.across.redrawn.reason().is_some() && own.association.redrawn.reason().is_some());
    assert_eq!(own.verdict, CohesionVerdict::Untested);
}

#[test]
fn where_everybody_says_the_same_nothing_is_told() {
    let mut log = planted(false);
    log.rows.iter_mut().for_each(|row| row.2 = 0);
    let found = cohesion(&log);
    let found = found.estimated().expect("a roster");
    let own = numbers(found, "own").estimated().expect("people").clone();
    assert_eq!(own.within.fixed.reason(), Some(&Reason::NoExpectedDisagreement));
    assert_eq!((found.tests, own.verdict), (0, CohesionVerdict::Untested));
}

#[test]
fn without_a_roster_there_are_no_groups() {
    let log = TestLog { roster: Vec::new(), ..planted(true) };
    assert!(matches!(cohesion(&log).reason(), Some(Reason::NotInLog { .. })));
}

/// A share in 0–1 (splitmix64).
fn share(state: &mut u64) -> f64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}

/// Fourteen people of unlike severity and unlike loads, six of whom chance calls a group.
fn by_lot(seed: u64) -> TestLog {
    let mut state = seed;
    let severity: Vec<f64> = (0..14).map(|_| 0.5 * share(&mut state)).collect();
    let mut lot: Vec<(f64, usize)> = (0..14).map(|who| (share(&mut state), who)).collect();
    lot.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut team = vec!["others"; 14];
    lot.iter().take(6).for_each(|&(_, who)| team[who] = "some");
    let mut rows = Vec::new();
    for item in 0..16 {
        let own = 0.5 * share(&mut state);
        for who in 0..14u32 {
            let (taken, said) = (share(&mut state), share(&mut state));
            if taken < if who % 3 == 0 { 1.0 } else { 0.6 } {
                rows.push((item, who, u32::from(said < own + severity[who as usize])));
            }
        }
    }
    TestLog { rows, labels: 2, items: 16, annotators: 14, roster: vec![("team", team)], ..TestLog::default() }
}

#[test]
fn groups_by_lot_among_people_of_unlike_severity_are_seldom_told_apart() {
    let p: Vec<f64> = (0..100)
        .filter_map(|n| {
            let found = cohesion(&by_lot(n * 7 + 1));
            let some = numbers(found.estimated()?, "some").estimated()?.test.clone();
            Some(some.estimated()?.p)
        })
        .collect();
    let below = |limit: f64| p.iter().filter(|&&p| p <= limit).count();
    // Now and then the lot falls so that strata leave too few ways to exchange anybody.
    assert!(p.len() >= 95, "{} tested", p.len());
    // Binomial: 5 ± 2.2 and 50 ± 5 of a hundred, a little fewer because p is rounded up.
    assert!(below(0.05) <= 11 && (30..=65).contains(&below(0.5)), "{} {}", below(0.05), below(0.5));
}
