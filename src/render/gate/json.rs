use super::line::{Line, notes, standing};
use crate::gate::{Effect, Family, Ruling, Standing, Verdict};
use serde::Serialize;

/// The version of this shape.
const SCHEMA_VERSION: u32 = 1;

/// What a gate says, for programs.
#[derive(Serialize)]
struct GateDocument<'a> {
    /// The version of this shape.
    schema_version: u32,
    /// Title of the audit.
    title: &'a str,
    /// Title of the baseline.
    baseline: Option<&'a str>,
    /// What all verdicts come to.
    standing: Standing,
    /// The exit status that goes with it.
    exit_status: i32,
    /// The same in words.
    sentence: String,
    /// Whether no rule was written, and the default ones were judged.
    default_rules: bool,
    /// Rules that were judged together.
    families: &'a [Family],
    /// In the order of the rules.
    verdicts: Vec<ToldVerdict<'a>>,
    /// What to know of how they were made.
    notes: Vec<String>,
}

/// One verdict, what it does to the gate, and its words.
#[derive(Serialize)]
struct ToldVerdict<'a> {
    /// The verdict.
    verdict: &'a Verdict,
    /// What it does to the gate.
    effect: Effect,
    /// All of it in words.
    sentence: String,
}

/// Everything, for programs.
pub(super) fn text(ruling: &Ruling) -> String {
    let told =
        |verdict| ToldVerdict { verdict, effect: verdict.effect(), sentence: Line::of(verdict).sentence() };
    let report = GateDocument {
        schema_version: SCHEMA_VERSION,
        title: &ruling.title,
        baseline: ruling.baseline.as_deref(),
        standing: ruling.standing(),
        exit_status: ruling.standing().exit_code(),
        sentence: standing(ruling),
        default_rules: ruling.by_default,
        families: &ruling.families,
        verdicts: ruling.verdicts.iter().map(told).collect(),
        notes: notes(ruling),
    };
    let mut text =
        serde_json::to_string_pretty(&report).expect("verdicts have text keys and finite numbers only");
    text.push('\n');
    text
}
