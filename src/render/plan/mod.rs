//! A plan for people and for machines.

mod table;

use super::number;
use crate::gate::plan::{Aim, Outlook, PlanMetric};

/// What a plan can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanFormat {
    /// For a screen.
    Terminal,
    /// For a document.
    Markdown,
    /// For programs.
    Json,
}

impl PlanFormat {
    /// Their words on the command line.
    pub const NAMES: [&'static str; 3] = ["terminal", "markdown", "json"];

    /// The format of this word.
    pub fn of_name(word: &str) -> Option<Self> {
        match word {
            "terminal" => Some(PlanFormat::Terminal),
            "markdown" => Some(PlanFormat::Markdown),
            "json" => Some(PlanFormat::Json),
            _ => None,
        }
    }
}

/// A plan in one format.
pub fn plan(outlook: &Outlook, format: PlanFormat) -> String {
    match format {
        PlanFormat::Terminal => table::text(outlook, table::Style::Columns),
        PlanFormat::Markdown => table::text(outlook, table::Style::Markdown),
        PlanFormat::Json => {
            let mut text =
                serde_json::to_string_pretty(outlook).expect("a plan has text keys and finite numbers only");
            text.push('\n');
            text
        }
    }
}

fn name(metric: PlanMetric) -> &'static str {
    match metric {
        PlanMetric::KrippendorffAlpha => "Krippendorff's alpha (nominal)",
        PlanMetric::PercentAgreement => "percent agreement",
    }
}

/// What the plan is for.
fn aim(outlook: &Outlook) -> String {
    let level = number::level(outlook.level);
    let value = number::share(outlook.value);
    match outlook.aim {
        Aim::Width(width) => format!(
            "A {level} interval of {} no wider than {}, where it is {value}.",
            name(outlook.metric),
            number::share_to(width, 3)
        ),
        Aim::Drop { size, allowance, power } => format!(
            "A gate that fails with probability {} when {} falls by {} from {value} between two such logs; it allows {} and \
             judges by {level} intervals.",
            number::share(power),
            name(outlook.metric),
            number::share_to(size, 3),
            number::share_to(allowance, 3)
        ),
    }
}

/// Below what no number of items helps.
fn floor(outlook: &Outlook) -> String {
    if outlook.annotators == 0 || outlook.annotator_deviation <= 0.0 {
        return "Annotators are taken as they are: what others would do differently is not in these numbers, and no floor is \
                known (--pool and --annotator-sd state it)."
            .into();
    }
    let people = number::counted(outlook.annotators, "annotator", "annotators");
    let floor = number::share_to(outlook.floor, 3);
    match outlook.aim {
        Aim::Width(_) => format!(
            "With {people} who differ as stated, no number of items makes the interval narrower than {floor}; more annotators \
             do."
        ),
        Aim::Drop { .. } => format!(
            "With {people} who differ as stated, no number of items lets the gate see a drop smaller than {floor}; more \
             annotators do, or the same ones both times (panel = \"fixed\", --annotator-sd 0)."
        ),
    }
}

/// How the numbers were made.
fn formulas(outlook: &Outlook) -> Vec<String> {
    let basis = &outlook.basis;
    let shares: Vec<String> =
        basis.assumptions.shares.iter().take(8).map(|share| number::share(*share)).collect();
    let more = if basis.assumptions.shares.len() > 8 { " …" } else { "" };
    let origin = match &basis.question {
        Some(_) => "of the log",
        None => "as stated",
    };
    let mut lines = vec![
        format!(
            "Labels {origin}: shares {}{more}, alpha {}. Whoever judges an item knows its label with probability √alpha \
             and else takes one at these rates.",
            shares.join(", "),
            number::share(basis.assumptions.alpha)
        ),
        "se² = σ²(k) / items + σ²_people / annotators; k annotators per item, σ²(k) = between + 4 (k − 2) one / (k (k − 1)) + \
         2 two / (k (k − 1)) (Hoeffding 1948)."
            .into(),
        match outlook.aim {
            Aim::Width(_) => "Width = 2 · t · se, with at most annotators − 1 degrees of freedom.".into(),
            Aim::Drop { .. } => {
                "The drop seen = allowance + (t + z_power) · √2 · se: both logs as planned, with at most 2 (annotators − 1) \
                 degrees of freedom."
                    .to_owned()
            }
        },
    ];
    if basis.question.is_some() {
        lines.push(format!(
            "The log's own items vary {} times as much as such labels would (standard deviations), and so do the plan's.",
            number::decimal(basis.item_factor, 2)
        ));
    }
    if outlook.annotators > 0 && outlook.annotator_deviation > 0.0 {
        lines.push(format!(
            "σ_people = {}, from the difference between the interval that draws annotators anew and the one that does not, or \
             as stated.",
            number::share_to(outlook.annotator_deviation, 3)
        ));
    }
    lines.extend(basis.notes.iter().cloned());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::plan::{Assumptions, Basis, Panel, outlook};

    fn planned(aim: Aim, panel: Panel) -> Outlook {
        let basis = Basis::stated(Assumptions::new(&[0.8, 0.2], 0.6).expect("labels"));
        outlook(basis, PlanMetric::KrippendorffAlpha, aim, 0.95, panel, &[2, 3])
    }

    #[test]
    fn a_plan_says_what_where_and_why() {
        let panel = Panel { annotators: 20, deviation: 0.15 };
        let text = plan(&planned(Aim::Width(0.12), panel), PlanFormat::Terminal);
        let flowing = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flowing.contains("no wider than .120, where it is .60"), "{text}");
        assert!(flowing.contains("no number of items makes the interval narrower than .140"), "{text}");
        assert!(text.contains("none is enough"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
        let drop = Aim::Drop { size: 0.2, allowance: 0.1, power: 0.9 };
        let text = plan(&planned(drop, Panel { annotators: 0, deviation: 0.0 }), PlanFormat::Markdown);
        assert!(text.contains("| items | 2 each | 3 each |") && text.contains("z\\_power"), "{text}");
        let json = plan(&planned(drop, panel), PlanFormat::Json);
        let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(json["aim"]["drop"]["power"], 0.9);
    }
}
