//! Agreement within groups, across groups, and their ratio, as an audit measures them from the log.

use super::{Ledger, reference};
use raterscope::analysis::agreement::{AgreementOptions, SideEstimate};
use raterscope::analysis::coverage::Targets;
use raterscope::analysis::disparity::cohesion::{Cohesion, CohesionOptions, measure};
use raterscope::analysis::disparity::{Asked, groupings};
use raterscope::analysis::inference::InferenceOptions;
use raterscope::log::{self, Inputs, Options};
use raterscope::{source, tally};
use std::path::Path;

#[test]
fn grasp_meets_every_oracle() {
    let Some((folder, oracles)) = reference() else { return };
    let mut ledger = Ledger::default();
    for oracle in oracles.iter().filter(|oracle| oracle["metric"] == "grasp") {
        let found = cohesion(&folder.join(oracle["data"].as_str().expect("one CSV")));
        for (key, wanted) in oracle["expected"].as_object().expect("named values") {
            // `irr_rest_men` is alpha within those who are not men; `xrr_men_rest` and `xrr_men_women` are one.
            let (rest, named) = (key.starts_with("irr_rest_"), |group: &str| key.contains(group));
            let groups = &found.attributes[0].groups;
            let of = groups
                .iter()
                .filter(|group| named(&format!("_{}", group.group)) != rest)
                .min_by_key(|group| key.find(&format!("_{}", group.group)))
                .unwrap_or_else(|| panic!("{key} names no group"));
            let numbers = of.numbers.estimated().expect("four annotators");
            let estimate: &SideEstimate = match key.split('_').next() {
                Some("irr") => &numbers.within,
                Some("xrr") => &numbers.across,
                Some("gai") => &numbers.association,
                _ => panic!("an unknown value {key}"),
            };
            let got = estimate.fixed.estimated().map(|e| e.value).ok_or("not estimable".into());
            ledger.judge("grasp", oracle, key, got, wanted.as_f64().expect("a number"));
        }
    }
    ledger.tell();
    assert!(ledger.checked() >= 9 && ledger.misses.is_empty(), "missed:\n{}", ledger.misses.join("\n"));
}

/// As the program reads it, the column `group` being an attribute.
fn cohesion(path: &Path) -> Cohesion {
    let logs = vec![source::open(path, &source::Options::default()).expect("a readable CSV")];
    let options = Options { attribute: vec!["group".into()], ..Options::default() };
    let inputs = Inputs { logs, roster: None, items: None, predictions: Vec::new() };
    let tallies =
        tally::count(log::normalize(inputs, &options, None).expect("a usable log")).0.questions.remove(0);
    let (agreement, inference, targets) =
        (AgreementOptions::default(), InferenceOptions::default(), Targets::default());
    let asked = Asked {
        min_group: 4,
        agreement: &agreement,
        inference: &inference,
        targets: &targets,
        settled: None,
    };
    let found = measure(&tallies, &groupings(&tallies), &CohesionOptions::default(), asked);
    found.estimated().expect("groups and rows").clone()
}
