use crate::tally::QuestionTallies;
use crate::vocabulary::Reason;

/// The numbers that two annotators gave the items both judged, where the two are all there are.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SharedValues {
    /// Their ids, in the order of their names.
    pub annotators: [u32; 2],
    /// (first's, second's) number by shared item, items in the order of their names.
    pub values: Vec<(f64, f64)>,
}

impl SharedValues {
    /// The pair's numbers.
    ///
    /// # Errors
    /// Another scale than interval, no rows, more or fewer than two annotators, under three shared items.
    pub fn of(tallies: &QuestionTallies) -> Result<Self, Reason> {
        let question = &tallies.question;
        if !super::of_numbers(question.scale) {
            return Err(Reason::NotOnThisScale { scale: question.scale.name().into() });
        }
        let index = tallies.index.as_ref().ok_or(Reason::NeedsRows)?;
        let annotators = match tallies.summaries.annotator_labels.as_slice() {
            [first, second] => [first.annotator, second.annotator],
            others => {
                let (what, found) = ("annotators".to_owned(), others.len() as u64);
                return Err(if found < 2 {
                    Reason::TooFew { what, found, needed: 2 }
                } else {
                    Reason::TooMany { what, found, limit: 2 }
                });
            }
        };
        let shared = (0..index.items()).filter_map(|item| match index.labels(item) {
            [first, second] => Some((question.labels.value(*first), question.labels.value(*second))),
            _ => None,
        });
        let values: Vec<(f64, f64)> = shared.collect();
        let found = values.len() as u64;
        if found < 3 {
            return Err(Reason::TooFew { what: "items judged by both annotators".into(), found, needed: 3 });
        }
        Ok(Self { annotators, values })
    }

    /// Items both judged.
    pub fn items(&self) -> f64 {
        self.values.len() as f64
    }
}
