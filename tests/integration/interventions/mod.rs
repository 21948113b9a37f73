//! Suggestions and what people do with them: planted truth, and the way from the command line.

mod command_line;
mod pull;
mod simulated;

use simulated::{Design, Seen, showing};

const DESIGN: Design = Design {
    items: 300,
    annotators: 20,
    per_item: 5,
    labels: 2,
    gold: true,
    randomised: true,
    excess: 0.0,
    excess_sd: 0.0,
};

/// The full simulation is `cargo bench --bench interventions`; this is its smallest part.
fn seen(design: &Design, logs: u64) -> Vec<Seen> {
    (0..logs)
        .map(|number| Seen::of(&showing(design, number).automation_bias).expect("both were seen"))
        .collect()
}

fn reported(seen: &[Seen]) -> usize {
    seen.iter().filter(|seen| seen.reported).count()
}

#[test]
fn honest_errors_that_the_model_shares_are_no_bias() {
    for design in [
        DESIGN,
        Design { gold: false, ..DESIGN },
        Design { randomised: false, ..DESIGN },
        Design { gold: false, randomised: false, ..DESIGN },
    ] {
        let found = seen(&design, 40);
        assert!(reported(&found) <= 4, "{design:?}: {}", reported(&found));
        let mean = found.iter().map(|seen| seen.value).sum::<f64>() / 40.0;
        assert!(mean.abs() < 0.03, "{design:?}: {mean}");
    }
}

#[test]
fn a_planted_excess_is_found_and_its_size_is_right() {
    for design in [
        Design { excess: 0.2, excess_sd: 0.05, ..DESIGN },
        Design { excess: 0.2, randomised: false, ..DESIGN },
    ] {
        let found = seen(&design, 20);
        assert!(reported(&found) >= 14, "{design:?}: {}", reported(&found));
        let mean = found.iter().map(|seen| seen.value).sum::<f64>() / 20.0;
        assert!((mean - 0.2).abs() < 0.03, "{design:?}: {mean}");
        let covered =
            found.iter().filter(|s| s.ends.is_some_and(|(low, high)| low <= 0.2 && 0.2 <= high)).count();
        assert!(covered >= 16, "{design:?}: {covered}");
    }
}
