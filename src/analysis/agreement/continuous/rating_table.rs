use crate::tally::{ItemIndex, QuestionTallies};
use crate::vocabulary::{Label, Question, Reason, SampleSize, Scale};

/// The numbers of a question that every annotator answered for every item: items × annotators, without a hole. Only
/// such a table tells annotators apart from items in the two-way analysis of variance and in ranks.
#[derive(Debug)]
pub(super) struct RatingTable<'a> {
    index: &'a ItemIndex,
    question: &'a Question,
    items: Vec<u32>,
    annotators: usize,
}

impl<'a> RatingTable<'a> {
    /// The table of all rated items and all who rated any.
    ///
    /// # Errors
    /// No rows, fewer than two items or annotators, or somebody left an item out.
    pub fn complete(tallies: &'a QuestionTallies) -> Result<Self, Reason> {
        let index = tallies.index.as_ref().ok_or(Reason::NeedsRows)?;
        let items: Vec<u32> =
            (0..index.items() as u32).filter(|&item| !index.rows(item as usize).is_empty()).collect();
        let annotators = tallies.summaries.annotator_labels.len();
        let few = |what: &str, found: usize| {
            let (what, found) = (what.to_owned(), found as u64);
            (found < 2).then_some(Reason::TooFew { what, found, needed: 2 })
        };
        if let Some(reason) = few("annotators", annotators).or_else(|| few("items", items.len())) {
            return Err(reason);
        }
        if items.iter().any(|&item| index.rows(item as usize).len() != annotators) {
            return Err(Reason::TooFew {
                what: "annotations for a table in which every annotator judged every item".into(),
                found: index.label.len() as u64,
                needed: (items.len() * annotators) as u64,
            });
        }
        Ok(Self { index, question: &tallies.question, items, annotators })
    }

    /// Items.
    pub fn items(&self) -> usize {
        self.items.len()
    }

    /// Annotators.
    pub fn annotators(&self) -> usize {
        self.annotators
    }

    /// The numbers of the `i`-th item, annotators in the order of their names.
    pub fn row(&self, i: usize) -> impl Iterator<Item = f64> + Clone + '_ {
        self.index.labels(self.items[i] as usize).iter().map(|&label| self.number(label))
    }

    /// All numbers of one annotator.
    pub fn column(&self, annotator: usize) -> Vec<f64> {
        let value = |&item: &u32| self.number(self.index.labels(item as usize)[annotator]);
        self.items.iter().map(value).collect()
    }

    /// A label's place: its value, or on an ordinal scale its position in the declared order.
    fn number(&self, label: Label) -> f64 {
        if self.question.scale == Scale::Ordinal {
            f64::from(label.0)
        } else {
            self.question.labels.value(label)
        }
    }

    /// What it holds.
    pub fn sample(&self) -> SampleSize {
        let (items, annotators) = (self.items.len() as u64, self.annotators as u64);
        SampleSize { items, annotations: items * annotators, annotators }
    }
}
