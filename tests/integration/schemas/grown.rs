//! Whether a schema has only grown: every document of the old one keeps the new one, and nothing that was described is gone.

use super::validate::referred;
use serde_json::Value;
use std::collections::BTreeSet;

/// What the new schema took away or asks for anew, with its place.
pub fn losses(old: &Value, new: &Value) -> Vec<String> {
    let mut pair = Pair { old, new, seen: BTreeSet::new() };
    let mut out = Vec::new();
    pair.compare(old, new, "", &mut out);
    out
}

struct Pair<'a> {
    old: &'a Value,
    new: &'a Value,
    /// References compared already: types hold themselves.
    seen: BTreeSet<(String, String)>,
}

impl Pair<'_> {
    fn compare(&mut self, old: &Value, new: &Value, place: &str, out: &mut Vec<String>) {
        let names = (&old["$ref"], &new["$ref"]);
        if names.0.is_string() || names.1.is_string() {
            let key = (old.to_string(), new.to_string());
            if names.0.is_string() && names.1.is_string() && !self.seen.insert(key) {
                return;
            }
            let (from, to) = (self.old, self.new);
            let old = if names.0.is_string() { referred(from, names.0) } else { old };
            let new = if names.1.is_string() { referred(to, names.1) } else { new };
            return self.compare(old, new, place, out);
        }
        if let Some(choices) = choices(old) {
            for choice in choices {
                self.one_of(choice, new, place, out);
            }
            return;
        }
        if choices(new).is_some() {
            self.one_of(old, new, place, out);
            return;
        }
        self.words(old, new, place, out);
    }

    /// Some choice of the new schema takes what this old one describes.
    fn one_of(&mut self, old: &Value, new: &Value, place: &str, out: &mut Vec<String>) {
        let new_choices: Vec<Value> = match choices(new) {
            Some(choices) => choices.to_vec(),
            None => vec![new.clone()],
        };
        let mut nearest: Option<Vec<String>> = None;
        for choice in &new_choices {
            let mut wrong = Vec::new();
            let seen = self.seen.clone();
            self.compare(old, choice, place, &mut wrong);
            if wrong.is_empty() {
                return;
            }
            self.seen = seen;
            if nearest.as_ref().is_none_or(|known| wrong.len() < known.len()) {
                nearest = Some(wrong);
            }
        }
        out.extend(nearest.unwrap_or_else(|| vec![format!("{place}: no choice is left")]));
    }

    fn words(&mut self, old: &Value, new: &Value, place: &str, out: &mut Vec<String>) {
        let (was, is) = (&old["type"], &new["type"]);
        if !is.is_null() && was != is && !(was == "integer" && is == "number") {
            out.push(format!("{place}: was {was}, is {is}"));
            return;
        }
        if !new["const"].is_null() && old["const"] != new["const"] {
            out.push(format!("{place}: was {}, is {}", old["const"], new["const"]));
        }
        for word in ["minimum", "minItems", "maxItems"] {
            if !new[word].is_null() && old[word] != new[word] {
                out.push(format!("{place}: {word} was {}, is {}", old[word], new[word]));
            }
        }
        let required = |of: &Value| -> BTreeSet<String> {
            of["required"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .map(String::from)
                .collect()
        };
        for name in required(new).difference(&required(old)) {
            out.push(format!("{place}/{name}: is required now"));
        }
        for (name, own) in old["properties"].as_object().into_iter().flatten() {
            match new["properties"].get(name) {
                Some(new) => self.compare(own, new, &format!("{place}/{name}"), out),
                None => out.push(format!("{place}/{name}: is gone")),
            }
        }
        if new["items"].is_object() {
            self.compare(&old["items"], &new["items"], &format!("{place}/items"), out);
        }
        for (i, new) in new["prefixItems"].as_array().into_iter().flatten().enumerate() {
            self.compare(&old["prefixItems"][i], new, &format!("{place}/{i}"), out);
        }
        if new["additionalProperties"].is_object() {
            self.compare(
                &old["additionalProperties"],
                &new["additionalProperties"],
                &format!("{place}/*"),
                out,
            );
        }
    }
}

fn choices(of: &Value) -> Option<&Vec<Value>> {
    of["oneOf"].as_array().or_else(|| of["anyOf"].as_array())
}
