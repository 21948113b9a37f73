//! What must hold of the tallies of any log.

use super::random_log::RandomLog;
use super::{Crossing, PatternTable, QuestionTallies, SlopeSums, count};
use crate::log::AnnotationLog;
use crate::vocabulary::{Label, Outcome};
use proptest::prelude::*;

fn tallied(log: AnnotationLog) -> QuestionTallies {
    count(log).0.questions.pop().expect("one question")
}

fn logs() -> impl Strategy<Value = RandomLog> {
    (1..30usize, 1..9usize, 1..8usize, any::<u64>())
        .prop_map(|(i, a, l, seed)| RandomLog::draw(i, a, l, seed))
}

/// Annotations of the sums and those left out.
fn accounted(sums: &SlopeSums) -> u64 {
    sums.annotations() + sums.left_out
}

/// The table as if every item stood for itself.
fn unclustered(table: &PatternTable) -> PatternTable {
    PatternTable { clusters: None, ..table.clone() }
}

/// Items by pattern, added up over clusters, and over what they hold.
fn clustered_items(table: &PatternTable) -> Vec<u64> {
    let (cells, kinds) = (table.clusters.as_ref().expect("threads"), table.cluster_kinds().expect("threads"));
    let (mut by_cluster, mut by_kind) = (vec![0; table.len()], vec![0; table.len()]);
    cells.cells.iter().for_each(|&(_, p, n)| by_cluster[p as usize] += n);
    cells.alone.iter().for_each(|&(p, n)| by_cluster[p as usize] += n);
    for (held, clusters) in kinds.iter() {
        held.iter().for_each(|&(p, n)| by_kind[p as usize] += clusters * n);
    }
    assert_eq!(by_cluster, by_kind);
    assert_eq!(super::ClusterKinds::of(&cells.nameless()).clusters, kinds.clusters, "names tell nothing");
    by_kind
}

proptest! {
    #[test]
    fn tallies_add_over_any_split_by_item(log in logs(), split in any::<u64>()) {
        let first = |item: usize| split >> (item % 64) & 1 == 1;
        let whole = tallied(log.log(|_| true));
        let merged = tallied(log.log(first)).merge(&tallied(log.log(|item| !first(item))));
        prop_assert_eq!(&merged.question, &whole.question);
        prop_assert_eq!(&*merged.items, &*whole.items);
        prop_assert_eq!(&*merged.annotators, &*whole.annotators);
        // Products within an item take the means of the log they were counted in, so they alone do not add.
        let plain = |tallies: QuestionTallies| {
            let mut summaries = tallies.summaries;
            if let Outcome::Estimated(sequence) = &mut summaries.sequence {
                for sums in [&mut sequence.agreement, &mut sequence.correctness, &mut sequence.log_time] {
                    sums.crossing = Crossing::default();
                }
            }
            summaries
        };
        prop_assert_eq!(plain(merged), plain(whole));
    }

    #[test]
    fn nothing_is_lost_and_nothing_counted_twice(log in logs()) {
        let (_, _, labels, rows) = log.size();
        let tallies = tallied(log.log(|_| true));
        let index = tallies.index.as_ref().expect("rows are there");
        let s = &tallies.summaries;
        let rated = (0..index.items()).filter(|&i| !index.labels(i).is_empty()).count() as u64;
        prop_assert_eq!(s.patterns.rated_items(), rated);
        prop_assert_eq!(s.patterns.annotations(), rows as u64);
        prop_assert_eq!(s.patterns.label_totals(labels).iter().sum::<u64>(), rows as u64);
        prop_assert_eq!(s.annotator_patterns.cells.iter().map(|c| c.items).sum::<u64>(), rows as u64);
        prop_assert_eq!(s.annotator_labels.iter().flat_map(|a| &a.counts).map(|c| c.1).sum::<u64>(), rows as u64);
        let reviews = s.interventions.as_ref().expect("suggestions are there");
        prop_assert_eq!(reviews.shown + reviews.not_shown, rows as u64);
        prop_assert_eq!(reviews.unshown.annotations(), reviews.not_shown);
        let counted = |cells: &[super::ActionCell]| cells.iter().map(|c| c.n).sum::<u64>();
        prop_assert_eq!(counted(&reviews.by_label), counted(&reviews.by_week));
        prop_assert_eq!(counted(&reviews.by_band), counted(&reviews.by_week));
        for attribute in &s.attributes {
            prop_assert_eq!(attribute.groups.iter().map(|g| g.patterns.annotations()).sum::<u64>(), rows as u64);
        }
        for model in &s.models {
            let answered: u64 = model.joint.iter().map(|cell| cell.2).sum();
            prop_assert_eq!(answered + model.unanswered, rated);
        }
        let sequence = s.sequence.estimated().expect("every row has a session");
        prop_assert_eq!(accounted(&sequence.agreement), rows as u64);
        prop_assert_eq!(accounted(&sequence.correctness), rows as u64);
        prop_assert_eq!(accounted(&sequence.log_time), rows as u64);
    }

    #[test]
    fn crossings_fold_back_to_the_slices(log in logs()) {
        let (_, _, _, rows) = log.size();
        let tallies = tallied(log.log(|_| true));
        let labels = tallies.question.labels.len();
        let crossing = &tallies.crossings[0];
        prop_assert_eq!(crossing.annotator_patterns.cells.iter().map(|c| c.items).sum::<u64>(), rows as u64);
        for slice in &tallies.summaries.slices {
            let value = crossing.values.iter().position(|v| *v == slice.value).expect("its value");
            let own = |label: &Label| label.index() / labels == value;
            let mut items: Vec<(Vec<Label>, u64)> = Vec::new();
            for pattern in crossing.patterns.iter() {
                let given = pattern.counts.iter().filter(|(label, _)| own(label));
                let labels = given.flat_map(|&(label, n)| vec![Label(label.0 % labels as u32); n as usize]);
                items.push((labels.collect(), pattern.items));
            }
            let each = items.iter().flat_map(|(given, n)| (0..*n).map(move |_| given.as_slice()));
            prop_assert_eq!(super::PatternTable::of_items(each), unclustered(&slice.patterns));
            prop_assert_eq!(clustered_items(&slice.patterns), slice.patterns.items.clone());
            let people: std::collections::BTreeSet<u32> =
                crossing.annotator_patterns.cells.iter().filter(|c| own(&c.label)).map(|c| c.annotator).collect();
            prop_assert_eq!(&people.into_iter().collect::<Vec<_>>(), &slice.annotator_ids);
        }
    }

    #[test]
    fn each_item_shows_the_pattern_it_is_filed_under(log in logs()) {
        let tallies = tallied(log.log(|_| true));
        let (index, table) = (tallies.index.as_ref().expect("rows"), &tallies.summaries.patterns);
        let mut items = vec![0; table.len()];
        for item in (0..index.items()).filter(|&i| !index.labels(i).is_empty()) {
            let p = index.pattern[item] as usize;
            items[p] += 1;
            prop_assert_eq!(table.pattern(p).annotations(), index.labels(item).len() as u64);
            for &(label, n) in table.pattern(p).counts {
                prop_assert_eq!(index.labels(item).iter().filter(|&&l| l == label).count() as u32, n);
            }
        }
        prop_assert_eq!(&items, &table.items);
        let sorted: Vec<_> = table.iter().map(|p| p.counts.to_vec()).collect();
        prop_assert!(sorted.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn the_packed_and_the_general_way_agree(log in logs()) {
        let tallies = tallied(log.log(|_| true));
        let index = tallies.index.as_ref().expect("rows are there");
        let general = super::pattern_census::of_items(index, usize::MAX);
        prop_assert_eq!(&general.0, &tallies.summaries.patterns);
        prop_assert_eq!(&general.1, &index.pattern);
        let one_by_one = super::PatternTable::of_items((0..index.items()).map(|i| index.labels(i)));
        prop_assert_eq!(one_by_one, unclustered(&tallies.summaries.patterns));
        prop_assert_eq!(clustered_items(&general.0), general.0.items.clone());
    }
}
