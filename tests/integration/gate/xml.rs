//! A strict reader of the XML that we write: anything it does not know is a mistake.

use std::collections::BTreeMap;

/// One element.
#[derive(Debug, Default)]
pub struct Element {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    pub children: Vec<Element>,
    /// Its own text, end to end.
    pub text: String,
}

/// The root element of a document that begins with its declaration.
pub fn parse(xml: &str) -> Element {
    let body = xml.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").expect("a declaration");
    assert!(xml.chars().all(is_xml), "a character that XML 1.0 cannot hold");
    let mut rest = body;
    let root = element(&mut rest);
    assert_eq!(rest.trim(), "", "one root");
    root
}

/// XML 1.0, fifth edition, production 2.
fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}')
}

fn element(rest: &mut &str) -> Element {
    take(rest, "<");
    let mut found = Element { name: name(rest), ..Element::default() };
    loop {
        *rest = rest.trim_start();
        if eaten(rest, "/>") {
            return found;
        }
        if eaten(rest, ">") {
            break;
        }
        let attribute = name(rest);
        take(rest, "=\"");
        let value = until(rest, "\"");
        assert!(!value.contains('<'), "{value}");
        take(rest, "\"");
        assert!(found.attributes.insert(attribute, plain(value)).is_none(), "an attribute twice");
    }
    loop {
        let text = plain(until(rest, "<"));
        assert!(!text.contains("]]>"), "{text}");
        found.text.push_str(&text);
        if eaten(rest, "</") {
            assert_eq!(name(rest), found.name, "elements close in order");
            take(rest, ">");
            return found;
        }
        found.children.push(element(rest));
    }
}

fn name(rest: &mut &str) -> String {
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).expect("an end");
    let (name, after) = rest.split_at(end);
    assert!(name.starts_with(|c: char| c.is_ascii_alphabetic()), "{name}");
    *rest = after;
    name.into()
}

fn until<'a>(rest: &mut &'a str, end: &str) -> &'a str {
    let (before, _) = rest.split_once(end).unwrap_or_else(|| panic!("no {end} in {rest}"));
    *rest = &rest[before.len()..];
    before
}

fn eaten(rest: &mut &str, what: &str) -> bool {
    match rest.strip_prefix(what) {
        Some(after) => {
            *rest = after;
            true
        }
        None => false,
    }
}

fn take(rest: &mut &str, what: &str) {
    assert!(eaten(rest, what), "{what} is missing before {}", &rest[..rest.len().min(60)]);
}

/// A text without references; only the five names that XML itself knows.
fn plain(text: &str) -> String {
    let mut parts = text.split('&');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, after) = part.split_once(';').unwrap_or_else(|| panic!("a bare & before {part}"));
        out.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            _ => panic!("&{name};"),
        });
        out.push_str(after);
    }
    out
}
