//! Version 1 of `audit.json` as it was frozen: this program and later ones read it.

use super::grown::losses;
use super::validate::mistakes;
use super::{asked, kept, root, text};
use crate::program::{json, place, put, raterscope, small_log};
use raterscope::audit::Audit;
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::sync::Once;

/// Sample audits of version 1, by name: what the log holds.
const SAMPLES: &[&str] = &["everything", "numbers", "sets", "suppressed"];

fn sample_path(name: &str) -> PathBuf {
    root().join("fixtures/audits-1").join(format!("{name}.json"))
}

/// Writes what is frozen anew, where asked for.
fn freeze() {
    static FROZEN: Once = Once::new();
    if asked("RATERSCOPE_FREEZE") {
        FROZEN.call_once(write_anew);
    }
}

fn write_anew() {
    fs::write(root().join("schemas/audit-1.json"), text(&kept("audit"))).expect("written");
    fs::create_dir_all(root().join("fixtures/audits-1")).expect("a folder");
    for name in SAMPLES {
        let audit = super::documents::audit(name);
        fs::write(sample_path(name), format!("{audit}\n")).expect("a writable checkout");
    }
}

#[test]
fn the_schema_has_only_grown_since_it_was_frozen() {
    freeze();
    let lost = losses(&kept("audit-1"), &kept("audit"));
    assert!(lost.is_empty(), "audit.json of version 1 lost something: {lost:#?}");
}

#[test]
fn audits_of_version_1_are_read_whole() {
    freeze();
    for name in SAMPLES {
        let sample = json(&sample_path(name));
        let wrong = mistakes(&kept("audit-1"), &sample);
        assert!(wrong.is_empty(), "{name} is no audit of version 1: {wrong:#?}");
        let audit =
            Audit::from_json(sample.to_string().as_bytes()).unwrap_or_else(|error| panic!("{name}: {error}"));
        let again: Value = serde_json::from_str(&audit.to_json()).expect("JSON");
        let lost = missing(&sample, &again, "");
        assert!(lost.is_empty(), "{name} lost {lost:#?}");
        let place = place();
        put(place.path(), "audit.json", sample.to_string());
        let ran = raterscope(place.path(), &["render", "audit.json", "-o", "out", "--quiet"]);
        assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{name}");
    }
}

/// What stands in `old` and not, or otherwise, in `new`.
fn missing(old: &Value, new: &Value, place: &str) -> Vec<String> {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => old
            .iter()
            .flat_map(|(name, own)| match new.get(name) {
                Some(new) => missing(own, new, &format!("{place}/{name}")),
                None => vec![format!("{place}/{name}")],
            })
            .collect(),
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => old
            .iter()
            .zip(new)
            .enumerate()
            .flat_map(|(i, (old, new))| missing(old, new, &format!("{place}/{i}")))
            .collect(),
        (old, new) if old == new => Vec::new(),
        _ => vec![place.to_string()],
    }
}

#[test]
fn a_field_that_is_not_known_is_passed_over() {
    let place = place();
    put(place.path(), "log.csv", small_log(30));
    assert_eq!(
        raterscope(place.path(), &["audit", "log.csv", "-o", "a.json", "--replicates", "100"]).status,
        0
    );
    let mut audit = json(&place.path().join("a.json"));
    for path in [
        "",
        "/provenance",
        "/provenance/plan",
        "/intake",
        "/questions/0",
        "/questions/0/agreement",
        "/questions/0/agreement/coefficients/0",
    ] {
        let object =
            audit.pointer_mut(path).and_then(Value::as_object_mut).unwrap_or_else(|| panic!("no {path}"));
        object.insert("of_tomorrow".into(), json!({ "what": [1] }));
    }
    put(place.path(), "b.json", audit.to_string());
    let [before, after] = ["a.json", "b.json"].map(|name| {
        let ran = raterscope(place.path(), &["render", name, "--format", "csv", "--quiet"]);
        assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{name}");
        ran.stdout
    });
    assert_eq!(before, after);
}

#[test]
fn a_newer_schema_is_refused_with_a_remedy() {
    let place = place();
    put(place.path(), "new.json", r#"{"schema_version": 2, "anything": true}"#);
    for args in [["render", "new.json"].as_slice(), &["compare", "new.json", "new.json"]] {
        let ran = raterscope(place.path(), args);
        assert_eq!(ran.status, 3, "{args:?}");
        assert!(
            ran.stderr.contains("new.json: ") && ran.stderr.contains("schema version 2"),
            "{}",
            ran.stderr
        );
        assert!(ran.stderr.contains("use a newer raterscope"), "{}", ran.stderr);
    }
}

#[test]
fn a_loss_is_noticed() {
    let old = kept("audit");
    assert!(losses(&old, &old).is_empty());
    let lost = |change: &dyn Fn(&mut Value)| {
        let mut new = old.clone();
        change(&mut new);
        losses(&old, &new)
    };
    let gone = lost(&|new| {
        drop(new["$defs"]["Audit"]["properties"].as_object_mut().map(|all| all.remove("findings")))
    });
    assert_eq!(gone, ["/findings: is gone"]);
    let asked = lost(&|new| {
        new["$defs"]["Audit"]["properties"]["novelty"] = json!({ "type": "string" });
        new["$defs"]["Audit"]["required"].as_array_mut().expect("a list").push("novelty".into());
    });
    assert_eq!(asked, ["/novelty: is required now"]);
    assert!(
        !lost(&|new| new["$defs"]["Estimate"]["properties"]["value"] = json!({ "type": "string" }))
            .is_empty()
    );
    assert!(
        !lost(&|new| drop(new["$defs"]["Reason"]["oneOf"].as_array_mut().map(|all| all.pop()))).is_empty()
    );
    let grown = lost(&|new| new["$defs"]["Audit"]["properties"]["novelty"] = json!({ "type": "string" }));
    assert!(grown.is_empty(), "{grown:?}");
}
