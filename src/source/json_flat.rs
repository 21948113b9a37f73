use std::borrow::Cow;

use memchr::memchr2;
use serde::de::IgnoredAny;

/// Objects nested deeper than this stay JSON text, as arrays do.
const DEPTH: usize = 8;

/// A value that needs no further flattening.
pub(super) enum Scalar<'a> {
    Null,
    Text(&'a str),
}

/// Shows each value of a JSON object by its name, inner objects' keys joined by `.`. Numbers keep their spelling: a
/// parser of numbers would write `1.0` and long ids anew.
///
/// # Errors
/// What is wrong with the line, in words.
pub(super) fn flatten(line: &str, visit: &mut dyn FnMut(&str, Scalar<'_>)) -> Result<(), String> {
    if let Err(error) = serde_json::from_str::<IgnoredAny>(line) {
        return Err(format!("not JSON: {}", error.to_string().replace("line 1 column", "character")));
    }
    if !line.starts_with('{') {
        return Err("not a JSON object".to_owned());
    }
    let mut scan = Scan { text: line, at: 0 };
    // Nothing is shown of a line that is defective in a place that the first look does not see.
    let mut found = Vec::new();
    scan.object(&mut String::new(), 0, &mut found)?;
    for (name, value) in &found {
        match value {
            None => visit(name, Scalar::Null),
            Some(text) => visit(name, Scalar::Text(text)),
        }
    }
    Ok(())
}

/// Walks text that is known to be JSON.
struct Scan<'a> {
    text: &'a str,
    at: usize,
}

type Found<'a> = Vec<(Cow<'a, str>, Option<Cow<'a, str>>)>;

impl<'a> Scan<'a> {
    fn peek(&mut self) -> u8 {
        let bytes = self.text.as_bytes();
        while matches!(bytes.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
        bytes.get(self.at).copied().unwrap_or(b'}')
    }

    fn object(&mut self, prefix: &mut String, depth: usize, found: &mut Found<'a>) -> Result<(), String> {
        self.at += 1;
        loop {
            match self.peek() {
                b'}' => {
                    self.at += 1;
                    return Ok(());
                }
                b',' => {
                    self.at += 1;
                    continue;
                }
                _ => {}
            }
            let key = self.string()?;
            self.peek();
            self.at += 1;
            if self.peek() == b'{' && depth < DEPTH {
                let outer = prefix.len();
                prefix.push_str(&key);
                prefix.push('.');
                self.object(prefix, depth + 1, found)?;
                prefix.truncate(outer);
                continue;
            }
            let value = self.value()?;
            let name = if prefix.is_empty() { key } else { Cow::Owned(format!("{prefix}{key}")) };
            found.push((name, value));
        }
    }

    fn value(&mut self) -> Result<Option<Cow<'a, str>>, String> {
        let start = self.at;
        match self.peek() {
            b'"' => self.string().map(Some),
            b'{' | b'[' => Ok(Some(compact(self.nested()))),
            _ => {
                let rest = &self.text.as_bytes()[start..];
                let end =
                    rest.iter().position(|b| matches!(b, b',' | b'}' | b']' | b' ' | b'\t' | b'\n' | b'\r'));
                self.at = start + end.unwrap_or(rest.len());
                let text = &self.text[start..self.at];
                Ok(if text == "null" { None } else { Some(Cow::Borrowed(text)) })
            }
        }
    }

    /// A string's content; `at` is its opening quote.
    fn string(&mut self) -> Result<Cow<'a, str>, String> {
        let start = self.at;
        self.skip_string();
        let quoted = &self.text[start..self.at];
        let inner = quoted.get(1..quoted.len() - 1).unwrap_or_default();
        if !inner.contains('\\') {
            return Ok(Cow::Borrowed(inner));
        }
        match serde_json::from_str::<String>(quoted) {
            Ok(unescaped) => Ok(Cow::Owned(unescaped)),
            Err(_) => Err(format!("not JSON: {quoted} holds half of a character")),
        }
    }

    fn skip_string(&mut self) {
        let bytes = self.text.as_bytes();
        self.at += 1;
        while let Some(step) = memchr2(b'"', b'\\', bytes.get(self.at..).unwrap_or_default()) {
            self.at += step;
            if bytes[self.at] == b'"' {
                self.at += 1;
                return;
            }
            self.at += 2;
        }
        self.at = bytes.len();
    }

    /// An array or object as it is written.
    fn nested(&mut self) -> &'a str {
        let start = self.at;
        let mut depth = 0_usize;
        while let Some(byte) = self.text.as_bytes().get(self.at) {
            match byte {
                b'"' => {
                    self.skip_string();
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                break;
            }
        }
        &self.text[start..self.at]
    }
}

/// JSON without the white space between its tokens.
fn compact(json: &str) -> Cow<'_, str> {
    if !json.contains([' ', '\t', '\n', '\r']) {
        return Cow::Borrowed(json);
    }
    let mut scan = Scan { text: json, at: 0 };
    let mut dense = String::with_capacity(json.len());
    while scan.at < json.len() {
        let start = scan.at;
        match json.as_bytes()[start] {
            b'"' => scan.skip_string(),
            b' ' | b'\t' | b'\n' | b'\r' => {
                scan.at += 1;
                continue;
            }
            _ => scan.at += 1,
        }
        dense.push_str(&json[start..scan.at]);
    }
    Cow::Owned(dense)
}
