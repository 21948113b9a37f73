//! Groups of annotators.

use super::{Audited, audit_of};
use crate::program::{files, put, raterscope};
use std::fmt::Write as _;

/// `sizes` annotators by group, all on the same items; the last group labels only the first `few` of them.
fn grouped(sizes: &[(&str, usize)], few: usize) -> String {
    let mut log = String::from("item_id,annotator_id,label,gender\n");
    let mut who = 0;
    for (place, &(group, size)) in sizes.iter().enumerate() {
        let items = if place + 1 == sizes.len() { few } else { 60 };
        for _ in 0..size {
            for item in 0..items {
                let label = ["yes", "no"][(item + usize::from((item * 3 + who * 7) % 5 == 0)) % 2];
                writeln!(log, "i{item:03},a{who:02},{label},{group}").expect("in memory");
            }
            who += 1;
        }
    }
    log
}

fn by_gender(sizes: &[(&str, usize)], few: usize) -> Audited {
    audit_of(&grouped(sizes, few), &["--attribute", "gender", "--replicates", "200"])
}

#[test]
fn a_small_group_vanishes_nowhere_and_never_passes() {
    let found = by_gender(&[("a", 6), ("b", 7), ("small", 2)], 60);
    let row = found.part("annotator_share", "gender=small");
    assert_eq!(
        (row.value, row.status.as_str(), row.reason.as_str()),
        (None, "not_estimable", "insufficient")
    );
    let page = found.text("report.html");
    assert!(page.contains("small") && page.to_lowercase().contains("insufficient"));
    let rule = "[[gate.rules]]\nmetric = \"krippendorff_alpha\"\nslice = \"gender=small\"\nmin = -1.0\n";
    put(found.folder.path(), "raterscope.toml", rule);
    let gate = raterscope(found.folder.path(), &["gate", "out/audit.json"]);
    assert_eq!(gate.status, 4, "{gate:?}");
    assert!(gate.stdout.contains("inconclusive") && !gate.stdout.contains("passed"), "{gate:?}");
}

/// A group that annotated two of sixty items is in few bootstrap samples of items: that is no exception, and no sample
/// without it counts as one in which it agreed.
#[test]
fn a_group_absent_from_a_bootstrap_replicate() {
    let found = by_gender(&[("a", 6), ("b", 5)], 2);
    near_or_reason(&found, "gender=b");
    near_or_reason(&found, "gender=a");
    let whole = found.part("krippendorff_alpha", "gender=a");
    assert!(whole.value.is_some() && whole.lower.is_some(), "the other group's interval stands: {whole:?}");
    use raterscope::analysis::inference::{Bounds, Scheme, Stream, resample};
    use raterscope::vocabulary::{Reason, Seed};
    // Five of 400 items show the group: .6 % of the samples hold none of them. One of 400: a third.
    let interval = |shown: u64| {
        let stream = Stream { seed: Seed::default(), question: "q", slice: "g", purpose: "items" };
        let items = [400 - shown, shown - shown / 2, shown / 2];
        let share = |drawn: &[u64], out: &mut [Option<f64>]| {
            let all = drawn[1] + drawn[2];
            out[0] = (all > 0).then(|| drawn[1] as f64 / all as f64);
        };
        resample(&items, Scheme::Bootstrap { replicates: 2000 }, stream, 1, &share).interval(
            0,
            Bounds::Share,
            0.95,
        )
    };
    let counted = interval(5);
    let counted = counted.estimated().expect("nearly all samples hold the group");
    assert!(counted.method.contains("undefined ones dropped"), "{}", counted.method);
    assert!(matches!(interval(1).reason(), Some(Reason::ReplicatesUndefined { .. })));
}

fn near_or_reason(found: &Audited, slice: &str) {
    let row = found.part("krippendorff_alpha", slice);
    assert!(row.value.is_some() || !row.reason.is_empty(), "{row:?}");
    assert!(row.lower.is_some() || !row.reason.is_empty(), "no interval without a reason: {row:?}");
}

/// Four fifths is a screening heuristic of one country's employment practice. No artifact says it, or passes or fails
/// anybody by it, unless a difference with its interval stands beside it and it is called a heuristic.
#[test]
fn the_four_fifths_rule_is_never_shown_as_law() {
    let found = by_gender(&[("a", 6), ("b", 7)], 60);
    let spellings = ["four-fifths", "four fifths", "4/5", "80 % rule", "80% rule", "disparate impact"];
    for name in files(&found.out("")) {
        let bytes = std::fs::read(found.out(&name)).expect("an artifact");
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        let said = spellings.iter().any(|spelling| text.contains(spelling));
        assert!(!said || text.contains("heuristic"), "{name} shows the four-fifths ratio as more than it is");
        for law in ["violates", "unlawful", "adverse impact", "legal threshold"] {
            assert!(!text.contains(law), "{name} says “{law}”");
        }
    }
}
