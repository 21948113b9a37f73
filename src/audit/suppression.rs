//! The suppression log: what is withheld, where, by which rule and how often, without the numbers withheld.

use super::QuestionAudit;
use crate::vocabulary::Reason;
use serde::{Deserialize, Serialize};

/// The rule by which something is withheld.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuppressionRule {
    /// Fewer than `min_group` annotators.
    SmallGroup,
    /// A smaller group could be worked out with it, by subtraction.
    Complementary,
    /// So few people, or one group only, that even the groups' names would tell who is what.
    Names,
    /// Beside the baseline it would tell of the few people who came or went.
    Baseline,
    /// Somebody's own words.
    FreeText,
    /// Nothing about people: left out to keep the files small.
    Size,
    /// The other way round: the settings let groups of fewer than three people be shown.
    SmallGroupsAllowed,
    /// Not stated: an audit of an earlier version.
    #[default]
    NotStated,
}

impl SuppressionRule {
    /// The stable word for machines: `small_group`.
    pub fn code(self) -> &'static str {
        match self {
            SuppressionRule::SmallGroup => "small_group",
            SuppressionRule::Complementary => "complementary",
            SuppressionRule::Names => "names",
            SuppressionRule::Baseline => "baseline",
            SuppressionRule::FreeText => "free_text",
            SuppressionRule::Size => "size",
            SuppressionRule::SmallGroupsAllowed => "small_groups_allowed",
            SuppressionRule::NotStated => "not_stated",
        }
    }

    /// For people: `small group`.
    pub fn words(self) -> String {
        self.code().replace('_', " ")
    }
}

/// Something that was withheld.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuppressionNote {
    /// Which question, or empty for all.
    pub question: String,
    /// Which attribute or table.
    pub what: String,
    /// Why, in words, without the numbers withheld.
    pub why: String,
    /// By which rule.
    #[serde(default)]
    pub rule: SuppressionRule,
    /// Where: the parts of the audit, or everywhere.
    #[serde(default)]
    pub place: String,
    /// How many groups; absent where even that would tell.
    #[serde(default)]
    pub groups: Option<u64>,
}

/// Where a rule about people holds: in every part of every artifact.
pub(super) const EVERYWHERE: &str = "every table, chart and file";

/// How many numbers of one part of the audit are withheld by one rule, as a reader of `audit.json` can count them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuppressedCells {
    /// Which question.
    pub question: String,
    /// Which part of `audit.json`: `coverage`, `disparity.cohesion`.
    pub part: String,
    /// By which rule.
    pub rule: SuppressionRule,
    /// How many numbers.
    pub cells: u64,
}

/// Counts what is withheld in every part of a question. It reads what is disclosed, so it can tell no more than that.
pub(super) fn suppressed_cells(question: &QuestionAudit) -> Vec<SuppressedCells> {
    let mut out = Vec::new();
    for (part, json) in parts(question) {
        for (rule, reason) in [
            (SuppressionRule::SmallGroup, Reason::Insufficient),
            (SuppressionRule::Complementary, Reason::WithheldForOthers),
        ] {
            // Quotes inside a text from the log are escaped, so no label can look like this.
            let told = format!("\"not_estimable\":{{\"code\":\"{}\"}}", reason.code());
            let cells = json.matches(&told).count() as u64;
            if cells > 0 {
                out.push(SuppressedCells {
                    question: question.question.name.clone(),
                    part: part.into(),
                    rule,
                    cells,
                });
            }
        }
    }
    out
}

/// Every part that holds numbers, as JSON; a new field of a question does not compile before it is listed here.
fn parts(of: &QuestionAudit) -> Vec<(&'static str, String)> {
    let QuestionAudit {
        question: _,
        agreement,
        self_consistency,
        consensus,
        human_model,
        two_golds,
        calibration,
        routing,
        interventions,
        drift,
        fatigue,
        course,
        pace,
        coverage,
        guideline_versions,
        item_groups: _,
        disparity,
        tables,
    } = of;
    let mut parts = vec![
        ("agreement", json(agreement)),
        ("self_consistency", json(self_consistency)),
        ("consensus", json(consensus)),
        ("human_model", json(human_model)),
        ("two_golds", json(two_golds)),
        ("calibration", json(calibration)),
        ("routing", json(routing)),
        ("interventions", json(interventions)),
        ("drift", json(drift)),
        ("fatigue", json(fatigue)),
        ("course", json(course)),
        ("pace", json(pace)),
        ("coverage", json(coverage)),
        ("guideline_versions", json(guideline_versions)),
        ("tables", json(tables)),
    ];
    if let Some(disparity) = disparity {
        parts.push(("disparity.cohesion", json(&disparity.cohesion)));
        parts.push(("disparity.severity", json(&disparity.severity)));
        parts.push(("disparity.views", json(&disparity.views)));
        parts.push(("disparity.fairness", json(&disparity.fairness)));
    }
    parts
}

fn json(part: &impl Serialize) -> String {
    serde_json::to_string(part).expect("an audit has text keys and finite numbers only")
}

#[cfg(test)]
mod tests {
    use crate::analysis::test_log::TestLog;
    use crate::audit::test_audit::audit_of;
    use crate::audit::{Plan, SuppressionRule};

    #[test]
    fn the_log_tells_rules_and_counts_and_no_number_withheld() {
        let groups = [vec!["A"; 9], vec!["B"; 3], vec!["C"; 6]].concat();
        let rows = (0..6).flat_map(|i| (0..18).map(move |a| (i, a, (a + i / 3) % 2)));
        let log = TestLog {
            rows: rows.collect(),
            labels: 2,
            items: 6,
            annotators: 18,
            roster: vec![("race", groups)],
            ..TestLog::default()
        };
        let audit = audit_of(&log, &Plan::default());
        let told: Vec<_> =
            audit.suppression.iter().map(|note| (note.what.as_str(), note.rule, note.groups)).collect();
        assert_eq!(
            told,
            [
                ("race", SuppressionRule::SmallGroup, Some(1)),
                ("race", SuppressionRule::Complementary, Some(1))
            ]
        );
        let coverage: Vec<_> = audit
            .suppressed_cells
            .iter()
            .filter(|cells| cells.part == "coverage")
            .map(|cells| (cells.rule, cells.cells))
            .collect();
        // Two groups and the effective number of groups.
        assert_eq!(coverage, [(SuppressionRule::SmallGroup, 1), (SuppressionRule::Complementary, 2)]);
        assert!(
            audit.suppression.iter().all(|note| !note.why.contains(['3', '6'])),
            "{:?}",
            audit.suppression
        );
    }

    #[test]
    fn groups_of_two_are_shown_only_aloud() {
        let rows = (0..6).flat_map(|i| (0..4).map(move |a| (i, a, (a + i / 3) % 2)));
        let log = TestLog {
            rows: rows.collect(),
            labels: 2,
            items: 6,
            annotators: 4,
            roster: vec![("race", vec!["A", "A", "B", "B"])],
            ..TestLog::default()
        };
        let audit = audit_of(&log, &Plan { min_group: 2, ..Plan::default() });
        assert_eq!(audit.suppression[0].rule, SuppressionRule::SmallGroupsAllowed);
        assert!(audit.intake.notes[0].contains("as few as 2 annotators"), "{:?}", audit.intake.notes);
    }
}
