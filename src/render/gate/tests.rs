use super::*;
use crate::gate::{
    Effect, Evidence, Family, Inconclusive, Judgement, Level, Limit, Place, Settling, Standing, Verdict,
};

fn verdict(judgement: Judgement, level: Level, inconclusive: Inconclusive) -> Verdict {
    let interval = judgement != Judgement::Inconclusive;
    Verdict {
        metric: "krippendorff_alpha".into(),
        question: "to<xic>\u{1b}[31m, \"a|b\"".into(),
        slice: "gender=Fe,male: x%".into(),
        level,
        limit: Limit::MaxDrop(0.1),
        evidence: Evidence::Interval,
        judgement,
        inconclusive,
        value: interval.then_some(-0.182),
        lower: interval.then_some(-0.231),
        upper: interval.then_some(-0.133),
        interval_level: interval.then_some(0.95),
        p_adjusted: interval.then_some(0.001),
        before: interval.then_some(0.742),
        after: interval.then_some(0.56),
        items: Some(312),
        method: "bootstrap".into(),
        why: "The whole interval breaks the limit.".into(),
        settling: (!interval).then_some(Settling::MoreItems { more: 413 }),
        place: Some(Place { path: "ci/raterscope.toml".into(), line: 7 }),
    }
}

fn ruling(verdicts: Vec<Verdict>) -> Ruling {
    Ruling {
        title: "Week <47> & co".into(),
        baseline: Some("Week 46".into()),
        by_default: false,
        families: vec![Family { level: Level::Error, tests: 2, error: 0.025 }],
        verdicts,
        notes: vec!["A note.".into()],
    }
}

/// Every judgement at every level under every meaning of inconclusive.
fn every() -> Vec<Verdict> {
    let mut all = Vec::new();
    for judgement in [Judgement::Pass, Judgement::Fail, Judgement::Inconclusive] {
        for level in [Level::Warn, Level::Error] {
            for inconclusive in [Inconclusive::Pass, Inconclusive::Fail, Inconclusive::Report] {
                all.push(verdict(judgement, level, inconclusive));
            }
        }
    }
    all
}

/// All pairs of verdicts: text, status and every format say the same.
#[test]
fn no_format_disagrees_with_the_status() {
    for one in every() {
        for other in every() {
            let ruling = ruling(vec![one.clone(), other]);
            let passed = ruling.standing() == Standing::Passed;
            let said = format!("The gate: {}", ruling.standing().name());
            for format in [GateFormat::Terminal, GateFormat::Github] {
                let text = gate(&ruling, format);
                assert!(text.lines().last().is_some_and(|line| line.starts_with(&said)), "{text}");
            }
            assert!(gate(&ruling, GateFormat::Markdown).starts_with(&format!("## {said}")));
            let github = gate(&ruling, GateFormat::Github);
            assert_eq!(github.lines().all(|line| !line.starts_with("::error ")), passed, "{github}");
            let junit = gate(&ruling, GateFormat::Junit);
            assert_eq!(junit.contains("<failure") || junit.contains("<error"), !passed, "{junit}");
            let gitlab = gate(&ruling, GateFormat::Gitlab);
            assert_eq!(gitlab.contains("\"critical\"") || gitlab.contains("\"major\""), !passed, "{gitlab}");
            let json: serde_json::Value =
                serde_json::from_str(&gate(&ruling, GateFormat::Json)).expect("JSON");
            assert_eq!(json["exit_status"], ruling.standing().exit_code());
            assert_eq!(json["verdicts"][0]["effect"] == "kept", ruling.verdicts[0].effect() == Effect::Kept);
        }
    }
}

#[test]
fn a_failure_is_no_error_and_an_error_is_no_failure() {
    let of = |judgement| {
        gate(&ruling(vec![verdict(judgement, Level::Error, Inconclusive::Report)]), GateFormat::Junit)
    };
    let (failed, open) = (of(Judgement::Fail), of(Judgement::Inconclusive));
    assert!(failed.contains("<failure ") && failed.contains("failures=\"1\" errors=\"0\""), "{failed}");
    assert!(open.contains("<error ") && open.contains("failures=\"0\" errors=\"1\""), "{open}");
}

#[test]
fn names_from_a_log_stay_in_their_place() {
    let ruling = ruling(every());
    for format in GateFormat::ALL {
        let text = gate(&ruling, format);
        assert!(!text.contains('\u{1b}'), "{format:?}");
    }
    assert!(!gate(&ruling, GateFormat::Junit).contains("<xic>"));
    assert!(
        gate(&ruling, GateFormat::Markdown)
            .lines()
            .filter(|line| line.starts_with("| "))
            .all(|row| { row.matches(" | ").count() == 4 })
    );
}

#[test]
fn the_words_tell_the_numbers() {
    let text = gate(
        &ruling(vec![verdict(Judgement::Fail, Level::Error, Inconclusive::Report)]),
        GateFormat::Terminal,
    );
    assert!(text.starts_with("FAIL: krippendorff_alpha of “"), "{text}");
    let flowing = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flowing.contains("fallen by .100 at most"), "{text}");
    assert!(flowing.contains("−.182 [−.231, −.133], from .742 to .560. The whole"), "{text}");
    assert!(flowing.contains("judged together (Holm)"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    let open = gate(
        &ruling(vec![verdict(Judgement::Inconclusive, Level::Error, Inconclusive::Report)]),
        GateFormat::Json,
    );
    assert!(open.contains("About 420 more double-annotated items would settle it"), "{open}");
}
