use super::error_matrices::ErrorMatrices;
use super::fit::{Course, Fit, MAX_ITERATIONS};
use super::majority::by_pattern;
use super::votes::{Votes, given_labels};
use super::wawa::{majority_credits, majority_fit};
use super::{ConsensusModel, ConsensusOptions, crowdlab, dawid_skene, glad, mace, one_coin, wawa};
use crate::tally::{ItemIndex, QuestionTallies};
use crate::vocabulary::{Label, Matrix, Outcome, Reason};

/// Probabilities that differ by less are tied: what is equal by symmetry differs by rounding.
const TIE: f64 = 1e-9;
/// Labels up to which error matrices are shown, and cells of all annotators' matrices together.
const MATRIX_LABELS: usize = 40;
const MATRIX_CELLS: usize = 4_000_000;

/// One question's consensus: what of each item, and what of each annotator. As long as the log and never serialised.
#[derive(Debug, Clone, PartialEq)]
pub struct Settled {
    /// By which model.
    pub model: ConsensusModel,
    /// Label by item id; [`Label::NONE`] where nobody rated it or labels are tied.
    pub label: Vec<Label>,
    /// Confidence in the label (or in each tied one) by item id, in 0–1; 0 where nobody rated the item.
    pub confidence: Vec<f64>,
    /// (item, label), sorted: the labels of tied items.
    pub tied: Vec<(u32, Label)>,
    /// Annotators who gave labels, sorted by id.
    pub annotators: Vec<Standing>,
    /// The labels of error matrices, ascending.
    pub classes: Vec<Label>,
    /// All annotators together: probability of the given label (columns) where the consensus is another (rows).
    pub pooled_errors: Outcome<Matrix>,
    /// How often each label of `classes` is right, where the model estimates it.
    pub priors: Option<Vec<f64>>,
    /// How the iterations went.
    pub course: Option<Course>,
    /// What a careful reader must know.
    pub warnings: Vec<String>,
}

/// One annotator against the consensus.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// Annotator id.
    pub annotator: u32,
    /// Reliability in 0–1, or why there is none.
    pub reliability: Outcome<f64>,
    /// Labels given.
    pub annotations: u64,
    /// `classes × classes` probabilities of the given label (column) where the consensus is the row's; a row of `None`s
    /// where no item of the annotator has that consensus. Or why there is no matrix.
    pub errors: Outcome<Vec<Option<f64>>>,
}

/// Settles one label per item, where a consensus was asked for.
///
/// Not estimable without rows; by a model, not without an item of two or more labels, not where one label alone was
/// given, not with so many labels that the tables would not fit; CROWDLAB, not without a model's class probabilities.
pub fn settle(tallies: &QuestionTallies, options: &ConsensusOptions) -> Option<Outcome<Settled>> {
    let majority = options.model == ConsensusModel::Majority;
    if majority && !options.asked {
        return None;
    }
    let found = match &tallies.index {
        None => Err(Reason::NeedsRows),
        Some(index) if majority => Ok(by_majority(tallies, index)),
        Some(index) => by_model(tallies, index, options.model),
    };
    Some(found.map_or_else(Outcome::NotEstimable, Outcome::Estimated))
}

fn by_majority(tallies: &QuestionTallies, index: &ItemIndex) -> Settled {
    let majorities = by_pattern(&tallies.summaries.patterns);
    let mut settled = Settled::empty(ConsensusModel::Majority, index.items());
    for (item, &pattern) in index.pattern.iter().enumerate() {
        let Some(vote) = majorities.get(pattern as usize).and_then(Option::as_ref) else { continue };
        settled.take(item, vote.share(), &vote.tied);
    }
    match Votes::of(index, tallies.annotators.len(), tallies.question.labels.len()) {
        Ok(votes) => {
            let errors = ErrorMatrices::against(&votes, &majority_credits(&votes));
            settled.stand(tallies, &votes, &majority_fit(&votes), &errors);
        }
        Err(reason) => settled.stand_without(tallies, &reason),
    }
    settled
}

fn by_model(tallies: &QuestionTallies, index: &ItemIndex, model: ConsensusModel) -> Result<Settled, Reason> {
    let (annotators, labels) = (tallies.annotators.len(), tallies.question.labels.len());
    let mut notes = Vec::new();
    let (votes, fit) = match model {
        ConsensusModel::Crowdlab => {
            let (votes, probabilities) = with_probabilities(tallies, index, &mut notes)?;
            ready(&votes)?;
            let found = crowdlab(&votes, &probabilities);
            if found.without_model > 0 {
                let without = found.without_model;
                notes.push(format!(
                    "{without} rated items have no probabilities: the annotators decided alone there."
                ));
            }
            (votes, found.fit)
        }
        _ => {
            let votes = Votes::of(index, annotators, labels)?;
            ready(&votes)?;
            let fit = match model {
                ConsensusModel::DawidSkene => dawid_skene(&votes, MAX_ITERATIONS).fit,
                ConsensusModel::OneCoin => one_coin(&votes, MAX_ITERATIONS),
                ConsensusModel::Mace => mace(&votes, MAX_ITERATIONS),
                ConsensusModel::Glad => glad(&votes, MAX_ITERATIONS).fit,
                _ => wawa(&votes),
            };
            (votes, fit)
        }
    };
    let errors = ErrorMatrices::against(&votes, &fit.posterior);
    let mut settled = Settled::empty(model, index.items());
    settled.take_all(&votes, &fit);
    settled.stand(tallies, &votes, &fit, &errors);
    settled.warnings = notes;
    settled.warnings.extend(super::label_switching::warnings(tallies, &votes, &fit, &errors));
    settled.priors = fit.priors;
    settled.course = fit.course;
    Ok(settled)
}

/// What every model but the majority needs.
fn ready(votes: &Votes<'_>) -> Result<(), Reason> {
    if !votes.pairable() {
        return Err(Reason::NothingPairable);
    }
    if votes.k() < 2 {
        return Err(Reason::NoVariation { what: "the labels given".into() });
    }
    Ok(())
}

/// The votes over all labels that people gave or the model knows, and the model's probabilities of them.
fn with_probabilities<'a>(
    tallies: &QuestionTallies,
    index: &'a ItemIndex,
    notes: &mut Vec<String>,
) -> Result<(Votes<'a>, Vec<f32>), Reason> {
    let Some(model) = tallies.probabilities.first() else {
        return Err(Reason::NotInLog {
            what: "a model's probability of each label".into(),
            columns: "a column p_LABEL for each label to the predictions file".into(),
        });
    };
    if tallies.probabilities.len() > 1 {
        notes.push(format!("Several models have class probabilities; those of {} are used.", model.model));
    }
    let labels = tallies.question.labels.len();
    let mut classes = given_labels(index, labels);
    classes.extend(&model.labels);
    classes.sort_unstable();
    classes.dedup();
    let votes = Votes::over(index, tallies.annotators.len(), labels, classes)?;
    let k = votes.k();
    let places: Vec<Option<usize>> =
        votes.classes.iter().map(|class| model.labels.iter().position(|label| label == class)).collect();
    let mut probabilities = vec![f32::NAN; votes.items() * k];
    for (item, own) in probabilities.chunks_exact_mut(k.max(1)).enumerate() {
        if let Some(known) = model.of(item) {
            own.iter_mut().zip(&places).for_each(|(p, place)| *p = place.map_or(0.0, |place| known[place]));
        }
    }
    Ok((votes, probabilities))
}

impl Settled {
    fn empty(model: ConsensusModel, items: usize) -> Self {
        Self {
            model,
            label: vec![Label::NONE; items],
            confidence: vec![0.0; items],
            tied: Vec::new(),
            annotators: Vec::new(),
            classes: Vec::new(),
            pooled_errors: Outcome::NotEstimable(Reason::NothingPairable),
            priors: None,
            course: None,
            warnings: Vec::new(),
        }
    }

    /// Takes the likeliest classes of every rated item.
    fn take_all(&mut self, votes: &Votes<'_>, fit: &Fit) {
        let mut tied = Vec::new();
        for (item, weights) in fit.posterior.chunks_exact(votes.k()).enumerate() {
            let highest = weights.iter().copied().fold(0.0, f64::max);
            if votes.index.rows(item).is_empty() {
                continue;
            }
            tied.clear();
            let likeliest = votes.classes.iter().zip(weights).filter(|&(_, &weight)| weight >= highest - TIE);
            tied.extend(likeliest.map(|(&label, _)| label));
            self.take(item, highest, &tied);
        }
    }

    fn take(&mut self, item: usize, confidence: f64, tied: &[Label]) {
        self.confidence[item] = confidence;
        match tied {
            [label] => self.label[item] = *label,
            _ => self.tied.extend(tied.iter().map(|&label| (item as u32, label))),
        }
    }

    /// How many items have two or more labels tied.
    pub fn tied_items(&self) -> u64 {
        self.tied.chunk_by(|one, other| one.0 == other.0).count() as u64
    }

    fn stand(&mut self, tallies: &QuestionTallies, votes: &Votes<'_>, fit: &Fit, errors: &ErrorMatrices) {
        let k = votes.k();
        self.classes.clone_from(&votes.classes);
        let named = |class: &Label| tallies.question.labels.name(*class).to_owned();
        self.pooled_errors = if k > MATRIX_LABELS {
            Outcome::NotEstimable(too_many("labels for an error matrix", k, MATRIX_LABELS))
        } else {
            let names: Vec<String> = votes.classes.iter().map(named).collect();
            Outcome::Estimated(Matrix {
                rows: names.clone(),
                columns: names,
                cells: shares(errors.pooled(votes), k),
            })
        };
        let active = (0..votes.annotators()).filter(|&a| votes.given(a) > 0).count();
        let cells = active * k * k;
        let matrix = |annotator: usize| {
            if k > MATRIX_LABELS {
                return Outcome::NotEstimable(too_many("labels for an error matrix", k, MATRIX_LABELS));
            }
            if cells > MATRIX_CELLS {
                return Outcome::NotEstimable(too_many("cells of error matrices", cells, MATRIX_CELLS));
            }
            let cell = |cell: usize| errors.share(votes, annotator, cell / k, cell % k);
            Outcome::Estimated((0..k * k).map(cell).collect())
        };
        let standing = |annotator: usize| Standing {
            annotator: annotator as u32,
            reliability: fit.reliability[annotator]
                .map_or(Outcome::NotEstimable(Reason::NothingPairable), Outcome::Estimated),
            annotations: votes.given(annotator),
            errors: matrix(annotator),
        };
        self.annotators = (0..votes.annotators()).filter(|&a| votes.given(a) > 0).map(standing).collect();
    }

    fn stand_without(&mut self, tallies: &QuestionTallies, reason: &Reason) {
        self.pooled_errors = Outcome::NotEstimable(reason.clone());
        let standing = |own: &crate::tally::AnnotatorLabels| Standing {
            annotator: own.annotator,
            reliability: Outcome::NotEstimable(reason.clone()),
            annotations: own.counts.iter().map(|&(_, n)| n).sum(),
            errors: Outcome::NotEstimable(reason.clone()),
        };
        self.annotators = tallies.summaries.annotator_labels.iter().map(standing).collect();
    }
}

fn too_many(what: &str, found: usize, limit: usize) -> Reason {
    Reason::TooMany { what: what.into(), found: found as u64, limit: limit as u64 }
}

/// Counts `k × k` as shares of their rows; a row without counts has none.
fn shares(counts: Vec<f64>, k: usize) -> Vec<Option<f64>> {
    let row = |row: &[f64]| {
        let sum: f64 = row.iter().sum();
        row.iter().map(|&count| (sum > 0.0).then(|| count / sum)).collect::<Vec<_>>()
    };
    counts.chunks_exact(k.max(1)).flat_map(row).collect()
}
