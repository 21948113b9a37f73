//! The canonical arrays of one question, gathered in order of item and annotator.

use super::calendar::Calendar;
use super::cells::EVERY_QUESTION;
use super::duplicates::ByItem;
use super::interner::{NONE, Ranked};
use super::item_facts::{CONFLICT, Constant, ModelColumns};
use super::label_sets::Settled;
use super::reading::Reading;
use super::records::{Fate, Records};
use super::repeats::Resolved;
use super::sequences::Sequences;
use super::{ModelAnswers, PeriodColumn, QuestionRows, SequenceColumns, SliceColumn, reviews};
use crate::vocabulary::{Label, Period, Reason};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What all questions share when their rows are gathered.
pub(super) struct Gathering<'a> {
    pub items: &'a Ranked,
    pub annotators: &'a Ranked,
    pub slices: &'a BTreeMap<String, Ranked>,
    pub sequences: Result<Sequences, Reason>,
    pub calendar: Result<Calendar, Reason>,
    pub several: bool,
    pub period: Period,
}

impl Gathering<'_> {
    /// One question's rows; `order` is sorted by item and annotator, annotations that do not count are passed over. The
    /// `last` question's columns are let go of one by one as they are gathered.
    pub fn rows(
        &mut self,
        reading: &mut Reading,
        number: u16,
        settled: Settled,
        resolved: Resolved,
        (order, last): (ByItem, bool),
        fates: &[Fate],
    ) -> QuestionRows {
        let counts = |i: &u32| fates[*i as usize] == Fate::Counts;
        let all = order.order.par_chunks(1 << 14).all(|order| order.iter().all(counts));
        let grouped = all && order.grouped && last;
        let order: Vec<u32> = match all {
            true => order.order,
            false => order.order.into_par_iter().with_min_len(1 << 14).filter(counts).collect(),
        };
        let (gold, second_gold) = self.golds(reading, number, &settled);
        let models = self.models(reading, number, &settled);
        let (skips, item_skips) = (self.skips(reading, number), self.item_skips(reading, number));
        let interventions = reviews::gathered(
            reading,
            (number, self.several),
            &settled,
            &self.annotators.place,
            (&order, last),
        );
        let records = &mut reading.records;
        let label = |&i: &u32| Label(settled.place[records.label[i as usize] as usize]);
        let label = order.par_iter().with_min_len(1 << 13).map(label).collect();
        if last {
            records.label = Vec::new();
        }
        QuestionRows {
            item: match grouped {
                true => std::mem::take(&mut records.item),
                false => picked(&order, &mut records.item, last),
            },
            annotator: picked(&order, &mut records.annotator, last),
            label,
            sequence: self.sequence(&order, last),
            periods: self.periods(&order),
            slices: self.slices(records, &order, last),
            gold,
            second_gold,
            models,
            interventions,
            no_repeats: resolved.no_repeats,
            repeats: resolved.repeats,
            skips,
            item_skips,
            question: settled.question,
        }
    }

    fn sequence(&mut self, order: &[u32], last: bool) -> Result<SequenceColumns, Reason> {
        let all = self.sequences.as_mut().map_err(|reason| reason.clone())?;
        Ok(SequenceColumns {
            session: picked(order, &mut all.session, last),
            position: picked(order, &mut all.position, last),
            time_on_item_ms: all.spent_ms.as_mut().map(|spent| picked(order, spent, last)),
            idle_cap_ms: all.idle_cap_ms,
            hour_of_week: all.hour_of_week.as_mut().map(|hour| picked(order, hour, last)),
            method: all.method.clone(),
        })
    }

    fn periods(&self, order: &[u32]) -> Result<PeriodColumn, Reason> {
        let all = self.calendar.as_ref().map_err(|reason| reason.clone())?;
        let code = order.par_iter().with_min_len(1 << 13).map(|&i| all.code[i as usize]).collect();
        let periods = all.starts.iter().copied().zip(all.names.iter().cloned()).collect();
        Ok(PeriodColumn { period: self.period, periods, code })
    }

    fn slices(&self, records: &mut Records, order: &[u32], last: bool) -> Vec<SliceColumn> {
        let column = |(name, ranked): (&String, &Ranked)| {
            let values = records.slices.get_mut(name)?.values.as_mut()?;
            let values_of = ranked.names.iter().map(String::from).collect();
            Some(SliceColumn { name: name.clone(), values: values_of, code: picked(order, values, last) })
        };
        self.slices.iter().filter_map(column).collect()
    }

    /// (item, skips) of the items that were skipped, in order of their ids.
    fn item_skips(&self, reading: &Reading, number: u16) -> Vec<(u32, u64)> {
        let codes = reading.skips.get(&number).map_or(&[][..], |skips| &skips.items);
        let mut items: Vec<u32> = codes.iter().map(|&code| self.items.place[code as usize]).collect();
        items.sort_unstable();
        items.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as u64)).collect()
    }

    fn skips(&self, reading: &Reading, number: u16) -> Vec<u64> {
        let mut out = vec![0; self.annotators.names.len()];
        let counts = reading.skips.get(&number).map_or(&[][..], |skips| &skips.by_annotator);
        for (code, &count) in counts.iter().enumerate().filter(|&(_, &count)| count > 0) {
            if let Some(own) = self.annotators.place.get(code).and_then(|&place| out.get_mut(place as usize))
            {
                *own += count;
            }
        }
        out
    }

    /// Gold, and second gold.
    fn golds(
        &self,
        reading: &mut Reading,
        number: u16,
        settled: &Settled,
    ) -> (Option<Vec<Label>>, Option<Vec<Label>>) {
        let of = |golds: &BTreeMap<u16, Constant>| {
            let told: Vec<&Constant> =
                [number, EVERY_QUESTION].iter().filter_map(|key| golds.get(key)).collect();
            let conflicts: u64 = told.iter().map(|column| column.conflicts()).sum();
            self.labels(&told, settled).map(|out| (out, conflicts))
        };
        let found = [(of(&reading.gold), "gold"), (of(&reading.second_gold), "second gold")];
        let [gold, second] = found.map(|(found, which)| {
            let (out, conflicts) = found?;
            reading.defects.field(format!("items with more than one {which} label"), conflicts);
            Some(out)
        });
        (gold, second)
    }

    /// Labels by item; `None` where there are none, or none that people gave (they belong to another question then).
    fn labels(&self, told: &[&Constant], settled: &Settled) -> Option<Vec<Label>> {
        let mut out = vec![Label::NONE; self.items.names.len()];
        let mut shared = false;
        let used = &settled.question.labels.used;
        for column in told {
            for (own, code) in out.iter_mut().zip(column.placed(&self.items.place, self.items.names.len())) {
                let place = if code == NONE { NONE } else { settled.place[code as usize] };
                if (place as usize) < used.len() {
                    *own = Label(place);
                    shared |= used[place as usize];
                }
            }
        }
        let any = out.iter().any(|label| label.is_some());
        (any && (shared || !self.several)).then_some(out)
    }

    fn models(&self, reading: &mut Reading, number: u16, settled: &Settled) -> Vec<ModelAnswers> {
        let mut by_name: BTreeMap<&String, Vec<&ModelColumns>> = BTreeMap::new();
        for ((name, question), columns) in &reading.models {
            if *question == number || *question == EVERY_QUESTION {
                by_name.entry(name).or_default().push(columns);
            }
        }
        let mut out = Vec::new();
        let (mut labels_differ, mut confidences_differ) = (0, 0);
        for (name, columns) in by_name {
            let told: Vec<&Constant> = columns.iter().map(|c| &c.label).collect();
            let Some(label) = self.labels(&told, settled) else { continue };
            labels_differ += told.iter().map(|column| column.conflicts()).sum::<u64>();
            reading.defects.notes.extend(self.told_twice(name, &columns));
            confidences_differ += columns.iter().map(|c| c.confidence.conflicts()).sum::<u64>();
            let confidence = columns.iter().any(|c| c.has_confidence).then(|| self.confidence(&columns));
            let probabilities = self.probabilities(&columns, settled);
            out.push(ModelAnswers { name: name.clone(), label, confidence, probabilities });
        }
        reading.defects.field("items with more than one answer of a model", labels_differ);
        reading.defects.field("items with more than one confidence of a model", confidences_differ);
        out
    }

    /// What became of items that a model answered more than once.
    fn told_twice(&self, model: &str, columns: &[&ModelColumns]) -> Vec<String> {
        let mut notes = Vec::new();
        let agreeing = |column: &&ModelColumns| -> u64 {
            let differing: BTreeSet<u32> =
                column.label.told().filter(|told| told.1 == CONFLICT).map(|told| told.0).collect();
            column.again.iter().filter(|(item, _)| !differing.contains(item)).map(|(_, rows)| rows).sum()
        };
        let repeats: u64 = columns.iter().map(agreeing).sum();
        if repeats > 0 {
            let say = if repeats == 1 { "prediction says" } else { "predictions say" };
            notes.push(format!("model `{model}`: {repeats} {say} again what another says, and count once"));
        }
        let told = columns.iter().flat_map(|column| column.label.told());
        let mut items: Vec<u32> = told
            .filter(|&(_, label)| label == CONFLICT)
            .filter_map(|(item, _)| self.items.place.get(item as usize).copied())
            .collect();
        items.sort_unstable();
        items.dedup();
        if let Some(&first) = items.first() {
            let (count, name) = (items.len(), self.items.names.name(first));
            notes.push(match count {
                1 => format!("model `{model}`: 1 item has different answers (`{name}`), and is read as unanswered"),
                _ => format!(
                    "model `{model}`: {count} items have different answers (`{name}` for one), and are read as unanswered"
                ),
            });
        }
        notes
    }

    /// By label, ascending: the model's probability of it by item.
    fn probabilities(&self, columns: &[&ModelColumns], settled: &Settled) -> Vec<(Label, Vec<f32>)> {
        let mut out: BTreeMap<Label, Vec<f32>> = BTreeMap::new();
        let len = self.items.names.len();
        for (&code, told) in columns.iter().flat_map(|columns| &columns.probabilities) {
            let place = settled.place[code as usize];
            if place as usize >= settled.question.labels.used.len() {
                continue;
            }
            let own = out.entry(Label(place)).or_insert_with(|| vec![f32::NAN; len]);
            for (own, bits) in own.iter_mut().zip(told.placed(&self.items.place, len)) {
                if bits != NONE {
                    *own = f32::from_bits(bits);
                }
            }
        }
        out.into_iter().collect()
    }

    fn confidence(&self, columns: &[&ModelColumns]) -> Vec<f32> {
        let mut out = vec![f32::NAN; self.items.names.len()];
        for column in columns {
            for (own, bits) in
                out.iter_mut().zip(column.confidence.placed(&self.items.place, self.items.names.len()))
            {
                if bits != NONE {
                    *own = f32::from_bits(bits);
                }
            }
        }
        out
    }
}

/// A column in another order; the original is let go of where nobody needs it again.
pub(super) fn picked<T: Copy + Send + Sync>(order: &[u32], column: &mut Vec<T>, last: bool) -> Vec<T> {
    let out = order.par_iter().with_min_len(1 << 13).map(|&i| column[i as usize]).collect();
    if last {
        *column = Vec::new();
    }
    out
}
