//! Holds a document against a JSON Schema: the words that our schemas use, and an error for any other. No crate does it for
//! us: those that there are add features to `regex-automata` and `num-traits`, so that tests would build polars once more.

use serde_json::Value;

/// Words that say nothing of a document.
const SILENT: [&str; 7] = ["$schema", "$defs", "$id", "title", "description", "default", "examples"];

/// What is wrong, with its place; nothing where the document keeps the schema. Properties that the schema does not name are
/// wrong too: what is written must be described.
pub fn mistakes(schema: &Value, document: &Value) -> Vec<String> {
    let mut out = Vec::new();
    Validator { root: schema }.value(schema, document, "", &mut out);
    out
}

struct Validator<'a> {
    root: &'a Value,
}

impl Validator<'_> {
    fn value(&self, schema: &Value, value: &Value, place: &str, out: &mut Vec<String>) {
        if let Some(truth) = schema.as_bool() {
            if !truth {
                out.push(format!("{place}: not allowed"));
            }
            return;
        }
        let words = schema.as_object().unwrap_or_else(|| panic!("no schema: {schema}"));
        for (word, says) in words {
            self.word(word, says, schema, value, place, out);
        }
    }

    fn word(
        &self,
        word: &str,
        says: &Value,
        schema: &Value,
        value: &Value,
        place: &str,
        out: &mut Vec<String>,
    ) {
        let mut wrong = |what: &str| out.push(format!("{place}: {what}: {}", short(value)));
        match word {
            "$ref" => self.value(referred(self.root, says), value, place, out),
            "type" => {
                let types: Vec<&str> = says.as_array().map_or_else(
                    || says.as_str().into_iter().collect(),
                    |list| list.iter().filter_map(Value::as_str).collect(),
                );
                if !types.iter().any(|one| is_of(value, one)) {
                    wrong(&format!("is no {}", types.join(" or ")));
                }
            }
            "const" if says != value => wrong(&format!("is not {says}")),
            "enum" if !says.as_array().is_some_and(|all| all.contains(value)) => {
                wrong(&format!("is none of {says}"))
            }
            "minimum" if value.as_f64() < says.as_f64() => wrong("is too small"),
            "minItems" if (len(value) as u64) < says.as_u64().unwrap_or(0) => wrong("is too short"),
            "maxItems" if len(value) as u64 > says.as_u64().unwrap_or(0) => wrong("is too long"),
            "oneOf" | "anyOf" => self.choice(word, says, value, place, out),
            "items" | "prefixItems" => self.items(word, says, value, place, out),
            "required" => {
                let missing = says.as_array().into_iter().flatten().filter_map(Value::as_str);
                missing.filter(|name| value.is_object() && value.get(name).is_none()).for_each(|name| {
                    out.push(format!("{place}: has no {name}"));
                });
            }
            "properties" => self.properties(says, schema, value, place, out),
            "additionalProperties" if schema["properties"].is_null() => {
                for (name, inner) in value.as_object().into_iter().flatten() {
                    self.value(says, inner, &format!("{place}/{name}"), out);
                }
            }
            "const" | "enum" | "minimum" | "minItems" | "maxItems" | "additionalProperties" => {}
            other => assert!(SILENT.contains(&other), "the validator does not know {other:?}"),
        }
    }

    fn choice(&self, word: &str, says: &Value, value: &Value, place: &str, out: &mut Vec<String>) {
        let tried: Vec<Vec<String>> = says
            .as_array()
            .into_iter()
            .flatten()
            .map(|choice| {
                let mut wrong = Vec::new();
                self.value(choice, value, place, &mut wrong);
                wrong
            })
            .collect();
        let fitting = tried.iter().filter(|wrong| wrong.is_empty()).count();
        if fitting == 0 || (word == "oneOf" && fitting > 1) {
            let nearest = tried.iter().min_by_key(|wrong| wrong.len()).cloned().unwrap_or_default();
            out.push(format!("{place}: fits {fitting} of {} choices: {}", tried.len(), short(value)));
            out.extend(nearest.into_iter().take(3));
        }
    }

    fn items(&self, word: &str, says: &Value, value: &Value, place: &str, out: &mut Vec<String>) {
        for (i, item) in value.as_array().into_iter().flatten().enumerate() {
            let schema = if word == "items" { Some(says) } else { says.get(i) };
            if let Some(schema) = schema {
                self.value(schema, item, &format!("{place}/{i}"), out);
            }
        }
    }

    fn properties(&self, says: &Value, schema: &Value, value: &Value, place: &str, out: &mut Vec<String>) {
        for (name, inner) in value.as_object().into_iter().flatten() {
            let place = format!("{place}/{name}");
            match (says.get(name), schema.get("additionalProperties")) {
                (Some(own), _) => self.value(own, inner, &place, out),
                (None, Some(other)) => self.value(other, inner, &place, out),
                (None, None) => out.push(format!("{place}: is not in the schema")),
            }
        }
    }
}

/// What a `$ref` of this schema means.
pub fn referred<'a>(root: &'a Value, to: &Value) -> &'a Value {
    let path = to.as_str().and_then(|to| to.strip_prefix('#')).expect("a reference into the same schema");
    root.pointer(path).unwrap_or_else(|| panic!("nothing at {path}"))
}

fn is_of(value: &Value, kind: &str) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|n| n.fract() == 0.0),
        other => panic!("no type of JSON: {other}"),
    }
}

fn len(value: &Value) -> usize {
    value.as_array().map_or(0, Vec::len)
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    text.chars().take(120).collect()
}
