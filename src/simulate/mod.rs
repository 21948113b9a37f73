//! Truth and seed → chunks of an annotation log. The same truth and seed give the same rows on any machine; items are
//! streamed, so memory grows with annotators and not with rows.

mod annotators;
mod chunks;
mod items;
mod order_truth;
#[cfg(test)]
mod planted;
mod random;
mod side_files;
mod suggestion;
mod truth;
mod work;

pub use chunks::{Chunks, chunks};
pub use order_truth::{Habit, OrderTruth};
pub use side_files::{predictions, roster, truth_json};
pub use truth::{AttributeTruth, Severity, Suggestions, Truth, TruthError};

#[cfg(test)]
mod tests {
    use super::{Truth, chunks, predictions, roster};
    use crate::source::{Chunk, Column};
    use crate::vocabulary::Seed;

    fn small() -> Truth {
        Truth {
            items: 400,
            annotators: 12,
            per_item: 3,
            repeats: 0.05,
            session_length: 20.0,
            ..Truth::default()
        }
    }

    fn cell(chunk: &Chunk, column: &str, row: usize) -> String {
        let at = chunk.names.iter().position(|n| n == column).expect("the column exists");
        match &chunk.columns[at] {
            Column::Text(text) => text.value(row).unwrap_or_default().to_owned(),
            Column::Dictionary { keys, values } => {
                values.value(keys[row] as usize).unwrap_or_default().to_owned()
            }
            Column::Boolean { values, .. } => values[row].to_string(),
            Column::Float { values, .. } => values[row].to_string(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn the_same_truth_and_seed_give_the_same_rows_and_another_seed_gives_others() {
        let draw = |seed| format!("{:?}", chunks(&small(), Seed(seed)).expect("valid").collect::<Vec<_>>());
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
    }

    #[test]
    fn every_item_has_its_annotators_and_repeats_come_from_people_who_saw_the_item() {
        let log: Vec<Chunk> = chunks(&small(), Seed(3)).expect("valid").collect();
        let mut seen = std::collections::BTreeSet::new();
        let (mut repeats, mut rows) = (0, 0);
        for chunk in &log {
            for row in 0..chunk.rows {
                let who = (cell(chunk, "item_id", row), cell(chunk, "annotator_id", row));
                if cell(chunk, "is_repeat", row) == "true" {
                    assert!(seen.contains(&who), "{who:?} is repeated before it was seen");
                    repeats += 1;
                } else {
                    assert!(seen.insert(who.clone()), "{who:?} annotated twice");
                    rows += 1;
                }
            }
        }
        assert_eq!(rows, 400 * 3);
        assert!(repeats > 5, "{repeats} repeats");
    }

    #[test]
    fn the_predictions_file_says_what_the_log_says() {
        let truth = small();
        let mut stated = std::collections::BTreeMap::new();
        for chunk in predictions(&truth, Seed(5)).expect("valid") {
            for row in 0..chunk.rows {
                let answer = (cell(&chunk, "label", row), cell(&chunk, "confidence", row));
                stated.insert(cell(&chunk, "item_id", row), answer);
            }
        }
        assert_eq!(stated.len(), 400);
        for chunk in chunks(&truth, Seed(5)).expect("valid") {
            for row in 0..chunk.rows {
                let (label, confidence) = &stated[&cell(&chunk, "item_id", row)];
                assert_eq!(&cell(&chunk, "model_label", row), label);
                assert_eq!(&cell(&chunk, "model_confidence", row), confidence);
            }
        }
    }

    #[test]
    fn the_roster_names_every_annotator_once() {
        let roster = roster(&small(), Seed(5)).expect("valid");
        assert_eq!(roster.rows, 12);
        assert_eq!(roster.names.len(), 3);
        assert_eq!(cell(&roster, "annotator_id", 0), "a01");
    }

    #[test]
    fn an_impossible_truth_is_refused_with_the_parameter_named() {
        let truth = Truth { per_item: 40, ..small() };
        let error = chunks(&truth, Seed(1)).err().expect("refused");
        assert!(error.to_string().contains("per-item"));
    }
}
