use super::merge_parts as parts;
use super::merger::Merger;
use super::union::{self, Union};
use super::{InterventionTally, Names, QuestionTallies, Repeat, Summaries, coalesce};
use crate::vocabulary::{Outcome, Reason};
use std::sync::Arc;

impl QuestionTallies {
    /// Tallies of both logs together. Exact where the two are a split by item of one log whose repeats and sessions
    /// were resolved before the split; a split by annotator or of a raw file does not add. Annotators, items, labels,
    /// groups, slices and models are matched by name, never by dense id. What is as long as a log (index, gold) is
    /// not carried over: analyses that need it then say that they need rows.
    pub fn merge(&self, other: &Self) -> Self {
        let (question, labels) = union::question(&self.question, &other.question);
        let (items, item_ids) = union::names(&self.items, &other.items);
        let (annotators, annotator_ids) = union::names(&self.annotators, &other.annotators);
        let (names, clusters) = union::names(&self.summaries.clusters, &other.summaries.clusters);
        let merger = Merger { labels, items: item_ids, annotators: annotator_ids, clusters };
        let mut summaries = merger.summaries(&self.summaries, &other.summaries);
        summaries.clusters = names;
        let (items, annotators) = (Arc::new(items), Arc::new(annotators));
        Self {
            question,
            items,
            annotators,
            summaries,
            index: None,
            own_clusters: None,
            order: Outcome::NotEstimable(Reason::NeedsRows),
            crossings: Vec::new(),
            gold: None,
            second_gold: None,
            answers: Vec::new(),
            slice_columns: Vec::new(),
            item_attributes: Arc::default(),
            model_attributes: Arc::clone(&self.model_attributes),
            suggestions: None,
            probabilities: Vec::new(),
        }
    }
}

impl Merger {
    fn summaries(&self, a: &Summaries, b: &Summaries) -> Summaries {
        let (patterns, places) = self.patterns(&a.patterns, &b.patterns);
        let repeats = self.repeats(&a.repeats, &b.repeats);
        let (slices, slices_left_out) = parts::slices(self, a, b);
        let mut skips: Vec<(u32, u64)> = Vec::new();
        skips.extend(a.skips.iter().map(|&(who, n)| (self.annotators.ours[who as usize], n)));
        skips.extend(b.skips.iter().map(|&(who, n)| (self.annotators.theirs[who as usize], n)));
        coalesce(&mut skips, |&(who, _)| who, |kept, next| kept.1 += next.1);
        let mut item_skips: Vec<(u32, u64)> = Vec::new();
        item_skips.extend(a.item_skips.iter().map(|&(item, n)| (self.items.ours[item as usize], n)));
        item_skips.extend(b.item_skips.iter().map(|&(item, n)| (self.items.theirs[item as usize], n)));
        coalesce(&mut item_skips, |&(item, _)| item, |kept, next| kept.1 += next.1);
        Summaries {
            item_skips,
            annotator_patterns: parts::annotator_patterns(self, &places, a, b),
            annotator_labels: parts::annotator_labels(self, &a.annotator_labels, &b.annotator_labels),
            sequence: parts::sequence(self, &a.sequence, &b.sequence),
            calendar: parts::calendar(self, &a.calendar, &b.calendar),
            work: parts::work(self, &a.work, &b.work),
            attributes: parts::attributes(self, &a.attributes, &b.attributes),
            slices,
            slices_left_out,
            models: parts::models(self, &places, a, b),
            interventions: InterventionTally::merged(
                self,
                (a.interventions.as_ref(), &a.patterns),
                (b.interventions.as_ref(), &b.patterns),
            ),
            no_repeats: if repeats.is_empty() { a.no_repeats.clone().or(b.no_repeats.clone()) } else { None },
            patterns,
            repeats,
            skips,
            clusters: Names::default(),
        }
    }

    fn repeats(&self, a: &[Repeat], b: &[Repeat]) -> Vec<Repeat> {
        let renamed = |repeat: &Repeat, annotators: &[u32], items: &[u32], labels: &[u32]| Repeat {
            annotator: annotators[repeat.annotator as usize],
            item: items[repeat.item as usize],
            first: Union::label_of(labels, repeat.first),
            second: Union::label_of(labels, repeat.second),
            lag_secs: repeat.lag_secs,
        };
        let ours = a.iter().map(|r| renamed(r, &self.annotators.ours, &self.items.ours, &self.labels.ours));
        let theirs =
            b.iter().map(|r| renamed(r, &self.annotators.theirs, &self.items.theirs, &self.labels.theirs));
        let mut all: Vec<Repeat> = ours.chain(theirs).collect();
        all.sort_unstable();
        all
    }
}
