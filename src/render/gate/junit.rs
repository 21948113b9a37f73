use super::super::hostile_text::harmless;
use super::line::{Line, notes};
use crate::gate::{Effect, Judgement, Ruling, Verdict};

/// What a verdict is to JUnit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    /// Nothing inside the test case.
    Passed,
    /// A warning: passed, with words.
    Warned,
    /// The limit is broken.
    Failure,
    /// It could not be judged, and the gate does not pass.
    Error,
    /// It could not be judged, which fails nothing.
    Skipped,
}

impl Case {
    fn of(verdict: &Verdict) -> Self {
        match (verdict.effect(), verdict.judgement) {
            (Effect::Kept, _) => Case::Passed,
            (Effect::Told, Judgement::Inconclusive) => Case::Skipped,
            (Effect::Told, _) => Case::Warned,
            (Effect::Fails, Judgement::Fail) => Case::Failure,
            (Effect::Fails | Effect::Open, _) => Case::Error,
        }
    }
}

/// JUnit's XML: one test case per verdict. `failure` is a broken limit, `error` what could not be judged. It bears no time
/// of the run: the same verdicts give the same bytes.
pub(super) fn text(ruling: &Ruling) -> String {
    let cases: Vec<Case> = ruling.verdicts.iter().map(Case::of).collect();
    let count = |kind: Case| cases.iter().filter(|case| **case == kind).count();
    let counts = format!(
        "tests=\"{}\" failures=\"{}\" errors=\"{}\"",
        cases.len(),
        count(Case::Failure),
        count(Case::Error)
    );
    let skipped = count(Case::Skipped);
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"raterscope gate\" {counts} time=\"0\">\n  \
         <testsuite name={} {counts} skipped=\"{skipped}\" time=\"0\">\n",
        attribute(&ruling.title)
    );
    properties(ruling, &mut xml);
    for (verdict, case) in ruling.verdicts.iter().zip(cases) {
        test_case(verdict, case, &mut xml);
    }
    xml.push_str("  </testsuite>\n</testsuites>\n");
    xml
}

/// The baseline and the notes: Surefire's schema has no other place for what is said of a whole suite.
fn properties(ruling: &Ruling, xml: &mut String) {
    let baseline = ruling.baseline.iter().map(|baseline| ("baseline", baseline.clone()));
    let said: Vec<(&str, String)> =
        baseline.chain(notes(ruling).into_iter().map(|note| ("note", note))).collect();
    if said.is_empty() {
        return;
    }
    xml.push_str("    <properties>\n");
    for (name, value) in said {
        xml.push_str(&format!("      <property name=\"{name}\" value={}/>\n", attribute(&value)));
    }
    xml.push_str("    </properties>\n");
}

fn test_case(verdict: &Verdict, case: Case, xml: &mut String) {
    let line = Line::of(verdict);
    let name = format!("{} {}", line.subject, line.limit);
    let class = format!("raterscope.gate.{}", verdict.metric);
    xml.push_str(&format!(
        "    <testcase name={} classname={} time=\"0\"",
        attribute(&name),
        attribute(&class)
    ));
    let message = attribute(&format!("{}: {}", line.verdict, line.value));
    let sentence = content(&line.sentence());
    let inside = match case {
        Case::Passed => {
            xml.push_str("/>\n");
            return;
        }
        Case::Failure => format!("<failure message={message} type=\"limit broken\">{sentence}</failure>"),
        Case::Error => format!("<error message={message} type=\"could not be judged\">{sentence}</error>"),
        Case::Skipped => format!("<skipped message={message}/>"),
        Case::Warned => format!("<system-out>{sentence}</system-out>"),
    };
    xml.push_str(&format!(">\n      {inside}\n    </testcase>\n"));
}

/// A text as an attribute in quotes.
fn attribute(text: &str) -> String {
    let escaped = content(text).replace('"', "&quot;");
    format!("\"{escaped}\"")
}

/// A text as an element's content. Characters that XML 1.0 knows no way to write become the replacement character.
fn content(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in harmless(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => {
                out.push(char::REPLACEMENT_CHARACTER)
            }
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_controls_cannot_leave_their_place() {
        assert_eq!(attribute("a\"b<c>&d\ne\t"), "\"a&quot;b&lt;c&gt;&amp;d↵e \"");
        let wild = content("]]>\u{0}\u{1b}[31m\u{fffe}");
        assert!(wild.starts_with("]]&gt;") && !wild.contains(['\u{0}', '\u{1b}', '\u{fffe}']), "{wild:?}");
    }
}
