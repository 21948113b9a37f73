//! A short form of `cargo bench --bench coverage -- models`.

use super::models::{Held, NUMBERS, World};

#[test]
fn intervals_of_models_hold_the_truth() {
    let world = World { items: 200, prevalence: [0.6, 0.25, 0.15] };
    let logs: Vec<Vec<Held>> = (0..300).map(|number| world.held(90_000 + number)).collect();
    for (place, name) in NUMBERS.iter().enumerate() {
        let known: Vec<bool> = logs.iter().filter_map(|log| log[place]).map(|held| held.0).collect();
        let share = known.iter().filter(|&&held| held).count() as f64 / known.len() as f64;
        // Three standard errors of 300 logs around the wanted 93 to 97 %.
        assert!(known.len() == 300 && (0.885..=0.999).contains(&share), "{name}: {share}");
    }
}

#[test]
fn slices_and_groups_that_are_alike_are_seldom_told_apart() {
    let world = World { items: 200, prevalence: [0.6, 0.25, 0.15] };
    let told: Vec<(bool, bool)> = (0..200).map(|number| world.told(70_000 + number)).collect();
    let (slices, groups) = (told.iter().filter(|t| t.0).count(), told.iter().filter(|t| t.1).count());
    assert!(slices <= 20 && groups <= 20, "{slices} and {groups} of 200");
}
