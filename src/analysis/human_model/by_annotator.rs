use super::ModelAnnotator;
use crate::analysis::agreement::cohen_kappa;
use crate::analysis::inference::InferenceOptions;
use crate::tally::{ModelTally, Names, OwnAnswer};
use crate::vocabulary::SampleSize;

/// Annotators who are listed beside one model; those with most shared items.
const LISTED: usize = 1_000;

/// Cohen's kappa of the model with each annotator who shares `min_overlap` items with it or more, in alphabetical
/// order, and how many share fewer (but some), or are left out of a very long list. Any scale, whole labels.
pub(super) fn by_annotator(
    model: &ModelTally,
    annotators: &Names,
    options: &InferenceOptions,
) -> (Vec<ModelAnnotator>, u64) {
    let own = || model.by_annotator.chunk_by(|a, b| a.annotator == b.annotator);
    let items = |cells: &[OwnAnswer]| cells.iter().map(|cell| cell.items).sum::<u64>();
    let mut shared: Vec<(u64, &[OwnAnswer])> = own().map(|cells| (items(cells), cells)).collect();
    let all = shared.len();
    shared.retain(|&(items, _)| items >= options.min_overlap);
    shared.sort_by_key(|&(items, cells)| (std::cmp::Reverse(items), cells[0].annotator));
    shared.truncate(LISTED);
    shared.sort_by_key(|&(_, cells)| cells[0].annotator);
    let row = |&(items, cells): &(u64, &[OwnAnswer])| {
        let table: Vec<(usize, usize, u64)> =
            cells.iter().map(|cell| (cell.label.index(), cell.answer.index(), cell.items)).collect();
        let sample = SampleSize { items, annotations: items, annotators: 1 };
        ModelAnnotator {
            annotator: annotators.name(cells[0].annotator).to_owned(),
            kappa: cohen_kappa(&table, sample, options.level),
        }
    };
    (shared.iter().map(row).collect(), (all - shared.len()) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_log::TestLog;

    /// Fleiss, Levin & Paik 2003, Statistical Methods for Rates and Proportions, 3rd ed., table 18.1: kappa .676.
    #[test]
    fn a_model_is_one_of_two_labellers() {
        let table = [(0u32, 0u32, 75), (0, 1, 1), (0, 2, 4), (1, 0, 5), (1, 1, 4), (1, 2, 1), (2, 2, 10)];
        let pairs: Vec<(u32, u32)> =
            table.iter().flat_map(|&(own, model, n)| std::iter::repeat_n((own, model), n)).collect();
        let given: Vec<[u32; 1]> = pairs.iter().map(|&(own, _)| [own]).collect();
        let mut log = TestLog::of_items(&given.iter().map(|g| g.as_slice()).collect::<Vec<_>>(), 3);
        log.models = vec![("m", pairs.iter().map(|&(_, model)| Some(model)).collect())];
        let tallies = log.tallies();
        let (rows, left_out) =
            by_annotator(&tallies.summaries.models[0], &tallies.annotators, &InferenceOptions::default());
        let kappa = rows[0].kappa.estimated().expect("a hundred items");
        assert!((kappa.value - 0.676).abs() < 5e-4, "{}", kappa.value);
        assert_eq!((rows.len(), left_out, kappa.sample.items), (1, 0, 100));
    }

    #[test]
    fn short_overlaps_are_counted_and_not_shown() {
        let mut log = TestLog::of_items(&[&[0, 1], &[1, 1]], 2);
        log.models = vec![("m", vec![Some(0), Some(1)])];
        let tallies = log.tallies();
        let found =
            by_annotator(&tallies.summaries.models[0], &tallies.annotators, &InferenceOptions::default());
        assert_eq!(found, (Vec::new(), 2));
    }
}
