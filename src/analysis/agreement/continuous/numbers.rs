use super::{tests, two_annotators, usual_icc};
use crate::analysis::agreement::aggregate::aggregate;
use crate::analysis::agreement::{Agreement, AgreementOptions};
use crate::analysis::inference::InferenceOptions;
use crate::tally::QuestionTallies;

/// Adds to the agreement of a question what is said of numbers: the intraclass correlation beside the headline,
/// tests, two annotators' differences; and of any scale the reliability of an aggregate.
pub(in crate::analysis::agreement) fn with_numbers(
    mut found: Agreement,
    tallies: &QuestionTallies,
    options: &AgreementOptions,
    inference: &InferenceOptions,
) -> Agreement {
    // Second, because it is the coefficient of numbers; those after it compare labels.
    if let Some(usual) = usual_icc(tallies, inference) {
        found.further.retain(|further| further.metric != usual.metric);
        found.coefficients.insert(1.min(found.coefficients.len()), usual);
    }
    found.tests = tests(found.coefficients.iter().chain(&found.further), tallies, inference);
    found.two_annotators = two_annotators(tallies, inference.level);
    found.aggregate = aggregate(&found, options.target_reliability);
    found
}
