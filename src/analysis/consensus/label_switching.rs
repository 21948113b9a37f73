use super::error_matrices::ErrorMatrices;
use super::fit::Fit;
use super::votes::Votes;
use crate::tally::QuestionTallies;

/// What a model's fit gives cause to doubt: iterations that did not come to rest, labels that changed places.
///
/// A model of latent labels fits as well with its labels exchanged. From the vote shares it does not arrive there by
/// itself, but where most annotators err on a label it can: then the label given most often where the consensus is t is
/// not t.
pub(super) fn warnings(
    tallies: &QuestionTallies,
    votes: &Votes<'_>,
    fit: &Fit,
    errors: &ErrorMatrices,
) -> Vec<String> {
    let mut warnings = Vec::new();
    if let Some(course) = fit.course.as_ref().filter(|course| !course.converged) {
        warnings.push(format!("The iterations did not come to rest: stopped after {}.", course.iterations()));
    }
    let switched = switched(votes, errors);
    if !switched.is_empty() {
        let name = |class: usize| tallies.question.labels.name(votes.classes[class]);
        let named: Vec<String> = switched
            .iter()
            .take(5)
            .map(|&(truth, given)| format!("{} → {}", name(truth), name(given)))
            .collect();
        let rest = switched.len() - named.len();
        let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
        warnings.push(format!(
            "Labels may have changed places: where the consensus is the first, annotators mostly gave the second \
             ({}{more}).",
            named.join(", ")
        ));
    }
    warnings
}

/// (consensus class, class given most often there) where the two differ.
fn switched(votes: &Votes<'_>, errors: &ErrorMatrices) -> Vec<(usize, usize)> {
    let k = votes.k();
    let pooled = errors.pooled(votes);
    let most = |(truth, row): (usize, &[f64])| {
        let highest = row.iter().copied().fold(0.0, f64::max);
        // Less than half an item is no evidence of anything.
        let doubtful = row.iter().sum::<f64>() >= 0.5 && row[truth] < highest - 1e-9;
        doubtful.then(|| (truth, row.iter().position(|&n| n == highest).unwrap_or(truth)))
    };
    pooled.chunks_exact(k.max(1)).enumerate().filter_map(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::consensus::dawid_skene;
    use crate::analysis::test_log::TestLog;

    #[test]
    fn labels_that_changed_places_are_told_and_labels_in_place_are_not() {
        let log = TestLog::of_items(&[&[0, 0, 0], &[0, 0, 1], &[1, 1, 1], &[1, 1, 0]], 2);
        let tallies = log.tallies();
        let index = tallies.index.as_ref().expect("rows");
        let votes = Votes::of(index, 3, 2).expect("small");
        let found = dawid_skene(&votes, 1_000);
        assert_eq!(warnings(&tallies, &votes, &found.fit, &found.errors), Vec::<String>::new());
        let mut other = found.fit.clone();
        other.posterior.chunks_exact_mut(2).for_each(|item| item.swap(0, 1));
        let errors = ErrorMatrices::against(&votes, &other.posterior);
        let told = warnings(&tallies, &votes, &other, &errors);
        assert!(told.len() == 1 && told[0].contains("l0 → l1, l1 → l0"), "{told:?}");
    }

    #[test]
    fn iterations_that_were_cut_short_are_told() {
        let tallies = TestLog::of_items(&[&[0, 0, 1], &[0, 1, 1], &[1, 1, 0], &[0, 0, 0]], 2).tallies();
        let votes = Votes::of(tallies.index.as_ref().expect("rows"), 3, 2).expect("small");
        let found = dawid_skene(&votes, 1);
        let told = warnings(&tallies, &votes, &found.fit, &found.errors);
        assert!(told.iter().any(|warning| warning.contains("stopped after 1")), "{told:?}");
    }
}
