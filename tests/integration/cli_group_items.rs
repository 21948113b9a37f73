//! `audit --group-items`: every item's label shares by group, as their authors publish them, and what of it is withheld.

use crate::program::{place, put, raterscope};
use std::collections::BTreeMap;
use std::path::Path;

fn cells(folder: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(folder.join("out/group_items.csv")).expect("group_items.csv");
    reader.records().map(|row| row.expect("a record").iter().map(String::from).collect()).collect()
}

/// Kumar et al.'s shares of `toxic` among women and among men, all 120 items, to nine digits.
#[test]
fn the_published_shares_of_all_items_come_out_of_the_command_line() {
    let Ok(reference) = std::env::var("RATERSCOPE_REFERENCE") else {
        println!("LEFT OUT: RATERSCOPE_REFERENCE is not set, so no published share was met");
        return;
    };
    let logs = Path::new(&reference).join("logs");
    let log = logs.join("toxicity_demographics.csv");
    let place = place();
    let args =
        ["audit", log.to_str().expect("a path"), "--attribute", "gender", "--group-items", "-o", "out"];
    let ran = raterscope(place.path(), &[&args[..], &["--replicates", "100", "--quiet"]].concat());
    assert_eq!(ran.status, 0, "{ran:?}");
    let toxic: BTreeMap<(String, String), f64> = cells(place.path())
        .into_iter()
        .filter(|row| row[5] == "toxic")
        .map(|row| ((row[1].clone(), row[3].clone()), row[6].parse().expect("a share")))
        .collect();
    let mut published =
        csv::Reader::from_path(logs.join("toxicity_published.csv")).expect("published shares");
    let mut met = 0;
    for row in published.records() {
        let row = row.expect("a record");
        for (group, share) in [("Female", &row[1]), ("Male", &row[2])] {
            let own = toxic[&(row[0].to_owned(), group.to_owned())];
            let wanted: f64 = share.parse().expect("a share");
            assert!((own - wanted).abs() < 5.1e-10, "{} {group}: {own}, not {wanted}", &row[0]);
            met += 1;
        }
    }
    assert_eq!(met, 240);
    println!("{met} published shares met");
}

/// Teams of six, eight, two and four; half of the second team miss item 1.
#[test]
fn small_cells_are_withheld_and_nothing_is_written_unasked() {
    let place = place();
    let mut log = String::from("item_id,annotator_id,label,team\n");
    for item in 0..4 {
        for who in 0..20 {
            let team = ["red", "blue", "grey", "teal"]
                [[6, 14, 16, 20].iter().position(|&end| who < end).expect("a team")];
            if item != 1 || !(6..10).contains(&who) {
                log.push_str(&format!(
                    "i{item},p{who:02},{},{team}\n",
                    if (item + who) % 3 == 0 { "yes" } else { "no" }
                ));
            }
        }
    }
    put(place.path(), "log.csv", &log);
    let args = ["audit", "log.csv", "--attribute", "team", "-o", "out", "--replicates", "100", "--quiet"];
    assert_eq!(raterscope(place.path(), &args).status, 0);
    assert!(!place.path().join("out/group_items.csv").exists());
    assert_eq!(raterscope(place.path(), &[&args[..], &["--group-items"]].concat()).status, 0);
    let cells = cells(place.path());
    assert!(cells.iter().all(|row| ["red", "blue"].contains(&row[3].as_str())), "small teams are nowhere");
    let shown = cells.iter().filter(|row| row[4] != "insufficient");
    assert!(shown.clone().all(|row| row[4].parse::<u64>().is_ok_and(|n| n >= 5)));
    assert!(cells.iter().any(|row| row[4] == "insufficient" && row[5].is_empty() && row[6].is_empty()));
}
