use super::coefficient::Pooled;
use super::label_agreement::SpecificAgreement;
use super::pooled::Coefficients;
use super::sampling::{Sampling, item_stream};
use super::{AgreementOptions, MemberAgreement};
use crate::analysis::inference::{InferenceOptions, resample_units};
use crate::tally::{ClusterCells, Pattern, PatternTable};
use crate::vocabulary::{Label, LabelSet, Outcome, Question, Scale, SliceKey, set_members};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Members that are listed: those in most annotations.
const LISTED: usize = 500;
/// An annotation that has the member; without it is 0.
const HAS: Label = Label(1);

/// Agreement on each member of set-valued labels: an annotation has it or has it not, whatever else is in the set.
/// Specific agreement (given that one annotator has it, the share of the item's others who have it) and nominal alpha of
/// has against has not. `annotators`: those with company. Members in the
/// order of their names, numbers by value; and how many there are. Empty on every
/// other scale.
pub(super) fn member_agreement(
    table: &PatternTable,
    question: &Question,
    annotators: u64,
    options: &InferenceOptions,
) -> (Vec<MemberAgreement>, u64) {
    if question.scale != Scale::Set {
        return (Vec::new(), 0);
    }
    let mut members = Members::of(&question.labels).counted(table);
    let found = members.len() as u64;
    members.sort_by(|a, b| b.annotations.cmp(&a.annotations).then_with(|| a.name.cmp(&b.name)));
    members.truncate(LISTED);
    members.sort_by(|a, b| in_order(&a.name, &b.name));
    let by_size = items_by_size(table);
    let row = |member: &Member| {
        let mut row = row(member, (&by_size, table), question, options);
        if let Outcome::Estimated(alpha) = &mut row.alpha {
            alpha.sample.annotators = annotators;
        }
        row
    };
    (members.par_iter().map(row).collect(), found)
}

/// Numbers by value before words by name.
fn in_order(a: &str, b: &str) -> std::cmp::Ordering {
    match (a.parse::<f64>(), b.parse::<f64>()) {
        (Ok(x), Ok(y)) => x.total_cmp(&y).then_with(|| a.cmp(b)),
        (x, y) => y.is_ok().cmp(&x.is_ok()).then_with(|| a.cmp(b)),
    }
}

/// Which members each label has.
struct Members {
    names: Vec<String>,
    of_label: Vec<Vec<usize>>,
}

/// One member as it was used.
struct Member {
    name: String,
    annotations: u64,
    /// Items by (annotations that have it, annotations), where some have it.
    items: BTreeMap<(u32, u32), u64>,
}

impl Members {
    fn of(labels: &LabelSet) -> Self {
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        let mut of_label = Vec::with_capacity(labels.len());
        for name in &labels.names {
            let place = |member: String| {
                let next = places.len();
                *places.entry(member).or_insert(next)
            };
            of_label.push(set_members(name).into_iter().map(place).collect());
        }
        let mut names = vec![String::new(); places.len()];
        places.into_iter().for_each(|(name, place)| names[place] = name);
        Self { names, of_label }
    }

    /// The members that people gave, in one pass over the patterns.
    fn counted(self, table: &PatternTable) -> Vec<Member> {
        let of_name = |name| Member { name, annotations: 0, items: BTreeMap::new() };
        let mut members: Vec<Member> = self.names.into_iter().map(of_name).collect();
        let mut has: BTreeMap<usize, u32> = BTreeMap::new();
        for pattern in table.iter() {
            has.clear();
            for &(label, n) in pattern.counts {
                for &member in &self.of_label[label.index()] {
                    *has.entry(member).or_default() += n;
                }
            }
            let size = pattern.annotations() as u32;
            for (&member, &n) in &has {
                let member = &mut members[member];
                member.annotations += u64::from(n) * pattern.items;
                *member.items.entry((n, size)).or_default() += pattern.items;
            }
        }
        members.retain(|member| member.annotations > 0);
        members
    }
}

/// Items by their number of annotations.
fn items_by_size(table: &PatternTable) -> BTreeMap<u32, u64> {
    let mut items = BTreeMap::new();
    for pattern in table.iter() {
        *items.entry(pattern.annotations() as u32).or_default() += pattern.items;
    }
    items
}

/// The patterns of has and has not: at most one for each number of annotations and of those that have it.
fn projected(member: &Member, by_size: &BTreeMap<u32, u64>) -> PatternTable {
    let mut without = by_size.clone();
    let mut patterns: BTreeMap<Vec<(Label, u32)>, u64> = BTreeMap::new();
    for (&(n, size), &items) in &member.items {
        if let Some(rest) = without.get_mut(&size) {
            *rest -= items;
        }
        let counts = [(Label(0), size - n), (HAS, n)];
        patterns.insert(counts.into_iter().filter(|&(_, n)| n > 0).collect(), items);
    }
    for (size, items) in without.into_iter().filter(|&(size, items)| size > 0 && items > 0) {
        patterns.insert(vec![(Label(0), size)], items);
    }
    let mut table = PatternTable { offsets: vec![0], ..PatternTable::default() };
    for (counts, items) in patterns {
        table.entries.extend(counts);
        table.offsets.push(table.entries.len() as u32);
        table.items.push(items);
    }
    table
}

/// Which items of the projected patterns belong together: the clusters of `table`, pattern by pattern.
fn projected_clusters(
    member: &Member,
    table: &PatternTable,
    labels: &LabelSet,
    onto: &PatternTable,
) -> Option<ClusterCells> {
    let cells = table.clusters.as_ref()?;
    let has: Vec<bool> =
        labels.names.iter().map(|name| set_members(name).into_iter().any(|own| own == member.name)).collect();
    let places: BTreeMap<&[(Label, u32)], u32> =
        (0u32..).zip(onto.iter()).map(|(place, pattern)| (pattern.counts, place)).collect();
    let place = |pattern: Pattern<'_>| {
        let n = pattern.counts.iter().filter(|(label, _)| has[label.index()]).map(|&(_, n)| n).sum::<u32>();
        let counts = [(Label(0), pattern.annotations() as u32 - n), (HAS, n)];
        let counts: Vec<(Label, u32)> = counts.into_iter().filter(|&(_, n)| n > 0).collect();
        places.get(counts.as_slice()).copied().unwrap_or(0)
    };
    Some(cells.moved(&table.iter().map(place).collect::<Vec<_>>()))
}

fn row(
    member: &Member,
    (by_size, whole_table): (&BTreeMap<u32, u64>, &PatternTable),
    question: &Question,
    options: &InferenceOptions,
) -> MemberAgreement {
    let mut table = projected(member, by_size);
    table.clusters = projected_clusters(member, whole_table, &question.labels, &table);
    let names = vec![String::new(), member.name.clone()];
    let labels = LabelSet { names, values: None, declared: false, used: Vec::new() };
    let two = Question { name: String::new(), labels, scale: Scale::Nominal };
    let labels = &two.labels;
    let coefficients = Coefficients::new(&table, &two, &AgreementOptions::default());
    let specific = SpecificAgreement::new(labels);
    let sampling = Sampling::of(&table);
    let key = SliceKey::of("member", &member.name);
    let stream = item_stream(question, &key, options);
    let columns = 1 + specific.columns();
    let resampled =
        resample_units(&sampling.units, sampling.scheme(options), stream, columns, &|weights, out| {
            let at = coefficients.at(weights);
            out[0] = at.value(Pooled::KrippendorffAlpha);
            specific.fill(&coefficients.pool, &at, &mut out[1..]);
        });
    let whole = coefficients.at(&table.items);
    let mut rows =
        specific.rows(&coefficients.pool, &whole, labels, &resampled, (1, &sampling.units), options.level);
    MemberAgreement {
        has: rows.swap_remove(HAS.index()),
        alpha: coefficients.estimate(Pooled::KrippendorffAlpha, &resampled, 0, &sampling, options.level),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(names: &[&str], scale: Scale) -> Question {
        let names = names.iter().map(ToString::to_string).collect();
        Question {
            name: "label".into(),
            labels: LabelSet { names, values: None, declared: false, used: Vec::new() },
            scale,
        }
    }

    fn measured(items: &[&[u32]], names: &[&str]) -> Vec<MemberAgreement> {
        let labels: Vec<Vec<Label>> =
            items.iter().map(|given| given.iter().map(|&l| Label(l)).collect()).collect();
        let table = PatternTable::of_items(labels.iter().map(Vec::as_slice));
        member_agreement(&table, &question(names, Scale::Set), 2, &InferenceOptions::default()).0
    }

    fn value(outcome: &Outcome<crate::vocabulary::Estimate>) -> f64 {
        outcome.estimated().map_or(f64::NAN, |estimate| estimate.value)
    }

    #[test]
    fn a_member_is_had_or_not_whatever_else_is_in_the_set() {
        // {}, a, a|b: item 1 a / a|b, item 2 {} / a, item 3 {} / {}.
        let rows = measured(&[&[1, 2], &[0, 1], &[0, 0]], &["{}", "a", "a|b"]);
        let (a, b) = (&rows[0], &rows[1]);
        assert_eq!((a.has.label.as_str(), a.has.annotations, b.has.annotations), ("a", 3, 1));
        assert!((a.has.share - 0.5).abs() < 1e-12);
        // Of three annotations with `a`, two have company that has it too.
        assert!((value(&a.has.specific_agreement) - 2.0 / 3.0).abs() < 1e-12);
        // has/has, not/has, not/not: D_o = 2/6, D_e = 2·3·3/30.
        assert!((value(&a.alpha) - (1.0 - (2.0 / 6.0) / (18.0 / 30.0))).abs() < 1e-12);
        assert_eq!(value(&b.has.specific_agreement), 0.0);
    }

    #[test]
    fn a_member_that_everybody_has_is_not_estimable_and_other_scales_have_none() {
        let rows = measured(&[&[0, 1], &[0, 0]], &["a", "a|b"]);
        assert!(rows[0].alpha.reason().is_some() && rows[1].alpha.estimated().is_some());
        let table = PatternTable::of_items([[Label(0), Label(1)].as_slice()]);
        let nominal = question(&["a", "b"], Scale::Nominal);
        assert_eq!(member_agreement(&table, &nominal, 2, &InferenceOptions::default()), (Vec::new(), 0));
    }

    #[test]
    fn members_of_singletons_agree_as_their_labels_do() {
        let items: [&[u32]; 4] = [&[0, 0, 1], &[2, 2, 2], &[1, 1], &[0, 2]];
        let rows = measured(&items, &["10", "2", "x"]);
        let names: Vec<&str> = rows.iter().map(|row| row.has.label.as_str()).collect();
        assert_eq!(names, ["2", "10", "x"]);
        // Label 10 (code 0): 2 of 3 on item 1, 1 of 2 on item 4: o_kk = 2·1/2, n_k = 3.
        assert!((value(&rows[1].has.specific_agreement) - 1.0 / 3.0).abs() < 1e-12);
    }
}
