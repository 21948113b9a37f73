//! The real logs of `RATERSCOPE_REFERENCE` are read without settings, as far as names tell.

use crate::log::{AnnotationLog, Inputs, Options, normalize};
use crate::source;
use std::path::Path;

fn read(name: &str, options: &Options) -> Option<AnnotationLog> {
    let Ok(folder) = std::env::var("RATERSCOPE_REFERENCE") else {
        println!("left out: RATERSCOPE_REFERENCE is not set");
        return None;
    };
    let path = Path::new(&folder).join("logs").join(name);
    let log = source::open(&path, &source::Options::default()).expect("the log opens");
    let inputs = Inputs { logs: vec![log], roster: None, items: None, predictions: Vec::new() };
    Some(normalize(inputs, options, None).expect("the log is read"))
}

/// name, rows used, items, annotators, labels given, models, attributes, slices, whether order is known, gold.
type Sight = (&'static str, u64, usize, usize, usize, usize, usize, usize, bool, bool);

#[test]
fn eight_logs_need_no_settings() {
    let expected: [Sight; 8] = [
        ("cue_conflict_humans_models.csv", 12_800, 1280, 10, 17, 4, 0, 0, true, true),
        ("crowdtruth_reldir.csv", 22_176, 3114, 579, 3, 0, 1, 1, true, false),
        ("toxicity_demographics.csv", 13_080, 120, 545, 2, 0, 4, 0, false, false),
        ("multipico_devtest.csv", 33_871, 6761, 506, 2, 0, 8, 2, false, false),
        ("snow_rte.csv", 8000, 800, 164, 2, 0, 0, 0, false, true),
        ("alttest_framing.csv", 7656, 2552, 4, 3, 6, 0, 0, false, false),
        ("alttest_cebab_stars.csv", 2193, 711, 10, 5, 6, 0, 0, false, false),
        ("cifar10s_soft.csv", 6723, 1000, 248, 10, 0, 0, 0, true, true),
    ];
    for (name, rows, items, annotators, labels, models, attributes, slices, order, gold) in expected {
        let Some(log) = read(name, &Options::default()) else { return };
        let first = &log.questions[0];
        assert_eq!(log.account.rows_read, rows, "{name}");
        assert_eq!((log.items.len(), log.annotators.len()), (items, annotators), "{name}");
        assert_eq!((first.question.labels.q(), first.models.len()), (labels, models), "{name}");
        assert_eq!((log.roster.len(), first.slices.len()), (attributes, slices), "{name}");
        assert_eq!((first.sequence.is_ok(), first.gold.is_some()), (order, gold), "{name}");
    }
}

#[test]
fn what_is_special_in_each_log() {
    let Some(cifar) = read("cifar10s_soft.csv", &Options::default()) else { return };
    let rows = &cifar.questions[0];
    assert!(rows.sequence.as_ref().is_ok_and(|s| s.time_on_item_ms.is_some()));
    assert!(rows.repeats.len() >= 490, "{} repeats", rows.repeats.len());
    let nulls =
        Options { null: ["", "NA", "null", "DATA_EXPIRED"].map(String::from).to_vec(), ..Options::default() };
    let Some(pico) = read("multipico_devtest.csv", &nulls) else { return };
    let age = pico.roster.iter().find(|a| a.attribute.0 == "age").expect("ages");
    assert!(age.groups.len() <= 8);
    assert!(!pico.roster.iter().any(|a| a.groups.iter().any(|g| g.0 == "DATA_EXPIRED")));
}
