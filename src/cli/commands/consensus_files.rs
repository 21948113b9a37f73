use crate::audit::Settled;
use crate::cli::output::StreamedArtifact;
use crate::render::inert;
use crate::tally::{QuestionTallies, Tallies};
use crate::vocabulary::{Label, Outcome};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// `consensus.csv` and `annotators.csv`: what a consensus says of every item and every annotator. They are as long as
/// the log, so no `audit.json` holds them and `raterscope render` cannot make them again.
pub struct ConsensusFiles<'a> {
    /// Names of items and annotators.
    pub tallies: &'a Tallies,
    /// By question, in the tallies' order; `None` where no consensus was asked for.
    pub settled: &'a [Option<Outcome<Settled>>],
}

impl<'a> ConsensusFiles<'a> {
    /// The files; none where no consensus was asked for.
    pub fn artifacts(&'a self) -> Vec<StreamedArtifact<'a>> {
        if self.settled.iter().all(Option::is_none) {
            return Vec::new();
        }
        vec![
            StreamedArtifact { name: "consensus.csv", write: Box::new(|out| self.items(out)) },
            StreamedArtifact { name: "annotators.csv", write: Box::new(|out| self.annotators(out)) },
        ]
    }

    /// Questions whose consensus could be had.
    fn questions(&self) -> impl Iterator<Item = (&'a QuestionTallies, &'a Settled)> {
        let settled = self.settled.iter().map(|settled| settled.as_ref().and_then(Outcome::estimated));
        self.tallies
            .questions
            .iter()
            .zip(settled)
            .filter_map(|(question, settled)| Some((question, settled?)))
    }

    /// Items that people rated, by question and name. A tie has no label: `tied` lists those that share it.
    fn items(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut file = csv::Writer::from_writer(out);
        file.write_record(["item", "question", "label", "confidence", "n", "tie", "tied"])?;
        for (question, settled) in self.questions() {
            let Some(index) = &question.index else { continue };
            let name = inert(&question.question.name);
            let labels: Vec<String> =
                question.question.labels.names.iter().map(|label| inert(label)).collect();
            let label = |label: Label| labels.get(label.index()).map_or("", String::as_str);
            let mut ties = settled.tied.chunk_by(|one, other| one.0 == other.0).peekable();
            for item in 0..index.items() {
                let n = index.rows(item).len();
                if n == 0 {
                    continue;
                }
                let tied = ties.next_if(|tied| tied.first().is_some_and(|&(of, _)| of as usize == item));
                let tied: Vec<&str> = tied.unwrap_or_default().iter().map(|&(_, tied)| label(tied)).collect();
                file.write_record([
                    inert(question.items.name(item as u32)).as_str(),
                    &name,
                    label(settled.label[item]),
                    &number_text(settled.confidence[item]),
                    &n.to_string(),
                    if tied.is_empty() { "false" } else { "true" },
                    &tied.join("|"),
                ])?;
            }
        }
        file.flush()
    }

    /// Annotators in alphabetical order: reliability, annotations, and the share of each label that they gave where the
    /// consensus is another.
    fn annotators(&self, out: &mut dyn Write) -> io::Result<()> {
        let columns = self.error_columns();
        let mut file = csv::Writer::from_writer(out);
        let mut header: Vec<String> =
            ["annotator", "question", "reliability", "annotations"].map(String::from).to_vec();
        let mut places: Vec<(&(String, String), usize)> =
            columns.iter().map(|(labels, &place)| (labels, place)).collect();
        places.sort_by_key(|&(_, place)| place);
        header.extend(places.iter().map(|((truth, given), _)| format!("given {given} where {truth}")));
        file.write_record(&header)?;
        let mut rows: Vec<(&str, &str, usize, usize)> = Vec::new();
        for (number, (question, settled)) in self.questions().enumerate() {
            rows.extend(settled.annotators.iter().enumerate().map(|(place, one)| {
                (question.annotators.name(one.annotator), question.question.name.as_str(), number, place)
            }));
        }
        rows.sort_unstable();
        let questions: Vec<_> = self.questions().collect();
        for (annotator, name, number, place) in rows {
            let (question, settled) = questions[number];
            let one = &settled.annotators[place];
            let mut row = vec![String::new(); header.len()];
            row[0] = inert(annotator);
            row[1] = inert(name);
            row[2] = one.reliability.estimated().map_or(String::new(), |&value| number_text(value));
            row[3] = one.annotations.to_string();
            for (cell, share) in one.errors.estimated().into_iter().flatten().enumerate() {
                if let (Some(share), Some(&at)) = (share, columns.get(&labels_of(question, settled, cell))) {
                    row[4 + at] = number_text(*share);
                }
            }
            file.write_record(&row)?;
        }
        file.flush()
    }

    /// (consensus label, given label) → column, in the order in which questions and label sets name them.
    fn error_columns(&self) -> BTreeMap<(String, String), usize> {
        let mut columns = BTreeMap::new();
        for (question, settled) in self.questions() {
            let shown = settled.annotators.iter().any(|one| one.errors.estimated().is_some());
            let cells = if shown { settled.classes.len().pow(2) } else { 0 };
            for cell in 0..cells {
                let next = columns.len();
                columns.entry(labels_of(question, settled, cell)).or_insert(next);
            }
        }
        columns
    }
}

/// The consensus label and the given label of a cell of an error matrix.
fn labels_of(question: &QuestionTallies, settled: &Settled, cell: usize) -> (String, String) {
    let k = settled.classes.len();
    let name = |class: usize| question.question.labels.name(settled.classes[class]).to_owned();
    (name(cell / k), name(cell % k))
}

/// The shortest text that reads back as the same number.
fn number_text(value: f64) -> String {
    if value == 0.0 { "0".into() } else { format!("{value}") }
}
