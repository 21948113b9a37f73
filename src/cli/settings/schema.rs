use super::key::{Key, Kind, Unset};
use super::known_keys::{KEYS, QUESTION_KEYS, QUESTIONS, TABLES, known};
use super::rule_keys::RULE_KEYS;
use super::stated_groups::{BANDS, TARGETS};
use serde_json::{Map, Value, json};

/// JSON Schema (2020-12) of `raterscope.toml`, rich enough for an editor: words, defaults, what each key is for.
pub fn schema() -> Value {
    let mut properties = keys("");
    for (table, doc) in TABLES {
        let mut own = keys(table);
        if *table == "gate" {
            own.insert("rules".into(), rules());
        }
        properties.insert((*table).into(), object(doc, own));
    }
    properties.insert(QUESTIONS.into(), questions());
    properties.insert(BANDS.into(), bands());
    let file = properties.remove(TARGETS).unwrap_or_default();
    properties.insert(TARGETS.into(), targets(file));
    let mut out =
        object("Settings of raterscope; a flag on the command line beats a line of the file.", properties);
    out["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    out["title"] = "raterscope.toml".into();
    out
}

/// The keys of one table; of the top of the file, where it has no name.
fn keys(table: &str) -> Map<String, Value> {
    KEYS.iter().filter(|key| key.table() == table).map(|key| (key.name().into(), of_key(key))).collect()
}

fn object(doc: &str, properties: Map<String, Value>) -> Value {
    json!({ "type": "object", "description": doc, "properties": properties, "additionalProperties": false })
}

/// `[questions.NAME]`: one table per question, whatever its name.
fn questions() -> Value {
    let own = QUESTION_KEYS.iter().filter_map(|name| {
        let key = known(&format!("labels.{name}"))?;
        Some((String::from(*name), of_key(key)))
    });
    json!({
        "type": "object",
        "description": "Settings for one question, by its name; same meaning as in [labels].",
        "additionalProperties": object("One question.", own.collect()),
    })
}

/// `[bands]`: an attribute's edges.
fn bands() -> Value {
    json!({
        "type": "object",
        "description": "Where numeric attributes are cut into bands, by attribute: age = [18, 30, 45, 60].",
        "additionalProperties": { "type": "array", "items": { "type": "number" } },
    })
}

/// `targets`: a file, or a table per attribute with the share of each group.
fn targets(file: Value) -> Value {
    let shares = json!({ "type": "object", "additionalProperties": { "type": "number", "minimum": 0 } });
    json!({
        "anyOf": [{ "type": "string" }, { "type": "object", "additionalProperties": shares }],
        "description": file["description"],
        "examples": file["examples"],
    })
}

/// `[[gate.rules]]`.
fn rules() -> Value {
    let own = RULE_KEYS.iter().map(|key| (key.name().to_string(), of_key(key))).collect();
    let mut rule = object("A metric and at least one limit.", own);
    rule["required"] = json!(["metric"]);
    json!({ "type": "array", "description": "The rules, judged in this order.", "items": rule })
}

/// What a key takes, what it is for, and what it is by default or may look like.
fn of_key(key: &Key) -> Value {
    let mut out = of_kind(key.kind);
    out["description"] = key.doc.into();
    // The example of a key without default says what one may look like.
    match (super::file::example(key).map(|value| value.json()), key.unset) {
        (Some(value), Unset::Default) => out["default"] = value,
        (Some(value), Unset::Looked | Unset::Silent) => out["examples"] = json!([value]),
        (None, _) => {}
    }
    out
}

fn of_kind(kind: Kind) -> Value {
    match kind {
        Kind::Text => json!({ "type": "string" }),
        Kind::Texts => {
            let one = json!({ "type": ["string", "number"] });
            json!({ "anyOf": [{ "type": "array", "items": one }, one] })
        }
        Kind::Word(words) => json!({ "enum": words }),
        Kind::WordOrNumber(words) => json!({ "anyOf": [{ "enum": words }, { "type": "number" }] }),
        Kind::Whole => json!({ "type": "integer", "minimum": 0 }),
        Kind::Number => json!({ "type": "number" }),
        Kind::Truth => json!({ "type": "boolean" }),
        Kind::Seconds => json!({ "anyOf": [{ "type": "string" }, { "type": "integer", "minimum": 0 }] }),
    }
}
