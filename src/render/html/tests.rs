use super::page;
use crate::audit::{
    AnnotatorAgreement, AnnotatorMatrix, AnnotatorPair, Audit, PersonVerdict, SliceAgreement,
};
use crate::render::Options;
use crate::render::charts::Chart;
use crate::render::sample_audit::{audit, estimate, pair_margins, question};
use crate::vocabulary::{Matrix, Outcome, Reason};

const LABELS: [&str; 4] = ["benign", "spam", "harassment", "hate"];
const HEADINGS: [&str; 13] = [
    "What to do next",
    "Data quality and exclusions",
    "Agreement",
    "Annotator by annotator",
    "Label by label",
    "Annotators",
    "Most disputed items",
    "Human and model",
    "Fatigue",
    "Coverage and groups",
    "Slices and guideline versions",
    "Methods and caveats",
    "Provenance",
];

fn rendered(audit: &Audit) -> String {
    page(audit, &[], &Options::default()).expect("the page fills")
}

/// The places of all headings, which must exist and ascend.
fn assert_order(page: &str) {
    let places: Vec<usize> = HEADINGS
        .iter()
        .map(|heading| page.find(&format!(">{heading}</h")).unwrap_or_else(|| panic!("no heading {heading}")))
        .collect();
    assert!(places.windows(2).all(|pair| pair[0] < pair[1]), "{places:?}");
}

#[test]
fn every_section_is_there_and_says_why_where_it_is_empty() {
    let mut sample = audit(vec![question("label", &LABELS)]);
    assert_order(&rendered(&sample));
    for coefficient in &mut sample.questions[0].agreement.coefficients {
        coefficient.outcome = Outcome::NotEstimable(Reason::NothingPairable);
    }
    sample.questions[0].agreement.band = Outcome::NotEstimable(Reason::NothingPairable);
    sample.findings.clear();
    let page = rendered(&sample);
    assert_order(&page);
    assert!(page.contains("have some items annotated by two people"));
    assert!(page.contains("add a column model_label"));
    assert!(page.contains("add a column submitted_at"));
    assert!(!page.contains("NaN"));
}

#[test]
fn an_audit_without_questions_is_a_page_too() {
    assert!(rendered(&audit(Vec::new())).contains("No question was found"));
}

#[test]
fn nothing_is_loaded_from_anywhere() {
    let page = rendered(&audit(vec![question("label", &LABELS)]));
    for attribute in [" src=", "url(", "@import", "<link", "<iframe", "<object"] {
        assert!(!page.contains(attribute), "{attribute}");
    }
    for place in page.match_indices("href=\"").map(|(place, _)| place) {
        assert!(page[place..].starts_with("href=\"#"), "{}", &page[place..place + 40]);
    }
    assert!(page.contains("default-src &#x27;none&#x27;") || page.contains("default-src 'none'"));
    assert_eq!(page.matches("<script").count(), 1);
}

#[test]
fn hostile_names_do_nothing() {
    let label = "<script>alert(1)</script>";
    let mut sample =
        audit(vec![question("\" onmouseover=\"x", &[label, "a\u{202e}b", "'><img src=x onerror=1>", ""])]);
    sample.title = "</title><script>alert(2)</script>".into();
    sample.findings[0].advice = "<b>x</b>".into();
    let page = rendered(&sample);
    assert_eq!(page.matches("<script").count(), 1);
    assert!(!page.contains("<img") && !page.contains("onmouseover=\"") && !page.contains('\u{202e}'));
    assert!(page.contains("<bdi>&lt;script&gt;alert(1)&lt;&#x2f;script&gt;</bdi>"), "names are isolated");
}

#[test]
fn the_same_audit_gives_the_same_bytes() {
    let sample = audit(vec![question("a", &LABELS), question("b", &LABELS)]);
    assert_eq!(rendered(&sample), rendered(&sample.clone()));
}

#[test]
fn several_questions_have_a_headline_and_anchors_each() {
    let page = rendered(&audit(vec![question("tone", &LABELS), question("topic", &LABELS)]));
    for anchor in ["q1", "q2", "q1-agreement", "q2-fatigue"] {
        assert_eq!(page.matches(&format!(" id=\"{anchor}\"")).count(), 1, "{anchor}");
    }
    assert!(page.contains("on <bdi>tone</bdi>, <bdi>topic</bdi>"));
}

#[test]
fn every_head_of_a_sortable_table_is_a_button() {
    let page = rendered(&audit(vec![question("label", &LABELS)]));
    assert!(page.matches("<th ").count() > 10);
    assert_eq!(page.matches("<th ").count(), page.matches("<button type=\"button\">").count());
}

#[test]
fn anchors_are_unique_and_every_link_has_its_target() {
    let page = rendered(&audit(vec![question("tone", &LABELS), question("topic", &LABELS)]));
    let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), ids.len());
    for target in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(ids.contains(&target), "{target}");
    }
}

fn person(place: usize) -> AnnotatorAgreement {
    AnnotatorAgreement {
        annotator: format!("annotator-with-a-rather-long-name-{place:04}"),
        annotations: 12_000,
        shared_items: 9_000,
        skips: 3,
        adjusted: estimate(-0.02, 0.01, 9_000),
        shrunk: Some(-0.01),
        accuracy: estimate(0.9, 0.02, 300),
        accuracy_shrunk: Some(0.9),
        tilts: Vec::new(),
        raw: Some(0.8),
        alpha_without: Outcome::Estimated(0.71),
        alpha_change: estimate(-0.01, 0.02, 300),
        q_value: Some(0.2),
        verdict: PersonVerdict::NoEvidence,
    }
}

/// 500 annotators × 100 labels × 10 000 items, in five questions.
fn huge() -> Audit {
    let labels: Vec<String> = (0..100).map(|n| format!("a label with several words {n}")).collect();
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    let names: Vec<String> = (0..40).map(|n| format!("annotator-{n}")).collect();
    let matrix = Matrix { rows: names.clone(), columns: names, cells: vec![Some(0.5); 1600] };
    let pair = |n| AnnotatorPair {
        first: format!("annotator-{}", n / 500),
        second: format!("annotator-{}", n % 500),
        kappa: estimate(0.5, 0.1, 40),
        weighted: Some(estimate(0.6, 0.1, 40)),
        weighted_null: None,
        gwet: None,
        margins: pair_margins(),
    };
    let questions = (0..5).map(|n| {
        let mut question = question(&format!("question {n}"), &labels);
        question.agreement.annotators = Outcome::Estimated((0..500).map(person).collect());
        question.agreement.annotator_matrix = Outcome::Estimated(AnnotatorMatrix {
            kappa: matrix.clone(),
            weights: Some("quadratic".into()),
            overlap: matrix.clone(),
            homogeneity_tests: 100_000,
            pairs: (0..100_000).map(pair).collect(),
            too_little_overlap: 24_750,
            min_overlap: 20,
            not_shown: 460,
        });
        question.agreement.slices = (0..1204)
            .map(|n| SliceAgreement {
                name: "batch".into(),
                value: format!("batch {n}"),
                alpha: estimate(0.5, 0.1, 40),
                percent_agreement: estimate(0.5, 0.1, 40),
                alpha_redrawn: estimate(0.5, 0.2, 40),
                difference: estimate(0.1, 0.1, 40),
                difference_redrawn: estimate(0.1, 0.2, 40),
                q_value: Some(0.4),
                reported: false,
            })
            .collect();
        question
    });
    audit(questions.collect())
}

#[test]
fn a_huge_audit_is_a_small_page() {
    let sample = huge();
    let chart = Chart {
        id: "annotator-matrix".into(),
        question: "question 0".into(),
        section: "agreement".into(),
        title: String::new(),
        caption: String::new(),
        alt: String::new(),
        broad: true,
        svg: "<svg></svg>".repeat(50_000),
        svg_narrow: String::new(),
        png: Vec::new(),
    };
    let page = page(&sample, &vec![chart; 9], &Options::default()).expect("the page fills");
    assert!(page.len() < 2_000_000, "{} bytes", page.len());
    assert!(page.contains("The first 50 of 1\u{202f}204"));
    assert!(page.contains("left out here to keep the page small"));
}

/// As many questions as a log with a column each has.
#[test]
fn hundreds_of_questions_are_a_small_page_with_all_of_them_in_a_table() {
    let questions = (0..400).map(|n| question(&format!("question {n:03}"), &LABELS));
    let page = rendered(&audit(questions.collect()));
    assert!(page.len() < 2_000_000, "{} bytes", page.len());
    assert!(page.contains("Showing 40 of 400 questions in full"));
    assert!(page.contains("These are the 4 questions on which annotators agree least; 396 more are below"));
    assert!(page.contains("<bdi>question 399</bdi>") && page.contains("id=\"q40\""));
    assert!(!page.contains("id=\"q41\""));
    for target in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(page.contains(&format!(" id=\"{target}\"")), "{target}");
    }
}

#[test]
fn a_page_that_is_still_too_large_shows_less_of_everything() {
    let names: Vec<String> = (0..60).map(|n| format!("{n} {}", "&<>\"'".repeat(16))).collect();
    let labels: Vec<&str> = names.iter().map(String::as_str).collect();
    let questions = (0..40).map(|n| {
        let mut question = question(&format!("question {n:03}"), &labels);
        question.agreement.annotators = Outcome::Estimated((0..500).map(person).collect());
        question
    });
    let mut sample = audit(questions.collect());
    sample.intake.notes = vec!["&".repeat(20_000); 3_000];
    let page = rendered(&sample);
    assert!(page.len() < 2_000_000, "{} bytes", page.len());
    assert!(page.contains("Showing 40 of 3\u{202f}000 notes"));
}
