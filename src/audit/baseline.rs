use super::size::people;
use super::{Audit, confidence_details, drift_points};
use crate::vocabulary::{Matrix, Outcome, Reason};
use serde_json::Value;
use std::fmt::Write;

impl Audit {
    /// The text of a baseline fit for version control: what gate and compare need and no more. No person, no item, no
    /// file is named in it, nor the day of a run; keys are sorted and numbers of one list stand on one line, so that a
    /// difference between two baselines can be read. The same audit gives the same bytes. It is an `audit.json`.
    pub fn to_baseline(&self) -> String {
        let mut text = String::new();
        let value =
            serde_json::to_value(self.reduced()).expect("an audit has text keys and finite numbers only");
        write_value(&value, 0, &mut text);
        text.push('\n');
        text
    }

    fn reduced(&self) -> Audit {
        let mut audit = self.clone();
        people(&mut audit);
        confidence_details::leave_out(&mut audit);
        drift_points::leave_out(&mut audit, false);
        audit.findings.clear();
        audit.intake.inputs.clear();
        audit.intake.notes.clear();
        for question in &mut audit.questions {
            let agreement = &mut question.agreement;
            agreement.disputed.clear();
            agreement.skipped.clear();
            if let Outcome::Estimated(matrix) = &agreement.annotator_matrix {
                let found = matrix.pairs.len() as u64;
                let what = "pairs of annotators for a baseline".into();
                agreement.annotator_matrix = Outcome::NotEstimable(Reason::TooMany { what, found, limit: 0 });
            }
            for pair in &mut agreement.label_pairs {
                pair.example_items.clear();
            }
            let Outcome::Estimated(found) = &mut question.human_model else { continue };
            for model in &mut found.models {
                model.soft = None;
                for quality in [&mut model.consensus, &mut model.gold] {
                    if let Outcome::Estimated(quality) = quality {
                        quality.confusion =
                            Matrix { rows: Vec::new(), columns: Vec::new(), cells: Vec::new() };
                        quality.most_confused.clear();
                    }
                }
            }
        }
        audit
    }
}

/// Lists of numbers, and of lists of numbers, on one line; everything else a line each.
fn write_value(value: &Value, depth: usize, text: &mut String) {
    let indent = |depth: usize| "  ".repeat(depth);
    match value {
        Value::Object(entries) if !entries.is_empty() => {
            let mut keys: Vec<&String> = entries.keys().collect();
            keys.sort();
            text.push_str("{\n");
            for (place, key) in keys.iter().enumerate() {
                let _ = write!(text, "{}{}: ", indent(depth + 1), Value::from(key.as_str()));
                write_value(&entries[key.as_str()], depth + 1, text);
                text.push_str(if place + 1 < keys.len() { ",\n" } else { "\n" });
            }
            let _ = write!(text, "{}}}", indent(depth));
        }
        Value::Array(values) if !values.is_empty() && !values.iter().all(is_short) => {
            text.push_str("[\n");
            for (place, value) in values.iter().enumerate() {
                text.push_str(&indent(depth + 1));
                write_value(value, depth + 1, text);
                text.push_str(if place + 1 < values.len() { ",\n" } else { "\n" });
            }
            let _ = write!(text, "{}]", indent(depth));
        }
        short => {
            let _ = write!(text, "{short}");
        }
    }
}

fn is_short(value: &Value) -> bool {
    match value {
        Value::Array(values) => values.iter().all(|value| !value.is_object() && !value.is_array()),
        Value::Object(_) => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::test_log::TestLog;
    use crate::audit::test_audit::audit_of;
    use crate::audit::{Audit, Plan, estimates};

    fn audit() -> Audit {
        let rows = (0..60).flat_map(|i| (0..6).map(move |a| (i, a, u32::from((i * 7 + a * 5) % 4 == 0))));
        let log = TestLog { rows: rows.collect(), labels: 2, items: 60, annotators: 6, ..TestLog::default() };
        audit_of(&log, &Plan::default())
    }

    #[test]
    fn a_baseline_is_an_audit_and_stays_one() {
        let text = audit().to_baseline();
        let read = Audit::from_json(text.as_bytes()).expect("an audit");
        assert_eq!(read.to_baseline(), text, "byte for byte");
        assert_eq!(read.questions[0].tables, audit().questions[0].tables);
    }

    #[test]
    fn it_keeps_the_numbers_of_the_whole_and_names_nobody() {
        let (whole, read) = (audit(), audit().to_baseline());
        for name in ["\"a0\"", "\"a5\"", "\"i1\"", "example_items\": [\""] {
            assert!(!read.contains(name), "{name}");
        }
        let kept = estimates(&Audit::from_json(read.as_bytes()).expect("an audit"));
        let of_whole =
            estimates(&whole).into_iter().filter(|row| row.slice.is_empty() && row.section == "agreement");
        for row in of_whole.filter(|row| row.value.is_some()) {
            assert!(kept.contains(&row), "{row:?}");
        }
    }

    #[test]
    fn lists_of_numbers_stand_on_one_line() {
        let mut text = String::new();
        let value =
            serde_json::json!({"b": [1, 2], "a": {"c": [[0, 3], [1, 2]], "d": []}, "e": [{"f": "x\ny"}]});
        super::write_value(&value, 0, &mut text);
        let expected = "{\n  \"a\": {\n    \"c\": [[0,3],[1,2]],\n    \"d\": []\n  },\n  \"b\": [1,2],\n  \"e\": [\n    {\n      \
                        \"f\": \"x\\ny\"\n    }\n  ]\n}";
        assert_eq!(text, expected);
    }
}
