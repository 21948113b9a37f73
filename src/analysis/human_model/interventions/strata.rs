use crate::analysis::inference::Crossed;
use crate::tally::{ActionCell, ItemIndex, QuestionTallies};
use crate::vocabulary::Label;

/// One item's annotations on both sides of one suggestion.
#[derive(Debug)]
pub(super) struct Sides {
    pub item: u32,
    /// What items are drawn with: themselves, or their cluster.
    pub unit: u32,
    pub suggestion: Label,
    /// (annotator, label, week) of those who were shown it.
    pub shown: Vec<(u32, Label, u32)>,
    /// (annotator, label) of those who were shown nothing.
    pub unshown: Vec<(u32, Label)>,
    /// The right label, or [`Label::NONE`].
    pub gold: Label,
}

/// Who says whether a suggestion is wrong. Never the annotation that is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Referee {
    /// The gold label.
    Gold,
    /// Annotators of the item who were not shown the suggestion.
    Unshown,
}

/// Which suggestions are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Wrong,
    Right,
    All,
}

impl Kind {
    fn holds(self, suggestion: Label, truth: Label) -> bool {
        match self {
            Kind::All => true,
            Kind::Wrong => truth.is_some() && truth != suggestion,
            Kind::Right => truth == suggestion,
        }
    }
}

/// Walks over (item, suggestion that was shown to somebody), items in order, suggestions in the labels' order. Annotators
/// who were shown another suggestion stand on neither side.
pub(super) fn walk(tallies: &QuestionTallies, mut visit: impl FnMut(&Sides)) {
    let (Some(index), Some(told)) = (&tallies.index, &tallies.suggestions) else { return };
    let none = Label::NONE;
    let mut sides =
        Sides { item: 0, unit: 0, suggestion: none, shown: Vec::new(), unshown: Vec::new(), gold: none };
    let mut suggested: Vec<Label> = Vec::new();
    for item in 0..index.items() {
        let rows = index.rows(item);
        suggested.clear();
        suggested.extend(rows.clone().filter(|&row| told.shown[row]).map(|row| told.suggestion[row]));
        suggested.sort_unstable();
        suggested.dedup();
        sides.item = item as u32;
        sides.unit = unit(index, item);
        sides.gold = tallies.gold.as_ref().map_or(none, |gold| gold[item]);
        for &suggestion in &suggested {
            sides.suggestion = suggestion;
            sides.shown.clear();
            sides.unshown.clear();
            for row in rows.clone() {
                let (who, label) = (index.annotator[row], index.label[row]);
                if !told.shown[row] {
                    sides.unshown.push((who, label));
                } else if told.suggestion[row] == suggestion {
                    let week = told.week.get(row).copied().unwrap_or(ActionCell::NO_PART);
                    sides.shown.push((who, label, week));
                }
            }
            visit(&sides);
        }
    }
}

/// The cluster of an item; one of its own beyond all clusters where it stands for itself.
fn unit(index: &ItemIndex, item: usize) -> u32 {
    match index.clusters.as_ref().and_then(|clusters| clusters.of_item.get(item)) {
        None => item as u32,
        Some(&cluster) if (cluster as usize) < index.items() => cluster,
        Some(_) => (index.items() + item) as u32,
    }
}

/// The one label that most of these annotators gave, without the one at `but`; none where they tie or nobody is left.
pub(super) fn leading(given: &[(u32, Label)], but: Option<usize>, counts: &mut Vec<(Label, u32)>) -> Label {
    counts.clear();
    for (_, (_, label)) in given.iter().enumerate().filter(|(at, _)| Some(*at) != but) {
        match counts.iter_mut().find(|(own, _)| own == label) {
            Some((_, n)) => *n += 1,
            None => counts.push((*label, 1)),
        }
    }
    let most = counts.iter().map(|&(_, n)| n).max().unwrap_or(0);
    match counts.iter().filter(|&&(_, n)| n == most).collect::<Vec<_>>()[..] {
        [&(label, _)] => label,
        _ => Label::NONE,
    }
}

/// Observations "gave the suggested label", shown against not shown, on the same item.
///
/// Where gold tells what is wrong, an item is one stratum. Where annotators who were not shown the suggestion do, each of
/// them in turn is compared with those who were shown it, and the *others* judge: whoever judged and were compared at once
/// would, by the choice of items on which they differ from the suggestion, hardly ever have given it, and honest errors of
/// those who saw it would pass for bias [honest errors of 25 %, one judge who is also compared: a bias of +.25]. Such
/// strata count 1 / (annotators not shown) each, so that an item counts once.
pub(super) fn observations(tallies: &QuestionTallies, kind: Kind, referee: Referee) -> Vec<Crossed> {
    let mut out = Vec::new();
    let (mut stratum, mut counts) = (0, Vec::new());
    walk(tallies, |sides| {
        let suggestion = sides.suggestion;
        let row = |stratum: u32, annotator: u32, first: bool, label: Label, weight: f64| Crossed {
            stratum,
            item: sides.item,
            unit: sides.unit,
            annotator,
            first,
            y: f64::from(u8::from(label == suggestion)),
            weight,
        };
        if sides.unshown.is_empty() {
            return;
        }
        if kind == Kind::All || referee == Referee::Gold {
            if kind.holds(suggestion, sides.gold) {
                out.extend(sides.shown.iter().map(|&(who, label, _)| row(stratum, who, true, label, 1.0)));
                out.extend(sides.unshown.iter().map(|&(who, label)| row(stratum, who, false, label, 1.0)));
                stratum += 1;
            }
            return;
        }
        let weight = 1.0 / sides.unshown.len() as f64;
        for (at, &(compared, given)) in sides.unshown.iter().enumerate() {
            if kind.holds(suggestion, leading(&sides.unshown, Some(at), &mut counts)) {
                out.extend(sides.shown.iter().map(|&(who, label, _)| row(stratum, who, true, label, weight)));
                out.push(row(stratum, compared, false, given, weight));
                stratum += 1;
            }
        }
    });
    out
}
