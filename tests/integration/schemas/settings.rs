//! The schema of `raterscope.toml`: what `init` writes keeps it, and a slip does not.

use super::validate::mistakes;
use crate::program::{place, put, raterscope, small_log};
use serde_json::Value;
use std::path::Path;

fn schema(folder: &Path) -> Value {
    let ran = raterscope(folder, &["schema", "settings"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    serde_json::from_str(&ran.stdout).expect("JSON")
}

fn document(settings: &str) -> Value {
    let table: toml::Table = settings.parse().unwrap_or_else(|error| panic!("{error}\n{settings}"));
    serde_json::to_value(table).expect("TOML without dates is JSON")
}

#[test]
fn the_file_that_init_writes_keeps_the_schema_with_every_comment_taken_away() {
    let place = place();
    put(place.path(), "log.csv", small_log(30));
    assert_eq!(raterscope(place.path(), &["init", "log.csv"]).status, 0);
    let text = std::fs::read_to_string(place.path().join("raterscope.toml")).expect("written");
    let schema = schema(place.path());
    let wrong = mistakes(&schema, &document(&text));
    assert!(wrong.is_empty(), "{wrong:#?}");
    // A key is in the schema with what it is for.
    let min_group = &schema["properties"]["privacy"]["properties"]["min_group"];
    assert_eq!((&min_group["default"], &min_group["type"]), (&5.into(), &"integer".into()));
    let keys = schema["properties"].as_object().expect("tables");
    let described = |of: &Value| of["description"].as_str().is_some_and(|text| text.len() > 3);
    for (name, own) in keys {
        assert!(described(own), "{name}");
        for (key, own) in own["properties"].as_object().into_iter().flatten() {
            assert!(described(own), "{name}.{key}");
        }
    }
    let all: Vec<&str> = text.lines().map(|line| uncommented(line, keys)).collect();
    let wrong = mistakes(&schema, &document(&all.join("\n")));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A line that shows a default or an example, as a setting.
fn uncommented<'l>(line: &'l str, keys: &serde_json::Map<String, Value>) -> &'l str {
    let bare = line.trim_start_matches("# ");
    let name = bare.split_once(" = ").map_or("", |(name, _)| name);
    let known = keys.contains_key(name)
        || keys.values().any(|table| !table["properties"][name].is_null() || !table["items"][name].is_null())
        || !keys["gate"]["properties"]["rules"]["items"]["properties"][name].is_null();
    if known || bare == "[[gate.rules]]" { bare } else { line }
}

#[test]
fn slips_do_not_keep_it() {
    let place = place();
    let schema = schema(place.path());
    for (text, fits) in [
        ("[privacy]\nmin_group = 5\n", true),
        ("[privacy]\nmin_groups = 5\n", false),
        ("[privacy]\nmin_group = \"five\"\n", false),
        ("[rows]\nrepeats = \"latest\"\n", false),
        ("[rows]\nsession_gap = \"30min\"\nidle_cap = 600\n", true),
        ("[questions.tone]\nscale = \"ordinal\"\ndeclared = [1, 2, 3]\n", true),
        ("[questions.tone]\nscales = \"ordinal\"\n", false),
        ("[[gate.rules]]\nmin = 0.5\n", false),
        ("[bands]\nage = [18, 30]\n[targets.gender]\nFemale = 0.5\nMale = 0.5\n", true),
        ("targets = \"targets.csv\"\n", true),
        ("[targets.gender]\nFemale = \"half\"\n", false),
    ] {
        assert_eq!(mistakes(&schema, &document(text)).is_empty(), fits, "{text}");
    }
}
