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

#[cfg(test)]
mod tests {
    use super::paradox;
    use crate::audit::Paradox;
    use crate::render::sample_audit::question;

    fn told(change: impl Fn(&mut Paradox)) -> Option<String> {
        let mut found = Paradox {
            names: ["Percent agreement".into(), "Krippendorff's alpha (nominal)".into(), "Gwet's AC1".into()],
            agreement: 0.85,
            alpha: 0.7,
            ac: 0.71,
            prevalence_index: 0.05,
            bias_index: 0.03,
            by_item_weighting: 0.0,
            by_prevalence: 0.01,
            by_bias: 0.0,
        };
        change(&mut found);
        let mut question = question("label", &["yes", "no"]);
        question.agreement.paradox = Some(found);
        paradox(&question).map(|prose| prose.to_text())
    }

    #[test]
    fn coefficients_that_stay_together_need_no_word() {
        assert_eq!(told(|_| {}), None);
    }

    #[test]
    fn item_weighting_comes_first_then_prevalence_then_bias() {
        let all = told(|found| {
            (found.alpha, found.by_item_weighting, found.by_prevalence, found.by_bias) =
                (0.32, -0.05, 0.44, 0.06);
        });
        let all = all.expect("they part");
        let places: Vec<usize> = ["Alpha counts an item", "prevalence index", "bias index"]
            .iter()
            .map(|words| all.find(words).unwrap_or_else(|| panic!("{words}: {all}")))
            .collect();
        assert!(places.is_sorted(), "{all}");
        let prevalence = told(|found| (found.ac, found.by_prevalence) = (0.95, 0.25)).expect("they part");
        assert!(!prevalence.contains("Alpha counts") && !prevalence.contains("bias index"), "{prevalence}");
    }
}
