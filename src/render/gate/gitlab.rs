use super::line::Line;
use crate::gate::{Effect, Judgement, Ruling, Verdict};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// One entry of a code quality report.
/// <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>
#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

/// GitLab's code quality report: one issue per verdict that is no pass, beside the line of its rule. The fingerprint tells
/// the rule and its part, not the number, so that an issue stays the same from run to run.
pub(super) fn text(ruling: &Ruling) -> String {
    let issues: Vec<Issue> =
        ruling.verdicts.iter().filter(|verdict| verdict.effect() != Effect::Kept).map(issue).collect();
    let mut text =
        serde_json::to_string_pretty(&issues).expect("issues have text keys and no numbers but lines");
    text.push('\n');
    text
}

fn issue(verdict: &Verdict) -> Issue {
    let line = Line::of(verdict);
    let place = verdict.place.as_ref();
    Issue {
        description: format!("{}: {}", line.verdict, line.sentence()),
        check_name: format!("raterscope-gate-{}", verdict.metric),
        fingerprint: fingerprint(verdict),
        severity: match (verdict.effect(), verdict.judgement) {
            (Effect::Fails, Judgement::Fail) => "critical",
            (Effect::Fails | Effect::Open, _) => "major",
            (_, Judgement::Fail) => "minor",
            _ => "info",
        },
        location: Location {
            path: place.map_or_else(|| "raterscope.toml".into(), |place| place.path.clone()),
            lines: Lines { begin: place.map_or(1, |place| place.line) },
        },
    }
}

fn fingerprint(verdict: &Verdict) -> String {
    let parts =
        [&verdict.metric, &verdict.question, &verdict.slice].map(|part| format!("{}:{part}", part.len()));
    let digest = Sha256::digest(format!("{}{}", parts.concat(), verdict.limit.name()).as_bytes());
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
