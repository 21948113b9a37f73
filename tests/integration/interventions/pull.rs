//! The pull of ordinal labels towards a shown suggestion.

use super::simulated::{Draw, counted};
use raterscope::analysis::agreement::AgreementOptions;
use raterscope::analysis::human_model::interventions::{InterventionOptions, measure};
use raterscope::analysis::inference::InferenceOptions;
use raterscope::vocabulary::Scale;

/// The pull found in a log of nine-point labels that a shown suggestion draws `planted` of the way towards itself.
fn found(planted: f64, number: u64) -> (f64, bool) {
    let mut draw = Draw::of(number);
    let (mut rows, labels) = (Vec::new(), 9u32);
    for item in 0..200 {
        let middle = 3.0 + 2.0 * draw.share();
        let suggestion = (middle + 1.5 * draw.normal()).round().clamp(0.0, 8.0);
        for who in 0..6 {
            let annotator = (item * 5 + who * 3) % 18;
            let shown = draw.share() < 0.5;
            let aim = middle + if shown { planted * (suggestion - middle) } else { 0.0 };
            let label = (aim + draw.normal()).round().clamp(0.0, 8.0);
            rows.push((item, annotator, label as u32, suggestion as u32, shown));
        }
    }
    rows.sort_unstable();
    let tallies = counted(&rows, labels, None, 18, 200, Scale::Ordinal);
    let options = InferenceOptions { replicates: 20, ..InferenceOptions::default() };
    let own = InterventionOptions { randomised: true };
    let audited = measure(&tallies, &AgreementOptions::default(), &own, &options);
    let pull = audited.estimated().and_then(|found| found.showing.pull.clone()).expect("a scale with places");
    let pull = pull.estimated().expect("items with both").clone();
    (pull.estimate.value, pull.reported)
}

#[test]
fn noise_in_peoples_labels_is_no_pull_and_a_planted_one_has_its_size() {
    for (planted, low, high) in [(0.0, 0, 3), (0.3, 18, 20)] {
        let logs: Vec<(f64, bool)> = (0..20).map(|number| found(planted, number)).collect();
        let mean = logs.iter().map(|log| log.0).sum::<f64>() / 20.0;
        let reported = logs.iter().filter(|log| log.1).count();
        assert!((mean - planted).abs() < 0.03, "{planted}: {mean}");
        assert!((low..=high).contains(&reported), "{planted}: {reported}");
    }
}
