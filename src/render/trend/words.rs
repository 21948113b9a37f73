//! What the lines of a trend are called, and how their numbers are written.

use crate::audit::CATALOGUE;
use crate::compare::trend::{Trend, TrendAudit, TrendLine, TrendPart};
use crate::render::number;
use crate::render::prose::Prose;
use crate::vocabulary::Estimate;

/// What a line is of, as the beginning of a sentence.
pub fn subject(line: &TrendLine) -> Prose {
    let name = line.slice.split_once('=').map_or("", |(_, name)| name);
    let named = |before: &str, after: &str| Prose::of(before).name(name).say(after);
    match (line.section.as_str(), line.metric.as_str()) {
        ("agreement", "label_alpha") => named("Alpha of ", ""),
        ("self_consistency", "self_agreement") => Prose::of("Annotators’ agreement with themselves"),
        ("consensus", "tie_rate") => Prose::of("Items without a majority"),
        ("consensus", "majority_vote_share") => Prose::of("Mean share of the majority"),
        ("consensus", "majority_accuracy") => Prose::of("Share of majorities that are the gold label"),
        ("human_model", "agreement_with_consensus") => named("Agreement of ", " with the consensus"),
        ("human_model", "kappa_with_consensus") => named("Kappa of ", " with the consensus"),
        ("human_model", "accuracy") => named("Accuracy of ", ""),
        ("human_model", "model_minus_human_agreement") => named("", " minus a person beside people"),
        ("fatigue", "outcome_slope") => Prose::of("Slope along the session, per 100"),
        ("data", "set_aside_share") => Prose::of("Rows set aside"),
        ("data", "pairable_share") => Prose::of("Items judged twice or more"),
        ("coverage", "annotator_share") => Prose::of("Annotators with ").name(&line.slice),
        (_, metric) => {
            let known = CATALOGUE.iter().find(|entry| entry.metric == metric).map(|entry| entry.name);
            let words =
                known.map_or_else(|| capital(&metric.replace('_', " ")), |name| name.replace('\'', "’"));
            match line.slice.as_str() {
                "" => Prose::of(words),
                slice => Prose::of(words).say(" of ").name(slice),
            }
        }
    }
}

/// The same in the middle of a sentence: names of people who proposed a coefficient keep their capital.
pub fn inner_subject(line: &TrendLine) -> Prose {
    let own = subject(line);
    let keeps =
        CATALOGUE.iter().any(|entry| entry.metric == line.metric && line.metric != "percent_agreement");
    if keeps { own } else { own.lowered() }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// Heading of a part.
pub fn part(part: TrendPart) -> (&'static str, &'static str) {
    match part {
        TrendPart::Agreement => ("agreement", "Agreement"),
        TrendPart::Labels => ("labels", "Labels"),
        TrendPart::SelfConsistency => ("self", "Annotators with themselves"),
        TrendPart::Consensus => ("consensus", "Consensus"),
        TrendPart::Models => ("models", "Human and model"),
        TrendPart::Fatigue => ("fatigue", "Along the session"),
        TrendPart::Data => ("data", "Data quality"),
        TrendPart::Coverage => ("coverage", "Who annotates"),
        TrendPart::Asked => ("asked", "Also asked for"),
    }
}

/// Parts in the order of the page.
pub const PARTS: [TrendPart; 9] = [
    TrendPart::Agreement,
    TrendPart::Labels,
    TrendPart::SelfConsistency,
    TrendPart::Consensus,
    TrendPart::Models,
    TrendPart::Fatigue,
    TrendPart::Data,
    TrendPart::Coverage,
    TrendPart::Asked,
];

/// How the numbers of a line are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbers {
    /// Shares and coefficients: `.62`.
    Shares,
    /// Differences: `−.05`.
    Differences,
    /// Anything else: `12.4`.
    Decimals,
}

impl Numbers {
    /// How those of this line are.
    pub fn of(line: &TrendLine) -> Self {
        let difference =
            ["slope", "difference", "change", "minus"].iter().any(|word| line.metric.contains(word));
        let logs = line.metric.contains("log_");
        match line.points.iter().all(|point| point.value.abs() <= 1.0) {
            _ if difference && !logs => Numbers::Differences,
            true => Numbers::Shares,
            false => Numbers::Decimals,
        }
    }

    /// One value.
    pub fn value(self, value: f64) -> String {
        match self {
            Numbers::Shares => number::share(value),
            Numbers::Differences => number::signed(value),
            Numbers::Decimals => number::decimal(value, 1),
        }
    }

    /// One value beside a limit that it may lie close to.
    pub fn fine(self, value: f64) -> String {
        match self {
            Numbers::Shares => number::share_to(value, 3),
            Numbers::Differences => number::signed_to(value, 3),
            Numbers::Decimals => number::decimal(value, 2),
        }
    }

    /// A value with its ends.
    pub fn with_ends(self, value: f64, ends: Option<(f64, f64)>) -> String {
        match ends {
            Some((lower, upper)) => {
                format!("{} [{}, {}]", self.value(value), self.value(lower), self.value(upper))
            }
            None => self.value(value),
        }
    }

    /// A change or slope with its interval.
    pub fn change(self, change: &Estimate) -> String {
        match self {
            Numbers::Decimals => number::decimal_estimate(change, 1),
            Numbers::Shares | Numbers::Differences => number::signed_estimate(change),
        }
    }
}

/// What an audit is called: its day, with its title where another has the same; its title where none has a day.
pub fn audit_name(trend: &Trend, place: u32) -> Prose {
    let Some(audit) = trend.audits.get(place as usize) else { return Prose::default() };
    let Some(day) = &audit.day else { return Prose::named(&audit.title) };
    let twin = trend.audits.iter().filter(|other| other.day == audit.day).count() > 1;
    // A day is set like a name, so that no line breaks in it.
    if twin { Prose::named(day).say(" (").name(&audit.title).say(")") } else { Prose::named(day) }
}

/// `12 audits`, and from when to when.
pub fn facts(trend: &Trend) -> Vec<String> {
    let mut facts = vec![number::counted(trend.audits.len() as u64, "audit", "audits")];
    // An audit that was made for a day of its own (`--as-of`) stands there, whenever its log was written.
    let first = |own: &TrendAudit| match (&own.period, &own.day) {
        (Some((from, _)), Some(day)) if from > day => Some(day.clone()),
        (Some((from, _)), _) => Some(from.clone()),
        (None, day) => day.clone(),
    };
    let last = |own: &TrendAudit| own.day.clone().or(own.period.as_ref().map(|period| period.1.clone()));
    if let (Some(from), Some(until)) =
        (trend.audits.first().and_then(first), trend.audits.last().and_then(last))
    {
        facts.push(format!("{from} to {until}"));
    }
    let items = trend.audits.iter().map(|own| own.items).sum();
    facts.push(format!("{} in all", number::counted(items, "item", "items")));
    facts
}
