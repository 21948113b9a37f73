//! Items that belong together are drawn and left out together.

use super::log::{Draw, Given, clustered, simulated};
use super::{few, pooled_alpha, value};
use raterscope::analysis::agreement::{Agreement, AgreementOptions, measure};
use raterscope::analysis::inference::{InferenceOptions, LeaveOuts, redrawn};
use raterscope::log::SliceColumn;
use raterscope::vocabulary::{Estimate, Scale};
use serde_json::Value;

const SKILLS: [f64; 6] = [0.9, 0.8, 0.5, 0.7, 0.6, 0.85];

fn sorted(mut given: Vec<Given>) -> Vec<Given> {
    given.sort_unstable();
    given
}

/// Two batches by item, and a third value by annotator.
fn batches(given: &[Given]) -> Vec<SliceColumn> {
    let values = ["x", "y", "z"].map(String::from).to_vec();
    let code = given.iter().map(|g| if g.1 == 5 { 2 } else { g.0 % 2 }).collect();
    vec![SliceColumn { name: "batch".into(), values, code }]
}

fn measured(given: &[Given], scale: Scale, of_item: Option<&[u32]>) -> Agreement {
    measured_with(given, scale, of_item, &few())
}

fn measured_with(
    given: &[Given],
    scale: Scale,
    of_item: Option<&[u32]>,
    options: &InferenceOptions,
) -> Agreement {
    let tallies = clustered(given, 3, scale, batches(given), of_item);
    measure(&tallies, &AgreementOptions::default(), options)
}

/// Everything but words.
fn numbers(agreement: &Agreement) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                for word in ["method", "clusters", "warnings", "what"] {
                    fields.remove(word);
                }
                fields.values_mut().for_each(strip);
            }
            Value::Array(values) => values.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(agreement).expect("plain data");
    strip(&mut value);
    value
}

/// Where two results differ by more than rounding.
fn apart(one: &Value, two: &Value, place: &str, out: &mut Vec<String>) {
    match (one, two) {
        (Value::Object(a), Value::Object(b)) if a.len() == b.len() => {
            a.iter().for_each(|(key, own)| {
                apart(own, b.get(key).unwrap_or(&Value::Null), &format!("{place}.{key}"), out)
            });
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().for_each(|(i, (a, b))| apart(a, b, &format!("{place}[{i}]"), out));
        }
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap_or(0.0), b.as_f64().unwrap_or(0.0));
            if (a - b).abs() > 1e-9 * (1.0 + a.abs()) {
                out.push(format!("{place}: {a} {b}"));
            }
        }
        (a, b) if a == b => {}
        (a, b) => out.push(format!("{place}: {a} {b}")),
    }
}

fn assert_same(one: &Value, two: &Value, what: &str) {
    let mut found = Vec::new();
    apart(one, two, "", &mut found);
    assert!(found.is_empty(), "{what}: {} places, {:?}", found.len(), &found[..found.len().min(5)]);
}

fn alpha(agreement: &Agreement) -> &Estimate {
    agreement.coefficients[0].outcome.estimated().expect("alpha")
}

fn width(estimate: &Estimate) -> f64 {
    let interval = estimate.interval.estimated().expect("an interval");
    interval.upper - interval.lower
}

#[test]
fn clusters_of_one_item_are_items() {
    for (scale, items) in [(Scale::Nominal, 60), (Scale::Nominal, 300), (Scale::Ordinal, 90)] {
        let given = sorted(simulated(items, 3, 0.5, 11, &SKILLS));
        let plain = measured(&given, scale, None);
        // Backwards, so that names tell nothing; every third item has no name at all.
        let single: Vec<u32> =
            (0..items).map(|i| if i % 3 == 0 { u32::MAX } else { items - 1 - i }).collect();
        let found = measured(&given, scale, Some(&single));
        assert_same(&numbers(&found), &numbers(&plain), &format!("{scale:?} {items}"));
        let method = &alpha(&found).interval.estimated().expect("an interval").method;
        assert!(method.contains("clusters of items by `thread`"), "{method}");
    }
}

#[test]
fn an_item_twice_in_its_cluster_tells_no_more_and_by_itself_twice_as_much() {
    let once = sorted(simulated(400, 3, 0.6, 5, &SKILLS));
    let twice = sorted(once.iter().flat_map(|&(i, a, l)| [(2 * i, a, l), (2 * i + 1, a, l)]).collect());
    let pairs: Vec<u32> = (0..800).map(|item| item / 2).collect();
    let many = InferenceOptions::default();
    let [single, drawn, alone] = [
        measured_with(&once, Scale::Nominal, None, &many),
        measured_with(&twice, Scale::Nominal, Some(&pairs), &many),
        measured_with(&twice, Scale::Nominal, None, &many),
    ];
    for (k, one) in single.coefficients.iter().enumerate() {
        let of = |agreement: &Agreement| {
            let found = &agreement.coefficients[k];
            let analytic = found.analytic.as_ref().and_then(|a| a.estimated()).expect("an error").clone();
            [width(found.outcome.estimated().expect("a value")), width(&analytic)]
        };
        let (single, drawn, alone) = (of(&single), of(&drawn), of(&alone));
        for which in 0..2 {
            let (same, narrow) = (drawn[which] / single[which], alone[which] / single[which]);
            assert!((same - 1.0).abs() < 0.08, "{} {which}: {same}", one.metric);
            assert!((narrow * 2.0_f64.sqrt() - 1.0).abs() < 0.08, "{} {which}: {narrow}", one.metric);
        }
        // The analytic one exactly, but for the small-sample terms of the coefficient itself.
        assert!((drawn[1] / single[1] - 1.0).abs() < 0.01, "{}", one.metric);
    }
    for (k, label) in drawn.labels.iter().enumerate() {
        let of = |agreement: &Agreement| width(agreement.labels[k].alpha.estimated().expect("a value"));
        assert!((of(&drawn) / of(&single) - 1.0).abs() < 0.08, "{}", label.label);
        assert!(of(&alone) < 0.85 * of(&single), "{}", label.label);
    }
}

#[test]
fn names_and_order_of_clusters_and_items_change_no_number() {
    let given = sorted(simulated(240, 3, 0.5, 8, &SKILLS));
    let of_item: Vec<u32> = (0..240).map(|i| if i % 7 == 0 { u32::MAX } else { i * 5 % 40 }).collect();
    let renamed: Vec<u32> = of_item.iter().map(|&c| if c == u32::MAX { c } else { 39 - c }).collect();
    let one = measured(&given, Scale::Nominal, Some(&of_item));
    assert_same(&numbers(&one), &numbers(&measured(&given, Scale::Nominal, Some(&renamed))), "other names");
    // Turned round in steps of two, so that batches stay what they are.
    let turn = |item: u32| (item + 122) % 240;
    let turned = sorted(given.iter().map(|&(i, a, l)| (turn(i), a, l)).collect());
    let mut clusters = vec![0; 240];
    (0..240).for_each(|i| clusters[turn(i) as usize] = of_item[i as usize]);
    let two = measured(&turned, Scale::Nominal, Some(&clusters));
    for part in ["coefficients", "labels", "redrawn", "influence", "slices", "clusters"] {
        assert_same(&numbers(&one)[part], &numbers(&two)[part], part);
    }
}

/// (value without one unit, 1) of every unit that changes it.
fn left_out(
    units: impl Iterator<Item = Vec<Given>>,
    all: usize,
    value: impl Fn(&[Given]) -> f64,
) -> Vec<(f64, u64)> {
    units.filter(|rest| rest.len() < all).map(|rest| (value(&rest), 1)).collect()
}

#[test]
fn leaving_clusters_out_is_counting_the_log_without_them() {
    let given = sorted(simulated(90, 3, 0.45, 21, &SKILLS));
    // Of 13 names seven are borne, by clusters of unequal size.
    let cluster = |item: u32| item * item % 13;
    let of_item: Vec<u32> = (0..90).map(cluster).collect();
    let found = measured(&given, Scale::Nominal, Some(&of_item));
    let without = |keep: &dyn Fn(&Given) -> bool| -> Vec<Given> {
        given.iter().filter(|own| keep(own)).copied().collect()
    };
    let count = |given: &[Given]| pooled_alpha(given, 3, Scale::Nominal);
    let clusters = || (0..13).map(|c| without(&move |own: &Given| cluster(own.0) != c));
    let items = left_out(clusters(), given.len(), count);
    let se = |rows: &[(f64, u64)]| LeaveOuts::of(rows).expect("spread").se;
    let analytic = found.coefficients[0].analytic.as_ref().and_then(|a| a.estimated()).expect("an error");
    let spread = LeaveOuts::of(&items).expect("spread");
    assert!((analytic.se.expect("an error") / spread.se - 1.0).abs() < 1e-9);

    // Redrawn annotators: clusters, annotators, and what an annotator gave in a cluster.
    let people = (0..6).map(|who| without(&move |own: &Given| own.1 != who));
    let people = left_out(people, given.len(), count);
    let parts = (0..6).flat_map(|who| (0..13).map(move |c| (who, c)));
    let parts = parts.map(|(who, c)| without(&move |own: &Given| own.1 != who || cluster(own.0) != c));
    // Annotations without company move nothing.
    let whole = count(&given);
    let parts: Vec<(f64, u64)> = left_out(parts, given.len(), count)
        .into_iter()
        .filter(|(value, _)| (value - whole).abs() > 1e-15)
        .collect();
    let expected = redrawn(&items, &people, &parts).expect("spread");
    let both = found.redrawn[0].outcome.estimated().expect("alpha");
    assert!((both.se.expect("an error") / expected.se - 1.0).abs() < 1e-6, "{both:?} {expected:?}");

    // What each annotator moves, clusters left out of both.
    for (who, row) in (0u32..).zip(found.annotators.estimated().expect("pairable")) {
        let rows: Vec<(f64, u64)> = clusters()
            .filter(|rest| rest.len() < given.len())
            .map(|rest| {
                let others: Vec<Given> = rest.iter().filter(|own| own.1 != who).copied().collect();
                (count(&others) - count(&rest), 1)
            })
            .collect();
        let change = row.alpha_change.estimated().expect("pairable");
        let own = change.se.expect("an error");
        assert!((own / se(&rows) - 1.0).abs() < 1e-6, "{who}: {own} {}", se(&rows));
    }
    assert!(value(&found, "krippendorff_alpha").is_ok());
}

#[test]
fn few_clusters_are_few_however_many_the_items() {
    let given = sorted(simulated(600, 3, 0.6, 3, &SKILLS));
    let of_item: Vec<u32> = (0..600).map(|i| i / 20).collect();
    let found = measured(&given, Scale::Nominal, Some(&of_item));
    let count = found.clusters.as_ref().expect("clusters");
    assert_eq!((count.clusters, count.largest, count.of_one_item), (30, 20, 0));
    let method = &alpha(&found).interval.estimated().expect("an interval").method;
    assert!(method.starts_with("jackknife over 30 clusters of items by `thread`"), "{method}");
    let mut draw = Draw(1);
    let one: Vec<u32> = (0..600).map(|_| draw.below(1)).collect();
    let found = measured(&given, Scale::Nominal, Some(&one));
    assert!(alpha(&found).interval.reason().is_some(), "one cluster tells nothing of others");
}
