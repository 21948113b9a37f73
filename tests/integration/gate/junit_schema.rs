//! JUnit files held against a table of the two schemas that CI servers know: junit-10.xsd of the Jenkins xunit plugin and
//! surefire-test-report-3.0.xsd of Maven. Where they differ the table takes the stricter: Surefire's order of children, its
//! required `type`, `time` and `skipped`; Jenkins' own root.

use super::xml::{Element, parse};
use crate::program::{place, put, raterscope, small_log};
use std::fs;

/// What an attribute may hold.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    Count,
    /// SUREFIRE_TIME: `(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]{0,3})?`.
    Time,
}

/// What the schemas say of one element.
struct Rule {
    element: &'static str,
    required: &'static [(&'static str, Kind)],
    optional: &'static [(&'static str, Kind)],
    /// Children in the order in which they may stand, with the most there may be of each.
    children: &'static [(&'static str, usize)],
    text: bool,
}

const ANY: usize = usize::MAX;

const TABLE: &[Rule] = &[
    Rule {
        element: "testsuites",
        required: &[],
        optional: &[
            ("name", Kind::Text),
            ("time", Kind::Time),
            ("tests", Kind::Count),
            ("failures", Kind::Count),
            ("errors", Kind::Count),
        ],
        children: &[("testsuite", ANY)],
        text: false,
    },
    Rule {
        element: "testsuite",
        required: &[
            ("name", Kind::Text),
            ("tests", Kind::Count),
            ("failures", Kind::Count),
            ("errors", Kind::Count),
            ("skipped", Kind::Count),
        ],
        optional: &[("time", Kind::Time), ("group", Kind::Text)],
        children: &[("properties", ANY), ("testcase", ANY)],
        text: false,
    },
    Rule { element: "properties", required: &[], optional: &[], children: &[("property", ANY)], text: false },
    Rule {
        element: "property",
        required: &[("name", Kind::Text), ("value", Kind::Text)],
        optional: &[],
        children: &[],
        text: false,
    },
    Rule {
        element: "testcase",
        required: &[("name", Kind::Text), ("time", Kind::Time)],
        optional: &[("classname", Kind::Text), ("group", Kind::Text)],
        children: &[("failure", ANY), ("skipped", 1), ("error", 1), ("system-out", 1), ("system-err", 1)],
        text: false,
    },
    Rule {
        element: "failure",
        required: &[("type", Kind::Text)],
        optional: &[("message", Kind::Text)],
        children: &[],
        text: true,
    },
    Rule {
        element: "error",
        required: &[("type", Kind::Text)],
        optional: &[("message", Kind::Text)],
        children: &[],
        text: true,
    },
    Rule {
        element: "skipped",
        required: &[],
        optional: &[("message", Kind::Text)],
        children: &[],
        text: true,
    },
    Rule { element: "system-out", required: &[], optional: &[], children: &[], text: true },
];

fn holds(element: &Element) {
    let rule = TABLE
        .iter()
        .find(|rule| rule.element == element.name)
        .unwrap_or_else(|| panic!("<{}> is unknown", element.name));
    for (name, _) in rule.required {
        assert!(element.attributes.contains_key(*name), "<{}> lacks {name}", rule.element);
    }
    for (name, value) in &element.attributes {
        let known = rule.required.iter().chain(rule.optional).find(|(known, _)| known == name);
        let (_, kind) = known.unwrap_or_else(|| panic!("<{} {name}> is unknown", rule.element));
        assert!(is_of(*kind, value), "<{} {name}={value:?}>", rule.element);
    }
    assert!(rule.text || element.text.trim().is_empty(), "<{}> holds {:?}", rule.element, element.text);
    let mut place = 0;
    for child in &element.children {
        let at = rule.children.iter().position(|(name, _)| *name == child.name);
        let at = at.unwrap_or_else(|| panic!("<{}> in <{}>", child.name, rule.element));
        assert!(at >= place, "<{}> stands too late in <{}>", child.name, rule.element);
        place = at;
        let (name, most) = rule.children[at];
        assert!(
            element.children.iter().filter(|child| child.name == name).count() <= most,
            "too many <{name}>"
        );
        holds(child);
    }
}

fn is_of(kind: Kind, value: &str) -> bool {
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    match kind {
        Kind::Text => true,
        Kind::Count => !value.is_empty() && digits(value),
        Kind::Time => match value.split_once('.') {
            None => digits(value),
            Some((whole, part)) => digits(whole) && digits(part) && part.len() <= 3,
        },
    }
}

fn count(element: &Element, name: &str) -> usize {
    let own = usize::from(element.name == name);
    own + element.children.iter().map(|child| count(child, name)).sum::<usize>()
}

#[test]
fn junit_files_of_every_outcome_keep_the_schemas() {
    let place = place();
    // Names that would break out of an attribute or an element, if anything could.
    let hostile = small_log(60).replace("spam", "\"a<b>&'c\u{7}]]>\"").replace("\"a<b>", "\"\"\"a<b>");
    put(place.path(), "log.csv", hostile);
    let rule = |metric: &str, rest: &str| format!("[[gate.rules]]\nmetric = \"{metric}\"\n{rest}\n");
    let all = [
        rule("krippendorff_alpha", "min = 0.1\nmax = 0.2"),
        rule("percent_agreement", "min = 0.99\nlevel = \"warn\""),
        rule("majority_accuracy", "min = 0.5"),
        rule("majority_accuracy", "min = 0.5\ninconclusive = \"pass\""),
        rule("specific_agreement", "slice = \"label=*\"\nmin = 0.1"),
        rule("set_aside_share", "max = 0.5"),
    ];
    put(place.path(), "raterscope.toml", all.concat());
    let args = ["gate", "log.csv", "--replicates", "100", "-q", "-o", "gate.xml", "--title", "<&\">"];
    let ran = raterscope(place.path(), &args);
    assert_eq!(ran.status, 1, "{ran:?}");
    let root = parse(&fs::read_to_string(place.path().join("gate.xml")).expect("written"));
    holds(&root);
    let suite = &root.children[0];
    assert_eq!(suite.attributes["name"], "<&\">");
    let told = |name: &str| suite.attributes[name].parse::<usize>().expect("a count");
    assert_eq!(told("tests"), count(&root, "testcase"));
    assert_eq!((told("failures"), count(&root, "failure")), (1, 1), "{ran:?}");
    assert_eq!((told("errors"), count(&root, "error")), (1, 1), "{ran:?}");
    assert_eq!((told("skipped"), count(&root, "skipped")), (1, 1), "{ran:?}");
}
