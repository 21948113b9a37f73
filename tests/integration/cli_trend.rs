//! `trend` on audits that the program itself wrote, a week of its own each.

use crate::program::{assert_whole, files, json, place, put, raterscope, small_log};
use std::fs;
use std::path::Path;

/// Audits of `weeks` weeks below `reports/`; from week `worse` on there is more disagreement.
fn audited(folder: &Path, weeks: u32, worse: u32) {
    for week in 0..weeks {
        let out = |(number, line): (usize, &str)| {
            // Seven does not divide the sixty items of each annotator, so that they part company.
            let spoiled = week >= worse && (number * 3 + week as usize) % 7 < 3;
            let odd = (number as u32 * 11 + week * 7).is_multiple_of(23);
            if spoiled || odd { line.replace(",ham,", ",unsure,") } else { line.into() }
        };
        let log: Vec<String> = small_log(60).lines().enumerate().map(out).collect();
        put(folder, "log.csv", log.join("\n"));
        let day = format!("2026-{:02}-{:02}", 1 + week / 4, 1 + 7 * (week % 4));
        let report = format!("reports/w{week:02}");
        let seed = if week == 4 { "7" } else { "20260101" };
        let ran = raterscope(
            folder,
            &[
                "audit",
                "log.csv",
                "-o",
                &report,
                "--as-of",
                &day,
                "--replicates",
                "100",
                "--seed",
                seed,
                "-q",
            ],
        );
        assert_eq!(ran.status, 0, "{ran:?}");
    }
}

#[test]
fn a_folder_of_weekly_reports_becomes_a_page_with_charts() {
    let place = place();
    audited(place.path(), 12, 8);
    let ran = raterscope(place.path(), &["trend", "reports", "-o", "trend"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert!(ran.stdout.contains("12 audits") && ran.stdout.contains("from 2026-03-01 on"), "{}", ran.stdout);
    let report = place.path().join("trend");
    assert_whole(&report);
    let there = files(&report);
    for name in ["trend.html", "trend.json", "trend.csv", "trend.md", "charts/label-krippendorff-alpha.png"] {
        assert!(there.iter().any(|file| file == name), "{name}: {there:?}");
    }
    let trend = json(&report.join("trend.json"));
    let alpha =
        &trend["lines"].as_array().expect("lines").iter().find(|l| l["metric"] == "krippendorff_alpha");
    let change = &alpha.expect("alpha")["change"]["estimated"];
    assert!(change["reported"] == true && change["from"] == 8, "{change}");
    assert_eq!(trend["audits"][4]["changed"][0], "`inference.seed`: `20260101` → `7`");
    assert_eq!(trend["audits"][6]["changed"].as_array().map(Vec::len), Some(0));
    let page = fs::read_to_string(report.join("trend.html")).expect("a page");
    assert!(page.len() < 2_000_000 && page.contains("<svg") && !page.contains("http://www.w3.org/1999"));

    // Named one by one, in another order, on one thread: the same bytes.
    let mut args: Vec<String> = (0..12).rev().map(|week| format!("reports/w{week:02}/audit.json")).collect();
    args.insert(0, "trend".into());
    args.extend(["-o".into(), "again.json".into(), "-o".into(), "again.html".into(), "-q".into()]);
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    assert_eq!(raterscope(place.path(), &args).status, 0);
    let read = |name: &str| fs::read(place.path().join(name)).expect(name);
    assert!(read("again.json") == read("trend/trend.json") && read("again.html") == read("trend/trend.html"));
    told_and_refused(place.path());
}

/// What is printed, asked for, and refused.
fn told_and_refused(folder: &Path) {
    let printed = raterscope(folder, &["trend", "reports", "--format", "csv", "--metric", "fleiss_kappa"]);
    assert!(printed.status == 0 && printed.stdout.contains(",fleiss_kappa,,"), "{printed:?}");
    let unknown = raterscope(folder, &["trend", "reports", "--metric", "fleis_kappa"]);
    assert!(unknown.status == 2 && unknown.stderr.contains("did you mean \"fleiss_kappa\""), "{unknown:?}");
    let person = raterscope(folder, &["trend", "reports", "--metric", "item_adjusted_agreement"]);
    assert!(person.status == 2 && person.stderr.contains("names nobody"), "{person:?}");
    let one = raterscope(folder, &["trend", "reports/w00"]);
    assert!(one.status == 2 && one.stderr.contains("one audit alone has no trend"), "{one:?}");
    let none = raterscope(folder, &["trend"]);
    assert_eq!(none.status, 2, "{none:?}");
    let few = raterscope(folder, &["trend", "reports/w00", "reports/w01", "reports/w02"]);
    assert!(few.status == 0 && few.stdout.contains("too few to test for a change"), "{few:?}");
    let ran = raterscope(
        folder,
        &[
            "audit",
            "log.csv",
            "-o",
            "other.json",
            "--as-of",
            "2026-02-02",
            "--labels",
            "ham,spam,unsure,odd",
            "-q",
        ],
    );
    assert_eq!(ran.status, 0, "{ran:?}");
    let pears = raterscope(folder, &["trend", "reports", "other.json"]);
    assert!(
        pears.status == 3 && pears.stderr.contains("other.json: question \"label\" has other labels"),
        "{pears:?}"
    );
    let skipped = raterscope(folder, &["trend", "reports", "other.json", "--skip-unlike"]);
    assert!(skipped.status == 0 && skipped.stdout.contains("Left out: other.json"), "{skipped:?}");
}
