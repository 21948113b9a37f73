use super::*;
use proptest::prelude::*;

fn grouping(attribute: &str, of: &[u32]) -> Grouping {
    let count = of.iter().max().map_or(0, |&most| most as usize + 1);
    let annotators =
        (0..count as u32).map(|code| of.iter().filter(|&&own| own == code).count() as u64).collect();
    Grouping {
        attribute: attribute.into(),
        groups: (0..count).map(|code| format!("g{code}")).collect(),
        of_annotator: of.to_vec(),
        annotators,
    }
}

fn target(shares: &[f64]) -> BTreeMap<String, f64> {
    shares.iter().enumerate().map(|(code, &share)| (format!("g{code}"), share)).collect()
}

/// Twenty of one group and ten of the other brought to halves: w = target share / share.
#[test]
fn one_margin_is_post_stratified_exactly() {
    let of: Vec<u32> = (0..30).map(|who| u32::from(who >= 20)).collect();
    let (grouping, target) = (grouping("gender", &of), target(&[0.5, 0.5]));
    let found = weigh(&[Margin { grouping: &grouping, target: &target }], 5, 5.0).expect("two groups");
    assert!((found.weight[0] - 0.75).abs() < 1e-12 && (found.weight[29] - 1.5).abs() < 1e-12);
    // Kish: 30 (20 · .75² + 10 · 1.5²) / 30².
    assert!((found.design_effect - 1.125).abs() < 1e-12);
    assert_eq!((found.converged, found.capped, found.largest_miss), (true, 0, 0.0));
}

/// Deming and Stephan's fitting of a 2 × 2 table (20, 10; 10, 20) to halves is no change; to (.6, .4) and (.5, .5) the odds
/// ratio of 4 stays and both margins are met.
#[test]
fn raking_meets_both_margins_and_keeps_the_odds_ratio() {
    let sizes = [(0, 0, 20), (0, 1, 10), (1, 0, 10), (1, 1, 20)];
    let of = |side: usize| -> Vec<u32> {
        sizes.iter().flat_map(|&(a, b, n)| std::iter::repeat_n(if side == 0 { a } else { b }, n)).collect()
    };
    let (first, second) = (grouping("a", &of(0)), grouping("b", &of(1)));
    let (one, other) = (target(&[0.6, 0.4]), target(&[0.5, 0.5]));
    let margins = [Margin { grouping: &first, target: &one }, Margin { grouping: &second, target: &other }];
    let found = weigh(&margins, 5, 10.0).expect("two margins");
    assert!(found.converged && found.largest_miss == 0.0, "{found:?}");
    let cell = |start: usize, n: usize| found.weight[start..start + n].iter().sum::<f64>();
    let (w, x, y, z) = (cell(0, 20), cell(20, 10), cell(30, 10), cell(40, 20));
    assert!(((w + x) / 60.0 - 0.6).abs() < 1e-6 && ((w + y) / 60.0 - 0.5).abs() < 1e-6);
    assert!((w * z / (x * y) - 4.0).abs() < 1e-5);
}

#[test]
fn small_and_unnamed_groups_keep_the_weight_they_had_and_the_cap_is_kept() {
    let of: Vec<u32> = (0..40)
        .map(|who| [0, 1, 2, 3][(who >= 20) as usize + (who >= 32) as usize + (who >= 37) as usize])
        .collect();
    let grouping = grouping("race", &of);
    // g2 has five and is not named, g3 has three.
    let stated = [("g0", 0.2), ("g1", 0.7), ("g3", 0.1)].map(|(name, share)| (name.to_owned(), share)).into();
    let margin = Margin { grouping: &grouping, target: &stated };
    let found = weigh(&[margin], 5, 5.0).expect("two groups");
    assert!((found.weight[33] - 1.0).abs() < 1e-9 && (found.weight[38] - 1.0).abs() < 1e-9);
    assert!((found.weight[21] * 12.0 / (found.weight[0] * 20.0) - 3.5).abs() < 1e-9);
    assert_eq!(
        found.groups[0].iter().map(|group| group.weighted).collect::<Vec<_>>(),
        [true, true, false, false]
    );
    let tight = weigh(&[margin], 5, 1.5).expect("two groups");
    assert!(
        tight.weight.iter().all(|&w| (1.0 / 1.5 - 1e-12..=1.5 + 1e-12).contains(&w))
            && tight.largest_miss > 0.05
    );
    assert!(tight.capped > 0);
    let alone = [("g0".to_owned(), 1.0)].into();
    assert_eq!(weigh(&[Margin { grouping: &grouping, target: &alone }], 5, 5.0), None);
}

proptest! {
    #[test]
    fn uncapped_weights_meet_every_target(
        of in prop::collection::vec((0u32..3, 0u32..2), 60..120),
        shares in prop::collection::vec(0.2f64..1.0, 3),
    ) {
        let first = grouping("a", &of.iter().map(|own| own.0).chain([0, 1, 2]).collect::<Vec<_>>());
        let second = grouping("b", &of.iter().map(|own| own.1).chain([0, 1, 0]).collect::<Vec<_>>());
        let all: f64 = shares.iter().sum();
        let one = target(&shares.iter().map(|share| share / all).collect::<Vec<_>>());
        let other = target(&[0.5, 0.5]);
        let margins = [Margin { grouping: &first, target: &one }, Margin { grouping: &second, target: &other }];
        let found = weigh(&margins, 1, 1e6).expect("two margins");
        prop_assert!(found.largest_miss < 1e-4, "{found:?}");
        prop_assert!(found.design_effect >= 1.0 - 1e-12);
    }
}
