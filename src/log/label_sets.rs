//! Label codes become a question's label set: numbers canonicalised, variants reported or merged, the order settled.

use super::interner::{Interner, NONE};
use super::set_labels::Spelling;
use super::{LogError, QuestionOptions, free_texts, number_labels, values};
use crate::vocabulary::{LabelSet, Question, Scale};
use std::collections::{BTreeMap, BTreeSet};

/// A label outside the declared set.
pub(super) const OUTSIDE: u32 = u32::MAX - 1;

/// A question with its labels settled.
#[derive(Debug)]
pub(super) struct Settled {
    /// The question.
    pub question: Question,
    /// Label code → position in the set, [`OUTSIDE`] or [`NONE`].
    pub place: Vec<u32>,
    /// `"Yes" ×120, "yes " ×3` and the like.
    pub notes: Vec<String>,
}

/// What a log shows of one question's labels.
pub(super) struct Shown<'a> {
    /// The question's name.
    pub name: &'a str,
    /// How often people gave each label code.
    pub counts: &'a [u64],
    /// Label codes of gold and models.
    pub others: &'a BTreeSet<u32>,
    /// The texts.
    pub labels: &'a Interner,
}

impl Shown<'_> {
    /// Settles the set.
    ///
    /// # Errors
    /// A scale that the labels do not allow.
    pub fn settle(&self, options: &QuestionOptions, merge: bool) -> Result<Settled, LogError> {
        let mut notes = Vec::new();
        let given: BTreeSet<u32> =
            (0..self.counts.len() as u32).filter(|&c| self.counts[c as usize] > 0).collect();
        if self.are_sets(&given, options, &mut notes) {
            return Ok(self.settle_sets(options, merge, notes));
        }
        let scale = options.scale.unwrap_or(Scale::Nominal);
        if options.labels.is_empty()
            && let Some((labels, place)) = number_labels::settle(self, &given, scale == Scale::Nominal)
        {
            let question = Question { name: self.name.to_string(), labels, scale };
            return Ok(Settled { question, place, notes });
        }
        let counted = || given.iter().map(|&code| (self.counts[code as usize], self.labels.name(code)));
        let free = options.labels.is_empty() && self.are_free(counted(), &mut notes);
        let merged = if free { BTreeMap::new() } else { self.variants(counted(), merge, &mut notes) };
        let text = |code: u32| match self.labels.name(code) {
            text if free => free_texts::untold(text),
            text => merged.get(text).map_or(text, String::as_str).to_string(),
        };
        let deciding: Vec<String> = if options.labels.is_empty() {
            given.iter().map(|&code| text(code)).collect()
        } else {
            options.labels.clone()
        };
        let numeric = !deciding.is_empty() && deciding.iter().all(|label| values::number(label).is_some());
        let canonical = |label: String| match values::number(&label) {
            Some(value) if numeric => values::number_text(value),
            _ => label,
        };
        let name = |code: u32| canonical(text(code));
        let declared = !options.labels.is_empty();
        let mut names: Vec<String> = if declared {
            options.labels.iter().map(|label| canonical(label.clone())).collect()
        } else {
            let kept = |label: &String| scale == Scale::Nominal || values::number(label).is_some();
            let others = self.others.iter().map(|&code| name(code)).filter(kept);
            given.iter().map(|&code| name(code)).chain(others).collect::<BTreeSet<_>>().into_iter().collect()
        };
        let numbers = ordered(&mut names, declared);
        self.allowed(scale, declared, numbers.is_some(), &names)?;
        let positions: BTreeMap<&String, u32> = names.iter().zip(0u32..).collect();
        let place: Vec<u32> = (0..self.labels.bound() as u32)
            .map(|code| match (given.contains(&code), self.others.contains(&code)) {
                (false, false) => NONE,
                (own, _) => positions.get(&name(code)).copied().unwrap_or(if own { OUTSIDE } else { NONE }),
            })
            .collect();
        let labels = LabelSet { values: numbers, declared, used: used(&given, &place, names.len()), names };
        Ok(Settled { question: Question { name: self.name.to_string(), labels, scale }, place, notes })
    }

    /// Whether the answers are people's own words, which is noted.
    fn are_free<'l>(&self, counted: impl Iterator<Item = (u64, &'l str)>, notes: &mut Vec<String>) -> bool {
        let free = free_texts::are_free(counted);
        if free {
            notes.push(format!(
                "`{}` is answered in people's own words, which are not shown: a digest stands for each. If they are a code \
                 book, declare the labels",
                self.name
            ));
        }
        free
    }

    /// Whether the labels are sets: by the settings, or by what they look like where no scale is set.
    fn are_sets(&self, given: &BTreeSet<u32>, options: &QuestionOptions, notes: &mut Vec<String>) -> bool {
        let texts = given.iter().map(|&code| self.labels.name(code));
        match options.scale {
            Some(scale) => scale == Scale::Set,
            None if Spelling::of(options).found_in(texts) => {
                notes.push(format!(
                    "labels of `{}` are lists: compared as sets (scale = \"set\"); scale = \"nominal\" would take \
                     each list as one label",
                    self.name
                ));
                true
            }
            None => false,
        }
    }

    fn allowed(&self, scale: Scale, declared: bool, numeric: bool, names: &[String]) -> Result<(), LogError> {
        let question = self.name.to_string();
        match scale {
            Scale::Ordinal | Scale::Circular | Scale::Bipolar if !declared && !numeric => {
                Err(LogError::OrderUnknown { question, scale: scale.name(), labels: names.to_vec() })
            }
            Scale::Interval | Scale::Ratio if !numeric => {
                let words = names.iter().filter(|name| values::number(name).is_none());
                let labels = words.cloned().collect();
                Err(LogError::NotNumeric { question, scale: scale.name(), labels })
            }
            _ => Ok(()),
        }
    }

    /// Labels (with their number) that differ in case and surrounding space alone: noted; where merging is on, text →
    /// the commonest form.
    pub(super) fn variants<'l>(
        &self,
        counted: impl Iterator<Item = (u64, &'l str)>,
        merge: bool,
        notes: &mut Vec<String>,
    ) -> BTreeMap<String, String> {
        let mut alike: BTreeMap<String, Vec<(u64, &str)>> = BTreeMap::new();
        for (count, name) in counted {
            alike.entry(name.trim().to_lowercase()).or_default().push((count, name));
        }
        let mut out = BTreeMap::new();
        for mut forms in alike.into_values().filter(|forms| forms.len() > 1) {
            forms.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
            let listed: Vec<String> =
                forms.iter().map(|(count, name)| format!("\"{name}\" ×{count}")).collect();
            let done =
                if merge { "merged" } else { "differ in case or space alone; `merge_variants` merges them" };
            notes.push(format!("labels of `{}`: {} ({done})", self.name, listed.join(", ")));
            if merge {
                out.extend(forms.iter().map(|&(_, name)| (name.to_string(), forms[0].1.to_string())));
            }
        }
        out
    }
}

/// Puts names in the scale's order (a declared one stays); their values, where all are numbers.
fn ordered(names: &mut Vec<String>, declared: bool) -> Option<Vec<f64>> {
    if declared {
        let mut seen = BTreeSet::new();
        names.retain(|name| seen.insert(name.clone()));
    }
    let numbers: Option<Vec<f64>> = names.iter().map(|name| values::number(name)).collect();
    let mut numbered: Vec<(f64, String)> = numbers?.into_iter().zip(names.iter().cloned()).collect();
    if !declared {
        numbered.sort_by(|a, b| a.0.total_cmp(&b.0));
    }
    let (values, sorted): (Vec<f64>, Vec<String>) = numbered.into_iter().unzip();
    *names = sorted;
    (!values.is_empty()).then_some(values)
}

/// Which labels of the set people used.
fn used(given: &BTreeSet<u32>, place: &[u32], labels: usize) -> Vec<bool> {
    let mut used = vec![false; labels];
    for &code in given {
        if let Some(flag) = used.get_mut(place[code as usize] as usize) {
            *flag = true;
        }
    }
    used
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settle(
        given: &[(&str, u64)],
        others: &[&str],
        options: &QuestionOptions,
        merge: bool,
    ) -> Result<Settled, LogError> {
        let mut labels = Interner::small(&[]);
        let mut counts = vec![0; given.len()];
        for (text, count) in given {
            counts[labels.code(text) as usize] = *count;
        }
        let others = others.iter().map(|text| labels.code(text)).collect();
        Shown { name: "label", counts: &counts, others: &others, labels: &labels }.settle(options, merge)
    }

    fn declared(scale: Scale, labels: &[&str]) -> QuestionOptions {
        let labels = labels.iter().map(ToString::to_string).collect();
        QuestionOptions { scale: Some(scale), labels, ..QuestionOptions::default() }
    }

    #[test]
    fn numbers_are_one_label_however_written_and_sort_as_numbers() {
        let settled =
            settle(&[("10", 1), ("2", 1), ("2.0", 1), ("1", 1)], &[], &declared(Scale::Ordinal, &[]), false);
        let settled = settled.expect("numbers have an order");
        assert_eq!(settled.question.labels.names, ["1", "2", "10"]);
        assert_eq!(settled.place, [2, 1, 1, 0]);
        assert_eq!(settled.question.labels.values, Some(vec![1.0, 2.0, 10.0]));
    }

    #[test]
    fn one_word_among_numbers_keeps_all_as_texts() {
        let settled = settle(&[("1", 1), ("1.0", 1), ("nan", 1)], &[], &QuestionOptions::default(), false)
            .expect("nominal");
        assert_eq!(settled.question.labels.names, ["1", "1.0", "nan"]);
        assert_eq!(settled.question.labels.values, None);
    }

    #[test]
    fn words_on_an_ordinal_scale_need_their_order() {
        let words = [("low", 3), ("medium", 1), ("high", 2)];
        let error =
            settle(&words, &[], &declared(Scale::Ordinal, &[]), false).expect_err("no order").to_string();
        assert!(error.contains("`high`, `low`, `medium`"), "{error}");
        let settled =
            settle(&words, &[], &declared(Scale::Ordinal, &["low", "medium", "high", "extreme"]), false);
        let settled = settled.expect("declared");
        assert_eq!((settled.place.as_slice(), settled.question.labels.q()), ([0, 1, 2].as_slice(), 4));
        assert_eq!(settled.question.labels.used, [true, true, true, false]);
        assert!(settle(&words, &[], &declared(Scale::Interval, &[]), false).is_err());
    }

    #[test]
    fn labels_outside_a_declared_set_are_marked() {
        let settled = settle(
            &[("yes", 1), ("maybe", 1)],
            &["perhaps"],
            &declared(Scale::Nominal, &["yes", "no"]),
            false,
        );
        assert_eq!(settled.expect("declared").place, [0, OUTSIDE, NONE]);
    }

    #[test]
    fn a_models_label_joins_the_set_and_does_not_move_q() {
        let settled = settle(&[("cat", 1), ("dog", 1)], &["eel", "cat"], &QuestionOptions::default(), false)
            .expect("set");
        assert_eq!(settled.question.labels.names, ["cat", "dog", "eel"]);
        assert_eq!(settled.question.labels.q(), 2);
    }

    #[test]
    fn variants_are_told_and_merged_on_request() {
        let given = [("Yes", 120), ("yes ", 3), ("no", 5)];
        let settled = settle(&given, &[], &QuestionOptions::default(), false).expect("kept apart");
        assert_eq!(settled.question.labels.names, ["Yes", "no", "yes "]);
        assert!(settled.notes[0].contains("\"Yes\" ×120, \"yes \" ×3"), "{:?}", settled.notes);
        let settled = settle(&given, &[], &QuestionOptions::default(), true).expect("merged");
        assert_eq!(settled.question.labels.names, ["Yes", "no"]);
    }
}
