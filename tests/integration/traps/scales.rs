//! Labels with an order, and numbers.

use super::{audit_of, audited, log_of, near, run, whole};
use crate::program::{place, put, shell};

/// Two annotators on a scale of ten who often differ by a step.
fn steps(name: impl Fn(usize) -> String) -> String {
    let mut log = String::from("item_id,annotator_id,label\n");
    for item in 0..60 {
        let (first, second) = (item % 10, (item + usize::from(item % 3 == 0)).min(item / 10 * 10 + 9) % 10);
        log.push_str(&format!("i{item},a1,{}\ni{item},a2,{}\n", name(first), name(second)));
    }
    log
}

#[test]
fn ordinal_labels_1_to_10_as_text_are_sorted_as_numbers() {
    let numbers = audited(&steps(|k| format!("\"{}\"", k + 1)), &["--scale", "ordinal"]);
    let letters = "a,b,c,d,e,f,g,h,i,j";
    let letter = |k: usize| letters.split(',').nth(k).expect("ten letters").to_owned();
    let in_order = audited(&steps(letter), &["--scale", "ordinal", "--labels", letters]);
    // As text, 10 comes after 1: the wrong order that this must not be.
    let as_text = audited(
        &steps(|k| format!("_{}", k + 1)),
        &["--scale", "ordinal", "--labels", "_1,_10,_2,_3,_4,_5,_6,_7,_8,_9"],
    );
    let alpha = |rows| whole(rows, "krippendorff_alpha").value.expect("labels vary");
    assert!((alpha(&numbers) - alpha(&in_order)).abs() < 1e-12);
    assert!(alpha(&numbers) - alpha(&as_text) > 0.1);
}

#[test]
fn low_medium_high_as_text_is_an_error_until_the_order_is_declared() {
    let word = |k: usize| ["low", "medium", "high"][k % 3].to_owned();
    let folder = place();
    let refused = run(folder.path(), &steps(word), &["--scale", "ordinal"]);
    assert!([2, 3].contains(&refused.status), "{refused:?}");
    for told in ["low", "medium", "high", "--labels"] {
        assert!(refused.stderr.contains(told), "{refused:?}");
    }
    let flags = ["--scale", "ordinal", "--labels", "low,medium,high"];
    let declared = whole(&audited(&steps(word), &flags), "krippendorff_alpha").value;
    let numbered = audit_of(&steps(|k| (k % 3).to_string()), &["--scale", "ordinal"]);
    near(numbered.whole("krippendorff_alpha"), declared.expect("labels vary"));
}

#[test]
fn a_declared_scale_of_1_to_5_of_which_1_2_and_5_are_used() {
    let given =
        || (0..40).map(|i| vec![["1", "2", "5"][i % 3], ["1", "2", "5"][(i + usize::from(i % 4 == 0)) % 3]]);
    let shown = audit_of(&log_of(given()), &[]);
    let declared = audit_of(&log_of(given()), &["--labels", "1,2,3,4,5"]);
    let observed = 30.0 / 40.0;
    near(shown.whole("brennan_prediger"), (3.0 * observed - 1.0) / 2.0);
    near(declared.whole("brennan_prediger"), (5.0 * observed - 1.0) / 4.0);
    assert!(declared.whole("gwet_ac1").value > shown.whole("gwet_ac1").value);
    assert!(declared.whole("gwet_ac1").method.contains("q = 5"), "{:?}", declared.whole("gwet_ac1"));
    for metric in ["krippendorff_alpha", "fleiss_kappa"] {
        near(declared.whole(metric), shown.whole(metric).value.expect("labels vary"));
    }
}

/// A table of items × values × values would take 32 GB: here 3 GB of addresses have to do.
#[test]
fn interval_alpha_on_2400_continuous_items() {
    let mut log = String::from("item_id,annotator_id,label\n");
    let (mut values, mut within) = (Vec::new(), 0.0);
    for item in 0..2400u32 {
        let truth = f64::from(item * 7919 % 2400) / 37.0;
        let own = [1u32, 2].map(|who| truth + f64::from(item * 31 % 97 * who) / 211.0);
        for (who, value) in own.iter().enumerate() {
            log.push_str(&format!("i{item:04},a{who},{value}\n"));
        }
        within += (own[0] - own[1]).powi(2);
        values.extend(own);
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let spread: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    // D_o = (1/n) Σ 2 (x − y)² / (2 − 1), D_e = 2 n Σ (x − mean)² / (n (n − 1)).
    let alpha = 1.0 - (2.0 * within / n) / (2.0 * spread / (n - 1.0));
    let folder = place();
    put(folder.path(), "log.csv", log);
    let line =
        "ulimit -v 3000000; exec \"$RATERSCOPE\" audit log.csv -o out --scale interval --replicates 200";
    let ran = shell(folder.path(), line);
    assert_eq!(ran.status, 0, "{ran:?}");
    let rows = crate::program::estimates(&folder.path().join("out/estimates.csv"));
    near(whole(&rows, "krippendorff_alpha"), alpha);
}
