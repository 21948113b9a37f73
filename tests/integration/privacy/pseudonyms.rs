//! A run under pseudonyms leaves nothing of the original ids in anything that it writes or says.

use crate::program::{Ran, command, files, place, put};
use std::fs;
use std::path::Path;

const KEY: &str = "correct horse battery staple";
const PEOPLE: [&str; 7] =
    ["zoe.quill@example.org", "Yorick Umber", "xaver-77", "wilma_V", "Ümit", "tamsin#9", "severus"];

fn run(folder: &Path, args: &[&str]) -> Ran {
    let output = command(folder).args(args).env("RATERSCOPE_KEY", KEY).output().expect("the program runs");
    Ran {
        status: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Nothing of any id, nor of the key, in what was printed and in all files, their names included.
fn assert_nobody(folder: &Path, out: &[&str], ran: &Ran, what: &str) {
    let mut texts: Vec<(String, Vec<u8>)> =
        vec![("stdout".into(), ran.stdout.clone().into()), ("stderr".into(), ran.stderr.clone().into())];
    for name in out {
        let path = folder.join(name);
        let inside = if path.is_dir() { files(&path) } else { vec![String::new()] };
        for file in inside {
            let bytes =
                fs::read(if file.is_empty() { path.clone() } else { path.join(&file) }).expect("readable");
            texts.push((file.clone(), file.into_bytes()));
            texts.push((name.to_string(), bytes));
        }
    }
    for (name, bytes) in texts {
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        for id in PEOPLE.iter().chain([&KEY]) {
            let escaped = serde_json::to_string(id).expect("a text").trim_matches('"').to_lowercase();
            for form in
                [id.to_lowercase(), escaped, id.to_lowercase().replace(['.', '@', '#', ' ', '_'], "-")]
            {
                assert!(!text.contains(&form), "{what}: {form} is in {name}");
            }
        }
    }
}

const HEADER: &str = "item_id,annotator_id,label,submitted_at,time_on_item_secs,session_id,suggestion,action";

/// (item, annotator, label, day) of everybody's work.
fn work() -> Vec<(u32, &'static str, &'static str, usize)> {
    let one = |item: u32, who: usize| {
        let label =
            ["spam", "ham"][((item + u32::from((item * 7 + who as u32 * 5).is_multiple_of(4))) % 2) as usize];
        (item, PEOPLE[who], label, who + 1)
    };
    (0..40).flat_map(|item| (0..PEOPLE.len()).map(move |who| one(item, who))).collect()
}

fn long() -> String {
    let row = |(item, who, label, day): (u32, &str, &str, usize)| {
        format!(
            "i{item},{who},{label},2026-04-{day:02}T09:{:02}:00Z,{}.5,{who}-s1,ham,approve\n",
            item,
            4 + item % 5
        )
    };
    let rows: String = work().into_iter().map(row).collect();
    // Rows that are set aside, and repeats.
    format!(
        "{HEADER}\n{rows},{},spam,,,,,\ni1,,ham,,,,,\ni2,{},ham,2026-04-20T09:00:00Z,3,x,ham,edit\n",
        PEOPLE[0], PEOPLE[1]
    )
}

fn roster() -> String {
    let row = |(place, who): (usize, &&str)| format!("{who},{}\n", ["f", "m"][place % 2]);
    format!("annotator_id,gender\n{}", PEOPLE.iter().enumerate().map(row).collect::<String>())
}

const WHOLE: [&str; 11] = [
    "--pseudonymize",
    "--consensus",
    "dawid_skene",
    "--annotator-sheets",
    "sheets",
    "--set-aside",
    "aside.csv",
    "--replicates",
    "100",
    "-o",
    "out",
];

#[test]
fn a_long_log_with_everything_names_nobody() {
    let place = place();
    put(place.path(), "log.csv", long());
    put(place.path(), "annotators.csv", roster());
    let mut args = vec!["audit", "log.csv", "--roster", "annotators.csv"];
    args.extend(WHOLE);
    let ran = run(place.path(), &args);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_nobody(place.path(), &["out", "sheets", "aside.csv"], &ran, "long CSV");
    let audit = fs::read_to_string(place.path().join("out/audit.json")).expect("an audit");
    assert!(audit.matches("\"ann-").count() > PEOPLE.len(), "people are told apart by pseudonyms");
    // The same key gives the same names; another gives others.
    let again = run(
        place.path(),
        &[
            "audit",
            "log.csv",
            "--roster",
            "annotators.csv",
            "--pseudonymize",
            "--format",
            "json",
            "--replicates",
            "100",
        ],
    );
    assert_nobody(place.path(), &[], &again, "printed");
    let names = |text: &str| {
        let found =
            text.split("\"ann-").skip(1).map(|rest| rest.split('"').next().unwrap_or_default().to_string());
        found.collect::<std::collections::BTreeSet<String>>()
    };
    assert_eq!(names(&audit), names(&again.stdout));
}

#[test]
fn json_lines_and_prodigy_exports_name_nobody() {
    let lines: String = work()
        .into_iter()
        .map(|(item, who, label, _)| {
            format!(
                "{{\"item_id\":\"i{item}\",\"annotator_id\":{},\"label\":\"{label}\"}}\n",
                serde_json::to_string(who).expect("text")
            )
        })
        .collect();
    let prodigy: String = work()
        .into_iter()
        .map(|(item, who, label, _)| {
            let who = serde_json::to_string(who).expect("text");
            format!(
                "{{\"text\":\"t{item}\",\"_input_hash\":{item},\"_task_hash\":{item},\"_annotator_id\":{who},\"_session_id\":{who},\
                 \"_view_id\":\"choice\",\"accept\":[\"{label}\"],\"answer\":\"accept\",\"_timestamp\":{}}}\n",
                1_770_000_000 + item * 30
            )
        })
        .collect();
    for (name, content) in [("log.jsonl", lines), ("export.jsonl", prodigy)] {
        let place = place();
        put(place.path(), name, content);
        let mut args = vec!["audit", name];
        args.extend(WHOLE);
        let ran = run(place.path(), &args);
        assert_eq!(ran.status, 0, "{name}: {}", ran.stderr);
        assert_nobody(place.path(), &["out", "sheets", "aside.csv"], &ran, name);
    }
}

fn wide() -> String {
    let mut text = format!("item_id,{}\n", PEOPLE.join(","));
    for item in 0..40u32 {
        let labels: Vec<&str> =
            work().into_iter().filter(|row| row.0 == item).map(|(_, _, label, _)| label).collect();
        text.push_str(&format!("i{item},{}\n", labels.join(",")));
    }
    text.push_str(&format!(",{}\n", ["spam"; 7].join(",")));
    text
}

#[test]
fn a_wide_log_names_nobody_not_even_by_its_columns() {
    let place = place();
    put(place.path(), "log.csv", wide());
    put(place.path(), "raterscope.toml", "[privacy]\npseudonymize = true\n");
    let mut args = vec!["audit", "log.csv", "--wide"];
    args.extend(WHOLE);
    let ran = run(place.path(), &args);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_nobody(place.path(), &["out", "sheets", "aside.csv"], &ran, "wide CSV");
    for (args, status) in [
        (["columns", "log.csv", "--wide"].as_slice(), 0),
        (&["audit", "log.csv", "--wide", "--item", "nothing"], 2),
        (&["audit", "log.csv", "--item", "nothing"], 2),
        (&["audit", "log.csv"], 3),
    ] {
        let ran = run(place.path(), args);
        assert_eq!(ran.status, status, "{args:?}: {}", ran.stderr);
        assert_nobody(place.path(), &[], &ran, &args.join(" "));
    }
}

#[test]
fn previews_and_files_named_after_people_name_nobody() {
    let place = place();
    put(place.path(), "raterscope.toml", "[privacy]\npseudonymize = true\n");
    put(place.path(), "log.csv", long());
    let ran = run(place.path(), &["columns", "log.csv"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_nobody(place.path(), &[], &ran, "columns");
    // One file per annotator, as doccano exports them.
    let name = format!("{}.csv", PEOPLE[2]);
    put(place.path(), &name, long());
    let mut args = vec!["audit", name.as_str(), "--quiet"];
    args.extend(WHOLE);
    let ran = run(place.path(), &args);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_nobody(place.path(), &["out", "sheets", "aside.csv"], &ran, "a file named after an annotator");
}

#[test]
fn the_key_is_told_nowhere() {
    let place = place();
    put(place.path(), "log.csv", long());
    put(place.path(), "key.txt", KEY);
    put(place.path(), "short.txt", "too short");
    let ran =
        run(place.path(), &["audit", "log.csv", "--key-file", "key.txt", "-o", "out", "--replicates", "100"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_nobody(place.path(), &["out"], &ran, "a key file");
    let ran = run(place.path(), &["audit", "log.csv", "--key-file", "short.txt"]);
    assert_eq!(ran.status, 2);
    assert!(!ran.stderr.contains("too short"), "{}", ran.stderr);
    let help = run(place.path(), &["audit", "--help"]);
    assert_nobody(place.path(), &[], &help, "help");
}
