use super::super::hostile_text::{clipped, harmless, shown_name};
use super::super::number;
use crate::audit::CATALOGUE;
use crate::gate::{
    ALPHA_ALLOWANCE, Effect, Evidence, Judgement, Level, Limit, PERCENT_ALLOWANCE, Ruling, Settling,
    Standing, Verdict,
};

/// Digits of values: a limit of .667 must not be rounded away.
const DIGITS: usize = 3;

/// One verdict in words.
pub(super) struct Line {
    /// `pass`, `fail`, `inconclusive`, and what it counts as where that is something else.
    pub verdict: String,
    /// `krippendorff_alpha of “label”, part gender=Female`.
    pub subject: String,
    /// `fallen by .100 at most`.
    pub limit: String,
    /// `−.182 [−.231, −.133], from .742 to .560`; a dash where there is none.
    pub value: String,
    /// Why, and what would settle it.
    pub why: String,
}

impl Line {
    pub fn of(verdict: &Verdict) -> Self {
        let mut why = harmless(&clipped(&verdict.why)).into_owned();
        if let Some(settling) = verdict.settling {
            why = format!("{why} {}", settled(settling, &verdict.metric));
        }
        Self {
            verdict: word(verdict),
            subject: subject(verdict),
            limit: limit(verdict.limit),
            value: value(verdict),
            why,
        }
    }

    /// The value, and why.
    pub fn reason(&self) -> String {
        if self.value == number::DASH { self.why.clone() } else { format!("{}. {}", self.value, self.why) }
    }

    /// All of it but the verdict.
    pub fn sentence(&self) -> String {
        format!("{} ({}): {}", self.subject, self.limit, self.reason())
    }
}

/// The judgement, and what it counts as where the word alone would mislead.
fn word(verdict: &Verdict) -> String {
    let word = verdict.judgement.name();
    match (verdict.judgement, verdict.level, verdict.effect()) {
        (Judgement::Pass, ..) | (Judgement::Fail, Level::Error, _) => word.into(),
        (_, Level::Warn | Level::Off, _) => format!("{word} (warning)"),
        (_, _, Effect::Fails) => format!("{word} (counts as failed)"),
        (_, _, Effect::Told | Effect::Kept) => format!("{word} (counts as passed)"),
        (_, _, Effect::Open) => word.into(),
    }
}

fn subject(verdict: &Verdict) -> String {
    let mut text = verdict.metric.clone();
    if !verdict.question.is_empty() {
        text.push_str(&format!(" of “{}”", shown_name(&verdict.question)));
    }
    if !verdict.slice.is_empty() {
        text.push_str(&format!(", {}", shown_name(&verdict.slice)));
    }
    text
}

fn limit(limit: Limit) -> String {
    let amount = |value: f64| number::share_to(value, DIGITS);
    match limit {
        Limit::Min(least) => format!("at least {}", amount(least)),
        Limit::Max(most) => format!("at most {}", amount(most)),
        Limit::MaxDrop(drop) => format!("fallen by {} at most", amount(drop)),
        Limit::MaxRise(rise) => format!("risen by {} at most", amount(rise)),
    }
}

fn value(verdict: &Verdict) -> String {
    let of_change = verdict.limit.is_of_change();
    let one = |value: f64| match of_change {
        true => number::signed_to(value, DIGITS),
        false => number::share_to(value, DIGITS),
    };
    let Some(value) = verdict.value else { return number::DASH.into() };
    let mut text = one(value);
    if let (Some(lower), Some(upper)) = (verdict.lower, verdict.upper) {
        text.push_str(&format!(" [{}, {}]", one(lower), one(upper)));
        if let Some(level) = verdict.interval_level.filter(|level| (level - 0.95).abs() > 1e-9) {
            text.push_str(&format!(" ({})", number::level(level)));
        }
    } else if verdict.evidence == Evidence::Point && of_change {
        text.push_str(" (as it stands)");
    }
    if let (Some(before), Some(after)) = (verdict.before, verdict.after) {
        let plain = |value| number::share_to(value, DIGITS);
        text.push_str(&format!(", from {} to {}", plain(before), plain(after)));
    }
    text
}

/// What would settle an inconclusive verdict.
fn settled(settling: Settling, metric: &str) -> String {
    let agreement = CATALOGUE.iter().any(|entry| entry.metric == metric)
        || ["label_alpha", "specific_agreement", "alpha_difference_to_rest"].contains(&metric);
    let items = if agreement { "double-annotated items" } else { "items" };
    match settling {
        Settling::MoreItems { more: 1 } => format!("About one more of the {items} would settle it, if the value stays."),
        Settling::MoreItems { more } => {
            format!("About {} more {items} would settle it, if the value stays.", number::count(rounded(more)))
        }
        Settling::Annotators => {
            "No number of items would settle it: annotators differ by more than the room that is left. More annotators \
             would, or panel = \"fixed\" where the same people annotated both times."
                .into()
        }
        Settling::Baseline => {
            "No number of items in this audit would settle it: the baseline rests on too few.".into()
        }
        Settling::OnTheLimit => "No number of items would settle it: the value lies on the limit.".into(),
    }
}

/// Two leading digits, rounded up: nobody knows better.
fn rounded(more: u64) -> u64 {
    let unit = 10_u64.pow(more.max(1).ilog10().saturating_sub(1));
    more.div_ceil(unit) * unit
}

/// The last line: what the gate says, and how it comes to that.
pub(super) fn standing(ruling: &Ruling) -> String {
    let of = |judgement, effect| {
        ruling.verdicts.iter().filter(|one| one.judgement == judgement && one.effect() == effect).count()
            as u64
    };
    let (broken, open) = (of(Judgement::Fail, Effect::Fails), of(Judgement::Inconclusive, Effect::Open));
    let counted = of(Judgement::Inconclusive, Effect::Fails);
    let warnings = of(Judgement::Fail, Effect::Told);
    let unsure = of(Judgement::Inconclusive, Effect::Told);
    let parts = [
        (broken, "limit broken", "limits broken"),
        (open, "limit could not be judged", "limits could not be judged"),
        (
            counted,
            "limit could not be judged, which the settings count as failed",
            "limits could not be judged, which the settings count as failed",
        ),
        (warnings, "warning", "warnings"),
        (unsure, "inconclusive limit that fails nothing", "inconclusive limits that fail nothing"),
    ];
    let told: Vec<String> =
        parts.iter().filter(|part| part.0 > 0).map(|part| number::counted(part.0, part.1, part.2)).collect();
    let word = ruling.standing().name();
    match (ruling.standing(), told.is_empty()) {
        (Standing::Passed, true) => format!("The gate: {word}."),
        (Standing::Passed, false) => format!("The gate: {word}, with {}.", told.join(", ")),
        _ => format!("The gate: {word}. {}.", told.join(", ")),
    }
}

/// What to know of how the verdicts were made.
pub(super) fn notes(ruling: &Ruling) -> Vec<String> {
    let mut notes = Vec::new();
    if ruling.by_default {
        notes.push(format!(
            "The settings hold no rule, so the default ones were judged: since the baseline Krippendorff's alpha may fall \
             by {}, and percent agreement by {} without a warning.",
            number::share(ALPHA_ALLOWANCE),
            number::share(PERCENT_ALLOWANCE)
        ));
    }
    notes.extend(ruling.families.iter().map(|family| {
        let percent = number::percent(family.error);
        let error = family.level == Level::Error;
        let (limits, fails) = if error { ("limit", "fails") } else { ("limit that only warns", "warns") };
        match family.tests {
            1 => format!(
                "One {limits} is held against an interval: the chance that it {fails} although it is kept is at most {percent}."
            ),
            tests => {
                let limits = if error { "limits" } else { "limits that only warn" };
                format!(
                    "{tests} {limits} are held against intervals and judged together (Holm): the chance that any of them {fails} \
                     although all are kept is at most {percent}."
                )
            }
        }
    }));
    notes.extend(ruling.notes.iter().map(|note| harmless(&clipped(note)).into_owned()));
    notes
}
