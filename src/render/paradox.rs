//! Why coefficients of one log differ, in words.

use super::number;
use super::prose::Prose;
use crate::audit::{Paradox, QuestionAudit};

/// A difference between alpha and AC from which it is worth a word.
const NOTABLE: f64 = 0.1;

/// What one cause must move a coefficient by, to be named as a cause.
const CAUSE: f64 = 0.02;

/// Why percent agreement, alpha and AC1 part ways, where they do: item weighting first, then prevalence, then bias.
pub fn paradox(question: &QuestionAudit) -> Option<Prose> {
    let found = question.agreement.paradox.as_ref()?;
    let parted = (found.ac - found.alpha).abs() >= NOTABLE
        || found.by_item_weighting.abs() >= NOTABLE / 2.0
        || found.by_bias.abs() >= NOTABLE / 2.0;
    if !parted {
        return None;
    }
    let [agreement, alpha, ac] = &found.names;
    let mut prose = Prose::default().strong("Why the coefficients differ: ").say(format!(
        "{agreement} is {}, {alpha} {} and {ac} {}.",
        number::percent(found.agreement),
        number::share(found.alpha),
        number::share(found.ac),
    ));
    for cause in [item_weighting(found), prevalence(question, found), bias(found)].into_iter().flatten() {
        prose = prose.say(" ").then(cause);
    }
    Some(prose)
}

fn item_weighting(found: &Paradox) -> Option<Prose> {
    (found.by_item_weighting.abs() >= CAUSE).then(|| {
        Prose::of(format!(
            "Alpha counts an item by its annotations and leaves out items with one; counting all items alike would make \
             it {} (Fleiss' kappa).",
            number::share(found.alpha - found.by_item_weighting),
        ))
    })
}

fn prevalence(question: &QuestionAudit, found: &Paradox) -> Option<Prose> {
    if found.by_prevalence.abs() < CAUSE {
        return None;
    }
    let top = question.agreement.labels.iter().max_by(|a, b| a.share.total_cmp(&b.share))?;
    Some(
        Prose::default().strong_name(&top.label).say(format!(
            " makes up {} of the annotations (prevalence index {}): to alpha most agreement on so common a label was to be \
             expected by chance, to AC, which takes only a part of the annotations for guesses, it was not.",
            number::percent(top.share),
            number::share(found.prevalence_index),
        )),
    )
}

fn bias(found: &Paradox) -> Option<Prose> {
    (found.by_bias.abs() >= CAUSE).then(|| {
        Prose::of(format!(
            "Annotators use the labels unequally often (bias index {}): if chance followed each annotator's own habit, as \
             in Conger's and Cohen's kappa, the value would be higher by {}.",
            number::share(found.bias_index),
            number::share(found.by_bias),
        ))
    })
}
